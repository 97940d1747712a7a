"""A call in another framework's words as a document: both calls, what they mean, the weights; or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symtconv.proofs.translation.conversion import Converted
from symtconv.rendering.documents.authored import authored
from symtconv.rendering.documents.calls import Around, CallPage, Told, asked
from symtconv.rendering.documents.document import (
    Block,
    Code,
    Document,
    Heading,
    Paragraph,
    Stated,
    Strong,
    Table,
    TableRow,
    Text,
    Title,
)
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style

READ, WRITTEN = "A", "B"


def conversion_page(found: Converted, around: Around, style: Style, versions: Mapping[str, str]) -> Document:
    """Write the document of a conversion.

    Parameters
    ----------
    found : Converted
        A call, or why there is none.
    around : Around
    style : Style
    versions : mapping of str to str
        What decided it.
    """
    words = Words(style.lang)
    key = "convert.title" if found.call is not None else "convert.title.none"
    said = words.say(key, source=found.source.title, target=found.target.title)
    title = said if style.title is None else authored(style.title)
    call = asked("symtconv", "convert", found.text, "--to", found.target.name)
    blocks = tuple(_Page(found, around, style, versions).blocks())
    return Document(Title(title, call, style.author), blocks, kernel=found.form.kernel, lang=style.lang)


class _Page(CallPage):
    def __init__(self, found: Converted, around: Around, style: Style, versions: Mapping[str, str]) -> None:
        super().__init__(style, versions)
        self.found, self.around = found, around
        self.read = Told(
            name=READ,
            call=found.text,
            framework=found.source,
            form=found.form,
            layout=found.layout,
        )

    def blocks(self) -> Iterator[Block]:
        found = self.found
        if found.call is None:
            yield Paragraph(self.say("convert.none", target=found.target.title))
        else:
            yield Paragraph((*self.say("outcome.proved"), Text(" "), *self.say("convert.said")))
        yield Heading(self.say("convert.heading"), "calls")
        yield from self.statement()
        yield Paragraph(self.say("calls.letters"), keep=True)
        yield from self.letters([self.read])
        if found.call is not None:
            yield from self.weights(self.around, [self.read], READ, WRITTEN)
        else:
            yield from self.instead()
        yield from self.general(self.around, found.source, found.target)
        yield from self.known(found.notes, self.around.engines)
        verdict = found.verdict
        certificate = None if verdict is None else verdict.certificate
        method = self.say("convert.by.none" if verdict is None else "convert.by")
        yield from self.evidence("proved", method, certificate, (found.source, found.target))

    def statement(self) -> Iterator[Block]:
        found = self.found
        if found.call is None:
            yield self.calls([self.read])
            return
        written = Told(
            name=WRITTEN,
            call=found.call,
            framework=found.target,
            form=found.form,
            layout=found.layout,
        )
        lead = self.say("convert.statement" if found.form.input is None else "convert.statement.only")
        body = (Paragraph(lead, keep=True), self.calls([self.read, written]))
        yield Stated("proposition", "prop:calls", body, boxed=True)

    def instead(self) -> Iterator[Block]:
        """Say why there is no call, and what to write."""
        found = self.found
        yield Heading(self.say("convert.why"), "why")
        yield Paragraph(self.say("convert.because", why=self.words.told(found.why or "")))
        remedy = found.remedy
        if remedy is None:
            return
        rows = [("convert.call", remedy.said.call), ("convert.program", remedy.program)]
        rows += [("convert.meant", remedy.meant), ("convert.tensors", remedy.tensors)]
        rows += [("calls.weights", found.remedy_kernel)] if found.remedy_kernel is not None else []
        yield Paragraph(self.say("convert.instead"), keep=True)
        yield Table("lp", tuple(TableRow(((Strong(self.words.word(key)),), (Code(told),))) for key, told in rows))
        if remedy.dense:
            yield Paragraph(self.say("convert.dense"))
