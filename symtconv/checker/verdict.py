"""The answer to a statement: a word with its reason, never a truth value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NoReturn, Self

from symtconv.certificates.format import Certificate
from symtconv.checker.statement import Statement

Outcome = Literal["proved", "refuted", "unknown"]
Index = tuple[int, ...]

EXIT_CODES: dict[Outcome, int] = {"proved": 0, "refuted": 1, "unknown": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDifference:
    """The first entry at which two ways to compute x′ differ, with both sides.

    Parameters
    ----------
    entry : tuple of int
        Index of x′ (channel first, where there are channels): the row of Cᵀ.
    source : tuple of int or None
        Index of y whose coefficients differ: the column of Cᵀ. None when only the shapes differ.
    left, right : str
        The entry of x′ by the layer and by the other way, as polynomials, or "no such entry".
    left_weight, right_weight : tuple of int or None
        The weight that multiplies ``y[source]`` on either side; None for 0.
    """

    entry: Index
    source: Index | None
    left: str
    right: str
    left_weight: Index | None = None
    right_weight: Index | None = None

    def __str__(self) -> str:
        place = ",".join(map(str, self.entry))
        return f"x'_{{{place}}}: {self.left}  against  {self.right}"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found out about a statement.

    Parameters
    ----------
    outcome : {"proved", "refuted", "unknown"}
        Proved means that `certificate` replays in the checker. Search never proves.
    statement : Statement
        What was asked.
    method : str
        How it was decided, in a few words.
    seconds : float
        Time taken.
    certificate : Certificate or None
        What `symtconv.verify` replays; None for unknown.
    counterexample : EntryDifference or dict or None
        For refuted: a differing entry, or an assignment of the claim's names.
    reason : str or None
        For unknown: why, and what was searched. For refuted: a sentence that says what is wrong.
    """

    outcome: Outcome
    statement: Statement
    method: str
    seconds: float = 0.0
    certificate: Certificate | None = None
    counterexample: EntryDifference | dict[str, int] | None = None
    reason: str | None = None

    @property
    def domain(self) -> tuple[str, ...]:
        """Every assumption of the statement."""
        return self.statement.domain

    @property
    def exit_code(self) -> int:
        """What the command line answers with: 0 proved, 1 refuted, 3 unknown."""
        return EXIT_CODES[self.outcome]

    def expect(self, outcome: Outcome) -> Self:
        """Give the verdict itself if it has this outcome; for tests.

        Raises
        ------
        AssertionError
            When it has another: the message is the verdict, with its counterexample or reason.
        """
        if self.outcome != outcome:
            msg = f"expected {outcome}, but it is {self}"
            raise AssertionError(msg)
        return self

    def __bool__(self) -> NoReturn:
        msg = f'a verdict is no truth value: compare its outcome, as in verdict.outcome == "{self.outcome}"'
        raise TypeError(msg)

    def __str__(self) -> str:
        lines = [f"{self.outcome}: {self.statement}", f"  by {self.method}"]
        if self.counterexample is not None:
            shown = self.counterexample
            text = ", ".join(f"{k} = {v}" for k, v in shown.items()) if isinstance(shown, dict) else str(shown)
            lines.append(f"  counterexample: {text}")
        if self.reason:
            lines.append(f"  {self.reason}")
        return "\n".join(lines)
