"""Sums of squares: what is negative nowhere since it is a square, used like a hypothesis.

The checker knows no squares. ``f*f >= 0`` is shown by a split at f*f whose other side is impossible: for f ≥ 0 by the
product of f with itself, and for ``g = -f - 1 >= 0`` since ``f*f = g*g + 2 g + 1``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, multiply
from symtconv.claims.deadline import Deadline
from symtconv.claims.plan import Held, Opened, Plan, Sum
from symtconv.claims.simplex import Point, solve
from symtconv.geometry import LimitError

MOST_BASES, MOST_DEGREE, MOST_USED = 10, 6, 12


def sum_of_squares(sources: Sequence[Held], deadline: Deadline) -> Plan | None:
    """Give a plan in which hypotheses and squares add up to a negative number, or None."""
    hypotheses = [one.polynomial for one in sources]
    if not any(len(set(monomial)) < len(monomial) for hypothesis in hypotheses for monomial in hypothesis):
        return None
    forms = list(_forms(hypotheses))
    try:
        squares = [multiply(form, form) for form in forms]
    except LimitError:
        return None
    found = solve([*hypotheses, *squares], deadline.tick)
    if isinstance(found, Point):
        return None
    used = {number: Held(squares[number - len(sources)]) for number in found.factors if number >= len(sources)}
    if len(used) > MOST_USED:
        return None
    terms = [(factor, (used.get(number) or sources[number],)) for number, factor in found.factors.items()]
    plan: Plan = Sum(tuple(terms), frozenset(one for _, product in terms for one in product))
    for number, square in used.items():
        plan = _shown(square, forms[number - len(sources)], plan)
    return plan


def _shown(square: Held, form: Polynomial, plan: Plan) -> Plan:
    """Show a square to be at least 0, and go on with it."""
    other = Held(add(constant(-1), square.polynomial, -1))
    above, below = Held(form), Held(add(constant(-1), form, -1))
    halves = [
        ((above,), Sum(((1, (above, above)), (1, (other,))), frozenset({above, other}))),
        ((below,), Sum(((1, (below, below)), (2, (below,)), (1, (other,))), frozenset({below, other}))),
    ]
    return Opened.of(square.polynomial, [((square,), plan), ((other,), Opened.of(form, halves))])


def _forms(hypotheses: Sequence[Polynomial]) -> Iterator[Polynomial]:
    """Yield differences and sums of two products of names whose product, or square, is spoken of."""
    bases: dict[Monomial, None] = {}
    for hypothesis in hypotheses:
        for monomial in hypothesis:
            if len(monomial) == 1:
                bases.setdefault((), None)
                bases.setdefault(monomial, None)
            elif len(monomial) % 2 == 0 and len(monomial) <= MOST_DEGREE:
                for half in combinations(sorted(monomial), len(monomial) // 2):
                    bases.setdefault(half, None)
    few = sorted(bases, key=lambda base: (-len(base), base))[:MOST_BASES]
    yield from ({base: 1} for base in few if base)
    for one, other in combinations(few, 2):
        yield {one: 1, other: -1}
        yield {one: 1, other: 1}
