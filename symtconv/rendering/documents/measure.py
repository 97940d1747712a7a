"""How wide things print, estimated in millimetres, so that what does not fit is elided and nothing overruns.

Widths are those of Computer Modern at footnote size (8 pt letters, 6 pt indices), rounded up.
"""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.rendering.documents.document import ChainLine, Code, Emph, Inline, Math, Spans, Strong, Text
from symtconv.rendering.notation.tree import SYMBOLS, Chip, Given, Node, Num, Row, Sub, Sum, Sup, Sym, Tuple
from symtconv.rendering.tex.scripts import EAST_ASIAN

LETTER, DIGIT, COMMA, OPERATION = 2.1, 1.5, 0.9, 3.4
"""A letter, a digit, a comma, and a sign with the space around it."""

GIVEN = 1.9
"""A character of a formula written elsewhere, on average."""

INDEX = 0.86
"""An index beside its letter: its digits print at 6 pt where letters have 8."""

ROOMY, TIGHT = 2.8, 0.9
"""Space beside the word of a matrix cell: what we like, and the least."""

LEAST_CELL = 8.1

BRACKETS = 18.0
"""What stands beside a matrix at most: its name, the equals sign and the brackets."""

FENCE = 6.0
"""The two brackets of a matrix."""


def width(node: Node) -> float:  # noqa: PLR0911 - one return a kind
    """Estimate the width of a formula.

    Examples
    --------
    >>> round(width(Sub(Sym("w"), (Num(1), Num(1)))), 1)
    5.5
    """
    match node:
        case Sym(name):
            return OPERATION if SYMBOLS[name].kind == "relation" else LETTER
        case Num(number):
            return DIGIT * len(str(number))
        case Sub(base, index):
            return width(base) + INDEX * (sum(map(width, index)) + COMMA * (len(index) - 1))
        case Sup(base, exponent):
            return width(base) + INDEX * width(exponent)
        case Row(items):
            return sum(map(width, items))
        case Tuple(items):
            return sum(map(width, items)) + COMMA * (len(items) + 1)
        case Chip(label, _):
            return width(label) + 1.1
        case Sum(_):
            return 2 * LETTER
        case Given(_, text):  # its LaTeX is mostly commands
            return GIVEN * len(text.replace(" ", ""))


def cell_width(room: float, cells: int, widest: float) -> float:
    """Give the width of the cells of a grid: roomy, or as narrow as the room asks, never narrower than the word."""
    asked = max(LEAST_CELL, widest + ROOMY)
    return round(max(min(asked, room / max(cells, 1)), widest + TIGHT), 2)


def grid_cells(line: float, widest: float, limit: int = 16) -> int:
    """Give how many cells a matrix may have across, at most the limit.

    Examples
    --------
    >>> grid_cells(152, 5.5), grid_cells(152, 9.0)
    (16, 13)
    """
    return max(min(limit, int((line - BRACKETS) / (widest + TIGHT))), 4)


TEXT = 1.25
"""Formulas in the text are so much larger than in cells."""

SMALL_TYPED = 1.67
"""Width of a character of typewriter type at 9 pt, in millimetres."""

SMALL = 0.95
"""Formulas at 9 pt are so much narrower than in the text."""

SMALL_CHARACTER = 1.5
"""A character of a sentence on average, at 9 pt."""

SMALL_SQUARE = 3.3
"""A syllable of Hangul, which fills a square, at 9 pt."""

NUMBER = 18.0
"""The number of an equation, and the least space that `align` leaves before and after the columns."""

LEAST_REASON = 25.0
"""A reason is never broken into lines narrower than this; it then stands under its line."""


def span_width(spans: Spans) -> float:
    """Estimate the width of words and formulas in a line at 9 pt."""
    return sum(map(_span_width, spans))


def _span_width(span: Inline) -> float:
    if isinstance(span, Math):
        return SMALL * line_width(span.node)
    return len(span.text) * SMALL_TYPED if isinstance(span, Code) else _text_width(span_text(span))


def _text_width(text: str) -> float:
    return SMALL_CHARACTER * len(text) + (SMALL_SQUARE - SMALL_CHARACTER) * len(EAST_ASIAN.findall(text))


def span_text(span: Inline) -> str:
    """Give the words of a span that is no formula; a reference has the width of a number."""
    return span.text if isinstance(span, Text | Strong | Emph | Code) else "(99)"


SYMBOL_WIDTHS = {
    "C": 2.6, "K": 3.1, "w": 2.6, "m": 3.1, "x'": 3.0, "w'": 3.5, "CT": 4.5, "Plo": 4.5, "Phi": 4.3,
    ",": 1.6, ".": 1.0, "cdot": 2.6, "((": 2.1, "))": 2.1, "[": 1.7, "]": 2.3, "dots": 4.6, "mod": 8.5, "floor": 1.6,
    "end": 1.6, "-": 4.3, "+": 4.3, "neg": 2.8, ";": 3.6, "times": 2.8, "cross": 4.3,
}  # fmt: skip
"""Widths of Computer Modern at 10 pt with the space around, where they are not those of their kind."""

KIND_WIDTHS = {"letter": 1.9, "atom": 2.2, "open": 1.4, "close": 1.4, "relation": 4.8, "tight": 2.8, "space": 1.6}
SCRIPT, SCRIPT_SIGN = 0.76, 2.2
"""An index is smaller than its letter, and its signs have no space around them."""

SUM = 5.7


def line_width(node: Node) -> float:
    """Estimate the width of a formula in a line of its own, in the size of the text.

    Examples
    --------
    >>> round(line_width(Row((Sym("j"), Sym("="), Sub(Sym("w"), (Num(1),))))), 1)
    10.8
    """
    return _line_width(node, script=False)


def _line_width(node: Node, *, script: bool) -> float:  # noqa: PLR0911 - one return a kind
    scale = SCRIPT if script else 1.0
    match node:
        case Sym(name):
            plain = SYMBOL_WIDTHS.get(name, KIND_WIDTHS[SYMBOLS[name].kind])
            sign = SYMBOLS[name].kind == "relation" or name in {"cdot", "cross"}
            return min(plain, SCRIPT_SIGN) if script and sign else scale * plain
        case Num(number):
            return scale * 1.77 * len(str(number))
        case Sub(base, index):
            return _line_width(base, script=script) + _listed(index, script=True) + 0.2
        case Sup(base, exponent):
            return _line_width(base, script=script) + _line_width(exponent, script=True) + 0.2
        case Row(items):
            return sum(_line_width(item, script=script) for item in items)
        case Tuple(items):
            return _listed(items, script=script) + 2.8 * scale
        case Sum(under):
            return max(SUM, _line_width(under, script=True) + 0.6)
        case Chip(label, _):
            return _line_width(label, script=script) + 1.0
        case Given(_, text):
            return scale * KIND_WIDTHS["letter"] * len(text)


def _listed(items: Sequence[Node], *, script: bool) -> float:
    comma = 0.9 if script else 1.6
    return sum(_line_width(item, script=script) for item in items) + comma * (len(items) - 1)


def reason_room(line: float, lines: Sequence[ChainLine]) -> float:
    """Give how wide the reasons beside a chain may be; below `LEAST_REASON` they have to go under it."""
    left = max((line_width(one.left) for one in lines if one.left is not None), default=0.0)
    right = max(line_width(one.right) for one in lines)
    return round(line - left - right - NUMBER, 1)
