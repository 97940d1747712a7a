"""The meaning of a program: an entry is a finite sum of guarded terms, walked from its index inwards.

Padding, slicing, reversing, splitting, windows and transposing put other indices in; dilating, merging,
interleaving, concatenating, col2im, sums and products over letters bring fresh variables with an equation or a
range. So no division occurs in a meaning, beyond those that the sizes of the text have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, product

from symtconv.geometry import LimitError
from symtconv.programs.guard import Guard, equal, inside
from symtconv.programs.node import (
    Add,
    Binder,
    Col2im,
    Concat,
    ConcatAll,
    Dilate,
    Einsum,
    Interleave,
    Leaf,
    Merge,
    Node,
    OnAxis,
    Pad,
    Reverse,
    Scale,
    Slice,
    Split,
    Stack,
    Sum,
    Transpose,
    Windows,
    Zeros,
)
from symtconv.programs.shape import letter_lengths, shape
from symtconv.programs.size import Size, name, of

MAX_TERMS = 200
Index = tuple[Size, ...]
At = Callable[..., "list[Term]"]
Scope = Mapping[str, Size]
"""What the phase names of the binders around a node stand for."""


@dataclass(frozen=True)
class Place:
    """A place in a phase of a `ConcatAll`: the position has exactly one phase and one place in it.

    Parameters
    ----------
    place, phase : str
        Variables of the term.
    symbol : str
        The phase name in ``offset`` and ``length``.
    count, offset, length : Size
    position : Size
    """

    place: str
    phase: str
    symbol: str
    count: Size
    offset: Size
    length: Size
    position: Size


@dataclass(frozen=True)
class Term:
    """``coefficient`` times a product of letters, summed over all integers that satisfy the guards."""

    variables: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    letters: tuple[tuple[str, Index], ...] = ()
    coefficient: int = 1
    places: tuple[Place, ...] = ()

    def under(self, variables: Sequence[str], guards: Sequence[Guard], places: Sequence[Place] = ()) -> Term:
        """Give the term with variables, guards and places in front of its own."""
        return replace(
            self,
            variables=(*variables, *self.variables),
            guards=(*guards, *self.guards),
            places=(*places, *self.places),
        )

    def times(self, other: Term) -> Term:
        """Give the product of two terms."""
        return Term(
            self.variables + other.variables,
            self.guards + other.guards,
            self.letters + other.letters,
            self.coefficient * other.coefficient,
            self.places + other.places,
        )


def entry(node: Node, index: Sequence[Size], prefix: str) -> list[Term]:
    """Give the entry of a program at an index inside its shape.

    Parameters
    ----------
    node : Node
    index : sequence of Size
    prefix : str
        Fresh variables are called prefix1, prefix2, ...

    Examples
    --------
    >>> from symtconv.programs.reader import Reader
    >>> program = Reader("x[n]").program("dilate(x, s)")
    >>> [term] = entry(program.root, [name("j")], "u")
    >>> [guard.text for guard in term.guards], term.letters
    (['j - s*u1 == 0', 'u1 >= 0', 'n - u1 - 1 >= 0'], (('x', (Size('u1'),)),))
    """
    return _Walk(count(1), prefix).of(node, tuple(index), {})


@dataclass(frozen=True)
class _Walk:
    numbers: Iterator[int]
    prefix: str

    def fresh(self) -> Size:
        return name(f"{self.prefix}{next(self.numbers)}")

    def of(self, node: Node, index: Index, scope: Scope) -> list[Term]:
        terms = self.terms(node, index, scope)
        if len(terms) > MAX_TERMS:
            msg = f"an entry of the program has more than {MAX_TERMS} terms; write it with fewer parts"
            raise LimitError(msg)
        return terms

    def terms(  # noqa: PLR0911 - one case a node
        self, node: Node, index: Index, scope: Scope
    ) -> list[Term]:
        match node:
            case Leaf(letter):
                return [Term(letters=((letter, index),))]
            case Zeros():
                return []
            case Einsum():
                return self.einsum(node, index, scope)
            case Concat():
                return self.concat(node, index, scope)
            case Add(parts):
                return [term for part in parts for term in self.of(part, index, scope)]
            case Scale(inner, factor):
                terms = self.of(inner, index, scope)
                return [replace(term, coefficient=factor * term.coefficient) for term in terms if factor]
            case Transpose(inner, order):
                turned = sorted(zip(order, index, strict=True), key=lambda pair: pair[0])
                return self.of(inner, tuple(place for _, place in turned), scope)
            case Stack(phase, _, inner):
                return self.of(inner, index[1:], {**scope, phase: index[0]})
            case Sum() | Interleave() | ConcatAll():
                return self.binder(node, index, scope)
        return self.on_axis(node, index, scope)

    def on_axis(  # noqa: PLR0911 - one case a node
        self, node: OnAxis, index: Index, scope: Scope
    ) -> list[Term]:
        axis, inner = node.axis, node.of
        i = index[axis]
        length = shape(inner)[axis].substitute(scope)

        def at(*places: Size, drop: int = 1) -> list[Term]:
            return self.of(inner, (*index[:axis], *places, *index[axis + drop :]), scope)

        match node:
            case Pad(_, _, low):
                place = i - low.substitute(scope)
                return _under(at(place), (), inside(place, length))
            case Slice(_, _, start, _, step):
                return at(start.substitute(scope) + step.substitute(scope) * i)
            case Reverse():
                return at(length - 1 - i)
            case Split(_, _, _, width):
                return at(i * width.substitute(scope) + index[axis + 1], drop=2)
            case Windows(_, _, _, stride, dilation):
                return at(stride.substitute(scope) * index[axis + 1] + dilation.substitute(scope) * i, drop=2)
            case Dilate(_, _, step):
                place = self.fresh()
                guards = (equal(i, step.substitute(scope) * place), *inside(place, length))
                return _under(at(place), (place,), guards)
            case Merge():
                return self.pair(at, i, length, shape(inner)[axis + 1].substitute(scope))
            case Col2im(_, _, stride, dilation):
                tap, place = self.fresh(), self.fresh()
                here = stride.substitute(scope) * place + dilation.substitute(scope) * tap
                places = shape(inner)[axis + 1].substitute(scope)
                ranges = (equal(i, here), *inside(tap, length), *inside(place, places))
                return _under(at(tap, place), (tap, place), ranges)

    def pair(self, at: At, i: Size, outer: Size, width: Size) -> list[Term]:
        whole, rest = self.fresh(), self.fresh()
        guards = (equal(i, whole * width + rest), *inside(whole, outer), *inside(rest, width))
        return _under(at(whole, rest), (whole, rest), guards)

    def einsum(self, node: Einsum, index: Index, scope: Scope) -> list[Term]:
        places = dict(zip(node.result, index, strict=True))
        guards: list[Guard] = []
        fresh: list[Size] = []
        for letter, length in letter_lengths(node).items():
            if letter not in places:
                places[letter] = self.fresh()
                fresh.append(places[letter])
                guards += inside(places[letter], length.substitute(scope))
        factors = [
            self.of(part, tuple(places[letter] for letter in letters), scope)
            for letters, part in zip(node.letters, node.parts, strict=True)
        ]
        found = []
        for chosen in product(*factors):
            term = Term()
            for factor in chosen:
                term = term.times(factor)
            found.append(term)
        return _under(found, fresh, guards)

    def concat(self, node: Concat, index: Index, scope: Scope) -> list[Term]:
        found, start = [], of(0)
        for part in node.parts:
            length = shape(part)[node.axis].substitute(scope)
            place = index[node.axis] - start
            terms = self.of(part, (*index[: node.axis], place, *index[node.axis + 1 :]), scope)
            found += _under(terms, (), inside(place, length))
            start = start + length
        return found

    def binder(self, node: Binder, index: Index, scope: Scope) -> list[Term]:
        count_ = node.count.substitute(scope)
        if isinstance(node, Sum):
            phase = self.fresh()
            return _under(self.of(node.of, index, {**scope, node.phase: phase}), (phase,), inside(phase, count_))
        if isinstance(node, Stack):
            raise AssertionError
        place, phase = self.fresh(), self.fresh()
        inner, i = {**scope, node.phase: phase}, index[node.axis]
        length = shape(node.of)[node.axis]
        terms = self.of(node.of, (*index[: node.axis], place, *index[node.axis + 1 :]), inner)
        ranges = (*inside(phase, count_), *inside(place, length.substitute(inner)))
        if isinstance(node, Interleave):
            return _under(terms, (place, phase), (equal(i, place * count_ + phase), *ranges))
        without = {letter: size for letter, size in scope.items() if letter != node.phase}
        offset = node.offset.substitute(without)
        cat = Place(place.text, phase.text, node.phase, count_, offset, length.substitute(without), i)
        start = offset.substitute({node.phase: phase})
        return _under(terms, (place, phase), (equal(i, start + place), *ranges), (cat,))


def _under(
    terms: Sequence[Term], variables: Sequence[Size], guards: Sequence[Guard], places: Sequence[Place] = ()
) -> list[Term]:
    return [term.under([variable.text for variable in variables], guards, places) for term in terms]
