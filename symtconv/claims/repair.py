"""A near formula that is true: the usual forgotten terms, put back one or two at a time, and proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, combinations

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.sizes import SIZES
from symtconv.arithmetic.term import Comparison, Name, Number, Operation, Term, names_of
from symtconv.claims.box import sample
from symtconv.claims.condition import proves
from symtconv.claims.deadline import Deadline
from symtconv.claims.program import Program
from symtconv.claims.writing import text

POINTS, TRIED, SECONDS = 4_000, 4, 8.0
Change = Callable[[Term], Term]


def repaired(claim: Claim, deadline: Deadline) -> str | None:
    """Give the first repaired formula that is proved, or None."""
    if not isinstance(claim.goal, Comparison) or claim.goal.word != "==":
        return None
    candidates = [goal for goal in dict.fromkeys(_candidates(claim.goal)) if goal.left != goal.right]
    points = sample(claim, POINTS, deadline)
    if not candidates or not points.size:
        return None
    truths = Program.of(candidates).run(points.columns, points.size)
    likely = [formula for formula, truth in zip(candidates, truths, strict=True) if truth.all()]
    limit = Deadline(SECONDS, deadline)
    return next((text(formula) for formula in likely[:TRIED] if proves(claim, formula, limit)), None)


def _candidates(goal: Comparison) -> Iterator[Comparison]:
    """Change the formula; a side that is a size of plain names is the truth that it is compared with."""
    plain = [not _is_truth(side) for side in (goal.left, goal.right)]
    changes = _changes(set(names_of(goal)), rounding=not all(plain))
    pairs = (lambda term, f=f, g=g: g(f(term)) for f, g in combinations(changes, 2))
    for change in chain(changes, pairs):
        if plain[0]:
            yield Comparison("==", change(goal.left), goal.right)
        if plain[1]:
            yield Comparison("==", goal.left, change(goal.right))


def _changes(names: set[str], *, rounding: bool) -> list[Change]:
    """Give what is usually forgotten: the dilation, a high pad of its own, the output padding, a rounding, a 1."""
    twice = {name: Operation("*", (Number(2), Name(name))) for name in ("p", "l", "h")}
    changes: list[Change] = []
    if {"k", "d"} <= names:
        changes.append(_replacing(Name("k"), Operation("span", (Name("k"), Name("d")))))
    if {"l", "h"} <= names:
        both = Operation("+", (Name("l"), Name("h")))
        changes += [_replacing(double, both) for double in twice.values()]
    if "p" in names:
        changes.append(_replacing(twice["p"], Name("p"), inside=True))
    if "a" in names:
        changes.append(_adding("+", Name("a")))
    if rounding:
        changes += [_swapping("floor", "ceil"), _swapping("ceil", "floor")]
    return [*changes, _adding("+", Number(1)), _adding("-", Number(1))]


def _adding(word: str, extra: Term) -> Change:
    return lambda term: Operation(word, (term, extra))


def _replacing(old: Term, new: Term, *, inside: bool = False) -> Change:
    """Replace a term, in the arguments of named sizes only if told so."""

    def change(term: Term) -> Term:
        if term == old:
            return new
        if isinstance(term, Operation) and (inside or not _is_size(term)):
            return Operation(term.word, tuple(change(part) for part in term.terms))
        return term

    return change


def _swapping(old: str, new: str) -> Change:
    def change(term: Term) -> Term:
        if isinstance(term, Operation) and not _is_size(term):
            return Operation(new if term.word == old else term.word, tuple(change(part) for part in term.terms))
        return term

    return change


def _is_truth(side: Term) -> bool:
    """Tell a name, a literal, or a named size of names and literals."""
    if isinstance(side, Operation):
        return _is_size(side) and not any(isinstance(part, Operation) for part in side.terms)
    return True


def _is_size(node: object) -> bool:
    return isinstance(node, Operation) and node.word in SIZES
