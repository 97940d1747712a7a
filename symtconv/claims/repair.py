"""A near formula that is true: the usual forgotten terms, put back one or two at a time, and proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, combinations
from time import perf_counter

from symtconv.checker.formula import Claim
from symtconv.checker.term import SIZES, Comparison, Formula, Name, Number, Operation, Term, names_of, walk
from symtconv.claims.box import sample
from symtconv.claims.condition import proves
from symtconv.claims.program import Program
from symtconv.claims.writing import text

POINTS, TRIED, SECONDS = 4_000, 4, 1.0
Change = Callable[[Term], Term]


def repaired(claim: Claim, deadline: float) -> str | None:
    """Give the first repaired formula that is proved, or None."""
    if not isinstance(claim.goal, Comparison) or claim.goal.word != "==":
        return None
    candidates = list(dict.fromkeys(_candidates(claim.goal)))
    points = sample(claim, POINTS)
    if not candidates or not points.size:
        return None
    truths = Program.of(candidates).run(points.columns, points.size)
    likely = [formula for formula, truth in zip(candidates, truths, strict=True) if truth.all()]
    limit = min(deadline, perf_counter() + SECONDS)
    return next((text(formula) for formula in likely[:TRIED] if proves(claim, formula, limit)), None)


def _candidates(goal: Comparison) -> Iterator[Formula]:
    """Change one side; the one without named sizes, if there is one, is the formula and the other the truth."""
    plain = [not any(_is_size(part) for part in walk(side)) for side in (goal.left, goal.right)]
    changes = _changes(set(names_of(goal)))
    pairs = (lambda term, f=f, g=g: g(f(term)) for f, g in combinations(changes, 2))
    for change in chain(changes, pairs):
        if plain[0] or not plain[1]:
            yield Comparison("==", change(goal.left), goal.right)
        if plain[1] or not plain[0]:
            yield Comparison("==", goal.left, change(goal.right))


def _changes(names: set[str]) -> list[Change]:
    changes: list[Change] = []
    if {"k", "d"} <= names:
        changes.append(_replacing(Name("k"), Operation("span", (Name("k"), Name("d")))))
    if {"l", "h"} <= names:
        both = Operation("+", (Name("l"), Name("h")))
        twice = [Operation("*", (Number(2), Name(name))) for name in ("p", "l", "h")]
        changes += [_replacing(double, both) for double in twice]
    if "a" in names:
        changes += [_adding("+", Name("a")), _adding("-", Name("a"))]
    changes += [_swapping("floor", "ceil"), _swapping("ceil", "floor")]
    changes += [_adding("+", Number(1)), _adding("-", Number(1))]
    terms = (Operation("*", (Number(2), Name("p"))), Name("l"), Name("h"), Name("p"))
    shown = (term for term in terms if set(names_of(term)) <= names)
    return [*changes, *(_adding(word, term) for term in shown for word in "+-")]


def _adding(word: str, extra: Term) -> Change:
    return lambda term: Operation(word, (term, extra))


def _replacing(old: Term, new: Term) -> Change:
    def change(term: Term) -> Term:
        if term == old:
            return new
        if isinstance(term, Operation) and not _is_size(term):
            return Operation(term.word, tuple(change(part) for part in term.terms))
        return term

    return change


def _swapping(old: str, new: str) -> Change:
    def change(term: Term) -> Term:
        if isinstance(term, Operation) and not _is_size(term):
            return Operation(new if term.word == old else term.word, tuple(change(part) for part in term.terms))
        return term

    return change


def _is_size(node: object) -> bool:
    return isinstance(node, Operation) and node.word in SIZES
