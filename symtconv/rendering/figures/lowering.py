"""The lowering as an equation: flipped kernel ⋆ padded input = x′, with the window of one entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from symtconv.geometry import Axis, ConvTranspose
from symtconv.rendering.figure import (
    LINE_WIDTH,
    PLAIN,
    Cell,
    CellKind,
    Figure,
    Frame,
    Index,
    Label,
    Part,
    Shape,
    Sign,
    Tone,
    Veil,
    Words,
    fill,
)
from symtconv.rendering.figures.board import Board, KeyItem, key, tap_cell
from symtconv.rendering.figures.bounds import finish, reach
from symtconv.rendering.figures.elision import Shown, elide
from symtconv.rendering.figures.kernel import kernel_board, kernel_shapes
from symtconv.rendering.figures.plane import SHOWN_LEADS, Lead, Plane, plane
from symtconv.rendering.figures.words import words

FOOT = 0.4
"""Share of a cell that the strip of its tap takes."""

WORDY, LEAST = 6.5, 5.0
"""Side in mm from which strips carry words, and the least side of a cell."""

ROOMS = ((14, 14, True), (14, 6, True), (11, 6, True), (9, 6, True), (14, 6, False), (11, 6, False), (8, 6, False))
"""What is tried in turn until cells have words: places of the padded input, places of x′, and the kernel or not."""

AxisKind = Literal["entry", "gap", "pad", "extra"]


def lowering(
    layer: ConvTranspose, entry: Index | None = None, *, width: float = LINE_WIDTH, lang: str = "en"
) -> Figure:
    """Draw y with zeros between its entries, padded or cropped, the window of an entry, and that entry.

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

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    >>> picture = lowering(layer)
    >>> sum(shape.kind == "entry" for shape in picture.shapes if isinstance(shape, Cell)) - 1  # less the key's
    4
    """
    say, cut = words(lang), plane(layer, entry)
    parts = _line(cut, width) if cut.flat else _rows(cut, width, say)
    left, _, _, bottom = reach(shape for part in parts for shape in part.shapes)
    items, _ = key(_key_items(layer, parts, say), left, bottom + 4, width)
    caption = fill(say["lowering.caption"], x=Sign("x", cut.entry, prime=True), z=Sign("z", tilde=True), sum=cut.sum)
    leads = len(cut.leads)
    if leads > SHOWN_LEADS:
        caption = (*caption, say["lowering.more"].format(count=leads, shown=SHOWN_LEADS))
    size = " × ".join(str(_padded(axis)) for axis in layer.axes)
    return finish(
        "lowering",
        (*parts, Part("key", items)),
        say["lowering"],
        caption,
        say["describe.lowering"].format(size=size, sum=PLAIN.text(cut.sum)),
    )


@dataclass(frozen=True, slots=True)
class Padded:
    """The padded input along one axis: what each place holds. Places below 0 or beyond the length are cropped."""

    axis: Axis

    @property
    def low(self) -> int:
        """First place that is drawn."""
        return min(0, self.axis.pad_low)

    @property
    def high(self) -> int:
        """One beyond the last place that is drawn."""
        return max(_padded(self.axis), self.axis.pad_low + (self.axis.size - 1) * self.axis.stride + 1)

    def kind(self, place: int) -> AxisKind:
        """Say what a place holds: ``entry``, ``gap``, ``pad`` or ``extra``."""
        inside = place - self.axis.pad_low
        if 0 <= inside <= (self.axis.size - 1) * self.axis.stride:
            return "gap" if inside % self.axis.stride else "entry"
        return "extra" if place >= _padded(self.axis) - self.axis.output_padding else "pad"

    def source(self, place: int) -> int:
        """Give the entry of y at a place that holds one."""
        return (place - self.axis.pad_low) // self.axis.stride

    def cropped(self, place: int) -> bool:
        """Say whether a crop removes the place."""
        return not 0 <= place < _padded(self.axis)


def cell_kind(row: AxisKind, column: AxisKind) -> CellKind:
    """Give the kind of a cell from those of its row and column: padding outweighs all, then the zeros between."""
    outranking: tuple[AxisKind, ...] = ("extra", "pad", "gap")
    for kind in outranking:
        if kind in {row, column}:
            return kind
    return "entry"


def padded_shapes(cut: Plane, board: Board, lead: Lead, *, hollow: bool, lifted: bool = False) -> Iterator[Shape]:
    """Draw the padded input, without the window.

    ``hollow`` leaves the entries of y out (a slice that none lies in); ``lifted`` leaves room for a strip at the foot
    of every cell.
    """
    down, across = Padded(cut.rows), Padded(cut.columns)
    places = [(r, c) for r in board.rows for c in board.columns]
    rise = FOOT / 2 if lifted else 0.0
    kinds = {(r, c): cell_kind(down.kind(r), across.kind(c)) for r, c in places}
    if hollow:
        kinds = {place: "gap" if kind == "entry" else kind for place, kind in kinds.items()}
    order: tuple[CellKind, ...] = ("pad", "gap", "extra", "entry")  # heavier borders later
    for kind in order:
        yield from (board.cell(*place, kind) for place in places if kinds[place] == kind)
    for r, c in places:
        if down.cropped(r) or across.cropped(c):
            x, y = board.corner(r, c)
            yield Veil(x, y, board.side, board.side)
    window = _window(cut)
    for r, c in places:
        lift = rise or (FOOT / 2 if (r, c) in window and not cut.flat else 0.0)
        x, y = board.corner(r, c)
        x, y = x + board.side / 2, y + board.side * (0.5 - lift)
        if kinds[r, c] == "entry":
            yield Label(x, y, (cut.source(down.source(r), across.source(c), lead),), _size(board.side, 9))
        elif board.side >= 4:
            yield Label(x, y, ("0",), _size(board.side, 9), "quiet", halo=kinds[r, c] == "extra")


def window_shapes(cut: Plane, board: Board, lead: Lead) -> Iterator[Shape]:
    """Draw the taps over the window, each in a strip at the foot of its cell, and the window's frame."""
    side, (row, column) = board.side, cut.at
    for (r, c), (a, b) in _window(cut).items():
        if r in board.rows and c in board.columns:
            x, y = board.corner(r, c)
            name = (cut.weight(a, b, lead),) if side >= WORDY else ()
            top, height = (y + side * 1.06, side * 0.5) if cut.flat else (y + side * (1 - FOOT), side * FOOT)
            yield from tap_cell(x, top, side, height, cut.colour(a, b), name)
    last = row + cut.rows.span - 1, column + cut.columns.span - 1
    for shape in board.frame((row, last[0]), (column, last[1]), "window"):
        # On a line the taps stand below the cells, and the frame holds both.
        yield replace(shape, height=side * 1.62) if cut.flat and isinstance(shape, Frame) else shape


def target_shapes(cut: Plane, board: Board) -> Iterator[Shape]:
    """Draw x′ with the chosen entry framed."""
    yield from (board.cell(r, c, "plain") for r in board.rows for c in board.columns)
    for r in board.rows:
        for c in board.columns:
            if board.side >= WORDY or (r, c) == cut.at:
                tone: Tone = "ink" if (r, c) == cut.at else "quiet"
                yield board.label(r, c, (cut.target(r, c),), _size(board.side, 8), tone)
    row, column = cut.at
    yield from board.frame((row, row), (column, column), "choice")
    yield from board.dots()


def _rows(cut: Plane, width: float, say: dict[str, str]) -> list[Part]:
    """Lay the equation out from left to right, one line for each pair of slices that meet."""
    leads = cut.leads[:SHOWN_LEADS] or (_no_lead(cut),)
    side, down, across, out_rows, out_columns, with_kernel = _room(cut, width)
    parts: list[Part] = []
    top = 0.0
    for number, lead in enumerate(leads):
        board = Board(0, top, side, down, across)
        at = -side * 1.0
        shapes: list[Shape] = []
        if with_kernel:
            taps = kernel_board(cut, 0, 0, side)
            taps = kernel_board(cut, at - side * 0.7 - taps.width, top + (board.height - taps.height) / 2, side)
            name = Sign("w", (), prime=True)
            title = (name,) if not lead.w else (Sign("w", lead.w), " ↺")
            parts.append(
                Part("flipped kernel", (*kernel_shapes(cut, taps, lead, flipped=True), taps.title(title, above=2.2)))
            )
            shapes.append(Label(at, top + board.height / 2, ("⋆",), 10))
            at = taps.x - side * 0.6
        if number:
            shapes.append(Label(at, top + board.height / 2, ("+",), 10))
        shapes += padded_shapes(cut, board, lead, hollow=not cut.leads)
        shapes += [*board.dots(), *_torn(cut, board), *window_shapes(cut, board, lead), *board.numbers()]
        name = Sign("z", tilde=True)
        place = tuple(
            Padded(axis).axis.pad_low + axis.stride * o for axis, o in zip(cut.layer.axes, lead.y, strict=False)
        )
        shapes.append(board.title((name,) if not lead.y else fill(say["slice"], index=Sign("", place)), above=4.6))
        parts.append(Part("padded input", tuple(shapes)))
        if number == len(leads) - 1:
            parts.append(_result(cut, Board(board.width + side * 1.5, top, side, out_rows, out_columns), board))
        top += board.height + 9
    return parts


def _result(cut: Plane, board: Board, beside: Board) -> Part:
    middle = beside.y + beside.height / 2
    board = Board(board.x, middle - board.height / 2, board.side, board.rows, board.columns)
    title = (Sign("x", prime=True),) if not cut.before else (Sign("x", cut.before, prime=True),)
    equals = Label(beside.x + beside.width + board.side * 0.7, middle, ("=",), 10)
    return Part("result", (equals, *target_shapes(cut, board), board.title(title, above=2.2)))


def _line(cut: Plane, width: float) -> list[Part]:
    """Lay a line out: the padded input, its taps beneath the window, and x′ below."""
    column, span = cut.at[1], cut.columns.span
    padded = Padded(cut.columns)
    across = elide(padded.low, padded.high, range(column, column + span), int((width - 12) / WORDY))
    out = elide(0, cut.columns.output, range(column, column + 1), max(int(across.length) - 1, 6))
    side = max(min(9.0, (width - 12) / max(across.length, out.length + (span - 1) / 2)), LEAST)
    one = Shown((range(1),))
    board = Board(0, 0, side, one, across)
    lead = Lead()
    shapes = [*padded_shapes(cut, board, lead, hollow=False), *board.dots(), *_torn(cut, board)]
    shapes += [*window_shapes(cut, board, lead), *board.numbers(left=False)]
    shapes.append(Label(-2, side / 2, (Sign("z", tilde=True),), 9, "quiet", "end"))
    start = side * (span - 1) / 2 if len(across.runs) == len(out.runs) == 1 else 0.0
    result = Board(start, side * 2.4, side, one, out)
    name = Label(result.x - 2, result.y + side / 2, (Sign("x", prime=True),), 9, "quiet", "end")
    return [Part("padded input", tuple(shapes)), Part("result", (*target_shapes(cut, result), name))]


def _room(cut: Plane, width: float) -> tuple[float, Shown, Shown, Shown, Shown, bool]:
    """Choose the side of a cell, what is shown of the padded input and of x′, and whether the kernel fits."""
    down, across = Padded(cut.rows), Padded(cut.columns)
    (row, column), taps = cut.at, min(cut.columns.kernel, 12)
    for most, most_out, kernel_too in ROOMS:
        columns = elide(across.low, across.high, range(column, column + cut.columns.span), most)
        out_columns = elide(0, cut.columns.output, range(column, column + 1), most_out)
        total = columns.length + out_columns.length + 2.3 + (taps + 1.7 if kernel_too else 0)
        side = min(9.0, (width - 2) / total)
        if side >= WORDY:
            break
    rows = elide(down.low, down.high, range(row, row + cut.rows.span), most)
    out_rows = elide(0, cut.rows.output, range(row, row + 1), most_out)
    return max(side, LEAST), rows, columns, out_rows, out_columns, kernel_too


def _window(cut: Plane) -> dict[tuple[int, int], tuple[int, int]]:
    """Give the tap over each place of the window: the kernel, flipped."""
    rows, columns, (row, column) = cut.rows, cut.columns, cut.at
    return {
        (row + rows.dilation * u, column + columns.dilation * v): (rows.kernel - 1 - u, columns.kernel - 1 - v)
        for u in range(rows.kernel)
        for v in range(columns.kernel)
    }


def _torn(cut: Plane, board: Board) -> tuple[Shape, ...]:
    """Outline what is left of z, dashed, where a crop cuts."""
    lengths = _padded(cut.rows), _padded(cut.columns)
    ends = (Padded(cut.rows), Padded(cut.columns))
    if all(end.low == 0 and end.high == length for end, length in zip(ends, lengths, strict=True)):
        return ()
    return board.frame((0, lengths[0] - 1), (0, lengths[1] - 1), "dashed")


def _no_lead(cut: Plane) -> Lead:
    zeros = (0,) * len(cut.before)
    return Lead(zeros, zeros)


def _padded(axis: Axis) -> int:
    """Give the length of the padded input: K - 1 more than x′."""
    return axis.output + axis.span - 1


def _size(side: float, most: int) -> int:
    return most if side >= 8 else 7 if side >= WORDY else 6 if side >= 5.5 else 5


def _key_items(layer: ConvTranspose, parts: list[Part], say: dict[str, str]) -> list[KeyItem]:
    """Explain the kinds of cell that occur."""
    shapes = [shape for part in parts if part.name == "padded input" for shape in part.shapes]
    kinds = {shape.kind for shape in shapes if isinstance(shape, Cell)}
    extra = [axis.output_padding for axis in layer.axes if axis.output_padding]
    value = str(extra[0]) if len(set(extra)) == 1 else ", ".join(str(axis.output_padding) for axis in layer.axes)
    meanings: list[tuple[CellKind, Words]] = [
        ("entry", fill(say["key.entry"], y=Sign("y"))),
        ("gap", (say["key.gap"],)),
        ("pad", (say["key.pad"],)),
        ("extra", fill(say["key.extra"], a=Sign("a"), value=value)),
    ]
    items = [KeyItem(kind, meaning) for kind, meaning in meanings if kind in kinds]
    if any(isinstance(shape, Veil) for shape in shapes):
        items.append(KeyItem("dashed", fill(say["key.crop"], z=Sign("z", tilde=True))))
    return [*items, KeyItem("window", (say["key.window"],))]
