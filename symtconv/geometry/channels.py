"""Which weight joins which two channels: the relation of the channel axis.

The weights of a layer are an array ``(C_in, C_out/groups, *kernel)``; its second index counts within the
group. A convolution of the lowering reads weights ``(C_out, C_in/groups, *kernel)``: the two channel axes
must change places *within each group*. Two slips are common, and both can be said here, so that a lowering
can be judged by them: not to swap at all, and to swap across the whole array. The latter gives an array
``(C_out/groups, C_in, *kernel)``, which a grouped convolution does not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Swap = bool | Literal["across"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelMap:
    """The weight index ``(c, m)`` that joins channel ``ci`` of y and channel ``co`` of x′.

    Parameters
    ----------
    in_channels, out_channels, groups : int
        Channels of y and of x′, and the number of groups, which divides both.
    swap : bool or "across"
        True: exchanged within each group (right). False: not exchanged. "across": exchanged over the whole
        array.

    Examples
    --------
    >>> right = ChannelMap(in_channels=4, out_channels=4, groups=2)
    >>> right.weight(co=1, ci=0), right.weight(co=1, ci=2)
    ((0, 1), None)
    >>> slip = ChannelMap(in_channels=4, out_channels=4, groups=2, swap=False)
    >>> slip.weight(co=1, ci=0), slip.is_right
    ((1, 0), False)
    >>> ChannelMap(in_channels=4, out_channels=4, groups=2, swap="across").fits
    False
    """

    in_channels: int
    out_channels: int
    groups: int
    swap: Swap = True

    @property
    def inputs_per_group(self) -> int:
        """Channels of y in a group."""
        return self.in_channels // self.groups

    @property
    def outputs_per_group(self) -> int:
        """Channels of x′ in a group."""
        return self.out_channels // self.groups

    @property
    def fits(self) -> bool:
        """Whether the kernel has the shape that the lowering's convolution reads."""
        return self.kernel_shape == (self.out_channels, self.inputs_per_group)

    @property
    def kernel_shape(self) -> tuple[int, int]:
        """The first two sizes of the kernel that the convolution is given; it reads ``(C_out, C_in/groups)``."""
        if self.swap == "across":
            return self.outputs_per_group, self.in_channels
        if self.swap is False:
            return self.in_channels, self.outputs_per_group
        return self.out_channels, self.inputs_per_group

    @property
    def is_right(self) -> bool:
        """Whether every pair of channels is joined by the weight that the layer joins it by."""
        if self.swap is False:  # then (co, ci) and (ci, co) trade places within each group
            return self.fits and self.inputs_per_group == 1
        return self.fits

    def weight(self, co: int, ci: int) -> tuple[int, int] | None:
        """Give the first two weight indices, or None where the channels are in different groups (for what fits)."""
        group, within = divmod(co, self.outputs_per_group)
        if ci // self.inputs_per_group != group:
            return None
        return (co, ci % self.inputs_per_group) if self.swap is False else (ci, within)

    def inputs_of(self, co: int) -> range:
        """Channels of y that reach channel ``co`` of x′."""
        first = co // self.outputs_per_group * self.inputs_per_group
        return range(first, first + self.inputs_per_group)
