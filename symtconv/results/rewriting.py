"""A rewrite on one screen: two programs, the decision, and every form that it can be shown in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from symtconv.claims.rewriting.decide import decide_as
from symtconv.claims.rewriting.report import report_lines
from symtconv.claims.rewriting.verdict import RewriteVerdict
from symtconv.geometry import InputError
from symtconv.proofs.coq import emit_rewrite
from symtconv.rendering.documents.document import Document
from symtconv.rendering.documents.rewrite import rewrite_page
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.results.export import DocumentPage, Printed, versions


@dataclass(frozen=True, slots=True)
class RewritePage(DocumentPage):
    """A decided rewrite as a page.

    Parameters
    ----------
    verdict : RewriteVerdict
    style : Style
        How the page is to look: language, title, author, paper.
    """

    verdict: RewriteVerdict
    style: Style = field(default_factory=Style)

    @property
    def outcome(self) -> str:
        """The word for the rewrite."""
        return self.verdict.outcome

    def to_text(self) -> str:
        """Give the report as plain text."""
        return "\n".join(report_lines(self.verdict, Words(self.style.lang).told)) + "\n"

    def document(self, style: Style) -> Document:
        """Give the page as a document, in other looks."""
        return rewrite_page(self.verdict, style, versions("symtconv"))

    def to_json(self) -> str:
        """Give the report as JSON text."""
        return self.verdict.to_json()

    def to_coq(self) -> str:
        """Give the certificate for Coq.

        Raises
        ------
        InputError
            When the rewrite is unknown or refuted, or its plan is none of those that can be written.
        """
        if self.verdict.certificate is None:
            msg = "an unknown rewrite has no certificate to write; raise --timeout, or write a .json report"
            raise InputError(msg)
        return emit_rewrite(self.verdict.certificate)


@dataclass(frozen=True, kw_only=True)
class Rewriting(Printed, RewriteVerdict):
    """A decided rewrite that can be printed, saved and shown in a notebook; made by `rewrite`."""

    def to_page(self, style: Style) -> RewritePage:
        """Give the verdict as a page in these looks."""
        return RewritePage(self, style)


def rewrite(
    left: str,
    right: str,
    *,
    tensors: str,
    let: Mapping[str, str] | None = None,
    where: Sequence[str] = (),
    timeout: float = 30.0,
    explain: bool = True,
) -> Rewriting:
    """Decide whether two programs over tensors are equal for all sizes.

    Parameters
    ----------
    left, right : str
        Programs: ``"convt(x, w, stride=s)"``, ``"conv(pad(dilate(x, s), k-1, k-1), reverse(w))"``.
    tensors : str
        Each tensor with its lengths: ``"x[n] w[k]"``.
    let : mapping of str to str, optional
        Named integers: ``{"K": "span(k,d)"}``.
    where : sequence of str
        Conditions in the claim language.
    timeout : float
        Seconds of processor time after which the answer is unknown.
    explain : bool
        Whether to look, for a refuted rewrite, for the condition under which it holds.

    Returns
    -------
    Rewriting

    Raises
    ------
    InputError
        When a program cannot be read, divides by what can be below 1, or there are no sizes to speak of.

    Examples
    --------
    >>> rewrite("dilate(dilate(x, s1), s2)", "dilate(x, s1*s2)", tensors="x[n]").outcome
    'proved'
    >>> wrong = rewrite("append(reverse(x), a)", "reverse(append(x, a))", tensors="x[n]")
    >>> wrong.counterexample, wrong.holds_when
    ({'n': 1, 'a': 1}, 'a == 0')
    """
    return decide_as(Rewriting, left, right, tensors=tensors, let=let, where=where, timeout=timeout, explain=explain)
