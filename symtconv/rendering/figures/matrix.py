"""C and Cᵀ at a glance: bands in the colours of the taps, the blocks they are made of, and, when large, one block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from symtconv.geometry import Axis, ConvTranspose
from symtconv.rendering.elide import Kept, band, ends
from symtconv.rendering.figure import (
    LINE_WIDTH,
    Figure,
    Frame,
    Index,
    Label,
    Line,
    Part,
    Shape,
    Sign,
    Tone,
    Words,
    fill,
)
from symtconv.rendering.figures.board import Board, tap_cell, whole
from symtconv.rendering.figures.bounds import finish, reach
from symtconv.rendering.figures.elision import Shown
from symtconv.rendering.figures.legend import kernel_board, kernel_shapes
from symtconv.rendering.figures.plane import Lead, Plane, plane
from symtconv.rendering.figures.words import words
from symtconv.rendering.palette import TapColour, tap_colour

CELL, LEAST, NAMED = 6.2, 1.0, 5.5
"""Largest and least side of a cell in mm, and the least with a word in it."""

BROAD = 60.0
"""Width in mm that the picture of C has at most, as long as its cells can be that small."""

CHANNELS = 8
"""Channels a side of the pattern of channels."""

Entry = tuple[int, int, Index]
Named = Mapping[int, tuple[Words, TapColour]]


def matrix(layer: ConvTranspose, entry: Index | None = None, *, width: float = LINE_WIDTH, lang: str = "en") -> Figure:
    """Draw C, Cᵀ and the pattern of blocks; of a C too wide to draw, the blocks and one of them.

    Parameters
    ----------
    layer : ConvTranspose
    entry : tuple of int, optional
        Of x′: its column of C and its row of Cᵀ are framed.
    width : float
        Room in mm.
    lang : str
        Language of the words.
    """
    say, cut = words(lang), plane(layer, entry)
    rows, columns = prod(layer.input), prod(layer.output)
    fits = columns * LEAST <= width - 14 and rows * max(LEAST, min(CELL, BROAD / columns)) <= 150
    if fits:
        parts, caption = _whole(cut, width, say, chosen=None if entry is None else cut.entry)
    else:
        parts, caption = _levels(cut, width, say)
    if layer.has_channels:
        _, _, _, bottom = reach(shape for part in parts for shape in part.shapes)
        parts = [*parts, _channels(layer, bottom + 8)]
        caption = (*caption, *fill(say["matrix.channels"], C=Sign("C")))
    return finish("matrix", parts, say["matrix"], caption, say["describe.matrix"].format(rows=rows, columns=columns))


def entries(layer: ConvTranspose) -> Iterator[Entry]:
    """Yield (row, column, tap) of C for one pair of channels, in row-major numbers.

    Examples
    --------
    >>> list(entries(ConvTranspose(input=2, kernel=3, stride=2, padding=1)))
    [(0, 0, (1,)), (0, 1, (2,)), (1, 1, (0,)), (1, 2, (1,))]
    """
    for triples in product(*(tuple(axis.relation.triples()) for axis in layer.axes)):
        row = column = 0
        for (_, o, j), axis in zip(triples, layer.axes, strict=True):
            row, column = row * axis.size + o, column * axis.output + j
        yield row, column, tuple(t for t, _, _ in triples)


def _whole(cut: Plane, width: float, say: dict[str, str], chosen: Index | None) -> tuple[list[Part], Words]:
    layer = cut.layer
    rows, columns = prod(layer.input), prod(layer.output)
    side = max(min(CELL, BROAD / columns, (width - 14) / columns), LEAST)
    if rows * side > BROAD:
        side = max(BROAD / rows, LEAST)
    left = Board(0, 0, side, whole(rows), whole(columns))
    right = Board(left.width + 16, 0, side, whole(columns), whole(rows))
    with_transpose = right.x + right.width + 6 <= width
    at = None if chosen is None else _number(chosen, layer.output)
    parts = [Part("C", tuple(_picture(cut, left, say, transposed=False, chosen=at)))]
    bottom = left.height
    if layer.rank > 1:
        pattern = tuple(_blocks(layer, left, bottom + 7))
        parts.append(Part("blocks", pattern))
        bottom = reach(pattern)[3]
    if with_transpose:
        parts.append(Part("C transposed", tuple(_picture(cut, right, say, transposed=True, chosen=at))))
        tap = min(CELL + 1.4 * len(cut.before), 40 / max(cut.columns.kernel, cut.rows.kernel))
        legend = kernel_board(cut, 0, bottom + 8, tap)
        front = Lead(w=(0,) * len(cut.before))
        title = legend.title(fill(say["kernel.w"], w=Sign("w", front.w)), above=2.2)
        if side < NAMED:
            parts.append(Part("kernel", (*kernel_shapes(cut, legend, front, flipped=False), title)))
    key = "matrix.caption" if with_transpose else "matrix.caption.alone"
    caption = fill(say[key], C=Sign("C"), CT=(Sign("C"), "ᵀ"))
    if layer.rank > 1:
        caption = (*caption, *fill(say["matrix.blocks"], B=Sign("B", ("a",)), a=Sign("a")))
    return parts, caption


def _picture(cut: Plane, board: Board, say: dict[str, str], *, transposed: bool, chosen: int | None) -> Iterator[Shape]:
    """One matrix as bands, taps of one colour together, with rules between the blocks."""
    layer = cut.layer
    rows, columns = prod(layer.input), prod(layer.output)
    named = board.side >= NAMED
    labels: list[Shape] = []
    for row, column, tap in sorted(entries(layer), key=lambda item: item[2][-2:]):
        place = (column, row) if transposed else (row, column)
        cell = board.cell(*place, "tap", tap=tap_colour(layer.kernel, tap))
        yield cell
        if named:
            labels.append(board.label(*place, (Sign("w", tap),), 6, tap_colour(layer.kernel, tap)))
    yield from labels
    yield from _rules(layer, board, transposed=transposed)
    yield Frame(board.x, board.y, board.width, board.height, "rule")
    if chosen is not None:
        line = (chosen, chosen)
        yield from board.frame(*((line, (0, rows - 1)) if transposed else ((0, rows - 1), line)), "choice")
    shape = (columns, rows) if transposed else (rows, columns)
    name: Words = (Sign("C"), "ᵀ") if transposed else (Sign("C"),)
    yield board.title(fill(say["matrix.at"], name=name, rows=shape[0], columns=shape[1]), above=2.6)


def _rules(layer: ConvTranspose, board: Board, *, transposed: bool) -> Iterator[Line]:
    """Where the first index of y or of x changes."""
    if layer.rank == 1:
        return
    across, down = (prod(layer.output[1:]), layer.output[0]), (prod(layer.input[1:]), layer.input[0])
    (wide, columns), (high, rows) = (down, across) if transposed else (across, down)
    for n in range(1, columns):
        x = board.x + board.side * wide * n
        yield Line(x, board.y, x, board.y + board.height, "rule")
    for n in range(1, rows):
        y = board.y + board.side * high * n
        yield Line(board.x, y, board.x + board.width, y, "rule")


def _blocks(layer: ConvTranspose, above: Board, top: float) -> Iterator[Shape]:
    """Draw the pattern of blocks under the picture, each as wide as there."""
    axis = layer.axes[0]
    width = above.width / axis.output
    if width < 5 or axis.size > 12:
        rows, columns = band(axis)
        named: Named = {t: ((Sign("B", (t,)),), _middle(layer, (t,))) for t in range(axis.kernel)}
        yield from _band(axis, (0, top), (_shown(rows), _shown(columns)), named)
        return
    height = 6.0
    for row in range(axis.size):
        for column in range(axis.output):
            tap = axis.relation.tap(row, column)
            words: Words = ("·",) if tap is None else (Sign("B", (tap,)),)
            tone: Tone = "quiet" if tap is None else "ink"
            yield Label(above.x + width * (column + 0.5), top + height * (row + 0.5), words, 8, tone)
    for n in range(1, axis.output):
        yield Line(above.x + width * n, top, above.x + width * n, top + height * axis.size, "rule")
    for n in range(1, axis.size):
        yield Line(above.x, top + height * n, above.x + above.width, top + height * n, "rule")
    yield Frame(above.x, top, above.width, height * axis.size, "rule")


def _levels(cut: Plane, width: float, say: dict[str, str]) -> tuple[list[Part], Words]:
    """One picture an axis: how the blocks lie, and one block, down to the taps."""
    layer, top = cut.layer, 0.0
    parts: list[Part] = []
    prefix: Index = ()
    for number, axis in enumerate(layer.axes):
        last = number == layer.rank - 1
        rows, columns = band(axis)
        shown = _shown(rows), _shown(columns)
        named = {
            t: ((Sign("w" if last else "B", (*prefix, t)),), _middle(layer, (*prefix, t))) for t in range(axis.kernel)
        }
        shapes = list(_band(axis, (0, top), shown, named, room=width - 4))
        title: Words = (Sign("C"),) if not number else (Sign("B", prefix),)
        size = fill(say["matrix.at" if last else "matrix.at.blocks"], name=title, rows=axis.size, columns=axis.output)
        left, _, right, bottom = reach(shapes)
        shapes.append(Label((left + right) / 2, top - 2.6, size, 8, "quiet"))
        parts.append(Part("blocks" if not last else "taps", tuple(shapes)))
        prefix = (*prefix, axis.kernel // 2)
        top = bottom + 9
    total = {"rows": prod(layer.input), "columns": prod(layer.output)}
    key = "matrix.line" if layer.rank == 1 else "matrix.block"
    return parts, fill(say[key], C=Sign("C"), **total)


def _band(
    axis: Axis, corner: tuple[float, float], shown: tuple[Shown, Shown], named: Named, room: float = 90.0
) -> Iterator[Shape]:
    """Draw the band matrix of one axis, elided, with the name of a tap or block in each cell."""
    (x, y), (rows, columns) = corner, shown
    side = min(8.0, room / columns.length)
    board = Board(x, y, side, rows, columns)
    height = min(side, 5.6)
    flat = height / side
    for r in rows:
        for c in columns:
            tap = axis.relation.tap(r, c)
            left, top = board.corner(r, c)
            top = y + (top - y) * flat
            if tap is None:
                yield Label(left + side / 2, top + height / 2, ("·",), 7, "quiet")
            else:
                yield from tap_cell(left, top, side, height, named[tap][1], named[tap][0])
    for gap in columns.gaps:
        yield Label(x + side * gap, y + height * rows.length / 2, ("⋯",), 8, "quiet")
    for gap in rows.gaps:
        yield Label(x + board.width / 2, y + height * gap, ("⋮",), 8, "quiet")
    yield Frame(x, y, board.width, height * rows.length, "rule")


def _middle(layer: ConvTranspose, front: Index) -> TapColour:
    """Give the colour of a block: that of the middle one of its taps."""
    rest = tuple(k // 2 for k in layer.kernel[len(front) :])
    return tap_colour(layer.kernel, (*front, *rest))


def _channels(layer: ConvTranspose, top: float) -> Part:
    """Which channels are joined: grey; between groups nothing is."""
    rows, columns = (_shown(ends(count, CHANNELS)) for count in (layer.in_channels, layer.out_channels))
    board = Board(6, top, 8.0, rows, columns)
    shapes: list[Shape] = []
    joined = {(ci, co): layer.channels.weight(co, ci) for ci in rows for co in columns}
    shapes += [board.cell(*pair, "plain") for pair, weight in joined.items() if weight is None]
    shapes += [board.cell(*pair, "block") for pair, weight in joined.items() if weight is not None]
    for pair, weight in joined.items():
        words: Words = ("·",) if weight is None else (Sign("C", pair),)
        shapes.append(board.label(*pair, words, 8, "quiet" if weight is None else "ink"))
    shapes.append(Frame(board.x, board.y, board.width, board.height, "edge"))
    across = (board.corner(board.rows.runs[0].start, co)[0] + 4 for co in columns)
    shapes += [
        Label(x, top - 2, (Sign("x"), " ", Sign("", (co,))), 7, "quiet") for x, co in zip(across, columns, strict=True)
    ]
    down = (board.corner(ci, board.columns.runs[0].start)[1] + 4 for ci in rows)
    shapes += [
        Label(5, y, (Sign("y"), " ", Sign("", (ci,))), 7, "quiet", "end") for y, ci in zip(down, rows, strict=True)
    ]
    return Part("channels", (*shapes, *board.dots()))


def _shown(kept: Kept) -> Shown:
    """Read a kept line as runs."""
    runs: list[range] = []
    for place in kept:
        if place is None:
            continue
        if runs and runs[-1].stop == place:
            runs[-1] = range(runs[-1].start, place + 1)
        else:
            runs.append(range(place, place + 1))
    return Shown(tuple(runs))


def _number(index: Index, shape: Index) -> int:
    number = 0
    for place, size in zip(index, shape, strict=True):
        number = number * size + place
    return number
