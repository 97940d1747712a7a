"""From one list of joins per axis to an operator: ``Σ_t w[t] · S₁[t₁] ⊗ S₂[t₂] ⊗ …``.

An axis is given as, for every row index, the pairs (column index, tap) that it is joined by. The channels are
an axis like the others; their taps are the pairs of channels that a weight belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from symtconv.geometry import Relation
from symtconv.operators.matrix import Operator, Row
from symtconv.operators.result import Index, size_of
from symtconv.operators.ring import Polynomial

Joins = Sequence[Sequence[tuple[int, int]]]  # [row] -> [(column, tap), …]


def by_output(relation: Relation) -> Joins:
    """Give the joins of one axis with y as rows and x as columns."""
    rows: list[list[tuple[int, int]]] = [[] for _ in range(relation.o_high)]
    for t, o, j in relation.triples():
        rows[o].append((j, t))
    return rows


def joined(axes: Sequence[Joins], columns: Index, taps: Index, weights: Sequence[Polynomial]) -> Operator:
    """Build the operator of a list of axes.

    Parameters
    ----------
    axes : sequence of Joins
        Channels first, where there are channels.
    columns, taps : tuple of int
        Number of columns and of taps of each axis.
    weights : sequence of Polynomial
        The entry for every tap, row-major over ``taps``.
    """
    scaled = [
        [[(column * column_step, tap * tap_step) for column, tap in row] for row in axis]
        for axis, column_step, tap_step in zip(axes, _steps(columns), _steps(taps), strict=True)
    ]
    rows: dict[int, Row] = {}
    last = scaled[-1]
    for outer, row_axes in enumerate(product(*scaled[:-1])):
        places = _sums(row_axes)
        if not places:
            continue
        for inner, ends in enumerate(last):
            rows[outer * len(last) + inner] = {
                column + end: weights[tap + end_tap] for column, tap in places for end, end_tap in ends
            }
    return Operator([len(axis) for axis in axes], columns, rows)


def _sums(axes: Iterable[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    places = [(0, 0)]
    for axis in axes:
        places = [(column + step, tap + tap_step) for column, tap in places for step, tap_step in axis]
    return places


def _steps(shape: Index) -> list[int]:
    return [size_of(shape[axis + 1 :]) for axis in range(len(shape))]
