"""When does a refuted rewrite hold? A condition found on a sample, then shown both ways for all sizes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
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
from symtconv.claims.rewriting.planning import NoPlanError, proved, shown_all
from symtconv.programs.question import Question
from symtconv.programs.size import Values

POINTS, WIDE, TRIED, SECONDS, PATIENCE, MOST = 400, 160, 6, 2.0, 0.5, 40


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
    seen = _sample(search, deadline)
    good = [outcome == SAME for _, outcome in seen]
    points = [values for values, _ in seen]
    enough: Condition | None = None
    candidates = ["never"] if not any(good) else candidates_of(question, points, good)
    own = Engine(deadline, engine.parameters, PATIENCE, engine.found, engine.tried)
    try:
        for condition in islice(candidates, TRIED):
            found = _judged(question, own, condition, points, good)
            if found is not None and found.exact is not None:
                return found
            enough = enough or found
        for condition in enough_of(question, points, good) if enough is None and any(good) else ():
            enough = _judged(question, own, condition, points, good, exact=False)
            if enough is not None:
                break
    except OutOfTimeError:
        pass
    return enough or Condition(None, None, None)


def _sample(search: Search, deadline: Deadline) -> list[tuple[dict[str, int], str]]:
    """Give sizes at which a program is defined: the smallest, and some spread."""
    seen = list(search.seen)
    limit = Deadline(deadline.left / 4, deadline)
    for values in search.points:
        if len(seen) >= POINTS or limit.passed:
            break
        seen.append((values, search.outcome(values)))
    seen += search.spread(WIDE, 2500)
    distinct = {tuple(values.values()): (values, outcome) for values, outcome in seen if outcome != NOWHERE}
    return list(distinct.values())


def is_exact(question: Question, condition: str, engine: Engine, search: Search) -> bool:
    """Tell whether it can be shown that the programs are equal exactly where a condition holds."""
    seen = _sample(search, engine.deadline)
    formula = None if condition == "never" else question.condition(condition)
    held = [formula is not None and holds(formula, values) for values, _ in seen]
    if held != [outcome == SAME for _, outcome in seen]:
        return False
    found = _judged(question, engine, condition, [values for values, _ in seen], held)
    return found is not None and found.exact is not None


def _judged(
    question: Question,
    engine: Engine,
    condition: str,
    points: Sequence[Values],
    good: Sequence[bool],
    *,
    exact: bool = True,
) -> Condition | None:
    if_: dict[str, Any] | None = None
    if condition != "never":
        formula = question.condition(condition)
        held = [both and holds(formula, values) for values, both in zip(points, good, strict=True)]
        kept = [values for values, both in zip(points, held, strict=True) if both]
        random.Random(0).shuffle(kept)  # noqa: S311 - a sample
        try:
            found = proved(under(question, condition), engine, kept[:40])
        except NoPlanError:
            return None
        if_ = {"plan": found.plan, "proofs": found.proofs}
    bad = [values for values, held in zip(points, good, strict=True) if not held]
    random.Random(2).shuffle(bad)  # noqa: S311 - as above
    base: tuple[Known, ...] = question.conditions
    if condition != "never":
        base = (*base, Connective("not", (question.condition(condition),)))
    tree = Differing(question, engine, condition).tree(base, bad[:MOST], 3) if exact else None
    if tree is not None:
        try:
            proofs = shown_all(engine, differences(question, condition, tree))
        except NoPlanError:
            proofs = None
        if proofs is not None:
            data = {"holds_when": condition, "if": if_, "only_if": tree, "proofs": proofs}
            return Condition(condition, None, data)
    if if_ is None:
        return None
    return Condition(None, condition, {"holds_when": condition, "if": if_, "only_if": None, "proofs": []})
