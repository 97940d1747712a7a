"""The forms a derivation can be written in, by the suffix of the file: add a line, and the form is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from symtconv.checker.verdict import EntryDifference, Verdict
from symtconv.geometry import ConvTranspose, InputError, Lowering
from symtconv.proofs.coq import emit_layer, emit_refutation
from symtconv.rendering.figures import FIGURES, decided
from symtconv.rendering.figures.figure import Figure, Picture, Spelling
from symtconv.rendering.figures.svg import svg
from symtconv.rendering.figures.svg_walk import moving_window
from symtconv.rendering.figures.tikz import tikz_page
from symtconv.rendering.notation.style import Style
from symtconv.rendering.tex import pdf
from symtconv.rendering.tex.escape import LackingError

if TYPE_CHECKING:
    from symtconv.results.derivation import Derivation


def form(derivation: Derivation, suffix: str, figure: str | None) -> bytes:
    """Give the content of a file: the document, or one figure of it.

    Raises
    ------
    InputError
        When no form has that suffix, or no figure that name.
    """
    if figure is not None:
        _check_figure(figure, FIGURE_NAMES)
    if figure == WALK and suffix != ".json":
        return _walk(derivation, suffix)
    if suffix in FIGURE_FORMS and (figure is not None or suffix not in FORMS):
        picture = drawn(derivation, figure or next(iter(FIGURES)))
        return FIGURE_FORMS[suffix](picture.figure, picture.spelling).encode()
    if figure is not None and suffix != ".json":
        msg = f"a figure is no {suffix} file; write it to one of {', '.join(FIGURE_FORMS)}"
        raise InputError(msg)
    if suffix not in FORMS:
        msg = f"no form is called {suffix!r}; use one of {', '.join(SUFFIXES)}"
        raise InputError(msg)
    return FORMS[suffix](derivation)


def drawn(derivation: Derivation, figure: str) -> Picture:
    """Draw one figure of the layer, in the language and with the letters of the derivation's style.

    Of a lowering that is wrong, the figure shows that one and the right one, at the first entry that differs.

    Raises
    ------
    InputError
        When no figure has that name.
    """
    _check_figure(figure, tuple(FIGURES))
    layer, lang = derivation.layer, derivation.style.lang
    if figure == "lowering":
        made = decided(layer, derivation.lowering, derivation.verdict.counterexample, lang=lang)
    else:
        made = FIGURES[figure](layer, lang=lang)
    return Picture(made, Spelling.of(derivation.style))


def _check_figure(figure: str, names: tuple[str, ...]) -> None:
    if figure not in names:
        msg = f"there is no figure {figure!r}; the figures are {', '.join(names)}"
        raise InputError(msg)


def _walk(derivation: Derivation, suffix: str) -> bytes:
    if suffix != ".svg":
        msg = f"the figure {WALK!r} moves, which a {suffix} file cannot; write it to .svg, or draw --figure lowering"
        raise InputError(msg)
    style = derivation.style
    return moving_window(derivation.layer, lang=style.lang, spelling=Spelling.of(style)).encode()


def _pdf(derivation: Derivation) -> bytes:
    return pdf_in(derivation.style, lambda style: replace(derivation, style=style).to_latex())


def pdf_in(style: Style, latex: Callable[[Style], str]) -> bytes:
    """Compile a whole page with the engine of the style, or with the first that has every character of it.

    Parameters
    ----------
    style : Style
    latex : callable
        Gives the page in a style.
    """
    whole = replace(style, fragment=False)
    try:
        tex = latex(whole)
    except LackingError:
        if style.engine is not None:
            raise
        tex = latex(replace(whole, unicode_engine=True))
    return pdf.compiled(tex, engine=style.engine)


def coq_file(layer: ConvTranspose, lowering: Lowering, verdict: Verdict) -> bytes:
    """Give what was decided, for Coq: the layer's instance of the theorem, or that the lowering is not the layer.

    Raises
    ------
    InputError
        When the lowering is right but not the layer's own, and when it cannot be said in Coq: the file would not
        speak of it.
    """
    if isinstance(verdict.counterexample, EntryDifference):
        return emit_refutation(layer, lowering, verdict.counterexample).encode()
    if lowering != layer.lowering():
        msg = (
            f"a .v file states the layer's own lowering, {layer.lowering().brief}, and {lowering.brief} was judged; "
            "leave --lowering out, or write a .json file, whose certificate is about the one that was judged"
        )
        raise InputError(msg)
    return emit_layer(layer).encode()


FORMS: dict[str, Callable[[Derivation], bytes]] = {
    ".tex": lambda derivation: derivation.to_latex().encode(),
    ".pdf": _pdf,
    ".html": lambda derivation: derivation.to_html().encode(),
    ".txt": lambda derivation: derivation.to_text().encode(),
    ".json": lambda derivation: derivation.to_json().encode(),
    ".v": lambda derivation: coq_file(derivation.layer, derivation.lowering, derivation.verdict),
}
FIGURE_FORMS: dict[str, Callable[[Figure, Spelling], str]] = {
    ".svg": lambda figure, spelling: svg(figure, spelling=spelling),
    ".tex": lambda figure, spelling: tikz_page(figure, spelling=spelling),
}
WALK = "walk"
FIGURE_NAMES = (*FIGURES, WALK)
"""What ``derive --figure`` takes; the last one moves and is SVG alone."""
SUFFIXES = tuple(dict.fromkeys([*FORMS, *FIGURE_FORMS]))
