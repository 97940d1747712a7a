"""The non-zero entries of an operator as integer arrays: row, column, and the number of the entry in a table.

Most entries are single weights, and there the number of the weight says all that a polynomial says; polynomials are
made where somebody looks at one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symtconv.operators.result import Index, index_of
from symtconv.operators.ring import Polynomial, weight

Numbers: TypeAlias = NDArray[np.int64]


class Table(Protocol):
    """What entries are called by number; two numbers of one table are two polynomials."""

    def __getitem__(self, number: int, /) -> Polynomial:
        """Give an entry."""

    def __len__(self) -> int:
        """Count them."""


@dataclass(frozen=True, slots=True)
class WeightTable:
    """The weights of a layer by their row-major numbers.

    Examples
    --------
    >>> WeightTable((3, 3))[4]
    w_{1,1}
    """

    shape: Index

    def __getitem__(self, number: int) -> Polynomial:
        """Give a weight."""
        return _weight(number, self.shape)

    def __len__(self) -> int:
        return prod(self.shape)


@lru_cache(maxsize=4096)
def _weight(number: int, shape: Index) -> Polynomial:
    return weight(index_of(number, shape))


@dataclass(frozen=True, slots=True)
class Listed:
    """Some polynomials, each once."""

    polynomials: tuple[Polynomial, ...]

    def __getitem__(self, number: int) -> Polynomial:
        """Give one of them."""
        return self.polynomials[number]

    def __len__(self) -> int:
        return len(self.polynomials)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The non-zero entries of a matrix, no place twice.

    Parameters
    ----------
    rows, columns, numbers : array of int64, shape (nnz,)
        Where each stands, and what it is in the table.
    table : Table
    by_rows : bool
        Whether they stand in the order of rows, and in a row of columns.
    by_columns : bool
        The same with rows and columns exchanged.
    """

    rows: Numbers
    columns: Numbers
    numbers: Numbers
    table: Table
    by_rows: bool = False
    by_columns: bool = False

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def transposed(self) -> Cells:
        """The transpose: nothing is copied."""
        return Cells(self.columns, self.rows, self.numbers, self.table, self.by_columns, self.by_rows)

    @property
    def ordered(self) -> Cells:
        """The same in the order of rows, and in a row of columns."""
        if self.by_rows:
            return self
        # What stands in the order of columns is in order within each row already, and a stable sort keeps that.
        order = np.argsort(self.rows, kind="stable") if self.by_columns else np.lexsort((self.columns, self.rows))
        return Cells(self.rows[order], self.columns[order], self.numbers[order], self.table, by_rows=True)

    def moved(self, to: Numbers) -> Cells:
        """Give column c the number ``to[c]``; where that is below 0 it is left out."""
        columns = to[self.columns]
        kept = columns >= 0
        return Cells(self.rows[kept], columns[kept], self.numbers[kept], self.table)

    def same(self, other: Cells) -> bool | None:
        """Tell whether all entries are equal; None where the tables are different, so that numbers say nothing."""
        if self.table != other.table:
            return None
        if len(self) != len(other):
            return False
        mine, theirs = self.ordered, other.ordered
        return all(
            np.array_equal(a, b)
            for a, b in ((mine.rows, theirs.rows), (mine.columns, theirs.columns), (mine.numbers, theirs.numbers))
        )


def listed(entries: Sequence[tuple[int, int, Polynomial]]) -> Cells:
    """Give entries (row, column, polynomial) that stand in order, none of them 0."""
    known: dict[Polynomial, int] = {}
    numbers = [known.setdefault(entry, len(known)) for _, _, entry in entries]
    places = np.array([entry[:2] for entry in entries], dtype=np.int64).reshape(-1, 2)
    found = np.array(numbers, dtype=np.int64)
    return Cells(places[:, 0], places[:, 1], found, Listed(tuple(known)), by_rows=True)


@dataclass(frozen=True, slots=True)
class Joined:
    """The joins of one axis in the order of rows: where each row starts, and columns and taps.

    Parameters
    ----------
    starts : array of int64, shape (rows + 1,)
    columns, taps : array of int64
    """

    starts: Numbers
    columns: Numbers
    taps: Numbers

    def __len__(self) -> int:
        return len(self.starts) - 1

    @classmethod
    def of(cls, rows: Sequence[Sequence[tuple[int, int]]]) -> Joined:
        """Read the joins of an axis, row by row."""
        starts = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        pairs = np.array([pair for row in rows for pair in row], dtype=np.int64).reshape(-1, 2)
        return cls(starts, pairs[:, 0], pairs[:, 1])

    @classmethod
    def grouped(cls, rows: int, rows_per_group: int, columns_per_group: int) -> Joined:
        """Join each row of a group with all columns of the group, each pair by a tap of its own, row-major.

        Examples
        --------
        >>> found = Joined.grouped(4, 2, 3)
        >>> found.columns.tolist(), found.taps.tolist()[-3:]
        ([0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5], [9, 10, 11])
        """
        first = np.arange(rows) // rows_per_group * columns_per_group
        columns = np.add.outer(first, np.arange(columns_per_group)).ravel()
        return cls(np.arange(rows + 1) * columns_per_group, columns, np.arange(len(columns)))

    def times(self, other: Joined, columns: int, taps: int) -> Joined:
        """Give the Kronecker product with an axis of so many columns and taps: rows, columns and taps row-major."""
        mine, theirs = np.diff(self.starts), np.diff(other.starts)
        height = len(theirs)
        starts = np.zeros(len(mine) * height + 1, dtype=np.int64)
        np.cumsum(np.multiply.outer(mine, theirs).ravel(), out=starts[1:])
        # A row of the product is, for each join of the one, all joins of the other: those are the runs.
        of_one = np.repeat(np.arange(len(mine)), height)
        inner = np.repeat(np.tile(np.arange(height), len(mine)), mine[of_one])
        a = _counted(mine[of_one], self.starts[of_one])
        lengths = theirs[inner]
        b = _counted(lengths, other.starts[inner])
        columns_, taps_ = np.repeat(self.columns[a] * columns, lengths), np.repeat(self.taps[a] * taps, lengths)
        return Joined(starts, columns_ + other.columns[b], taps_ + other.taps[b])

    @property
    def rows(self) -> Numbers:
        """The row of each join."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def _counted(lengths: Numbers, starts: Numbers) -> Numbers:
    """Give runs of so many numbers that follow each other, each from its own start.

    Examples
    --------
    >>> _counted(np.array([2, 0, 3]), np.array([5, 7, 0])).tolist()
    [5, 6, 0, 1, 2]
    """
    ends: Numbers = np.cumsum(lengths)
    found: Numbers = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - lengths), lengths)
    return found


def numbers_in(values: Numbers, most: int) -> list[int]:
    """Give which numbers below a bound occur, each once.

    Examples
    --------
    >>> numbers_in(np.array([3, 1, 3]), 5)
    [1, 3]
    """
    seen = np.zeros(most, dtype=bool)
    seen[values] = True
    return np.flatnonzero(seen).tolist()


def indices_of(numbers: list[int], shape: Index) -> dict[int, Index]:
    """Give the multi-index of each number."""
    parts = (part.tolist() for part in np.unravel_index(np.array(numbers, dtype=np.int64), shape))
    return dict(zip(numbers, zip(*parts, strict=True), strict=True))
