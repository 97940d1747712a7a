"""What a call says once its framework's rules are applied: a layer that still lacks its input."""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.conventions.weights import Layout, Weights
from symtconv.geometry import Axis, AxisForm, ConvTranspose, GeometryError, InputError, NormalForm, span
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
    layout : Layout
        The axes of the weights as the framework stores them; the layer's own are
        ``(C_in, C_out/groups, *kernel)``.
    flips_kernel : bool
        Whether the layer's weights are the framework's, reversed along every spatial axis.
    output_shape : tuple of int, optional
        Lengths that the call asks for. They decide the padding: ``T = (n-1)s + K + a - O`` in all, halved.
    odd_low : bool
        Which end takes the odd entry of ``T``.
    sure_below : int
        Totals from here to -1 add zeros to the high end, where every engine tried agrees; 0 for none.
    in_channels, out_channels : int or None
        None where the framework reads them from arrays, and nothing says them.
    groups : int
    input : tuple of int, optional
        The y-side, where the call says it.
    fixed : bool
        Whether the layer takes no other input, since the call asks for a length.
    notes : tuple of str
        What is to be said beside the layer.
    """

    speaker: str
    kernel: Row
    stride: Row
    dilation: Row
    output_padding: Row
    padding: Pairs
    layout: Layout
    flips_kernel: bool = False
    output_shape: Row | None = None
    odd_low: bool = False
    sure_below: int = 0
    in_channels: int | None = None
    out_channels: int | None = None
    groups: int = 1
    input: Row | None = None
    fixed: bool = False
    notes: tuple[str, ...] = ()

    @property
    def kernel_layout(self) -> str:
        """The axes of the weights, in words."""
        return str(self.layout)

    @property
    def weight_shape(self) -> Row:
        """The shape of the weights as the framework stores them; open channels are the fewest."""
        return self.layout.sizes(Weights(self.kernel, self.in_channels, self.out_channels, self.groups))

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
        padding, output_padding = self._padding(sizes)
        try:
            return ConvTranspose(
                input=sizes,
                kernel=self.kernel,
                stride=self.stride,
                padding=padding,
                output_padding=output_padding,
                dilation=self.dilation,
                in_channels=self.in_channels or self.groups,
                out_channels=self.out_channels or self.groups,
                groups=self.groups,
            )
        except GeometryError as error:
            msg = f"{self.speaker}: {error}"
            raise GeometryError(msg) from None

    def form(self, input: PerAxis | None = None) -> NormalForm:  # noqa: A002 - as above
        """Give the normal form: of the layer for every input, or for the one that the call takes.

        Raises
        ------
        InputError
            When the call asks for a length, and its input is not known.
        """
        sizes = self._sizes(input) if self.output_shape or self.fixed or input is not None else None
        padding, output_padding = self._padding(sizes or ())
        words = zip(self.kernel, self.stride, self.dilation, padding, output_padding, strict=True)
        return NormalForm(
            axes=tuple(AxisForm(kernel=k, stride=s, dilation=d, low=l, extra=a - h) for k, s, d, (l, h), a in words),
            in_channels=self.in_channels,
            out_channels=self.out_channels,
            groups=self.groups,
            input=sizes,
        )

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

    def _padding(self, sizes: Row) -> tuple[Pairs, Row]:
        """Give padding and output padding, once the lengths that the call asks for are parted into two ends."""
        if self.output_shape is None:
            return self.padding, self.output_padding
        pairs, extras = [], []
        words = zip(sizes, self.kernel, self.stride, self.dilation, self.output_padding, self.output_shape, strict=True)
        for axis, (n, k, s, d, a, length) in enumerate(words):
            total = (n - 1) * s + span(k, d) + a - length
            if max(self.sure_below, 1 - s) <= total < 0:
                pairs.append((0, 0))
                extras.append(a - total)
            else:
                pairs.append(halves(self.speaker, axis, total, odd_low=self.odd_low))
                extras.append(a)
        return tuple(pairs), tuple(extras)


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


def ends(axis: Axis | AxisForm) -> tuple[int, int]:
    """Give ``(l, e)`` with ``e = a - h``: with k, s and d they are the layer; h and a enter it in no other way."""
    return (axis.low, axis.extra) if isinstance(axis, AxisForm) else (axis.low, axis.output_padding - axis.high)


def padding_of(pairs: list[tuple[int, int]]) -> tuple[Pairs, Row]:
    """Give padding and output padding from ``(l, e)`` per axis, with the least output padding."""
    return tuple((low, max(-extra, 0)) for low, extra in pairs), tuple(max(extra, 0) for _, extra in pairs)
