"""A lowering that is wrong, drawn as it was asked about above the right one, at the first entry that differs."""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import ConvTranspose, Lowering
from symtconv.rendering.figures.bounds import finish, moved, reach
from symtconv.rendering.figures.figure import (
    LINE_WIDTH,
    Figure,
    Index,
    Label,
    Portion,
    Words,
    fill,
)
from symtconv.rendering.figures.lowering import HIGHEST, described, equation, lowering, with_key
from symtconv.rendering.figures.plane import Plane, pair, plane
from symtconv.rendering.figures.words import words

AIR = 12.0
"""Room between two layers side by side, in mm."""


LOW = 36.0
"""Height in mm of each of two layers that are compared, at most."""


def decided(
    layer: ConvTranspose, asked: Lowering, difference: object, *, width: float = LINE_WIDTH, lang: str = "en"
) -> Figure:
    """Draw the lowering of a verdict: the layer's own, or where the verdict has a first difference both at it."""
    if isinstance(difference, EntryDifference):
        return judged(layer, asked, difference.entry, width=width, lang=lang)
    return lowering(layer, width=width, lang=lang)


def judged(
    layer: ConvTranspose, asked: Lowering, entry: Index | None = None, *, width: float = LINE_WIDTH, lang: str = "en"
) -> Figure:
    """Draw the lowering that was asked about, and below it the right one, with the window at the same entry.

    Parameters
    ----------
    layer : ConvTranspose
    asked : Lowering
        The one that is wrong.
    entry : tuple of int, optional
        Of x′ or of what was asked: the first one that differs.
    width : float
        Room in mm.
    lang : str
        Language of the words.

    Raises
    ------
    GeometryError
        When the lowering is written for another number of axes.

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    >>> picture = judged(layer, Lowering(dilate=2, pad=1, flip=True), (0, 3))
    >>> picture.name
    'lowering'
    """
    say, asked = words(lang), asked.for_rank(layer.rank)
    both = _both(layer, asked, entry)
    parts: list[Portion] = []
    top = 0.0
    for name, cut, one in zip(("asked", "right"), both, (asked, layer.lowering()), strict=True):
        head = Label(0, top, (say[f"lowering.{name}"].format(lowering=one.brief),), 8, anchor="start", bold=True)
        parts.append(Portion(f"words of the lowering {name}", (head,)))
        panel, top = _panel(cut, (width, HIGHEST / 2), top, say)
        parts += panel
    caption = fill(say["lowering.compared"], asked=_sum(both[0], say), right=_sum(both[1], say))
    caption = (*caption, *_unseen(both, say), *pair(layer, say))
    parts = with_key(layer, _drawn(both), parts, width, say)
    return finish("lowering", parts, say["lowering"], caption, described(both[0], say))


def wrong(
    layer: ConvTranspose, asked: Lowering, entry: Index, *, width: float = LINE_WIDTH, lang: str = "en"
) -> Figure:
    """Draw the lowering that was asked about alone, with the window at the first entry that differs.

    Parameters
    ----------
    layer : ConvTranspose
    asked : Lowering
        The one that is wrong.
    entry : tuple of int
        Of x′ or of what was asked.
    width : float
        Room in mm.
    lang : str
        Language of the words.

    Raises
    ------
    GeometryError
        When the lowering is written for another number of axes.

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2)
    >>> from symtconv.rendering.figures.figure import PLAIN
    >>> PLAIN.text(wrong(layer, Lowering(dilate=2, pad=1, flip=True), (0, 0)).caption).partition(": ")[2]
    'x̂_{0,0} = w_{1,1} y_{0,0}.'
    """
    say, asked = words(lang), asked.for_rank(layer.rank)
    both = _both(layer, asked, entry)
    parts, _ = _panel(both[0], (width, HIGHEST), 0.0, say)
    drawn = _drawn(both[:1])
    caption = fill(say["lowering.wrong" if drawn else "lowering.wrong.empty"], sum=_sum(both[0], say))
    caption = (*caption, *_unseen(both, say), *pair(layer, say))
    return finish("wrong", with_key(layer, drawn, parts, width, say), say["lowering"], caption, described(both[0], say))


def beside(
    layers: Sequence[ConvTranspose | None],
    names: Sequence[str],
    entry: Index,
    *,
    width: float = LINE_WIDTH,
    lang: str = "en",
) -> Figure:
    """Draw two layers of one input, side by side or one below the other, each with its window at the same entry.

    Parameters
    ----------
    layers : sequence of ConvTranspose or None
        Two of one rank; None for one that has no output at that input.
    names : sequence of str
        What is written above each.
    entry : tuple of int
        Of x′, without channel: the first one that differs; either may lack it.
    width : float
        Room in mm.
    lang : str
        Language of the words.

    Examples
    --------
    >>> layers = [ConvTranspose(input=2, kernel=3, stride=2, output_padding=a) for a in (0, 1)]
    >>> beside(layers, ("A", "B"), (5,)).name
    'beside'
    """
    say = words(lang)
    cuts = [None if layer is None else Plane(layer, entry) for layer in layers]
    there = _drawn([cut for cut in cuts if cut is not None])
    panels = [_side(name, cut, (width, LOW), say) for name, cut in zip(names, cuts, strict=True)]
    boxes = [reach(shape for part in panel for shape in part.shapes) for panel in panels]
    abreast = all(right - left <= (width - AIR) / 2 for left, _, right, _ in boxes)
    x, y = (boxes[0][2] - boxes[1][0] + AIR, 0.0) if abreast else (0.0, boxes[0][3] + 9)
    second = [Portion(part.name, tuple(moved(shape, x, y) for shape in part.shapes)) for part in panels[1]]
    parts = [*panels[0], *second]
    if there:
        parts = with_key(there[0].layer, there, parts, width, say)
    told = "; ".join(f"{name}: {described(cut, say)}" for name, cut in zip(names, cuts, strict=True) if cut is not None)
    return finish("beside", parts, say["beside"], fill(say["beside.caption"], first=names[0], second=names[1]), told)


def _side(name: str, cut: Plane | None, room: tuple[float, float], say: dict[str, str]) -> list[Portion]:
    """Draw one of two layers below its name; None has nothing to draw."""
    size = "0" if cut is None else "×".join(str(slide.output) for slide in cut.slides)
    head = Label(0, 0, (say["beside.name"].format(name=name, size=size),), 8, anchor="start", bold=True)
    panel = [] if cut is None else _panel(cut, room, 0.0, say)[0]
    return [Portion(f"words of {name}", (head,)), *panel]


def _both(layer: ConvTranspose, asked: Lowering, entry: Index | None) -> list[Plane]:
    """Give what was asked about and what is right with the window at an entry, which either may lack."""
    spatial = plane(layer).entry if entry is None else entry[-layer.rank :]
    return [Plane(layer, spatial, one) for one in (asked, None)]


def _drawn(cuts: Sequence[Plane]) -> list[Plane]:
    """Leave those out of which nothing comes out, so that there is nothing to draw."""
    return [cut for cut in cuts if all(slide.output for slide in cut.slides)]


def _unseen(both: Sequence[Plane], say: dict[str, str]) -> Words:
    """Say so where the two differ in their channels alone, which are not drawn."""
    alike = all(a == b for a, b in zip(both[0].relations, both[1].relations, strict=True))
    return (say["lowering.channels"],) if alike else ()


def _panel(cut: Plane, room: tuple[float, float], top: float, say: dict[str, str]) -> tuple[list[Portion], float]:
    """Draw one lowering below ``top``, and give where the next one begins."""
    if not _drawn([cut]):
        empty = Label(0, top + 5, (say["lowering.empty"],), 8, "quiet", "start")
        return [Portion("nothing", (empty,))], top + 14
    pieces = equation(cut, room, say)
    left, high, _, low = reach(shape for part in pieces for shape in part.shapes)
    down = top + 4 - high
    return [Portion(piece.name, tuple(moved(s, -left, down) for s in piece.shapes)) for piece in pieces], low + down + 9


def _sum(cut: Plane, say: dict[str, str]) -> Words:
    """Write an entry as a sum, or that there is none."""
    return (cut.result(cut.entry), " ", say["lowering.none"]) if cut.missing else cut.sum
