"""What stands for a transposed convolution in a graph without one: numbers that no size changes.

For every axis put ``j + l = s·q + r`` with ``0 ≤ r < s``. Then ``x′[j] = Σ_v w°[r + s·v]·y[q - v]``, where w° is the
kernel with d-1 zeros between its taps: all residues read the same places q - v, ``0 ≤ v < U = ⌈K/s⌉``. So one
convolution of stride 1 with ``∏s`` times the channels gives all of them, and an interleaving puts them in order. Where
s is 1 that is the convolution with the flipped kernel itself, and where k is s (and nothing is cut) a 1×1 convolution
and a DepthToSpace.
"""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.geometry import span
from symtconv.models.node import Geometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """One axis of the replacement.

    Parameters
    ----------
    stride, kernel, dilation : int
        Of the layer.
    taps, step : int
        Taps of the new convolution and the step between them.
    pad : tuple of int
        Its padding; negative crops.
    start, behind : int
        Entries to cut from the interleaved result at both ends.
    """

    stride: int
    kernel: int
    dilation: int
    taps: int
    step: int
    pad: tuple[int, int]
    start: int
    behind: int

    @property
    def filled(self) -> int:
        """Length to which the zero-filled kernel is padded so that the residues part it evenly."""
        return self.taps * self.stride

    def program(self, tensor: str = "y", kernel: str = "w") -> str:
        """Write the axis as a program of `symtconv.programs`.

        Examples
        --------
        >>> along(2, 2, 1, (0, 0), 0).program()
        'interleave(r, 2, 2*(n + 0), conv(pad(y, 0, 0), reverse(slice(pad(dilate(w, 1), 0, 0), r, r + 1, 2))))'
        """
        low, high = self.pad
        padded = f"pad({tensor}, {low}, {high})"
        if self.stride == 1:
            return f"conv({padded}, reverse({kernel}), dilation={self.step})"
        places = f"(n + {low + high - self.taps + 1})"
        whole = f"{self.stride}*{places}"
        zeros = f"pad(dilate({kernel}, {self.dilation}), 0, {self.filled - span(self.kernel, self.dilation)})"
        stop = f"r + {self.filled - self.stride + 1}"
        inner = f"conv({padded}, reverse(slice({zeros}, r, {stop}, {self.stride})))"
        return (
            f"slice(interleave(r, {self.stride}, {whole}, {inner}), {self.start}, {whole} - {self.behind})"
            if self.start or self.behind
            else f"interleave(r, {self.stride}, {whole}, {inner})"
        )


def along(kernel: int, stride: int, dilation: int, padding: tuple[int, int], extra: int) -> Along:
    """Plan one axis."""
    low, high = padding
    reach = span(kernel, dilation)
    if stride == 1:
        taps, step, first = kernel, dilation, low
        pad = (reach - 1 - low, reach - 1 - high + extra)
        start = behind = 0
    else:
        taps, step, first = -(-reach // stride), 1, low // stride
        last = (reach - 1 - high + extra) // stride  # q of the last entry, counted from n - 1
        pad = (taps - 1 - first, last)
        start = low - stride * first
        behind = stride * last + stride - 1 - (reach - 1 - high + extra)
    return Along(
        stride=stride, kernel=kernel, dilation=dilation, taps=taps, step=step, pad=pad, start=start, behind=behind
    )


def plan(geometry: Geometry) -> tuple[Along, ...]:
    """Plan the replacement of a layer, axis by axis."""
    rows = zip(
        geometry.kernel, geometry.stride, geometry.dilation, geometry.padding, geometry.output_padding, strict=True
    )
    return tuple(along(*row) for row in rows)
