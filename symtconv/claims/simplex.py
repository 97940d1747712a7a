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

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from math import gcd
from typing import NamedTuple, TypeAlias

from symtconv.arithmetic.polynomial import Monomial, Polynomial

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
    table = _Table.of(columns, _without_free_signs(columns))
    solved: list[Solved] = []
    pivots = 0
    while True:
        tick()
        pivots += 1
        if not table.negative:
            return Point(table.rows, solved)
        chosen = table.entering(greedy=pivots <= GREEDY)
        if isinstance(chosen, int):
            return Infeasible(_multipliers(chosen, table.rows[chosen]))
        found = table.pivot(*chosen)
        if isinstance(found[0], tuple):
            solved.append(found)


def _without_free_signs(columns: Sequence[Polynomial]) -> list[int]:
    """Leave out what a combination cannot hold: a monomial of one sign everywhere can never cancel."""
    left = set(range(len(columns)))
    signs: dict[tuple[Monomial, bool], int] = {}
    users: dict[Monomial, list[int]] = {}
    for number, column in enumerate(columns):
        for monomial, factor in column.items():
            if monomial:
                key = (monomial, factor > 0)
                signs[key] = signs.get(key, 0) + 1
                if monomial in users:
                    users[monomial].append(number)
                else:
                    users[monomial] = [number]
    waiting = [monomial for monomial in users if (monomial, True) not in signs or (monomial, False) not in signs]
    while waiting:
        for number in users[waiting.pop()]:
            if number not in left:
                continue
            left.discard(number)
            for monomial, factor in columns[number].items():
                if monomial:
                    key = (monomial, factor > 0)
                    signs[key] -= 1
                    if not signs[key]:
                        waiting.append(monomial)
    return sorted(left)


@dataclass
class _Table:
    """The polynomials that are not held at 0, each as a row; a step looks at the rows that it changes alone.

    Parameters
    ----------
    rows : dict
        By number of polynomial.
    users : dict
        The rows in which an unknown stands.
    age : dict
        When a row came in; of equals the oldest is taken.
    negative, stuck : set of int
        The rows that are negative, and those of them that nothing can help.
    """

    rows: dict[int, dict[Unknown, int]] = field(default_factory=dict)
    users: dict[Unknown, set[int]] = field(default_factory=dict)
    age: dict[int, int] = field(default_factory=dict)
    negative: set[int] = field(default_factory=set)
    stuck: set[int] = field(default_factory=set)
    clock: Iterator[int] = field(default_factory=count)

    @classmethod
    def of(cls, columns: Sequence[Polynomial], numbers: Iterable[int]) -> _Table:
        """Begin with some polynomials."""
        table = cls()
        for number in numbers:
            row: dict[Unknown, int] = {OWN: 1}
            row.update(columns[number].items())
            table.put(number, row)
        return table

    def put(self, number: int, row: dict[Unknown, int]) -> None:
        """Add a row."""
        self.rows[number] = row
        self.age[number] = next(self.clock)
        users = self.users
        for unknown in row:
            if unknown in users:
                users[unknown].add(number)
            else:
                users[unknown] = {number}
        self.look(number, row)

    def look(self, number: int, row: Mapping[Unknown, int]) -> None:
        """Note whether a row is negative, and whether something can help it."""
        if row.get((), 0) >= 0:
            self.negative.discard(number)
            self.stuck.discard(number)
            return
        self.negative.add(number)
        if any(_may_move(unknown, factor) for unknown, factor in row.items()):
            self.stuck.discard(number)
        else:
            self.stuck.add(number)

    def entering(self, *, greedy: bool) -> int | tuple[int, Unknown]:
        """Choose a negative polynomial and what may move to bring it to 0; or give one that nothing can help."""
        rows, age = self.rows, self.age
        if greedy and self.stuck:
            return min(self.stuck, key=age.__getitem__)
        number = min(self.negative, key=lambda one: (len(rows[one]), age[one])) if greedy else min(self.negative)
        able = [unknown for unknown, factor in rows[number].items() if _may_move(unknown, factor)]
        if not greedy:
            return (number, min(able, key=_order)) if able else number
        free = [unknown for unknown in able if isinstance(unknown, tuple)] or able
        row, users = rows[number], self.users
        return number, min(free, key=lambda part: (len(users[part]), abs(row[part])))

    def pivot(self, number: int, unknown: Unknown) -> Solved:
        """Solve the row of a polynomial for an unknown and put that into the others; the polynomial is then at 0."""
        rows, users = self.rows, self.users
        row = rows.pop(number)
        self.negative.discard(number)
        for part in row:
            users[part].discard(number)
        factor, own = row.pop(unknown), row.pop(OWN)
        sign = 1 if factor > 0 else -1
        # |factor| * unknown = the sum of `solved`
        solved: dict[Unknown, int] = {part: -sign * value for part, value in row.items()}
        solved[number] = sign * own
        users.setdefault(number, set())
        size = abs(factor)
        for other in users.pop(unknown):
            rows[other] = target = self.combined(other, size, solved, rows[other].pop(unknown))
            self.look(other, target)
        if isinstance(unknown, int):  # a polynomial that grows from 0; a monomial is of no interest any more
            solved[OWN] = size
            self.put(unknown, _reduced(solved))
        return unknown, size, solved

    def combined(self, number: int, size: int, solved: Mapping[Unknown, int], times: int) -> dict[Unknown, int]:
        """Give ``size * row + times * solved`` without common factor, and note where its unknowns stand."""
        target, users = self.rows[number], self.users
        common = gcd(size, times)
        size, times = size // common, times // common
        total = {part: size * value for part, value in target.items()} if size != 1 else target
        for part, coefficient in solved.items():
            before = total.get(part, 0)
            value = before + times * coefficient
            if value:
                total[part] = value
                if not before:
                    users[part].add(number)
            else:
                del total[part]
                users[part].discard(number)
        return _reduced(total) if size != 1 else total


def _may_move(unknown: Unknown, factor: int) -> bool:
    return len(unknown) > 0 if isinstance(unknown, tuple) else unknown != OWN and factor > 0


def _order(unknown: Unknown) -> tuple[int, Monomial | tuple[int]]:
    return (0, unknown) if isinstance(unknown, tuple) else (1, (unknown,))


def _reduced(row: dict[Unknown, int]) -> dict[Unknown, int]:
    common = gcd(*row.values())
    return {part: value // common for part, value in row.items()} if common > 1 else row


def _multipliers(number: int, row: Mapping[Unknown, int]) -> dict[int, int]:
    found = {number: row[OWN]}
    found.update((part, -value) for part, value in row.items() if isinstance(part, int) and part != OWN)
    return found
