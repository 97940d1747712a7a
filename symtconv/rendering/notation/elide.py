"""What is left out when things grow: by counting, never by building what is left out.

A kept line is a tuple of places in order, with None where places are left out. Corners stay, and of a band
matrix one full interior row.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from symtconv.geometry import Axis

Kept = tuple[int | None, ...]

ACROSS, DOWN = 16, 16
"""Cells of a matrix across and down, dots included."""

FIRST, LAST = 3, 2
"""What stays of a long line."""


def ends(size: int, limit: int, first: int = FIRST, last: int = LAST) -> Kept:
    """Keep a line whole up to a limit, else its first and last places.

    Examples
    --------
    >>> ends(4, 6), ends(9, 6)
    ((0, 1, 2, 3), (0, 1, 2, None, 7, 8))
    """
    if size <= max(limit, first + last + 1):
        return tuple(range(size))
    return (*range(first), None, *range(size - last, size))


def band(axis: Axis, across: int = ACROSS, down: int = DOWN) -> tuple[Kept, Kept]:
    """Keep rows and columns of the n × i band matrix of one axis so that it fits.

    Taken in turn, as far as there is room, each with every column it touches: the first row, the last, a full
    interior row, the second, the last but one, the third.
    """
    if axis.size <= down and axis.output <= across:
        return tuple(range(axis.size)), tuple(range(axis.output))
    rows: set[int] = set()
    wish = (0, axis.size - 1, _full_row(axis), 1, axis.size - 2, 2)
    for row in dict.fromkeys(row for row in wish if 0 <= row < axis.size):
        more = rows | {row}
        if _length(_rows(axis, more)) <= down and _length(_columns(axis, more)) <= across:
            rows = more
    if rows:
        return _gaps(_rows(axis, rows)), _gaps(_columns(axis, rows))
    half = (across - 1) // 2  # a single row is too wide: its two ends
    return ends(axis.size, down), ends(axis.output, across, across - 1 - half, half)


def left_out(kept: Kept) -> tuple[tuple[int, int], ...]:
    """Give the first and last place of every gap.

    Examples
    --------
    >>> left_out((0, 1, 2, None, 7, 8))
    ((3, 6),)
    """
    gaps = []
    for before, middle, after in zip(kept, kept[1:], kept[2:], strict=False):
        if middle is None and before is not None and after is not None:
            gaps.append((before + 1, after - 1))
    return tuple(gaps)


def _full_row(axis: Axis) -> int:
    """Give the first row with every tap inside, or -1."""
    row = max(-(-axis.low // axis.stride), 0)
    return row if row < axis.size and axis.stride * row - axis.low + axis.span <= axis.output else -1


def _rows(axis: Axis, rows: set[int]) -> set[int]:
    return rows | {0, axis.size - 1}


def _columns(axis: Axis, rows: Iterable[int]) -> set[int]:
    """Corners, and everything from the first to the last tap of each row."""
    columns = {0, axis.output - 1}
    for row in rows:
        first = axis.stride * row - axis.low
        columns.update(range(max(first, 0), min(first + axis.span, axis.output, max(first, 0) + ACROSS + 1)))
    return columns


def _length(places: set[int]) -> int:
    line = sorted(places)
    return len(line) + sum(after - before > 1 for before, after in pairwise(line))


def _gaps(places: set[int]) -> Kept:
    """Put None into every gap; a gap of one place is filled, since dots would be as wide."""
    kept: list[int | None] = []
    for place in sorted(places):
        if kept and place - (kept[-1] or 0) == 2:
            kept.append(place - 1)
        elif kept and place - (kept[-1] or 0) > 2:
            kept.append(None)
        kept.append(place)
    return tuple(kept)
