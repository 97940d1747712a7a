"""A certificate of degree 2: a non-negative combination of hypotheses and products of two that is a negative number.

It looks for integers c ≥ 0 with ``Σ cᵢ hᵢ + Σ cᵢⱼ hᵢ hⱼ = -m``, m ≥ 1, as an identity of polynomials in the hypotheses
h ≥ 0. `symtconv.claims.simplex` finds them exactly.

References
----------
J. Farkas, *Theorie der einfachen Ungleichungen*, J. reine angew. Math. 124 (1902); D. Handelman, *Representing
polynomials by positive linear functions on compact convex polyhedra*, Pacific J. Math. 132 (1988).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement

from symtconv.arithmetic.polynomial import Polynomial, multiply
from symtconv.claims.deadline import Deadline
from symtconv.claims.simplex import negative_sum
from symtconv.geometry import LimitError

MAX_DEGREE, MAX_COLUMNS = 4, 4000
Multipliers = list[tuple[int, list[int]]]


def combination(hypotheses: Sequence[Polynomial], deadline: Deadline) -> Multipliers | None:
    """Find positive integers and products of hypotheses whose sum is a negative number, or None."""
    linear = negative_sum(hypotheses, deadline.tick)
    if linear is not None:
        return [(factor, [number]) for number, factor in linear.items()]
    labels, columns = _products(hypotheses, deadline)
    found = negative_sum(columns, deadline.tick) if len(columns) <= MAX_COLUMNS else None
    return None if found is None else [(factor, labels[number]) for number, factor in found.items()]


def _products(hypotheses: Sequence[Polynomial], deadline: Deadline) -> tuple[list[list[int]], list[Polynomial]]:
    labels = [[number] for number in range(len(hypotheses))]
    columns = list(hypotheses)
    degrees = [max(map(len, hypothesis), default=0) for hypothesis in hypotheses]
    for i, j in combinations_with_replacement(range(len(hypotheses)), 2):
        if degrees[i] and degrees[j] and degrees[i] + degrees[j] <= MAX_DEGREE:
            deadline.tick()
            try:
                columns.append(multiply(hypotheses[i], hypotheses[j]))
            except LimitError:
                continue
            labels.append([i, j])
    return labels, columns
