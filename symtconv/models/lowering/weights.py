"""The new kernel: by NumPy where the weights are constants of the file, and by nodes where the graph computes them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, product
from math import prod
from typing import Any

import numpy as np

from symtconv.models.graph import Tensor
from symtconv.models.lowering.build import Array, Build
from symtconv.models.lowering.plan import Along
from symtconv.models.node import Geometry
from symtconv.models.wire import Wire, part

ITEM = {1: 4, 10: 2, 11: 8, 16: 2, 3: 1, 2: 1, 6: 4, 7: 8}
"""Bytes of one number of the types whose weights are folded."""


def constant(found: Tensor | None, wire: Wire) -> tuple[Array, int] | None:
    """Give the numbers of a tensor as rows of their bytes' own width, and their type; None for what is not in the file.

    The numbers are moved, never computed with, so that every type of a known width will do.
    """
    if found is None or found.where not in ("initializer", "constant"):
        return None
    dtype, raw = 0, b""
    for number, value, _ in wire.fields(found.span):
        if number == 2 and isinstance(value, int):
            dtype = value
        elif number == 9 or (number in (4, 10) and not isinstance(value, int)):  # raw, or packed floats and doubles
            start, end = part(value)
            raw += wire.buffer[start:end]
    width = ITEM.get(dtype, 0)
    if not width or len(raw) != width * prod(found.dims):
        return None
    return np.frombuffer(raw, dtype=f"<u{width}").reshape(found.dims), dtype


def flipped(w: Array, groups: int) -> Array:
    """Give the kernel of the lowering: reversed along every axis, channels changed within each group.

    Parameters
    ----------
    w : array of shape (C_in, C_out/groups, *kernel)

    Returns
    -------
    array of shape (C_out, C_in/groups, *kernel)
    """
    into, out, *kernel = w.shape
    parts = w.reshape(groups, into // groups, out, *kernel).swapaxes(1, 2)
    return np.flip(parts.reshape(groups * out, into // groups, *kernel), axis=tuple(range(2, w.ndim)))


def phased(w: Array, groups: int, axes: Sequence[Along]) -> Array:
    """Give the kernels of all residues of the strides.

    Returns
    -------
    array of shape (C_out, *strides, C_in/groups, *taps)
    """
    kernel = flipped(w, groups)
    out, into = kernel.shape[:2]
    strides = [axis.stride for axis in axes]
    made = np.zeros((out, *strides, into, *(axis.taps for axis in axes)), dtype=w.dtype)
    for residues in product(*map(range, strides)):
        places, taps = zip(*(_taps(axis, r) for axis, r in zip(axes, residues, strict=True)), strict=True)
        if all(places):
            one = at(made, residues)
            one[(slice(None), slice(None), *np.ix_(*places))] = kernel[(slice(None), slice(None), *np.ix_(*taps))]
    return made


def at(kernels: Array, residues: Sequence[int]) -> Array:
    """Give the kernels of one residue, a view of shape (C_out, C_in/groups, *taps)."""
    place: Any = (slice(None), *residues)
    found: Array = kernels[place]
    return found


def _taps(axis: Along, residue: int) -> tuple[list[int], list[int]]:
    """Give the places of the new kernel that hold a tap of a residue, and the tap of the flipped kernel in each."""
    if axis.stride == 1:
        return list(range(axis.kernel)), list(range(axis.kernel))
    taps = [t for t in range(axis.kernel) if axis.dilation * t % axis.stride == residue]
    places = [axis.taps - 1 - axis.dilation * t // axis.stride for t in taps]
    return places, [axis.kernel - 1 - t for t in taps]


def computed(build: Build, w: str, geometry: Geometry, axes: Sequence[Along], *, zeros: bool) -> str:
    """Rearrange weights by nodes: fill with zeros, part by residues, exchange channels, reverse."""
    g, rank = geometry.groups, geometry.rank
    into, out = geometry.in_channels // g, geometry.out_channels // g
    if zeros:
        parts = [[k, 1] for k in geometry.kernel]
    else:
        w = _filled(build, w, axes)
        parts = [[axis.taps, axis.stride] if axis.stride > 1 else [axis.kernel, 1] for axis in axes]
    w = build("Reshape", w, [g, into, out, *chain(*parts)])
    order = [0, 2, *range(4, 4 + 2 * rank, 2), 1, *range(3, 3 + 2 * rank, 2)]
    w = build("Transpose", w, perm=order)
    taps = [n for n, _ in parts]
    w = build("Reshape", w, [g * out * prod(s for _, s in parts), into, *taps])
    return _reversed(build, w, taps)


def _reversed(build: Build, w: str, taps: Sequence[int]) -> str:
    """Reverse the spatial axes."""
    axes = [2 + at for at, n in enumerate(taps) if n > 1]
    if not axes:
        return w
    if build.opset < 10:
        for axis in axes:
            w = build("Gather", w, list(range(taps[axis - 2] - 1, -1, -1)), axis=axis)
        return w
    return build("Slice", w, [-1] * len(axes), [-(2**62)] * len(axes), axes, [-1] * len(axes))


def _filled(build: Build, w: str, axes: Sequence[Along]) -> str:
    """Put d-1 zeros between the taps of every strided axis, and fill it up to a multiple of the stride."""
    for at, axis in enumerate(axes):
        if axis.stride > 1 and axis.dilation > 1:
            shape = [a.filled if a.stride > 1 and before < at else a.kernel for before, a in enumerate(axes)]
            w = build.unsqueeze(w, [3 + at])
            gap = [0] * (len(axes) + 1)
            gap[at + 1] = axis.dilation - 1
            w = build.pad(w, [0] * (len(axes) + 1), gap)
            w = build("Reshape", w, [0, 0, *shape[:at], axis.kernel * axis.dilation, *shape[at + 1 :]])
            length = axis.kernel * axis.dilation
        else:
            length = axis.kernel
        if axis.stride > 1 and axis.filled != length:
            high = [0] * len(axes)
            high[at] = axis.filled - length
            low = [0] * len(axes)
            w = build.pad(w, low, high) if high[at] > 0 else build.take(w, low, high)
    return w
