"""One entry of x′ as a polynomial, by the definition: the sum of weight times y over everything joined.

The layer and a lowering are both read as a relation per axis and one for the channels; an entry is evaluated
by walking the kernel, without any matrix, so that a single entry of a huge layer is cheap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from symtconv.geometry import ChannelMap, ConvTranspose, Lowering, Relation

Index = tuple[int, ...]
Term = tuple[Index, Index]  # (weight, y): the product w[weight]·y[y]

SHOWN_TERMS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A way to compute x′: which channels and, axis by axis, which entries are joined by which weight.

    Indices begin with a channel iff ``named`` (the layer has several); weights then begin with two.
    """

    axes: tuple[Relation, ...]
    channels: ChannelMap
    named: bool

    @classmethod
    def of_layer(cls, layer: ConvTranspose) -> Reading:
        """Read the definition: ``x′ = Cᵀy``."""
        return cls(axes=tuple(axis.relation for axis in layer.axes), channels=layer.channels, named=layer.has_channels)

    @classmethod
    def of_lowering(cls, layer: ConvTranspose, lowering: Lowering) -> Reading:
        """Read what a lowering does with the layer's y and w."""
        lowering = lowering.for_rank(layer.rank)
        channels = ChannelMap(
            in_channels=layer.in_channels,
            out_channels=layer.out_channels,
            groups=layer.groups,
            swap=lowering.swap,
        )
        relations = tuple(lowering.relation(number, axis) for number, axis in enumerate(layer.axes))
        return cls(axes=relations, channels=channels, named=layer.has_channels)

    @property
    def shape(self) -> Index:
        """Shape of x′; no axis is shorter than 0."""
        spatial = tuple(relation.length for relation in self.axes)
        if not self.named:
            return spatial
        # A convolution writes as many channels as its kernel has in front, also where the rest does not fit.
        return (self.channels.kernel_shape[0], *spatial)

    @property
    def is_zero(self) -> bool:
        """Whether some axis joins nothing, so that every entry is 0."""
        return any(relation.count() == 0 for relation in self.axes)

    def has(self, entry: Index) -> bool:
        """Whether x′ has such an entry."""
        return len(entry) == len(self.shape) and all(0 <= j < size for j, size in zip(entry, self.shape, strict=True))

    def weight(self, entry: Index, source: Index) -> Index | None:
        """Give the weight that multiplies ``y[source]`` in ``x′[entry]``, or None for 0 (or no such entry)."""
        if not self.has(entry):
            return None
        co, row = self._split(entry)
        ci, column = self._split(source)
        pair = self.channels.weight(co, ci)
        taps = [axis.tap(o, j) for axis, o, j in zip(self.axes, column, row, strict=True)]
        found = [tap for tap in taps if tap is not None]
        if pair is None or len(found) < len(taps):
            return None
        return (*pair, *found) if self.named else tuple(found)

    def terms(self, entry: Index, limit: int | None = None) -> Iterator[Term]:
        """Yield the terms of ``x′[entry]``, by the index of y; with a limit at least the first so many."""
        co, row = self._split(entry)
        # The first terms of a product are among the products of the first terms.
        near = [list(islice(axis.at(j), limit)) for axis, j in zip(self.axes, row, strict=True)]
        for ci in self.channels.inputs_of(co) if all(near) else ():
            pair = self.channels.weight(co, ci)
            if pair is not None:
                for joined in product(*near):
                    weight, source = tuple(t for t, _ in joined), tuple(o for _, o in joined)
                    yield ((*pair, *weight), (ci, *source)) if self.named else (weight, source)

    def text(self, entry: Index) -> str:
        """Write ``x′[entry]`` as a polynomial; a long one is cut after its first terms and says so."""
        if not self.has(entry):
            return "no such entry"
        if not self.channels.fits:
            return "undefined: the channels of the kernel do not fit those of y"
        shown = list(islice(self.terms(entry, SHOWN_TERMS + 1), SHOWN_TERMS + 1))
        cut = " + …" if len(shown) > SHOWN_TERMS else ""
        return (" + ".join(term_text(term) for term in shown[:SHOWN_TERMS]) or "0") + cut

    def _split(self, index: Index) -> tuple[int, Index]:
        return (index[0], index[1:]) if self.named else (0, index)


def term_text(term: Term) -> str:
    """Write one product.

    Examples
    --------
    >>> term_text(((1, 1), (0, 0)))
    'w_{1,1}*y_{0,0}'
    """
    weight, source = term
    return f"w_{{{','.join(map(str, weight))}}}*y_{{{','.join(map(str, source))}}}"
