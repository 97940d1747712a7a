"""The answer to a rewrite: a verdict with all that a person wants to see beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from symtconv.certificates.format import carrying
from symtconv.checker.rewrite import Difference, shape_data
from symtconv.checker.verdict import Verdict


@dataclass(frozen=True, kw_only=True)
class RewriteVerdict(Verdict):
    """What was found out about two programs.

    Parameters
    ----------
    tensors, left, right : str
        As they were read.
    let : mapping of str to str
    where : tuple of str
    counterexample : dict or None
        For refuted: the assignment of least Σ|v|.
    difference : Difference or None
        For refuted: what differs there.
    numbers : tuple of two lists or None
        For refuted: both results in numbers, the first tensor 2, 3, 5, ... and the others 1, 10, 100, ...
    lengths : tuple of str
        The lengths of the left program, as formulas.
    holds_when : str or None
        For refuted: the condition under which the programs are equal, proved both ways; ``"never"`` if they are
        nowhere.
    holds_if : str or None
        A condition under which they are equal, where it is not known that they are not elsewhere.
    searched : int
        Assignments that were looked at.
    """

    tensors: str
    left: str
    right: str
    let: Mapping[str, str] = field(default_factory=dict)
    where: tuple[str, ...] = ()
    counterexample: dict[str, int] | None = None
    difference: Difference | None = None
    numbers: tuple[Any, Any] | None = None
    lengths: tuple[str, ...] = ()
    holds_when: str | None = None
    holds_if: str | None = None
    searched: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Give the report of ``rewrite`` as plain data, its certificate bound to it."""
        found = self.difference
        report: dict[str, Any] = {
            "format": 1,
            "tensors": self.tensors,
            "let": dict(self.let),
            "left": self.left,
            "right": self.right,
            "where": list(self.where),
            "domain": list(self.domain),
            "verdict": self.outcome,
            "counterexample": self.counterexample,
            "entry": None if found is None or found.entry is None else list(found.entry),
            "left_entry": None if found is None else found.left,
            "right_entry": None if found is None else found.right,
            "left_shape": list(self.lengths) if found is None else shape_data(found.left_shape),
            "right_shape": list(self.lengths) if found is None else shape_data(found.right_shape),
            "holds_when": self.holds_when,
            "holds_if": self.holds_if,
            "searched": self.searched,
            "reason": self.reason,
            "method": self.method,
            "seconds": round(self.seconds, 6),
        }
        return carrying(report, self.certificate)

    def to_json(self) -> str:
        """Give the report as text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"
