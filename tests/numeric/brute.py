"""The definition, written out: every (j, t, o) of every axis is tried. Slow, and nothing to get wrong."""

from __future__ import annotations

from math import prod

import numpy as np

from symtconv.geometry import ConvTranspose


def brute(layer: ConvTranspose, y: np.ndarray, w: np.ndarray, bias: np.ndarray | None = None) -> np.ndarray:
    """Sum w[t]·y[o] over all j = s·o + d·t - l."""
    groups, c_in, c_out = layer.groups, layer.in_channels // layer.groups, layer.out_channels // layer.groups
    sums = np.einsum(
        "ngcy,gcmt->ngmyt",
        y.reshape(len(y), groups, c_in, prod(layer.input)),
        w.reshape(groups, c_in, c_out, -1),
    ).reshape(len(y), layer.out_channels, *layer.input, *layer.kernel)
    for left, axis in zip(range(layer.rank, 0, -1), layer.axes, strict=True):
        j, o, t = np.ogrid[: axis.output, : axis.size, : axis.kernel]
        joined = j == axis.stride * o + axis.dilation * t - axis.low
        # this axis's o comes first of the `left` axes to do, its t first behind them; its j goes last
        sums = np.tensordot(sums, joined.astype(w.dtype), axes=([2, 2 + left], [1, 2]))
    return sums if bias is None else sums + bias.reshape(-1, *[1] * layer.rank)
