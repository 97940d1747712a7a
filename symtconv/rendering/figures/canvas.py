"""The canvas of the scatter picture along one axis: which copies of the kernel are drawn on which places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symtconv.geometry import Axis
from symtconv.rendering.figures.board import whole
from symtconv.rendering.figures.elision import Ranges


@dataclass(frozen=True, slots=True)
class Canvas:
    """One axis of the picture: which entries of y lay a copy on it, and which places of x′ it shows."""

    axis: Axis
    sources: tuple[int, ...]
    low: int
    high: int
    is_whole: bool

    @property
    def shown(self) -> Ranges:
        """Every place of the canvas."""
        return whole(self.high - self.low, self.low)

    def taps(self, source: int) -> Iterator[tuple[int, int]]:
        """Yield (place, tap) of a copy as far as it is on the canvas, cropped places included."""
        start, step = self.axis.stride * source - self.axis.low, self.axis.dilation
        first, end = max(-((start - self.low) // step), 0), -((start - self.high) // step)
        return ((start + step * t, t) for t in range(first, min(end, self.axis.kernel)))

    def at(self, place: int) -> list[tuple[int, int]]:
        """Give (source, tap) of the copies that reach a place, in the order of y."""
        return [(o, t) for o in self.sources for j, t in self.taps(o) if j == place]

    def lacks(self, place: int) -> bool:
        """Say whether a copy that is not drawn reaches a place of x′ too."""
        return not self.cropped(place) and any(o not in self.sources for _, o in self.axis.relation.at(place))

    def cropped(self, place: int) -> bool:
        """Say whether a place lies outside x′."""
        return not 0 <= place < self.axis.output
