"""A side condition of the theorem as mathematics, in the letters of the page; its certificate keeps it as typed."""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.rewriting import rewrite, rewrite_term
from symtconv.arithmetic.sizes import unfold
from symtconv.arithmetic.term import Comparison, Connective, Name, Number, Operation, Term
from symtconv.arithmetic.term import Node as Part
from symtconv.claims.argument import side
from symtconv.rendering.documents.document import Math, Spans
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.tree import Given, Node, Num, Row, Sym, math

SIGNS = {"==": "=", "!=": "!=", "%": "mod", "implies": "implies", "iff": "iff"}
STRENGTH = {"and": 1, "not": 3, "+": 5, "-": 5, "%": 6, "*": 6, "neg": 7}
COMPARISON, ATOM = 4, 9


NAMED = {
    side("d*(k-1) - l"): Sym("Plo"),
    side("d*(k-1) - h + a"): Sym("Phi"),
    side("convt_size(n,k,s,d,l,h,a)"): Sym("i"),
}
"""Terms that the theorem gives a letter to."""


def condition(words: Words, claim: str, where: Sequence[str]) -> Spans:
    """Write a claim, and the conditions under which it is made.

    Parameters
    ----------
    words : Words
    claim, where : str and sequence of str
        In the claim language.

    Examples
    --------
    >>> from symtconv.rendering.notation.style import Style
    >>> from symtconv.rendering.printers.text.formula import formula
    >>> claim, = condition(Words("en"), "0 <= k-1-u and k-1-u < k", [])
    >>> formula(claim.node, Style())
    '0 ≤ k - 1 - u < k'
    """
    node = _chained([rewrite(parse(claim), _plain)])
    if not where:
        return (Math(node),)
    return words.say("theorem.condition", claim=Math(node), where=Math(_chained(list(map(parse, where)))))


def _plain(part: Term) -> Term:
    """Write a convolution's length out, which has no letter here: a rule for `rewrite`."""
    match part:
        case Operation("conv_size"):
            return rewrite_term(unfold(part), _plain)
        case Operation("//", (dividend, Number(1))) | Operation("+", (dividend, Number(0))):
            return dividend
    return part


def _chained(formulas: Sequence[Part]) -> Node:
    """Write formulas that all hold, two inequalities as one chain where the first ends as the second begins."""
    parts: list[Node] = []
    before: Part | None = None
    for one in (part for each in formulas for part in _conjuncts(each)):
        if isinstance(one, Comparison) and before == one.left:
            parts += [_sign(one.word), _at(one.right, COMPARISON + 1)]
        else:
            parts += [*([Sym(",")] if parts else []), _at(one, 0)]
        before = one.right if isinstance(one, Comparison) else None
    return Row(tuple(parts))


def _conjuncts(node: Part) -> tuple[Part, ...]:
    return node.parts if isinstance(node, Connective) and node.word == "and" else (node,)


def _at(node: Part, strength: int) -> Node:
    written, own = _write(node)
    return written if own >= strength else Row((Sym("("), written, Sym(")")))


def _write(node: Part) -> tuple[Node, int]:  # noqa: PLR0911 - one return a kind
    """Give a formula or a term, and how strongly it binds."""
    if node in NAMED:
        return NAMED[node], ATOM
    if isinstance(node, Number):
        return Num(node.value), ATOM
    if isinstance(node, Name):
        return Sym(node.name), ATOM
    if isinstance(node, Comparison):
        sides = _at(node.left, COMPARISON + 1), _at(node.right, COMPARISON + 1)
        return Row((sides[0], _sign(node.word), sides[1])), COMPARISON
    parts = node.terms if isinstance(node, Operation) else node.parts
    if node.word == "//":
        return math("floor {p} / {q} end", p=_at(parts[0], 6), q=_at(parts[1], 7)), ATOM
    strength = STRENGTH.get(node.word, COMPARISON if node.word in SIGNS else ATOM)
    if strength == ATOM:
        inner = [item for part in parts for item in (Sym(","), _at(part, 0))][1:]
        return Row((_function(node.word), Sym("("), *inner, Sym(")"))), ATOM
    # Neither side of an implication is one itself, so that comparisons need no parentheses there.
    left, right = _at(parts[0], strength), _at(parts[1], strength + (strength != COMPARISON))
    return Row((left, *([] if node.word == "*" else [_sign(node.word)]), right)), strength


def _sign(word: str) -> Sym:
    return Sym(SIGNS.get(word, word))


def _function(word: str) -> Given:
    return Given(rf"\mathrm{{{word}}}".replace("_", r"\_"), word)
