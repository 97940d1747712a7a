"""Non-negative combinations of polynomials that add up to a negative number, found exactly.

The monomials stand for independent unknowns, so that the question is linear: is there a value for each of them at
which all polynomials are ≥ 0? The simplex method for feasibility answers it in integers: it starts at 0, takes a
polynomial that is negative there and moves an unknown, or lets another polynomial grow, until none is negative, or
until one is a negative number plus non-positive multiples of others that are ≥ 0. Those multiples are the answer.

References
----------
B. Dutertre, L. de Moura, *A fast linear-arithmetic solver for DPLL(T)*, CAV 2006; R. G. Bland, *New finite pivoting
rules for the simplex method*, Math. Oper. Res. 2 (1977).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from math import gcd
from typing import NamedTuple, TypeAlias

from symtconv.arithmetic.polynomial import Monomial, Polynomial, increase

Unknown: TypeAlias = Monomial | int  # a monomial, or the number of a polynomial that is at 0
Solved: TypeAlias = tuple[Unknown, int, dict[Unknown, int]]  # (x, m, parts) says  m * x = the sum of the parts
ZERO = Fraction(0)
GREEDY = 400  # pivots by the largest gain, before Bland's rule, which is slow and never goes in circles
OWN = -1  # key of a row's own factor: a row says  row[OWN] * polynomial = row[()] + the sum of the rest


class Infeasible(NamedTuple):
    """Positive factors, by number of polynomial, whose combination is a negative number."""

    factors: dict[int, int]


class Point:
    """Values of the unknowns at which all polynomials are ≥ 0; worked out when they are asked for."""

    def __init__(self, rows: Mapping[int, Mapping[Unknown, int]], solved: Sequence[Solved]) -> None:
        self._rows, self._solved = rows, solved
        self._values: dict[Unknown, Fraction] | None = None

    def value(self, polynomial: Polynomial) -> Fraction:
        """Give the value of a polynomial, each monomial an unknown of its own; those that nobody speaks of are 0."""
        if self._values is None:
            self._values = self._all()
        values = self._values
        return sum((factor * values.get(monomial, ZERO) for monomial, factor in polynomial.items()), start=ZERO)

    def _all(self) -> dict[Unknown, Fraction]:
        values: dict[Unknown, Fraction] = {(): Fraction(1)}
        for number, row in self._rows.items():
            values[number] = Fraction(row.get((), 0), row[OWN])
        for unknown, size, parts in reversed(self._solved):
            summed = sum((factor * values.get(part, ZERO) for part, factor in parts.items()), start=ZERO)
            values[unknown] = summed / size
        return values


def negative_sum(columns: Sequence[Polynomial], tick: Callable[[], None] = lambda: None) -> dict[int, int] | None:
    """Give positive factors, by number of polynomial, whose combination is a negative number, or None.

    Examples
    --------
    >>> negative_sum([{("x",): 1, (): -3}, {("x",): -2, (): 5}])
    {1: 1, 0: 2}
    """
    found = solve(columns, tick)
    return found.factors if isinstance(found, Infeasible) else None


def solve(columns: Sequence[Polynomial], tick: Callable[[], None] = lambda: None) -> Infeasible | Point:
    """Decide whether the polynomials can all be ≥ 0 when each monomial is an unknown of its own.

    Parameters
    ----------
    columns : sequence of Polynomial
    tick : callable
        Called once for every pivot; what it raises ends the search.

    Examples
    --------
    >>> solve([{("x",): 2, (): -3}, {("x",): -1, (): 5}]).value({("x",): 2})
    Fraction(3, 1)
    """
    rows: dict[int, dict[Unknown, int]] = {}
    for number in _without_free_signs(columns):
        rows[number] = {OWN: 1}
        rows[number].update(columns[number].items())
    solved: list[Solved] = []
    pivots = 0
    while True:
        tick()
        pivots += 1
        negative = [number for number, row in rows.items() if row.get((), 0) < 0]
        if not negative:
            return Point(rows, solved)
        chosen = _entering(rows, negative, greedy=pivots <= GREEDY)
        if isinstance(chosen, int):
            return Infeasible(_multipliers(chosen, rows[chosen]))
        found = _pivot(rows, *chosen)
        if isinstance(found[0], tuple):
            solved.append(found)


def _without_free_signs(columns: Sequence[Polynomial]) -> list[int]:
    """Leave out what a combination cannot hold: a monomial of one sign everywhere can never cancel."""
    left = set(range(len(columns)))
    signs: Counter[tuple[Monomial, bool]] = Counter(
        (monomial, factor > 0) for column in columns for monomial, factor in column.items() if monomial
    )
    users: dict[Monomial, list[int]] = {}
    for number, column in enumerate(columns):
        for monomial in column:
            users.setdefault(monomial, []).append(number)
    waiting = [monomial for monomial in users if monomial and not (signs[monomial, True] and signs[monomial, False])]
    while waiting:
        for number in users[waiting.pop()]:
            if number not in left:
                continue
            left.discard(number)
            for monomial, factor in columns[number].items():
                key = (monomial, factor > 0)
                signs[key] -= 1
                if monomial and not signs[key]:
                    waiting.append(monomial)
    return sorted(left)


def _entering(
    rows: Mapping[int, Mapping[Unknown, int]], negative: Iterable[int], *, greedy: bool
) -> int | tuple[int, Unknown]:
    """Choose a negative polynomial and what may move to bring it to 0; or give one that nothing can help."""
    if not greedy:
        number = min(negative)
        able = [unknown for unknown, factor in rows[number].items() if _may_move(unknown, factor)]
        return (number, min(able, key=_order)) if able else number
    best: tuple[int, int, Unknown] | None = None
    for number in negative:
        able = [unknown for unknown, factor in rows[number].items() if _may_move(unknown, factor)]
        if not able:
            return number
        if best is None or len(rows[number]) < best[0]:
            best = (len(rows[number]), number, able[0])
    if best is None:  # there is a negative one
        raise AssertionError
    row = rows[best[1]]
    able = [unknown for unknown, factor in row.items() if _may_move(unknown, factor)]
    free = [unknown for unknown in able if isinstance(unknown, tuple)] or able
    uses = {unknown: sum(unknown in other for other in rows.values()) for unknown in free}
    return best[1], min(free, key=lambda part: (uses[part], abs(row[part])))


def _may_move(unknown: Unknown, factor: int) -> bool:
    return len(unknown) > 0 if isinstance(unknown, tuple) else unknown != OWN and factor > 0


def _order(unknown: Unknown) -> tuple[int, Monomial | tuple[int]]:
    return (0, unknown) if isinstance(unknown, tuple) else (1, (unknown,))


def _pivot(rows: dict[int, dict[Unknown, int]], number: int, unknown: Unknown) -> Solved:
    """Solve the row of a polynomial for an unknown and put that into the others; the polynomial is then at 0."""
    row = rows.pop(number)
    factor, own = row.pop(unknown), row.pop(OWN)
    sign = 1 if factor > 0 else -1
    # |factor| * unknown = the sum of `solved`
    solved: dict[Unknown, int] = {part: -sign * value for part, value in row.items()}
    solved[number] = sign * own
    size = abs(factor)
    for other, target in rows.items():
        times = target.pop(unknown, 0)
        if times:
            rows[other] = _combined(target, size, solved, times)
    if isinstance(unknown, int):  # a polynomial that grows from 0; a monomial is of no interest any more
        solved[OWN] = size
        rows[unknown] = _reduced(solved)
    return unknown, size, solved


def _combined(target: dict[Unknown, int], size: int, solved: Mapping[Unknown, int], times: int) -> dict[Unknown, int]:
    """Give ``size * target + times * solved`` without common factor."""
    common = gcd(size, times)
    size, times = size // common, times // common
    total = {part: size * value for part, value in target.items()} if size != 1 else target
    increase(total, solved, times)
    return _reduced(total) if size != 1 else total


def _reduced(row: dict[Unknown, int]) -> dict[Unknown, int]:
    common = gcd(*row.values())
    return {part: value // common for part, value in row.items()} if common > 1 else row


def _multipliers(number: int, row: Mapping[Unknown, int]) -> dict[int, int]:
    found = {number: row[OWN]}
    found.update((part, -value) for part, value in row.items() if isinstance(part, int) and part != OWN)
    return found
