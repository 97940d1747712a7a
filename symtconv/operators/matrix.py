"""Our own operator: immutable, sparse, exact, its rows and columns labelled by multi-index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from symtconv.geometry import InputError
from symtconv.operators.cells import Cells, Listed, Numbers, WeightTable, indices_of, listed, numbers_in
from symtconv.operators.result import Index, Result, index_of, number_of, size_of
from symtconv.operators.ring import ONE, ZERO, Polynomial, sparse_matrix
from symtconv.operators.shown import Displayed

if TYPE_CHECKING:
    import sympy

Row = dict[int, Polynomial]


class Operator(Displayed):
    """A matrix of polynomials in the weights; zeros are not stored.

    Rows and columns are numbered row-major over their index shapes; outside, an entry is named by two
    multi-indices.

    Parameters
    ----------
    row_shape, column_shape : tuple of int
        Index shapes of what the operator writes and reads.
    rows : mapping of int to mapping of int to Polynomial
        The non-zero entries by row number and column number. It is taken over, not copied.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> from symtconv.operators.convolution import convolution_matrix
    >>> C = convolution_matrix(ConvTranspose(input=2, kernel=3, stride=2))
    >>> print(C)
    Operator 2 x 5, 6 non-zero
    >>> C.at((1,), (2,)), C.at((1,), (1,)), C.T.at((2,), (1,))
    (w_{0}, 0, w_{0})
    >>> C.T.T == C
    True
    >>> (C @ C.T).at((0,), (1,))
    w_{0}*w_{2}
    """

    __slots__ = ("_cells", "_looked_up", "column_shape", "row_shape")
    row_shape: Index
    column_shape: Index
    _cells: Cells
    _looked_up: Mapping[int, Row] | None

    def __init__(self, row_shape: Sequence[int], column_shape: Sequence[int], rows: Mapping[int, Row]) -> None:
        kept = {number: row for number, row in rows.items() if row}
        cells = listed(
            [(number, column, kept[number][column]) for number in sorted(kept) for column in sorted(kept[number])]
        )
        self._set(row_shape, column_shape, cells)
        object.__setattr__(self, "_looked_up", kept)

    @classmethod
    def of_cells(cls, row_shape: Sequence[int], column_shape: Sequence[int], cells: Cells) -> Operator:
        """Build an operator from arrays, which are taken over."""
        made = cls.__new__(cls)
        made._set(row_shape, column_shape, cells)
        return made

    def _set(self, row_shape: Sequence[int], column_shape: Sequence[int], cells: Cells) -> None:
        object.__setattr__(self, "row_shape", tuple(row_shape))
        object.__setattr__(self, "column_shape", tuple(column_shape))
        object.__setattr__(self, "_cells", cells)
        object.__setattr__(self, "_looked_up", None)

    @property
    def _rows(self) -> Mapping[int, Row]:
        """The entries by row and column, for what looks at one after the other."""
        if self._looked_up is None:
            rows: dict[int, Row] = {}
            for number, column, entry in self.items():
                rows.setdefault(number, {})[column] = entry
            object.__setattr__(self, "_looked_up", rows)
        return self._looked_up or {}

    def __setattr__(self, name: str, value: object) -> None:
        msg = "an operator cannot be changed; build another"
        raise AttributeError(msg)

    @classmethod
    def of_entries(
        cls,
        row_shape: Sequence[int],
        column_shape: Sequence[int],
        entries: Mapping[tuple[Index, Index], Polynomial],
    ) -> Operator:
        """Build an operator from its entries by (row index, column index); zeros may be among them."""
        rows: dict[int, Row] = {}
        for (row, column), entry in entries.items():
            if entry:
                rows.setdefault(number_of(row, tuple(row_shape)), {})[number_of(column, tuple(column_shape))] = entry
        return cls(row_shape, column_shape, rows)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        return size_of(self.row_shape), size_of(self.column_shape)

    @property
    def nnz(self) -> int:
        """Number of non-zero entries."""
        return len(self._cells)

    @property
    def T(self) -> Operator:  # noqa: N802 - the mathematicians' name, and NumPy's
        """The transpose (not the conjugate transpose); nothing is copied."""
        return Operator.of_cells(self.column_shape, self.row_shape, self._cells.transposed)

    def at(self, row: Index, column: Index) -> Polynomial:
        """Give one entry by its two indices."""
        for index, shape in ((row, self.row_shape), (column, self.column_shape)):
            if len(index) != len(shape) or not all(0 <= j < size for j, size in zip(index, shape, strict=True)):
                msg = f"there is no index {index} in a shape {shape}"
                raise InputError(msg)
        return self.numbered(number_of(row, self.row_shape), number_of(column, self.column_shape))

    def numbered(self, row: int, column: int) -> Polynomial:
        """Give one entry by its row number and column number."""
        return self._rows.get(row, {}).get(column, ZERO)

    def items(self) -> Iterator[tuple[int, int, Polynomial]]:
        """Yield the non-zero entries ``(row number, column number, entry)``, row by row."""
        cells = self._cells.ordered
        known: dict[int, Polynomial] = {}
        for row, column, number in zip(
            cells.rows.tolist(), cells.columns.tolist(), cells.numbers.tolist(), strict=True
        ):
            entry = known.get(number)
            if entry is None:
                entry = known[number] = cells.table[number]
            yield row, column, entry

    def __iter__(self) -> Iterator[tuple[Index, Index, Polynomial]]:
        """Yield the non-zero entries ``(row index, column index, entry)``, row by row."""
        for row, column, entry in self.items():
            yield index_of(row, self.row_shape), index_of(column, self.column_shape), entry

    def __matmul__(self, other: Operator) -> Operator:
        """Compose: first ``other``, then this.

        Raises
        ------
        InputError
            When this does not read what ``other`` writes.
        """
        if self.column_shape != other.row_shape:
            msg = f"the shapes do not compose: {self.column_shape} is read and {other.row_shape} is written"
            raise InputError(msg)
        moves = other.moves()
        if moves is not None:  # other only moves entries: nothing is multiplied, nothing meets
            return Operator.of_cells(self.row_shape, other.column_shape, self._cells.moved(moves))
        rows = {number: _combined(row, other._rows) for number, row in self._rows.items()}
        return Operator(self.row_shape, other.column_shape, rows)

    def moves(self) -> Numbers | None:
        """Give for every row the column of its entry, -1 for none, if no row or column has two and all are 1."""
        cells = self._cells
        if not isinstance(cells.table, Listed) or any(entry != ONE for entry in cells.table.polynomials):
            return None
        if len(cells) and any(np.bincount(places).max() > 1 for places in (cells.rows, cells.columns)):
            return None
        found = np.full(self.shape[0], -1, dtype=np.int64)
        found[cells.rows] = cells.columns
        return found

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Operator):
            return NotImplemented
        if (self.row_shape, self.column_shape) != (other.row_shape, other.column_shape):
            return False
        same = self._cells.same(other._cells)
        return self._rows == other._rows if same is None else same

    def __hash__(self) -> int:
        return hash((self.row_shape, self.column_shape, self.nnz))

    def __reduce__(self) -> tuple[Any, ...]:
        return Operator.of_cells, (self.row_shape, self.column_shape, self._cells)

    def first_difference(self, other: Operator) -> tuple[Index, Index] | None:
        """Give the first (row, column) whose entries differ, for operators of one shape; None when equal."""
        for number in sorted({*self._rows, *other._rows}):
            mine, theirs = self._rows.get(number, {}), other._rows.get(number, {})
            if mine != theirs:
                column = min(c for c in {*mine, *theirs} if mine.get(c) != theirs.get(c))
                return index_of(number, self.row_shape), index_of(column, self.column_shape)
        return None

    def apply(self) -> Result:
        """Apply the operator to y with distinct indeterminate entries.

        Raises
        ------
        InputError
            When an entry is not of degree 1 at most in the weights.
        """
        cells = self._cells.ordered
        sources = indices_of(numbers_in(cells.columns, self.shape[1]), self.column_shape)
        if isinstance(cells.table, WeightTable):
            names = indices_of(numbers_in(cells.numbers, len(cells.table)), cells.table.shape)
            read = zip(cells.columns.tolist(), cells.numbers.tolist(), strict=True)
            terms = [(1, names[number], sources[column]) for column, number in read]
            ends = np.searchsorted(cells.rows, np.arange(size_of(self.row_shape) + 1)).tolist()
        else:
            linear = {number: _linear(cells.table[number]) for number in numbers_in(cells.numbers, len(cells.table))}
            counts = np.zeros(size_of(self.row_shape) + 1, dtype=np.int64)
            terms = []
            for row, column, number in zip(
                cells.rows.tolist(), cells.columns.tolist(), cells.numbers.tolist(), strict=True
            ):
                terms += [(coefficient, tap, sources[column]) for coefficient, tap in linear[number]]
                counts[row + 1] += len(linear[number])
            ends = np.cumsum(counts).tolist()
        return Result(self.row_shape, tuple(tuple(terms[start:end]) for start, end in pairwise(ends)))

    def to_sympy(self) -> sympy.SparseMatrix:
        """Give a fresh SymPy matrix; changing it changes nothing here."""
        return sparse_matrix(*self.shape, self.items())

    def text(self) -> str:
        """Write the matrix out in columns, a dot for zero."""
        rows, columns = self.shape
        cells = [
            [repr(self.numbered(r, c)) if self.numbered(r, c) else "." for c in range(columns)] for r in range(rows)
        ]
        widths = [max((len(row[c]) for row in cells), default=0) for c in range(columns)]
        return "\n".join(" ".join(map(str.ljust, row, widths)).rstrip() for row in cells)

    def __str__(self) -> str:
        return f"Operator {_shape_text(self.row_shape)} x {_shape_text(self.column_shape)}, {self.nnz} non-zero"

    __repr__ = __str__


_NOTHING: Row = {}


def _combined(row: Row, rows: Mapping[int, Row]) -> Row:
    """Give the sum of rows, each multiplied by its entry in ``row``."""
    total: Row = {}
    for middle, left in row.items():
        for column, right in rows.get(middle, _NOTHING).items():
            entry = left * right
            total[column] = total[column] + entry if column in total else entry
    return {column: entry for column, entry in total.items() if entry}


def _linear(entry: Polynomial) -> list[tuple[int, Index]]:
    found = []
    for monomial in sorted(entry.terms):
        if len(monomial) > 1:
            msg = (
                f"the entry {entry} is not linear in the weights; only C, its transpose and the stages are applied to y"
            )
            raise InputError(msg)
        found.append((entry.terms[monomial], monomial[0] if monomial else ()))
    return found


def _shape_text(shape: Index) -> str:
    return "(" + ",".join(map(str, shape)) + ")" if len(shape) > 1 else str(size_of(shape))
