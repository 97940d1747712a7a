"""When does a claim hold? A condition that is equivalent to it on the whole domain, proved both ways.

Candidates are compared with the claim on a sample first, so that the prover sees only those that have a chance: the
cheapest first, and none that is as long as the claim itself, which would only say it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.term import Comparison, Connective, Formula, names_of
from symtconv.checker.facts import obligations
from symtconv.claims.atoms import cost, restates, tiers_of
from symtconv.claims.box import Batch, sample, scattered
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.program import Program
from symtconv.claims.proof import Prover
from symtconv.claims.writing import text
from symtconv.geometry import LimitError

POINTS, FAR_POINTS, MORE_POINTS = 1_500, 2_500, 12_000
TRIED, SECONDS, SPLITS = 8, 8.0, (0, 1)
PAIRED, TRIPLED = 160, 24  # candidates that are joined by two and by three


class _Candidate(NamedTuple):
    """Comparisons, joined by a word when there are more, with their truth on the sample, one bit a point."""

    cost: int
    truth: int
    parts: tuple[Formula | _Candidate, ...]
    word: str = ""

    def formula(self, names: Sequence[str]) -> Formula:
        """Write it, what speaks of the name that the claim names first at the head."""
        parts = [part.formula(names) if isinstance(part, _Candidate) else part for part in self.parts]
        if not self.word:
            return parts[0]
        return Connective(self.word, tuple(sorted(parts, key=lambda part: _place(part, names))))


def holds_when(claim: Claim, deadline: Deadline) -> str | None:
    """Give the condition under which a refuted claim holds, ``"never"``, or None when none was found and proved."""
    limit = Deadline(SECONDS, deadline)
    near = sample(claim, POINTS, limit)
    if not near.size:
        return None
    points = near.with_more(scattered(claim, FAR_POINTS))
    prover = Prover(limit)
    (truth,) = Program.of([claim.goal]).run(points.columns, points.size)
    if not truth.any():
        return "never" if _proves(claim, Connective("not", (claim.goal,)), prover) else None
    bits, tried = _bits(truth), 0
    for tier in _likely(claim, points, bits):
        likely = [candidate.formula(names_of(claim.goal)) for candidate in tier[: TRIED - tried]]
        tried += len(likely)
        for formula in _still_equal(claim, likely, limit):
            if _proves(claim, Connective("iff", (formula, claim.goal)), prover):
                return _chained(formula)
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
    return any(prover.prove(formulas, splits) is not None for splits in SPLITS)


def _still_equal(claim: Claim, formulas: Sequence[Formula], deadline: Deadline) -> Iterator[Formula]:
    """Leave out what differs from the claim on a larger sample."""
    if not formulas:
        return
    points = sample(claim, MORE_POINTS, deadline)
    truth, *others = Program.of([claim.goal, *formulas]).run(points.columns, points.size)
    yield from (formula for formula, other in zip(formulas, others, strict=True) if np.array_equal(truth, other))


def _likely(claim: Claim, points: Batch, truth: int) -> Iterator[list[_Candidate]]:
    """Yield what has the claim's truth on the sample, the cheapest first; twice, from few comparisons and from many."""
    most = cost(claim.goal, sizes=isinstance(claim.goal, Comparison))
    everything = (1 << points.size) - 1
    known: list[_Candidate] = []
    seen: set[tuple[Formula | _Candidate, ...]] = set()
    for atoms in tiers_of(claim.goal):
        truths = map(_bits, Program.of(atoms).run(points.columns, points.size))
        new = (_Candidate(cost(atom), bits, (atom,)) for atom, bits in zip(atoms, truths, strict=True))
        known = sorted((*known, *new), key=lambda one: one.cost)
        equal = [one for one in known if one.truth == truth and one.cost <= most]
        joined = _joined(_distinct(known, everything), truth)
        equal = sorted((*equal, *(one for one in joined if one.cost < most)), key=lambda one: one.cost)
        yield [one for one in equal if one.parts not in seen and not _restates(one, claim.goal)]
        seen.update(one.parts for one in equal)


def _restates(candidate: _Candidate, goal: Formula) -> bool:
    return any(
        _restates(part, goal) if isinstance(part, _Candidate) else restates(part, goal) for part in candidate.parts
    )


def _joined(candidates: Sequence[_Candidate], truth: int) -> list[_Candidate]:
    """Give disjunctions and conjunctions of two and of three that have the claim's truth."""
    inside = [one for one in candidates if not one.truth & ~truth and one.truth != truth]
    around = [one for one in candidates if not truth & ~one.truth and one.truth != truth]
    found = [*_together("or", inside, truth, 2), *_together("and", around, truth, 2)]
    if found:
        return found
    found = [*_together("or", inside[:TRIPLED], truth, 3), *_together("and", around[:TRIPLED], truth, 3)]
    outside = ~truth
    pairs: dict[int, tuple[_Candidate, _Candidate]] = {}
    for one, other in combinations(candidates[:PAIRED], 2):
        both = one.truth & other.truth
        if both and not both & outside and both not in (one.truth, other.truth):
            pairs.setdefault(both, (one, other))
    for bits, pair in pairs.items():
        for one in inside:
            if one.truth | bits == truth:
                found.append(_join("or", (one, _join("and", pair))))
    return found


def _together(word: str, parts: Sequence[_Candidate], truth: int, size: int) -> Iterator[_Candidate]:
    for chosen in combinations(parts, size):
        total = chosen[0].truth
        for part in chosen[1:]:
            total = total | part.truth if word == "or" else total & part.truth
        if total == truth:
            yield _join(word, chosen)


def _join(word: str, parts: Sequence[_Candidate]) -> _Candidate:
    truth = parts[0].truth
    for part in parts[1:]:
        truth = truth | part.truth if word == "or" else truth & part.truth
    return _Candidate(sum(part.cost for part in parts) + len(parts) - 1, truth, tuple(parts), word)


def _place(part: Formula, names: Sequence[str]) -> tuple[bool, int]:
    return not isinstance(part, Comparison), min(map(names.index, names_of(part)), default=0)


def _distinct(candidates: Iterable[_Candidate], everything: int) -> list[_Candidate]:
    """Keep the first of those with the same truth, and none that is always or never true."""
    found: dict[int, _Candidate] = {}
    for part in candidates:
        if part.truth not in (0, everything):
            found.setdefault(part.truth, part)
    return list(found.values())


def _chained(formula: Formula) -> str:
    """Write a formula; bounds of one term as a chain."""
    match formula:
        case Connective("and", (Comparison(">=", low, least), Comparison("<" | "<=" as word, high, most))) if (
            low == high
        ):
            return f"{text(least)} <= {text(Comparison(word, high, most))}"
    return text(formula)


def _bits(truth: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(truth, bitorder="little").tobytes(), "little")
