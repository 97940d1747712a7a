"""When does a refuted rewrite hold? A condition found on a sample, then shown both ways for all sizes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from symtconv.arithmetic.sizes import holds
from symtconv.arithmetic.term import Connective
from symtconv.checker.condition import differences, under
from symtconv.checker.guards import Known
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.rewriting.conditions import candidates_of, enough_of
from symtconv.claims.rewriting.differ import NOWHERE, SAME, Search
from symtconv.claims.rewriting.differing import Differing
from symtconv.claims.rewriting.engine import Engine
from symtconv.claims.rewriting.learning import Alternative, joined
from symtconv.claims.rewriting.planning import NoPlanError, proved, shown_all
from symtconv.geometry import LimitError
from symtconv.programs.question import Question

POINTS, WIDE, TRIED, SECONDS, PATIENCE, MOST = 400, 160, 6, 2.0, 0.5, 40
ALTERNATIVES, ENOUGH_SECONDS, ROUNDS, FRESH, FRESH_TRIES = 4, 1.0, 3, 250, 2500


@dataclass(frozen=True)
class Condition:
    """What was found.

    Parameters
    ----------
    exact : str or None
        The condition, where both directions were shown.
    enough : str or None
        The condition, where only that it suffices was shown.
    data : dict or None
        Both as a certificate holds them.
    """

    exact: str | None
    enough: str | None
    data: dict[str, Any] | None


def holds_when(question: Question, engine: Engine, search: Search) -> Condition:
    """Give the condition under which two programs that differ somewhere are equal."""
    deadline = Deadline(SECONDS, engine.deadline)
    sample = _Sample.of(search, deadline)
    own = Engine(deadline, engine.parameters, PATIENCE, engine.found, engine.tried)
    enough: Condition | None = None
    for condition in sample.candidates(question, search):
        found = _judged(question, own, condition, sample)
        if found is not None and found.exact is not None:
            return found
        enough = enough or found
        if deadline.passed:
            break
    if enough is None and any(sample.good):
        enough = _enough(question, engine, sample, search)
    return enough or Condition(None, None, None)


@dataclass
class _Sample:
    """Sizes at which a program is defined, and at which of them both are equal."""

    points: list[dict[str, int]]
    good: list[bool]

    @classmethod
    def of(cls, search: Search, deadline: Deadline) -> _Sample:
        """Take the smallest sizes and some that are spread."""
        seen = list(search.seen)
        limit = Deadline(deadline.left / 4, deadline)
        for values in search.points:
            if len(seen) >= POINTS or limit.passed:
                break
            seen.append((values, search.outcome(values)))
        made = cls([], [])
        made.add([*seen, *search.spread(WIDE, 2500)])
        return made

    def add(self, seen: Sequence[tuple[dict[str, int], str]]) -> None:
        """Add what is not there yet."""
        there = {tuple(values.values()) for values in self.points}
        for values, outcome in seen:
            if outcome != NOWHERE and tuple(values.values()) not in there:
                there.add(tuple(values.values()))
                self.points.append(values)
                self.good.append(outcome == SAME)

    def candidates(self, question: Question, search: Search) -> Iterator[str]:
        """Yield conditions that may be the one; one of several parts has to fit sizes that were not seen before."""
        if not any(self.good):
            yield "never"
            return
        for seed in range(ROUNDS):
            told = candidates_of(question, self.points, self.good)
            fresh = search.spread(FRESH, FRESH_TRIES, seed) if len(told) != 1 or " " in told[0] else []
            fitting = [condition for condition in told if not self.misfits(question, condition, fresh)]
            if fitting or not told:
                yield from fitting[:TRIED]
                return
            self.add([one for condition in told for one in self.misfits(question, condition, fresh)])

    @staticmethod
    def misfits(
        question: Question, condition: str, seen: Sequence[tuple[dict[str, int], str]]
    ) -> list[tuple[dict[str, int], str]]:
        """Give the sizes at which a condition says otherwise than the programs."""
        formula = question.condition(condition)
        return [one for one in seen if one[1] != NOWHERE and holds(formula, one[0]) != (one[1] == SAME)]

    def without(self, question: Question, condition: str) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
        """Give where the programs are equal under a condition, and everything else."""
        formula = None if condition == "never" else question.condition(condition)
        kept: list[dict[str, int]] = []
        left: list[dict[str, int]] = []
        for values, good in zip(self.points, self.good, strict=True):
            (kept if good and formula is not None and holds(formula, values) else left).append(values)
        return kept, left


def _enough(question: Question, engine: Engine, sample: _Sample, search: Search) -> Condition | None:
    """Give alternatives each of which was shown to suffice, joined."""
    learned: list[Alternative] = []
    for seed in range(ROUNDS):
        learned = enough_of(question, sample.points, sample.good)
        fresh = [one for one in search.spread(FRESH, FRESH_TRIES, seed) if one[1] != SAME]
        wrong = [one for parts in learned for one in sample.misfits(question, joined([parts]), fresh)]
        if not wrong:
            break
        sample.add(wrong)
    engine = Engine(Deadline(ENOUGH_SECONDS, engine.deadline), engine.parameters, PATIENCE, engine.found, engine.tried)
    shown: list[Alternative] = []
    best: Condition | None = None
    for alternative in learned[:ALTERNATIVES]:
        alone = _judged(question, engine, joined([alternative]), sample, exact=False)
        if alone is not None:
            shown.append(alternative)
            best = (_judged(question, engine, joined(shown), sample, exact=False) or best) if best else alone
        if engine.deadline.passed:
            break
    return best


def is_exact(question: Question, condition: str, engine: Engine, search: Search) -> bool:
    """Tell whether it can be shown that the programs are equal exactly where a condition holds."""
    sample = _Sample.of(search, engine.deadline)
    formula = None if condition == "never" else question.condition(condition)
    if sample.good != [formula is not None and holds(formula, values) for values in sample.points]:
        return False
    found = _judged(question, engine, condition, sample)
    return found is not None and found.exact is not None


def _judged(
    question: Question, engine: Engine, condition: str, sample: _Sample, *, exact: bool = True
) -> Condition | None:
    """Show a condition both ways; one that was shown to suffice is given also where the time is up for the other."""
    if_: dict[str, Any] | None = None
    kept, bad = sample.without(question, condition)
    if condition != "never":
        random.Random(0).shuffle(kept)  # noqa: S311 - a sample
        try:
            found = proved(under(question, condition), engine, kept[:40])
        except (NoPlanError, OutOfTimeError, LimitError):
            return None
        if_ = {"plan": found.plan, "proofs": found.proofs}
    data = _only_if(question, engine, condition, bad) if exact else None
    if data is not None:
        return Condition(condition, None, {"holds_when": condition, "if": if_, **data})
    if if_ is None:
        return None
    return Condition(None, condition, {"holds_when": condition, "if": if_, "only_if": None, "proofs": []})


def _only_if(question: Question, engine: Engine, condition: str, bad: list[dict[str, int]]) -> dict[str, Any] | None:
    """Show that the programs differ wherever a condition does not hold."""
    random.Random(2).shuffle(bad)  # noqa: S311 - a sample
    base: tuple[Known, ...] = question.conditions
    if condition != "never":
        base = (*base, Connective("not", (question.condition(condition),)))
    try:
        tree = Differing(question, engine, condition).tree(base, bad[:MOST], 3)
        proofs = None if tree is None else shown_all(engine, differences(question, condition, tree))
    except (NoPlanError, OutOfTimeError, LimitError):
        return None
    return None if proofs is None else {"only_if": tree, "proofs": proofs}
