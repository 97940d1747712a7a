"""How large C would be, without building anything."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from symtconv.geometry import ConvTranspose


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
