"""What a call says once its framework's rules are applied: a layer that still lacks its input."""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.geometry import Axis, ConvTranspose, GeometryError, InputError, span
from symtconv.geometry.words import PerAxis, is_sequence, per_axis

Row = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """A layer without its input, in the letters of the relation, and how the framework stores the kernel.

    Parameters
    ----------
    speaker : str
        Framework and callee, for messages.
    kernel, stride, dilation, output_padding : tuple of int
        One number per axis.
    padding : tuple of (int, int)
        Low and high padding per axis.
    kernel_layout : str
        The axes of the weights as the framework stores them; the layer's own are
        ``(C_in, C_out/groups, *kernel)``.
    flips_kernel : bool
        Whether the layer's weights are the framework's, reversed along every spatial axis.
    output_shape : tuple of int, optional
        Lengths that the call asks for. They decide the padding: ``T = (n-1)s + K + a - O`` in all, halved.
    odd_low : bool
        Which end takes the odd entry of ``T``.
    in_channels, out_channels, groups : int
        Where the framework reads channels from its weights, and so not from the call, the fewest.
    input : tuple of int, optional
        The y-side, where the call says it.
    """

    speaker: str
    kernel: Row
    stride: Row
    dilation: Row
    output_padding: Row
    padding: Pairs
    kernel_layout: str
    flips_kernel: bool = False
    output_shape: Row | None = None
    odd_low: bool = False
    in_channels: int = 1
    out_channels: int = 1
    groups: int = 1
    input: Row | None = None

    def layer(self, input: PerAxis | None = None) -> ConvTranspose:  # noqa: A002 - the layer's own word
        """Give the layer that reads ``input``.

        Parameters
        ----------
        input : int or sequence of int, optional
            Spatial sizes of y; a lone number is for all axes.

        Raises
        ------
        InputError
            When the sizes are missing, or are not those of the call.
        GeometryError
            When no such layer exists.
        """
        sizes = self._sizes(input)
        padding = self.padding if self.output_shape is None else self._padding(sizes, self.output_shape)
        try:
            return ConvTranspose(
                input=sizes,
                kernel=self.kernel,
                stride=self.stride,
                padding=padding,
                output_padding=self.output_padding,
                dilation=self.dilation,
                in_channels=self.in_channels,
                out_channels=self.out_channels,
                groups=self.groups,
            )
        except GeometryError as error:
            msg = f"{self.speaker}: {error}"
            raise GeometryError(msg) from None

    def _sizes(self, given: PerAxis | None) -> Row:
        rank = len(self.kernel)
        if given is None:
            if self.input is not None:
                return self.input
            example = "x".join(["4"] * rank)
            msg = f"{self.speaker} does not say how long its input is; give --input, such as --input {example}"
            raise InputError(msg)
        lone = tuple(given) if is_sequence(given) else (given,)  # type: ignore[arg-type]  # is_sequence has said so
        sizes = per_axis("input", lone[0] if len(lone) == 1 else given, rank)
        if self.input is not None and sizes != self.input:
            msg = f"the call says input={self.input} and --input says {sizes}; leave one out"
            raise InputError(msg)
        return sizes

    def _padding(self, sizes: Row, lengths: Row) -> Pairs:
        words = zip(sizes, self.kernel, self.stride, self.dilation, self.output_padding, lengths, strict=True)
        totals = [(n - 1) * s + span(k, d) + a - length for n, k, s, d, a, length in words]
        return tuple(halves(self.speaker, axis, total, odd_low=self.odd_low) for axis, total in enumerate(totals))


def halves(speaker: str, axis: int, total: int, *, odd_low: bool) -> tuple[int, int]:
    """Part a total padding into low and high; the odd entry goes to the low end or to the high one.

    Raises
    ------
    GeometryError
        For a negative total: the texts say neither how it is rounded nor that it is allowed, and engines differ.
    """
    if total < 0:
        msg = (
            f"{speaker}: axis {axis}: the padding would be {total} in all, and engines disagree on a negative one; "
            f"for zeros at the high end leave auto_pad and output_shape out and add {-total} to output_padding"
        )
        raise GeometryError(msg)
    least = total // 2
    return (total - least, least) if odd_low else (least, total - least)


def ends(axis: Axis) -> tuple[int, int]:
    """Give ``(l, e)`` with ``e = a - h``: with k, s and d they are the layer; h and a enter it in no other way."""
    return axis.low, axis.output_padding - axis.high


def padding_of(pairs: list[tuple[int, int]]) -> tuple[Pairs, Row]:
    """Give padding and output padding from ``(l, e)`` per axis, with the least output padding."""
    return tuple((low, max(-extra, 0)) for low, extra in pairs), tuple(max(extra, 0) for _, extra in pairs)
