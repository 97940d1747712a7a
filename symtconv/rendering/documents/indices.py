"""Indices of the proof as formulas: with the layer's numbers in them, or, where these are too wide, with letters.

What is printed is the term that was checked. Everything is written as the author counts: with indices from ``b`` on,
``j - b = s(o - b) + d(t - b) - l``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symtconv.arithmetic.polynomial import Polynomial, add, constant, multiply, variable
from symtconv.arithmetic.term import Name, Number, Operation, Term
from symtconv.geometry import Axis
from symtconv.proofs.line import index, letters_of
from symtconv.proofs.theorem import JOINS, PAD_LOW, REACH, sizes_at
from symtconv.rendering.documents.expression import signed, value
from symtconv.rendering.notation.tree import Index, Node, Num, Row, Sym, Tuple, math

BOUND = frozenset("otujm")
"""The letters that stand for an index, and are counted from the author's base."""

NAMES = {"P": "Plo", "Q": "Phi"}
"""Letters of the proof that stand for more than a letter on the page."""


@dataclass(frozen=True, slots=True)
class Summand:
    """A summand: a coefficient for every axis, in the letters that have no number, times what it multiplies.

    Parameters
    ----------
    factor : tuple of Polynomial
    of : str, tuple of Part or None
        A bound letter, a sum in brackets, or nothing.
    behind : bool
        Whether the coefficient is written behind its brackets.
    """

    factor: tuple[Polynomial, ...]
    of: str | tuple[Summand, ...] | None = None
    behind: bool = False


@dataclass(frozen=True, slots=True)
class Indices:
    """Writes indices.

    Parameters
    ----------
    axes : tuple of Axis
        Whose numbers stand in the formulas, as tuples where the axes differ; without any, the letters do.
    base : int
        Where indices begin.
    """

    axes: tuple[Axis, ...] = ()
    base: int = 0

    @property
    def has_numbers(self) -> bool:
        """Whether the letters of the table have numbers."""
        return bool(self.axes)

    def place(self, term: Term) -> Node:
        """Give an index, counted as the author counts."""
        return self._written([*self._parts(term), self._constant(self.base)])

    def amount(self, term: Term) -> Node:
        """Give a number: a length, or a distance."""
        return self._written(self._parts(term))

    # ---- what the sections write again and again

    def joins(self) -> Node:
        """Give ``s·o + d·t - l``, the right side of the relation."""
        return self.place(JOINS)

    def flip(self) -> Node:
        """Give ``k - 1 - u``."""
        return self.place(index("k - 1 - u"))

    def spread(self) -> Node:
        """Give ``s·o``, where the entries of y stand in z."""
        return self.place(index("s*o"))

    def reach(self) -> Node:
        """Give ``j + d·u``, the place that is read in the padded input."""
        return self.place(REACH)

    def unpadded(self) -> Node:
        """Give ``m - P_lo``."""
        return self.place(index("m - P"))

    def low_sum(self) -> Node:
        """Give ``d(k - 1) - l``, with numbers and then ``= P_lo``."""
        term = index(PAD_LOW)
        if not self.axes or not isinstance(term, Operation):
            return self.amount(term)
        pad = self._numbers(term)
        reach, low = map(self._numbers, term.terms)
        if len(set(reach)) == len(set(low)) == 1:
            return Row((signed(reach[0], ("-", low[0])), Sym("="), value(pad)))
        return Row((value(reach), Sym("-"), value(low), Sym("="), value(pad)))

    def length(self) -> Node:
        """Give the length of the correlation, ending in ``= i``."""
        if not self.axes:
            return math("= ( Plo + ( n - 1 ) s + 1 + Phi ) - K + 1 = i")
        sizes = [sizes_at(axis) for axis in self.axes]
        low, high = (tuple(getattr(axis, name) for axis in self.axes) for name in ("pad_low", "pad_high"))
        dilated = tuple(size.dilated for size in sizes)
        if len(set(low)) == len(set(high)) == len(set(dilated)) == 1:
            inside: Node = signed(low[0], ("+", dilated[0]), ("+", high[0]))
        else:
            inside = Row((value(low), Sym("+"), value(dilated), Sym("+"), value(high)))
        spans, lengths = tuple(s.span for s in sizes), tuple(s.output for s in sizes)
        return math("= ( {a} ) - {b} + 1 = {c} = i", a=inside, b=value(spans), c=value(lengths))

    def lengths(self) -> tuple[Node, Node]:
        """Give the number of entries of z and of z̃."""
        if not self.axes:
            return math("( n - 1 ) s + 1"), math("i + K - 1")
        sizes = [sizes_at(axis) for axis in self.axes]
        return value(tuple(s.dilated for s in sizes)), value(tuple(s.padded for s in sizes))

    def bounds(self) -> tuple[Node, Node]:
        """Give the least place that is read and the rest of the chain ``≤ j + d·u ≤ …``."""
        if not self.axes:
            last = math(("i + K - 2", "i + K - 1")[self.base])
        else:
            last = value(tuple(sizes_at(axis).last + self.base for axis in self.axes))
        return Num(self.base), Row((Sym("<="), self.reach(), Sym("<="), last))

    def ranges(self) -> tuple[Node, Node]:
        """Give the ranges of j and of u."""
        if not self.axes:
            short = (("0 <= j < i", "0 <= u < k"), ("1 <= j <= i", "1 <= u <= k"))[self.base]
            return math(short[0]), math(short[1])
        j, u = (self._range("j", "output"), self._range("u", "kernel"))
        return j, u

    def _range(self, letter: str, name: str) -> Node:
        last = tuple(getattr(axis, name) - 1 + self.base for axis in self.axes)
        return math("{a} <= {x} <= {b}", a=self.base, x=Sym(letter), b=value(last))

    # ---- terms to parts

    def _parts(self, term: Term) -> list[Summand]:
        match term:
            case Number(number):
                return [self._constant(number)]
            case Name(name) if name in BOUND:
                return [Summand(self._each(constant(1)), name), self._constant(-self.base)]
            case Name(name):
                return [Summand(tuple(constant(letters_of(axis)[name]) for axis in self.axes) or (variable(name),))]
            case Operation(word, terms):
                return self._operation(word, terms)

    def _operation(self, word: str, terms: tuple[Term, ...]) -> list[Summand]:
        if word == "*":
            return self._product(*terms)
        if word not in ("+", "-", "neg"):
            msg = f"{word} does not occur in an index"
            raise ValueError(msg)
        parts = [self._parts(term) for term in terms]
        if word != "+":
            parts[-1] = _scaled(parts[-1], self._each(constant(-1)))
        return [part for of_term in parts for part in of_term]

    def _product(self, left: Term, right: Term) -> list[Summand]:
        first, second = self._parts(left), self._parts(right)
        if self.axes and all(part.of is None for part in (*first, *second)):
            return [Summand(_times(_sum(first), _sum(second)))]
        for coefficient, other, term, behind in ((first, second, right, False), (second, first, left, True)):
            if all(part.of is None for part in coefficient) and (len(coefficient) == 1 or self.axes):
                factor = _sum(coefficient)
                if isinstance(term, Name | Number):
                    return _scaled(other, factor)
                return [Summand(factor, tuple(other), behind)]
        msg = f"a product of {left} and {right} is not written"
        raise ValueError(msg)

    def _each(self, polynomial: Polynomial) -> tuple[Polynomial, ...]:
        return (polynomial,) * max(len(self.axes), 1)

    def _constant(self, number: int) -> Summand:
        return Summand(self._each(constant(number)))

    def _numbers(self, term: Term) -> Index:
        return tuple(factor.get((), 0) for factor in _sum(self._parts(term)))

    # ---- parts to formulas

    def _written(self, parts: Sequence[Summand]) -> Node:
        items: list[Node] = []
        for part in self._merged(parts):
            for numbers, letters in _monomials(part.factor):
                _append(items, numbers, self._written_part(part, letters, numbers))
        return Num(0) if not items else items[0] if len(items) == 1 else Row(tuple(items))

    def _written_part(self, part: Summand, letters: tuple[str, ...], numbers: Index) -> list[Node]:
        written: list[Node] = [Sym(NAMES.get(letter, letter)) for letter in letters]
        inside: list[Node] = []
        if isinstance(part.of, str):
            inside = [Sym(part.of)]
        elif part.of is not None:
            inside = [Sym("("), *_items(self._written(part.of)), Sym(")")]
        found = [*inside, *written] if part.behind else [*written, *inside]
        below = all(number <= 0 for number in numbers)
        amounts = tuple(-number if below else number for number in numbers)
        if found and set(amounts) == {1}:
            return found
        amount = value(amounts)
        between = [Sym("cdot")] if isinstance(amount, Tuple) and found[:1] == [Sym("(")] else []
        return [amount, *between, *found]

    def _merged(self, parts: Sequence[Summand]) -> list[Summand]:
        """Put together what belongs together; constants come last, unless one comes first."""
        if not self.axes and not self.base:
            return list(parts)  # as the term has it
        kept: dict[str | None, Summand] = {}
        order: list[Summand | str | None] = []
        for part in parts:
            if isinstance(part.of, tuple):
                order.append(part)
            elif part.of in kept:
                kept[part.of] = Summand(_plus(kept[part.of].factor, part.factor), part.of)
            else:
                kept[part.of] = part
                order.append(part.of)
        if None in order and order[0] is not None:
            order.remove(None)
            order.append(None)
        return [entry if isinstance(entry, Summand) else kept[entry] for entry in order]


def _monomials(factor: tuple[Polynomial, ...]) -> Iterator[tuple[Index, tuple[str, ...]]]:
    """Yield the numbers of every monomial, one per axis, with its letters; nothing that is 0 on every axis."""
    for letters in dict.fromkeys(letters for polynomial in factor for letters in polynomial):
        yield tuple(polynomial.get(letters, 0) for polynomial in factor), letters


def _append(items: list[Node], numbers: Index, written: list[Node]) -> None:
    below = all(number <= 0 for number in numbers)
    if items:
        items.append(Sym("-" if below else "+"))
    elif below:
        items.append(Sym("neg"))
    items += written


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Row) else (node,)


def _plus(left: Sequence[Polynomial], right: Sequence[Polynomial]) -> tuple[Polynomial, ...]:
    return tuple(add(a, b) for a, b in zip(left, right, strict=True))


def _times(left: Sequence[Polynomial], right: Sequence[Polynomial]) -> tuple[Polynomial, ...]:
    return tuple(multiply(a, b) for a, b in zip(left, right, strict=True))


def _sum(parts: Sequence[Summand]) -> tuple[Polynomial, ...]:
    total = parts[0].factor
    for part in parts[1:]:
        total = _plus(total, part.factor)
    return total


def _scaled(parts: Sequence[Summand], factor: tuple[Polynomial, ...]) -> list[Summand]:
    return [Summand(_times(part.factor, factor), part.of, part.behind) for part in parts]
