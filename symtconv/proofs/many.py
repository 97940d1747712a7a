"""Many one-axis lowerings judged at once, by columns: the rule of `symtconv.proofs.instance.prove`, in NumPy.

A layer joins ``j = s·o + d·t - l`` and a lowering ``j = D·o + b·t + c``, with ``b = ±E``, for o and t in one box and
``0 ≤ j < i``; the lowering is right iff the lengths are equal and so are the two sets of triples. Equal coefficients
settle most. For the others write ``S`` for the places (o, t) of the layer's triples, and suppose that no gap is left in
a row or column of it (``i`` is at least every step). Then the sides of its bounding box follow from the ends of the
box, and

- a box of one row or column is filled by ``S``, and two ends are enough to compare ``j``;
- in any other box, two different maps of (o, t) agree on at most a line, and places that stay on a line go from one
  corner of the box to the opposite one.

What such a line still leaves open, and what has gaps, is compared row by row where it is short, and the few that are
then left one by one, by counting (`Relation.same`). Nothing overflows: numbers within ±2³⁰ keep every product and sum
below 2⁶³. Beyond, to ±2³¹, lengths may leave 63 bits, but a layer's is from 1 to 2⁶³ + 2³³ and a lowering's within
2⁶² + 2³³ of 0, never 2⁶⁴ apart, so that they are equal iff they are modulo 2⁶⁴, as NumPy computes them; whether a layer
has an output is then read off floating-point numbers, and what lengths do not settle is counted in Python's own
integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symtconv.geometry import Axis, GeometryError, Lowering

Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

LARGEST, SAFE = 2**31, 2**30
ROWS = 1 << 14
"""Lowerings at a time: their columns stay in the second cache."""
SHORT = 64
"""Taps, or entries of y, that are compared row by row."""
WORDS = ("n", "k", "s", "d", "l", "h", "a", "dilate", "pad_low", "pad_high", "dilation")
LEAST = {"n": 1, "k": 1, "s": 1, "d": 1, "a": 0, "dilate": 1, "dilation": 1}


def prove_many(
    *,
    n: ArrayLike,
    k: ArrayLike,
    s: ArrayLike = 1,
    d: ArrayLike = 1,
    l: ArrayLike = 0,
    h: ArrayLike = 0,
    a: ArrayLike = 0,
    dilate: ArrayLike = 1,
    pad_low: ArrayLike = 0,
    pad_high: ArrayLike = 0,
    flip: ArrayLike,
    dilation: ArrayLike = 1,
) -> Truths:
    """Decide for each of many one-axis layers whether its lowering computes it, for all weights and inputs.

    Every argument is one integer or an array of integers; they broadcast against one another.

    Parameters
    ----------
    n, k, s, d, l, h, a : array of int
        The layers: entries of y, taps, stride, dilation, low and high padding, output padding. Within ±2³¹.
    dilate, pad_low, pad_high, dilation : array of int
        The lowerings, as `Lowering` names their words. Within ±2³¹.
    flip : array of bool
        Whether the kernel is reversed.

    Returns
    -------
    array of bool
        True where `prove` says *proved*, False where it says *refuted*. There are no certificates: `prove` gives one
        for any row that is wanted.

    Raises
    ------
    TypeError
        For numbers that are no integers, or a ``flip`` that is no truth value.
    GeometryError
        For a number out of range, or a layer without output, with the first row that has it.
    ValueError
        For shapes that do not broadcast.

    Examples
    --------
    Which low padding of the lowering is right for n = 4, k = 3, s = 2, l = 1?

    >>> prove_many(n=4, k=3, s=2, l=1, h=1, dilate=2, pad_low=[0, 1, 2], pad_high=[2, 1, 0], flip=True)
    array([False,  True, False])
    """
    given = {
        "n": n, "k": k, "s": s, "d": d, "l": l, "h": h, "a": a, "dilate": dilate, "pad_low": pad_low,
        "pad_high": pad_high, "dilation": dilation,
    }  # fmt: skip
    columns = [_integers(name, value) for name, value in given.items()]
    flips = np.asarray(flip)
    if flips.dtype != np.bool_:
        msg = f"flip has dtype {flips.dtype}; use True, False, or an array of these"
        raise TypeError(msg)
    wide = np.broadcast_arrays(*columns, flips)
    flips = wide[-1]
    good = np.empty(flips.size, bool)
    flat: list[NDArray[Any]] = [column.reshape(-1) for column in wide]
    for first in range(0, flips.size, ROWS):
        part = slice(first, first + ROWS)
        good[part] = _judge(_Columns(*(column[part] for column in flat)), first)
    return good.reshape(flips.shape)


def _integers(name: str, value: ArrayLike) -> Integers:
    array = np.asarray(value)
    if array.dtype.kind not in "iu" and not (array.dtype == object and _all_integers(array)):
        msg = f"{name} has dtype {array.dtype}; use integers"
        raise TypeError(msg)
    least = LEAST.get(name, -LARGEST)
    if array.size and not (least <= int(array.min()) and int(array.max()) <= LARGEST):
        row = int(np.argmax((array < least) | (array > LARGEST)))
        what = f"below {least}; use {least} or more" if array.flat[row] < least else f"above {LARGEST}, the most here"
        msg = f"entry {row} of {name} is {array.flat[row]}, {what}"
        raise GeometryError(msg)
    return array.astype(np.int64, copy=False)


def _all_integers(array: NDArray[np.object_]) -> bool:
    return all(isinstance(value, int) and not isinstance(value, bool) for value in array.ravel().tolist())


@dataclass(frozen=True, slots=True)
class _Columns:
    n: Integers
    k: Integers
    s: Integers
    d: Integers
    l: Integers
    h: Integers
    a: Integers
    dilate: Integers
    pad_low: Integers
    pad_high: Integers
    dilation: Integers
    flip: Truths

    def one(self, row: int) -> bool:
        """Judge one row by counting, in Python's integers."""
        n, k, s, d, l, h, a, dilate, low, high, gap = (int(getattr(self, name)[row]) for name in WORDS)
        axis = Axis(size=n, kernel=k, stride=s, dilation=d, low=l, high=h, output_padding=a)
        lowering = Lowering(dilate=dilate, pad=((low, high),), flip=bool(self.flip[row]), dilation=gap)
        theirs = lowering.relation(0, axis)
        return theirs.length == axis.output and axis.relation.same(theirs)


def _judge(z: _Columns, first: int) -> Truths:
    reach = z.dilation * (z.k - 1)
    length = (z.n - 1) * z.s + z.d * (z.k - 1) + (1 - z.l - z.h + z.a)
    theirs = (z.n - 1) * z.dilate - reach + (1 + z.pad_low + z.pad_high)
    good: Truths = length == theirs
    large = np.zeros(len(good), bool)
    if max(int(abs(getattr(z, name)).max(initial=0)) for name in WORDS) > SAFE:
        large = np.any([abs(getattr(z, name)) > SAFE for name in WORDS], axis=0)
        size = _size(z)
        wrong = np.where(abs(size) > 2.0**62, size < 0, length < 1)
    else:
        wrong = length < 1
    if wrong.any():
        row = int(np.argmax(wrong))
        try:
            z.one(row)
        except GeometryError as fault:
            msg = f"row {first + row}: {fault}"
            raise GeometryError(msg) from fault
    b = np.where(z.flip, z.dilation, -z.dilation)
    c = np.where(z.flip, z.pad_low - reach, z.pad_low)
    same = ((z.dilate == z.s) | (z.n == 1)) & ((b == z.d) | (z.k == 1)) & (c == -z.l)
    open_ = np.flatnonzero(good & ~same)
    if len(open_):
        counted = open_[large[open_]]
        good[counted] = [z.one(row) for row in counted.tolist()]
        open_ = open_[~large[open_]]
        rest = _Pair(*(v[open_] for v in (z.n, z.k, length, z.s, z.d, -z.l, z.dilate, b, c)))
        good[open_], undecided = _compare(rest)
        rows = open_[undecided]
        good[rows] = [z.one(row) for row in rows.tolist()]
    return good


def _size(z: _Columns) -> NDArray[np.float64]:
    """Give the layers' lengths as floating-point numbers, right within 2¹²."""
    n, k, s, d, l, h, a = (getattr(z, name).astype(np.float64) for name in WORDS[:7])
    size: NDArray[np.float64] = (n - 1) * s + d * (k - 1) + 1 - l - h + a
    return size


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two maps of one box: ``s·o + d·t + c`` and ``s2·o + d2·t + c2``, both cut to ``[0, length)``; s, d, s2 ≥ 1."""

    n: Integers
    k: Integers
    length: Integers
    s: Integers
    d: Integers
    c: Integers
    s2: Integers
    d2: Integers
    c2: Integers

    def at(self, o: Integers, t: Integers | np.int64) -> Integers:
        return self.s * o + self.d * t + self.c

    def at2(self, o: Integers, t: Integers | np.int64) -> Integers:
        return self.s2 * o + self.d2 * t + self.c2

    def part(self, rows: NDArray[np.intp]) -> _Pair:
        return _Pair(*(getattr(self, name)[rows] for name in self.__slots__))

    def turned(self) -> _Pair:
        """Exchange o and t."""
        return _Pair(self.k, self.n, self.length, self.d, self.s, self.c, self.d2, self.s2, self.c2)


def _compare(z: _Pair) -> tuple[Truths, NDArray[np.intp]]:
    """Compare maps with different coefficients; give the rows that are left undecided too."""
    good = np.zeros(len(z.n), bool)
    gaps = z.length < np.maximum(np.maximum(z.s, z.d), np.maximum(z.s2, abs(z.d2)))
    whole, holed = np.flatnonzero(~gaps), np.flatnonzero(gaps)
    good[whole], lines = _by_boxes(z.part(whole))
    left = np.concatenate([whole[lines], holed])
    by_taps = left[z.k[left] <= SHORT]
    by_places = left[(z.k[left] > SHORT) & (z.n[left] <= SHORT)]
    good[by_taps] = _row_by_row(z.part(by_taps))
    good[by_places] = _row_by_row(z.turned().part(by_places))
    return good, left[(z.k[left] > SHORT) & (z.n[left] > SHORT)]


def _by_boxes(z: _Pair) -> tuple[Truths, NDArray[np.intp]]:
    """Compare maps without gaps by their bounding boxes; what might be one line in both is left."""
    o1, o2, t1, t2 = _box(z.n, z.k, z.length, z.s, z.d, z.c)
    p1, p2, u1, u2 = _box(z.n, z.k, z.length, z.s2, z.d2, z.c2)
    empty, empty2 = (o1 > o2) | (t1 > t2), (p1 > p2) | (u1 > u2)
    boxes = (o1 == p1) & (o2 == p2) & (t1 == u1) & (t2 == u2)
    # the corners that a line goes through; in a box of one row or column its two ends
    ends = (z.at(o1, t2) == z.at2(o1, t2)) & (z.at(o2, t1) == z.at2(o2, t1))
    thin = (o1 == o2) | (t1 == t2)
    good = np.where(empty | empty2, empty & empty2, boxes & ends & thin)
    return good, np.flatnonzero(~(empty | empty2) & boxes & ends & ~thin)


def _box(
    n: Integers, k: Integers, length: Integers, s: Integers, d: Integers, c: Integers
) -> tuple[Integers, Integers, Integers, Integers]:
    """Bounds of o and of t where ``0 ≤ s·o + d·t + c < length``; rows and columns have no gaps."""
    far = d * (k - 1)
    low, high = c + np.minimum(far, 0), c + np.maximum(far, 0)
    o1, o2 = _interval(s, low, high, length, n)
    down = d < 0
    step = abs(d)
    base = np.where(down, c + far, c)  # read backwards, t steps upwards
    t1, t2 = _interval(step, base, base + s * (n - 1), length, k)
    return o1, o2, np.where(down, k - 1 - t2, t1), np.where(down, k - 1 - t1, t2)


def _interval(
    step: Integers, low: Integers, high: Integers, length: Integers, count: Integers
) -> tuple[Integers, Integers]:
    """Give the m in [0, count) with ``step·m + high ≥ 0`` and ``step·m + low < length``, for ``step ≥ 1``."""
    return np.maximum(-(high // step), 0), np.minimum((length - 1 - low) // step, count - 1)


def _row_by_row(z: _Pair) -> Truths:
    """Compare tap by tap: the o of each is an interval, and j is compared at its ends."""
    good = np.ones(len(z.n), bool)
    live = np.arange(len(z.n))
    for t in range(int(z.k.max(initial=0))):
        live = live[good[live] & (z.k[live] > t)]
        if not len(live):
            break
        part = z.part(live)
        here = np.int64(t)
        first, last = _ends(part.s, part.d * here + part.c, part.length, part.n)
        first2, last2 = _ends(part.s2, part.d2 * here + part.c2, part.length, part.n)
        empty, empty2 = first > last, first2 > last2
        equal = (part.at(first, here) == part.at2(first, here)) & (part.at(last, here) == part.at2(last, here))
        fits = (first == first2) & (last == last2) & equal
        good[live] = np.where(empty | empty2, empty & empty2, fits)
    return good


def _ends(step: Integers, start: Integers, length: Integers, count: Integers) -> tuple[Integers, Integers]:
    """Give the m in [0, count) with ``0 ≤ step·m + start < length``, for any step but 0."""
    down = step < 0
    up, base = abs(step), np.where(down, start + step * (count - 1), start)
    first, last = _interval(up, base, base, length, count)
    return np.where(down, count - 1 - last, first), np.where(down, count - 1 - first, last)
