"""The linear programme that finds a certificate of degree 2; the only module that imports SciPy.

It looks for c ≥ 0 with ``Σ cᵢ hᵢ + Σ cᵢⱼ hᵢ hⱼ = -1`` as an identity of polynomials in the hypotheses h ≥ 0.
What HiGHS answers in floating point is only a hint: the multipliers are made rational and checked exactly.

References
----------
J. Farkas, *Theorie der einfachen Ungleichungen*, J. reine angew. Math. 124 (1902); D. Handelman, *Representing
polynomials by positive linear functions on compact convex polyhedra*, Pacific J. Math. 132 (1988).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from math import lcm

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix

from symtconv.arithmetic.polynomial import Monomial, Polynomial, multiply
from symtconv.geometry import LimitError

MAX_DEGREE, MAX_COLUMNS, DENOMINATOR, TINY = 4, 4000, 5040, 1e-7
HUGE = 10**40  # coefficients beyond which floating point has nothing to say
Multipliers = list[tuple[int, list[int]]]


def combination(hypotheses: Sequence[Polynomial], seconds: float) -> Multipliers | None:
    """Find positive integers and products of hypotheses whose sum is a negative number, or None."""
    labels, columns = _products(hypotheses)
    if len(columns) > MAX_COLUMNS or seconds <= 0:
        return None
    if max((abs(factor) for column in columns for factor in column.values()), default=0) > HUGE:
        return None
    monomials: dict[Monomial, int] = {(): 0}
    for column in columns:
        for monomial in column:
            monomials.setdefault(monomial, len(monomials))
    solution = _solve(columns, monomials, seconds)
    if solution is None:
        return None
    support = [number for number, value in enumerate(solution) if value > TINY]
    rounded = [Fraction(float(solution[number])).limit_denominator(DENOMINATOR) for number in support]
    chosen = [columns[number] for number in support]
    exact = rounded if _is_identity(chosen, rounded) else _exact(chosen)
    if exact is None:
        return None
    scale = lcm(*(value.denominator for value in exact))
    return [(int(value * scale), labels[number]) for value, number in zip(exact, support, strict=True) if value]


def _products(hypotheses: Sequence[Polynomial]) -> tuple[list[list[int]], list[Polynomial]]:
    labels = [[number] for number in range(len(hypotheses))]
    columns = list(hypotheses)
    degrees = [max(map(len, hypothesis), default=0) for hypothesis in hypotheses]
    for i, j in combinations_with_replacement(range(len(hypotheses)), 2):
        if degrees[i] and degrees[j] and degrees[i] + degrees[j] <= MAX_DEGREE:
            try:
                columns.append(multiply(hypotheses[i], hypotheses[j]))
            except LimitError:
                continue
            labels.append([i, j])
    return labels, columns


def _solve(columns: Sequence[Polynomial], monomials: Mapping[Monomial, int], seconds: float) -> Sequence[float] | None:
    entries = [(monomials[m], number, float(c)) for number, column in enumerate(columns) for m, c in column.items()]
    rows, places, values = zip(*entries, strict=True) if entries else ((), (), ())
    matrix = coo_matrix((values, (rows, places)), shape=(len(monomials), len(columns))).tocsc()
    target = np.zeros(len(monomials))
    target[0] = -1
    options = {"time_limit": seconds}
    found = linprog(np.ones(len(columns)), A_eq=matrix, b_eq=target, bounds=(0, None), method="highs", options=options)
    return found.x if found.status == 0 else None


def _is_identity(columns: Sequence[Polynomial], values: Sequence[Fraction]) -> bool:
    total: dict[Monomial, Fraction] = {}
    for column, value in zip(columns, values, strict=True):
        for monomial, coefficient in column.items():
            total[monomial] = total.get(monomial, Fraction(0)) + value * coefficient
    return total.pop((), Fraction(0)) < 0 and not any(total.values()) and all(value >= 0 for value in values)


def _exact(columns: Sequence[Polynomial]) -> list[Fraction] | None:
    """Solve for the multipliers in rationals, on the columns that the programme chose."""
    monomials = sorted({monomial for column in columns for monomial in column} | {()})
    rows = [
        [*(Fraction(column.get(monomial, 0)) for column in columns), Fraction(-1 if monomial == () else 0)]
        for monomial in monomials
    ]
    pivots: list[int] = []
    for place in range(len(columns)):
        found = next((row for row in rows[len(pivots) :] if row[place]), None)
        if found is None:
            continue
        rows.remove(found)
        pivot = [value / found[place] for value in found]
        rows = [_reduced(row, pivot, place) for row in rows]
        rows.insert(len(pivots), pivot)
        pivots.append(place)
    values = [Fraction(0)] * len(columns)
    for row, place in zip(rows, pivots, strict=False):
        values[place] = row[-1]
    return values if _is_identity(columns, values) else None


def _reduced(row: list[Fraction], pivot: Sequence[Fraction], place: int) -> list[Fraction]:
    factor = row[place]
    return [a - factor * b for a, b in zip(row, pivot, strict=True)] if factor else row
