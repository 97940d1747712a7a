"""A layer for every size: its verdict, its lengths as formulas, and the page drawn at the smallest size that tells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any, ClassVar

from symtconv.certificates.format import carrying
from symtconv.checker.layer import difference_data
from symtconv.checker.sizes import SizesVerdict
from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import Axis, Lowering
from symtconv.geometry.family import Family, constant
from symtconv.operators.estimate import check_page
from symtconv.operators.shown import Displayed
from symtconv.proofs.sizes import prove_sizes
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.document import Document
from symtconv.rendering.documents.facts import EverySize, Facts
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import to_html
from symtconv.results.answer import cut, difference_told, length_lines
from symtconv.results.derivation import derive
from symtconv.results.export import DocumentPage, export
from symtconv.results.figures import FIGURE_NAMES, figure_form
from symtconv.results.report import FORMAT

NEAR = 64
"""So many entries of x′, and products of one, are looked at."""

FULL = 12
"""An entry with as many products as any has is looked for up to so many entries of y beyond the least."""


@dataclass(frozen=True, kw_only=True)
class SizesDerivation(Displayed, DocumentPage):
    """What was found out about a layer for every size; made by `derive_sizes`.

    Parameters
    ----------
    family : Family
    call : str
        The layer as its user wrote it.
    lowering : Lowering
        The one that was judged.
    verdict : SizesVerdict
    style : Style
    """

    family: Family
    call: str
    lowering: Lowering
    verdict: SizesVerdict
    style: Style = field(default_factory=Style)

    suffixes: ClassVar[tuple[str, ...]] = (".tex", ".pdf", ".html", ".txt", ".json", ".svg")
    instead: ClassVar[str] = "; in Coq the theorem for every size is the library"

    @cached_property
    def values(self) -> dict[str, int]:
        """The sizes that the page is drawn at: where the lowering is refuted, else the smallest that tell."""
        return dict(self.verdict.sizes) if self.verdict.sizes is not None else telling(self.family)

    @cached_property
    def facts(self) -> Facts:
        """What the page is composed of: the layer at `values`, and the verdict of every size."""
        check_page(self.family.pattern)
        layer = self.family.at(self.values)
        one = derive(layer, call=self.call, lowering=self.lowering, style=self.style)
        every = EverySize(
            input=self.family.input, lengths=self.family.lengths, domain=self.domain, values=_equations(self.values)
        )
        return replace(one.facts(), verdict=self.verdict, every=every)

    @property
    def domain(self) -> tuple[str, ...]:
        """For which values of the names the verdict is."""
        return tuple(f"{name} >= {least}" for name, least in self.family.least.items())

    def document(self, style: Style) -> Document:
        """Give the page as a document, in other looks."""
        return compose(self.facts, style)

    def to_html(self) -> str:
        """Give one self-contained page."""
        return to_html(self.facts, self.style)

    def report(self) -> dict[str, Any]:
        """Give everything as plain data, format 1 of ``derive --json``, with names and formulas for numbers."""
        difference, sizes = self.verdict.counterexample, self.verdict.sizes
        certificate = self.verdict.certificate
        if certificate is None or isinstance(difference, dict):  # a verdict of sizes has one, and an entry
            raise AssertionError
        found: dict[str, Any] = {} if difference is None else difference_data(difference)
        counterexample = None if sizes is None else dict(sizes)
        judged = {"verdict": self.verdict.outcome, **({"counterexample": counterexample} if sizes else {}), **found}
        report = {
            "format": FORMAT,
            "layer": self.family.to_dict(),
            "output": list(self.family.lengths),
            "exact_transpose": self.family.pattern.is_exact_transpose,
            "lowering": self.lowering.to_dict(),
            "matrix": None,
            "result": None,
            "result_text": None,
            "views": {"matrix": {"verdict": "proved"}, "lowering": judged},
            "agreement": None,
            "notes": [f"the answer is for every {', '.join(self.domain)}: no matrix is written out"],
            "verdict": self.verdict.outcome,
            "counterexample": counterexample,
        }
        return carrying(report, certificate)

    def to_json(self) -> str:
        """Give `report` as JSON text."""
        return json.dumps(self.report(), ensure_ascii=False) + "\n"

    def to_form(self, suffix: str, figure: str | None = None) -> bytes:
        """Give the content of a file with one of `suffixes`, or of one figure at `values`.

        Raises
        ------
        InputError
            When no form has that suffix, or no figure that name.
        """
        if suffix == ".svg" or (figure is not None and suffix != ".json"):
            return figure_form(self.facts, self.style, figure or FIGURE_NAMES[0], suffix)
        return export(self, suffix)

    def summary(self) -> list[str]:
        """Say in a few lines what was found."""
        words, difference = Words(self.style.lang), self.verdict.counterexample
        slots = {
            "outcome": words.word(f"verdict.{self.verdict.outcome}"),
            "call": self.call,
            "sizes": f"{_joined(self.family.input)} -> {_joined(self.family.lengths)}",
            "lowering": str(self.lowering),
            "domain": ", ".join(self.domain),
            "values": ", ".join(_equations(self.values)),
        }
        lines = [words.filled("summary.sizes" if difference is None else "summary.sizes.refuted", **slots)]
        if isinstance(difference, EntryDifference):
            lines.append(words.filled("summary.difference", difference=difference_told(difference, words)))
            lines.append(f"  {words.told(self.verdict.reason or '')}")
        axes = zip(self.family.pattern.axes, self.family.input, self.family.lengths, strict=True)
        lengths = [f"{_length(axis, size)} = {length}" for axis, size, length in axes]
        lines += length_lines(lengths, words)
        return [cut(line) for line in [*lines, words.word("summary.sizes.views")]]


def derive_sizes(
    family: Family, *, call: str | None = None, lowering: Lowering | None = None, style: Style | None = None
) -> SizesDerivation:
    """Judge a lowering of a layer for every size, and give the page of it.

    Parameters
    ----------
    family : Family
    call : str, optional
        How the layer is called; without it, its own words.
    lowering : Lowering, optional
        The one to judge; without it the layer's own.
    style : Style, optional

    Raises
    ------
    GeometryError
        When the lowering is written for another rank.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> family = Family(ConvTranspose(input=9, kernel=4, stride=2, padding=1), ("n",))
    >>> derive_sizes(family).report()["output"]
    ['2*n']
    """
    judged = (family.pattern.lowering() if lowering is None else lowering).for_rank(family.pattern.rank)
    verdict = prove_sizes(family, lowering=judged)
    return SizesDerivation(
        family=family, call=call or _call(family), lowering=judged, verdict=verdict, style=style or Style()
    )


def telling(family: Family) -> dict[str, int]:
    """Give the smallest sizes at which some entry along each axis has as many products as any has at larger ones.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> telling(Family(ConvTranspose(input=9, kernel=3, stride=2, padding=1, output_padding=1), ("n",)))
    {'n': 2}
    """
    found = dict(family.least)
    for name, least in family.least.items():
        for size, axis in zip(family.input, family.pattern.axes, strict=True):
            if size == name:
                counts = [_most(replace(axis, size=n)) for n in range(least, least + FULL)]
                found[name] = max(found[name], least + counts.index(max(counts)))
    return found


def _most(axis: Axis) -> int:
    """Count the products of the entry that has most, near the ends and in the middle."""
    middle = axis.output // 2
    places = {*range(min(axis.output, NEAR)), *range(middle, min(middle + min(axis.stride, NEAR), axis.output))}
    return max(sum(1 for _ in islice(axis.relation.at(j), NEAR)) for j in places)


def _length(axis: Axis, size: int | str) -> str:
    terms = (-axis.low, -axis.high, axis.output_padding)
    rest = "".join(f" {'-' if term < 0 else '+'} {abs(term)}" for term in terms if term)
    return f"({size}-1)*{axis.stride} + {constant(axis) - sum(terms)}{rest}"


def _equations(values: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(f"{name} = {value}" for name, value in values.items())


def _joined(sizes: tuple[int | str, ...]) -> str:
    return " x ".join(f"({size})" if " " in str(size) and len(sizes) > 1 else str(size) for size in sizes)


def _call(family: Family) -> str:
    """Write the layer's own words, with the names in its input."""
    whole = family.pattern.call
    return f'ConvTranspose(input="{"x".join(map(str, family.input))}", {whole[whole.index("kernel=") :]}'
