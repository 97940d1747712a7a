"""Every entry of x′ in a few lines, where x′ is too large for a sum each: entries that are reached by the same taps.

Per axis, entries with the same list of taps have the same sum up to a shift; a line of the table is a choice of one
such class on each axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise, product
from math import prod

from symtconv.geometry import Axis
from symtconv.rendering.documents.entries import WHOLE
from symtconv.rendering.notation.tree import Chip, Node, Num, Row, Sub, Sum, Sym
from symtconv.rendering.printers.html.equations import Equations
from symtconv.rendering.printers.html.formula import HtmlFormulas
from symtconv.rendering.printers.html.scene import Scene
from symtconv.rendering.printers.html.sentences import said

LONGEST = 4096
"""Entries on an axis up to which they are looked at."""

TERMS = 150
"""Products up to which lines are written."""

Pattern = tuple[tuple[tuple[int, int], ...], list[int]]
"""Pairs of a tap and of how far its entry of y lies before ⌊(j + l)/s⌋; and the entries that have them."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """Writes the table of one scene."""

    scene: Scene
    formulas: HtmlFormulas

    def html(self) -> str:
        """Give the table; nothing where every entry is written out below, or an axis is too long."""
        layer = self.scene.layer
        every = prod(layer.output) * layer.out_channels
        if every <= WHOLE or max(layer.output) > LONGEST:
            return ""
        found = [patterns(axis) for axis in layer.axes]
        rows: list[str] = []
        written, entries = 0, 0
        for classes in product(*found):
            count = prod(len(taps) for taps, _ in classes)
            if rows and written + count > TERMS:
                continue
            written += count
            entries += layer.out_channels * prod(len(places) for _, places in classes)
            rows.append(self._row(classes))
        words = self._note()
        if entries < every:
            words += " " + escape(self.scene.say("patterns.cut", n=every - entries))
        head = "".join(f'<th scope="col">{escape(self.scene.say(f"patterns.{key}"))}</th>' for key in ("j", "sum"))
        return (
            f'<details class="every"><summary><h3>{escape(self.scene.say("patterns"))}</h3></summary>'
            f'<p class="note">{words}</p><div class="scroll"><table class="plain">'
            f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></details>"
        )

    def _note(self) -> str:
        """Say what the letters of the sums are, axis by axis."""
        layer = self.scene.layer
        equations = Equations(layer, self.scene.spelling.base, self.formulas.printer.symbol)
        latest = [equations.latest(number) for number in range(layer.rank)]
        key = "patterns.note" if layer.rank == 1 else "patterns.note.axes"
        words = said(self.scene, self.formulas, key, latest=latest)
        if layer.has_channels:
            words += " " + escape(self.scene.say(f"patterns.channels{'.groups' if layer.groups > 1 else ''}"))
        return words

    def _row(self, classes: tuple[Pattern, ...]) -> str:
        base = self.scene.spelling.base
        places = "; ".join(_places([j + base for j in places]) for _, places in classes)
        return f'<tr><th scope="row">{places}</th><td>{self.formulas.math(self.total(classes))}</td></tr>'

    def total(self, classes: tuple[Pattern, ...]) -> Node:
        """Give the sum that the entries of a class on each axis have."""
        parts: list[Node] = []
        for pairs in product(*(taps for taps, _ in classes)):
            parts += [Sym("+")] * bool(parts) + [self._term(pairs)]
        if not parts:
            return Num(0)
        if not self.scene.layer.has_channels:
            return Row(tuple(parts))
        inner = parts if len(parts) == 1 else [Sym("("), *parts, Sym(")")]
        return Row((Sum(Sym("p")), *inner))

    def _term(self, pairs: tuple[tuple[int, int], ...]) -> Node:
        layer, base = self.scene.layer, self.scene.spelling.base
        taps = tuple(t for t, _ in pairs)
        front = (Sym("p"),) if layer.has_channels else ()
        second = (Sym("q'" if layer.groups > 1 else "q"),) if layer.has_channels else ()
        weight = Sub(Sym("w"), (*front, *second, *(Num(t + base) for t in taps)))
        places = (_before(n, back, layer.rank) for n, (_, back) in enumerate(pairs, 1))
        return Row((Chip(weight, taps), Sub(Sym("y"), (*front, *places))))


def patterns(axis: Axis) -> list[Pattern]:
    """Group the entries of an axis by the taps that reach them, in the order of their first entry.

    Examples
    --------
    >>> patterns(Axis(size=4, kernel=3, stride=2, low=1, high=1, output_padding=1))
    [(((1, 0),), [0, 2, 4, 6]), (((2, 1), (0, 0)), [1, 3, 5]), (((2, 1),), [7])]
    """
    found: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for j in range(axis.output):
        latest = (j + axis.low) // axis.stride
        found.setdefault(tuple((t, latest - o) for t, o in axis.relation.at(j)), []).append(j)
    return list(found.items())


def _places(places: list[int]) -> str:
    """Write a list of numbers; a long one with equal steps by its first two and its last.

    Examples
    --------
    >>> _places([1, 3, 5, 7]), _places([0, 1]), _places([0, 2, 3, 7])
    ('1, 3, …, 7', '0, 1', '0, 2, 3, 7')
    """
    steps = {b - a for a, b in pairwise(places)}
    if len(places) > 3 and len(steps) == 1:
        return f"{places[0]}, {places[1]}, …, {places[-1]}"
    return ", ".join(map(str, places))


def _before(number: int, back: int, rank: int) -> Node:
    """Give the index of y on an axis: the latest entry, or so many before it."""
    o: Node = Sym("o") if rank == 1 else Sub(Sym("o"), (Num(number),))
    return o if back == 0 else Row((o, Sym("-" if back > 0 else "+"), Num(abs(back))))
