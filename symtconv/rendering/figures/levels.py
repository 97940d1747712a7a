"""C and Cᵀ by levels, one an axis: how the blocks lie, then one block, down to the taps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod

from symtconv.geometry import Axis, ConvTranspose
from symtconv.rendering.figures.board import Board, fit, tap_cell
from symtconv.rendering.figures.bounds import reach
from symtconv.rendering.figures.elision import Ranges
from symtconv.rendering.figures.figure import Frame, Index, Label, Portion, Shape, Sign, Words, fill, measure
from symtconv.rendering.figures.palette import TapColour, tap_colour
from symtconv.rendering.figures.plane import Plane
from symtconv.rendering.notation.elide import Kept, band

BETWEEN = 16.0
"""Space in mm between C and Cᵀ."""

LEVELS = ((16, 16), (12, 12), (10, 10), (8, 8))
"""Cells across and down that are tried until C and Cᵀ stand side by side with words in them."""

HIGH = 5.0
"""Height in mm of a cell with the name of a block in it."""

Named = Mapping[int, tuple[Words, TapColour]]
"""Words and colour of each tap of an axis, or of the block that it stands for."""


def levels(cut: Plane, width: float, say: dict[str, str]) -> tuple[list[Portion], Words]:
    """Draw the levels of C under one another, and beside them Cᵀ in blocks where there is room."""
    layer = cut.layer
    first = layer.axes[0]
    across, down, with_transpose = _room(layer, width)
    parts: list[Portion] = []
    prefix: Index = ()
    top = 0.0
    for number, axis in enumerate(layer.axes):
        shown = _kept(axis, across, down)
        named = level_names(layer, prefix)
        total = shown[1].length + (_kept(first, across, down)[0].length if with_transpose else 0)
        side = min(8.0, (width - 4 - (BETWEEN if with_transpose else 0)) / total)
        shapes = list(band_shapes(axis, (0, top), shown, named, side))
        shapes.append(_band_title(prefix, axis, shapes, say, blocks=number < layer.rank - 1))
        parts.append(Portion("blocks" if number < layer.rank - 1 else "taps", tuple(shapes)))
        prefix = (*prefix, axis.kernel // 2)
        top = reach(shapes)[3] + 9
    if with_transpose:
        right = max(reach(part.shapes)[2] for part in parts) + BETWEEN - 4
        shown = _kept(first, across, down)
        side = min(8.0, (width - 4 - BETWEEN) / (shown[0].length + shown[1].length))
        named = level_names(layer, ())
        shapes = list(band_shapes(first, (right, 0), (shown[1], shown[0]), named, side, transposed=True))
        shapes.append(_band_title((), first, shapes, say, blocks=layer.rank > 1, transposed=True))
        parts.append(Portion("C transposed", tuple(shapes)))
    sizes = {"rows": prod(layer.input), "columns": prod(layer.output)}
    key = "matrix.line" if layer.rank == 1 else "matrix.block"
    return parts, fill(say[key], C=Sign("C"), **sizes)


def _room(layer: ConvTranspose, width: float) -> tuple[int, int, bool]:
    """Give how many cells across and down are drawn, and whether Cᵀ has room beside C."""
    widest = max((words for named in _levels_of(layer) for words, _ in named.values()), key=lambda w: measure(w, 6))
    for across, down in LEVELS:
        kept = [_kept(axis, across, down) for axis in layer.axes]
        side = (width - 4 - BETWEEN) / (max(columns.length for _, columns in kept) + kept[0][0].length)
        if fit(widest, min(side, 8.0), HIGH, 6):
            return across, down, True
    return (*LEVELS[0], False)


def _levels_of(layer: ConvTranspose) -> Iterator[Named]:
    """Name the blocks or taps of each level, down the middle of the kernel."""
    for number in range(layer.rank):
        yield level_names(layer, tuple(k // 2 for k in layer.kernel[:number]))


def level_names(layer: ConvTranspose, prefix: Index) -> Named:
    """Name the blocks of the axis after ``prefix``, or on the last axis its taps."""
    last = len(prefix) == layer.rank - 1
    letter = "w" if last else "B"
    kernel = layer.kernel[len(prefix)]
    return {t: ((Sign(letter, (*prefix, t)),), _middle(layer, (*prefix, t))) for t in range(kernel)}


def _kept(axis: Axis, across: int, down: int) -> tuple[Ranges, Ranges]:
    rows, columns = band(axis, across, down)
    return shown_of(rows), shown_of(columns)


def _band_title(
    prefix: Index,
    axis: Axis,
    shapes: list[Shape],
    say: dict[str, str],
    *,
    blocks: bool,
    transposed: bool = False,
) -> Label:
    """Write the name and the size above a band."""
    name: Words = (Sign("B", prefix),) if prefix else (Sign("C"), "ᵀ") if transposed else (Sign("C"),)
    rows, columns = (axis.output, axis.size) if transposed else (axis.size, axis.output)
    left, top, right, _ = reach(shapes)
    words = fill(say["matrix.at.blocks" if blocks else "matrix.at"], name=name, rows=rows, columns=columns)
    return Label((left + right) / 2, top - 2.6, words, 8, "quiet")


def band_shapes(
    axis: Axis,
    corner: tuple[float, float],
    shown: tuple[Ranges, Ranges],
    named: Named,
    side: float,
    *,
    transposed: bool = False,
) -> Iterator[Shape]:
    """Draw the band matrix of one axis, elided, with the name of a tap or block in each cell; blocks turn too."""
    (x, y), (rows, columns) = corner, shown
    board = Board(x, y, side, rows, columns)
    height = min(side, HIGH)
    flat = height / side
    size = min((fit(words, side, height, 7) or 5 for words, _ in named.values()), default=7)
    for r in rows:
        for c in columns:
            tap = axis.relation.tap(c, r) if transposed else axis.relation.tap(r, c)
            left, top = board.corner(r, c)
            top = y + (top - y) * flat
            if tap is None:
                yield Label(left + side / 2, top + height / 2, ("·",), 7, "quiet")
            else:
                words, colour = named[tap]
                turned: Words = ("ᵀ",) if transposed and isinstance(words[0], Sign) and words[0].letter == "B" else ()
                yield from tap_cell(left, top, side, height, colour, (*words, *turned), size)
    for gap in columns.gaps:
        yield Label(x + side * gap, y + height * rows.middle, ("⋯",), 8, "quiet")
    for gap in rows.gaps:
        yield Label(x + side * columns.middle, y + height * gap, ("⋮",), 8, "quiet")
    yield Frame(x, y, board.width, height * rows.length, "rule")


def _middle(layer: ConvTranspose, front: Index) -> TapColour:
    """Give the colour of a block: that of the middle one of its taps."""
    rest = tuple(k // 2 for k in layer.kernel[len(front) :])
    return tap_colour(layer.kernel, (*front, *rest))


def shown_of(kept: Kept) -> Ranges:
    """Read a kept line as runs."""
    runs: list[range] = []
    for place in kept:
        if place is None:
            continue
        if runs and runs[-1].stop == place:
            runs[-1] = range(runs[-1].start, place + 1)
        else:
            runs.append(range(place, place + 1))
    return Ranges(tuple(runs))
