"""The answer to a claim: a verdict with all that a person wants to see beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from symtconv.certificates.format import carrying
from symtconv.checker.verdict import Verdict
from symtconv.geometry import Message

SEARCHED = "{reason}; {searched} assignments were searched, the smallest first"
"""Why a question is unknown, and how far was looked."""


def why(reason: str) -> str:
    """Give why a question is unknown, without how far was looked.

    Examples
    --------
    >>> why(Message(SEARCHED, reason="the time is up", searched=12)), why("the time is up")
    ('the time is up', 'the time is up')
    """
    if isinstance(reason, Message) and reason.template == SEARCHED:
        inner = reason.slots["reason"]
        return inner if isinstance(inner, str) else str(inner)
    return reason


@dataclass(frozen=True, kw_only=True)
class ClaimVerdict(Verdict):
    """What was found out about a claim.

    Parameters
    ----------
    claim : str
        The formula as it was read.
    where : tuple of str
        The conditions that were asked for.
    counterexample : dict or None
        For refuted: the assignment of least Σ|v|.
    buildable : dict or None
        For refuted: the smallest counterexample in which every named size is that of a real layer.
    evaluation : tuple of (str, int)
        For refuted: every size, quotient, minimum and maximum at the counterexample, innermost first.
    left, right : int or None
        Both sides at the counterexample, when the claim is one comparison.
    holds_when : str or None
        For refuted: the condition that is equivalent to the claim, proved both ways; ``"never"`` if none does.
    repaired : str or None
        For refuted: a formula near to it that is proved.
    searched : int
        Admissible assignments that were looked at.
    only_buildable : bool
        Whether only real layers were asked for.
    smallest : bool
        For refuted: whether the counterexample is known to be the smallest.
    """

    claim: str
    where: tuple[str, ...] = ()
    counterexample: dict[str, int] | None = None
    buildable: dict[str, int] | None = None
    evaluation: tuple[tuple[str, int], ...] = ()
    left: int | None = None
    right: int | None = None
    holds_when: str | None = None
    repaired: str | None = None
    searched: int = 0
    only_buildable: bool = False
    smallest: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Give the report of ``check`` as plain data, its certificate bound to it."""
        report: dict[str, Any] = {
            "format": 1,
            "claim": self.claim,
            "where": list(self.where),
            "domain": list(self.domain),
            "verdict": self.outcome,
            "counterexample": self.counterexample,
            "buildable": self.buildable,
            "evaluation": [list(step) for step in self.evaluation],
            "left": self.left,
            "right": self.right,
            "holds_when": self.holds_when,
            "searched": self.searched,
            "reason": self.reason,
            "method": self.method,
            "seconds": round(self.seconds, 6),
        }
        return carrying(report, self.certificate)

    def to_json(self) -> str:
        """Give the report as text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"
