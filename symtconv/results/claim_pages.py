"""The forms that a decided claim can be written in, by the suffix of the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from symtconv import __version__
from symtconv.claims.verdict import ClaimVerdict
from symtconv.geometry import InputError
from symtconv.proofs.coq import emit_claim
from symtconv.rendering.documents.claim import claim_page
from symtconv.rendering.documents.document import Document
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import plain_page
from symtconv.rendering.printers.latex import to_latex
from symtconv.results.forms import pdf_in

if TYPE_CHECKING:
    from symtconv.results.claim import CheckedClaim


def claim_latex(verdict: ClaimVerdict, style: Style) -> str:
    """Give the page in LaTeX: an article, or a fragment for an author's document."""
    return to_latex(_page(verdict, style), style)


def claim_html(verdict: ClaimVerdict, style: Style) -> str:
    """Give the page as one HTML file."""
    return plain_page(_page(verdict, style), style, outcome=verdict.outcome)


def form(claim: CheckedClaim, suffix: str, style: Style) -> bytes:
    """Give the content of a file.

    Raises
    ------
    InputError
        When no form has that suffix, or an unknown claim is to be written for Coq.
    """
    if suffix not in FORMS:
        msg = f"no form is called {suffix!r}; use one of {', '.join(FORMS)}"
        raise InputError(msg)
    return FORMS[suffix](claim, style)


def _page(verdict: ClaimVerdict, style: Style) -> Document:
    return claim_page(verdict, style, {"symtconv": __version__})


def _coq(claim: CheckedClaim, _: Style) -> bytes:
    if claim.certificate is None:
        msg = "an unknown claim has no certificate to write; raise --timeout, or write a .json report"
        raise InputError(msg)
    return emit_claim(claim.certificate).encode()


def _pdf(claim: CheckedClaim, style: Style) -> bytes:
    return pdf_in(replace(style, figures=False), lambda wanted: claim_latex(claim, wanted))


FORMS: dict[str, Callable[[CheckedClaim, Style], bytes]] = {
    ".json": lambda claim, _: claim.to_json().encode(),
    ".tex": lambda claim, style: claim_latex(claim, style).encode(),
    ".html": lambda claim, style: claim_html(claim, style).encode(),
    ".txt": lambda claim, style: claim.to_text(style).encode(),
    ".v": _coq,
    ".pdf": _pdf,
}
