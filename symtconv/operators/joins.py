"""From one list of joins per axis to an operator: ``Σ_t w[t] · S₁[t₁] ⊗ S₂[t₂] ⊗ …``.

An axis is given as, for every row index, the pairs (column index, tap) that it is joined by, by growing column. The
channels are an axis like the others; their taps are the pairs of channels that a weight belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.geometry import Relation
from symtconv.operators.cells import Cells, Joined, Numbers, Table
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index

Joins = Sequence[Sequence[tuple[int, int]]]  # [row] -> [(column, tap), …]


def by_output(relation: Relation) -> Joins:
    """Give the joins of one axis with y as rows and x as columns."""
    rows: list[list[tuple[int, int]]] = [[] for _ in range(relation.o_high)]
    for t, o, j in relation.triples():
        rows[o].append((j, t))
    return rows


def joined(
    axes: Sequence[Joins | Joined], columns: Index, taps: Index, table: Table, numbers: Numbers | None = None
) -> Operator:
    """Build the operator of a list of axes.

    Parameters
    ----------
    axes : sequence of Joins or Joined
        Channels first, where there are channels.
    columns, taps : tuple of int
        Number of columns and of taps of each axis.
    table : Table
        The entries.
    numbers : array of int64, optional
        For every tap, row-major over ``taps``, the number of its entry in the table; without it the tap's own.
    """
    first, *others = (axis if isinstance(axis, Joined) else Joined.of([sorted(row) for row in axis]) for axis in axes)
    found = first
    for other, width, count in zip(others, columns[1:], taps[1:], strict=True):
        found = found.times(other, width, count)
    entries = found.taps if numbers is None else numbers[found.taps]
    cells = Cells(found.rows, found.columns, entries, table, by_rows=True)
    return Operator.of_cells([len(axis) for axis in axes], columns, cells)
