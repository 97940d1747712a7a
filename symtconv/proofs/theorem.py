"""The general theorem, step by step, for every size: nine steps along one axis, and the lift to any rank.

Each step has a statement, a reason, side conditions, a mechanical check of its own and the name of the lemma
that proves it in Coq (`symtconv/proofs/coq`). The first seven steps rewrite a line by a rule of
`symtconv.proofs.rules`; the last two, and all side conditions, are claims, decided by the formula engine with
a certificate. Nothing here is believed because it is printed: `check_steps` runs every check.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.sizes import SIZES, holds, unfolded
from symtconv.arithmetic.sizes import evaluate as evaluate_term
from symtconv.arithmetic.term import Number, Term
from symtconv.checker.verdict import Verdict
from symtconv.geometry import Axis, DisagreementError
from symtconv.proofs.line import Line, bracket, evaluate, factor, index, letters_of, polynomial, put, text_of, total
from symtconv.proofs.rules import Definition, Exchange, Fold, Reindex, Rename, Rule, Start, Unfold

Decide = Callable[[str, Sequence[str]], Verdict]

PAD_LOW, PAD_HIGH = "d*(k-1) - l", "d*(k-1) - h + a"
DILATED = "(n-1)*s + 1"

JOINS, REACH = index("s*o + d*t - l"), index("j + d*u")
"""The place in x′ of a product, and the place in the padded input that is read for it."""

PADS = {"P": index(PAD_LOW), "Q": index(PAD_HIGH)}

PADDED_LENGTH = index(f"{DILATED} + P + Q")
WINDOWS = index(f"{DILATED} + P + Q - d*(k-1)")
"""The length of the padded input, and the number of windows that it has room for."""

TRANSPOSED = Definition("x'", ("j",), Line((total("o", "n"),), (factor("C", "o", "j"), factor("y", "o"))))
ENTRY = Definition("C", ("o", "j"), Line((total("t", "k"),), (factor("w", "t"), bracket("j", "s*o + d*t - l"))))
FLIPPED = Definition("w'", ("u",), Line((), (factor("w", "k-1-u"),)))
SPREAD = Definition("z", ("m",), Line((total("o", "n"),), (bracket("m", "s*o"), factor("y", "o"))))
PADDED = Definition("z~", ("m",), Line((), (factor("z", "m - P"),)))

IN_COQ = ("emulation", "length_identity", "exact_iff")
"""The theorems of the Coq library that say together what is printed as the theorem for every size."""

LINES = (
    Line((), (factor("x'", "j"),)),
    TRANSPOSED.body,
    Line((total("o", "n"), total("t", "k")), (factor("w", "t"), bracket("j", "s*o + d*t - l"), factor("y", "o"))),
    Line((total("t", "k"), total("o", "n")), (factor("w", "t"), bracket("j", "s*o + d*t - l"), factor("y", "o"))),
    Line(
        (total("u", "k"), total("o", "n")),
        (factor("w", "k-1-u"), bracket("j", "s*o + d*(k-1-u) - l"), factor("y", "o")),
    ),
    Line((total("u", "k"), total("o", "n")), (factor("w'", "u"), bracket("j + d*u - P", "s*o"), factor("y", "o"))),
    Line((total("u", "k"),), (factor("w'", "u"), factor("z", "j + d*u - P"))),
    Line((total("u", "k"),), (factor("w'", "u"), factor("z~", "j + d*u"))),
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
    identities : tuple of (Term, Term)
        What the step's statement writes, and what the conditions call it: the same polynomial.
    conditions : tuple of (claim, where)
        Side conditions, or the step itself, for the formula engine.
    """

    name: str
    reason: str
    lemma: str
    before: Line | None = None
    after: Line | None = None
    rule: Rule | None = None
    identities: tuple[tuple[Term, Term], ...] = ()
    conditions: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def at(self, axis: Axis) -> Step:
        """Give the step with the numbers of an axis for the letters; its conditions are proved for all of them."""
        numbers = {name: Number(value) for name, value in letters_of(axis).items()}
        if self.rule is None or self.before is None or self.after is None:
            return self
        before, after = self.before.put(numbers), self.after.put(numbers)
        return replace(self, before=before, after=after, rule=self.rule.put(numbers))

    def problem(self) -> str | None:
        """Check the rewriting and the identities; None, or what is wrong with them."""
        for left, right in self.identities:
            if polynomial(put(left, PADS)) != polynomial(put(right, PADS)):
                return f"{text_of(polynomial(left))} is not {text_of(polynomial(right))}"
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
            Reindex("t", "u", index("k - 1 - u")),
            (("0 <= k-1-u and k-1-u < k", ("0 <= u", "u < k")),),
        ),
        (
            "reading is writing",
            "P_lo = d(k-1) - l and w'[u] = w[k-1-u]",
            "read_is_write",
            Rename({"P": PADS["P"]}, (FLIPPED,)),
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
        identities=((WINDOWS, unfolded(SIZES["convt_size"][1])),),
        conditions=((f"{lowered} == convt_size(n,k,s,d,l,h,a)", ()),),
    )
    inside = Step(
        name="no read out of bounds",
        reason="0 ≤ j < i and 0 ≤ u < k",
        lemma="emul_in_bounds",
        identities=((PADDED_LENGTH, index(f"{DILATED} + ({PAD_LOW}) + ({PAD_HIGH})")),),
        conditions=(
            (
                f"0 <= j + d*u and j + d*u < {DILATED} + ({PAD_LOW}) + ({PAD_HIGH})",
                ("0 <= j", "j < convt_size(n,k,s,d,l,h,a)", "0 <= u", "u < k"),
            ),
        ),
    )
    return (*steps, length, inside)


def theorem_at(axis: Axis) -> tuple[Step, ...]:
    """Give the steps with the numbers of an axis in them, each checked again as it then stands.

    Raises
    ------
    DisagreementError
        When a step does not hold, or a condition on the sizes is false: an alarm, since the theorem is proved.

    Examples
    --------
    >>> print(theorem_at(Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1))[-3].after)
    Σ_{u<+3*1} w'[+1*u] z~[+1*j +1*u]
    """
    steps = tuple(step.at(axis) for step in theorem())
    letters = letters_of(axis)
    for step in steps:
        problem = step.problem() or _false_at(step, letters, axis)
        if problem is not None:
            msg = f"the proof with the numbers of the layer fails at “{step.name}”: {problem}; please report this"
            raise DisagreementError(msg)
    if unlinked(steps):
        msg = f"the proof with the numbers of the layer does not join at {unlinked(steps)}; please report this"
        raise DisagreementError(msg)
    return steps


def _false_at(step: Step, letters: Mapping[str, int], axis: Axis) -> str | None:
    """Give a condition of a step on sizes that is false at the ends of the ranges of j and u, or None."""
    if step.rule is not None:
        return None
    ends = [{"j": j, "u": u} for j in (0, axis.output - 1) for u in (0, axis.kernel - 1)]
    claims = [claim for claim, _ in step.conditions]
    return next((claim for claim in claims for end in ends if not holds(parse(claim), {**letters, **end})), None)


@dataclass(frozen=True, slots=True)
class Lengths:
    """The lengths along an axis: of z, of z̃, of the dilated kernel and of x′, and the last place that is read."""

    dilated: int
    padded: int
    span: int
    output: int
    last: int


def sizes_at(axis: Axis) -> Lengths:
    """Give the lengths along an axis, from the terms of the claims about them.

    Raises
    ------
    DisagreementError
        When they do not fit each other: an alarm, since the claims are proved.
    """
    letters = {**letters_of(axis), "j": axis.output - 1, "u": axis.kernel - 1}
    texts = {"dilated": DILATED, "padded": f"{DILATED} + P + Q", "span": "d*(k-1) + 1"}
    found = {name: evaluate_term(index(text), letters) for name, text in texts.items()}
    last = evaluate_term(REACH, letters)
    if found["padded"] - found["span"] + 1 != axis.output or last != found["padded"] - 1:
        msg = f"the lengths of the proof do not fit the axis {axis}: {found}, {last}; please report this"
        raise DisagreementError(msg)
    return Lengths(**found, output=axis.output, last=last)


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
