"""The convolution matrix C: row y, column x."""

from __future__ import annotations

from itertools import product

from symtconv.geometry import ConvTranspose
from symtconv.operators.cells import Joined, WeightTable
from symtconv.operators.joins import Joins, by_output, joined
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index
from symtconv.operators.ring import Polynomial, weight


def convolution_matrix(layer: ConvTranspose) -> Operator:
    """Build C, with ``C[o, j] = Σ_t w[t]·[j = s·o + d·t - l]``.

    The layer is ``x′ = Cᵀy``. With an output padding ``a ≥ s`` these are the first n rows of the matrix of the
    convolution that reads x′.

    Returns
    -------
    Operator
        Rows over ``layer.y_shape``, columns over ``layer.x_shape``; blocks by channel, where there are channels.

    Examples
    --------
    >>> C = convolution_matrix(ConvTranspose.of_conv(input=5, kernel=3, stride=2, padding=1))
    >>> print(C.text())
    w_{1} w_{2} .     .     .
    .     w_{0} w_{1} w_{2} .
    .     .     .     w_{0} w_{1}
    """
    axes: list[Joins | Joined] = [by_output(axis.relation) for axis in layer.axes]
    taps = layer.kernel
    if layer.has_channels:
        axes = [_channel_joins(layer), *axes]
        taps = (layer.in_channels * layer.weight_shape[1], *taps)
    return joined(axes, layer.x_shape, taps, table_of(layer))


def table_of(layer: ConvTranspose) -> WeightTable:
    """Give the weights by their row-major numbers."""
    return WeightTable(layer.weight_shape if layer.has_channels else layer.kernel)


def weights(layer: ConvTranspose) -> list[Polynomial]:
    """Give the weights as polynomials, row-major."""
    return [weight(index) for index in weight_indices(layer)]


def weight_indices(layer: ConvTranspose) -> list[Index]:
    """Give the indices of the weights, row-major: channels first, where there are channels."""
    shape = layer.weight_shape if layer.has_channels else layer.kernel
    return list(product(*map(range, shape)))


def _channel_joins(layer: ConvTranspose) -> Joined:
    # The second weight index counts within the group.
    per_group, inputs = layer.out_channels // layer.groups, layer.in_channels // layer.groups
    return Joined.grouped(layer.in_channels, inputs, per_group)
