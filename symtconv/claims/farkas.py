"""A certificate of degree 2: a non-negative combination of hypotheses and products of two that is a negative number.

It looks for integers c ≥ 0 with ``Σ cᵢ hᵢ + Σ cᵢⱼ hᵢ hⱼ = -m``, m ≥ 1, as an identity of polynomials in the hypotheses
h ≥ 0. `symtconv.claims.simplex` finds them exactly. Lemmas bring products of more than two.

References
----------
J. Farkas, *Theorie der einfachen Ungleichungen*, J. reine angew. Math. 124 (1902); D. Handelman, *Representing
polynomials by positive linear functions on compact convex polyhedra*, Pacific J. Math. 132 (1988).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd

from symtconv.arithmetic.polynomial import Polynomial, multiply
from symtconv.claims.deadline import Deadline
from symtconv.claims.lemmas import Lemma, Products
from symtconv.claims.simplex import Point, solve
from symtconv.geometry import LimitError

MAX_DEGREE, MAX_COLUMNS, MAX_TERMS = 4, 4000, 100
Multipliers = list[tuple[int, list[int]]]


class Pairs:
    """Products of two hypotheses, each made once however often its factors are met again in one search."""

    def __init__(self) -> None:
        # A polynomial is known by where it is; it is kept beside its products, so that nothing else comes to be there.
        self._made: dict[tuple[int, int], tuple[Polynomial, Polynomial, Polynomial | None]] = {}

    def product(self, one: Polynomial, other: Polynomial) -> Polynomial | None:
        """Give the product; None where it is too long."""
        found = self._made.get((id(one), id(other)))
        if found is None:
            try:
                product: Polynomial | None = multiply(one, other)
            except LimitError:
                product = None
            found = self._made[id(one), id(other)] = one, other, product
        return found[2]


def combination(
    hypotheses: Sequence[Polynomial],
    lemmas: Sequence[Lemma],
    deadline: Deadline,
    *,
    products: bool,
    pairs: Pairs | None = None,
) -> Multipliers | Point:
    """Find positive integers and products of hypotheses whose sum is a negative number.

    Parameters
    ----------
    hypotheses : sequence of Polynomial
    lemmas : sequence of Lemma
        What follows from these, used like them.
    deadline : Deadline
    products : bool
        Whether to look at products of two, when hypotheses and lemmas alone do not add up.
    pairs : Pairs, optional
        Products that were made before, and will be again.

    Returns
    -------
    list of (factor, numbers of hypotheses), or Point
        Where there is no such sum, a point at which all that was looked at is ≥ 0.
    """
    columns = [*hypotheses, *(lemma.polynomial for lemma in lemmas)]
    labels: list[Products] = [{(number,): 1} for number in range(len(hypotheses))]
    labels += [lemma.products for lemma in lemmas]
    found = solve(columns, deadline.tick)
    if isinstance(found, Point) and products:
        extra = _products(hypotheses, deadline, pairs or Pairs())
        if len(columns) + len(extra) <= MAX_COLUMNS:
            labels += [{pair: 1} for pair, _ in extra]
            found = solve([*columns, *(product for _, product in extra)], deadline.tick)
    return found if isinstance(found, Point) else _expanded(found.factors, labels)


def _expanded(factors: Mapping[int, int], labels: Sequence[Products]) -> Multipliers:
    total: dict[tuple[int, ...], int] = {}
    for number, factor in factors.items():
        for numbers, times in labels[number].items():
            total[numbers] = total.get(numbers, 0) + factor * times
    common = gcd(*total.values())
    return [(factor // common, list(numbers)) for numbers, factor in total.items()]


def _products(
    hypotheses: Sequence[Polynomial], deadline: Deadline, pairs: Pairs
) -> list[tuple[tuple[int, ...], Polynomial]]:
    found: list[tuple[tuple[int, ...], Polynomial]] = []
    degrees = [_degree(hypothesis) if len(hypothesis) <= MAX_TERMS else 0 for hypothesis in hypotheses]
    for i, one in enumerate(hypotheses):
        deadline.tick()
        most = MAX_DEGREE - degrees[i] if degrees[i] else 0
        for j in range(i, len(hypotheses)):
            if 0 < degrees[j] <= most:
                product = pairs.product(one, hypotheses[j])
                if product is not None:
                    found.append(((i, j), product))
    return found


def _degree(polynomial: Polynomial) -> int:
    return max(map(len, polynomial), default=0)
