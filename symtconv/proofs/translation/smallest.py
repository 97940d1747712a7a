"""Where two layers differ first: the smallest input, and there the first entry.

On one axis everything that can make a difference happens at a few sizes: an output begins to exist, a product begins
to reach it, two lengths part, two index maps part. Every component of the smallest input is one of these, so that
it is found among their products, however far out it lies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

from symtconv.checker.comparison import readings
from symtconv.checker.entry import Index, Reading
from symtconv.checker.instance import difference_at
from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import AxisForm, NormalForm, Relation
from symtconv.proofs.instance import first_difference

FARTHEST = 2**80


def smallest_difference(
    left: NormalForm, right: NormalForm, only: tuple[int, ...] | None = None
) -> tuple[tuple[int, ...], EntryDifference] | None:
    """Give the smallest input at which two layers differ, and the first entry that does; None where they do not.

    Parameters
    ----------
    left, right : NormalForm
        Of one rank.
    only : tuple of int, optional
        The one input to look at.

    Notes
    -----
    Smallest is the least sum of sizes, ties by the first axis. A layer whose output would be empty lacks every entry.

    Examples
    --------
    >>> a = NormalForm(axes=(AxisForm(kernel=3, stride=2, low=1, extra=0),))
    >>> b = NormalForm(axes=(AxisForm(kernel=3, stride=2, low=0, extra=-1),))
    >>> sizes, found = smallest_difference(a, b)
    >>> sizes, found.entry, found.left, found.right
    ((1,), (0,), 'w_{1}*y_{0}', 'w_{0}*y_{0}')
    """
    if only is not None:
        points = [only]
    else:
        turns = [_turns(ours, theirs) for ours, theirs in zip(left.axes, right.axes, strict=True)]
        points = sorted(product(*turns), key=lambda sizes: (sum(sizes), sizes))
    for sizes in points:
        found = _first(*readings(left, right, sizes))
        if found is not None:
            return sizes, found
    return None


def _turns(a: AxisForm, b: AxisForm) -> list[int]:
    """Give the sizes of one axis at which something begins."""
    turns = {1, a.shortest, b.shortest}
    turns |= {found for found in (_reached(a), _reached(b)) if found}
    if a.stride != b.stride:
        meet = (b.length(1) - a.length(1)) // (a.stride - b.stride) + 1
        turns |= {meet - 1, meet, meet + 1, meet + 2}
    else:
        parted = _least(lambda n: not a.relation(n).same(b.relation(n)))
        turns |= {parted} if parted else set()
    return sorted(n for n in turns if n >= 1)


def _reached(axis: AxisForm) -> int | None:
    """Give the least size for which an entry of x′ has a product."""
    return _least(lambda n: axis.relation(n).count() > 0)


def _least(begun: Callable[[int], bool]) -> int | None:
    """Give the least n ≥ 1 from which on something is so; None if it is not so very far out either."""
    high = 1
    while not begun(high):
        high *= 2
        if high > FARTHEST:
            return None
    low = high // 2  # not yet begun, or 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if begun(middle) else (middle, high)
    return high


def _first(ours: Reading, theirs: Reading) -> EntryDifference | None:
    """Give the first entry that one side lacks or whose sums differ, where channels may differ too."""
    if ours.channels == theirs.channels:
        return first_difference(ours, theirs)
    places: list[tuple[Index, Index | None]] = []
    places += [place for place in (_lacking(ours, theirs), _lacking(theirs, ours)) if place is not None]
    along = first_difference(ours, replace(theirs, channels=ours.channels))
    if along is not None and along.source is not None:
        places.append((along.entry, along.source))
    places += _by_channel(ours, theirs)
    found = [difference_at(ours, theirs, *place) for place in sorted(places, key=lambda place: place[0])]
    return next((difference for difference in found if difference is not None), None)


def _lacking(longer: Reading, shorter: Reading) -> tuple[Index, None] | None:
    if min(longer.shape) < 1:
        return None
    beyond = [axis for axis, (a, b) in enumerate(zip(longer.shape, shorter.shape, strict=True)) if a > b]
    if not beyond:
        return None
    if min(shorter.shape) < 1:
        return (0,) * len(longer.shape), None
    return tuple(shorter.shape[axis] if axis == beyond[-1] else 0 for axis in range(len(longer.shape))), None


def _by_channel(ours: Reading, theirs: Reading) -> list[tuple[Index, Index]]:
    """Give, for the first channel of x′ that two channels of weights join otherwise, the first joined entry."""
    sides = (ours, theirs)
    inputs = max(side.channels.in_channels for side in sides)
    for co in range(min(side.channels.out_channels for side in sides)):
        for ci in range(inputs):
            pairs = [side.channels.weight(co, ci) if ci < side.channels.in_channels else None for side in sides]
            if pairs[0] != pairs[1]:
                joined = [_first_joined(side) for side, pair in zip(sides, pairs, strict=True) if pair is not None]
                return [((co, *row), (ci, *column)) for row, column in filter(None, joined)]
    return []


def _first_joined(side: Reading) -> tuple[Index, Index] | None:
    """Give the first row with a product, and a column of it."""
    row, column = [], []
    for relation in side.axes:
        j = _first_row(relation)
        if j is None:
            return None
        row.append(j)
        column.append(next(relation.at(j))[1])
    return tuple(row), tuple(column)


def _first_row(relation: Relation) -> int | None:
    bound = _least(lambda j: relation.between(0, j, relation.o_low, relation.o_high).count() > 0)
    return None if bound is None else bound - 1
