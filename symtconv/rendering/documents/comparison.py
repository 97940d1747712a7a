"""Two framework calls as a document: their letters beside each other, the verdict, and where they differ first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import ConvTranspose, GeometryError, NormalForm
from symtconv.proofs.translation.comparison import Compared
from symtconv.rendering.documents.authored import authored
from symtconv.rendering.documents.calls import Around, CallPage, Told, asked
from symtconv.rendering.documents.document import (
    Block,
    Document,
    Heading,
    Illustration,
    Math,
    Paragraph,
    Spans,
    Stated,
    Strong,
    Table,
    TableRow,
    Title,
)
from symtconv.rendering.documents.figures import spans
from symtconv.rendering.documents.words import Words, joined
from symtconv.rendering.figures.judged import beside
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Given

NAMES = ("A", "B")

FARTHEST = 64
"""An input with more entries along an axis, or a kernel with more taps, is not drawn."""

LONGEST = 300
"""A longer sum is cut, in characters."""


def comparison_page(found: Compared, around: Around, style: Style, versions: Mapping[str, str]) -> Document:
    """Write the document of two calls.

    Parameters
    ----------
    found : Compared
        Proved or refuted.
    around : Around
    style : Style
    versions : mapping of str to str
        What decided it.
    """
    words = Words(style.lang)
    title = words.say(f"compare.title.{found.verdict.outcome}") if style.title is None else authored(style.title)
    call = asked("symtconv", "compare", found.left, found.right)
    blocks = tuple(_Page(found, around, style, versions).blocks())
    return Document(Title(title, call, style.author), blocks, kernel=found.specs[0].kernel, lang=style.lang)


class _Page(CallPage):
    def __init__(self, found: Compared, around: Around, style: Style, versions: Mapping[str, str]) -> None:
        super().__init__(style, versions)
        self.found, self.around = found, around
        self.only = found.forms[0].input
        calls = (found.left, found.right)
        rows = zip(NAMES, calls, found.frameworks, found.forms, found.specs, strict=True)
        self.sides = [
            Told(name=name, call=call, framework=framework, form=form, layout=spec.kernel_layout)
            for name, call, framework, form, spec in rows
        ]

    def blocks(self) -> Iterator[Block]:
        found, outcome = self.found, self.found.verdict.outcome
        sizes = _sizes(self.only or found.sizes or ())
        told = self.say(f"compare.{outcome}" + (".only" if self.only else ""), sizes=sizes)
        yield Paragraph(joined((self.say(f"outcome.{outcome}"), told)))
        yield Heading(self.say("compare.heading"), "calls")
        kind, label = ("proposition", "prop") if outcome == "proved" else ("claim", "claim")
        key = "compare.statement.only" if self.only else "compare.statement"
        body = (Paragraph(self.say(key, sizes=sizes), keep=True), self.calls(self.sides))
        yield Stated(kind, f"{label}:calls", body, boxed=True)
        yield Paragraph(self.say("compare.iff.only" if self.only else "compare.iff", sizes=sizes))
        yield Paragraph(self.say("calls.letters"), keep=True)
        yield from self.letters(self.sides)
        if outcome == "refuted":
            yield from self.difference()
        yield from self.weights(self.around, self.sides, *NAMES)
        yield from self.general(self.around, *found.frameworks)
        notes = dict.fromkeys(note for spec in found.specs for note in spec.notes)
        yield from self.known(tuple(notes), self.around.engines)
        method = self.say(f"compare.by.{outcome}")
        yield from self.evidence(outcome, method, found.verdict.certificate, found.frameworks)

    # ---- where they differ ----------------------------------------------------------

    def difference(self) -> Iterator[Block]:
        first, sizes = self.found.verdict.counterexample, self.found.sizes
        if not isinstance(first, EntryDifference) or sizes is None:
            return
        lengths = [_sizes(_lengths(form, sizes)) for form in self.found.forms]
        yield Heading(self.say("compare.difference"), "difference")
        key = "alike" if lengths[0] == lengths[1] else "lengths"
        said = self.say(f"compare.{key}", sizes=_sizes(sizes), first=lengths[0], second=lengths[1])
        place = "x'_{" + ",".join(map(str, first.entry)) + "}"
        yield Paragraph(joined((said, self.say("compare.entry", entry=Given(place, place)))), keep=True)
        both = zip(NAMES, (first.left, first.right), strict=True)
        yield Table("lp", tuple(TableRow(((Strong(name),), self.entry(place, text))) for name, text in both))
        yield from self.figure(first, sizes)

    def entry(self, place: str, text: str) -> Spans:
        """Write one side's entry as a sum, or that there is none."""
        if "_" not in text and text != "0":
            return self.say("compare.none", entry=Given(place, place))
        shown = text if len(text) <= LONGEST else f"{text[: text.rindex('+', 0, LONGEST)]}+ …"
        latex = shown.replace("*", r"\,").replace("…", r"\cdots")
        return (Math(Given(f"{place}={latex}", f"{place} = {shown}")),)

    def figure(self, first: EntryDifference, sizes: tuple[int, ...]) -> Iterator[Block]:
        """Draw both layers at the smallest input, where the difference is one that can be seen on the axes."""
        forms = self.found.forms
        seen = any(
            ours.canonical != theirs.canonical for ours, theirs in zip(forms[0].axes, forms[1].axes, strict=True)
        )
        largest = max(*sizes, *(axis.span for form in forms for axis in form.axes))
        if not seen or not self.style.has_figures or largest > FARTHEST:
            return
        layers = [_layer(form, sizes) for form in forms]
        entry = first.entry[-len(sizes) :]
        width = self.style.line - 2
        model = beside(layers, NAMES, entry, width=width, lang=self.style.lang)
        yield Illustration(model, spans(self.style, model), "fig:beside")


def _layer(form: NormalForm, sizes: tuple[int, ...]) -> ConvTranspose | None:
    """Give the layer at an input, without its channels; None where it has no output there."""
    try:
        layer = form.layer(sizes)
    except GeometryError:
        return None
    return replace(layer, in_channels=1, out_channels=1, groups=1)


def _lengths(form: NormalForm, sizes: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(max(axis.length(n), 0) for axis, n in zip(form.axes, sizes, strict=True))


def _sizes(sizes: tuple[int, ...]) -> str:
    return " × ".join(map(str, sizes))
