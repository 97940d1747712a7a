"""One axis of a layer: seven integers, and everything that follows from them."""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.geometry.errors import GeometryError
from symtconv.geometry.extent import conv_size, convt_size, span
from symtconv.geometry.relation import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis of a transposed convolution; letters in brackets are those of the formulas.

    Parameters
    ----------
    size : int
        Entries of y, which the layer reads (n ≥ 1).
    kernel : int
        Taps (k ≥ 1).
    stride, dilation : int
        Steps between neighbouring entries of y, and between neighbouring taps, on the x-side (s, d ≥ 1).
    low, high : int
        Padding of the convolution, which the layer crops (l, h; any integer, a negative one extends).
    output_padding : int
        Entries that x′ has beyond the shortest length (a ≥ 0).

    Raises
    ------
    GeometryError
        For a value outside its range, or when no entry of x′ is left.

    Examples
    --------
    >>> axis = Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1)
    >>> axis.output, axis.span, (axis.pad_low, axis.pad_high), axis.is_exact
    (4, 3, (1, 2), True)
    """

    size: int
    kernel: int
    stride: int = 1
    dilation: int = 1
    low: int = 0
    high: int = 0
    output_padding: int = 0

    def __post_init__(self) -> None:
        for name, least in (
            ("size", 1),
            ("kernel", 1),
            ("stride", 1),
            ("dilation", 1),
            ("output_padding", 0),
        ):
            value = getattr(self, name)
            if value < least:
                word = "input" if name == "size" else name
                msg = f"{word}={value} is below {least}; use {least} or more"
                raise GeometryError(msg)
        if self.output < 1:
            n, k, s, d, l, h, a = self.parameters
            msg = (
                f"the output is empty: (n-1)*s + d*(k-1)+1 - l - h + a = "
                f"({n}-1)*{s} + {d}*({k}-1)+1 - ({l}) - ({h}) + {a} = {self.output}, and 1 is the least; "
                f"lower the padding or raise output_padding by {1 - self.output} or more"
            )
            raise GeometryError(msg)

    @property
    def parameters(self) -> tuple[int, int, int, int, int, int, int]:
        """The seven integers ``(n, k, s, d, l, h, a)``."""
        return (
            self.size,
            self.kernel,
            self.stride,
            self.dilation,
            self.low,
            self.high,
            self.output_padding,
        )

    @property
    def span(self) -> int:
        """Entries covered by the dilated kernel: ``K = d(k-1) + 1``."""
        return span(self.kernel, self.dilation)

    @property
    def output(self) -> int:
        """Entries of x′: ``i = (n-1)s + K - l - h + a``."""
        return convt_size(*self.parameters)

    @property
    def pad_low(self) -> int:
        """Low padding of the lowering, ``P_lo = K - 1 - l``; a negative one crops."""
        return self.span - 1 - self.low

    @property
    def pad_high(self) -> int:
        """High padding of the lowering, ``P_hi = K - 1 - h + a``; a negative one crops."""
        return self.span - 1 - self.high + self.output_padding

    @property
    def is_exact(self) -> bool:
        """Whether the axis is the exact transpose of a convolution with ``n`` outputs: iff ``a < s``."""
        return self.output_padding < self.stride

    @property
    def conv_outputs(self) -> int:
        """Outputs of the convolution that reads ``i`` entries: ``n + ⌊a/s⌋``."""
        return conv_size(self.output, self.kernel, self.stride, self.dilation, self.low, self.high)

    @property
    def relation(self) -> Relation:
        """The defining relation ``j = s·o + d·t - l``."""
        return Relation(
            taps=self.kernel,
            length=self.output,
            o_low=0,
            o_high=self.size,
            o_step=self.stride,
            t_step=self.dilation,
            offset=-self.low,
        )
