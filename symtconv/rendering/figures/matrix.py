"""C and Cᵀ at a glance: bands in the colours of the taps, the blocks they are made of, and, when large, one block."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures.board import Board, whole
from symtconv.rendering.figures.bounds import finish, reach
from symtconv.rendering.figures.figure import (
    LINE_WIDTH,
    Figure,
    Frame,
    Index,
    Label,
    Portion,
    Shape,
    Sign,
    Stroke,
    Tone,
    Words,
    fill,
)
from symtconv.rendering.figures.legend import kernel_board, kernel_shapes
from symtconv.rendering.figures.levels import BETWEEN, band_shapes, level_names, levels, shown_of
from symtconv.rendering.figures.palette import tap_colour
from symtconv.rendering.figures.plane import Lead, Plane, plane
from symtconv.rendering.figures.words import words
from symtconv.rendering.notation.elide import band, ends

CELL, LEAST, NAMED = 6.2, 1.5, 5.5
"""Largest side of a cell in mm, the least that is seen as one, and the least with a word in it."""

BROAD, BROADEST = 60.0, 90.0
"""Longer side in mm of the picture of C where cells have room, and where they have little."""

EASY = 2.5
"""Side of a cell in mm up to which a picture may be broader."""

NARROW = 90.0
"""Room in mm up to which C may stand alone."""

CHANNELS = 8
"""Channels a side of the pattern of channels."""

Entry = tuple[int, int, Index]


def matrix(
    layer: ConvTranspose,
    entry: Index | None = None,
    *,
    width: float = LINE_WIDTH,
    lang: str = "en",
    legend: bool = True,
) -> Figure:
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
    legend : bool
        Whether the kernel stands by where no cell has room for a name; a page that shows the kernel needs no other.
    """
    say, cut = words(lang), plane(layer, entry)
    rows, columns = prod(layer.input), prod(layer.output)
    size = _size(layer, width)
    if size is not None:
        parts, caption = _whole(cut, size, width if legend else None, say, chosen=None if entry is None else cut.entry)
    else:
        parts, caption = levels(cut, width, say)
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


def is_whole(layer: ConvTranspose, width: float = LINE_WIDTH) -> bool:
    """Say whether every entry of C is drawn; a larger one is drawn by levels."""
    return _size(layer, width) is not None


def _size(layer: ConvTranspose, width: float) -> tuple[float, bool] | None:
    """Give the side of a cell and whether Cᵀ has room beside C; None where the cells would be too small to be seen."""
    rows, columns = prod(layer.input), prod(layer.output)
    longer = max(rows, columns)
    wanted = min(CELL, max(BROAD / longer, min(EASY, BROADEST / longer)))
    least = 1.0 if layer.rank == 1 else LEAST  # a line has no blocks that would have to be told apart
    both = (width - BETWEEN - 2) / (rows + columns)
    side = min(wanted, both)
    if side >= least and (width > NARROW or both >= wanted):
        return side, True
    alone = min(wanted, (width - 8) / columns, BROADEST / rows)
    return (alone, False) if alone >= least and width <= NARROW else None


def _whole(
    cut: Plane, size: tuple[float, bool], width: float | None, say: dict[str, str], chosen: Index | None
) -> tuple[list[Portion], Words]:
    """C on the left with its blocks below, Cᵀ on the right, and the kernel where there is a width for it."""
    (side, with_transpose), layer = size, cut.layer
    rows, columns = prod(layer.input), prod(layer.output)
    left = Board(0, 0, side, whole(rows), whole(columns))
    right = Board(max(left.width, 18.0) + BETWEEN, 0, side, whole(columns), whole(rows))
    at = None if chosen is None else _number(chosen, layer.output)
    parts = [Portion("C", tuple(_picture(cut, left, say, transposed=False, chosen=at)))]
    if with_transpose:
        parts.append(Portion("C transposed", tuple(_picture(cut, right, say, transposed=True, chosen=at))))
    below = left.height
    if layer.rank > 1:
        pattern = tuple(_blocks(layer, left, below + 7))
        parts.append(Portion("blocks", pattern))
        below = reach(pattern)[3]
    # Alone it stands beside the matrix that names its colours.
    if width is not None and side < NAMED and with_transpose:
        front = Lead(w=(0,) * len(cut.before))
        tap = min(CELL + 1.4 * len(cut.before), 40 / max(cut.columns.kernel, cut.rows.kernel))
        legend = kernel_board(cut, 0, below + 8, tap)
        if right.height < below and right.x + legend.width <= width:
            legend = kernel_board(cut, right.x, right.height + 8, tap)
        title = Label(legend.x, legend.y - 2.2, fill(say["kernel.w"], w=Sign("w", front.w)), 8, "quiet", "start")
        parts.append(Portion("kernel", (*kernel_shapes(cut, legend, front, flipped=False), title)))
    key = "matrix.caption" if with_transpose else "matrix.caption.alone"
    caption = fill(say[key], C=Sign("C"), CT=(Sign("C"), "ᵀ"))
    if layer.rank > 1:
        caption = (*caption, *fill(say["matrix.blocks"], B=Sign("B", ("t",)), t=Sign("t")))
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


def _rules(layer: ConvTranspose, board: Board, *, transposed: bool) -> Iterator[Stroke]:
    """Where the first index of y or of x changes."""
    if layer.rank == 1:
        return
    across, down = (prod(layer.output[1:]), layer.output[0]), (prod(layer.input[1:]), layer.input[0])
    (wide, columns), (high, rows) = (down, across) if transposed else (across, down)
    for n in range(1, columns):
        x = board.x + board.side * wide * n
        yield Stroke(x, board.y, x, board.y + board.height, "rule")
    for n in range(1, rows):
        y = board.y + board.side * high * n
        yield Stroke(board.x, y, board.x + board.width, y, "rule")


def _blocks(layer: ConvTranspose, above: Board, top: float) -> Iterator[Shape]:
    """Draw the pattern of blocks under the picture, each as wide as there."""
    axis = layer.axes[0]
    width = above.width / axis.output
    if width < 5 or axis.size > 12:
        rows, columns = band(axis)
        shown = shown_of(rows), shown_of(columns)
        yield from band_shapes(axis, (0, top), shown, level_names(layer, ()), min(8.0, above.width / shown[1].length))
        return
    height = 6.0
    for row in range(axis.size):
        for column in range(axis.output):
            tap = axis.relation.tap(row, column)
            words: Words = ("·",) if tap is None else (Sign("B", (tap,)),)
            tone: Tone = "quiet" if tap is None else "ink"
            yield Label(above.x + width * (column + 0.5), top + height * (row + 0.5), words, 8, tone)
    for n in range(1, axis.output):
        yield Stroke(above.x + width * n, top, above.x + width * n, top + height * axis.size, "rule")
    for n in range(1, axis.size):
        yield Stroke(above.x, top + height * n, above.x + above.width, top + height * n, "rule")
    yield Frame(above.x, top, above.width, height * axis.size, "rule")


def _channels(layer: ConvTranspose, top: float) -> Portion:
    """Which channels are joined: grey; between groups nothing is."""
    rows, columns = (shown_of(ends(count, CHANNELS)) for count in (layer.in_channels, layer.out_channels))
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
    return Portion("channels", (*shapes, *board.dots()))


def _number(index: Index, shape: Index) -> int:
    number = 0
    for place, size in zip(index, shape, strict=True):
        number = number * size + place
    return number
