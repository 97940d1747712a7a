"""The theorem alone, for every size and without a layer, as a document in every form."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar

from symtconv.claims.decide import check
from symtconv.geometry import Axis, DisagreementError
from symtconv.proofs.conditions import decided
from symtconv.proofs.theorem import Step, check_steps, theorem, unlinked
from symtconv.rendering.documents.document import Document
from symtconv.rendering.documents.general import theorem_page
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import plain_page
from symtconv.rendering.printers.latex import to_latex
from symtconv.rendering.printers.text import to_text
from symtconv.results.export import Page, export

# Where neighbouring lines are also evaluated with indeterminate entries: an ordinary layer, one with a ≥ s and
# gcd(d, s) > 1, one that is cropped beyond its dilated input, and one with negative padding.
INSTANCES = (
    Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1),
    Axis(size=3, kernel=2, stride=4, dilation=2, high=1, output_padding=5),
    Axis(size=1, kernel=1, stride=3, low=2, output_padding=2),
    Axis(size=2, kernel=3, dilation=2, low=-1, high=3),
)


@dataclass(frozen=True)
class GeneralTheorem(Page):
    """The proof that the lowering computes the layer for every size; made and checked by `general`.

    Parameters
    ----------
    steps : tuple of Step
        Each with statement, reason, side conditions and the name of its lemma in Coq.
    style : Style
    """

    steps: tuple[Step, ...]
    style: Style = field(default_factory=Style)

    suffixes: ClassVar[tuple[str, ...]] = (".tex", ".pdf", ".html", ".txt")
    instead: ClassVar[str] = "; in Coq it is the library: symtconv.proofs.coq.build_library(FOLDER) writes it"

    @cached_property
    def document(self) -> Document:
        """The document that every form is printed from."""
        return theorem_page(self.style, self.steps, decided())

    def page_style(self) -> Style:
        """Give the looks of the page."""
        return self.style

    def latex_in(self, style: Style) -> str:
        """Give the LaTeX source in other looks."""
        return to_latex(theorem_page(style, self.steps, decided()), style)

    def to_text(self) -> str:
        """Give the page as plain text."""
        return to_text(self.document, self.style)

    def to_html(self) -> str:
        """Give the page as one HTML file that loads nothing."""
        return plain_page(self.document, self.style, outcome="proved")

    def to_form(self, suffix: str) -> bytes:
        """Give the content of a file with one of `suffixes`.

        Raises
        ------
        InputError
            When the theorem has no such form.
        """
        return export(self, suffix)


def general(style: Style | None = None) -> GeneralTheorem:
    """Give the theorem for every size, after checking each of its steps.

    Raises
    ------
    DisagreementError
        When a step does not hold: an alarm, since the theorem is proved in Coq.

    Examples
    --------
    >>> [step.lemma for step in general().steps][1:4]
    ['conv_matrix', 'sumb_swap', 'sumb_flip']
    """
    steps = theorem()
    problems = check_steps(steps, lambda claim, where: check(claim, where=where), INSTANCES)
    if problems or unlinked(steps):
        msg = f"the general proof fails at {problems or unlinked(steps)}; please report this"
        raise DisagreementError(msg)
    return GeneralTheorem(steps, style or Style())
