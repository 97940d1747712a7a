"""Every form in which a result can be written, by the suffix of the file: the one table.

A result is a `Page`: each of its methods gives one form. To add a form, add a line to `FORMS` and a method to `Page`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from os import PathLike
from pathlib import Path
from typing import ClassVar

from symtconv.geometry import InputError
from symtconv.rendering.documents.document import Document
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import plain_page
from symtconv.rendering.printers.latex import to_latex
from symtconv.rendering.printers.text import to_text
from symtconv.rendering.tex import pdf
from symtconv.rendering.tex.escape import LackingError
from symtconv.results.files import save_form


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


class DocumentPage(Page):
    """A page that is written from one document; `style` is how it is to look, `outcome` the word that colours it."""

    __slots__ = ()
    style: Style

    @property
    def outcome(self) -> str:
        """The word for what was found out."""
        raise NotImplementedError

    def document(self, style: Style) -> Document:
        """Give the page as a document, in other looks."""
        raise NotImplementedError

    def page_style(self) -> Style:
        """Give the looks of the page."""
        return self.style

    def latex_in(self, style: Style) -> str:
        """Give the LaTeX source in other looks."""
        return to_latex(self.document(style), style)

    def to_html(self) -> str:
        """Give the page as one HTML file that loads nothing."""
        return plain_page(self.document(self.style), self.style, outcome=self.outcome)

    def to_text(self) -> str:
        """Give the page as plain text."""
        plain = self.style.as_text
        return to_text(self.document(plain), plain)


class Printed:
    """A verdict that can be printed, saved and shown in a notebook; each of its forms is one of its page."""

    def to_page(self, style: Style) -> Page:
        """Give the verdict as a page in these looks."""
        raise NotImplementedError

    def to_latex(self, style: Style | None = None) -> str:
        """Give the page in LaTeX: how it was decided, or what refutes it step by step."""
        return self.to_page(style or Style()).to_latex()

    def to_html(self, style: Style | None = None) -> str:
        """Give the page as one HTML file that loads nothing."""
        return self.to_page(style or Style()).to_html()

    def to_text(self, style: Style | None = None) -> str:
        """Give the report as plain text."""
        return self.to_page(style or Style()).to_text()

    def to_form(self, suffix: str, style: Style | None = None) -> bytes:
        """Give the content of a file.

        Parameters
        ----------
        suffix : str
            One of the page's `suffixes`.
        style : Style, optional
            How pages are to look: language, title, author, paper.

        Raises
        ------
        InputError
            When no form has that suffix, or the verdict has no certificate that the form needs.
        EngineError
            When a PDF is asked for and no TeX is there.
        """
        return export(self.to_page(style or Style()), suffix)

    def save(self, path: str | PathLike[str], style: Style | None = None) -> Path:
        """Write a file; its suffix picks the form. Either it is written whole or nothing changes.

        Raises
        ------
        InputError
            When no form has that suffix, or the file cannot be written.
        """
        page = self.to_page(style or Style())
        return save_form(path, page.suffixes, lambda suffix: export(page, suffix))


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
