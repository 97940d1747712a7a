"""What a notebook shows of whatever has a page: its beginning, as text, as formulas and with its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from symtconv.claims.rewriting.report import report_lines
from symtconv.claims.rewriting.verdict import RewriteVerdict
from symtconv.models.findings import Findings
from symtconv.rendering.documents.document import (
    Block,
    Document,
    Heading,
    Illustration,
    Paragraph,
    Stated,
    Strong,
    Table,
)
from symtconv.rendering.figures.figure import Figure, Spelling
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html.blocks import HtmlBlocks
from symtconv.rendering.printers.latex.plain import PlainBlocks
from symtconv.results.calls import CallsPage
from symtconv.results.conformance import Conformance
from symtconv.results.displays import mimebundle
from symtconv.results.every_size import SizesDerivation
from symtconv.results.identification import Identification
from symtconv.results.model import Model
from symtconv.results.notebook import PLAIN, Bundle, framed, image
from symtconv.results.rewriting import RewritePage
from symtconv.results.translation import Comparison, Conversion

__all__ = ["mimebundle"]

DRAWN = Style()


@mimebundle.register(Comparison)
@mimebundle.register(Conversion)
def _calls(found: Comparison | Conversion) -> Bundle:
    document = CallsPage(found, DRAWN).document(DRAWN)
    return _card(document, found.to_text(), ("general", "known", "evidence"))


@mimebundle.register
def _rewrite(verdict: RewriteVerdict) -> Bundle:
    document = RewritePage(verdict, DRAWN).document(DRAWN)
    return _card(document, "\n".join(report_lines(verdict)), ("entries", "maps", "claims", "evidence"))


@mimebundle.register
def _model(found: Findings) -> Bundle:
    document = Model.of(found, DRAWN).document(DRAWN)
    return _card(document, str(found), ("layer1",))


@mimebundle.register(Identification)
@mimebundle.register(Conformance)
def _evidence(found: Identification | Conformance) -> Bundle:
    text = found.to_text().rstrip("\n")
    return {"text/plain": text, "text/html": f"<pre>{escape(text)}</pre>"}


@mimebundle.register
def _sizes(found: SizesDerivation) -> Bundle:
    return _card(found.document(DRAWN), "\n".join(found.summary()), ("layer", "proof", "matrix"))


def _card(document: Document, text: str, until: tuple[str, ...]) -> Bundle:
    """Show the sections of a page before those whose labels are given."""
    blocks = list(_before(document.blocks, until))
    printer = HtmlBlocks(document, PLAIN, copied=False)
    shown = "\n".join(_html(block, printer) for block in blocks)
    return {
        "text/plain": text.rstrip("\n"),
        "text/latex": PlainBlocks(PLAIN, document.kernel).blocks(tuple(_plain(blocks))),
        "text/html": framed(f"<p><code>{escape(document.title.call)}</code></p>\n{shown}", document.kernel),
    }


def _before(blocks: Iterable[Block], until: tuple[str, ...]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Heading) and block.label in until:
            return
        yield block


def _html(block: Block, printer: HtmlBlocks) -> str:
    if isinstance(block, Heading):
        return f"<p><strong>{printer.spans(block.spans)}</strong></p>"
    if isinstance(block, Illustration) and isinstance(block.model, Figure):
        return image(block.model, Spelling.of(PLAIN))
    return printer.blocks((block,))


def _plain(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give what a cell of a notebook can set as formulas: no statements, no numbers, no pictures."""
    for block in blocks:
        match block:
            case Heading(spans):
                yield Paragraph(tuple(Strong(span.text) if hasattr(span, "text") else span for span in spans))
            case Stated(_, _, body):
                yield from _plain(body)
            case Paragraph() | Table():
                yield block
