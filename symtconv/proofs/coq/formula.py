"""The claim language in Coq's words: terms, formulas, polynomials, and names that Coq can bear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import reduce

from symtconv.arithmetic.polynomial import Monomial
from symtconv.arithmetic.rewriting import rewrite_term
from symtconv.arithmetic.sizes import unfold
from symtconv.arithmetic.term import Comparison, Formula, Name, Node, Number, Operation, Term, walk

RELATIONS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
CONNECTIVES = {"and": r" /\ ", "or": r" \/ ", "implies": " -> ", "iff": " <-> "}
CHOICES = ("min", "max", "abs")
_FREE = re.compile(r"(?!Z$)[A-Za-z][0-9]*")
_SHAPES = {
    **{word: f"({{}} {word} {{}})" for word in "+-*"},
    **dict.fromkeys(("//", "floor"), "({} / {})"),
    "%": "({} mod {})",
    "ceil": "(- ((- {}) / {}))",
    "neg": "(- {})",
    "abs": "(Z.abs {})",
}


def letter(name: str) -> str:
    """Spell a name of a claim: a longer one may be a word of Coq's or a lemma's, so it gets an apostrophe.

    The language has no apostrophe, so no name is met twice.

    Examples
    --------
    >>> letter("k1"), letter("mod")
    ('k1', "mod'")
    """
    return name if _FREE.fullmatch(name) else name + "'"


def plain(term: Term) -> Term:
    """Say floors and ceilings by ``//``; a rule for `rewrite`, after `unfold`."""
    match term:
        case Operation("floor" | "/", terms):
            return Operation("//", terms)
        case Operation("ceil", (p, q)):
            return Operation("neg", (Operation("//", (Operation("neg", (p,)), q)),))
    return term


def plain_term(term: Term) -> Term:
    """Unfold the named sizes of a term, and say its floors and ceilings by ``//``."""
    return rewrite_term(rewrite_term(term, unfold), plain)


def nodes(formulas: Iterable[Node]) -> list[Operation]:
    """Give what is no polynomial, innermost first, each once; before a remainder its quotient."""
    found: dict[Operation, None] = {}
    for formula in formulas:
        for part in walk(formula):
            if isinstance(part, Operation) and part.word in ("//", "%", *CHOICES):
                if part.word == "%":
                    found.setdefault(Operation("//", part.terms))
                found.setdefault(part)
    return list(found)


def choices(node: Operation) -> list[Term]:
    """Give the terms that a minimum, maximum or absolute value may be."""
    terms = node.terms if node.word != "abs" else (node.terms[0], Operation("neg", node.terms))
    return list(dict.fromkeys(terms))


def spell_term(term: Term, known: Mapping[Term, str] | None = None) -> str:
    """Spell a term; where ``known`` names a node, by that name."""
    if known and term in known:
        return known[term]
    match term:
        case Number(value):
            return str(value)
        case Name(name):
            return letter(name)
    parts = [spell_term(part, known) for part in term.terms]
    if term.word in ("min", "max"):
        return reduce(lambda rest, part: f"(Z.{term.word} {part} {rest})", reversed(parts))
    shape = _SHAPES.get(term.word)
    return shape.format(*parts) if shape else f"({term.word} {' '.join(parts)})"


def spell(formula: Formula, known: Mapping[Term, str] | None = None) -> str:
    """Spell a formula, a comparison without brackets around it."""
    if isinstance(formula, Comparison):
        left, right = (_bare(spell_term(side, known)) for side in (formula.left, formula.right))
        return f"{left} {RELATIONS[formula.word]} {right}"
    parts = [f"({spell(part, known)})" for part in formula.parts]
    return f"~ {parts[0]}" if formula.word == "not" else CONNECTIVES[formula.word].join(parts)


def spell_polynomial(polynomial: Mapping[Monomial, int], known: Mapping[str, str]) -> str:
    """Spell a polynomial.

    Examples
    --------
    >>> spell_polynomial({("s", "s"): 2, (): -1}, {})
    '2 * s * s + (-1)'
    """
    terms = []
    for monomial, coefficient in polynomial.items():
        factors = [known.get(name) or letter(name) for name in monomial]
        if coefficient != 1 or not factors:
            factors.insert(0, str(coefficient) if coefficient > 0 else f"({coefficient})")
        terms.append(" * ".join(factors))
    return " + ".join(terms) or "0"


def _bare(text: str) -> str:
    """Take off the outer brackets of one bracketed term."""
    if not (text.startswith("(") and text.endswith(")")):
        return text
    depth = 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0 and place < len(text) - 1:
            return text
    return text[1:-1]
