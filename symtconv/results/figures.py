"""The figures of a layer, each in every form that a picture has."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from symtconv.geometry import InputError
from symtconv.rendering.documents.facts import Facts
from symtconv.rendering.figures import FIGURES, decided
from symtconv.rendering.figures.figure import LINE_WIDTH, Figure, Picture, Spelling
from symtconv.rendering.figures.svg import svg
from symtconv.rendering.figures.svg_walk import moving_window
from symtconv.rendering.figures.tikz import tikz_fragment, tikz_page
from symtconv.rendering.notation.style import Style

SLACK = 1.0
"""Half a heavy line on either side may stand out of the width, in mm."""


def figure_form(facts: Facts, style: Style, figure: str, suffix: str) -> bytes:
    """Give the content of a file with one figure.

    Raises
    ------
    InputError
        When no figure has that name, or a picture is no such file.
    """
    check_figure(figure)
    if figure == WALK:
        return _walk(facts, style, suffix)
    if suffix not in FIGURE_FORMS:
        msg = f"a figure is no {suffix} file; write it to one of {', '.join(FIGURE_FORMS)}"
        raise InputError(msg)
    picture = drawn(facts, style, figure)
    if suffix == ".tex" and style.fragment:
        return tikz_fragment(picture.figure, spelling=picture.spelling).encode()
    return FIGURE_FORMS[suffix](picture.figure, picture.spelling).encode()


def drawn(facts: Facts, style: Style, figure: str) -> Picture:
    """Draw one figure of the layer, in the language and with the letters of the style.

    Of a lowering that is wrong, the figure shows that one and the right one, at the first entry that differs.

    Raises
    ------
    InputError
        When no figure has that name, or it does not fit into the width of the style.
    """
    _check_figure(figure, tuple(FIGURES))
    width = style.figure_width or LINE_WIDTH
    if figure == "lowering":
        made = decided(facts.layer, facts.lowering, facts.verdict.counterexample, width=width, lang=style.lang)
    else:
        made = FIGURES[figure](facts.layer, width=width, lang=style.lang)
    if style.figure_width is not None and made.width > width + SLACK:
        msg = f"the figure {figure} of this layer needs {ceil(made.width)} mm, and has {width:g}; give it that width"
        raise InputError(msg)
    return Picture(made, Spelling.of(style))


def check_figure(figure: str) -> None:
    """Refuse the name of no figure.

    Raises
    ------
    InputError
        With those that there are.
    """
    _check_figure(figure, FIGURE_NAMES)


def _check_figure(figure: str, names: tuple[str, ...]) -> None:
    if figure not in names:
        msg = f"there is no figure {figure!r}; the figures are {', '.join(names)}"
        raise InputError(msg)


def _walk(facts: Facts, style: Style, suffix: str) -> bytes:
    if style.figure_width is not None:
        msg = f"the figure {WALK!r} takes the width of the page that shows it; leave --figure-width out"
        raise InputError(msg)
    if suffix != ".svg":
        msg = f"the figure {WALK!r} moves, which a {suffix} file cannot; write it to .svg, or draw --figure lowering"
        raise InputError(msg)
    return moving_window(facts.layer, lang=style.lang, spelling=Spelling.of(style)).encode()


FIGURE_FORMS: dict[str, Callable[[Figure, Spelling], str]] = {
    ".svg": lambda figure, spelling: svg(figure, spelling=spelling),
    ".tex": lambda figure, spelling: tikz_page(figure, spelling=spelling),
}
WALK = "walk"
FIGURE_NAMES = (*FIGURES, WALK)
"""What ``derive --figure`` takes; the last one moves and is SVG alone."""
