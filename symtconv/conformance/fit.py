"""From one-hot answers to the index map, and from the index map to (s, d, l, e), the flip and what is missing."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import prod
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symtconv.conformance import probes
from symtconv.conformance.target import Array
from symtconv.grids.form import Form, Row

Call: TypeAlias = Callable[[Array, Array], Array]


class Read(NamedTuple):
    """One product that is there: entry ``o`` of channel ``c`` of y, with a weight, in place ``j`` of channel ``m``."""

    c: int
    o: Row
    m: int
    j: Row
    weight: Row


class UnreadableError(Exception):
    """The answers are no index map; the message says why."""


def reads_of(call: Call, form: Form, dtype: str) -> tuple[list[Read], Row]:
    """Learn which products stand where.

    Parameters
    ----------
    call : callable
        Takes y, a batch of one-hot arrays, and w; gives x′.
    form : Form
        Sizes, taps and channels; the rest of it is not looked at.
    dtype : str
        What the target computes in.

    Returns
    -------
    reads, out
        Every product, and the lengths of x′.

    Raises
    ------
    UnreadableError
        When what comes is no sum of single weights.
    """
    hot = probes.one_hot(form)
    digits, base = probes.codes(form, dtype)
    found: NDArray[np.int64] | None = None
    for place, weights in enumerate(digits):
        got = np.asarray(call(hot, weights), np.float64)
        if got.ndim != form.rank + 2 or got.shape[0] != len(hot):
            msg = f"{len(hot)} arrays of one-hot numbers go in, and an array of shape {got.shape} comes out"
            raise UnreadableError(msg)
        if not np.isfinite(got).all():
            msg = "an entry is not a finite number"
            raise UnreadableError(msg)
        if (got != np.round(got)).any():
            msg = "an entry is no integer although all that goes in is: the arithmetic is not exact, or not bilinear"
            raise UnreadableError(msg)
        term = got.astype(np.int64) * base**place
        found = term if found is None else found + term
    if found is None:
        msg = "there are no weights"
        raise UnreadableError(msg)
    return [_read(found, tuple(map(int, at)), form) for at in np.argwhere(found)], tuple(map(int, found.shape[2:]))


def _read(found: NDArray[np.int64], at: Row, form: Form) -> Read:
    code, count = int(found[at]), prod(form.weight_shape)
    c, *o = (int(v) for v in np.unravel_index(at[0], (form.c_in, *form.n)))
    if not 1 <= code <= count:
        msg = f"entry {list(at[1:])} answers {code} to one entry of y: no single weight (taps are summed or scaled)"
        raise UnreadableError(msg)
    weight = tuple(int(v) for v in np.unravel_index(code - 1, form.weight_shape))
    return Read(c, tuple(o), at[1], at[2:], weight)


@dataclass(slots=True)
class Fitted:
    """What an index map is.

    Parameters
    ----------
    form : Form, optional
        The layer; strides of axes with one entry and dilations of axes with one tap are 1.
    flip : tuple of bool
        Axes along which the kernel stands the other way round.
    notes : list of str
        What is exchanged, mixed or missing; empty for a layer and nothing else.
    """

    form: Form | None
    flip: tuple[bool, ...] = ()
    notes: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether it is a layer, and its kernel stands as it should."""
        return self.form is not None and not self.notes and not any(self.flip)


def affine(rows: Sequence[Sequence[int]], values: Sequence[int]) -> list[Fraction] | None:
    """Solve ``value = c + A·row`` exactly; None where it is not affine. What is free comes as 0.

    Examples
    --------
    >>> [int(number) for number in affine([(0, 1), (1, 1), (2, 3)], [1, 3, 7])]
    [0, 2, 1]
    """
    width = len(rows[0]) + 1
    matrix = [[Fraction(1), *map(Fraction, row), Fraction(value)] for row, value in zip(rows, values, strict=True)]
    pivots: list[int] = []
    for column in range(width):
        at = len(pivots)
        pick = next((number for number in range(at, len(matrix)) if matrix[number][column]), None)
        if pick is None:
            continue
        matrix[at], matrix[pick] = matrix[pick], matrix[at]
        lead = matrix[at][column]
        matrix[at] = [value / lead for value in matrix[at]]
        for number, row in enumerate(matrix):
            if number != at and row[column]:
                factor = row[column]
                matrix[number] = [x - factor * y for x, y in zip(row, matrix[at], strict=True)]
        pivots.append(column)
        matrix = matrix[: at + 1] + [row for row in matrix[at + 1 :] if any(row)]
    if any(row[-1] and not any(row[:-1]) for row in matrix):
        return None
    found = [Fraction(0)] * width
    for number, column in enumerate(pivots):
        found[column] = matrix[number][-1]
    return found


def fit(reads: Sequence[Read], form: Form, out: Row) -> Fitted:
    """Say which layer the reads are.

    Parameters
    ----------
    reads : sequence of Read
    form : Form
        Sizes, taps and channels of what was asked.
    out : tuple of int
        Lengths of x′.
    """
    if not reads:
        return Fitted(None, notes=["every entry of the output is zero"])
    notes = list(_channels(reads, form))
    pairs = sorted({(read.o, read.weight[2:], read.j) for read in reads})
    rows = [(*o, *t) for o, t, _ in pairs]
    s, d, l, flip = [], [], [], []
    for axis in range(form.rank):
        solved = affine(rows, [j[axis] for _, _, j in pairs])
        if solved is None:
            return Fitted(
                None, notes=[*notes, f"axis {axis}: the place is no linear function of the entry and the tap"]
            )
        moves = [("input", solved[1 : 1 + form.rank]), ("kernel", solved[1 + form.rank :])]
        for what, steps in moves:
            if any(step for other, step in enumerate(steps) if other != axis):
                notes.append(f"axis {axis} of the output moves with another axis of the {what}: axes are exchanged")
        step, gap = int(moves[0][1][axis]), int(moves[1][1][axis])
        flip.append(gap < 0)
        l.append(int(-(solved[0] + (gap * (form.k[axis] - 1) if gap < 0 else 0))))
        s.append(step if form.n[axis] > 1 else 1)
        d.append(abs(gap) if form.k[axis] > 1 else 1)
    if min(*s, *d) < 1:
        return Fitted(None, tuple(flip), [*notes, "entries or taps fall on one another: a step is below 1"])
    found = form._replace(s=tuple(s), d=tuple(d), l=tuple(l), e=(0,) * form.rank)
    found = found._replace(e=tuple(i - j for i, j in zip(out, found.out, strict=True)))
    return Fitted(found, tuple(flip), notes + list(_missing(pairs, found, flip)))


def _channels(reads: Sequence[Read], form: Form) -> Sequence[str]:
    outs, ins = form.c_out // form.groups, form.c_in // form.groups
    joined = {(read.c, read.m, *read.weight[:2]) for read in reads}
    meant = {(c, c // ins * outs + m, c, m) for c in range(form.c_in) for m in range(outs)}
    notes = []
    for c, m, row, column in sorted(joined - meant)[:1]:
        notes.append(
            f"output channel {m} reads input channel {c} through weight [{row},{column}], which are not joined"
        )
    for c, m, row, column in sorted(meant - joined)[:1]:
        notes.append(f"output channel {m} never reads input channel {c} through weight [{row},{column}]")
    return notes


def _missing(pairs: Sequence[tuple[Row, Row, Row]], form: Form, flip: Sequence[bool]) -> Sequence[str]:
    have = {(o, t) for o, t, _ in pairs}
    out, lost = form.out, []
    for o in itertools.product(*map(range, form.n)):
        for t in itertools.product(*map(range, form.k)):
            turned = [k - 1 - tap if turn else tap for tap, k, turn in zip(t, form.k, flip, strict=True)]
            j = [s * x + d * y - l for s, x, d, y, l in zip(form.s, o, form.d, turned, form.l, strict=True)]
            if all(0 <= place < length for place, length in zip(j, out, strict=True)) and (o, t) not in have:
                lost.append((o, t, j))
    if not lost:
        return []
    o, t, j = lost[0]
    many = "one product is missing" if len(lost) == 1 else f"{len(lost)} products are missing, the first"
    return [f"{many}: entry {list(o)} with tap {list(t)} should reach {j}"]
