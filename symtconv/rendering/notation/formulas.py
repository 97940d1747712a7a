r"""Formulas of the claim language in LaTeX, and as nodes of a document.

They are printed from their trees, whose names hold letters, digits and underscores only, so that no text of the
user's reaches TeX as it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.polynomial import Polynomial
from symtconv.arithmetic.term import Comparison, Name, Node, Number, Operation
from symtconv.claims.argument import ordered, polynomial_text, shown, side
from symtconv.claims.writing import text
from symtconv.rendering.notation.tree import Given
from symtconv.rendering.tex.escape import latex as escape

RELATIONS = {"==": "=", "!=": r"\ne ", "<": "<", "<=": r"\le ", ">": ">", ">=": r"\ge "}
SIGNS = {"+": "+", "-": "-", "%": r"\bmod ", "neg": "-", "not": r"\lnot "}
STRENGTH = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "%": 6, "*": 6, "neg": 7}
PATTERNS = {
    "floor": r"\left\lfloor\frac{%s}{%s}\right\rfloor",
    "//": r"\left\lfloor\frac{%s}{%s}\right\rfloor",
    "ceil": r"\left\lceil\frac{%s}{%s}\right\rceil",
    "/": r"\frac{%s}{%s}",
    "abs": r"\left|%s\right|",
    "implies": r"\left(%s\ \Rightarrow\ %s\right)",
    "iff": r"\left(%s\ \Leftrightarrow\ %s\right)",
}
LONG_PATTERNS = {
    "floor": r"\lfloor %s\,/\,%s\rfloor",
    "//": r"\lfloor %s\,/\,%s\rfloor",
    "ceil": r"\lceil %s\,/\,%s\rceil",
    "/": r"%s\,/\,%s",
    "abs": r"|%s|",
    "implies": r"(%s\ \Rightarrow\ %s)",
    "iff": r"(%s\ \Leftrightarrow\ %s)",
}
DIVIDED = ("floor", "//", "ceil", "/")
LONG, COMMA = 60, r",\allowbreak "
WORDS = {"and": r"\ \land\ ", "or": r"\ \lor\ "}
LATEX_REST = {"": "", " >= 0": r"\ge 0"}
COMPARISON, ATOM = 4, 9


def formula_latex(node: Node) -> str:
    r"""Write a formula of the claim language as LaTeX.

    Examples
    --------
    >>> formula_latex(parse("floor(k/2) <= k1 - 1"))
    '\\left\\lfloor\\frac{k}{2}\\right\\rfloor\\le k_{1}-1'
    """
    return _write(node)[0]


def _write(node: Node) -> tuple[str, int]:
    """Give the LaTeX and how strongly it binds."""
    if isinstance(node, Number):
        return str(node.value), ATOM
    if isinstance(node, Name):
        return _name(node.name), ATOM
    if isinstance(node, Comparison):
        sides = _at(node.left, COMPARISON + 1), _at(node.right, COMPARISON + 1)
        return f"{sides[0]}{RELATIONS[node.word]}{sides[1]}", COMPARISON
    parts = node.terms if isinstance(node, Operation) else node.parts
    strength = STRENGTH.get(node.word)
    if strength is not None:
        return _operator(node.word, strength, parts), strength
    return _function(node.word, parts), ATOM


def _function(word: str, parts: Sequence[Node]) -> str:
    inner = [formula_latex(part) for part in parts]
    # TeX breaks no line inside \left ... \right or a fraction, so a long one is written without.
    if sum(map(len, inner)) <= LONG and word in PATTERNS:
        return PATTERNS[word] % tuple(inner)
    if word in LONG_PATTERNS:
        return LONG_PATTERNS[word] % tuple(
            _at(part, ATOM) if word in DIVIDED else formula_latex(part) for part in parts
        )
    named = rf"\{word}" if word in ("min", "max", "gcd") else rf"\mathtt{{{_words(word)}}}"
    return f"{named}({COMMA.join(inner)})"


def _operator(word: str, strength: int, parts: tuple[Node, ...]) -> str:
    if word in WORDS:
        return WORDS[word].join(_at(part, strength + 1) for part in parts)
    if word in ("neg", "not"):
        return SIGNS[word] + _at(parts[0], strength + 1)
    left, right = _at(parts[0], strength), _at(parts[1], strength + 1)
    right = f"({right})" if right.startswith("-") else right
    return left + (_times(left, right) if word == "*" else SIGNS[word]) + right


def _times(left: str, right: str) -> str:
    """Give what stands between two factors: a dot before a number, a space beside a long name, else nothing."""
    if right[0].isdigit():
        return r"\cdot "
    return r"\," if "\\" in left or "\\" in right else ""


def _at(node: Node, strength: int) -> str:
    written, own = _write(node)
    return written if own >= strength else f"({written})"


def polynomial_latex(value: Polynomial) -> str:
    """Write a polynomial as LaTeX, in the order of the plain text."""
    parts: list[str] = []
    for monomial, factor in ordered(value):
        names = _juxtaposed(monomial)
        size = str(abs(factor)) if abs(factor) > 1 or not names else ""
        parts.append(f"{'-' if factor < 0 else '+' if parts else ''}{size}{names}")
    return "".join(parts) or "0"


def _name(name: str) -> str:
    """Write a name: one letter as it is, a digit behind it below, a longer one upright, a quotient with its number."""
    plain = name.removeprefix("_")
    if len(plain) == 1:
        return plain
    if plain[1:].isdigit():
        return f"{plain[0]}_{{{plain[1:]}}}"
    return rf"\mathit{{{_words(plain)}}}"


def _juxtaposed(names: Sequence[str]) -> str:
    written = [_name(name) for name in names]
    return (r"\," if any(len(name) > 1 for name in written) else "").join(written)


def _words(plain: str) -> str:
    return escape(plain)


# ---- nodes of a document -----------------------------------------------------------------------------


def formula(written: str) -> Given:
    """Give a formula of the claim language as a node.

    Examples
    --------
    >>> formula("a<s")
    Given(latex='a<s', text='a < s')
    """
    return of_tree(parse(written))


def of_tree(tree: Node) -> Given:
    """Give a formula that is a tree already as a node."""
    return Given(formula_latex(tree), text(tree))


def term(written: str) -> Given:
    """Give a term, which is half a formula, as a node."""
    return of_tree(side(written))


def polynomial(value: Polynomial, rest: str = "") -> Given:
    """Give a polynomial and what follows it, in the claim language, as a node."""
    return Given(polynomial_latex(value) + LATEX_REST.get(rest, rest), polynomial_text(value) + rest)


def name(plain: str) -> Given:
    """Give a name as a node."""
    return Given(_name(plain), shown(plain))


def equation(plain: str, value: int) -> Given:
    """Give the value of a name as a node."""
    return Given(f"{_name(plain)}={value}", f"{shown(plain)} = {value}")
