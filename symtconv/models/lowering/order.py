"""Residues put in order: entry ``s·q + r`` of the result is entry q of residue r, along every axis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from symtconv.models.lowering.build import Build


def joined(build: Build, pieces: Sequence[str], strides: Sequence[int], out: str) -> str:
    """Put pieces in order that are values of their own, row-major over the residues; the last axis is joined first.

    Along the last axis each piece gets an axis of length 1, along which all are joined. Along another one they are
    joined side by side on the next axis, which is the same row of memory, and read anew.
    """
    rank = len(strides)
    names = list(pieces)
    spread = [axis for axis in range(rank) if strides[axis] > 1]
    for axis in reversed(range(rank)):
        step = strides[axis]
        if step == 1:
            continue
        result = out if axis == spread[0] else ""
        groups = [names[at : at + step] for at in range(0, len(names), step)]
        names = [_along(build, group, axis, rank, result) for group in groups]
    return names[0]


def _along(build: Build, group: Sequence[str], axis: int, rank: int, out: str) -> str:
    if axis == rank - 1:
        whole = build("Concat", *(build.unsqueeze(piece, [2 + rank]) for piece in group), axis=2 + rank)
        return build("Reshape", whole, [0] * (1 + rank) + [-1], out=out)
    sizes = build("Gather", build("Shape", group[0]), list(range(3 + axis, 2 + rank)), axis=0)
    whole = build("Concat", *group, axis=3 + axis)
    return build("Reshape", whole, build("Concat", [0] * (2 + axis) + [-1], sizes, axis=0), out=out)


def interleaved(build: Build, x: str, channels: int, strides: Sequence[int], out: str) -> str:
    """Put channel ``m·∏s + residues`` at place ``s·q + r`` of channel m."""
    rank = len(strides)
    if rank == 2 and strides[0] == strides[1] and build.opset >= 11:
        return build("DepthToSpace", x, out=out, blocksize=strides[0], mode="CRD")
    if rank == 1:
        x = build("Reshape", x, [0, channels, strides[0], -1])
        x = build("Transpose", x, perm=[0, 1, 3, 2])
        return build("Reshape", x, [0, channels, -1], out=out)
    sizes = build("Shape", x)
    sizes = build("Gather", sizes, list(range(2, 2 + rank)), axis=0)
    shape = build("Concat", [0, channels, *strides], sizes, axis=0)
    x = build("Reshape", x, shape)
    order = [0, 1, *chain(*((2 + rank + axis, 2 + axis) for axis in range(rank)))]
    x = build("Transpose", x, perm=order)
    shape = build("Concat", [0, channels], build("Mul", sizes, list(strides)), axis=0)
    return build("Reshape", x, shape, out=out)
