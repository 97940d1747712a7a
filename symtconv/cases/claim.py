"""A claim case: the verdict, and where the file says so, a counterexample and the condition."""

from __future__ import annotations

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.sizes import holds
from symtconv.arithmetic.term import Connective
from symtconv.cases.schema import Case
from symtconv.claims.decide import check
from symtconv.claims.reading import read_claim, read_condition
from symtconv.claims.report import report_lines
from symtconv.claims.writing import assignment, text
from symtconv.geometry import InputError

TIMEOUT = 10.0
"""Seconds for a case that gives none."""


def judge(case: Case) -> list[str]:
    """Give the lines to show when the case fails; none when it passes."""
    data = case.data
    where = list(data.get("where", []))
    claim = read_claim(data["claim"], where)
    timeout = float(data.get("timeout", TIMEOUT))
    verdict = check(data["claim"], where=where, explain=False, timeout=timeout)
    problems: list[str] = []
    if verdict.outcome != data["expect"]:
        explained = check(data["claim"], where=where, timeout=timeout)  # again, with the condition under which it holds
        problems += [f"expected {data['expect']}, but it is {verdict.outcome}", *report_lines(explained)]
    if "counterexample" in data:
        problems += _no_counterexample(claim, data["counterexample"])
    if "holds_when" in data:
        problems += _no_equivalence(claim, data["holds_when"], case.line_of("holds_when"), timeout)
    return [f"  {problem}" for problem in problems]


def _no_counterexample(claim: Claim, values: dict[str, int]) -> list[str]:
    if set(values) != set(claim.names):
        return [f"counterexample must give an integer to each of {', '.join(claim.names)}, and to no other name"]
    try:
        outside, held = not claim.admits(values), holds(claim.goal, values)
    except InputError as error:
        return [f"counterexample {assignment(values)}: {error}"]
    if outside:
        return [f"counterexample {assignment(values)} does not satisfy {', '.join(claim.domain)}"]
    return [f"counterexample {assignment(values)}: the claim {claim.text} holds there"] if held else []


def _no_equivalence(claim: Claim, condition: str, line: int, timeout: float) -> list[str]:
    # The condition is read alone: as a piece of a longer text it could close a parenthesis that it did not open.
    if condition.strip() == "never":
        both = Connective("not", (claim.goal,))
    else:
        both = Connective("iff", (read_condition(condition, f"holds_when (line {line})"), claim.goal))
    verdict = check(text(both), where=claim.conditions, explain=False, timeout=timeout)
    if verdict.outcome == "proved":
        return []
    if verdict.outcome == "unknown":
        return [
            f"holds_when = {condition!r}: whether it is equivalent to the claim is unknown:",
            *report_lines(verdict),
        ]
    return [f"holds_when = {condition!r} is not equivalent to the claim:", *report_lines(verdict)]
