"""A claim on one screen: reading, decision, verdict, and every form that it can be shown in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from symtconv.claims.argument import argument_lines
from symtconv.claims.decide import check_as
from symtconv.claims.report import report_lines
from symtconv.claims.verdict import ClaimVerdict
from symtconv.geometry import InputError
from symtconv.proofs.coq import emit_claim
from symtconv.rendering.documents.claim import claim_page
from symtconv.rendering.documents.document import Document
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.results.export import DocumentPage, Printed, versions


@dataclass(frozen=True, slots=True)
class ClaimPage(DocumentPage):
    """A decided claim as a page.

    Parameters
    ----------
    verdict : ClaimVerdict
    style : Style
        How the page is to look: language, title, author, paper.
    """

    verdict: ClaimVerdict
    style: Style = field(default_factory=Style)

    @property
    def outcome(self) -> str:
        """The word for the claim."""
        return self.verdict.outcome

    def to_text(self) -> str:
        """Give the report as plain text, and for a proof the argument below it."""
        tell = Words(self.style.lang).told
        argument = ["", *argument_lines(self.verdict, tell)] if self.verdict.outcome == "proved" else []
        return "\n".join([*report_lines(self.verdict, tell), *argument]) + "\n"

    def to_json(self) -> str:
        """Give the report as JSON text."""
        return self.verdict.to_json()

    def to_coq(self) -> str:
        """Give the certificate for Coq.

        Raises
        ------
        InputError
            When the claim is unknown.
        """
        if self.verdict.certificate is None:
            msg = "an unknown claim has no certificate to write; raise --timeout, or write a .json report"
            raise InputError(msg)
        return emit_claim(self.verdict.certificate)

    def document(self, style: Style) -> Document:
        """Give the argument, or the counterexample step by step, as a document in other looks."""
        return claim_page(self.verdict, style, versions("symtconv"))


@dataclass(frozen=True, kw_only=True)
class CheckedClaim(Printed, ClaimVerdict):
    """A decided claim that can be printed, saved and shown in a notebook; made by `check`."""

    def to_page(self, style: Style) -> ClaimPage:
        """Give the verdict as a page in these looks."""
        return ClaimPage(self, style)


def check(
    claim: str, *, where: Sequence[str] = (), buildable: bool = False, timeout: float = 10.0, explain: bool = True
) -> CheckedClaim:
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
    CheckedClaim

    Raises
    ------
    InputError
        When the claim cannot be read, divides by what can be below 1, or speaks of no integers at all.

    Examples
    --------
    >>> verdict = check("conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n")
    >>> verdict.outcome, verdict.holds_when
    ('refuted', 'a < s')
    >>> verdict.counterexample
    {'n': 1, 'k': 1, 's': 1, 'd': 1, 'l': 0, 'h': 0, 'a': 1}
    """
    return check_as(CheckedClaim, claim, where=where, buildable=buildable, timeout=timeout, explain=explain)
