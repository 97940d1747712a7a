"""What is shown of a long axis: whole while it is short, else its ends and the part that matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from symtconv.rendering.figures.figure import Sign, Words, fill, joined

GAP = 0.8
"""Cells that the mark of an elision takes."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """The places of an axis that are drawn, as runs with a gap between them.

    Examples
    --------
    >>> axis = elide(0, 100, range(5, 8), 12)
    >>> axis.runs, axis.position(99), axis.length
    ((range(0, 9), range(98, 100)), 10.8, 11.8)
    """

    runs: tuple[range, ...]

    @property
    def length(self) -> float:
        """Length in cells, gaps included."""
        return sum(map(len, self.runs)) + GAP * (len(self.runs) - 1)

    @property
    def gaps(self) -> tuple[float, ...]:
        """Middle of each gap, in cells from the start."""
        ends = [self.position(run.stop - 1) + 1 for run in self.runs[:-1]]
        return tuple(end + GAP / 2 for end in ends)

    @property
    def middle(self) -> float:
        """The middle, in cells from the start, or that of the first run where the middle lies in a gap."""
        middle = self.length / 2
        return len(self.runs[0]) / 2 if any(abs(gap - middle) < GAP for gap in self.gaps) else middle

    def __iter__(self) -> Iterator[int]:
        return (place for run in self.runs for place in run)

    def __contains__(self, place: int) -> bool:
        return any(place in run for run in self.runs)

    def position(self, place: int) -> float:
        """Give where a place begins, in cells from the start."""
        before = 0.0
        for run in self.runs:
            if place in run:
                return before + (place - run.start)
            before += len(run) + GAP
        msg = f"place {place} is not shown; shown are {', '.join(map(str, self.runs))}"
        raise ValueError(msg)

    def span(self, first: int, last: int) -> tuple[float, float] | None:
        """Give begin and end, in cells, of what is shown of first … last, or None."""
        inside = [self.position(place) for run in self.runs for place in _meet(run, first, last)]
        return (inside[0], inside[-1] + 1) if inside else None

    def left_out(self, say: Mapping[str, str]) -> Words:
        """Say in numbers what is not drawn: ``3 to 13``; empty when nothing is."""
        pairs = zip(self.runs, self.runs[1:], strict=False)
        return joined([_between(a.stop, b.start - 1, say) for a, b in pairs])


def elide(low: int, high: int, keep: range, most: int) -> Ranges:
    """Choose at most ``most`` of the places low … high - 1: all of ``keep`` that fits, and both ends.

    Parameters
    ----------
    low, high : int
        The axis.
    keep : range
        Places that matter, such as a window.
    most : int
        How many cells there is room for (6 at least are drawn).
    """
    most = max(most, 6)
    if high - low <= most:
        return Ranges((range(low, high),))
    tail = range(high - 2, high)
    if keep.stop - low <= most - 3:
        return Ranges((range(low, low + most - 3), tail))
    if keep.start >= high - (most - 3):
        return Ranges((range(low, low + 2), range(high - (most - 3), high)))
    room = most - 6
    first = max(keep.start - max(room - len(keep), 0) // 2, low)
    middle = range(first, min(first + max(room, 1), high))
    return Ranges(_merged((range(low, low + 2), middle, tail)))


def _merged(runs: tuple[range, ...]) -> tuple[range, ...]:
    merged: list[range] = []
    for run in runs:
        if merged and run.start <= merged[-1].stop + 1:  # a gap of one place costs as much as the place
            merged[-1] = range(merged[-1].start, max(run.stop, merged[-1].stop))
        else:
            merged.append(run)
    return tuple(merged)


def _meet(run: range, first: int, last: int) -> range:
    return range(max(run.start, first), min(run.stop, last + 1))


def _between(first: int, last: int, say: Mapping[str, str]) -> Words:
    if first == last:
        return (Sign("", (first,)),)
    return fill(say["range"], first=Sign("", (first,)), last=Sign("", (last,)))
