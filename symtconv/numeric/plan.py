"""The plan of a call: what the compiled gather walks, as arrays of integers."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from symtconv.numeric.residues import Classes, split
from symtconv.numeric.sizes import Sizes

Integers = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Plan:
    """Where every entry of x′ finds its taps and its entries of y.

    Parameters
    ----------
    counts : tuple of int
        ``(batch, groups, c_in, c_out)``, the channels per group.
    extents : tuple of int
        ``(rows, width)`` of y, of x′ and of the kernel; the last axis is the width, all others are rows.
    step : int
        Classes of the last axis, no more than x′ has entries there.
    covers : bool
        Whether the runs cover the last axis of x′.
    axes : array, (rank, 4)
        ``(n, k, i, first place)`` per axis; the places of an outer axis begin there.
    taps : array, (·, 2)
        ``(t, δ)``, axis by axis.
    places : array, (·, 3)
        For each entry of x′ on each outer axis ``(c, first tap, last tap)``; equal taps: it is not reached.
    runs : array, (·, 5)
        The runs of the last axis: ``(ρ, first, last, first tap, last tap)``.
    most_rows, most_taps : int
        The most rows of y that meet in one row of x′, and the most taps that meet in one entry of it.
    """

    counts: tuple[int, int, int, int]
    extents: tuple[int, int, int, int, int, int]
    step: int
    covers: bool
    axes: Integers
    taps: Integers
    places: Integers
    runs: Integers
    most_rows: int
    most_taps: int


def plan(sizes: Sizes) -> Plan:
    """Plan a call.

    Examples
    --------
    >>> from symtconv.numeric.sizes import sizes
    >>> words = {"stride": 2, "padding": 1, "output_padding": 1, "groups": 1, "dilation": 1}
    >>> plan(sizes((1, 1, 2, 2), (1, 1, 3, 3), 8, **words)).places.tolist()
    [[0, 0, 1], [0, 1, 3], [1, 0, 1], [1, 2, 3]]
    """
    words = list(zip(sizes.y, sizes.kernel, sizes.stride, sizes.dilation, sizes.padding, sizes.x, strict=True))
    axes = [split(n, k, s, d, low, i) for n, k, s, d, (low, _), i in words]
    bases = [sum(len(axis.taps) for axis in axes[:a]) for a in range(len(axes))]
    ends = [sum(sizes.x[:a]) for a in range(len(axes))]
    outer = [_places(axes[a], bases[a], sizes.stride[a], sizes.x[a]) for a in range(len(axes) - 1)]
    runs = [(r.residue, r.first, r.last, r.tap_first + bases[-1], r.tap_last + bases[-1]) for r in axes[-1].runs]
    return Plan(
        counts=(sizes.batch, sizes.groups, sizes.c_in, sizes.c_out),
        extents=(*_fold(sizes.y), *_fold(sizes.x), *_fold(sizes.kernel)),
        step=min(sizes.stride[-1], sizes.x[-1]),
        covers=axes[-1].covers,
        axes=np.array([(n, k, i, end) for (n, k, _, _, _, i), end in zip(words, ends, strict=True)], np.intp),
        taps=np.array([tap for axis in axes for tap in axis.taps], np.intp).reshape(-1, 2),
        places=np.concatenate([np.empty((0, 3), np.intp), *outer]),
        runs=np.array(runs, np.intp).reshape(-1, 5),
        most_rows=prod(axis.most_taps for axis in axes[:-1]),
        most_taps=axes[-1].most_taps,
    )


def _fold(extent: tuple[int, ...]) -> tuple[int, int]:
    return prod(extent[:-1]), extent[-1]


def _places(axis: Classes, base: int, stride: int, length: int) -> Integers:
    places = np.zeros((length, 3), np.intp)
    for run in axis.runs:
        at = places[run.residue + stride * run.first :: stride][: run.last - run.first]
        at[:, 0] = np.arange(run.first, run.last)
        at[:, 1:] = base + run.tap_first, base + run.tap_last
    return places
