"""Our own operator: immutable, sparse, exact, its rows and columns labelled by multi-index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symtconv.geometry import InputError
from symtconv.operators.result import Entry, Index, Result, index_of, number_of, size_of
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

    __slots__ = ("_rows", "column_shape", "row_shape")
    row_shape: Index
    column_shape: Index
    _rows: Mapping[int, Row]

    def __init__(self, row_shape: Sequence[int], column_shape: Sequence[int], rows: Mapping[int, Row]) -> None:
        object.__setattr__(self, "row_shape", tuple(row_shape))
        object.__setattr__(self, "column_shape", tuple(column_shape))
        object.__setattr__(self, "_rows", {number: row for number, row in rows.items() if row})

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
        return sum(map(len, self._rows.values()))

    @property
    def T(self) -> Operator:  # noqa: N802 - the mathematicians' name, and NumPy's
        """The transpose (not the conjugate transpose)."""
        columns: dict[int, Row] = {}
        for number, row in sorted(self._rows.items()):
            for column, entry in row.items():
                columns.setdefault(column, {})[number] = entry
        return Operator(self.column_shape, self.row_shape, columns)

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
        for number, row in sorted(self._rows.items()):
            for column in sorted(row):
                yield number, column, row[column]

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
        moved = other._moves()
        if moved is not None:  # other only moves entries: nothing is multiplied, nothing meets
            rows = {n: {moved[m]: entry for m, entry in row.items() if m in moved} for n, row in self._rows.items()}
        else:
            rows = {number: _combined(row, other._rows) for number, row in self._rows.items()}
        return Operator(self.row_shape, other.column_shape, rows)

    def _moves(self) -> dict[int, int] | None:
        """Give column by row if every row and every column holds at most one entry, and that is 1."""
        if not all(len(row) == 1 and ONE in row.values() for row in self._rows.values()):
            return None
        moved = {number: next(iter(row)) for number, row in self._rows.items()}
        return moved if len(set(moved.values())) == len(moved) else None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Operator):
            return NotImplemented
        shapes = (self.row_shape, self.column_shape) == (other.row_shape, other.column_shape)
        return shapes and self._rows == other._rows  # entries are interned, so this is fast

    def __hash__(self) -> int:
        return hash((self.row_shape, self.column_shape, self.nnz))

    def __reduce__(self) -> tuple[Any, ...]:
        return Operator, (self.row_shape, self.column_shape, self._rows)

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
        sources = [index_of(number, self.column_shape) for number in range(size_of(self.column_shape))]
        taps: dict[Polynomial, list[tuple[int, Index]]] = {}
        entries: list[Entry] = []
        for number in range(size_of(self.row_shape)):
            row = self._rows.get(number, _NOTHING)
            entry: list[tuple[int, Index, Index]] = []
            for column in sorted(row):
                found = row[column]
                linear = taps.get(found)
                if linear is None:
                    linear = taps[found] = _linear(found)
                source = sources[column]
                entry += [(coefficient, tap, source) for coefficient, tap in linear]
            entries.append(tuple(entry))
        return Result(self.row_shape, tuple(entries))

    def to_sympy(self) -> sympy.SparseMatrix:
        """Give a fresh SymPy matrix; changing it changes nothing here."""
        entries = ((number, column, entry) for number, row in self._rows.items() for column, entry in row.items())
        return sparse_matrix(*self.shape, entries)

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
