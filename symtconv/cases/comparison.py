"""A comparison case: two calls, one layer or two, and where the file says so, the input and the entry that tell."""

from __future__ import annotations

from typing import Any

from symtconv.cases.schema import Case
from symtconv.conventions import Given
from symtconv.results.translation import Comparison, compare_as, named_sizes


def judge(case: Case) -> list[str]:
    """Give the lines to show when the case fails; none when it passes."""
    data = case.data
    beside = {name: data[name] for name in ("input", "kernel", "in_channels", "out_channels") if name in data}
    for name in ("input", "kernel"):
        if isinstance(beside.get(name), list):
            beside[name] = tuple(beside[name])
    verdict = compare_as(Comparison, data["left"], data["right"], Given(**beside))
    problems: list[str] = []
    if verdict.outcome != data["expect"]:
        problems += [f"expected {data['expect']}, but it is", *verdict.to_text().splitlines()]
    problems += [*_told(case, verdict), *_no_counterexample(case, verdict, beside)]
    return [f"  {problem}" for problem in problems]


def _no_counterexample(case: Case, verdict: Comparison, beside: dict[str, Any]) -> list[str]:
    """Say where the input that the file names tells nothing apart; it need not be the smallest."""
    said = case.data.get("counterexample")
    if said is None or (verdict.input is not None and named_sizes(verdict.input) == said):
        return []
    sizes = tuple(said.values())
    if said != named_sizes(sizes or (0,)):
        return ["counterexample gives n, or n1, n2, … on several axes"]
    there = compare_as(Comparison, case.data["left"], case.data["right"], Given(**{**beside, "input": sizes}))
    return [] if there.outcome == "refuted" else [f"counterexample {said}: the two calls are one layer there"]


def _told(case: Case, verdict: Comparison) -> list[str]:
    """Compare the first entry at the smallest input and the word about the kernel with what the file says."""
    found = verdict.counterexample
    said = {
        "entry": None if found is None or isinstance(found, dict) else list(found.entry),
        "kernel_is": verdict.kernel or "the same",
    }
    return [
        f"expected {name} {case.data[name]}, but it is {value}"
        for name, value in said.items()
        if name in case.data and case.data[name] != value
    ]
