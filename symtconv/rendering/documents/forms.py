"""The linear forms of the proof: with the layer's numbers in them, or, where these are too wide, with letters.

Everything is written as the author counts: with indices from ``b`` on, ``j - b = s(o - b) + d(t - b) - l``.
"""

# ruff: noqa: D102 - `Forms` says what each method gives

from __future__ import annotations

from typing import Protocol

from symtconv.geometry import Axis
from symtconv.rendering.documents.expression import linear, signed, value
from symtconv.rendering.notation.tree import Index, Node, Num, Row, Sym, math


class Forms(Protocol):
    """What the sections write again and again."""

    def joins(self, tap: Node) -> Node:
        """Give ``s·o + d·t - l``, the right side of the relation."""

    def flip(self) -> Node:
        """Give ``k - 1 - u``."""

    def spread(self) -> Node:
        """Give ``s·o``, where the entries of y stand in z."""

    def reach(self) -> Node:
        """Give ``j + d·u``, the place that is read in the padded input."""

    def shifted(self) -> Node:
        """Give ``j + d·u - P_lo``, the same place in z."""

    def unpadded(self) -> Node:
        """Give ``m - P_lo``."""

    def low_sum(self) -> Node:
        """Give ``d(k - 1) - l = P_lo``."""

    def length(self) -> Node:
        """Give the length of the correlation, ending in ``= i``."""

    def lengths(self) -> tuple[Node, Node]:
        """Give the number of entries of z and of z̃."""

    def bounds(self) -> tuple[Node, Node]:
        """Give the least place that is read and the rest of the chain ``≤ j + d·u ≤ …``."""

    def ranges(self) -> tuple[Node, Node]:
        """Give the ranges of j and of u."""


class NumberForms:
    """With the numbers of the layer, as tuples where the axes differ."""

    def __init__(self, axes: tuple[Axis, ...], base: int) -> None:
        self.axes = axes
        self.base = base
        self.one = (1,) * len(axes)
        self.zero = (0,) * len(axes)

    def _of(self, name: str) -> Index:
        return tuple(getattr(axis, name) for axis in self.axes)

    def _less(self, *parts: Index) -> Index:
        return tuple(-sum(column) for column in zip(*parts, strict=True))

    def _scaled(self, numbers: Index) -> Index:
        return tuple(self.base * number for number in numbers)

    def joins(self, tap: Node) -> Node:
        s, d, low = self._of("stride"), self._of("dilation"), self._of("low")
        shift = self._less(self._scaled(s), self._scaled(d), low, self._scaled((-1,) * len(self.axes)))
        return linear([(s, Sym("o")), (d, tap)], shift)

    def flip(self) -> Node:
        last = tuple(axis.kernel - 1 + 2 * self.base for axis in self.axes)
        return Row((value(last), Sym("-"), Sym("u")))

    def spread(self) -> Node:
        s = self._of("stride")
        return linear([(s, Sym("o"))], tuple(self.base * (1 - a) for a in s))

    def _reach(self, less: Index) -> Node:
        d = self._of("dilation")
        return linear([(self.one, Sym("j")), (d, Sym("u"))], self._less(self._scaled(d), less))

    def reach(self) -> Node:
        return self._reach(self.zero)

    def shifted(self) -> Node:
        return self._reach(self._of("pad_low"))

    def unpadded(self) -> Node:
        return linear([(self.one, Sym("m"))], self._less(self._of("pad_low")))

    def low_sum(self) -> Node:
        reach, low, pad = tuple(axis.span - 1 for axis in self.axes), self._of("low"), self._of("pad_low")
        if len(set(reach)) == len(set(low)) == 1:
            return Row((signed(reach[0], ("-", low[0])), Sym("="), value(pad)))
        return Row((value(reach), Sym("-"), value(low), Sym("="), value(pad)))

    def length(self) -> Node:
        low, high, dilated = self._of("pad_low"), self._of("pad_high"), self._dilated()
        if len(set(low)) == len(set(high)) == len(set(dilated)) == 1:
            inside = signed(low[0], ("+", dilated[0]), ("+", high[0]))
        else:
            inside = Row((value(low), Sym("+"), value(dilated), Sym("+"), value(high)))
        return math("= ( {a} ) - {b} + 1 = {c} = i", a=inside, b=value(self._of("span")), c=value(self._of("output")))

    def _dilated(self) -> Index:
        return tuple((axis.size - 1) * axis.stride + 1 for axis in self.axes)

    def lengths(self) -> tuple[Node, Node]:
        return value(self._dilated()), value(tuple(axis.output + axis.span - 1 for axis in self.axes))

    def bounds(self) -> tuple[Node, Node]:
        first = self._scaled(self.one)
        last = tuple(axis.output + axis.span - 2 + self.base for axis in self.axes)
        return value(first), math("<= {reach} <= {last}", reach=self.reach(), last=value(last))

    def ranges(self) -> tuple[Node, Node]:
        j, u = (self._range(letter, self._of(name)) for letter, name in (("j", "output"), ("u", "kernel")))
        return j, u

    def _range(self, letter: str, sizes: Index) -> Node:
        first, last = value(self._scaled(self.one)), value(tuple(size - 1 + self.base for size in sizes))
        return math("{a} <= {letter} <= {b}", a=first, letter=Sym(letter), b=last)


_LETTERS = {
    "flip": ("k - 1 - u", "k + 1 - u"),
    "spread": ("s o", "s o + 1 - s"),
    "reach": ("j + d u", "j + d u - d"),
    "shifted": ("j + d u - Plo", "j + d u - d - Plo"),
    "unpadded": ("m - Plo", "m - Plo"),
    "low_sum": ("d ( k - 1 ) - l", "d ( k - 1 ) - l"),
    "length": ("= ( Plo + ( n - 1 ) s + 1 + Phi ) - K + 1 = i", "= ( Plo + ( n - 1 ) s + 1 + Phi ) - K + 1 = i"),
    "bounds": ("<= j + d u <= i + K - 2", "<= j + d u - d <= i + K - 1"),
}
"""Each form for indices from 0 and from 1."""


class LetterForms:
    """With the letters of the table, to be read on each axis."""

    def __init__(self, base: int) -> None:
        self.base = base

    def _form(self, name: str) -> Node:
        return math(_LETTERS[name][self.base])

    def joins(self, tap: Node) -> Node:
        return math(("s o + d {tap} - l", "s o + d {tap} - l + 1 - s - d")[self.base], tap=tap)

    def flip(self) -> Node:
        return self._form("flip")

    def spread(self) -> Node:
        return self._form("spread")

    def reach(self) -> Node:
        return self._form("reach")

    def shifted(self) -> Node:
        return self._form("shifted")

    def unpadded(self) -> Node:
        return self._form("unpadded")

    def low_sum(self) -> Node:
        return self._form("low_sum")

    def length(self) -> Node:
        return self._form("length")

    def lengths(self) -> tuple[Node, Node]:
        return math("( n - 1 ) s + 1"), math("i + K - 1")

    def bounds(self) -> tuple[Node, Node]:
        return Num(self.base), self._form("bounds")

    def ranges(self) -> tuple[Node, Node]:
        short = (("0 <= j < i", "0 <= u < k"), ("1 <= j <= i", "1 <= u <= k"))[self.base]
        return math(short[0]), math(short[1])
