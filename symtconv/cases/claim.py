"""A claim case: the verdict, and where the file says so, a counterexample and the condition."""

from __future__ import annotations

from symtconv.cases.schema import Case
from symtconv.checker.formula import Claim
from symtconv.checker.term import holds
from symtconv.claims.decide import check
from symtconv.claims.reading import read_claim
from symtconv.claims.report import report_lines
from symtconv.claims.writing import assignment
from symtconv.geometry import InputError


def judge(case: Case) -> list[str]:
    """Give the lines to show when the case fails; none when it passes."""
    data = case.data
    where = list(data.get("where", []))
    claim = read_claim(data["claim"], where)
    verdict = check(data["claim"], where=where, explain=False)
    problems: list[str] = []
    if verdict.outcome != data["expect"]:
        explained = check(data["claim"], where=where)  # again, with the condition under which it holds
        problems += [f"expected {data['expect']}, but it is {verdict.outcome}", *report_lines(explained)]
    if "counterexample" in data:
        problems += _no_counterexample(claim, data["counterexample"])
    if "holds_when" in data:
        problems += _no_equivalence(claim, data["holds_when"])
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


def _no_equivalence(claim: Claim, condition: str) -> list[str]:
    both = f"not ({claim.text})" if condition.strip() == "never" else f"iff({condition}, {claim.text})"
    verdict = check(both, where=claim.conditions, explain=False)
    if verdict.outcome == "proved":
        return []
    return [f"holds_when = {condition!r} is not equivalent to the claim:", *report_lines(verdict)]
