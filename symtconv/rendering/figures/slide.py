"""One axis of a lowering, the layer's own or one that is judged: what each place of the padded input holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from symtconv.geometry import Axis, Lowering, Relation

AxisKind = Literal["entry", "gap", "pad", "extra"]


@dataclass(frozen=True, slots=True)
class Slide:
    """The padded input along one axis, and the window that slides over it.

    Places below 0 or beyond the length are cropped.

    Parameters
    ----------
    relation : Relation
        What the lowering joins on this axis.
    step : int
        Step between entries of y after dilation.
    pad_low : int
        Where the first entry of y lies.
    length : int
        Of the padded input, crops taken off.
    size : int
        Entries of y; a crop made before padding may take some of them (``relation`` knows which).
    extra : int
        How many of the last places are there because of the output padding.
    """

    relation: Relation
    step: int
    pad_low: int
    length: int
    size: int
    extra: int = 0

    @classmethod
    def own(cls, axis: Axis) -> Slide:
        """Give the layer's own lowering: it is right."""
        # The lowering's relation is the layer's; its taps are met in the order of the flipped kernel.
        length = axis.output + axis.span - 1
        return cls(axis.relation, axis.stride, axis.pad_low, length, axis.size, axis.output_padding)

    @classmethod
    def judged(cls, lowering: Lowering, number: int, axis: Axis) -> Slide:
        """Give one axis of a lowering that somebody asked about."""
        relation = lowering.relation(number, axis)
        length = relation.length + lowering.dilation[number] * (axis.kernel - 1)
        return cls(relation, lowering.dilate[number], lowering.pad[number][0], length, axis.size)

    @property
    def taps(self) -> int:
        """Number of taps."""
        return self.relation.taps

    @property
    def gap(self) -> int:
        """Step between taps."""
        return abs(self.relation.t_step)

    @property
    def flip(self) -> bool:
        """Whether the kernel is reversed: then a later tap meets an earlier place."""
        return self.relation.t_step > 0

    @property
    def span(self) -> int:
        """Length of the window."""
        return self.gap * (self.taps - 1) + 1

    @property
    def output(self) -> int:
        """Number of places that the window has."""
        return self.relation.length

    @property
    def low(self) -> int:
        """First place that is drawn."""
        return min(0, self.pad_low)

    @property
    def high(self) -> int:
        """One beyond the last place that is drawn."""
        return max(self.length, self.pad_low + (self.size - 1) * self.step + 1)

    def tap(self, offset: int) -> int:
        """Give the tap that stands at a place of the window, counted in taps from its low end."""
        return self.taps - 1 - offset if self.flip else offset

    def kind(self, place: int) -> AxisKind:
        """Say what a place holds: ``entry``, ``gap``, ``pad`` or ``extra``."""
        inside = place - self.pad_low
        if 0 <= inside <= (self.size - 1) * self.step:
            if inside % self.step:
                return "gap"
            is_kept = self.relation.o_low <= inside // self.step < self.relation.o_high
            return "entry" if is_kept or self.cropped(place) else "pad"
        return "extra" if place >= self.length - self.extra else "pad"

    def source(self, place: int) -> int:
        """Give the entry of y at a place that holds one."""
        return (place - self.pad_low) // self.step

    def cropped(self, place: int) -> bool:
        """Say whether a crop removes the place."""
        return not 0 <= place < self.length
