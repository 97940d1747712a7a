"""How large C would be, without building anything."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from symtconv.geometry import ConvTranspose, LimitError

MAX_ENTRIES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The size of a layer's matrix C.

    Parameters
    ----------
    rows, columns : int
        Entries of y and of x′, channels included.
    nonzeros : int
        Entries that hold a weight.
    """

    rows: int
    columns: int
    nonzeros: int

    @property
    def entries(self) -> int:
        """Entries of the matrix, zeros included."""
        return self.rows * self.columns


def entries(layer: ConvTranspose) -> Estimate:
    """Count the entries of C by the lattice points of every axis; the cost does not grow with the sizes.

    Examples
    --------
    >>> found = entries(ConvTranspose.of_conv(input=(128, 128), kernel=3, padding=1))
    >>> found.entries, found.nonzeros
    (268435456, 145924)
    """
    pairs = layer.in_channels * layer.out_channels // layer.groups
    return Estimate(
        rows=layer.in_channels * prod(layer.input),
        columns=layer.out_channels * prod(layer.output),
        nonzeros=pairs * prod(axis.relation.count() for axis in layer.axes),
    )


def check_size(layer: ConvTranspose, limit: int = MAX_ENTRIES) -> None:
    """Refuse a layer whose matrix would be too large to write out.

    Raises
    ------
    LimitError
        When rows, columns or non-zero entries are more than the limit.
    """
    found = entries(layer)
    if max(found.nonzeros, found.rows, found.columns) > limit:
        msg = (
            f"the matrix would have {found.rows} x {found.columns} = {found.entries} entries, {found.nonzeros} of them "
            f"not zero; the limit is {limit} (--max-entries) for rows, columns and non-zero entries; the proof needs "
            "no matrix: symtconv.prove takes any size, and so does derive with --lowering, --emit, --explain, "
            "-o x.v or -o x.json"
        )
        raise LimitError(msg)
