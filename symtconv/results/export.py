"""Every form in which a result can be written, by the suffix of the file: the one table.

A result is a `Page`: each of its methods gives one form. To add a form, add a line to `FORMS` and a method to `Page`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from typing import ClassVar

from symtconv.geometry import InputError
from symtconv.rendering.notation.style import Style
from symtconv.rendering.tex import pdf
from symtconv.rendering.tex.escape import LackingError


class Page:
    """What can be written to a file; `suffixes` says in which of the forms."""

    __slots__ = ()
    suffixes: ClassVar[tuple[str, ...]] = (".tex", ".pdf", ".html", ".txt", ".json", ".v")
    instead: ClassVar[str] = ""
    """What a message says to whoever asks for a form that is not there."""

    def page_style(self) -> Style:
        """Give the looks of the page."""
        raise NotImplementedError

    def latex_in(self, style: Style) -> str:
        """Give the LaTeX source in other looks."""
        raise NotImplementedError

    def to_text(self) -> str:
        """Give the page as plain text."""
        raise NotImplementedError

    def to_html(self) -> str:
        """Give the page as one file that loads nothing."""
        raise NotImplementedError

    def to_json(self) -> str:
        """Give everything as plain data, certificate and all."""
        raise NotImplementedError

    def to_coq(self) -> str:
        """Give the statement for Coq."""
        raise NotImplementedError

    def to_sarif(self) -> str:
        """Give what a code scanner reads."""
        raise NotImplementedError

    def to_latex(self) -> str:
        """Give the LaTeX source: an article, or a fragment for an author's document."""
        return self.latex_in(self.page_style())


def export(page: Page, suffix: str) -> bytes:
    """Give the content of a file.

    Raises
    ------
    InputError
        When the page has no such form.
    EngineError
        When a PDF is asked for and no TeX is there.
    """
    if suffix not in page.suffixes:
        msg = f"no form is called {suffix!r}; use one of {', '.join(page.suffixes)}{page.instead}"
        raise InputError(msg)
    return FORMS[suffix](page)


def compiled(page: Page) -> bytes:
    """Compile a whole page with the engine of its style, or with the first that has every character of it."""
    whole = replace(page.page_style(), fragment=False)
    try:
        tex = page.latex_in(whole)
    except LackingError:
        if whole.engine is not None:
            raise
        tex = page.latex_in(replace(whole, unicode_engine=True))
    return pdf.compiled(tex, engine=whole.engine)


FORMS: dict[str, Callable[[Page], bytes]] = {
    ".tex": lambda page: page.to_latex().encode(),
    ".pdf": compiled,
    ".html": lambda page: page.to_html().encode(),
    ".txt": lambda page: page.to_text().encode(),
    ".json": lambda page: page.to_json().encode(),
    ".sarif": lambda page: page.to_sarif().encode(),
    ".v": lambda page: page.to_coq().encode(),
}


def versions(*packages: str) -> dict[str, str]:
    """Give the versions of the programs that a page names."""
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # run from a source tree that was never installed
            found[package] = "unknown"
    return found
