"""What the page's pictures are drawn from: per axis, which taps join which entries. The same data goes to the script.

Nothing else is computed in the browser: a term is a pair of list entries per axis, as in the proof. A long axis is
cut after its first places; the page says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from symtconv.geometry import Axis, ConvTranspose
from symtconv.rendering.figures.figure import Index, Sign, Spelling
from symtconv.rendering.figures.palette import tap_colour
from symtconv.rendering.figures.plane import plane
from symtconv.rendering.printers.html.words import lettered, words

PLACES, LINE_PLACES, SLICES = 40, 120, 16
"""Places of x′ that can be chosen: a side, on a line, and of the slices and channels before the last two axes."""

_POINT = Axis(size=1, kernel=1)


@dataclass(frozen=True, slots=True)
class Depth:
    """What stands before the last two axes: indices of y and of w that meet in one slice of x′."""

    y: Index
    w: Index


@dataclass(frozen=True, slots=True)
class Addend:
    """One product: the entry of y and the tap, their places on the plane, and the class of the tap's colour."""

    y: Index
    w: Index
    at: tuple[int, int]
    tap: tuple[int, int]
    colour: str


@dataclass(frozen=True)
class Scene:
    """A layer as the page shows it, with the author's letters."""

    layer: ConvTranspose
    spelling: Spelling
    lang: str = "en"
    opening: Index | None = None
    """The entry that the page opens with, where it can be chosen."""

    def say(self, key: str, **slots: object) -> str:
        """Give words of the catalogue with the author's letters."""
        return lettered(words(self.lang)[key], self.spelling).format(**slots)

    @cached_property
    def rows(self) -> Axis:
        """The axis that runs down; a line is a plane with one row."""
        return _POINT if self.flat else self.layer.axes[-2]

    @cached_property
    def columns(self) -> Axis:
        """The axis that runs across."""
        return self.layer.axes[-1]

    @property
    def flat(self) -> bool:
        """Whether the layer has one axis."""
        return self.layer.rank == 1

    @cached_property
    def broad(self) -> bool:
        """Whether pictures need room: two on a line, not four, for strips, long indices and large windows."""
        return self.flat or bool(self.fronts) or max(self.rows.span, self.columns.span) > 6

    @property
    def long(self) -> bool:
        """Whether products need room, since they have many indices: the sum then stands on a line of its own sooner."""
        return 2 * self.layer.rank + (3 if self.layer.has_channels else 0) > 5

    @cached_property
    def entries(self) -> Index:
        """The sizes of y: its channels first, where it has them."""
        return (*((self.layer.in_channels,) if self.layer.has_channels else ()), *self.layer.input)

    @cached_property
    def shown(self) -> tuple[int, int]:
        """How many rows and columns of x′ can be chosen."""
        return min(self.rows.output, PLACES), min(self.columns.output, LINE_PLACES if self.flat else PLACES)

    @cached_property
    def fronts(self) -> tuple[int, ...]:
        """How many places can be chosen of each index before the plane: the channel of x′, then the first axes."""
        channel = (self.layer.out_channels,) if self.layer.has_channels else ()
        return tuple(min(size, SLICES) for size in (*channel, *self.layer.output[:-2]))

    @cached_property
    def start(self) -> Index:
        """The entry that the page opens with: the one that was asked for, else the first one with most products."""
        entry = plane(self.layer).entry
        whole = (0, *entry) if self.layer.has_channels else entry
        limits = (*self.fronts, *(self.shown[1:] if self.flat else self.shown))
        if self.opening is not None and all(a < b for a, b in zip(self.opening, limits, strict=True)):
            return self.opening
        return tuple(min(place, limit - 1) for place, limit in zip(whole, limits, strict=True))

    def split(self, entry: Index) -> tuple[Index, tuple[int, int]]:
        """Part an entry of x′ into what stands before the plane and its place on the plane."""
        return (entry[:-1], (0, entry[-1])) if self.flat else (entry[:-2], (entry[-2], entry[-1]))

    def join(self, front: Index, row: int, column: int) -> Index:
        """Give the index of a place on the plane."""
        return (*front, column) if self.flat else (*front, row, column)

    def leads(self, front: Index) -> list[Depth]:
        """Give the slices that meet in one slice of x′, by the index of y."""
        axes = self.layer.axes[:-2]
        named = self.layer.has_channels
        channels = self._channels(front[0]) if named else [((), ())]
        joined = [tuple(axis.relation.at(j)) for axis, j in zip(axes, front[1:] if named else front, strict=True)]
        return [
            Depth((*y, *(o for _, o in pairs)), (*w, *(t for t, _ in pairs)))
            for y, w in channels
            for pairs in product(*joined)
        ]

    def _channels(self, co: int) -> list[tuple[Index, Index]]:
        weights = ((ci, self.layer.channels.weight(co, ci)) for ci in self.layer.channels.inputs_of(co))
        return [((ci,), weight) for ci, weight in weights if weight is not None]

    def terms(self, entry: Index) -> list[Addend]:
        """Give the products of an entry, in the order of y."""
        front, (row, column) = self.split(entry)
        down, across = tuple(self.rows.relation.at(row)), tuple(self.columns.relation.at(column))
        return [
            Addend(self.join(lead.y, o, p), self.join(lead.w, a, b), (o, p), (a, b), self.colour(a, b))
            for lead in self.leads(front)
            for a, o in down
            for b, p in across
        ]

    def colour(self, a: int, b: int) -> str:
        """Give the class of a tap's colour."""
        return tap_colour(self.layer.kernel, (0,) * (self.layer.rank - 2) + ((b,) if self.flat else (a, b))).name

    def data(self) -> dict[str, Any]:
        """Give what the script draws from."""
        axes = (*self.layer.axes[:-2], self.rows, self.columns)
        spatial = self.fronts[1:] if self.layer.has_channels else self.fronts
        channels = range(self.fronts[0]) if self.layer.has_channels else ()
        return {
            "axes": [_axis(axis, count) for axis, count in zip(axes, (*spatial, *self.shown), strict=True)],
            "channels": [[[*y, *w] for y, w in self._channels(co)] for co in channels],
            "fronts": self.fronts,
            "flat": self.flat,
            "broad": self.broad,
            "entries": self.entries,
            "sources": self.sources,
            "sizes": (*((self.layer.out_channels,) if self.layer.has_channels else ()), *self.layer.output),
            "start": self.start,
            "base": self.spelling.base,
            "letters": {
                role: [self.spelling.letter(Sign(role)), self.spelling.latex_letter(Sign(role))] for role in "xyw"
            },
            "taps": [[self.colour(a, b) for b in range(self.columns.kernel)] for a in range(self.rows.kernel)],
        }

    @cached_property
    def sources(self) -> int:
        """How many entries y has."""
        return prod(self.entries)


def _axis(axis: Axis, count: int) -> dict[str, Any]:
    return {
        "n": axis.size,
        "k": axis.kernel,
        "s": axis.stride,
        "d": axis.dilation,
        "l": axis.low,
        "i": axis.output,
        "span": axis.span,
        "pad": axis.pad_low,
        "z": axis.output + axis.span - 1,
        "extra": axis.output_padding,
        "shown": count,
        "at": [[[o, t] for t, o in axis.relation.at(j)] for j in range(count)],
        "class": [(j + axis.low) % axis.stride for j in range(count)],
    }
