"""A document in plain text, worth reading in a terminal, a log or a mail."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from symtconv.rendering.documents.document import (
    Block,
    Chain,
    ChainLine,
    Cite,
    Code,
    Columns,
    Display,
    Document,
    Emph,
    Equation,
    Grid,
    Heading,
    Illustration,
    Inline,
    Interlude,
    Math,
    Paragraph,
    Proof,
    Ref,
    References,
    Spans,
    Stated,
    Strong,
    Table,
    Text,
    Title,
)
from symtconv.rendering.documents.words import KINDS, Words
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Sym
from symtconv.rendering.printers.text.formula import formula
from symtconv.rendering.printers.text.grid import beside, grid_text, left, right
from symtconv.rendering.tex.scripts import EAST_ASIAN
from symtconv.rendering.tex.scripts import places as shown

WIDTH = 100
"""Characters of a line of words; a matrix may be wider."""

KEPT, LONGEST_KEPT = "\N{NO-BREAK SPACE}", 40
"""A formula of up to so many characters is not broken at the end of a line."""

SECOND = "\ue000"
"""Stands for the second place of a sign that fills a square while lines are broken."""


def to_text(document: Document, style: Style | None = None) -> str:
    """Give a document as plain text.

    Examples
    --------
    >>> from symtconv.rendering.documents.words import Words
    >>> print(to_text(Document(Title(Words("en").plain("A page"), ""), (), (3,))), end="")
    A page
    ======
    """
    return TextPrinter(document, style or Style()).page()


def spans_text(spans: Spans, style: Style) -> str:
    """Give words and formulas in one line.

    Examples
    --------
    >>> spans_text(Words("en").say("heading.layer"), Style())
    'The layer'
    """
    return TextPrinter(Document(Title((), ""), (), (1,)), style).spans(spans).replace(KEPT, " ")


class TextPrinter:
    """Prints one document; first it numbers what has a label, as LaTeX would."""

    def __init__(self, document: Document, style: Style) -> None:
        self.document = document
        self.style = style
        self.words = Words(document.lang)
        self.labels: dict[str, str] = {}
        self.equations = self.statements = self.sections = 0
        self.width = WIDTH
        self._printers: dict[type, Callable[[Any], Iterator[str]]] = {
            Heading: self._heading,
            Paragraph: self._paragraph,
            Stated: self._statement,
            Proof: self._proof,
            Equation: self._equation,
            Chain: self._chain,
            Display: self._display,
            Table: self._table,
            Columns: self._columns,
            References: self._references,
            Illustration: self._figure,
        }
        _Labels(self.labels).walk(document.blocks)

    def page(self) -> str:
        """Give the whole page."""
        title = self.document.title
        head = self.spans(title.title)
        lines = [head, "=" * shown(head), *filter(None, (title.author, title.call))]
        lines += self._blocks(self.document.blocks, first=False)
        return "\n".join(line.replace(KEPT, " ").rstrip() for line in lines) + "\n"

    def _blocks(self, blocks: Sequence[Block], *, first: bool = True) -> Iterator[str]:
        for block in blocks:
            lines = list(self._printers[type(block)](block))
            if lines and not first:
                yield ""
            yield from lines
            first = first and not lines

    # ---- words and formulas ------------------------------------------------------

    def spans(self, spans: Spans) -> str:
        """Give words and formulas in a line."""
        return "".join(map(self._inline, spans))

    def _inline(self, span: Inline) -> str:
        match span:
            case Text(text) | Strong(text) | Emph(text) | Code(text):
                return text
            case Math(node):
                text = formula(node, self.style)
                return text.replace(" ", KEPT) if len(text) <= LONGEST_KEPT else text
            case Ref(label):
                name = label.partition(":")[0]
                number = self.labels[label]
                return f"({number})" if name == "eq" else f"{self.words.word(KINDS[name])} {number}"
            case Cite(key):
                return next(
                    f"[{number}]"
                    for block in self.document.blocks
                    if isinstance(block, References)
                    for number, item in enumerate(block.items, 1)
                    if item[0] == key
                )

    def _wrapped(self, text: str, first: str = "", rest: str = "") -> Iterator[str]:
        lines = textwrap.wrap(
            EAST_ASIAN.sub(lambda found: found[0] + SECOND, text),
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        yield from (line.replace(SECOND, "") for line in lines or [first])

    # ---- blocks ------------------------------------------------------------------

    def _heading(self, heading: Heading) -> Iterator[str]:
        self.sections += 1
        line = f"{self.sections}  {self.spans(heading.spans)}"
        yield line
        yield "-" * shown(line)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        yield from self._wrapped(self.spans(paragraph.spans))

    def _statement(self, statement: Stated) -> Iterator[str]:
        self.statements += 1
        name = f"{self.words.word(f'kind.{statement.kind}')} {self.statements}."
        yield from self._opened(f"{name}  ", statement.body)

    def _opened(self, opening: str, body: Sequence[Block]) -> Iterator[str]:
        """Give blocks with a word or two before the first, which is a paragraph."""
        first = body[0]
        if not isinstance(first, Paragraph):  # every statement and proof begins with words
            raise TypeError
        yield from self._wrapped(opening + self.spans(first.spans))
        if len(body) > 1:
            yield ""
            yield from self._blocks(body[1:])

    def _proof(self, proof: Proof) -> Iterator[str]:
        lines = list(self._opened(f"{self.words.word('proof')} ", proof.body))
        yield from lines[:-1]
        yield lines[-1] + "  ∎"

    def _equation(self, equation: Equation) -> Iterator[str]:
        text = formula(equation.node, self.style)
        if not equation.label:
            yield f"    {text}"
            return
        self.equations += 1
        yield left(f"    {text}", self.width - 6) + f"({self.equations})".rjust(6)

    def _chain(self, chain: Chain) -> Iterator[str]:
        lines = [line for line in chain.lines if isinstance(line, ChainLine)]
        lefts = [formula(line.left, self.style) if line.left else "" for line in lines]
        rights = [formula(line.right, self.style) for line in lines]
        column = max(map(shown, lefts))
        reasons = column + 5 + max(map(shown, rights)) + 3
        texts = iter(zip(lefts, rights, lines, strict=True))
        for entry in chain.lines:
            if isinstance(entry, Interlude):
                yield ""
                yield from self._wrapped(self.spans(entry.spans))
                yield ""
                continue
            begin, rest, line = next(texts)
            self.equations += 1
            start = left(f"    {right(begin, column)} {rest.lstrip()}", reasons)
            yield left(f"{start}{self.spans(line.why)}", self.width - 6) + f"({self.equations})".rjust(6)

    def _display(self, display: Display) -> Iterator[str]:
        parts = [
            grid_text(part, self.style, self.spans(part.caption))
            if isinstance(part, Grid)
            else [formula(part, self.style).strip() if part != Sym(";") else "  "]
            for part in display.parts
        ]
        if display.note:
            parts.append([f"  {self.spans(display.note)}"])
        yield from (f"    {line}" for line in beside(parts))

    def _table(self, table: Table) -> Iterator[str]:
        rows = [tuple(map(self.spans, row.cells)) for row in table.rows]
        head = [tuple(map(self.spans, table.head))] if table.head else []
        letters = table.columns.replace("@", "")
        widths = [max(shown(row[n]) for row in rows + head) for n in range(len(letters))]
        last = len(letters) - 1
        for number, row in enumerate([*head, *rows]):
            if number >= len(head) and table.rows[number - len(head)].apart:
                yield ""
            cells = [
                cell if n == last else right(cell, size) if letter == "r" else left(cell, size)
                for n, (cell, size, letter) in enumerate(zip(row, widths, letters, strict=True))
            ]
            indent = " " * (sum(widths[:-1]) + 2 * last + 2)
            yield from (
                self._wrapped("  " + "  ".join(cells), "", indent)
                if letters[last] == "p"
                else ["  " + "  ".join(cells)]
            )
            if head and number == 0:
                yield "  " + "-" * (sum(widths) + 2 * last)

    def _columns(self, columns: Columns) -> Iterator[str]:
        yield from self._blocks((*columns.left, *columns.right))

    def _references(self, references: References) -> Iterator[str]:
        title = self.words.word("heading.references")
        yield title
        yield "-" * shown(title)
        for number, (_, _, spans) in enumerate(references.items, 1):
            yield from self._wrapped(f"[{number}] {self.spans(spans)}", "", "    ")

    def _figure(self, figure: Illustration) -> Iterator[str]:
        yield from self._blocks(figure.instead)


class _Labels:
    """Numbers equations and statements in the order of the page."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        self.equations = self.statements = self.figures = 0

    def walk(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match block:
                case Stated(_, label, body, _):
                    self.statements += 1
                    self.labels[label] = str(self.statements)
                    self.walk(body)
                case Proof(body):
                    self.walk(body)
                case Columns(left, right, _):
                    self.walk((*left, *right))
                case Illustration(_, _, label) if label:
                    self.figures += 1
                    self.labels[label] = str(self.figures)
                case Equation(_, label) if label:
                    self.equations += 1
                    self.labels[label] = str(self.equations)
                case Chain(lines):
                    for line in lines:
                        if isinstance(line, ChainLine):
                            self.equations += 1
                            self.labels[line.label] = str(self.equations)
                case _:
                    pass
