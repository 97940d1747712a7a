"""The whole program on one screen: layer, views, verdict, agreement, document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar

from symtconv.certificates.format import Certificate
from symtconv.certificates.limits import MAX_BYTES, excess
from symtconv.checker.verdict import Verdict
from symtconv.geometry import ConvTranspose, InputError, LimitError, Lowering
from symtconv.numeric.agreement import Agreement
from symtconv.operators.estimate import (
    MAX_ENTRIES,
    WRITTEN,
    check_page,
    check_size,
    entries,
    judged_by_maps,
    left_out,
    without_phases,
)
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Result
from symtconv.operators.views import VIEWS
from symtconv.proofs.conditions import decided
from symtconv.proofs.coq import emit_verdict
from symtconv.proofs.instance import prove
from symtconv.proofs.theorem import theorem
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.document import Document
from symtconv.rendering.documents.facts import Facts, Numbers
from symtconv.rendering.figures.figure import Picture
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import to_html
from symtconv.rendering.printers.latex import to_latex
from symtconv.rendering.printers.text import to_text
from symtconv.results import notebook
from symtconv.results.answer import answer_lines
from symtconv.results.displays import Steps, Views
from symtconv.results.evidence import numbers_of
from symtconv.results.export import Page, export, versions
from symtconv.results.figures import FIGURE_NAMES, check_figure, drawn, figure_form
from symtconv.results.files import save_form
from symtconv.results.report import derivation_report, least_bytes
from symtconv.results.written import Written, judged, written

ASSUMPTIONS = (
    "the entries of w and y lie in a commutative ring: not floats, whose sums depend on their order",
    "symtconv.geometry says what a layer, a lowering and their relations are (integers; the standard library alone)",
    "symtconv.checker replays the certificate: it counts the relations of both sides anew and compares them",
    "Python's integers",
    "not SymPy, NumPy, SciPy, the compiled code or the renderer: they show and cross-check, they decide nothing",
)
SHOWN = ("symtconv", "sympy", "numpy")


@dataclass(frozen=True, kw_only=True, repr=False)
class Derivation(Page):
    """Everything that was found out about one layer; made by `derive`.

    Parameters
    ----------
    layer : ConvTranspose
    call : str
        The layer as its user wrote it.
    lowering : Lowering
        The one that was judged.
    verdict : Verdict
        Whether the lowering computes Cᵀy.
    views : tuple of ViewVerdict
    written : Written or None
        C, Cᵀy and the cross-check; None where they are left out, and the notes say why.
    numbers : Numbers or None
        The user's own, with the result.
    style : Style
        How documents are to look.
    notes : tuple of str
        What is left out, and why.
    whole : bool
        Whether reports hold C and Cᵀy although they are large.
    max_entries : int
        Nothing that is built has more.
    """

    layer: ConvTranspose
    call: str
    lowering: Lowering
    verdict: Verdict
    views: Views
    written: Written | None = None
    numbers: Numbers | None = None
    style: Style = field(default_factory=Style)
    notes: tuple[str, ...] = ()
    whole: bool = False
    max_entries: int = MAX_ENTRIES

    @cached_property
    def _built(self) -> Written:
        if self.written is not None:
            return self.written
        check_size(self.layer, self.max_entries)
        return written(self.layer)

    @property
    def matrix(self) -> Operator:
        """C, row y and column x; where it was left out it is built now, and `LimitError` says what is too large."""
        return self._built.matrix

    @property
    def result(self) -> Result:
        """Cᵀy, entry by entry; as `matrix`."""
        return self._built.result

    @property
    def agreement(self) -> Agreement:
        """The symbolic result against two oracles, on random integers; as `matrix`."""
        return self._built.agreement

    suffixes: ClassVar[tuple[str, ...]] = (*Page.suffixes, ".svg")
    """What `to_form` takes; SVG is a figure alone."""

    @property
    def certificate(self) -> Certificate:
        """What `symtconv.verify` replays."""
        if self.verdict.certificate is None:  # a layer's verdict is never unknown
            raise AssertionError
        return self.verdict.certificate

    @property
    def steps(self) -> Steps:
        """The proof for every size, step by step; `symtconv.proofs.theorem.check_steps` checks each."""
        return Steps(theorem())

    def assumptions(self) -> tuple[str, ...]:
        """Say what the verdict rests on, and what it does not."""
        return ASSUMPTIONS

    @property
    def document(self) -> Document:
        """The document that LaTeX and HTML are printed from; plain text is printed from the same without figures."""
        return compose(self.facts(), self.style)

    def page_style(self) -> Style:
        """Give the looks of the page."""
        return self.style

    def latex_in(self, style: Style) -> str:
        """Give the LaTeX source in other looks."""
        return to_latex(compose(self.facts(), style), style)

    def to_text(self) -> str:
        """Give the document as plain text."""
        plain = self.style.as_text
        return to_text(compose(self.facts(), plain), plain)

    def to_html(self) -> str:
        """Give one self-contained page: no network, no script of others."""
        return to_html(self.facts(), self.style)

    def report(self) -> dict[str, Any]:
        """Give everything as plain data, format 1 of ``derive --json``."""
        return derivation_report(
            layer=self.layer,
            lowering=self.lowering,
            written=self.written,
            whole=self._is_whole,
            views=self.views,
            notes=self.notes,
            numbers=self.numbers,
            verdict=self.verdict.outcome,
            certificate=self.certificate,
        )

    @property
    def _is_whole(self) -> bool:
        """Whether C and Cᵀy stand in the report."""
        return self.whole or entries(self.layer).nonzeros <= WRITTEN

    def to_json(self) -> str:
        """Give `report` as JSON text.

        Raises
        ------
        LimitError
            When `symtconv.verify` would not read it, since the layer has too many entries to be written out.
        """
        least = least_bytes(self.written, self.layer) if self._is_whole else 0
        text, beyond = "", f"it has at least {least} bytes; the limit is {MAX_BYTES}"
        if least <= MAX_BYTES:
            text = json.dumps(self.report(), ensure_ascii=False) + "\n"
            beyond = excess(text.encode()) or ""
        if beyond:
            msg = f"the report is too large for symtconv verify: {beyond}; leave --matrix out, or take the certificate"
            raise LimitError(f"{msg} alone: symtconv.prove(layer).certificate.to_json() has any size")
        return text

    def to_coq(self) -> str:
        """Give what was decided for Coq: the layer's instance of the theorem, or that the lowering is not the layer.

        Raises
        ------
        InputError
            When the lowering is right but not the layer's own: the file would not speak of it.
        """
        return emit_verdict(self.layer, self.lowering, self.verdict)

    def to_form(self, suffix: str, figure: str | None = None) -> bytes:
        """Give the content of a file with one of `suffixes`, or of one figure.

        Raises
        ------
        InputError
            When no form has that suffix, or no figure that name.
        """
        if figure is not None:
            check_figure(figure)
        if suffix == ".svg" or (figure is not None and suffix != ".json"):
            return figure_form(self.facts(), self.style, figure or FIGURE_NAMES[0], suffix)
        return export(self, suffix)

    def save(self, path: str | PathLike[str], figure: str | None = None) -> Path:
        """Write a file; its suffix picks the form. Either it is written whole or nothing changes."""
        return save_form(path, self.suffixes, lambda suffix: self.to_form(suffix, figure))

    def summary(self) -> list[str]:
        """Say in a few lines what was found."""
        return answer_lines(self._facts(), self.style, self.notes)

    def __repr__(self) -> str:
        return f"<Derivation of {self.layer.call}: {self.verdict.outcome}, {len(self.views)} views>"

    def __str__(self) -> str:
        return "\n".join(self.summary())

    def facts(self) -> Facts:
        """Give what a document is composed of.

        Raises
        ------
        LimitError
            For a kernel that is too large to be looked at.
        """
        check_page(self.layer)
        return self._facts()

    def _facts(self) -> Facts:
        return Facts(
            layer=self.layer,
            call=self.call,
            verdict=self.verdict,
            lowering=self.lowering,
            views=self.views,
            agreement=None if self.written is None else self.written.agreement,
            numbers=self.numbers,
            steps=self.steps,
            conditions=decided(),
            versions=versions(*SHOWN),
        )

    def figure(self, name: str) -> Picture:
        """Draw a figure of the layer; a notebook shows it.

        Parameters
        ----------
        name : str
            One of `symtconv.rendering.figures.FIGURES`.

        Raises
        ------
        InputError
            When no figure has that name.

        Examples
        --------
        >>> print(derive(ConvTranspose(input=3, kernel=2)).figure("coverage"))  # doctest: +ELLIPSIS
        Coverage. The number of products in each entry of x′. ...
        Counts of products per entry of x′ of size 4, from 1 to 2.
        """
        return drawn(self.facts(), self.style, name)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return notebook.derivation(self.facts(), self.style)


def derive(
    layer: ConvTranspose,
    *,
    call: str | None = None,
    lowering: Lowering | None = None,
    views: Sequence[str] | None = None,
    y: Any = None,
    w: Any = None,
    style: Style | None = None,
    max_entries: int = MAX_ENTRIES,
    whole: bool = False,
) -> Derivation:
    """Prove the lowering of a layer, of any size; derive C, Cᵀ and x′ = Cᵀy, and check them against two oracles.

    Parameters
    ----------
    layer : ConvTranspose
    call : str, optional
        How the layer is called on the page; without it, its own words.
    lowering : Lowering, optional
        A lowering to judge; without it the layer's own.
    views : sequence of str, optional
        Names out of `symtconv.operators.VIEW_NAMES`; all without it.
    y, w : nested lists or arrays, optional
        Numbers of the user's own, both or neither.
    style : Style, optional
        Title, author, letters, index base and the rest of the looks.
    max_entries : int
        Nothing that is built may have more: C is then left out, with a note.
    whole : bool
        Write C and Cᵀy out also where C has more than `symtconv.operators.estimate.WRITTEN` entries that are not zero.

    Returns
    -------
    Derivation

    Raises
    ------
    GeometryError, InputError
        For words and numbers that do not fit the layer.
    LimitError
        When C, or numbers with it, are asked for and would be too large; the verdict has no limit.
    DisagreementError
        When two implementations that share no code disagree: an alarm, not a verdict.

    Examples
    --------
    >>> d = derive(ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1))
    >>> d.verdict.outcome, d.result.text((1, 1))
    ('proved', 'w_{2,2}*y_{0,0} + w_{2,0}*y_{0,1} + w_{0,2}*y_{1,0} + w_{0,0}*y_{1,1}')
    """
    phases = without_phases(layer)
    names = tuple(name for name in view_names(views) if phases is None or name != "polyphase")
    asked = (layer.lowering() if lowering is None else lowering).for_rank(layer.rank)
    maps = {name: VIEWS[name].relations(layer) for name in names if name not in ("matrix", "lowering")}
    verdict = prove(layer, lowering=asked, views=maps)
    needed = whole or y is not None or w is not None
    if needed:
        check_size(layer, max_entries)
    notes = [left_out(layer, max_entries, max_entries if whole else WRITTEN), judged_by_maps(layer, asked, max_entries)]
    notes += [phases]
    built = written(layer) if needed or notes[0] is None else None
    result = None if built is None else built.result
    return Derivation(
        layer=layer,
        call=call or layer.call,
        lowering=asked,
        verdict=verdict,
        views=Views(judged(names, layer, asked, verdict, built, max_entries)),
        written=built,
        numbers=None if result is None else numbers_of(layer, result, y, w),
        style=style or Style(),
        notes=tuple(note for note in notes if note is not None),
        whole=whole,
        max_entries=max_entries,
    )


def view_names(views: Sequence[str] | None) -> tuple[str, ...]:
    """Give the names of the views that are asked for, each once and in our order; all without.

    Raises
    ------
    InputError
        For a name that no view has, with those that there are.
    """
    if views is None:
        return tuple(VIEWS)
    unknown = [name for name in views if name not in VIEWS]
    if unknown or not views:
        msg = f"there is no view {', '.join(map(repr, unknown)) or 'named'}; the views are {', '.join(VIEWS)}"
        raise InputError(msg)
    return tuple(name for name in VIEWS if name in views)
