"""The scatter picture: a weighted copy of the kernel for each entry of y, and their sum, as an equation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import prod

from symtconv.geometry import Axis, ConvTranspose
from symtconv.rendering.figures.board import Board
from symtconv.rendering.figures.bounds import finish, moved, reach
from symtconv.rendering.figures.canvas import Canvas
from symtconv.rendering.figures.elision import Ranges
from symtconv.rendering.figures.figure import (
    LINE_WIDTH,
    PLAIN,
    Cell,
    Figure,
    Frame,
    Index,
    Label,
    Portion,
    Shape,
    Sign,
    Stroke,
    Tone,
    Veil,
    Words,
    fill,
    measure,
)
from symtconv.rendering.figures.plane import SHOWN_LEADS, Lead, Plane, pair, plane
from symtconv.rendering.figures.slices import other_slices
from symtconv.rendering.figures.words import words

COPIES = 2
"""Copies along an axis that are drawn: four in all."""

LINE_COPIES = 4
"""Copies of a line that are drawn, one under the other."""

PLACES = 16
"""Places a side of a picture that is whole; of a larger one, what is near the chosen entry."""

WHOLE = 64
"""Places a side of a picture that shows all of x′ beside the copies."""

AIR = 0.7
"""Room in mm that a name leaves free in a cell of a copy, so that names of neighbours stay apart."""

SHARE = 0.51
"""Share of the width that the copies may take, so that a copy of a kernel of five has names too."""

COPY, SUM, NEAR_SUM = 5.3, 12.3, 15.0
"""Largest side in mm of a cell of a copy, of the sum, and of a sum that is not whole."""

NEAR = (9, 7, 5, 4, 3)
"""Places a side of a sum that are tried until products have words."""

TEAR = 0.5
"""Distance in mm of the dots beside a torn side."""

STRIP = 3.9
"""Height in mm of a product in the sum of a line."""

HIGHEST = 150.0
"""Height in mm of the rows for all slices together."""


def scatter(layer: ConvTranspose, entry: Index | None = None, *, width: float = LINE_WIDTH, lang: str = "en") -> Figure:
    """Draw a copy of the kernel for each entry of y, where that entry puts it, and the sum of the copies.

    More than four copies (or four of a line) are too many: then those that meet in one entry are drawn.

    Parameters
    ----------
    layer : ConvTranspose
    entry : tuple of int, optional
        Of x′; without it the first one with most products.
    width : float
        Room in mm.
    lang : str
        Language of the words.

    Raises
    ------
    GeometryError
        When x′ has no such entry.
    """
    say, cut = words(lang), plane(layer, entry)
    most = LINE_COPIES if cut.flat else COPIES
    is_whole = max(cut.rows.size, cut.columns.size) <= most and not cut.before
    down, across = (
        _canvas(axis, at, most, is_whole=is_whole) for axis, at in zip((cut.rows, cut.columns), cut.at, strict=True)
    )
    parts = _strips(cut, across, width) if cut.flat else _rows(cut, down, across, width, say)
    caption = _caption(cut, (down, across), say, is_whole=is_whole)
    if not cut.flat and _cells(parts, "sum") < _cells(parts, "copy"):
        caption = (*caption, *fill(say["scatter.zoom"], x=Sign("x", cut.entry, prime=True)))
    caption = (*caption, *_lacking(cut, (down, across), parts, say), *other_slices(cut, say), *pair(layer, say))
    return finish(
        "scatter",
        parts,
        say["scatter"],
        caption,
        say["describe.scatter"].format(size="×".join(map(str, layer.output)), sum=PLAIN.text(cut.sum)),
    )


def _cells(parts: list[Portion], name: str) -> int:
    """Count the places of a board by its uncoloured cells, which lie below the others."""
    first = next(part for part in parts if part.name.startswith(name))
    return sum(isinstance(shape, Cell) and shape.kind == "plain" for shape in first.shapes)


def _canvas(axis: Axis, at: int, most: int, *, is_whole: bool) -> Canvas:
    joined = tuple(o for _, o in axis.relation.at(at))
    near = joined[0] if joined else min(max((at + axis.low) // axis.stride, 0), axis.size - 1)
    if len(joined) == 1 and axis.size > 1:  # a copy alone says little: its neighbour too
        joined = tuple(sorted({*joined, near + 1 if near + 1 < axis.size else near - 1}))
    sources = tuple(range(axis.size)) if is_whole else (joined or (near,))[:most]
    start, end = axis.stride * sources[0] - axis.low, axis.stride * sources[-1] - axis.low + axis.span
    if end - start > PLACES:  # only what is near the entry
        low, high = max(min(start, at), at - PLACES // 2), min(max(end, at + 1), at + PLACES // 2 + 1)
        return Canvas(axis, sources, low, high, is_whole=False)
    if is_whole and max(end, axis.output) - min(start, 0) <= WHOLE:
        # x′ may reach beyond the copies: a negative padding, or an output padding
        return Canvas(axis, sources, min(start, 0), max(end, axis.output), is_whole=True)
    low, high = min(start, at), max(end, at + 1)
    if high - low > WHOLE:  # the entry lies far from every copy
        low, high = max(low, at - PLACES // 2), min(high, at + PLACES // 2 + 1)
    return Canvas(axis, sources, low, high, is_whole=False)


def _rows(cut: Plane, down: Canvas, across: Canvas, width: float, say: dict[str, str]) -> list[Portion]:
    """Draw a row for each pair of slices that meet in the chosen entry; without slices there is one row."""
    leads = cut.leads[:SHOWN_LEADS] or (Lead((0,) * len(cut.before), (0,) * len(cut.before)),)
    parts: list[Portion] = []
    top = 0.0
    for number, lead in enumerate(leads):
        row = _equation(cut, down, across, lead, (width, HIGHEST / len(leads)))
        left, high, right, low = reach(shape for part in row for shape in part.shapes)
        parts += [Portion(part.name, tuple(moved(shape, 0, top - high) for shape in part.shapes)) for part in row]
        if len(cut.leads) > 1:
            title = fill(
                say["scatter.part"], number=number + 1, count=len(cut.leads), x=Sign("x", cut.before, prime=True)
            )
            parts.append(Portion("title", (Label((left + right) / 2, top - 2.4, title, 8, "quiet"),)))
        top += low - high + 9
    return parts


def _equation(cut: Plane, down: Canvas, across: Canvas, lead: Lead, room: tuple[float, float]) -> list[Portion]:
    """Lay copies on the left in the shape of y, their sum on the right."""
    (width, tall), rows, columns = room, down.shown, across.shown
    count = len(down.sources), len(across.sources)
    gap = 1.6 * COPY
    small = min(COPY, (SHARE * width / count[1] - 6) / columns.length, (tall / count[0] - gap) / rows.length)
    step = columns.length * small + gap, rows.length * small + gap
    parts = []
    for m, r in enumerate(down.sources):
        for n, c in enumerate(across.sources):
            board = Board(n * step[0], m * step[1], small, rows, columns)
            shapes = list(_copy(cut, board, (down, r), (across, c), lead))
            if m or n:
                shapes.append(Label(board.x - gap / 2, board.y + board.height / 2, ("+",), 10))
            name = f"copy of {PLAIN.plain(cut.source(r, c, lead))}"
            parts.append(Portion(name, tuple(shapes)))
    left, height = count[1] * step[0] - gap, count[0] * step[1] - gap
    total = _near(cut, down, across, lead, (width - left - 18, min(tall, 130.0)))
    total = Board(left + 12, (height - total.height) / 2, total.side, total.rows, total.columns)
    equals = Label(left + 5.5, height / 2, ("=",), 10)
    parts.append(Portion("sum", (equals, *_sum(cut, total, down, across, lead))))
    return parts


def _near(cut: Plane, down: Canvas, across: Canvas, lead: Lead, room: tuple[float, float]) -> Board:
    """Lay out the sum: whole or, where its products would have no words, what is near the chosen entry."""
    whole_board = _fitted(down.shown, across.shown, room, SUM)
    if _has_words(cut, whole_board, down, across, lead):
        return whole_board
    for places in NEAR:
        shown = [_around(canvas, at, places) for canvas, at in zip((down, across), cut.at, strict=True)]
        board = _fitted(shown[0], shown[1], room, NEAR_SUM)
        if _has_words(cut, board, down, across, lead):
            return board
    return whole_board


def _fitted(rows: Ranges, columns: Ranges, room: tuple[float, float], most: float) -> Board:
    return Board(0, 0, min(most, room[0] / columns.length, room[1] / rows.length), rows, columns)


def _around(canvas: Canvas, at: int, places: int) -> Ranges:
    low = max(min(at - places // 2, canvas.high - places), canvas.low)
    return Ranges((range(low, min(low + places, canvas.high)),))


def _has_words(cut: Plane, board: Board, down: Canvas, across: Canvas, lead: Lead) -> bool:
    shares = _shares(cut, board, cut.at, down, across, lead)
    return all(any(True for _ in _product(cell, weight, y, quiet=False)) for cell, weight, y in shares)


def _copy(cut: Plane, board: Board, row: tuple[Canvas, int], column: tuple[Canvas, int], lead: Lead) -> Iterator[Shape]:
    (down, r), (across, c) = row, column
    yield from (board.cell(p, q, "plain") for p in board.rows for q in board.columns)
    places = [(p, q, a, b) for p, a in down.taps(r) for q, b in across.taps(c)]
    yield from (board.cell(p, q, "tap", tap=cut.colour(a, b)) for p, q, a, b in places)
    yield from _veils(board, down, across)
    for p, q, a, b in places:  # the slice stands in the title, and its index need not be in every cell
        outside = down.cropped(p) or across.cropped(q)
        name, size = cut.named((a, b), Lead(), (board.side - AIR, board.side), 5)
        if name:
            yield board.label(p, q, name, size, "ink" if outside else cut.colour(a, b))
    yield from board.frame((0, down.axis.output - 1), (0, across.axis.output - 1), "edge")
    if not (down.is_whole and across.is_whole):
        yield from _chosen(cut, board)
    yield board.title((cut.source(r, c, lead), " ", Sign("w", lead.w)), size=7, above=2)


def _chosen(cut: Plane, board: Board) -> tuple[Shape, ...]:
    row, column = cut.at
    return board.frame((row, row), (column, column), "choice")


def _sum(cut: Plane, board: Board, down: Canvas, across: Canvas, lead: Lead) -> Iterator[Shape]:
    """Draw the sum, each cell split so that each product lies on the side of the y that it comes from."""
    labels: list[Shape] = []
    yield from (board.cell(p, q, "plain") for p in board.rows for q in board.columns)
    for p in board.rows:
        for q in board.columns:
            outside = down.cropped(p) or across.cropped(q)
            for cell, weight, source in _shares(cut, board, (p, q), down, across, lead):
                yield cell
                labels += _product(cell, weight, source, quiet=outside)
    yield from _veils(board, down, across)
    yield from labels
    yield from board.frame((0, down.axis.output - 1), (0, across.axis.output - 1), "window")
    if not (down.is_whole and across.is_whole) or board.rows != down.shown or board.columns != across.shown:
        yield from _chosen(cut, board)
    yield from _torn(cut, board, (down, across), board.height)
    yield from board.numbers()


def _shares(
    cut: Plane, board: Board, place: tuple[int, int], down: Canvas, across: Canvas, lead: Lead
) -> Iterator[tuple[Cell, Sign, Sign]]:
    (x, y), rows, columns = board.corner(*place), down.at(place[0]), across.at(place[1])
    for m, (r, a) in enumerate(rows):
        for n, (c, b) in enumerate(columns):
            width, height = board.side / len(columns), board.side / len(rows)
            cell = Cell(x + n * width, y + m * height, width, height, "tap", cut.colour(a, b))
            yield cell, cut.weight(a, b, lead), cut.source(r, c, lead)


def _torn(cut: Plane, board: Board, canvases: tuple[Canvas, Canvas], height: float) -> Iterator[Stroke]:
    """Dot the sides of the sum towards which places lack products of copies that are not drawn."""
    x, y, ends = board.x, board.y, (board.x + board.width, board.y + height)
    (down, across), (row, column) = canvases, cut.at
    short_rows = [p for p in board.rows if down.lacks(p)]
    short_columns = [q for q in board.columns if across.lacks(q)]
    if any(p < row for p in short_rows):
        yield Stroke(x, y - TEAR, ends[0], y - TEAR, "dotted")
    if any(p > row for p in short_rows):
        yield Stroke(x, ends[1] + TEAR, ends[0], ends[1] + TEAR, "dotted")
    if any(q < column for q in short_columns):
        yield Stroke(x - TEAR, y, x - TEAR, ends[1], "dotted")
    if any(q > column for q in short_columns):
        yield Stroke(ends[0] + TEAR, y, ends[0] + TEAR, ends[1], "dotted")


def _product(cell: Cell, weight: Sign, source: Sign, *, quiet: bool) -> Iterator[Label]:
    """Write a product on one line, or on two, or not at all."""
    x, y = cell.x + cell.width / 2, cell.y + cell.height / 2
    tone: Tone = "ink" if quiet or cell.tap is None else cell.tap
    one: Words = (weight, " ", source)
    for size in (7, 6, 5):
        if measure(one, size) <= cell.width - 1.2 and size * 0.36 <= cell.height:
            yield Label(x, y, one, size, tone)
            return
        half = size * 0.22
        if max(measure((sign,), size) for sign in (weight, source)) <= cell.width - 0.5 and size * 0.8 <= cell.height:
            yield Label(x, y - half, (weight,), size, tone)
            yield Label(x, y + half, (source,), size, tone)
            return


def _veils(board: Board, down: Canvas, across: Canvas) -> Iterator[Veil]:
    for p in board.rows:
        for q in board.columns:
            if down.cropped(p) or across.cropped(q):
                x, y = board.corner(p, q)
                yield Veil(x, y, board.side, board.side)


def _strips(cut: Plane, across: Canvas, width: float) -> list[Portion]:
    """Lay the copies of a line under one another, and sum them in columns: each cell stacks its products likewise."""
    lead, columns, one = Lead(), across.shown, Ranges((range(1),))
    side = min(9.0, (width - 22) / columns.length)
    down = Canvas(cut.rows, (0,), 0, 1, is_whole=across.is_whole)
    parts = []
    for number, c in enumerate(across.sources):
        board = Board(0, number * (side + 2.2), side, one, columns)
        copy: list[Shape] = [shape for shape in _copy(cut, board, (down, 0), (across, c), lead) if not _is_quiet(shape)]
        words = ("+ " if number else "", cut.source(0, c, lead), " ", Sign("w"))
        copy.append(Label(-2, board.y + side / 2, words, 8, "quiet", "end"))
        parts.append(Portion(f"copy of {PLAIN.plain(cut.source(0, c, lead))}", tuple(copy)))
    top = len(across.sources) * (side + 2.2) + 1
    parts.append(Portion("sum", tuple(_line_sum(cut, Board(0, top, side, one, columns), across))))
    return parts


def _line_sum(cut: Plane, board: Board, across: Canvas) -> Iterator[Shape]:
    """Draw the sum of a line: the products of a cell under one another, as the copies lie."""
    products = {q: across.at(q) for q in board.columns}
    height = max(board.side, STRIP * max(map(len, products.values())))
    labels: list[Shape] = []
    veils: list[Shape] = []
    for q, found in products.items():
        x, _ = board.corner(0, q)
        yield Cell(x, board.y, board.side, height, "plain")
        strip = height / max(len(found), 1)
        for n, (o, t) in enumerate(found):
            cell = Cell(x, board.y + n * strip, board.side, strip, "tap", cut.colour(0, t))
            yield cell
            weight, source = cut.weight(0, t, Lead()), cut.source(0, o, Lead())
            labels += _product(cell, weight, source, quiet=across.cropped(q))
        if across.cropped(q):
            veils.append(Veil(x, board.y, board.side, height))
    yield from veils
    yield from labels
    yield from _stretched(board.frame((0, 0), (0, across.axis.output - 1), "window"), board, height)
    if not across.is_whole:
        yield from _stretched(_chosen(cut, board), board, height)
    yield from _torn(cut, board, (Canvas(cut.rows, (0,), 0, 1, is_whole=True), across), height)
    for q in board.columns:
        x, _ = board.corner(0, q)
        yield Label(x + board.side / 2, board.y + height + 1.8, (Sign("", (q,)),), 7, "quiet")
    yield Label(-2, board.y + height / 2, ("=",), 8, "quiet", "end")


def _stretched(shapes: Iterable[Shape], board: Board, height: float) -> Iterator[Shape]:
    """Make outlines of a row of square cells as high as the row is."""
    foot = board.y + board.side
    for shape in shapes:
        if isinstance(shape, Frame):
            yield replace(shape, height=height)
        elif isinstance(shape, Stroke):
            ends = (board.y + height if abs(y - foot) < 1e-6 else y for y in (shape.y1, shape.y2))
            yield Stroke(shape.x1, next(ends), shape.x2, next(ends), shape.kind)


def _is_quiet(shape: Shape) -> bool:
    return isinstance(shape, Label) and shape.tone == "quiet"


def _lacking(cut: Plane, canvases: tuple[Canvas, Canvas], parts: list[Portion], say: dict[str, str]) -> Words:
    """Say which sums are not complete, where copies that are not drawn add to those that are seen."""
    if any(canvas.lacks(at) for canvas, at in zip(canvases, cut.at, strict=True)):
        return (say["scatter.torn"],)
    if any(isinstance(shape, Stroke) and shape.kind == "dotted" for part in parts for shape in part.shapes):
        return fill(say["scatter.whole"], x=Sign("x", cut.entry, prime=True))
    return ()


def _caption(cut: Plane, canvases: tuple[Canvas, Canvas], say: dict[str, str], *, is_whole: bool) -> Words:
    target = Sign("x", cut.entry, prime=True)
    if is_whole:
        steps = sorted({axis.stride for axis in cut.layer.axes})
        words = [say["steps.one"] if s == 1 else say["steps.many"].format(count=s) for s in steps]
        return fill(say["scatter.caption"], y=Sign("y"), s=" / ".join(words), x=Sign("x", prime=True))
    if not cut.terms:
        return fill(say["scatter.none"], x=target)
    meet = [len(tuple(canvas.axis.relation.at(at))) for canvas, at in zip(canvases, cut.at, strict=True)]
    drawn = [len(canvas.sources) for canvas in canvases]
    beside = any(d > m for d, m in zip(drawn, meet, strict=True))
    caption = fill(say["scatter.beside" if beside else "scatter.near"], x=target, y=Sign("y"), sum=cut.sum)
    if prod(meet) > prod(drawn):
        caption = (*caption, say["scatter.more"].format(count=prod(meet), shown=prod(drawn)))
    if len(cut.leads) > SHOWN_LEADS:
        caption = (*caption, *fill(say["scatter.slices.cut"], count=len(cut.leads), shown=SHOWN_LEADS))
    elif len(cut.leads) > 1:
        caption = (*caption, *fill(say["scatter.slices"], x=target))
    return caption
