"""Points that a claim's own numbers suggest: each constant, its neighbours and its roots, in all names at once.

What the shells do not reach in any time may be one step behind a number that the claim names. A hit found there is
the smallest only if that is proved: no counterexample has a smaller sum, and none of the same sum comes before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.sizes import evaluate, holds
from symtconv.arithmetic.term import Comparison, Connective, Formula, Name, Number, Operation, Term, names_of, walk
from symtconv.claims.box import Batch
from symtconv.claims.deadline import Deadline
from symtconv.claims.program import Column, Program
from symtconv.geometry import InputError, LimitError

LEAST, MOST_POINTS, FAR, ROOTS = 8, 60_000, 10**40, 6
NEAR = (0, 1, 2)  # values that a name may have while another has a constant


class Found(NamedTuple):
    """The least counterexample and the least admissible point among those that were looked at."""

    hit: dict[str, int] | None
    witness: dict[str, int] | None


def at_constants(claim: Claim, lows: Mapping[str, int], deadline: Deadline) -> Found:
    """Look at the points of the claim's constants, and from a counterexample on for smaller ones beside it.

    Parameters
    ----------
    claim : Claim
    lows : mapping
        The least value of each name that has one.
    deadline : Deadline
    """
    constants, names = _constants(claim), claim.names
    if not constants or not names:
        return Found(None, None)
    values = [_values(constants, lows.get(name), MOST_POINTS ** (1 / len(names))) for name in names]
    columns: dict[str, Column] = dict(zip(names, np.array(list(product(*values)), dtype=object).T, strict=True))
    count = len(columns[names[0]])
    *assumed, truth = Program.of([*claim.assumptions, claim.goal]).run(columns, count)
    allowed = np.ones(count, dtype=bool)
    for part in assumed:
        allowed &= part
    batch = Batch(columns, count)
    hit = _least(batch, allowed & ~truth)
    return Found(None if hit is None else _lowered(claim, hit, deadline), _least(batch, allowed))


def none_before(values: Mapping[str, int], lows: Mapping[str, int]) -> Formula:
    """Say of the names that they come before a point: it is the smallest if none of these is a counterexample."""
    sizes: list[Term] = [Name(name) if lows.get(name, -1) >= 0 else Operation("abs", (Name(name),)) for name in values]
    total = sizes[0]
    for size in sizes[1:]:
        total = Operation("+", (total, size))
    least = Number(sum(map(abs, values.values())))
    before: list[Formula] = [Comparison("<", total, least)]
    equal: list[Formula] = [Comparison("==", total, least)]
    for name, value in values.items():
        number: Term = Number(value) if value >= 0 else Operation("neg", (Number(-value),))
        before.append(Connective("and", (*equal, Comparison("<", Name(name), number))))
        equal.append(Comparison("==", Name(name), number))
    return Connective("or", tuple(before))


def _least(batch: Batch, chosen: NDArray[np.bool_]) -> dict[str, int] | None:
    points = (batch.point(int(number)) for number in np.flatnonzero(chosen))
    return min(points, key=lambda point: (sum(map(abs, point.values())), tuple(point.values())), default=None)


def _lowered(claim: Claim, hit: dict[str, int], deadline: Deadline) -> dict[str, int]:
    """Halve the way of each name to 0 for as long as it stays a counterexample."""
    changed = True
    while changed and not deadline.passed:
        changed = False
        for name, value in hit.items():
            step = abs(value)
            while step:
                nearer = {**hit, name: hit[name] - step if hit[name] > 0 else hit[name] + step}
                if abs(nearer[name]) < abs(hit[name]) and claim.admits(nearer) and not holds(claim.goal, nearer):
                    hit, changed = nearer, True
                else:
                    step //= 2
    return hit


def _constants(claim: Claim) -> list[int]:
    """Give the numbers of a claim that are not small, those that are written as products too, the largest first."""
    found: set[int] = set()
    for formula in (claim.goal, *claim.where):
        for part in walk(formula):
            if isinstance(part, Number | Operation) and not names_of(part):
                try:
                    value = abs(evaluate(part, {}))
                except (InputError, LimitError):
                    continue
                if LEAST <= value < FAR:
                    found.add(value)
    return sorted(found, reverse=True)


def _values(constants: Sequence[int], low: int | None, most: float) -> list[int]:
    """Give values of a name, as many as there is room for: the small ones, then around constants and their roots."""
    least = 0 if low is None else low
    wanted = [least, *(least + step for step in NEAR)]
    for constant in constants:
        wanted += [constant, constant - 1, constant + 1]
    for constant in constants:
        for power in range(2, ROOTS + 1):
            root = _root(constant, power)
            wanted += [root, root + 1, root - 1]
    if low is None:
        wanted = [signed for value in wanted for signed in (value, -value)]
    allowed = [value for value in dict.fromkeys(wanted) if low is None or value >= low]
    return allowed[: max(2, int(most))]


def _root(value: int, power: int) -> int:
    """Give the integer part of a root, exactly."""
    low, high = 0, 1 << (value.bit_length() // power + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**power <= value else (low, middle - 1)
    return low
