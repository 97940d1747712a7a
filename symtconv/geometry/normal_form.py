"""The normal form of a layer: ``(k, s, d, l, e)`` per axis with ``e = a - h``, its channels and its groups.

The high padding h and the output padding a enter a layer through their difference alone: the relation
``j = s·o + d·t - l`` holds neither, and the length ``i = (n-1)s + K - l + e`` holds ``e``. So two calls are one
layer, for every n, iff their normal forms are equal. One case is degenerate: with one tap (k = 1) the dilation
joins nothing, and is 1 in the normal form.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from symtconv.geometry.axis import Axis
from symtconv.geometry.errors import GeometryError
from symtconv.geometry.extent import convt_size, span
from symtconv.geometry.layer import ConvTranspose
from symtconv.geometry.relation import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisForm:
    """One axis of a normal form; the letters are those of the formulas.

    Parameters
    ----------
    kernel, stride, dilation : int
        Taps and steps (k, s, d ≥ 1).
    low : int
        Entries cropped at the low end (l; a negative one adds zeros).
    extra : int
        What is added to the high end: ``e = a - h``.

    Examples
    --------
    >>> axis = AxisForm(kernel=3, stride=2, dilation=1, low=1, extra=0)
    >>> axis.length(2), axis.shortest
    (4, 1)
    """

    kernel: int
    stride: int = 1
    dilation: int = 1
    low: int = 0
    extra: int = 0

    @property
    def span(self) -> int:
        """Entries covered by the dilated kernel: ``K = d(k-1) + 1``."""
        return span(self.kernel, self.dilation)

    @property
    def canonical(self) -> AxisForm:
        """The same axis, with d = 1 where there is one tap: then the dilation is in no formula."""
        return replace(self, dilation=1) if self.kernel == 1 else self

    @property
    def shortest(self) -> int:
        """The least n ≥ 1 for which x′ has an entry."""
        return max(1, -((self.length(1) - 1) // self.stride) + 1)

    def length(self, n: int) -> int:
        """Entries of x′: ``(n-1)s + K - l + e``; below 1 there is no layer."""
        return convt_size(n, self.kernel, self.stride, self.dilation, self.low, 0, self.extra)

    def relation(self, n: int, *, flipped: bool = False) -> Relation:
        """Give the triples ``(t, o, j)``; with ``flipped`` tap t is tap ``k-1-t`` of the kernel as it is stored."""
        reach = self.dilation * (self.kernel - 1)
        return Relation(
            taps=self.kernel,
            length=max(self.length(n), 0),
            o_low=0,
            o_high=n,
            o_step=self.stride,
            t_step=-self.dilation if flipped else self.dilation,
            offset=(reach if flipped else 0) - self.low,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalForm:
    """A layer for every input.

    Parameters
    ----------
    axes : tuple of AxisForm
    in_channels, out_channels : int or None
        None where a call leaves them to its arrays.
    groups : int
    input : tuple of int, optional
        The only input that the layer takes, where a call fixes it.

    Examples
    --------
    >>> layer = ConvTranspose(input=4, kernel=3, stride=2, padding=1, output_padding=1)
    >>> NormalForm.of_layer(layer) == NormalForm.of_layer(
    ...     ConvTranspose(input=7, kernel=3, stride=2, padding=((1, 0),)))
    True
    """

    axes: tuple[AxisForm, ...]
    in_channels: int | None = None
    out_channels: int | None = None
    groups: int = 1
    input: tuple[int, ...] | None = None

    @classmethod
    def of_layer(cls, layer: ConvTranspose) -> NormalForm:
        """Give the form of a layer, for every input."""
        return cls(
            axes=tuple(form_of(axis) for axis in layer.axes),
            in_channels=layer.in_channels,
            out_channels=layer.out_channels,
            groups=layer.groups,
        )

    @property
    def rank(self) -> int:
        """Number of spatial axes."""
        return len(self.axes)

    @property
    def kernel(self) -> tuple[int, ...]:
        """Taps per axis."""
        return tuple(axis.kernel for axis in self.axes)

    @property
    def stride(self) -> tuple[int, ...]:
        """Strides per axis."""
        return tuple(axis.stride for axis in self.axes)

    @property
    def dilation(self) -> tuple[int, ...]:
        """Dilations per axis."""
        return tuple(axis.dilation for axis in self.axes)

    @property
    def ends(self) -> tuple[tuple[int, int], ...]:
        """``(l, e)`` per axis."""
        return tuple((axis.low, axis.extra) for axis in self.axes)

    @property
    def uncropped(self) -> NormalForm:
        """The same layer at l = h = a = 0."""
        return replace(self, axes=tuple(replace(axis, low=0, extra=0) for axis in self.axes))

    @property
    def filled(self) -> NormalForm:
        """The layer of the kernel with its zeros written out: K taps and dilation 1."""
        return replace(self, axes=tuple(replace(axis, kernel=axis.span, dilation=1) for axis in self.axes))

    def same_as(self, other: NormalForm) -> bool:
        """Tell whether both are one layer for every input; channels that one leaves open are the other's."""
        return (
            tuple(axis.canonical for axis in self.axes) == tuple(axis.canonical for axis in other.axes)
            and self.groups == other.groups
            and all(
                None in pair or pair[0] == pair[1]
                for pair in ((self.in_channels, other.in_channels), (self.out_channels, other.out_channels))
            )
        )

    def layer(self, sizes: tuple[int, ...]) -> ConvTranspose:
        """Give the layer that reads ``sizes``; open channels are the fewest.

        Raises
        ------
        GeometryError
            When x′ would be empty.
        """
        return ConvTranspose(
            input=sizes,
            kernel=self.kernel,
            stride=self.stride,
            padding=tuple((low, max(-extra, 0)) for low, extra in self.ends),
            output_padding=tuple(max(extra, 0) for _, extra in self.ends),
            dilation=self.dilation,
            in_channels=self.in_channels or self.groups,
            out_channels=self.out_channels or self.groups,
            groups=self.groups,
        )

    def to_dict(self) -> dict[str, Any]:
        """Give the form as plain data, as it stands in certificates."""
        return {
            "kernel": list(self.kernel),
            "stride": list(self.stride),
            "dilation": list(self.dilation),
            "ends": [list(pair) for pair in self.ends],
            "in_channels": self.in_channels,
            "out_channels": self.out_channels,
            "groups": self.groups,
            "input": None if self.input is None else list(self.input),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> NormalForm:
        """Read plain data; whatever is no form is refused.

        Raises
        ------
        GeometryError
            With what is wrong.
        """
        rows = [data.get(name) for name in ("kernel", "stride", "dilation", "ends")]
        if any(not isinstance(row, list) or not row or len(row) != len(rows[0] or []) for row in rows):
            msg = "a normal form has kernel, stride, dilation and ends, each with one entry per axis"
            raise GeometryError(msg)
        axes = []
        for k, s, d, pair in zip(*rows, strict=True):
            numbers = (k, s, d, *pair) if isinstance(pair, list) and len(pair) == 2 else (None,)
            if any(type(number) is not int for number in numbers) or min(k, s, d) < 1:
                msg = "an axis of a normal form has integers k, s, d ≥ 1 and a pair (l, e)"
                raise GeometryError(msg)
            axes.append(AxisForm(kernel=k, stride=s, dilation=d, low=pair[0], extra=pair[1]))
        _check_channels(data)
        sizes = data.get("input")
        if sizes is not None and (
            not isinstance(sizes, list) or len(sizes) != len(axes) or any(type(n) is not int or n < 1 for n in sizes)
        ):
            msg = "the input of a normal form has one size ≥ 1 per axis"
            raise GeometryError(msg)
        return cls(
            axes=tuple(axes),
            in_channels=data["in_channels"],
            out_channels=data["out_channels"],
            groups=data["groups"],
            input=None if sizes is None else tuple(sizes),
        )


def _check_channels(data: dict[str, Any]) -> None:
    groups = data.get("groups")
    if type(groups) is not int or groups < 1:
        msg = "a normal form has groups ≥ 1"
        raise GeometryError(msg)
    for name in ("in_channels", "out_channels"):
        count = data.get(name)
        if count is not None and (type(count) is not int or count < 1 or count % groups):
            msg = f"{name} of a normal form is a multiple of its groups, or open"
            raise GeometryError(msg)


def form_of(axis: Axis) -> AxisForm:
    """Give the normal form of one axis.

    Examples
    --------
    >>> form_of(Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1)).extra
    0
    """
    return AxisForm(
        kernel=axis.kernel,
        stride=axis.stride,
        dilation=axis.dilation,
        low=axis.low,
        extra=axis.output_padding - axis.high,
    )
