"""The padded input of the lowering: what each place holds, and the window of an entry over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from symtconv.rendering.figures.board import Board, fit, tap_cell
from symtconv.rendering.figures.figure import CellKind, Frame, Label, Shape, Sign, Veil
from symtconv.rendering.figures.plane import Lead, Plane
from symtconv.rendering.figures.slide import AxisKind

Name = Callable[[int, int], Sign]
"""How an entry is named, by its place on the drawn axes."""

FOOT = 0.4
"""Share of a cell that the strip of its tap takes."""

WORDY, LEAST = 5.5, 4.2
"""Side in mm that leaves words room, and the least side of a cell."""


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
    down, across = cut.down, cut.across
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
    held = [place for place in places if kinds[place] == "entry"]
    widest = [(down.source(held[-1][0]), across.source(held[-1][1]))] if held else []
    names: tuple[Name, ...] = (lambda r, c: cut.source(r, c, lead), by_index(cut))
    name, size = naming(names, widest, board.side, type_size(board.side, 9))
    for r, c in places:
        lift = rise or (FOOT / 2 if (r, c) in covered and not cut.flat else 0.0)
        x, y = board.corner(r, c)
        x, y = x + board.side / 2, y + board.side * (0.5 - lift)
        if kinds[r, c] == "entry":
            source = down.source(r), across.source(c)
            yield Label(x, y, (name(*source) if size else Sign("y"),), size or 5)
        elif board.side >= 4:
            yield Label(x, y, ("0",), type_size(board.side, 9), "quiet", halo=kinds[r, c] == "extra")


def naming(names: Sequence[Name], widest: Sequence[tuple[int, int]], side: float, most: int) -> tuple[Name, int | None]:
    """Give the first way of naming that has room in every cell of a board, and its size of type; no size if none has.

    The names at ``widest`` are those that take most room.
    """
    for name in names:
        sizes = [fit((name(*place),), side, side, most) for place in widest]
        found = [size for size in sizes if size is not None]
        if len(found) == len(sizes):
            return name, min(found, default=most)
    return names[-1], None


def by_index(cut: Plane) -> Name:
    """Name an entry by its index alone."""
    return lambda r, c: Sign("", cut.index(r, c))


def window_shapes(cut: Plane, board: Board, lead: Lead) -> Iterator[Shape]:
    """Draw the taps over the window, each in a strip at the foot of its cell, and the frame, if there is one."""
    if cut.missing:
        return
    side, (row, column) = board.side, cut.at
    for (r, c), tap in window(cut).items():
        if r in board.rows and c in board.columns:
            x, y = board.corner(r, c)
            top, height = (y + side * 1.06, side * 0.5) if cut.flat else (y + side * (1 - FOOT), side * FOOT)
            yield from tap_cell(x, top, side, height, cut.colour(*tap), *cut.named(tap, lead, (side, height)))
    last = row + cut.down.span - 1, column + cut.across.span - 1
    for shape in board.frame((row, last[0]), (column, last[1]), "window"):
        # On a line the taps stand below the cells, and the frame holds both.
        yield replace(shape, height=side * 1.62) if cut.flat and isinstance(shape, Frame) else shape


def window(cut: Plane) -> dict[tuple[int, int], tuple[int, int]]:
    """Give the tap over each place of the window: the kernel, flipped where the lowering flips; none over no entry."""
    if cut.missing:
        return {}
    (row, column), down, across = cut.at, cut.down, cut.across
    return {
        (row + down.gap * u, column + across.gap * v): (down.tap(u), across.tap(v))
        for u in range(down.taps)
        for v in range(across.taps)
    }


def crops(cut: Plane) -> bool:
    """Say whether a crop cuts places off that are drawn."""
    return any(end.low < 0 or end.high > end.length for end in (cut.down, cut.across))


def cut_frame(cut: Plane, board: Board) -> tuple[Shape, ...]:
    """Outline what is left of z, dashed, where a crop cuts."""
    ends = (cut.down, cut.across)
    if not crops(cut):
        return ()
    return board.frame((0, ends[0].length - 1), (0, ends[1].length - 1), "dashed")


def type_size(side: float, most: int) -> int:
    """Give the size of type for a cell of this side."""
    return most if side >= 8 else 7 if side >= WORDY else 6 if side >= 5.5 else 5
