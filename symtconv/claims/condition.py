"""When does a refuted claim hold? A condition that is equivalent to it on the whole domain, proved both ways.

Candidates are compared with the claim on a sample first, so that the prover sees only those that have a chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np
from numpy.typing import NDArray

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.rewriting import rewrite, rewrite_term
from symtconv.arithmetic.sizes import evaluate, unfold
from symtconv.arithmetic.term import (
    AT_LEAST,
    DIVISIONS,
    Comparison,
    Connective,
    Formula,
    Name,
    Number,
    Operation,
    Term,
    names_of,
    walk,
)
from symtconv.checker.facts import obligations
from symtconv.claims.box import sample
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.program import Program
from symtconv.claims.proof import Prover
from symtconv.claims.writing import text
from symtconv.geometry import LimitError

POINTS, TRIED, SECONDS = 12_000, 6, 8.0
RESIDUES = ("i,k,s,d,l,h", "i,k,s,d,p,p", "i,k,s,1,p,p", "i,k,s,1,0,0")
USUAL = (
    *("d == 1", "a == 0", "p == 0", "k == 1", "k == 2", "n == 1", "s == 1", "i == 1", "l == 0", "h == 0"),
    *("a < s", "a >= s", "span(k,d) == s", "k >= s", "k <= s", "span(k,d) >= s", "span(k,d) <= s"),
    *("k % 2 == 1", "k % 2 == 0", "k % s == 0", "l == h", "l + h == 0", "a < d", "s >= d", "s <= d", "k <= d"),
    *("i >= k", "n >= 2", "i >= span(k,d)", "i + l + h >= span(k,d)", "i + 2*p >= span(k,d)"),
    *("2*p == k - 1", "2*p == span(k,d) - 1", "l + h == span(k,d) - 1", "p < k", "p <= k", "s == k % 2 + 1"),
    *("span(k,d) % 2 == 1", "i % s == 0", "n % s == 0", "(k-1)*(d-1) % s == 0"),
    *(f"residue({letters}) == {value}" for letters in RESIDUES for value in ("0", "s - 1")),
)


MANY = 10  # names, beyond which they are not compared with one another


@dataclass(frozen=True)
class _Candidate:
    formula: Formula
    truth: NDArray[np.bool_]


def holds_when(claim: Claim, deadline: Deadline) -> str | None:
    """Give the condition under which a refuted claim holds, ``"never"``, or None when none was found and proved."""
    points = sample(claim, POINTS, deadline)
    if not points.size:
        return None
    (truth,) = Program.of([claim.goal]).run(points.columns, points.size)
    prover = Prover(Deadline(SECONDS, deadline))
    if not truth.any():
        return "never" if _proves(claim, Connective("not", (claim.goal,)), prover) else None
    atoms = _atoms(claim)
    truths = Program.of(atoms).run(points.columns, points.size)
    candidates = [_Candidate(*pair) for pair in zip(atoms, truths, strict=True)]
    for number, formula in enumerate(_equal(candidates, truth, names_of(claim.goal))):
        if number == TRIED:
            break
        if _proves(claim, Connective("iff", (formula, claim.goal)), prover):
            return text(formula)
    return None


def proves(claim: Claim, formula: Formula, deadline: Deadline) -> bool:
    """Tell whether a formula can be proved from the assumptions of a claim."""
    return _proves(claim, formula, Prover(deadline))


def _proves(claim: Claim, formula: Formula, prover: Prover) -> bool:
    question = Claim(text(formula), claim.conditions, formula, claim.where)
    try:
        return all(_shown(prover, formulas) for formulas in obligations(question))
    except (LimitError, OutOfTimeError):
        return False


def _shown(prover: Prover, formulas: Sequence[Formula]) -> bool:
    return any(prover.prove(formulas, splits) is not None for splits in (0, 1))


def _equal(candidates: list[_Candidate], truth: NDArray[np.bool_], names: Sequence[str]) -> Iterator[Formula]:
    """Yield what has the claim's truth on the sample: atoms, then disjunctions, then conjunctions of two."""
    unlike = []
    for candidate in candidates:
        if np.array_equal(candidate.truth, truth):
            yield candidate.formula
        else:
            unlike.append(candidate)
    inside = _distinct(part for part in unlike if not (part.truth & ~truth).any())
    around = _distinct(part for part in unlike if not (truth & ~part.truth).any())
    for one, other in combinations(inside, 2):
        if np.array_equal(one.truth | other.truth, truth):
            yield Connective("or", _ordered(one.formula, other.formula, names))
    for one, other in combinations(around, 2):
        if np.array_equal(one.truth & other.truth, truth):
            yield Connective("and", _ordered(one.formula, other.formula, names))


def _ordered(one: Formula, other: Formula, names: Sequence[str]) -> tuple[Formula, Formula]:
    """Put first what speaks of the name that the claim names first."""
    first, second = (min(map(names.index, names_of(part))) for part in (one, other))
    return (one, other) if first <= second else (other, one)


def _distinct(candidates: Iterator[_Candidate]) -> list[_Candidate]:
    """Keep the first of those with the same truth, and none that is always or never true."""
    found: dict[bytes, _Candidate] = {}
    for part in candidates:
        if part.truth.any() and not part.truth.all():
            found.setdefault(part.truth.tobytes(), part)
    return list(found.values())


def _atoms(claim: Claim) -> list[Formula]:
    names = names_of(claim.goal)
    known = set(names)
    usual = [formula for formula in map(parse, USUAL) if set(names_of(formula)) <= known]
    return list(dict.fromkeys([*usual, *_residues(claim), *_of_names(names)]))


def _residues(claim: Claim) -> Iterator[Formula]:
    """Yield what a division of the claim's own may leave over: nothing, something, at most this or that."""
    names = names_of(claim.goal)
    divisions = (part for part in walk(rewrite(claim.goal, unfold)) if isinstance(part, Operation))
    for part in dict.fromkeys(part.terms for part in divisions if part.word in DIVISIONS):
        rest = rewrite_term(Operation("%", part), _folded)
        yield Comparison("==", rest, Number(0))
        yield Comparison(">=", rest, Number(1))
        for name in names:
            yield Comparison("<=", rest, Name(name))


def _folded(term: Term) -> Term:
    """Do the arithmetic of literals, and drop what adds 0 or multiplies by 1."""
    match term:
        case Operation("+" | "-" | "*", (Number(), Number())) if evaluate(term, {}) >= 0:
            return Number(evaluate(term, {}))
        case Operation("+" | "-", (left, Number(0))) | Operation("*", (left, Number(1))):
            return left
        case Operation("+", (Number(0), right)) | Operation("*", (Number(1), right)):
            return right
    return term


def _of_names(names: tuple[str, ...]) -> Iterator[Formula]:
    """Yield comparisons of the claim's names with small numbers and with one another."""
    for name in names:
        for value in (0, 1, 2, 3):
            yield parse(f"{name} == {value}")
            yield parse(f"{name} >= {value}")
            yield parse(f"{name} <= {value}")
        yield parse(f"{name} % 2 == 0")
        yield parse(f"{name} % 2 == 1")
    for one, other in permutations(names, 2) if len(names) <= MANY else ():
        for word in ("==", "<=", "<"):
            yield parse(f"{one} {word} {other}")
        if AT_LEAST.get(other[0]) == 1 and (len(other) == 1 or other[1:].isdigit()):
            yield parse(f"{one} % {other} == 0")
