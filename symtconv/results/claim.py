"""A claim on one screen: reading, decision, verdict, and every form that it can be shown in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from os import PathLike
from pathlib import Path

from symtconv.claims import decide
from symtconv.claims.argument import argument_lines
from symtconv.claims.report import report_lines
from symtconv.claims.verdict import ClaimVerdict
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.results.files import check_targets, write_all


@dataclass(frozen=True, kw_only=True)
class CheckedClaim(ClaimVerdict):
    """A decided claim that can be printed, saved and shown in a notebook; made by `check`."""

    def to_latex(self, style: Style | None = None) -> str:
        """Give the page in LaTeX: the argument, or the counterexample step by step."""
        from symtconv.results.claim_pages import claim_latex  # noqa: PLC0415 - most answers are not printed

        return claim_latex(self, style or Style())

    def to_html(self, style: Style | None = None) -> str:
        """Give the page as one HTML file that loads nothing."""
        from symtconv.results.claim_pages import claim_html  # noqa: PLC0415 - as above

        return claim_html(self, style or Style())

    def to_text(self, style: Style | None = None) -> str:
        """Give the report as plain text, and for a proof the argument below it."""
        tell = Words((style or Style()).lang).told
        argument = ["", *argument_lines(self, tell)] if self.outcome == "proved" else []
        return "\n".join([*report_lines(self, tell), *argument]) + "\n"

    def to_form(self, suffix: str, style: Style | None = None) -> bytes:
        """Give the content of a file.

        Parameters
        ----------
        suffix : str
            One of `FORMS`.
        style : Style, optional
            How pages are to look: language, title, author, paper.

        Raises
        ------
        InputError
            When no form has that suffix, or the claim is unknown and the form needs its certificate.
        EngineError
            When a PDF is asked for and no TeX is there.
        """
        from symtconv.results import claim_pages  # noqa: PLC0415 - as above

        return claim_pages.form(self, suffix, style or Style())

    def save(self, path: str | PathLike[str], style: Style | None = None) -> Path:
        """Write a file; its suffix, one of `FORMS`, picks the form. Either it is written whole or nothing changes.

        Raises
        ------
        InputError
            When no form has that suffix, or the file cannot be written.
        """
        target = Path(path)
        check_targets([target], FORMS)
        write_all({target: self.to_form(target.suffix, style)})
        return target


FORMS = (".json", ".tex", ".html", ".txt", ".v", ".pdf")
"""The suffixes that `CheckedClaim.save` knows."""


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
    found = decide.check(claim, where=where, buildable=buildable, timeout=timeout, explain=explain)
    return CheckedClaim(**{field.name: getattr(found, field.name) for field in fields(found)})
