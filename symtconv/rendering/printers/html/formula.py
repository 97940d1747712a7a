"""A formula as MathML: our LaTeX of it, converted by latex2mathml, with the LaTeX kept for copying.

Colours of taps are no part of the LaTeX that is converted: a formula is cut at its chips, and each is put back as
a run with the class of its tap.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from latex2mathml.converter import convert

from symtconv.rendering.figures.palette import tap_colour
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Chip, Index, Node, Row
from symtconv.rendering.printers.latex.plain import PlainLatex

_OUTER = re.compile(r"^<math[^>]*>(.*)</math>$", re.DOTALL)
_ENTITY = re.compile(r"&#x0*([0-9A-Fa-f]+);")
_WORD = re.compile(r'(?:<mi mathvariant="normal">\w</mi>){2,}')
_TYPED = re.compile(r'(?:<m[io] mathvariant="monospace">[^<]</m[io]>)+')
_ARROW = re.compile("<mi>([⟸⟹⟺])</mi>")
_PIECE = re.compile("<[^>]*>")
_PRIME = re.compile(r"<msup>(<mi>\w</mi>)<mi>′</mi></msup>")
_PRIMED = re.compile(r"<msubsup>(<mi>\w</mi>)(<mrow>.*?</mrow>|<mi>\w</mi>|<mn>\d+</mn>)<mi>′</mi></msubsup>")


class HtmlFormulas:
    """Writes formulas with the author's letters.

    Parameters
    ----------
    style : Style
    kernel : tuple of int
        The shape by which taps are coloured.
    """

    def __init__(self, style: Style, kernel: Index) -> None:
        self.kernel = kernel
        self.printer = PlainLatex(style, kernel)

    def latex(self, node: Node) -> str:
        """Give the LaTeX that a reader copies: no macro of ours in it."""
        return self.printer.latex(node)

    def math(self, node: Node, *, display: bool = False, copied: bool = False, tall: bool = False) -> str:
        """Give a ``math`` element; ``copied`` keeps the LaTeX in it, a tall one in a line is not made smaller."""
        inner = self.inner(node, display=display)
        kind = ' display="block"' if display else ' displaystyle="true"' if tall else ""
        if copied:
            note = escape(self.latex(node), quote=False)
            note = f'<annotation encoding="application/x-tex">{note}</annotation>'
            inner = f"<semantics><mrow>{inner}</mrow>{note}</semantics>"
        return f"<math{kind}>{inner}</math>"

    def inner(self, node: Node, *, display: bool = False) -> str:
        """Give what stands inside ``math``."""
        if isinstance(node, Chip):
            return f'<mrow class="tm {tap_colour(self.kernel, node.tap).name}">{self.inner(node.label)}</mrow>'
        if isinstance(node, Row) and any(map(_coloured, node.items)):
            return "".join(self.inner(item, display=display) for item in node.items)
        return mathml(self.latex(node), display)


@lru_cache(maxsize=4096)
def mathml(latex: str, display: bool = False) -> str:  # noqa: FBT001 - a key of the cache
    """Convert LaTeX to the inside of a ``math`` element.

    Examples
    --------
    >>> mathml("j+1")
    '<mrow><mi>j</mi><mo>+</mo><mn>1</mn></mrow>'
    """
    found = _OUTER.match(convert(latex, display="block" if display else "inline"))
    if found is None:  # it always gives one math element
        raise TypeError
    inner = _ENTITY.sub(_character, found[1])
    # MathML Core has no sans-serif letter, and a word is one identifier.
    inner = inner.replace('mathvariant="sans-serif"', 'mathvariant="normal"')
    inner = _WORD.sub(_word, inner)
    inner = _ARROW.sub(r"<mo>\1</mo>", inner)  # with the space of a relation
    inner = _TYPED.sub(lambda run: f'<mtext class="tt">{_PIECE.sub("", run[0])}</mtext>', inner)
    inner = _PRIME.sub(r'<mrow>\1<mo class="pr" lspace="0" rspace="0">′</mo></mrow>', inner)
    return _PRIMED.sub(r'<msub><mrow>\1<mo class="pr" lspace="0" rspace="0">′</mo></mrow>\2</msub>', inner)


def _character(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return escape(character, quote=False)


def _word(found: re.Match[str]) -> str:
    letters = re.findall(r">(\w)<", found[0])
    return f'<mtext class="w">{"".join(letters)}</mtext>'


def _coloured(node: Node) -> bool:
    return isinstance(node, Chip) or (isinstance(node, Row) and any(map(_coloured, node.items)))
