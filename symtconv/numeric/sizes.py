"""Every size of a call, computed and checked before anything is allocated."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from symtconv.numeric.words import Padding, Pairs, PerAxis, one_per_axis, pair_per_axis, whole

MOST_BYTES = 2**63 - 1
"""The most bytes an array can have: NumPy counts them in a signed 64-bit integer."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers of one call; tuples run over the spatial axes.

    Parameters
    ----------
    batch, groups : int
    c_in, c_out : int
        Channels of one group.
    y, kernel, x : tuple of int
        Entries of y, taps, and entries of x′.
    stride, dilation : tuple of int
    padding : tuple of (int, int)
    """

    batch: int
    groups: int
    c_in: int
    c_out: int
    y: tuple[int, ...]
    kernel: tuple[int, ...]
    x: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: Pairs

    @property
    def x_shape(self) -> tuple[int, ...]:
        """Shape of x′: ``(batch, channels, *spatial)``."""
        return (self.batch, self.groups * self.c_out, *self.x)


def sizes(
    y: tuple[int, ...],
    w: tuple[int, ...],
    itemsize: int,
    *,
    stride: PerAxis,
    padding: Padding,
    output_padding: PerAxis,
    groups: int,
    dilation: PerAxis,
) -> Sizes:
    """Read the shapes of y and w and the words of the call.

    Raises
    ------
    ValueError
        For shapes that do not fit one another, a word out of range, or an empty x′.
    TypeError
        For a word that is no integer.
    OverflowError
        When x′ would have more bytes than an array can.

    Examples
    --------
    >>> plain = {"stride": 2, "padding": 1, "output_padding": 1, "groups": 1, "dilation": 1}
    >>> sizes((1, 1, 2, 2), (1, 1, 3, 3), 8, **plain).x_shape
    (1, 1, 4, 4)
    """
    rank = _rank(y, w)
    groups = whole("groups", groups, 1)
    _check_channels(y, w, groups)
    steps, gaps = one_per_axis("stride", stride, rank, 1), one_per_axis("dilation", dilation, rank, 1)
    pads, extra = pair_per_axis("padding", padding, rank), one_per_axis("output_padding", output_padding, rank, 0)
    x = tuple(_length(*words) for words in zip(range(rank), y[2:], w[2:], steps, gaps, pads, extra, strict=True))
    found = Sizes(y[0], groups, y[1] // groups, w[1], y[2:], w[2:], x, steps, gaps, pads)
    if max(found.batch, 1) * prod(found.x_shape[1:]) * itemsize > MOST_BYTES:
        msg = (
            f"the output would have shape {found.x_shape}, which is {prod(found.x_shape) * itemsize} bytes; an array "
            f"has {MOST_BYTES} at most; make the input, stride, dilation or output_padding smaller"
        )
        raise OverflowError(msg)
    return found


def _rank(y: tuple[int, ...], w: tuple[int, ...]) -> int:
    rank = len(w) - 2
    if rank < 1:
        msg = f"w has shape {w}; give (C_in, C_out/groups, *kernel) with one spatial axis or more"
        raise ValueError(msg)
    if len(y) == rank + 1:
        msg = f"y has shape {y} and no batch axis; give (N, C_in, *spatial): write y[None], and [0] behind the result"
        raise ValueError(msg)
    if len(y) != rank + 2:
        msg = (
            f"y has {len(y)} axes and w has {len(w)}; give y as (N, C_in, *spatial) with {rank} spatial axes, as w has"
        )
        raise ValueError(msg)
    for name, shape, first in (("y", y, 1), ("w", w, 0)):
        if 0 in shape[first:]:
            msg = f"{name} has shape {shape}, with an axis of length 0; only the batch of y may be empty"
            raise ValueError(msg)
    return rank


def _check_channels(y: tuple[int, ...], w: tuple[int, ...], groups: int) -> None:
    if y[1] != w[0]:
        msg = f"y has {y[1]} channels (shape {y}) and w is for {w[0]} (shape {w}); w is (C_in, C_out/groups, *kernel)"
        raise ValueError(msg)
    if y[1] % groups:
        msg = f"groups={groups} does not divide the {y[1]} input channels; use a divisor of {y[1]}"
        raise ValueError(msg)


def _length(axis: int, n: int, k: int, s: int, d: int, pads: tuple[int, int], a: int) -> int:
    low, high = pads
    length = (n - 1) * s + d * (k - 1) + 1 - low - high + a
    if length < 1:
        msg = (
            f"axis {axis}: the output is empty: (n-1)*s + d*(k-1)+1 - l - h + a = ({n}-1)*{s} + {d}*({k}-1)+1 "
            f"- ({low}) - ({high}) + {a} = {length}; lower the padding or raise output_padding by {1 - length} or more"
        )
        raise ValueError(msg)
    return length
