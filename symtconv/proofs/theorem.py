"""The general theorem, step by step, for every size: nine steps along one axis, and the lift to any rank.

Each step has a statement, a reason, side conditions, a mechanical check of its own and the name of the lemma
that proves it in Coq (`symtconv/proofs/coq`). The first seven steps rewrite a line by a rule of
`symtconv.proofs.rules`; the last two, and all side conditions, are claims, decided by the formula engine with
a certificate. Nothing here is believed because it is printed: `check_steps` runs every check.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from symtconv.checker.verdict import Verdict
from symtconv.geometry import Axis
from symtconv.proofs.line import Factor, Line, Sum, evaluate
from symtconv.proofs.rules import Definition, Exchange, Fold, Reindex, Rename, Rule, Start, Unfold, bracket

Decide = Callable[[str, Sequence[str]], Verdict]

PAD_LOW, PAD_HIGH = "d*(k-1) - l", "d*(k-1) - h + a"
DILATED = "(n-1)*s + 1"

TRANSPOSED = Definition("x'", ("j",), Line((Sum("o", "n"),), (Factor("C", ("o", "j")), Factor("y", ("o",)))))
ENTRY = Definition("C", ("o", "j"), Line((Sum("t", "k"),), (Factor("w", ("t",)), bracket("j", "s*o + d*t - l"))))
FLIPPED = Definition("w'", ("u",), Line((), (Factor("w", ("k-1-u",)),)))
SPREAD = Definition("z", ("m",), Line((Sum("o", "n"),), (bracket("m", "s*o"), Factor("y", ("o",)))))
PADDED = Definition("z~", ("m",), Line((), (Factor("z", ("m - P",)),)))

IN_COQ = ("emulation", "length_identity", "exact_iff")
"""The theorems of the Coq library that say together what is printed as the theorem for every size."""

LINES = (
    Line((), (Factor("x'", ("j",)),)),
    TRANSPOSED.body,
    Line((Sum("o", "n"), Sum("t", "k")), (Factor("w", ("t",)), bracket("j", "s*o + d*t - l"), Factor("y", ("o",)))),
    Line((Sum("t", "k"), Sum("o", "n")), (Factor("w", ("t",)), bracket("j", "s*o + d*t - l"), Factor("y", ("o",)))),
    Line(
        (Sum("u", "k"), Sum("o", "n")),
        (Factor("w", ("k-1-u",)), bracket("j", "s*o + d*(k-1-u) - l"), Factor("y", ("o",))),
    ),
    Line((Sum("u", "k"), Sum("o", "n")), (Factor("w'", ("u",)), bracket("j + d*u - P", "s*o"), Factor("y", ("o",)))),
    Line((Sum("u", "k"),), (Factor("w'", ("u",)), Factor("z", ("j + d*u - P",)))),
    Line((Sum("u", "k"),), (Factor("w'", ("u",)), Factor("z~", ("j + d*u",)))),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the proof along an axis.

    Parameters
    ----------
    name : str
        What the step does, in a word or two.
    reason : str
        Why it holds, as it is printed beside the line.
    lemma : str
        The lemma that proves it in Coq.
    before, after : Line or None
        The two lines that the rule joins; None for a step that is a claim.
    rule : Rule or None
    conditions : tuple of (claim, where)
        Side conditions, or the step itself, for the formula engine.
    """

    name: str
    reason: str
    lemma: str
    before: Line | None = None
    after: Line | None = None
    rule: Rule | None = None
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def problem(self) -> str | None:
        """Check the rewriting; None, or what is wrong with it."""
        if self.rule is None or self.before is None or self.after is None:
            return None
        return self.rule.check(self.before, self.after)


def theorem() -> tuple[Step, ...]:
    """Give the nine steps of the proof that the lowering computes the layer, for every size.

    Examples
    --------
    >>> [step.name for step in theorem()][:3]
    ['definition', 'entries of C', 'exchange of sums']
    >>> all(step.problem() is None for step in theorem())
    True
    """
    rewriting: tuple[tuple[str, str, str, Rule, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
        ("definition", "definition of Cᵀy", "convT", Start(TRANSPOSED), ()),
        ("entries of C", "entries of C", "conv_matrix", Unfold(ENTRY), ()),
        ("exchange of sums", "exchange of finite sums", "sumb_swap", Exchange(), ()),
        (
            "re-indexing",
            "t = k-1-u, a bijection of 0 ≤ t < k",
            "sumb_flip",
            Reindex("t", "u", "k - 1 - u"),
            (("0 <= k-1-u and k-1-u < k", ("0 <= u", "u < k")),),
        ),
        (
            "reading is writing",
            "P_lo = d(k-1) - l and w'[u] = w[k-1-u]",
            "read_is_write",
            Rename({"P": PAD_LOW}, (FLIPPED,)),
            ((f"iff(j == s*o + d*(k-1-u) - l, j + d*u - ({PAD_LOW}) == s*o)", ()),),
        ),
        (
            "zeros between entries",
            "z[m] = Σ_o [m = s·o] y[o]: s-1 zeros between entries",
            "zpad_delta",
            Fold(SPREAD),
            (("implies(s*o == s*q, o == q)", ("o >= 0",)), ("iff(m % s == 0, m == s*(m // s))", ())),
        ),
        ("padding", "z~[m] = z[m - P_lo]: padded where P_lo > 0, cropped where P_lo < 0", "zpad", Fold(PADDED), ()),
    )
    steps = [
        Step(name=name, reason=reason, lemma=lemma, rule=rule, before=before, after=after, conditions=conditions)
        for (name, reason, lemma, rule, conditions), before, after in zip(rewriting, LINES[:-1], LINES[1:], strict=True)
    ]
    lowered = f"conv_size({DILATED} + ({PAD_LOW}) + ({PAD_HIGH}), k, 1, d, 0, 0)"
    length = Step(
        name="length",
        reason="the padded input leaves i positions for the kernel",
        lemma="length_identity",
        conditions=((f"{lowered} == convt_size(n,k,s,d,l,h,a)", ()),),
    )
    inside = Step(
        name="no read out of bounds",
        reason="0 ≤ j < i and 0 ≤ u < k",
        lemma="emul_in_bounds",
        conditions=(
            (
                f"0 <= j + d*u and j + d*u < {DILATED} + ({PAD_LOW}) + ({PAD_HIGH})",
                ("0 <= j", "j < convt_size(n,k,s,d,l,h,a)", "0 <= u", "u < k"),
            ),
        ),
    )
    return (*steps, length, inside)


def check_steps(steps: Sequence[Step], decide: Decide, instances: Sequence[Axis] = ()) -> dict[int, str]:
    """Check every step on its own, and neighbouring lines at instances with indeterminate entries.

    Parameters
    ----------
    steps : sequence of Step
    decide : callable
        The formula engine: takes a claim and its conditions, gives a verdict.
    instances : sequence of Axis
        Axes at which both lines of every rewriting step must be the same polynomial, for every entry.

    Returns
    -------
    dict of int to str
        The number of each step that fails (from 0) and what is wrong with it; empty when all hold.
    """
    problems: dict[int, str] = {}
    for number, step in enumerate(steps):
        problem = step.problem() or _failing_condition(step, decide) or _failing_instance(step, instances)
        if problem is not None:
            problems[number] = problem
    return problems


def unlinked(steps: Sequence[Step]) -> list[int]:
    """Give the steps whose first line is not the last line of the step before."""
    pairs = [(number, a, b) for number, (a, b) in enumerate(pairwise(steps), 1)]
    return [n for n, a, b in pairs if a.after is not None and b.before is not None and not a.after.same(b.before)]


def _failing_condition(step: Step, decide: Decide) -> str | None:
    for claim, where in step.conditions:
        verdict = decide(claim, where)
        if verdict.outcome != "proved":
            return f"side condition {verdict.outcome}: {claim}"
    return None


def _failing_instance(step: Step, instances: Sequence[Axis]) -> str | None:
    if step.before is None or step.after is None or step.name == "definition":
        return None
    for axis in instances:
        for j in range(axis.output):
            left, right = evaluate(step.before, axis, j), evaluate(step.after, axis, j)
            if left != right:
                return f"at {axis} and j = {j} the two lines are {dict(left)} and {dict(right)}"
    return None
