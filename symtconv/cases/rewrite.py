"""A rewrite case: the verdict, and where the file says so, a counterexample and the condition."""

from __future__ import annotations

from symtconv.cases.schema import Case
from symtconv.checker.rewrite import difference_of, evaluated
from symtconv.claims.deadline import Deadline
from symtconv.claims.rewriting.decide import decide
from symtconv.claims.rewriting.differ import Search
from symtconv.claims.rewriting.engine import Engine
from symtconv.claims.rewriting.only_when import is_exact
from symtconv.claims.rewriting.report import report_lines
from symtconv.claims.writing import assignment
from symtconv.geometry import InputError
from symtconv.programs.question import Question

TIMEOUT = 30.0


def judge(case: Case) -> list[str]:
    """Give the lines to show when the case fails; none when it passes."""
    data = case.data
    where, let = tuple(data.get("where", ())), dict(data.get("let", {}))
    timeout = float(data.get("timeout", TIMEOUT))
    question = Question(data["tensors"], data["left"], data["right"], let, where)
    verdict = decide(
        question.left, question.right, tensors=question.tensors, let=let, where=where, timeout=timeout, explain=False
    )
    problems: list[str] = []
    if verdict.outcome != data["expect"]:
        problems += [f"expected {data['expect']}, but it is {verdict.outcome}", *report_lines(verdict)]
    if "counterexample" in data:
        problems += _no_counterexample(question, data["counterexample"])
    if "holds_when" in data:
        condition = data["holds_when"].strip()
        if not is_exact(question, condition, Engine(Deadline(timeout), frozenset(question.names)), Search(question)):
            line = case.line_of("holds_when")
            problems.append(
                f"holds_when (line {line}): it could not be shown that the two are equal exactly when {condition}"
            )
    return [f"  {problem}" for problem in problems]


def _no_counterexample(question: Question, values: dict[str, int]) -> list[str]:
    if set(values) != set(question.names):
        return [f"counterexample must give an integer to each of {', '.join(question.names)}, and to no other name"]
    try:
        if not question.admits(values):
            return [f"counterexample {assignment(values)} does not satisfy {', '.join(question.domain)}"]
        if difference_of(*evaluated(question, values)) is None:
            return [f"counterexample {assignment(values)}: the two are equal there"]
    except InputError as error:
        return [f"counterexample {assignment(values)}: {error}"]
    return []
