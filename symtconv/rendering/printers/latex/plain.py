r"""LaTeX with no macro of ours in it: what a reader copies from a page, and what a notebook shows.

Words and displayed formulas alone, so that MathJax reads it as well as an article with amsmath.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from symtconv.rendering.documents.document import (
    Block,
    Code,
    Columns,
    Display,
    Emph,
    Grid,
    Inline,
    Math,
    Paragraph,
    Spans,
    Strong,
    Table,
    Text,
)
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Chip, Index, Node
from symtconv.rendering.printers.latex.formula import FormulaPrinter
from symtconv.rendering.tex import escape


class PlainLatex(FormulaPrinter):
    r"""Prints formulas without colours and macros.

    Examples
    --------
    >>> from symtconv.rendering.notation.tree import math
    >>> PlainLatex(Style(), (3,)).latex(math("CT y"))
    'C^{\\mathsf T} y'
    """

    def latex(self, node: Node) -> str:
        """Give a formula; a chip is what is written on it."""
        written = super().latex(node.label if isinstance(node, Chip) else node)
        return re.sub(r"\\T(?![A-Za-z])", r"^{\\mathsf T}", written).replace(r"\allowbreak ", "")


class PlainBlocks:
    """Prints the blocks of a card: paragraphs, matrices and tables.

    Parameters
    ----------
    style : Style
    kernel : tuple of int
        The shape by which taps are coloured.
    """

    def __init__(self, style: Style, kernel: Index) -> None:
        self.formula = PlainLatex(style, kernel)

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Give blocks with an empty line between them."""
        return "\n\n".join(filter(None, map(self._block, blocks)))

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(spans):
                return self.spans(spans)
            case Display(parts):
                return rf"$${self.display(parts)}$$"
            case Table(_, rows, head):
                lines = [row.cells for row in rows]
                return rf"$${self._array([head, *lines] if head else lines)}$$"
            case Columns(left, right):
                return self.blocks((*left, *right))
        raise TypeError(block)  # a card has no other blocks

    def display(self, parts: Iterable[Node | Grid]) -> str:
        """Give formulas and matrices one after the other."""
        return " ".join(self.grid(part) if isinstance(part, Grid) else self.formula.latex(part) for part in parts)

    def grid(self, grid: Grid) -> str:
        """Give a matrix."""
        # Not bmatrix, which has ten columns at most.
        array = self._written([[self.formula.latex(cell) for cell in row] for row in grid.cells], "c")
        return rf"\left[{array}\right]" if grid.fenced else array

    def _array(self, rows: Sequence[Sequence[Spans]]) -> str:
        return self._written([["".join(map(self._cell, cell)) for cell in row] for row in rows], "l")

    def _written(self, rows: Sequence[Sequence[str]], place: str) -> str:
        body = " \\\\\n".join(map(" & ".join, rows))
        return f"\\begin{{array}}{{{place * max(map(len, rows))}}}\n{body}\n\\end{{array}}"

    def _cell(self, span: Inline) -> str:
        return self.formula.latex(span.node) if isinstance(span, Math) else rf"\text{{{self.spans((span,))}}}"

    def spans(self, spans: Spans) -> str:
        """Give words and formulas in a line."""
        return "".join(map(self._inline, spans))

    def _inline(self, span: Inline) -> str:
        match span:
            case Math(node):
                return f"${self.formula.latex(node)}$"
            case Strong(text):
                return rf"$\textbf{{{self._escaped(text)}}}$"
            case Emph(text):
                return rf"$\textit{{{self._escaped(text)}}}$"
            case Text(text) | Code(text):
                return self._escaped(text)
        raise TypeError(span)  # nor other words

    def _escaped(self, text: str) -> str:
        before, after = " " * text[:1].isspace(), " " * (text[-1:].isspace() and not text.isspace())
        return f"{before}{escape.latex(text.strip(), unicode_engine=True)}{after}"
