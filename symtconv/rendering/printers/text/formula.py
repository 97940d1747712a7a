"""Formulas in one line of text."""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.rendering.notation.letters import plain_letter
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import LETTER_OF, SYMBOLS, Chip, Given, Node, Num, Row, Sub, Sum, Sup, Sym, Tuple

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def formula(node: Node, style: Style) -> str:  # noqa: PLR0911 - one return a kind
    """Give a formula in one line of text.

    Examples
    --------
    >>> from symtconv.rendering.notation.tree import math
    >>> formula(math("x'_j = sum_o C_o,j y_o"), Style())
    'x′[j] = Σ_o C[o,j]·y[o]'
    """
    match node:
        case Sym(name):
            return symbol(name, style)
        case Num(value):
            return str(value)
        case Sub(base, index):
            return f"{formula(base, style)}[{','.join(_tight(part, style) for part in index)}]"
        case Sup(base, exponent):
            power = _tight(exponent, style)
            raised = (
                power.translate(SUPERSCRIPT) if power.isdigit() else power if power == "ᵀ" else f"^{_bracketed(power)}"
            )
            return formula(base, style) + raised
        case Sum(under):
            inner = _tight(under, style)
            return f"Σ_{inner if len(inner) == 1 else '{' + inner + '}'} "
        case Row(items):
            return _row(items, style)
        case Tuple(items):
            return f"({','.join(formula(item, style) for item in items)})"
        case Chip(label, _):
            return formula(label, style)
        case Given(_, text):
            return text


def symbol(name: str, style: Style) -> str:
    """Give a symbol in text, with the author's letter in it."""
    found = SYMBOLS[name]
    if found.kind != "letter":
        return found.text
    letter = style.letter(LETTER_OF.get(name, name))
    return found.text.replace("@", plain_letter(letter))


def _tight(node: Node, style: Style) -> str:
    return formula(node, style).replace(" ", "")


def _bracketed(power: str) -> str:
    return power if len(power) == 1 else f"({power})"


def _row(items: Sequence[Node], style: Style) -> str:
    """Join what stands side by side: spaces around relations, a dot between factors."""
    text, before = "", "open"
    for item in items:
        kind = _kind(item)
        part = formula(item, style)
        if kind == "relation":
            text = f"{text.rstrip()} {part} "
        elif kind == "space":
            text = f"{text.rstrip()}{part} "
        else:
            text += _between(before, kind, item, text) + part
        before = "number" if isinstance(item, Num) else kind
    return text.rstrip() if before in {"relation", "space"} else text


def _kind(item: Node) -> str:
    if isinstance(item, Sub | Sup) and isinstance(item.base, Sym) and SYMBOLS[item.base.name].kind == "close":
        return "close"
    return SYMBOLS[item.name].kind if isinstance(item, Sym) else "sum" if isinstance(item, Sum) else "atom"


def _between(before: str, kind: str, item: Node, text: str) -> str:
    ends_factor = before in {"atom", "letter", "number", "close"}
    starts_factor = kind in {"atom", "letter", "open", "sum"}
    if not (ends_factor and starts_factor) or not text or text.endswith(" "):
        return ""
    if kind == "open" and isinstance(item, Sym):
        return "·" if item.name == "[" else " " if item.name in {"<<", "neg", "partial", "floor"} else ""
    if kind == "letter" and before in {"number", "close", "letter"}:
        return ""
    return " " if kind == "sum" else "·"
