"""A formula in LaTeX."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from symtconv.rendering.figures.palette import tap_colour
from symtconv.rendering.notation.letters import latex_letter
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import (
    LETTER_OF,
    SYMBOLS,
    Chip,
    Given,
    Index,
    Node,
    Num,
    Row,
    Sub,
    Sum,
    Sup,
    Sym,
    Tuple,
)


class FormulaPrinter:
    r"""Prints formulas with the author's letters and the colours of one kernel.

    Examples
    --------
    >>> from symtconv.rendering.notation.tree import math
    >>> print(FormulaPrinter(Style(), (3,)).latex(math("x'_j = sum_o C_o,j y_o")))
    x'_j = \sum_o C_{o,j} y_o
    """

    def __init__(self, style: Style, kernel: Index) -> None:
        self.style = style
        self.kernel = kernel
        self._symbols: dict[str, str] = {}

    def latex(self, node: Node) -> str:  # noqa: PLR0911 - one return a kind
        """Give a formula without the signs that open and close mathematics."""
        match node:
            case Sym(name):
                return self.symbol(name)
            case Num(value):
                return str(value)
            case Sub(base, index):
                return f"{self.latex(base)}_{_braced(','.join(map(self.latex, index)))}"
            case Sup(base, exponent):
                return f"{self.latex(base)}^{_braced(self.latex(exponent))}"
            case Sum(under):
                return rf"\sum_{_braced(self.latex(under))}"
            case Row(items):
                return " ".join(self._spaced(items))
            case Tuple(items):
                return f"({', '.join(map(self.latex, items))})"
            case Chip(label, _):
                return rf"\chip{{{self.colour(node)}}}{{{self.latex(label)}}}"
            case Given(latex, _):
                return latex

    def _spaced(self, items: Sequence[Node]) -> Iterator[str]:
        """Give the parts of a row; a coloured weight keeps a little distance from its factor."""
        for item, following in zip_longest(items, items[1:]):
            yield self.latex(item) + r"\," * (isinstance(item, Chip) and isinstance(following, Sub))

    def symbol(self, name: str) -> str:
        """Give a symbol with the author's letter in it."""
        if name not in self._symbols:
            symbol = SYMBOLS[name]
            found = symbol.latex
            if symbol.kind == "letter":
                letter = self.style.letter(LETTER_OF.get(name, name))
                found = found.replace("@", latex_letter(letter))
            self._symbols[name] = found
        return self._symbols[name]

    def colour(self, chip: Chip) -> str:
        """Give the key of a tap's colour, the same for its ground and its ink."""
        return tap_colour(self.kernel, chip.tap).name[1:]


def _braced(index: str) -> str:
    return index if len(index) == 1 else f"{{{index}}}"
