"""Is this formula true for all sizes? Proved with a certificate, refuted with the smallest counterexample, or unknown.

The order is that of the design: divisors, search, the easy proofs, linear programmes, splits, further search. What
is found is replayed by the checker before it is given out, so that no mistake here can make a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.sizes import evaluate
from symtconv.arithmetic.term import Comparison, Connective, Formula, Operation, domain_of, names_of
from symtconv.certificates import format as certificates
from symtconv.certificates.format import Certificate
from symtconv.checker.claim import PROOF, REFUTATION, claim_statement, replay_claim
from symtconv.checker.facts import obligations
from symtconv.claims.buildable import with_buildable
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.evaluation import sides, steps
from symtconv.claims.opening import Opening, opening
from symtconv.claims.proof import Prover, Tree
from symtconv.claims.ranges import Range, ranges_of
from symtconv.claims.reading import read_claim
from symtconv.claims.verdict import SEARCHED, ClaimVerdict
from symtconv.claims.witness import witness
from symtconv.claims.writing import assignment, text
from symtconv.geometry import CertificateError, InputError, LimitError, Message

FIRST_POINTS, SECOND_POINTS, DIVISOR_POINTS, BUILDABLE_POINTS = 400, 20_000, 50_000, 500_000
# How far to search, then how many splits to try: one after the other until something is found.
EFFORTS = ((FIRST_POINTS, 0), (SECOND_POINTS, 1), (200_000, 1), (1_000_000, 2), (8_000_000, 3))


if TYPE_CHECKING:
    from symtconv.claims.box import Search

Found = TypeVar("Found", bound=ClaimVerdict)
SHELLS, CONSTANTS = "the first of the shells of growing sum with a hit", "a hit near the numbers of the claim"


class UndecidedError(Exception):
    """Neither was found; the message is the reason."""


def check(
    claim: str,
    *,
    where: Sequence[str] = (),
    buildable: bool = False,
    timeout: float = 10.0,
    explain: bool = True,
) -> ClaimVerdict:
    """Decide a claim about shapes for all sizes.

    Parameters
    ----------
    claim : str
        In the claim language: ``"conv_size(i,k,1,1,p,p) == i"``, or the name of a known formula.
    where : sequence of str
        Conditions in the same language.
    buildable : bool
        Whether to look at real layers only: sizes at least 1, the kernel inside the padded input.
    timeout : float
        Seconds of processor time after which the answer is unknown.
    explain : bool
        Whether to look, for a refuted claim, for the condition under which it holds and for a repair.

    Returns
    -------
    ClaimVerdict

    Raises
    ------
    InputError
        When the claim cannot be read, divides by what can be below 1, or speaks of no integers at all.

    Examples
    --------
    >>> check("conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n", where=["a < s"]).outcome
    'proved'
    >>> check("conv_size(i,k,1,1,floor(k/2),floor(k/2)) == i").counterexample
    {'i': 1, 'k': 2}
    """
    return check_as(ClaimVerdict, claim, where=where, buildable=buildable, timeout=timeout, explain=explain)


def check_as(
    kind: type[Found], claim: str, *, where: Sequence[str], buildable: bool, timeout: float, explain: bool
) -> Found:
    """Decide as `check` does, and give the verdict as one of a subclass of `ClaimVerdict` that adds no field."""
    start = perf_counter()
    if not timeout > 0:
        msg = f"timeout={timeout!r} is not positive; give a number of seconds"
        raise InputError(msg)
    asked = read_claim(claim, where)
    question = with_buildable(asked) if buildable else asked
    return _Decision(kind, question, asked.conditions, start, Deadline(timeout), explain=explain).verdict()


@dataclass
class _Decision(Generic[Found]):
    """One claim on its way to a verdict."""

    kind: type[Found]
    claim: Claim
    asked: tuple[str, ...]
    start: float
    deadline: Deadline
    explain: bool
    smallest: bool = True
    prover: Prover = field(init=False)
    opening: Opening = field(default_factory=Opening)
    _search: Search | None = None

    def __post_init__(self) -> None:
        self.prover = Prover(self.deadline)

    @property
    def search(self) -> Search:
        """The search in shells, begun when it is first asked for."""
        if self._search is None:
            self._search = self.searching(self.claim.assumptions, self.claim.goal)
            self._search.witness = self.opening.witness
        return self._search

    def searching(self, assumptions: Sequence[Formula], goal: Formula) -> Search:
        from symtconv.claims.box import Search  # noqa: PLC0415 - NumPy takes longer to start than most claims

        return Search(self.claim.names, assumptions, goal)

    def verdict(self) -> Found:
        try:
            *of_divisors, of_claim = obligations(self.claim)
            divisors = list(map(self.divisor, of_divisors))
            tree = self.decide(of_claim)
        except UndecidedError as error:
            return self.unknown(error.args[0])
        except OutOfTimeError:
            return self.unknown("the time is up")
        except LimitError as error:
            return self.unknown(Message("it is too large: {limit}", limit=error.args[0]))
        try:
            return self.refuted() if tree is None else self.proved(divisors, tree)
        except LimitError as error:
            return self.unknown(Message("what was found is too large: {limit}", limit=error.args[0]))

    def divisor(self, formulas: tuple[Formula, ...]) -> Tree:
        """Show a divisor ≥ 1, or refuse the claim with an assignment that breaks it."""
        *known, below = formulas
        tree = self.prover.easy(formulas)
        if tree is not None:
            return tree
        if not isinstance(below, Comparison):  # an obligation about a divisor ends with that it is below 1
            raise TypeError
        divisor = below.left
        search = self.searching(known, Connective("not", (below,)))
        broken = search.run(DIVISOR_POINTS, self.deadline)
        if broken is not None and below.word == ">":
            raise InputError(_inexact(below, broken))
        if broken is not None:
            value = evaluate(divisor, broken)
            place, remedy = f" at {assignment(broken)}", "add a condition"
            if not names_of(divisor):
                place, remedy = "", "no condition can change this one, write another"
            msg = f"the divisor {text(divisor)} is {value}{place}; every divisor must be at least 1: {remedy}"
            raise InputError(msg)
        tree = self.prover.prove(formulas, 0) or self.prover.prove(formulas, 1)
        if tree is None:
            if below.word == ">":
                said = "it could not be shown that {term} leaves nothing over, as an exact quotient must"
                raise UndecidedError(Message(said, term=text(divisor)))
            raise UndecidedError(
                Message("the divisor {divisor} could not be shown to be at least 1", divisor=text(divisor))
            )
        return tree

    def decide(self, formulas: tuple[Formula, ...]) -> Tree | None:
        """Give a tree that shows that the claim cannot fail, or None when a search has a hit."""
        self.opening = opening(self.claim.names, self.claim.assumptions, self.claim.goal, self.ranges())
        if self.opening.hit is not None:
            return None
        tree = self.at_first_sight(formulas) if self.opening.witness is not None else None
        if tree is not None:
            return tree
        for points, splits in EFFORTS:
            if self.search.run(points, self.deadline) is not None:
                return None
            if points == FIRST_POINTS:
                tree = self.at_first_sight(formulas) if self.opening.witness is None else None
                tree = tree or self.prover.prove(formulas, 1, products=False)
            elif points == SECOND_POINTS and self.at_constants():
                return None
            elif self.search.witness is None and points > SECOND_POINTS:
                msg = "no assignment that satisfies the conditions was found"
                raise UndecidedError(msg)
            tree = tree or (self.prover.prove(formulas, splits) if splits else self.prover.by_residues(formulas))
            if tree is not None and self.search.witness is not None:
                return tree
            self.deadline.tick()
        msg = "neither a proof nor a counterexample was found"
        raise UndecidedError(msg)

    def ranges(self) -> list[Range] | None:
        try:
            return ranges_of(self.claim.assumptions, self.claim.names)
        except LimitError:  # too much to look through: the bounds that the letters promise will do
            return ranges_of(domain_of(self.claim.names), self.claim.names)

    def at_first_sight(self, formulas: tuple[Formula, ...]) -> Tree | None:
        if self.opening.witness is None:
            if self.search.witness is None:
                self.search.witness = witness(self.claim.names, self.claim.assumptions, self.deadline)
            if self.search.witness is None:
                self.refuse_if_vacuous(0)
        return self.prover.easy(formulas) or self.prover.prove(formulas, 0)

    def at_constants(self) -> bool:
        """Look at the numbers that the claim names, where the shells do not come; and whether that is the smallest."""
        from symtconv.claims.constants import at_constants, none_before  # noqa: PLC0415 - NumPy, as above

        found = at_constants(self.claim, self.search.shells.lows, self.deadline)
        if self.search.witness is None:
            self.search.witness = found.witness
        if self.search.witness is None:
            self.refuse_if_vacuous(1)
        if found.hit is None:
            return False
        before = none_before(found.hit, self.search.shells.lows)
        shown = (*self.claim.assumptions, before, Connective("not", (self.claim.goal,)))
        self.smallest = self.prover.prove(shown, 1) is not None
        if not self.smallest and self.search.run(EFFORTS[2][0], self.deadline) is not None:
            self.smallest = True
            return True
        self.search.hit = found.hit
        return True

    def refuse_if_vacuous(self, splits: int) -> None:
        empty = self.search.shells.complete or self.prover.prove(self.claim.assumptions, splits) is not None
        if empty:
            msg = f"no integers satisfy {', '.join(self.claim.domain)}: the claim says nothing; loosen a condition"
            raise InputError(msg)

    def proved(self, divisors: list[Tree], tree: Tree) -> Found:
        seen = self.opening.witness if self._search is None else self._search.witness
        certificate = self.certificate("proved", witness=seen, divisors=divisors, tree=tree)
        return self.answer("proved", method=PROOF, certificate=certificate)

    def refuted(self) -> Found:
        values = self.opening.hit if self.opening.hit is not None else self.search.hit
        if values is None:  # only a hit leads here
            raise AssertionError
        certificate = self.certificate("refuted", counterexample=values)
        left, right = sides(self.claim.goal, values)
        return self.answer(
            "refuted",
            method=f"{SHELLS if self.smallest else CONSTANTS}; {REFUTATION}",
            smallest=self.smallest,
            certificate=certificate,
            counterexample=values,
            buildable=self.buildable(values),
            evaluation=steps(self.claim.goal, values),
            left=left,
            right=right,
            **self.explained(),
        )

    def explained(self) -> dict[str, str | None]:
        """Give the condition under which a refuted claim holds, and a formula near to it that is true."""
        if not self.explain:
            return {}
        from symtconv.claims.condition import holds_when  # noqa: PLC0415 - NumPy, as above
        from symtconv.claims.repair import repaired  # noqa: PLC0415 - as above

        return {"holds_when": holds_when(self.claim, self.deadline), "repaired": repaired(self.claim, self.deadline)}

    def buildable(self, values: dict[str, int]) -> dict[str, int] | None:
        narrowed = with_buildable(self.claim)
        if narrowed.admits(values):
            return values
        return self.searching(narrowed.assumptions, self.claim.goal).run(BUILDABLE_POINTS, self.deadline)

    @property
    def searched(self) -> int:
        """Admissible points that were looked at."""
        return self.opening.searched if self._search is None else self._search.searched

    def unknown(self, reason: str) -> Found:
        if self.searched:
            reason = Message(SEARCHED, reason=reason, searched=self.searched)
        return self.answer("unknown", method="search and linear programmes", reason=reason)

    def certificate(self, outcome: str, **parts: Any) -> Certificate:
        empty: dict[str, Any] = dict.fromkeys(("counterexample", "witness", "divisors", "tree"))
        where, domain = list(self.claim.conditions), list(self.claim.domain)
        body = {**empty, "claim": self.claim.text, "where": where, "domain": domain, **parts}
        certificate = certificates.make("claim", outcome, **body)
        try:
            read = certificates.reread(certificate)
        except CertificateError as error:  # it is well-formed: what refuses it is a limit of files
            raise LimitError(str(error)) from None
        replay_claim(read)  # whatever the finders did, this is what makes it a verdict
        return certificate

    def answer(self, outcome: Any, **parts: Any) -> Found:
        return self.kind(
            outcome=outcome,
            statement=claim_statement(self.claim),
            claim=self.claim.text,
            where=self.asked,
            only_buildable=self.claim.conditions != self.asked,
            searched=self.searched,
            seconds=perf_counter() - self.start,
            **parts,
        )


def _inexact(below: Comparison, broken: dict[str, int]) -> str:
    """Say of ``p/q`` where it is no integer, and what to write instead."""
    parts = below.left.terms if isinstance(below.left, Operation) else ()
    exact, *others = (text(Operation(word, parts)) for word in ("/", "floor", "ceil"))
    place = f" at {assignment(broken)}" if broken else ""
    return (
        f"{exact} is exact division, and {evaluate(below.left, broken)} is left over{place}: "
        f"write {' or '.join(others)}, or add the condition {text(below.left)} == 0"
    )
