"""A formula as text in the claim language, with no more parentheses than it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from symtconv.arithmetic.term import Comparison, Name, Node, Number, Operation

LOOSE, ATOM = 0, 9
STRENGTH = {"or": 1, "and": 2, "not": 3, "+": 5, "-": 5, "*": 6, "//": 6, "/": 6, "%": 6, "neg": 7}
COMPARISON = 4


def text(node: Node) -> str:
    """Write a node.

    Examples
    --------
    >>> from symtconv.arithmetic.parse import parse
    >>> text(parse("((a)+(b*c)) - (d - 1) >= floor((k)/2)"))
    'a + b*c - (d - 1) >= floor(k/2)'
    """
    return _write(node)[0]


def _write(node: Node) -> tuple[str, int]:
    """Give the text and how strongly it binds."""
    if isinstance(node, Number):
        return str(node.value), ATOM if node.value >= 0 else STRENGTH["neg"]
    if isinstance(node, Name):
        return node.name, ATOM
    if isinstance(node, Comparison):
        return f"{_at(node.left, COMPARISON + 1)} {node.word} {_at(node.right, COMPARISON + 1)}", COMPARISON
    parts = node.terms if isinstance(node, Operation) else node.parts
    strength = STRENGTH.get(node.word)
    if strength is not None:
        return _operator(node.word, strength, parts), strength
    if node.word in ("floor", "ceil"):
        return f"{node.word}({_at(parts[0], STRENGTH['*'])}/{_at(parts[1], STRENGTH['neg'])})", ATOM
    return f"{node.word}({', '.join(text(part) for part in parts)})", ATOM


def _operator(word: str, strength: int, parts: Sequence[Node]) -> str:
    if word in ("and", "or"):
        return f" {word} ".join(_at(part, strength + 1) for part in parts)
    if word in ("neg", "not"):
        return f"{'-' if word == 'neg' else 'not '}{_at(parts[0], strength)}"
    space = "" if word in ("*", "/") else " "
    left, right = _at(parts[0], strength), _at(parts[1], strength + 1)
    return f"{left}{space}{word}{space}{f'({right})' if right[0] == '-' else right}"


def _at(node: Node, strength: int) -> str:
    written, own = _write(node)
    return written if own >= strength else f"({written})"


def assignment(values: Mapping[str, int]) -> str:
    """Write an assignment: ``i = 1, k = 2``."""
    return ", ".join(f"{name} = {value}" for name, value in values.items())
