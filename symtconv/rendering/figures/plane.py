"""The two axes that a picture has, cut from a layer of any rank.

A line is a plane with one row. From rank 3 on a picture is a slice along the first axes, and a `Lead` says which
slices of y and w meet in it. Pictures are of one pair of channels; all pairs look alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, product

from symtconv.geometry import Axis, ConvTranspose, GeometryError, Lowering, Relation
from symtconv.rendering.figures.board import fit
from symtconv.rendering.figures.figure import Badge, Index, Sign, Word, Words, fill
from symtconv.rendering.figures.palette import TapColour, tap_colour
from symtconv.rendering.figures.slide import Slide

SEARCHED = 4096
"""Entries of an axis that are looked through for the one with most products."""

SHOWN_LEADS = 3
"""Slices that a figure draws."""

SHOWN_TERMS = 6
"""Products that a caption writes out."""

_POINT = Axis(size=1, kernel=1)


@dataclass(frozen=True, slots=True)
class Lead:
    """Slices of y and of w that meet in one slice of x′: the indices of their first axes."""

    y: Index = ()
    w: Index = ()


@dataclass(frozen=True, slots=True)
class Plane:
    """The last two axes of a layer, and how things on them are named and coloured.

    Parameters
    ----------
    layer : ConvTranspose
    entry : tuple of int
        The chosen entry of x′, without channel; of a lowering that gives another size it may be missing.
    lowering : Lowering, optional
        The lowering that is drawn, of the layer's rank; without it the layer's own, which is right.
    """

    layer: ConvTranspose
    entry: Index
    lowering: Lowering | None = None

    @property
    def flat(self) -> bool:
        """Whether it is a line."""
        return self.layer.rank == 1

    @property
    def rows(self) -> Axis:
        """The axis that runs down."""
        return _POINT if self.flat else self.layer.axes[-2]

    @property
    def columns(self) -> Axis:
        """The axis that runs across."""
        return self.layer.axes[-1]

    @property
    def slides(self) -> tuple[Slide, ...]:
        """The lowering, axis by axis."""
        if self.lowering is None:
            return tuple(map(Slide.own, self.layer.axes))
        asked = self.lowering
        return tuple(Slide.judged(asked, number, axis) for number, axis in enumerate(self.layer.axes))

    @property
    def down(self) -> Slide:
        """The lowering along the rows."""
        return Slide.own(_POINT) if self.flat else self.slides[-2]

    @property
    def across(self) -> Slide:
        """The lowering along the columns."""
        return self.slides[-1]

    @property
    def relations(self) -> tuple[Relation, ...]:
        """What is joined, axis by axis."""
        return tuple(slide.relation for slide in self.slides)

    @property
    def at(self) -> tuple[int, int]:
        """Row and column of the chosen entry."""
        return (0, self.entry[0]) if self.flat else (self.entry[-2], self.entry[-1])

    @property
    def missing(self) -> bool:
        """Whether the lowering gives no such entry."""
        return any(j >= slide.output for j, slide in zip(self.entry, self.slides, strict=True))

    def has(self, row: int, column: int) -> bool:
        """Whether the lowering gives the entry at a place of the picture."""
        entry = (*self.before, *self.index(row, column))
        return all(j < slide.output for j, slide in zip(entry, self.slides, strict=True))

    @property
    def before(self) -> Index:
        """Index of the slice of x′: the chosen entry on the first axes."""
        return self.entry[:-2]

    @property
    def leads(self) -> tuple[Lead, ...]:
        """The pairs of slices that meet in the slice of x′."""
        pairs = zip(self.relations, self.before, strict=False)
        found = product(*(tuple(relation.at(j)) for relation, j in pairs))
        return tuple(Lead(tuple(o for _, o in pairs), tuple(t for t, _ in pairs)) for pairs in found)

    @property
    def terms(self) -> tuple[tuple[Sign, Sign, Index], ...]:
        """The first products of the chosen entry: weight, entry of y, and tap; see `count` for their number."""
        found = product(*(tuple(relation.at(j)) for relation, j in zip(self.relations, self.entry, strict=True)))
        shown = islice(found, 4096)
        return tuple(
            (Sign("w", tuple(t for t, _ in pairs)), Sign("y", tuple(o for _, o in pairs)), tuple(t for t, _ in pairs))
            for pairs in shown
        )

    def index(self, row: int, column: int) -> Index:
        """Give the index on the drawn axes."""
        return (column,) if self.flat else (row, column)

    def weight(self, row: int, column: int, lead: Lead) -> Sign:
        """Name a tap."""
        return Sign("w", (*lead.w, *self.index(row, column)))

    def named(self, tap: tuple[int, int], lead: Lead, room: tuple[float, float], size: int = 7) -> tuple[Words, int]:
        """Name a tap in a cell of ``room`` mm: in full or, where the widest name has no room, by its index alone.

        All cells of a size get the same kind of name, in the same size of type; no words where neither fits.
        """
        widest = self.rows.kernel - 1, self.columns.kernel - 1
        for full in (True, False):
            name, longest = (
                (self.weight(*place, lead) if full else Sign("", self.index(*place)),) for place in (tap, widest)
            )
            fitting = fit(longest, *room, size)
            if fitting is not None:
                return name, fitting
        return (), size

    def source(self, row: int, column: int, lead: Lead) -> Sign:
        """Name an entry of y."""
        return Sign("y", (*lead.y, *self.index(row, column)))

    def result(self, index: Index = ()) -> Sign:
        """Name what the layer gives, or with a hat what another lowering does."""
        return Sign("x", index, prime=self.lowering is None, hat=self.lowering is not None)

    @property
    def padded(self) -> Sign:
        """The name of the padded input, with a hat in another lowering."""
        return Sign("z", tilde=self.lowering is None, hat=self.lowering is not None)

    def target(self, row: int, column: int) -> Sign:
        """Name an entry of the result."""
        return self.result((*self.before, *self.index(row, column)))

    def colour(self, row: int, column: int) -> TapColour:
        """Give the colour of a tap."""
        return tap_colour(self.layer.kernel, ((0,) * (self.layer.rank - 2)) + self.index(row, column))

    @property
    def sum(self) -> Words:
        """The chosen entry written out as an equation."""
        return (self.result(self.entry), " = ", *self.products)

    @property
    def products(self) -> Words:
        """The sum that the chosen entry is, each weight on its colour; a long one is cut and says so."""
        terms = self.terms
        kept = terms if len(terms) <= SHOWN_TERMS else (*terms[:2], terms[-1])
        words: list[Word] = []
        for number, (weight, source, tap) in enumerate(kept):
            cut = len(kept) < len(terms) and number == 2
            words += [" + ⋯ + " if cut else " + "] * (number > 0)
            words += [Badge(weight, tap_colour(self.layer.kernel, tap), tap), " ", source]
        return (*words, *(() if terms else ("0",)))


def pair(layer: ConvTranspose, say: Mapping[str, str]) -> Words:
    """Say of a layer with channels that a picture is of one pair of them; nothing of another layer."""
    if not layer.has_channels:
        return ()
    return fill(
        say["pair.group" if layer.groups > 1 else "pair"],
        p=Sign("p"),
        q=Sign("q"),
        x=Sign("x", ("q",), prime=True),
    )


def plane(layer: ConvTranspose, entry: Index | None = None, lowering: Lowering | None = None) -> Plane:
    """Cut the plane of an entry; without one, of the first entry with most products.

    Raises
    ------
    GeometryError
        When x′ has no such entry.

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    >>> plane(layer).entry
    (1, 1)
    """
    if entry is None:
        return Plane(layer, tuple(map(_richest, layer.axes)), lowering)
    spatial = entry[1:] if layer.has_channels and len(entry) == layer.rank + 1 else entry
    if len(spatial) != layer.rank or not all(0 <= j < i for j, i in zip(spatial, layer.output, strict=True)):
        shape = "x".join(map(str, layer.output))
        msg = f"x′ has no entry {entry}; it is {shape}, so give {layer.rank} indices from 0 below these sizes"
        raise GeometryError(msg)
    return Plane(layer, spatial, lowering)


def _richest(axis: Axis) -> int:
    """Give the first place with most products: once the kernel is in, places s apart never gain any."""
    places = range(min(axis.output, max(axis.span - 1 - axis.low, 0) + axis.stride, SEARCHED))
    return max(places, key=lambda j: (sum(1 for _ in axis.relation.at(j)), -j))
