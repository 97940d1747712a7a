"""What every section of a document needs at hand: the layer, its numbers axis by axis, and the words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from symtconv.checker.entry import Reading
from symtconv.geometry import Axis, ConvTranspose
from symtconv.proofs.line import index
from symtconv.rendering.documents.document import Spans
from symtconv.rendering.documents.expression import entry, index_set, size
from symtconv.rendering.documents.facts import Facts
from symtconv.rendering.documents.indices import Indices
from symtconv.rendering.documents.measure import LEAST_REASON, NUMBER, line_width, width
from symtconv.rendering.documents.words import Slot, Words
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Chip, Index, Node, Num, Sub, Sym, math

TURNED = index("s*o + d*(k-1-u) - l")
"""The longest index of the proof: with numbers in it, it has to find room in a line."""


@dataclass(frozen=True)
class Setting:
    """The facts and the style, with short names for what the sections write again and again."""

    facts: Facts
    style: Style

    @cached_property
    def words(self) -> Words:
        """The words of the language."""
        return Words(self.style.lang)

    @cached_property
    def layer(self) -> ConvTranspose:
        """The layer."""
        return self.facts.layer

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Its axes."""
        return self.layer.axes

    @cached_property
    def reading(self) -> Reading:
        """The definition, entry by entry."""
        return Reading.of_layer(self.layer)

    @property
    def rank(self) -> int:
        """Number of spatial axes."""
        return self.layer.rank

    @property
    def base(self) -> int:
        """Where indices begin."""
        return self.style.index_base

    @property
    def alike(self) -> bool:
        """Whether all axes have the same numbers."""
        return len({axis.parameters for axis in self.axes}) == 1

    @property
    def named(self) -> bool:
        """Whether indices begin with a channel."""
        return self.layer.has_channels

    def of(self, name: str) -> Index:
        """Give a number of every axis, by the name of the property of `Axis`."""
        return tuple(getattr(axis, name) for axis in self.axes)

    def say(self, key: str, **slots: Slot) -> Spans:
        """Give a sentence of the catalogue."""
        return self.words.say(key, **slots)

    def word(self, key: str) -> str:
        """Give a word of the catalogue as it is."""
        return self.words.word(key)

    def count(self, key: str, number: int, **slots: Slot) -> Spans:
        """Give a sentence that depends on a number."""
        return self.words.count(key, number, **slots)

    def extent(self, sizes: Index) -> Spans:
        """Give sizes as they stand beside a verb: ``2×3``, or of one axis ``length 3``."""
        return self.say("extent.1" if len(sizes) == 1 else "extent.many", n=size(sizes))

    def sized(self, sizes: Index) -> Spans:
        """Give sizes as what something has: ``size 2×3``, or of one axis ``length 3``."""
        return self.say("sized.1" if len(sizes) == 1 else "sized.many", n=size(sizes))

    def entry(self, role: str, index: Index) -> Node:
        """Give an entry of y, x′, …, counted as the author counts."""
        return entry(role, index, self.base)

    def widest(self, role: str, *, named: bool = True) -> float:
        """Estimate the width of the widest entry of w, y or x′, without its channels if it is not to be named."""
        layer = self.layer
        shape = {"w": layer.weight_shape, "y": layer.y_shape, "x'": layer.x_shape}[role]
        spatial = shape[-self.rank :]
        shown = shape if named and self.named else spatial
        return width(Sub(Sym(role), tuple(Num(n - 1 + self.base) for n in shown)))

    def set_of(self, sizes: Index) -> Node:
        """Give an index set, counted as the author counts."""
        return index_set(sizes, self.base)

    def chip(self, role: str, index: Index, tap: Index) -> Node:
        """Give a weight in the colour of a tap; the same object each time, which printers print once."""
        key = (role, index)
        if key not in self._chips:
            self._chips[key] = Chip(self.entry(role, index), tap)
        return self._chips[key]

    @cached_property
    def _chips(self) -> dict[tuple[str, Index], Chip]:
        return {}

    @cached_property
    def forms(self) -> Indices:
        """The linear forms of the proof, with numbers where a line has room for them and a reason."""
        numbers = Indices(self.axes, self.base)
        longest = numbers.place(TURNED)
        lines = (math("sum_u w_{f} sum_o [ j = {b} ] y_o", f=numbers.flip(), b=longest), numbers.length())
        room = self.style.line - NUMBER - LEAST_REASON - 8
        return numbers if max(map(line_width, lines)) <= room else Indices(base=self.base)

    def block(self, letter: str, prefix: Index) -> Node:
        """Give the name of a block, or the bare letter."""
        return Sub(Sym(letter), tuple(Num(number + self.base) for number in prefix)) if prefix else Sym(letter)
