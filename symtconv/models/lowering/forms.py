"""The forms that stand for a layer: one convolution for all residues, one for each, or one over inserted zeros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from symtconv.models.lowering.build import Array, Build
from symtconv.models.lowering.order import interleaved, joined
from symtconv.models.lowering.plan import Along
from symtconv.models.lowering.weights import at
from symtconv.models.node import Geometry

MOST_PIECES = 64
"""Residues that are put in order as values of their own."""


@dataclass(frozen=True, slots=True)
class Job:
    """What all forms need.

    Parameters
    ----------
    build : Build
    y, out : str
        What is read, and the name of the result.
    geometry : Geometry
    axes : sequence of Along
    bias : (array, int) or None
        Where it is a constant, with its type.
    """

    build: Build
    y: str
    geometry: Geometry
    axes: Sequence[Along]
    bias: tuple[Array, int] | None
    out: str

    @property
    def strides(self) -> list[int]:
        """The stride of every axis."""
        return [axis.stride for axis in self.axes]

    def bias_of(self, channels: Array) -> list[str]:
        """Give the bias of new channels, each of which is one of the old."""
        return [] if self.bias is None else [self.build.weights(self.bias[0][channels], self.bias[1])]

    def convolved(self, y: str, pads: list[int], kernel: str, bias: list[str], out: str = "") -> str:
        """Slide a kernel with stride 1."""
        return self.build(
            "Conv", y, kernel, *bias, out=out, dilations=[axis.step for axis in self.axes], group=self.geometry.groups,
            kernel_shape=[axis.taps for axis in self.axes], pads=pads, strides=[1] * self.geometry.rank,
        )  # fmt: skip

    def padded(self) -> tuple[str, list[int]]:
        """Pad by the convolution itself; where something is cropped, by nodes."""
        return padded(self.build, self.y, [axis.pad[0] for axis in self.axes], [axis.pad[1] for axis in self.axes])

    def cut(self, x: str) -> None:
        """Cut what the interleaving has beyond both ends, where it has."""
        if self.whole:
            return
        self.build.take(x, [axis.start for axis in self.axes], [-axis.behind for axis in self.axes], out=self.out)

    @property
    def whole(self) -> bool:
        """Whether nothing is to be cut."""
        return not any(axis.start or axis.behind for axis in self.axes)


def padded(build: Build, y: str, low: Sequence[int], high: Sequence[int]) -> tuple[str, list[int]]:
    """Give what a convolution reads and its pads; a crop is made by nodes, behind the zeros, for any length."""
    if min(*low, *high) >= 0:
        return y, [*low, *high]
    y = build.pad(y, [max(n, 0) for n in low], [max(n, 0) for n in high])
    y = build.take(y, [max(-n, 0) for n in low], [min(n, 0) for n in high])
    return y, [0] * (2 * len(low))


def phases(job: Job, kernels: Array, dtype: int, *, by_depth: bool) -> None:
    """Convolve with the kernels of all residues (of shape (C_out, *strides, C_in/groups, *taps)) and put them in order.

    A lone axis, and what is a DepthToSpace by nature, are ordered by one rearrangement; the rest by joining the
    residues, which engines do faster. Groups keep a convolution for each residue: their channels stay where they are.
    """
    residues, out = prod(job.strides), job.geometry.out_channels
    shape = kernels.shape[1 + job.geometry.rank :]
    depth = by_depth and job.geometry.form == "depth_to_space"
    if residues == 1 or job.geometry.rank == 1 or depth or residues > MOST_PIECES:
        w = job.build.weights(kernels.reshape(out * residues, *shape), dtype)
        at_once(job, w, job.bias_of(np.repeat(np.arange(out), residues)))
        return
    y, pads = job.padded()
    places = list(product(*map(range, job.strides)))
    if job.geometry.groups == 1:
        ordered = np.moveaxis(kernels, 0, job.geometry.rank).reshape(residues * out, *shape)
        bias = job.bias_of(np.tile(np.arange(out), residues))
        x = job.convolved(y, pads, job.build.weights(ordered, dtype), bias)
        pieces = job.build.split(x, residues, out)
    else:
        bias = job.bias_of(np.arange(out))
        pieces = [job.convolved(y, pads, job.build.weights(at(kernels, place), dtype), bias) for place in places]
    job.cut(joined(job.build, pieces, job.strides, job.out if job.whole else ""))


def at_once(job: Job, kernel: str, bias: list[str] | None = None) -> None:
    """Convolve once, the residues of an output channel side by side, then put them in order and cut."""
    spread = prod(job.strides) > 1
    x = job.convolved(*job.padded(), kernel, bias or [], out="" if spread else job.out)
    if spread:
        job.cut(interleaved(job.build, x, job.geometry.out_channels, job.strides, job.out if job.whole else ""))


def between(job: Job, kernel: str) -> None:
    """Put zeros behind every entry, pad, and convolve once with the flipped kernel."""
    build, geometry, y = job.build, job.geometry, job.y
    rank = geometry.rank
    spread = [axis for axis in range(rank) if geometry.stride[axis] > 1]
    rows = list(zip(geometry.layer().axes, geometry.stride, strict=True))
    low = [axis.pad_low for axis, _ in rows]
    high = [axis.pad_high - (s - 1) for axis, s in rows]
    for axis in reversed(spread):  # the last one first, so that the places before it stay what they are
        y = _spread(build, y, axis, rank, geometry.stride[axis])
    y, pads = padded(build, y, low, high)
    build(
        "Conv",
        y,
        kernel,
        *job.bias_of(np.arange(geometry.out_channels)),
        out=job.out,
        dilations=list(geometry.dilation),
        group=geometry.groups,
        kernel_shape=list(geometry.kernel),
        pads=pads,
        strides=[1] * rank,
    )


def _spread(build: Build, y: str, axis: int, rank: int, step: int) -> str:
    """Put step - 1 zeros behind every entry of one axis: a new axis, zeros along it, and both made one."""
    sizes = build("Shape", y)
    wide = build.unsqueeze(y, [3 + axis])
    gap = [0] * (rank + 1)
    gap[axis + 1] = step - 1
    wide = build.pad(wide, [0] * (rank + 1), gap)
    parts = [_some(build, sizes, range(2 + axis)), build("Mul", _some(build, sizes, [2 + axis]), [step])]
    parts += [_some(build, sizes, range(3 + axis, 2 + rank))] if axis + 1 < rank else []
    return build("Reshape", wide, build("Concat", *parts, axis=0))


def _some(build: Build, sizes: str, places: Sequence[int]) -> str:
    return build("Gather", sizes, list(places), axis=0)
