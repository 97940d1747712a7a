"""One axis by residue class: which taps reach which runs of x′, with no entry of y ever inserted.

Tap t joins y[o] to x′[j] iff ``j = s·o + d·t - l``. Write ``d·t - l = s·δ + ρ`` with ``0 ≤ ρ < s``: the tap reaches
only the entries ``j = s·c + ρ`` (the *places* c of class ρ), and there it reads ``o = c - δ``. In a class, δ rises
with t, so the taps that apply at a place are a window of the class's taps, and places with one window form a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Run:
    """Places ``first`` to ``last - 1`` of class ``residue``, all reached by taps ``tap_first`` to ``tap_last - 1``.

    The taps are counted in `Classes.taps`, not in the kernel.
    """

    residue: int
    first: int
    last: int
    tap_first: int
    tap_last: int


@dataclass(frozen=True, slots=True)
class Classes:
    """An axis split into runs; entries of x′ in no run are reached by no tap.

    Parameters
    ----------
    taps : tuple of (int, int)
        ``(t, δ)`` of the taps that reach anything, class by class, ascending within a class.
    runs : tuple of Run
        Every run reached by at least one tap.
    covers : bool
        Whether the runs hold every entry of x′.
    """

    taps: tuple[tuple[int, int], ...]
    runs: tuple[Run, ...]
    covers: bool

    @property
    def most_taps(self) -> int:
        """The largest number of taps that meet in one entry."""
        return max((run.tap_last - run.tap_first for run in self.runs), default=0)


def split(size: int, kernel: int, stride: int, dilation: int, low: int, length: int) -> Classes:
    """Split an axis of x′ with ``length`` entries into runs.

    Examples
    --------
    >>> for run in split(size=2, kernel=3, stride=2, dilation=1, low=1, length=4).runs:
    ...     print(run)
    Run(residue=0, first=0, last=2, tap_first=0, tap_last=1)
    Run(residue=1, first=0, last=1, tap_first=1, tap_last=3)
    Run(residue=1, first=1, last=2, tap_first=2, tap_last=3)
    """
    reach: dict[int, list[tuple[int, int, int, int]]] = {}
    for tap in range(kernel):
        shift, residue = divmod(dilation * tap - low, stride)
        first, last = max(shift, 0), min(shift + size, -((residue - length) // stride))
        if first < last:
            reach.setdefault(residue, []).append((first, last, tap, shift))
    taps: list[tuple[int, int]] = []
    runs: list[Run] = []
    for residue in sorted(reach):
        runs += _runs(residue, reach[residue], len(taps))
        taps += [(tap, shift) for _, _, tap, shift in reach[residue]]
    return Classes(tuple(taps), tuple(runs), sum(run.last - run.first for run in runs) == length)


def _runs(residue: int, reach: list[tuple[int, int, int, int]], base: int) -> list[Run]:
    cuts = sorted({place for first, last, _, _ in reach for place in (first, last)})
    runs: list[Run] = []
    window_first = window_last = 0
    for first, last in pairwise(cuts):
        while reach[window_first][1] <= first:
            window_first += 1
        while window_last < len(reach) and reach[window_last][0] <= first:
            window_last += 1
        if window_first < window_last:
            runs.append(Run(residue, first, last, base + window_first, base + window_last))
    return runs
