"""A document in plain text, worth reading in a terminal, a log or a mail."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from symtconv.rendering.document import (
    Block,
    Chain,
    Cite,
    Code,
    Columns,
    Display,
    Document,
    Emph,
    Equation,
    Figure,
    Grid,
    Heading,
    Inline,
    Interlude,
    Line,
    Math,
    Paragraph,
    Proof,
    Ref,
    References,
    Spans,
    Statement,
    Strong,
    Table,
    Text,
)
from symtconv.rendering.notation import LETTER_OF, SYMBOLS, Chip, Given, Node, Num, Row, Sub, Sum, Sup, Sym, Tuple
from symtconv.rendering.style import GREEK, Style
from symtconv.rendering.words import Words

WIDTH = 100
"""Characters of a line of words; a matrix may be wider."""

KEPT, LONGEST_KEPT = "\N{NO-BREAK SPACE}", 40
"""A formula of up to so many characters is not broken at the end of a line."""

SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def to_text(document: Document, style: Style | None = None) -> str:
    """Give a document as plain text.

    Examples
    --------
    >>> from symtconv.rendering.document import Title
    >>> from symtconv.rendering.words import Words
    >>> print(to_text(Document(Title(Words("en").plain("A page"), ""), (), (3,))), end="")
    A page
    ======
    """
    return TextPrinter(document, style or Style()).page()


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
            Statement: self._statement,
            Proof: self._proof,
            Equation: self._equation,
            Chain: self._chain,
            Display: self._display,
            Table: self._table,
            Columns: self._columns,
            References: self._references,
            Figure: self._figure,
        }
        _Labels(self.labels).walk(document.blocks)

    def page(self) -> str:
        """Give the whole page."""
        title = self.document.title
        head = self.spans(title.title)
        lines = [head, "=" * len(head), *filter(None, (title.author, title.call))]
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
                kind = {"def": "kind.definition", "prop": "kind.proposition", "thm": "kind.theorem"}
                name = label.partition(":")[0]
                number = self.labels[label]
                return f"({number})" if name == "eq" else f"{self.words.word(kind[name])} {number}"
            case Cite(key):
                return next(
                    f"[{number}]"
                    for block in self.document.blocks
                    if isinstance(block, References)
                    for number, item in enumerate(block.items, 1)
                    if item[0] == key
                )

    def _wrapped(self, text: str, first: str = "", rest: str = "") -> Iterator[str]:
        yield from textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [first]

    # ---- blocks ------------------------------------------------------------------

    def _heading(self, heading: Heading) -> Iterator[str]:
        self.sections += 1
        line = f"{self.sections}  {self.spans(heading.spans)}"
        yield line
        yield "-" * len(line)

    def _paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        yield from self._wrapped(self.spans(paragraph.spans))

    def _statement(self, statement: Statement) -> Iterator[str]:
        self.statements += 1
        name = f"{self.words.word(f'kind.{statement.kind}')} {self.statements}."
        yield from self._opened(f"{name}  ", statement.body)

    def _opened(self, opening: str, body: Sequence[Block]) -> Iterator[str]:
        """Give blocks with a word or two before the first, which is a paragraph."""
        first = body[0]
        assert isinstance(first, Paragraph)  # noqa: S101 - every statement and proof begins with words
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
        lines = [line for line in chain.lines if isinstance(line, Line)]
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
            yield left(f"{start}{self.spans(line.reason)}", self.width - 6) + f"({self.equations})".rjust(6)

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
        yield "-" * len(title)
        for number, (_, _, spans) in enumerate(references.items, 1):
            yield from self._wrapped(f"[{number}] {self.spans(spans)}", "", "    ")

    def _figure(self, figure: Figure) -> Iterator[str]:
        yield from self._blocks(figure.instead)


class _Labels:
    """Numbers equations and statements in the order of the page."""

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        self.equations = self.statements = 0

    def walk(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            match block:
                case Statement(_, label, body, _):
                    self.statements += 1
                    self.labels[label] = str(self.statements)
                    self.walk(body)
                case Proof(body):
                    self.walk(body)
                case Columns(left, right, _):
                    self.walk((*left, *right))
                case Equation(_, label) if label:
                    self.equations += 1
                    self.labels[label] = str(self.equations)
                case Chain(lines):
                    for line in lines:
                        if isinstance(line, Line):
                            self.equations += 1
                            self.labels[line.label] = str(self.equations)
                case _:
                    pass


# ---- formulas and matrices -------------------------------------------------------


def formula(node: Node, style: Style) -> str:  # noqa: PLR0911 - one return a kind
    """Give a formula in one line of text.

    Examples
    --------
    >>> from symtconv.rendering.notation import math
    >>> formula(math("x'_j = sum_o C_o,j y_o"), Style())
    'x′[j] = Σ_o C[o,j]·y[o]'
    """
    match node:
        case Sym(name):
            return symbol(name, style)
        case Num(value):
            return str(value)
        case Sub(base, index):
            return f"{formula(base, style)}[{','.join(_tight(part, style) for part in index)}]"
        case Sup(base, exponent):
            power = _tight(exponent, style)
            raised = (
                power.translate(SUPERSCRIPT) if power.isdigit() else power if power == "ᵀ" else f"^{_bracketed(power)}"
            )
            return formula(base, style) + raised
        case Sum(under):
            inner = _tight(under, style)
            return f"Σ_{inner if len(inner) == 1 else '{' + inner + '}'} "
        case Row(items):
            return _row(items, style)
        case Tuple(items):
            return f"({','.join(formula(item, style) for item in items)})"
        case Chip(label, _):
            return formula(label, style)
        case Given(_, text):
            return text


def symbol(name: str, style: Style) -> str:
    """Give a symbol in text, with the author's letter in it."""
    found = SYMBOLS[name]
    if found.kind != "letter":
        return found.text
    letter = style.letter(LETTER_OF.get(name, name))
    return found.text.replace("@", GREEK.get(letter, letter))


def _tight(node: Node, style: Style) -> str:
    return formula(node, style).replace(" ", "")


def _bracketed(power: str) -> str:
    return power if len(power) == 1 else f"({power})"


def _row(items: Sequence[Node], style: Style) -> str:
    """Join what stands side by side: spaces around relations, a dot between factors."""
    text, before = "", "open"
    for item in items:
        kind = _kind(item)
        part = formula(item, style)
        if kind == "relation":
            text = f"{text.rstrip()} {part} "
        elif kind == "space":
            text = f"{text.rstrip()}{part} "
        else:
            text += _between(before, kind, item, text) + part
        before = "number" if isinstance(item, Num) else kind
    return text.rstrip() if before in {"relation", "space"} else text


def _kind(item: Node) -> str:
    if isinstance(item, Sub | Sup) and isinstance(item.base, Sym) and SYMBOLS[item.base.name].kind == "close":
        return "close"
    return SYMBOLS[item.name].kind if isinstance(item, Sym) else "sum" if isinstance(item, Sum) else "atom"


def _between(before: str, kind: str, item: Node, text: str) -> str:
    ends_factor = before in {"atom", "letter", "number", "close"}
    starts_factor = kind in {"atom", "letter", "open", "sum"}
    if not (ends_factor and starts_factor) or not text or text.endswith(" "):
        return ""
    if kind == "open" and isinstance(item, Sym):
        return "·" if item.name == "[" else " " if item.name in {"<<", "neg", "partial", "floor"} else ""
    if kind == "letter" and before in {"number", "close", "letter"}:
        return ""
    return " " if kind == "sum" else "·"


def grid_text(grid: Grid, style: Style, caption: str = "") -> list[str]:
    """Give the lines of a matrix: columns aligned, brackets, a bar and a line for the rules."""
    cells = [[compact(cell, style) for cell in row] for row in grid.cells]
    widths = [max(shown(row[n]) for row in cells) for n in range(len(cells[0]))]
    lines = []
    for number, row in enumerate(cells):
        parts = [
            ("│ " if n in grid.column_rules else "") + centre(cell, size)
            for n, (cell, size) in enumerate(zip(row, widths, strict=True))
        ]
        line = " ".join(parts)
        if number in grid.row_rules:
            lines.append("─" * shown(line))
        lines.append(line)
    if not grid.fenced:
        return [centre(caption, max(map(shown, lines))), *lines] if caption else lines
    fenced = _fenced(lines)
    return [caption, *fenced] if caption else fenced


def _fenced(lines: list[str]) -> list[str]:
    if len(lines) == 1:
        return [f"[ {lines[0]} ]"]
    ends = [("⎡", "⎤"), *[("⎢", "⎥")] * (len(lines) - 2), ("⎣", "⎦")]
    return [f"{left} {line} {right}" for (left, right), line in zip(ends, lines, strict=True)]


def compact(cell: Node, style: Style) -> str:
    """Give a cell: an entry with small indices as its letter and its digits, w[0,1] as w01."""
    label = cell.label if isinstance(cell, Chip) else cell
    if isinstance(label, Sub) and all(isinstance(part, Num) and 0 <= int(part.value) <= 9 for part in label.index):
        return formula(label.base, style) + "".join(str(part.value) for part in label.index if isinstance(part, Num))
    return formula(label, style).strip()


def shown(text: str) -> int:
    """Give how many places text takes; marks over a letter take none."""
    return sum(not unicodedata.combining(character) for character in text)


def left(text: str, size: int) -> str:
    """Fill text with spaces at its right."""
    return text + " " * (size - shown(text))


def right(text: str, size: int) -> str:
    """Fill text with spaces at its left."""
    return " " * (size - shown(text)) + text


def centre(text: str, size: int) -> str:
    """Fill text with spaces on both sides."""
    before = max(size - shown(text), 0) // 2
    return left(" " * before + text, size)


def beside(parts: Sequence[Sequence[str]]) -> list[str]:
    """Put blocks of lines side by side, each in the middle of the tallest."""
    height = max(map(len, parts))
    columns = []
    for part in parts:
        above = (height - len(part)) // 2
        wide = max(map(shown, part))
        filled = [""] * above + list(part) + [""] * (height - len(part) - above)
        columns.append([left(line, wide) for line in filled])
    return [" ".join(line) for line in zip(*columns, strict=True)]
