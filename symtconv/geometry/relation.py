"""The one relation that everything is made of: which tap joins which entries, along one axis.

A relation is the set of triples ``(t, o, j)`` with

    j = o_step·o + t_step·t + offset,    0 ≤ t < taps,  o_low ≤ o < o_high,  0 ≤ j < length.

The layer's own relation has ``o_step = s``, ``t_step = d``, ``offset = -l``; every other way to compute the
same thing (a lowering, right or wrong) is another such relation, and two ways agree along an axis iff their
sets of triples are equal. That is decided here *by counting lattice points*: ``A = B`` iff
``|A| = |B| = |A ∩ B|``. Counting is Euclid's algorithm, so it costs the same for a million entries as for four.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Relation:
    """The triples ``(t, o, j)`` of one axis: tap ``t`` joins ``x[j]`` and ``y[o]``.

    Parameters
    ----------
    taps, length : int
        Number of kernel taps and of x-side entries; a length below 1 leaves the relation empty.
    o_low, o_high : int
        The y-side entries that take part, ``o_low ≤ o < o_high``.
    o_step, t_step, offset : int
        Coefficients of ``j = o_step·o + t_step·t + offset``; ``o_step ≥ 1`` and ``t_step ≠ 0``.

    Examples
    --------
    Two entries of y, three taps, stride 2, padding 1, four entries of x:

    >>> r = Relation(taps=3, length=4, o_low=0, o_high=2, o_step=2, t_step=1, offset=-1)
    >>> list(r.triples())
    [(1, 0, 0), (2, 0, 1), (0, 1, 1), (1, 1, 2), (2, 1, 3)]
    >>> r.count()
    5
    """

    taps: int
    length: int
    o_low: int
    o_high: int
    o_step: int
    t_step: int
    offset: int

    def tap(self, o: int, j: int) -> int | None:
        """Give the tap that joins ``x[j]`` and ``y[o]``, or None; there is at most one."""
        if not (self.o_low <= o < self.o_high and 0 <= j < self.length):
            return None
        t, rest = divmod(j - self.o_step * o - self.offset, self.t_step)
        return t if rest == 0 and 0 <= t < self.taps else None

    def at(self, j: int) -> Iterator[tuple[int, int]]:
        """Yield ``(t, o)`` for every y-side entry that ``x[j]`` is joined to, in the order of ``o``."""
        rest = j - self.offset  # o_step·o + t_step·t = rest: every solution from one, along a line
        g, u, v = _extended_gcd(self.o_step, self.t_step)
        if not 0 <= j < self.length or rest % g:
            return
        o, t, o_along, t_along = u * (rest // g), v * (rest // g), self.t_step // g, -self.o_step // g
        if o_along < 0:
            o_along, t_along = -o_along, -t_along
        first, last = _parameters(o, o_along, self.o_low, self.o_high - 1)
        low, high = _parameters(t, t_along, 0, self.taps - 1)
        for m in range(max(first, low), min(last, high) + 1):
            yield t + t_along * m, o + o_along * m

    def triples(self) -> Iterator[tuple[int, int, int]]:
        """Yield every ``(t, o, j)``, by ``o`` first and then by ``t``."""
        for o in range(self.o_low, self.o_high):
            start = self.o_step * o + self.offset
            first, last = _parameters(start, self.t_step, 0, self.length - 1)
            for t in range(max(first, 0), min(last, self.taps - 1) + 1):
                yield t, o, start + self.t_step * t

    def between(self, j_low: int, j_high: int, o_low: int, o_high: int) -> Relation:
        """Keep the triples with ``j_low ≤ j < j_high`` and ``o_low ≤ o < o_high`` (j counted from j_low)."""
        low, high = max(j_low, 0), min(j_high, self.length)
        return replace(
            self,
            length=max(high - low, 0),
            offset=self.offset - low,
            o_low=max(o_low, self.o_low),
            o_high=min(o_high, self.o_high),
        )

    def count(self) -> int:
        """Count the triples without listing them."""
        below = self._count_below
        return below(self.length) - below(0)

    def _count_below(self, bound: int) -> int:
        """Count ``(t, o)`` in the box with ``o_step·o + t_step·t + offset < bound``."""
        size = self.o_high - self.o_low
        if size <= 0 or self.taps <= 0 or self.length <= 0:
            return 0
        # Written with a non-negative step for t: t ↦ taps-1-t where the step is negative.
        step, start = self.t_step, self.offset + self.o_step * self.o_low
        if step < 0:
            start += step * (self.taps - 1)
            step = -step
        return _count_under(size, self.taps, self.o_step, step, bound - 1 - start)

    def meet(self, other: Relation) -> int:
        """Count the triples that both relations have.

        The two values of ``j`` agree on a line of the ``(t, o)`` plane (or everywhere, or nowhere); along it all
        conditions are intervals of one parameter.
        """
        taps = min(self.taps, other.taps)
        o_low, o_high = max(self.o_low, other.o_low), min(self.o_high, other.o_high)
        length = min(self.length, other.length)
        if taps <= 0 or o_low >= o_high or length <= 0:
            return 0
        both = replace(self, taps=taps, o_low=o_low, o_high=o_high, length=length)
        a, b = self.o_step - other.o_step, self.t_step - other.t_step
        c = other.offset - self.offset  # the line is  a·o + b·t = c
        if a == 0 and b == 0:
            return both.count() if c == 0 else 0
        g, u, v = _extended_gcd(a, b)
        if c % g:
            return 0
        o0, t0, o_along, t_along = u * (c // g), v * (c // g), b // g, -(a // g)
        j0 = self.o_step * o0 + self.t_step * t0 + self.offset
        j_along = self.o_step * o_along + self.t_step * t_along
        window: tuple[int, int] | None = None
        for start, along, low, high in (
            (o0, o_along, o_low, o_high - 1),
            (t0, t_along, 0, taps - 1),
            (j0, j_along, 0, length - 1),
        ):
            if along:
                first, last = _parameters(start, along, low, high)
                window = (first, last) if window is None else (max(window[0], first), min(window[1], last))
            elif not low <= start <= high:
                return 0
        # o_along and t_along are not both 0, so at least one condition bounds the parameter.
        return 0 if window is None else max(window[1] - window[0] + 1, 0)

    def same(self, other: Relation) -> bool:
        """Decide whether both have the same triples, at a cost independent of all sizes."""
        if self == other:
            return True
        common = self.meet(other)
        return self.count() == common and other.count() == common


def _parameters(start: int, along: int, low: int, high: int) -> tuple[int, int]:
    """First and last integer m with ``low ≤ start + along·m ≤ high``, for ``along ≠ 0``."""
    if along < 0:
        start, along, low, high = -start, -along, -high, -low
    return -((start - low) // along), (high - start) // along


def _extended_gcd(a: int, b: int) -> tuple[int, int, int]:
    """Give ``(g, u, v)`` with ``u·a + v·b = g = gcd(a, b) > 0``, for a and b not both 0."""
    old, new = (a, 1, 0), (b, 0, 1)
    while new[0]:
        q = old[0] // new[0]
        old, new = new, (old[0] - q * new[0], old[1] - q * new[1], old[2] - q * new[2])
    return old if old[0] > 0 else (-old[0], -old[1], -old[2])


def _count_under(size: int, taps: int, o_step: int, t_step: int, bound: int) -> int:
    """Count ``0 ≤ o < size, 0 ≤ t < taps`` with ``o_step·o + t_step·t ≤ bound``, for steps ≥ 1."""
    if bound < 0:
        return 0
    # Beyond ``last`` no o fits any more; up to ``full`` every o fits; between them a floor sum counts.
    last = min(taps - 1, bound // t_step)
    spare = bound - o_step * (size - 1)
    full = min(last + 1, spare // t_step + 1) if spare >= 0 else 0
    terms = last + 1 - full
    # Reversed, so that the floors grow: t = last, last-1, …, full.
    return full * size + terms + _floor_sum(terms, o_step, t_step, bound - t_step * last)


def _floor_sum(terms: int, m: int, a: int, b: int) -> int:
    """``Σ ⌊(a·i + b) / m⌋`` over ``0 ≤ i < terms``, for ``m ≥ 1`` and ``a, b ≥ 0``, as Euclid's algorithm."""
    total = 0
    while terms > 0:
        total += (a // m) * (terms * (terms - 1) // 2) + (b // m) * terms
        a, b = a % m, b % m
        top = a * terms + b
        if top < m:
            break
        # Count the same points by columns instead of rows: the step and the modulus change places.
        terms, b, m, a = top // m, top % m, a, m
    return total
