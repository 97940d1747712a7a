"""The layer: a transposed convolution of any rank, with channels and groups."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING, Any, SupportsIndex

from symtconv.geometry.axis import Axis
from symtconv.geometry.channels import ChannelMap
from symtconv.geometry.errors import GeometryError
from symtconv.geometry.extent import conv_size, residue, span
from symtconv.geometry.lowering import Lowering
from symtconv.geometry.words import Padding, PerAxis, integer, is_sequence, padding_pairs, per_axis

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, init=False)
class ConvTranspose:
    """A transposed convolution, as PyTorch's ConvTranspose names its parts.

    Every field is a tuple over the spatial axes. The *x-side* is what the layer writes (and the convolution
    reads), the *y-side* what the layer reads.

    Parameters
    ----------
    input : int or sequence of int
        Entries of y per axis (the layer's own input).
    kernel : int or sequence of int
        Taps per axis. The rank is that of the longer of ``input`` and ``kernel``.
    stride, dilation, output_padding : int or sequence of int
        One for all axes, or one per axis.
    padding : int, sequence of int, or sequence of (low, high)
        The padding of the convolution; negative numbers are allowed.
    in_channels, out_channels, groups : int
        Channels of y and of x′; ``groups`` divides both.

    Raises
    ------
    GeometryError
        With the axis, the value, its bound and a remedy.

    Notes
    -----
    The convolution with the same kernel, stride, dilation and padding has as many outputs as ``input`` iff
    ``output_padding < stride`` on every axis, and the layer is then its exact transpose (`is_exact_transpose`).
    Otherwise the layer is the transpose of the first ``input`` of its `conv_outputs` outputs.

    References
    ----------
    V. Dumoulin, F. Visin, *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285, section 4.

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    >>> layer.output, layer.weight_shape, layer.is_exact_transpose
    ((4, 4), (1, 1, 3, 3), True)
    >>> ConvTranspose.of_conv(input=(4, 4), kernel=(3, 3), stride=2, padding=1) == layer
    True
    """

    input: tuple[int, ...]
    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    padding: Pairs
    output_padding: tuple[int, ...]
    dilation: tuple[int, ...]
    in_channels: int
    out_channels: int
    groups: int

    def __init__(
        self,
        *,
        input: PerAxis,  # noqa: A002 - PyTorch's word, and the contract's
        kernel: PerAxis,
        stride: PerAxis = 1,
        padding: Padding = 0,
        output_padding: PerAxis = 0,
        dilation: PerAxis = 1,
        in_channels: SupportsIndex = 1,
        out_channels: SupportsIndex = 1,
        groups: SupportsIndex = 1,
    ) -> None:
        rank = _rank(input, kernel)
        fields = {
            "input": per_axis("input", input, rank),
            "kernel": per_axis("kernel", kernel, rank),
            "stride": per_axis("stride", stride, rank),
            "padding": padding_pairs("padding", padding, rank),
            "output_padding": per_axis("output_padding", output_padding, rank),
            "dilation": per_axis("dilation", dilation, rank),
            "in_channels": integer("in_channels", in_channels),
            "out_channels": integer("out_channels", out_channels),
            "groups": integer("groups", groups),
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)
        _check_channels(self.in_channels, self.out_channels, self.groups)
        _ = self.axes  # an Axis refuses what no layer can have

    @classmethod
    def of_conv(
        cls,
        *,
        input: PerAxis,  # noqa: A002 - as above
        kernel: PerAxis,
        stride: PerAxis = 1,
        padding: Padding = 0,
        dilation: PerAxis = 1,
        in_channels: SupportsIndex = 1,
        out_channels: SupportsIndex = 1,
        groups: SupportsIndex = 1,
    ) -> ConvTranspose:
        """Give the transpose of the convolution with these words (its input is the x-side).

        The convolution's ``in_channels`` are the layer's ``out_channels``; the output padding is the residue
        ``(i + l + h - K) mod s``, which the convolution fixes.

        Raises
        ------
        GeometryError
            Also when the convolution has no output on some axis.

        Examples
        --------
        >>> ConvTranspose.of_conv(input=7, kernel=3, stride=2, in_channels=3, out_channels=8).input
        (3,)
        >>> ConvTranspose.of_conv(input=8, kernel=3, stride=2).output_padding
        (1,)
        """
        rank = _rank(input, kernel)
        sizes = per_axis("input", input, rank)
        taps, steps = per_axis("kernel", kernel, rank), per_axis("stride", stride, rank)
        gaps, pads = per_axis("dilation", dilation, rank), padding_pairs("padding", padding, rank)
        for name, values in (("input", sizes), ("kernel", taps), ("stride", steps), ("dilation", gaps)):
            for axis, value in enumerate(values):
                if value < 1:
                    msg = f"axis {axis}: {name}={value} is below 1; use 1 or more"
                    raise GeometryError(msg)
        words = list(zip(sizes, taps, steps, gaps, pads, strict=True))
        outputs = tuple(conv_size(i, k, s, d, l, h) for i, k, s, d, (l, h) in words)
        for axis, (i, k, _, d, (low, high)) in enumerate(words):
            if outputs[axis] < 1:
                msg = (
                    f"axis {axis}: the convolution has no output: its padded input has {i} + ({low}) + ({high}) = "
                    f"{i + low + high} entries and the kernel spans {d}*({k}-1)+1 = {span(k, d)}; "
                    f"raise the padding or the input by {span(k, d) - i - low - high} or more"
                )
                raise GeometryError(msg)
        return cls(
            input=outputs,
            kernel=taps,
            stride=steps,
            padding=pads,
            output_padding=tuple(residue(i, k, s, d, l, h) for i, k, s, d, (l, h) in words),
            dilation=gaps,
            in_channels=out_channels,
            out_channels=in_channels,
            groups=groups,
        )

    @property
    def rank(self) -> int:
        """Number of spatial axes."""
        return len(self.input)

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The layer axis by axis."""
        words = zip(
            self.input,
            self.kernel,
            self.stride,
            self.dilation,
            self.padding,
            self.output_padding,
            strict=True,
        )
        axes: list[Axis] = []
        for number, (size, kernel, stride, dilation, (low, high), extra) in enumerate(words):
            try:
                axis = Axis(
                    size=size,
                    kernel=kernel,
                    stride=stride,
                    dilation=dilation,
                    low=low,
                    high=high,
                    output_padding=extra,
                )
            except GeometryError as error:
                msg = f"axis {number}: {error}"
                raise GeometryError(msg) from None
            axes.append(axis)
        return tuple(axes)

    @property
    def output(self) -> tuple[int, ...]:
        """Entries of x′ per axis."""
        return tuple(axis.output for axis in self.axes)

    @property
    def weight_shape(self) -> tuple[int, ...]:
        """Shape of the weights: ``(in_channels, out_channels // groups, *kernel)``."""
        return (self.in_channels, self.out_channels // self.groups, *self.kernel)

    @property
    def has_channels(self) -> bool:
        """Whether indices of w, y and x′ begin with a channel."""
        return max(self.in_channels, self.out_channels) > 1

    @property
    def y_shape(self) -> tuple[int, ...]:
        """Index shape of y: the channel first, where there are channels."""
        return (self.in_channels, *self.input) if self.has_channels else self.input

    @property
    def x_shape(self) -> tuple[int, ...]:
        """Index shape of x′: the channel first, where there are channels."""
        return (self.out_channels, *self.output) if self.has_channels else self.output

    @property
    def channels(self) -> ChannelMap:
        """The relation of the channel axis."""
        return ChannelMap(in_channels=self.in_channels, out_channels=self.out_channels, groups=self.groups)

    @property
    def is_exact_transpose(self) -> bool:
        """Whether x′ is Cᵀy for a convolution C with as many outputs as y has entries: ``a < s`` on each axis."""
        return all(axis.is_exact for axis in self.axes)

    @property
    def conv_outputs(self) -> tuple[int, ...]:
        """Outputs per axis of the convolution that reads x′: ``n + ⌊a/s⌋``."""
        return tuple(axis.conv_outputs for axis in self.axes)

    @property
    def call(self) -> str:
        """The layer as it is written in Python, without what has its usual value.

        Examples
        --------
        >>> ConvTranspose(input=(2, 2), kernel=3, padding=((1, 1), (0, 1))).call
        'ConvTranspose(input=(2, 2), kernel=3, padding=((1, 1), (0, 1)))'
        """
        usual = {"stride": 1, "padding": 0, "dilation": 1, "output_padding": 0}
        said = [f"input={_short(self.input) if self.rank == 1 else self.input}", f"kernel={_short(self.kernel)}"]
        said += [
            f"{name}={_short(getattr(self, name))}"
            for name, value in usual.items()
            if _short(getattr(self, name)) != value
        ]
        channels = ("in_channels", "out_channels", "groups")
        said += [f"{name}={getattr(self, name)}" for name in channels if getattr(self, name) != 1]
        return f"ConvTranspose({', '.join(said)})"

    def lowering(self) -> Lowering:
        """Give the lowering of this layer: dilate by s, pad by P_lo and P_hi, correlate with the flip."""
        return Lowering(
            dilate=self.stride,
            pad=tuple((axis.pad_low, axis.pad_high) for axis in self.axes),
            flip=True,
            swap=True,
            dilation=self.dilation,
        )

    if TYPE_CHECKING:  # they need what stands floors above: `symtconv` gives them to the class

        def matrix(self) -> Any:
            """Give C."""

        def transpose(self) -> Any:
            """Give Cᵀ."""

        def to_call(self, framework: str) -> str:
            """Write a call."""

    def to_dict(self) -> dict[str, Any]:
        """Give the layer as plain data, as it stands in reports and certificates."""
        return {
            "input": list(self.input),
            "kernel": list(self.kernel),
            "stride": list(self.stride),
            "padding": [list(pair) for pair in self.padding],
            "dilation": list(self.dilation),
            "output_padding": list(self.output_padding),
            "in_channels": self.in_channels,
            "out_channels": self.out_channels,
            "groups": self.groups,
        }


def _short(values: tuple[int, ...] | Pairs) -> int | tuple[int, ...] | Pairs:
    """Give one number for a tuple that repeats it, the tuple otherwise."""
    first = values[0] if isinstance(values[0], int) else values[0][0]
    return first if all(value in (first, (first, first)) for value in values) else values


def _rank(input: PerAxis, kernel: PerAxis) -> int:  # noqa: A002 - as above
    sizes = {len(tuple(value)) for value in (input, kernel) if is_sequence(value)}  # type: ignore[arg-type]
    if len(sizes) > 1:
        msg = f"input={input!r} and kernel={kernel!r} differ in rank; give both the same number of spatial axes"
        raise GeometryError(msg)
    rank = sizes.pop() if sizes else 1
    if rank < 1:
        msg = "a layer has at least one spatial axis; input or kernel is empty"
        raise GeometryError(msg)
    return rank


def _check_channels(in_channels: int, out_channels: int, groups: int) -> None:
    for name, value in (("in_channels", in_channels), ("out_channels", out_channels), ("groups", groups)):
        if value < 1:
            msg = f"{name}={value} is below 1; use 1 or more"
            raise GeometryError(msg)
    for name, value in (("in_channels", in_channels), ("out_channels", out_channels)):
        if value % groups:
            both = gcd(in_channels, out_channels)
            divisors = ", ".join(str(g) for g in range(1, min(both, 100) + 1) if both % g == 0)
            msg = f"groups={groups} does not divide {name}={value}; groups that divide both: {divisors}"
            raise GeometryError(msg)
