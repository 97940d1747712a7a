"""The padded input of the lowering: what each place holds, and the window of an entry over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from symtconv.geometry import Axis
from symtconv.rendering.figure import CellKind, Frame, Label, Shape, Veil
from symtconv.rendering.figures.board import Board, fit, tap_cell
from symtconv.rendering.figures.plane import Lead, Plane

FOOT = 0.4
"""Share of a cell that the strip of its tap takes."""

WORDY, LEAST = 5.6, 4.2
"""Side in mm from which strips carry words, and the least side of a cell."""

AxisKind = Literal["entry", "gap", "pad", "extra"]


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
        return max(padded_length(self.axis), self.axis.pad_low + (self.axis.size - 1) * self.axis.stride + 1)

    def kind(self, place: int) -> AxisKind:
        """Say what a place holds: ``entry``, ``gap``, ``pad`` or ``extra``."""
        inside = place - self.axis.pad_low
        if 0 <= inside <= (self.axis.size - 1) * self.axis.stride:
            return "gap" if inside % self.axis.stride else "entry"
        return "extra" if place >= padded_length(self.axis) - self.axis.output_padding else "pad"

    def source(self, place: int) -> int:
        """Give the entry of y at a place that holds one."""
        return (place - self.axis.pad_low) // self.axis.stride

    def cropped(self, place: int) -> bool:
        """Say whether a crop removes the place."""
        return not 0 <= place < padded_length(self.axis)


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
    covered = window(cut)
    for r, c in places:
        lift = rise or (FOOT / 2 if (r, c) in covered and not cut.flat else 0.0)
        x, y = board.corner(r, c)
        x, y = x + board.side / 2, y + board.side * (0.5 - lift)
        if kinds[r, c] == "entry":
            name = (cut.source(down.source(r), across.source(c), lead),)
            yield Label(x, y, name, fit(name, board.side, board.side, type_size(board.side, 9)) or 5)
        elif board.side >= 4:
            yield Label(x, y, ("0",), type_size(board.side, 9), "quiet", halo=kinds[r, c] == "extra")


def window_shapes(cut: Plane, board: Board, lead: Lead) -> Iterator[Shape]:
    """Draw the taps over the window, each in a strip at the foot of its cell, and the window's frame."""
    side, (row, column) = board.side, cut.at
    for (r, c), (a, b) in window(cut).items():
        if r in board.rows and c in board.columns:
            x, y = board.corner(r, c)
            name = (cut.weight(a, b, lead),) if side >= WORDY else ()
            top, height = (y + side * 1.06, side * 0.5) if cut.flat else (y + side * (1 - FOOT), side * FOOT)
            yield from tap_cell(x, top, side, height, cut.colour(a, b), name)
    last = row + cut.rows.span - 1, column + cut.columns.span - 1
    for shape in board.frame((row, last[0]), (column, last[1]), "window"):
        # On a line the taps stand below the cells, and the frame holds both.
        yield replace(shape, height=side * 1.62) if cut.flat and isinstance(shape, Frame) else shape


def window(cut: Plane) -> dict[tuple[int, int], tuple[int, int]]:
    """Give the tap over each place of the window: the kernel, flipped."""
    rows, columns, (row, column) = cut.rows, cut.columns, cut.at
    return {
        (row + rows.dilation * u, column + columns.dilation * v): (rows.kernel - 1 - u, columns.kernel - 1 - v)
        for u in range(rows.kernel)
        for v in range(columns.kernel)
    }


def cut_frame(cut: Plane, board: Board) -> tuple[Shape, ...]:
    """Outline what is left of z, dashed, where a crop cuts."""
    lengths = padded_length(cut.rows), padded_length(cut.columns)
    ends = (Padded(cut.rows), Padded(cut.columns))
    if all(end.low == 0 and end.high == length for end, length in zip(ends, lengths, strict=True)):
        return ()
    return board.frame((0, lengths[0] - 1), (0, lengths[1] - 1), "dashed")


def padded_length(axis: Axis) -> int:
    """Give the length of the padded input: K - 1 more than x′."""
    return axis.output + axis.span - 1


def type_size(side: float, most: int) -> int:
    """Give the size of type for a cell of this side."""
    return most if side >= 8 else 7 if side >= WORDY else 6 if side >= 5.5 else 5
