"""The scatter picture: a weighted copy of the kernel for each entry of y, and their sum, as an equation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symtconv.geometry import Axis, ConvTranspose
from symtconv.rendering.figure import (
    LINE_WIDTH,
    PLAIN,
    Cell,
    Figure,
    Index,
    Label,
    Part,
    Shape,
    Sign,
    Tone,
    Veil,
    Words,
    fill,
    measure,
)
from symtconv.rendering.figures.board import Board, fit, whole
from symtconv.rendering.figures.bounds import finish
from symtconv.rendering.figures.elision import Shown
from symtconv.rendering.figures.plane import Lead, Plane, plane
from symtconv.rendering.figures.words import words

COPIES = 2
"""Copies along an axis that are drawn: four in all."""

LINE_COPIES = 4
"""Copies of a line that are drawn, one under the other."""

PLACES = 16
"""Places a side of a picture that is whole; of a larger one, what is near the chosen entry."""

COPY, SUM = 5.3, 12.3
"""Largest side in mm of a cell of a copy, and of the sum."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """One axis of the picture: which entries of y lay a copy on it, and which places of x′ it shows."""

    axis: Axis
    sources: tuple[int, ...]
    low: int
    high: int
    is_whole: bool

    @property
    def shown(self) -> Shown:
        """Every place of the canvas."""
        return whole(self.high - self.low, self.low)

    def taps(self, source: int) -> Iterator[tuple[int, int]]:
        """Yield (place, tap) of a copy as far as it is on the canvas, cropped places included."""
        start = self.axis.stride * source - self.axis.low
        places = ((start + self.axis.dilation * t, t) for t in range(self.axis.kernel))
        return ((place, t) for place, t in places if self.low <= place < self.high)

    def at(self, place: int) -> list[tuple[int, int]]:
        """Give (source, tap) of the copies that reach a place, in the order of y."""
        return [(o, t) for o in self.sources for j, t in self.taps(o) if j == place]

    def cropped(self, place: int) -> bool:
        """Say whether a place lies outside x′."""
        return not 0 <= place < self.axis.output


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
    lead = (cut.leads or (Lead((0,) * len(cut.before), (0,) * len(cut.before)),))[0]
    parts = _strips(cut, across, width) if cut.flat else _equation(cut, down, across, lead, width)
    return finish(
        "scatter",
        parts,
        say["scatter"],
        _caption(cut, (down, across), say, is_whole=is_whole),
        say["describe.scatter"].format(size=" × ".join(map(str, layer.output)), sum=PLAIN.text(cut.sum)),
    )


def _canvas(axis: Axis, at: int, most: int, *, is_whole: bool) -> Canvas:
    joined = tuple(o for _, o in axis.relation.at(at))
    near = min(max((at + axis.low) // axis.stride, 0), axis.size - 1)
    sources = tuple(range(axis.size)) if is_whole else (joined or (near,))[:most]
    start, end = axis.stride * sources[0] - axis.low, axis.stride * sources[-1] - axis.low + axis.span
    if end - start > PLACES:  # only what is near the entry
        low, high = max(min(start, at), at - PLACES // 2), min(max(end, at + 1), at + PLACES // 2 + 1)
        return Canvas(axis, sources, low, high, is_whole=False)
    if is_whole:  # x′ may reach beyond the copies: a negative padding, or an output padding
        return Canvas(axis, sources, min(start, 0), max(end, axis.output), is_whole=True)
    return Canvas(axis, sources, min(start, at), max(end, at + 1), is_whole=False)


def _equation(cut: Plane, down: Canvas, across: Canvas, lead: Lead, width: float) -> list[Part]:
    """Lay copies on the left in the shape of y, their sum on the right."""
    rows, columns = down.shown, across.shown
    count = len(down.sources), len(across.sources)
    small = min(COPY, (0.47 * width / count[1] - 6) / columns.length, 150 / count[0] / rows.length)
    step = columns.length * small + 1.6 * COPY, rows.length * small + 1.6 * COPY
    parts = []
    for m, r in enumerate(down.sources):
        for n, c in enumerate(across.sources):
            board = Board(n * step[0], m * step[1], small, rows, columns)
            shapes = list(_copy(cut, board, (down, r), (across, c), lead))
            if m or n:
                shapes.append(Label(board.x - 0.8 * COPY, board.y + board.height / 2, ("+",), 10))
            name = f"copy of {PLAIN.plain(cut.source(r, c, lead))}"
            parts.append(Part(name, tuple(shapes)))
    left, height = count[1] * step[0] - 1.6 * COPY, count[0] * step[1] - 1.6 * COPY
    side = min(SUM, (width - left - 18) / columns.length, 130 / rows.length)
    total = Board(left + 12, (height - side * rows.length) / 2, side, rows, columns)
    equals = Label(left + 5.5, height / 2, ("=",), 10)
    parts.append(Part("sum", (equals, *_sum(cut, total, down, across, lead))))
    return parts


def _copy(cut: Plane, board: Board, row: tuple[Canvas, int], column: tuple[Canvas, int], lead: Lead) -> Iterator[Shape]:
    (down, r), (across, c) = row, column
    yield from (board.cell(p, q, "plain") for p in board.rows for q in board.columns)
    places = [(p, q, a, b) for p, a in down.taps(r) for q, b in across.taps(c)]
    yield from (board.cell(p, q, "tap", tap=cut.colour(a, b)) for p, q, a, b in places)
    yield from _veils(board, down, across)
    for p, q, a, b in places:  # the slice stands in the title, and its index need not be in every cell
        outside = down.cropped(p) or across.cropped(q)
        name: Words = (Sign("w", cut.index(a, b)),)
        if fit(name, board.side, board.side, 5):
            yield board.label(p, q, name, 5, "ink" if outside else cut.colour(a, b))
    yield from board.frame((0, down.axis.output - 1), (0, across.axis.output - 1), "edge")
    yield board.title((cut.source(r, c, lead), " ", Sign("w", lead.w)), size=7, above=2)


def _sum(cut: Plane, board: Board, down: Canvas, across: Canvas, lead: Lead) -> Iterator[Shape]:
    """Draw the sum, each cell split so that each product lies on the side of the y that it comes from."""
    labels: list[Shape] = []
    yield from (board.cell(p, q, "plain") for p in board.rows for q in board.columns)
    for p in board.rows:
        for q in board.columns:
            outside = down.cropped(p) or across.cropped(q)
            for cell, weight, source in _shares(cut, board, (p, q), down, across, lead):
                yield cell
                if cell.tap is None:  # a share of a sum is a product with a tap
                    raise TypeError
                labels += _product(cell, weight, source, quiet=outside)
    yield from _veils(board, down, across)
    yield from labels
    chosen = cut.at
    yield from board.frame((0, down.axis.output - 1), (0, across.axis.output - 1), "window")
    if not (down.is_whole and across.is_whole):
        yield from board.frame((chosen[0], chosen[0]), (chosen[1], chosen[1]), "choice")
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


def _product(cell: Cell, weight: Sign, source: Sign, *, quiet: bool) -> Iterator[Label]:
    """Write a product on one line, or on two, or not at all."""
    x, y = cell.x + cell.width / 2, cell.y + cell.height / 2
    tone: Tone = "ink" if quiet or cell.tap is None else cell.tap
    one: Words = (weight, " ", source)
    for size in (7, 6, 5):
        if measure(one, size) <= cell.width - 0.3 and size * 0.36 <= cell.height:
            yield Label(x, y, one, size, tone)
            return
        half = size * 0.22
        if max(measure((sign,), size) for sign in (weight, source)) <= cell.width - 0.2 and size * 0.8 <= cell.height:
            yield Label(x, y - half, (weight,), size, tone)
            yield Label(x, y + half, (source,), size, tone)
            return


def _veils(board: Board, down: Canvas, across: Canvas) -> Iterator[Veil]:
    for p in board.rows:
        for q in board.columns:
            if down.cropped(p) or across.cropped(q):
                x, y = board.corner(p, q)
                yield Veil(x, y, board.side, board.side)


def _strips(cut: Plane, across: Canvas, width: float) -> list[Part]:
    """Lay the copies of a line under one another, and sum them in columns."""
    lead, columns, one = Lead(), across.shown, Shown((range(1),))
    side = min(9.0, (width - 22) / columns.length)
    down = Canvas(cut.rows, (0,), 0, 1, is_whole=across.is_whole)
    parts = []
    for number, c in enumerate(across.sources):
        board = Board(0, number * (side + 2.2), side, one, columns)
        shapes = [shape for shape in _copy(cut, board, (down, 0), (across, c), lead) if shape is not None]
        copy = [shape for shape in shapes if not (isinstance(shape, Label) and shape.tone == "quiet")]
        words = ("+ " if number else "", cut.source(0, c, lead), " ", Sign("w"))
        copy.append(Label(-2, board.y + side / 2, words, 8, "quiet", "end"))
        parts.append(Part(f"copy of {PLAIN.plain(cut.source(0, c, lead))}", tuple(copy)))
    total = Board(0, len(across.sources) * (side + 2.2) + 1, side, one, columns)
    shapes = [shape for shape in _sum(cut, total, down, across, lead) if not _is_number(shape)]
    places = [
        Label(total.x + side * (columns.position(q) + 0.5), total.y + side + 1.8, (Sign("", (q,)),), 7, "quiet")
        for q in columns
    ]
    equals = Label(-2, total.y + side / 2, ("=",), 8, "quiet", "end")
    return [*parts, Part("sum", (equals, *shapes, *places))]


def _is_number(shape: Shape) -> bool:
    return isinstance(shape, Label) and shape.tone == "quiet"


def _caption(cut: Plane, canvases: tuple[Canvas, Canvas], say: dict[str, str], *, is_whole: bool) -> Words:
    target = Sign("x", cut.entry, prime=True)
    if is_whole:
        steps = sorted({axis.stride for axis in cut.layer.axes})
        words = [say["steps.one"] if s == 1 else say["steps.many"].format(count=s) for s in steps]
        return fill(say["scatter.caption"], y=Sign("y"), s=" / ".join(words), x=Sign("x", prime=True))
    if not cut.terms:
        return fill(say["scatter.none"], x=target)
    caption = fill(say["scatter.near"], x=target, y=Sign("y"), sum=cut.sum)
    meet = [len(tuple(canvas.axis.relation.at(at))) for canvas, at in zip(canvases, cut.at, strict=True)]
    drawn = len(canvases[0].sources) * len(canvases[1].sources)
    if meet[0] * meet[1] > drawn:
        caption = (*caption, say["scatter.more"].format(count=meet[0] * meet[1], shown=drawn))
    if len(cut.leads) > 1:
        caption = (*caption, *fill(say["scatter.slice"], x=target, count=len(cut.leads)))
    return caption
