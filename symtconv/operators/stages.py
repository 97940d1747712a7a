"""The stages of a lowering as operators: dilate, pad (or crop), flip the kernel, correlate.

Everything here is read off the words of the `Lowering` one after the other, as a program would carry them out;
the relation that the checker compares (`Lowering.relation`) is not used.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import prod

import numpy as np

from symtconv.geometry import ConvTranspose, GeometryError, Lowering
from symtconv.operators.cells import Cells, Joined, Listed, Numbers, WeightTable
from symtconv.operators.joins import Joins, joined
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index, index_of
from symtconv.operators.ring import ONE

Pads = tuple[tuple[int, int], ...]


def dilate(shape: Index, steps: Index) -> Operator:
    """Put ``step - 1`` zeros between neighbours along the last axes.

    Examples
    --------
    >>> print(dilate((2,), (3,)).text())
    1 .
    . .
    . .
    . 1
    """
    lead = len(shape) - len(steps)
    steps = (1,) * lead + steps
    written = tuple((size - 1) * step + 1 for size, step in zip(shape, steps, strict=True))
    return _moved(shape, written, [range(0, length, step) for length, step in zip(written, steps, strict=True)])


def pad(shape: Index, pads: Pads) -> Operator:
    """Pad the last axes by the index map ``m ↦ z[m - P_lo]``, zero outside; a negative pad crops.

    Examples
    --------
    >>> print(pad((3,), ((-1, 1),)).text())
    . 1 .
    . . 1
    . . .
    """
    pads = ((0, 0),) * (len(shape) - len(pads)) + pads
    written = tuple(max(size + low + high, 0) for size, (low, high) in zip(shape, pads, strict=True))
    return _moved(shape, written, [range(low, low + size) for size, (low, _) in zip(shape, pads, strict=True)])


def crop_then_pad(shape: Index, pads: Pads) -> Operator:
    """Crop by the negative pads, which never leaves less than nothing, and then pad by the positive ones.

    That is not `pad` where a crop is longer than what it crops; it is here to be refuted.

    Examples
    --------
    >>> crop_then_pad((1,), ((-2, 2),)).shape, pad((1,), ((-2, 2),)).shape
    ((2, 1), (1, 1))
    """
    crop = pad(shape, tuple((min(low, 0), min(high, 0)) for low, high in pads))
    return pad(crop.row_shape, tuple((max(low, 0), max(high, 0)) for low, high in pads)) @ crop


def flip(layer: ConvTranspose, lowering: Lowering) -> Operator:
    """Rearrange the layer's weights into the kernel of the lowering's convolution.

    Returns
    -------
    Operator
        A permutation: rows over ``(C_out, C_in/groups, *kernel)`` (``*kernel`` alone without channels), columns
        over the layer's weights.

    Raises
    ------
    GeometryError
        When channels that are not swapped do not fit those of y.

    Examples
    --------
    >>> layer = ConvTranspose(input=2, kernel=3)
    >>> print(flip(layer, layer.lowering()).text())
    . . 1
    . 1 .
    1 . .
    """
    shape, reads, count = layer.kernel, layer.kernel, prod(layer.kernel)
    read = np.arange(count)[::-1] if lowering.flip else np.arange(count)  # row-major: backwards along every axis
    if layer.has_channels:
        pairs = _channel_order(layer, lowering)
        read = np.add.outer(pairs * count, read).ravel()
        shape, reads = (layer.out_channels, layer.in_channels // layer.groups, *layer.kernel), layer.weight_shape
    cells = Cells(np.arange(len(read)), read, np.zeros(len(read), dtype=np.int64), Listed((ONE,)), by_rows=True)
    return Operator.of_cells(shape, reads, cells)


def _channel_order(layer: ConvTranspose, lowering: Lowering) -> Numbers:
    """Give the numbers of the pairs of channels in the order in which the lowering's convolution reads them."""
    inputs, outputs = layer.in_channels // layer.groups, layer.out_channels // layer.groups
    pairs = np.arange(layer.in_channels * outputs)
    if lowering.swap is True:  # within each group
        return pairs.reshape(layer.groups, inputs, outputs).swapaxes(1, 2).ravel()
    across = lowering.swap == "across"
    given = (outputs, layer.in_channels) if across else (layer.in_channels, outputs)
    if given != (layer.out_channels, inputs):
        how = "swapped across the whole array" if across else "not swapped"
        msg = (
            f"the channels of the kernel do not fit: the weights, {how}, are ({given[0]}, {given[1]}, ...), and the "
            f"convolution reads ({layer.out_channels}, {inputs}, ...); use swap=True"
        )
        raise GeometryError(msg)
    return pairs.reshape(layer.in_channels, outputs).T.ravel() if across else pairs


def correlate(
    shape: Index, kernel: Operator, dilation: Index, groups: int = 1, held: Sequence[Iterable[int]] | None = None
) -> Operator:
    """Slide a kernel over what has the given shape, with stride 1: ``x[j] = Σ_u w′[u]·z[j + d·u]``.

    Parameters
    ----------
    shape : tuple of int
        Of what is read: channels first if the kernel has them.
    kernel : Operator
        From the weights to the kernel, as `flip` gives it.
    dilation : tuple of int
        Per spatial axis.
    groups : int
        Of the convolution.
    held : sequence of iterable of int, optional
        Per spatial axis the places outside which what is read is zero anyway: no product is formed with those.

    Examples
    --------
    >>> layer = ConvTranspose(input=2, kernel=2)
    >>> print(correlate((4,), flip(layer, layer.lowering()), (1,)).text())
    w_{1} w_{0} .     .
    .     w_{1} w_{0} .
    .     .     w_{1} w_{0}
    """
    rank = len(dilation)
    taps = kernel.row_shape[-rank:]
    axes: list[Joins | Joined] = []
    places = [range(size) for size in shape[-rank:]] if held is None else held
    for size, k, d, read in zip(shape[-rank:], taps, dilation, places, strict=True):
        windows: list[list[tuple[int, int]]] = [[] for _ in range(size - d * (k - 1))]
        for m in read:  # by the windows j = m - d·u that there are
            for u in range(max(-((len(windows) - 1 - m) // d), 0), min(m // d + 1, k)):
                windows[m - d * u].append((m, u))
        axes.append(windows)
    if len(shape) > rank:
        outputs, inputs = kernel.row_shape[:2]
        axes = [Joined.grouped(outputs, outputs // groups, inputs), *axes]
        taps = (outputs * inputs, *taps)
    weights = kernel.moves()
    if weights is None:
        msg = "a kernel is given as the order of the weights, as `flip` does"
        raise TypeError(msg)
    return joined(axes, shape, taps, WeightTable(kernel.column_shape), weights)


def lowering_stages(layer: ConvTranspose, lowering: Lowering) -> tuple[Operator, Operator, Operator]:
    """Give ``(E, Pad, Dilate)``: the lowering is ``E @ Pad @ Dilate``.

    Examples
    --------
    >>> from symtconv.operators.convolution import convolution_matrix
    >>> layer = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1)
    >>> E, Pad, Dilate = lowering_stages(layer, layer.lowering())
    >>> E @ Pad @ Dilate == convolution_matrix(layer).T
    True
    """
    lowering = lowering.for_rank(layer.rank)
    padded, spread = _read_by_the_kernel(layer, lowering)
    extended = correlate(padded.row_shape, flip(layer, lowering), lowering.dilation, layer.groups)
    return extended, padded, spread


def lowered(layer: ConvTranspose, lowering: Lowering) -> Operator:
    """Give the product of the stages, without the columns of E that meet zeros: there may be many times as many.

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1)
    >>> E, Pad, Dilate = lowering_stages(layer, layer.lowering())
    >>> lowered(layer, layer.lowering()) == E @ Pad @ Dilate
    True
    """
    lowering = lowering.for_rank(layer.rank)
    padded, spread = _read_by_the_kernel(layer, lowering)
    moved = padded @ spread
    lead = len(moved.row_shape) - layer.rank
    written = [index_of(row, moved.row_shape) for row in {row for row, _, _ in moved.items()}]
    held = [sorted({index[lead + axis] for index in written}) for axis in range(layer.rank)]
    return correlate(moved.row_shape, flip(layer, lowering), lowering.dilation, layer.groups, held) @ moved


def _read_by_the_kernel(layer: ConvTranspose, lowering: Lowering) -> tuple[Operator, Operator]:
    spread = dilate(layer.y_shape, lowering.dilate)
    return (crop_then_pad if lowering.crop_first else pad)(spread.row_shape, lowering.pad), spread


def _moved(shape: Index, written: Index, places: list[range]) -> Operator:
    """Give the operator that writes entry ``z`` of the read shape at ``places[z]``, if that is inside."""
    axes: list[list[list[tuple[int, int]]]] = [[[] for _ in range(length)] for length in written]
    for axis, targets in zip(axes, places, strict=True):
        for source, target in enumerate(targets):
            if 0 <= target < len(axis):
                axis[target].append((source, 0))
    return joined(axes, shape, (1,) * len(shape), Listed((ONE,)))
