"""One axis by phases: which taps reach phase r of x′, and by what shift of y.

Entry ``x′[s·q + r - off]`` is phase r at place q. Tap t joins y[o] to it iff ``d·t - l + off = s·δ + r`` and
``o = q - move``: every tap has one phase and one shift δ. Any ``0 ≤ off < s`` will do. With ``off = 0`` the places of
phase 0 begin at the first entry; with ``off ≡ l`` modulo s the phases of an undilated kernel have the same shifts, as
long as the stride divides the kernel, and can be summed together.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phases:
    """An axis of a call.

    Parameters
    ----------
    size, kernel, length : int
        Entries of y, taps, entries of x′.
    step, off : int
    places : int
        Places of the longest phase.
    taps : tuple of tuple of (int, int)
        For each phase ``(t, δ)`` of the taps that reach any of its places.
    """

    size: int
    kernel: int
    length: int
    step: int
    off: int
    places: int
    taps: tuple[tuple[tuple[int, int], ...], ...]

    @property
    def shifts(self) -> tuple[int, int]:
        """The least and the largest shift of any tap."""
        found = [shift for taps in self.taps for _, shift in taps]
        return min(found, default=0), max(found, default=0)

    @property
    def pitch(self) -> int:
        """How far apart rows must lie that a place's reach finds the zeros between them and never the next row."""
        low, high = self.shifts
        return max(self.size + max(high, 0), self.places + max(-low, 0))

    @property
    def useful(self) -> int:
        """Products of this axis, those with a zero between rows left out."""
        spans = [(max(move, 0), min(move + self.size, self.places)) for taps in self.taps for _, move in taps]
        return sum(last - first for first, last in spans)


def phases(size: int, kernel: int, stride: int, dilation: int, low: int, length: int, off: int) -> Phases:
    """Part an axis into its phases.

    Examples
    --------
    >>> phases(size=4, kernel=4, stride=2, dilation=1, low=1, length=8, off=0).taps
    (((1, 0), (3, 1)), ((0, -1), (2, 0)))
    >>> phases(size=4, kernel=4, stride=2, dilation=1, low=1, length=8, off=1).taps
    (((0, 0), (2, 1)), ((1, 0), (3, 1)))
    """
    places = (length - 1 + off) // stride + 1
    taps: list[list[tuple[int, int]]] = [[] for _ in range(stride)]
    for tap in range(kernel):
        shift, phase = divmod(dilation * tap - low + off, stride)
        if max(shift, 0) < min(shift + size, places):
            taps[phase].append((tap, shift))
    return Phases(size, kernel, length, stride, off, places, tuple(map(tuple, taps)))
