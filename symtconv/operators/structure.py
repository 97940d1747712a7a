"""Names for the structure of an operator, judged on its entries alone.

Rows and columns are numbered by multi-indices; each place in them is a *level* (the outer one first). A level
follows a Toeplitz law of step s when moving one place down and s places to the right never changes an entry:

    A[r + 1, c + s] = A[r, c]     whenever both are inside.

Step 1 is Toeplitz; with a larger one A consists of every s-th row of a Toeplitz matrix (*row-sampled*); its
transpose is *column-sampled*. A law at an outer level makes equal blocks along the block diagonals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index, size_of

Sampled = Literal["row", "column"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The Toeplitz law of one level.

    Parameters
    ----------
    step : int
        The s of the law.
    sampled : {"row", "column"}
        Whether rows or (for the transpose) columns move by one; "row" for step 1.
    band : tuple of int
        Least and greatest ``c - s·r`` (``r - s·c`` if columns are sampled) of a non-zero entry.
    is_banded : bool
        Whether that band is narrower than a full row (column).
    """

    step: int
    sampled: Sampled
    band: tuple[int, int]
    is_banded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What was seen of an operator.

    Parameters
    ----------
    names : tuple of str
        In words, from the coarsest to the finest.
    laws : tuple of Law or None
        One per level, the outer first; None where there is none (channels).
    blocks : int
        Number of diagonal blocks that the outer level falls into, 1 if it does not.
    """

    names: tuple[str, ...]
    laws: tuple[Law | None, ...]
    blocks: int


def structure(operator: Operator) -> Structure:
    """Name the structure of an operator.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> from symtconv.operators.convolution import convolution_matrix
    >>> structure(convolution_matrix(ConvTranspose.of_conv(input=7, kernel=3))).names
    ('banded', 'Toeplitz')
    >>> structure(convolution_matrix(ConvTranspose.of_conv(input=(7, 7), kernel=3, stride=2)).T).names
    ('banded', 'column-sampled block-Toeplitz', 'column-sampled doubly block-Toeplitz')
    """
    rows, columns = operator.row_shape, operator.column_shape
    if len(rows) != len(columns):
        rows, columns = (size_of(rows),), (size_of(columns),)
    laws = tuple(_law(operator, rows, columns, level) for level in range(len(rows)))
    blocks = 1 if laws[0] else _diagonal_blocks(operator, rows, columns)
    return Structure(names=_names(laws, blocks), laws=laws, blocks=blocks)


def _names(laws: tuple[Law | None, ...], blocks: int) -> tuple[str, ...]:
    names = [f"block diagonal in {blocks} blocks"] if blocks > 1 else []
    found = [law for law in laws if law]
    if not found:
        return tuple(names)
    if all(law.is_banded for law in found):
        names.append("banded")
    if laws[0] is None:
        names.append("in blocks by the outer index")
    if laws[-1] is None:  # equal blocks whose inside follows no law
        return (*names, "block-Toeplitz")
    sampled = next((f"{law.sampled}-sampled " for law in found if law.step > 1), "")
    words = {1: ["Toeplitz"], 2: ["block-Toeplitz", "doubly block-Toeplitz"]}
    return (
        *names,
        *(sampled + w for w in words.get(len(found), ["block-Toeplitz", f"{len(found)}-fold block-Toeplitz"])),
    )


def _law(operator: Operator, rows: Index, columns: Index, level: int) -> Law | None:
    for sampled, size in (("row", columns[level]), ("column", rows[level])):
        for step in range(1, max(size, 2)):
            shift = (1, step) if sampled == "row" else (step, 1)
            if _holds(operator, rows, columns, level, shift):
                return _described(operator, rows, columns, level, shift)
    return None


def _holds(operator: Operator, rows: Index, columns: Index, level: int, shift: tuple[int, int]) -> bool:
    """Try the law of a shift on every entry, both ways; one equal pair at least has to show a step above 1."""
    down, right = shift
    row_unit, column_unit = size_of(rows[level + 1 :]), size_of(columns[level + 1 :])
    height, width = rows[level], columns[level]
    seen = max(shift) == 1
    for row, column, entry in operator.items():
        r, c = row // row_unit % height, column // column_unit % width
        for way in (1, -1):
            if 0 <= r + way * down < height and 0 <= c + way * right < width:
                other = operator.numbered(row + way * down * row_unit, column + way * right * column_unit)
                if other != entry:
                    return False
                seen = True
    return seen


def _described(operator: Operator, rows: Index, columns: Index, level: int, shift: tuple[int, int]) -> Law:
    row_unit, column_unit = size_of(rows[level + 1 :]), size_of(columns[level + 1 :])
    down, right = shift
    places = [
        down * (column // column_unit % columns[level]) - right * (row // row_unit % rows[level])
        for row, column, _ in operator.items()
    ]
    low, high = min(places, default=0), max(places, default=0)
    sampled: Sampled = "row" if down == 1 else "column"
    if sampled == "column":  # measured as r - s·c
        low, high = -high, -low
    full = columns[level] if sampled == "row" else rows[level]
    return Law(step=max(shift), sampled=sampled, band=(low, high), is_banded=high - low + 1 < full)


def _diagonal_blocks(operator: Operator, rows: Index, columns: Index) -> int:
    """Give the greatest number of equal diagonal blocks that all entries stand in."""
    height, width = rows[0], columns[0]
    row_unit, column_unit = size_of(rows[1:]), size_of(columns[1:])
    joined = {(row // row_unit, column // column_unit) for row, column, _ in operator.items()}
    for blocks in range(min(height, width), 1, -1):
        if height % blocks == width % blocks == 0 and all(
            r * blocks // height == c * blocks // width for r, c in joined
        ):
            return blocks
    return 1
