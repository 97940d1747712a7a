"""The whole program on one screen: layer, views, verdict, agreement, document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar

from symtconv.certificates.format import Certificate, excess
from symtconv.checker.verdict import EntryDifference, Outcome, Verdict
from symtconv.geometry import ConvTranspose, DisagreementError, GeometryError, InputError, LimitError, Lowering
from symtconv.numeric.agreement import Agreement
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.estimate import MAX_ENTRIES, check_size, products
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index, Result
from symtconv.operators.views import VIEWS, evaluate_lowering
from symtconv.proofs.conditions import decided
from symtconv.proofs.coq import emit_verdict
from symtconv.proofs.instance import prove
from symtconv.proofs.theorem import Step, theorem
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.document import Document
from symtconv.rendering.documents.facts import Facts, Numbers
from symtconv.rendering.documents.words import Words
from symtconv.rendering.figures.figure import Picture
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import to_html
from symtconv.rendering.printers.latex import to_latex
from symtconv.rendering.printers.text import to_text
from symtconv.results import notebook
from symtconv.results.evidence import agreement_of, numbers_of
from symtconv.results.export import Page, export, versions
from symtconv.results.figures import FIGURE_NAMES, check_figure, drawn, figure_form
from symtconv.results.files import write_all
from symtconv.results.report import derivation_report

WRITTEN_OUT = 20_000  # products up to which every view is also written out; beyond, its index map alone is compared
ASSUMPTIONS = (
    "the entries of w and y lie in a commutative ring: not floats, whose sums depend on their order",
    "symtconv.geometry says what a layer, a lowering and their relations are (integers; the standard library alone)",
    "symtconv.checker replays the certificate: it counts the relations of both sides anew and compares them",
    "Python's integers",
    "not SymPy, NumPy, SciPy, the compiled code or the renderer: they show and cross-check, they decide nothing",
)
SHOWN = ("symtconv", "sympy", "numpy")


@dataclass(frozen=True, slots=True)
class ViewVerdict:
    """What was found of one view: proved equal to Cᵀy, or refuted with the first entry that differs."""

    name: str
    title: str
    outcome: Outcome
    difference: EntryDifference | None = None


def certificate_of(verdict: Verdict) -> Certificate:
    """Give the certificate of a layer's verdict, which is never unknown."""
    if verdict.certificate is None:
        raise AssertionError
    return verdict.certificate


def verdict_lines(layer: ConvTranspose, call: str, lowering: Lowering, verdict: Verdict, words: Words) -> list[str]:
    """Say what was decided of a lowering, and where it differs."""
    found = {
        "outcome": words.word(f"verdict.{verdict.outcome}"),
        "call": call,
        "sizes": f"{_size(layer.y_shape)} -> {_size(layer.x_shape)}",
        "lowering": str(lowering),
    }
    lines = [words.filled("summary", **found)]
    if verdict.counterexample is not None:
        difference = words.told(str(verdict.counterexample))
        lines += [words.filled("summary.difference", difference=difference), f"  {words.told(verdict.reason or '')}"]
    return lines


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
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
    matrix : Operator
        C, row y and column x.
    result : Result
        Cᵀy, entry by entry.
    agreement : Agreement
        The symbolic result against two oracles, on random integers.
    numbers : Numbers or None
        The user's own, with the result.
    style : Style
        How documents are to look.
    """

    layer: ConvTranspose
    call: str
    lowering: Lowering
    verdict: Verdict
    views: tuple[ViewVerdict, ...]
    matrix: Operator
    result: Result
    agreement: Agreement
    numbers: Numbers | None = None
    style: Style = field(default_factory=Style)

    suffixes: ClassVar[tuple[str, ...]] = (*Page.suffixes, ".svg")
    """What `to_form` takes; SVG is a figure alone."""

    @property
    def certificate(self) -> Certificate:
        """What `symtconv.verify` replays."""
        return certificate_of(self.verdict)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The proof for every size, step by step; `symtconv.proofs.theorem.check_steps` checks each."""
        return theorem()

    def assumptions(self) -> tuple[str, ...]:
        """Say what the verdict rests on, and what it does not."""
        return ASSUMPTIONS

    @property
    def document(self) -> Document:
        """The document that LaTeX and HTML are printed from; plain text is printed from the same without figures."""
        return compose(self._facts(), self.style)

    def page_style(self) -> Style:
        """Give the looks of the page."""
        return self.style

    def latex_in(self, style: Style) -> str:
        """Give the LaTeX source in other looks."""
        return to_latex(compose(self._facts(), style), style)

    def to_text(self) -> str:
        """Give the document as plain text."""
        plain = self.style.as_text
        return to_text(compose(self._facts(), plain), plain)

    def to_html(self) -> str:
        """Give one self-contained page: no network, no script of others."""
        return to_html(self._facts(), self.style)

    def report(self) -> dict[str, Any]:
        """Give everything as plain data, format 1 of ``derive --json``."""
        return derivation_report(
            layer=self.layer,
            lowering=self.lowering,
            matrix=self.matrix,
            result=self.result,
            views={view.name: (view.outcome, view.difference) for view in self.views},
            agreement=self.agreement.to_dict(),
            numbers=self.numbers,
            verdict=self.verdict.outcome,
            certificate=self.certificate,
        )

    def to_json(self) -> str:
        """Give `report` as JSON text.

        Raises
        ------
        LimitError
            When `symtconv.verify` would not read it, since the layer has too many entries to be written out.
        """
        text = json.dumps(self.report(), ensure_ascii=False) + "\n"
        beyond = excess(text.encode())
        if beyond is not None:
            msg = (
                f"the report is too large for symtconv verify: {beyond}; take a smaller layer, or the certificate alone"
            )
            raise LimitError(f"{msg}: symtconv.prove(layer).certificate.to_json() has any size")
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
            return figure_form(self._facts(), self.style, figure or FIGURE_NAMES[0], suffix)
        return export(self, suffix)

    def save(self, path: str | PathLike[str], figure: str | None = None) -> Path:
        """Write a file; its suffix picks the form. Either it is written whole or nothing changes."""
        target = Path(path)
        write_all({target: self.to_form(target.suffix, figure)})
        return target

    def summary(self) -> list[str]:
        """Say in a few lines what was found."""
        words = Words(self.style.lang)
        names = ", ".join(view.name for view in self.views if view.outcome == "proved")
        return [
            *verdict_lines(self.layer, self.call, self.lowering, self.verdict, words),
            words.filled("summary.views", names=names),
            words.filled("summary.agreement", cases=self.agreement.cases),
        ]

    def __repr__(self) -> str:
        return f"<Derivation of {self.layer.call}: {self.verdict.outcome}, {len(self.views)} views>"

    def __str__(self) -> str:
        return "\n".join(self.summary())

    def _facts(self) -> Facts:
        return Facts(
            layer=self.layer,
            call=self.call,
            verdict=self.verdict,
            lowering=self.lowering,
            views=tuple((view.name, view.title, view.outcome, view.difference) for view in self.views),
            agreement=self.agreement,
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
        return drawn(self._facts(), self.style, name)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return notebook.derivation(self._facts(), self.style)


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
) -> Derivation:
    """Derive C, Cᵀ and x′ = Cᵀy of a layer, prove its lowering, and check everything against two oracles.

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
        Refuse to build more than this.

    Returns
    -------
    Derivation

    Raises
    ------
    GeometryError, InputError
        For words and numbers that do not fit the layer.
    LimitError
        When it would be too large; `prove` accepts any size.
    DisagreementError
        When two implementations that share no code disagree: an alarm, not a verdict.

    Examples
    --------
    >>> d = derive(ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1))
    >>> d.verdict.outcome, d.result.text((1, 1))
    ('proved', 'w_{2,2}*y_{0,0} + w_{2,0}*y_{0,1} + w_{0,2}*y_{1,0} + w_{0,0}*y_{1,1}')
    """
    check_size(layer, max_entries, lowering)
    names = view_names(views)
    judged = (layer.lowering() if lowering is None else lowering).for_rank(layer.rank)
    maps = {name: VIEWS[name].relations(layer) for name in names if name not in ("matrix", "lowering")}
    verdict = prove(layer, lowering=judged, views=maps)
    matrix = convolution_matrix(layer)
    result = matrix.T.apply()
    return Derivation(
        layer=layer,
        call=call or layer.call,
        lowering=judged,
        verdict=verdict,
        views=tuple(_judge(name, layer, judged, verdict, result) for name in names),
        matrix=matrix,
        result=result,
        agreement=agreement_of(layer, result),
        numbers=numbers_of(layer, result, y, w),
        style=style or Style(),
    )


def _judge(name: str, layer: ConvTranspose, lowering: Lowering, verdict: Verdict, result: Result) -> ViewVerdict:
    """Compare the view, written out, with Cᵀy; the proof by index maps has to say the same."""
    view = VIEWS[name]
    difference = verdict.counterexample if name == "lowering" and verdict.outcome == "refuted" else None
    if isinstance(difference, dict):  # an assignment belongs to a claim
        raise AssertionError
    outcome: Outcome = "proved" if difference is None else "refuted"
    if products(layer) <= WRITTEN_OUT or name == "lowering":
        found = _first_difference(name, layer, lowering, result)
        expected = None if difference is None else difference.entry
        if found != expected and (expected is None or difference is None or difference.source is not None):
            msg = f"view {name}: written out it differs at {found}, by its index maps at {expected}; please report this"
            raise DisagreementError(msg)
    return ViewVerdict(name, view.title, outcome, difference)


def _first_difference(name: str, layer: ConvTranspose, lowering: Lowering, result: Result) -> Index | None:
    if name != "lowering":
        return result.first_difference(VIEWS[name].evaluate(layer))
    try:
        return result.first_difference(evaluate_lowering(layer, lowering))
    except GeometryError:  # its kernel does not fit the channels: there is nothing to write out
        return ()


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


def _size(shape: Index) -> str:
    return "x".join(map(str, shape))
