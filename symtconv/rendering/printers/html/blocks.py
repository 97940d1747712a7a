"""The blocks of a document in HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise
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
    Entries,
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
    TableRow,
    Text,
)
from symtconv.rendering.documents.measure import width
from symtconv.rendering.documents.words import KINDS, Words
from symtconv.rendering.figures.figure import Sign, Spelling
from symtconv.rendering.figures.palette import tap_colour
from symtconv.rendering.figures.svg import svg
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Chip, Node, Row, Sym
from symtconv.rendering.printers.html.formula import HtmlFormulas
from symtconv.rendering.printers.html.words import words as words_in
from symtconv.rendering.printers.latex.plain import PlainBlocks
from symtconv.rendering.tex.scripts import east_asian

PHONE = 50.0
"""A formula wider than this, estimated in millimetres of small print, has no room on a phone."""

DOTS = {"zero": "·", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "blank": "", "pad": "0", "gap": "0"}

BROAD = 12
"""Columns up to which a matrix is printed on paper at full size."""

OPENING, CLOSING = ("(", "[", "{"), (")", "]", "}")
"""Brackets: a line does not end between them."""

_CLOSING = re.compile(r"[.,;:)\]]+")


class HtmlBlocks:
    """Prints the blocks of one document; sections are numbered, statements and equations as in LaTeX.

    Parameters
    ----------
    document : Document
    style : Style
    copied : bool
        Whether the page has a script that copies LaTeX, which is then kept in it.
    """

    def __init__(self, document: Document, style: Style, *, copied: bool = True) -> None:
        self.document, self.style, self.copied = document, style, copied
        self.words = Words(document.lang)
        self.formula = HtmlFormulas(style, document.kernel)
        self.plain = PlainBlocks(style, document.kernel)
        self.spelling = Spelling.of(style)
        self.labels: dict[str, int] = {}
        self.lines: dict[int, int] = {}
        self.sections = self.pictures = 0
        self._number(document.blocks, {"equation": 0, "statement": 0, "figure": 0})
        self._printers: dict[type, Callable[[Any], str]] = {
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

    def sections_of(self, blocks: Sequence[Block]) -> tuple[str, str]:
        """Give what stands before the first heading, and all sections, each of which can be folded."""
        front: list[str] = []
        sections: list[list[str]] = []
        for block in blocks:
            if isinstance(block, Heading):
                sections.append([self._heading(block)])
            else:
                (sections[-1] if sections else front).append(self.block(block))
        folded = (
            f"<section><details open><summary>{head}</summary>\n{''.join(body)}</details></section>\n"
            for head, *body in sections
        )
        return "".join(front), "".join(folded)

    def block(self, block: Block) -> str:
        """Give one block."""
        return self._printers[type(block)](block) + "\n"

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Give blocks one after the other."""
        return "".join(map(self.block, blocks))

    def _source(self, latex: str) -> str:
        """Keep LaTeX in the page for the button that copies it; the text of a script element is not escaped."""
        safe = latex.replace("</", "<\\/")
        return f'<script type="text/plain" class="tex">{safe}</script>' if self.copied else ""

    # ---- words in a line ---------------------------------------------------------

    def spans(self, spans: Spans) -> str:
        """Give words and formulas in a line."""
        parts: list[str] = []
        for before, span in zip((None, *spans), spans, strict=False):
            closing = _CLOSING.match(span.text) if isinstance(before, Math) and isinstance(span, Text) else None
            if closing is None or not isinstance(span, Text):
                parts.append(self._inline(span))
                continue
            # No line may begin with the point that ends a formula.
            head, formula, end = parts[-1].rpartition('<span class="im')
            parts[-1] = f'{head}<span class="nb">{formula}{end}{closing[0]}</span>'
            parts.append(escape(span.text[closing.end() :]))
        return "".join(parts)

    def _inline(self, span: Inline) -> str:  # noqa: PLR0911 - one return a kind
        match span:
            case Text(text):
                return escape(text)
            case Strong(text):
                return f"<strong>{escape(text)}</strong>"
            case Emph(text):
                kind = ' class="upright"' if east_asian(text) else ""  # Hangul has no italics
                return f"<em{kind}>{escape(text)}</em>"
            case Code(text):
                return f"<code>{escape(text)}</code>"
            case Math(node, tall):
                # A line may end before each relation: every side is a formula of its own.
                return "<wbr>".join(self._side(part, tall=tall) for part in _sides(node))
            case Ref(label):
                number = self.labels.get(label, "")
                named = f"({number})" if label.startswith("eq:") else f"{escape(self._kind(label))} {number}"
                return f'<a href="#{_id(label)}">{named}</a>'
            case Cite(key):
                return f'<a href="#{_id("ref:" + key)}">[{self._reference_number(key)}]</a>'

    def _side(self, node: Node, *, tall: bool) -> str:
        kind = "im wide" if width(node) > PHONE else "im"  # a wide one scrolls, but has no baseline
        return f'<span class="{kind}">{self.formula.math(node, tall=tall)}</span>'

    def _kind(self, label: str) -> str:
        return self._say(KINDS[label.partition(":")[0]])

    def _say(self, key: str) -> str:
        return self.words.word(key)

    def _reference_number(self, key: str) -> int:
        lists = [block for block in self.document.blocks if isinstance(block, References)]
        return [name for block in lists for name, _, _ in block.items].index(key) + 1

    # ---- blocks ------------------------------------------------------------------

    def _heading(self, heading: Heading) -> str:
        self.sections += 1
        return f'<h2 id="{_id("sec:" + (heading.label or str(self.sections)))}">{self.spans(heading.spans)}</h2>'

    def _paragraph(self, paragraph: Paragraph) -> str:
        kind = ' class="quiet"' if paragraph.quiet else ""
        return f"<p{kind}>{self.spans(paragraph.spans)}</p>"

    def _statement(self, statement: Stated) -> str:
        head = f"<strong>{escape(self._say(f'kind.{statement.kind}'))} {self.labels[statement.label]}.</strong> "
        kind = "statement boxed" if statement.boxed else "statement"
        return f'<div class="{kind}" id="{_id(statement.label)}">{self._led(head, statement.body)}</div>'

    def _proof(self, proof: Proof) -> str:
        head = self._inline(Emph(self._say("proof"))) + " "
        end = '<span class="qed" role="img" aria-label="∎">□</span>'
        if proof.body and isinstance(proof.body[-1], Paragraph):
            last = f"<p>{self.spans(proof.body[-1].spans)}{end}</p>"
            return f'<div class="proof">{self._led(head, proof.body[:-1])}{last}</div>'
        return f'<div class="proof">{self._led(head, proof.body)}<p>{end}</p></div>'

    def _led(self, head: str, body: Sequence[Block]) -> str:
        """Put a head into the first paragraph."""
        if body and isinstance(body[0], Paragraph):
            return f"<p>{head}{self.spans(body[0].spans)}</p>\n{self.blocks(body[1:])}"
        return f"<p>{head}</p>\n{self.blocks(body)}"

    def _equation(self, equation: Equation) -> str:
        formula = self.formula.math(equation.node, display=True, copied=True)
        number = f'<span class="no">({self.labels[equation.label]})</span>' if equation.label else ""
        place = f' id="{_id(equation.label)}"' if equation.label else ""
        return f'<div class="fm eq"{place}>{formula}{number}</div>'

    def _chain(self, chain: Chain) -> str:
        rows = []
        for line in chain.lines:
            if isinstance(line, Interlude):
                rows.append(f'<tr class="between"><td colspan="4">{self.spans(line.spans)}</td></tr>')
                continue
            left = "" if line.left is None else self.formula.math(line.left)
            right = f'<math displaystyle="true">{self.formula.inner(line.right, display=True)}</math>'
            number = f"({self.lines[id(line)]})"
            place = f' id="{_id(line.label)}"' if line.label else ""
            rows.append(
                f'<tr{place}><td class="lhs">{left}</td><td class="rhs">{right}</td>'
                f'<td class="why">{self.spans(line.why)}</td><td class="no">{number}</td></tr>'
            )
        lines = [line for line in chain.lines if isinstance(line, ChainLine)]
        source = "\\begin{align*}\n" + " \\\\\n".join(map(self._line_latex, lines)) + "\n\\end{align*}"
        return f'<table class="chain" role="presentation">{"".join(rows)}</table>{self._source(source)}'

    def _line_latex(self, line: ChainLine) -> str:
        left = "" if line.left is None else self.formula.latex(line.left)
        return f"  {left} &{self.formula.latex(line.right)}"

    def _display(self, display: Display) -> str:
        # Formulas alone may stand on several lines: each of them, and each part between wide spaces, is one.
        lined = not any(isinstance(part, Grid) for part in display.parts)
        parts = [
            self.grid(part) if isinstance(part, Grid) else self.formula.math(part, display=True)
            for whole in display.parts
            for part in (_apart(whole) if lined and not isinstance(whole, Grid) else [whole])
        ]
        kind = "scroll display lined" if lined else "scroll display"
        note = f'<span class="quiet">{self.spans(display.note)}</span>' if display.note else ""
        source = self.plain.display(display.parts)
        return f'<div class="{kind}"{self._region(display)}>{"".join(parts)}{note}{self._source(source)}</div>'

    def _region(self, display: Display) -> str:
        """Let keys scroll a matrix that is wider than the window, and say what it is."""
        grids = [part for part in display.parts if isinstance(part, Grid) and part.over is not None]
        if not grids:
            return ""
        shape = {"rows": len(grids[0].cells), "columns": len(grids[0].cells[0])}
        words = words_in(self.document.lang)["matrix.region"].format(**shape)
        return f' role="region" tabindex="0" aria-label="{escape(words)}"'

    def grid(self, grid: Grid) -> str:
        """Give a matrix as a table with the colours of the taps."""
        labelled = grid.down is not None and grid.over is not None
        rows = []
        for r, row in enumerate(grid.cells):
            kind = ' class="rule"' if r in grid.row_rules else ""
            place, side = "", ""
            if grid.down is not None:
                place = "" if labelled else _place(grid.down, r)
                side = self._named(grid.down, r, "row") if labelled else ""
            cells = "".join(self._cell(cell, c in grid.column_rules) for c, cell in enumerate(row))
            rows.append(f"<tr{kind}{place}>{side}{cells}</tr>")
        # Names beside the rows stand for the brackets.
        kind = "grid held" if labelled else "grid fenced" if grid.fenced else "grid"
        if len(grid.cells[0]) > BROAD:
            kind += " broad"
        head = f"<caption>{self.spans(grid.caption)}</caption>" if grid.caption else ""
        if labelled and grid.over is not None:
            names = "".join(self._named(grid.over, c, "col") for c in range(len(grid.over.places)))
            head += f"<thead><tr><td></td>{names}</tr></thead>"
        return f'<table class="{kind}">{head}<tbody>{"".join(rows)}</tbody></table>'

    def _named(self, entries: Entries, number: int, scope: str) -> str:
        """Give the name of a row or of a column; the script finds the cells of an entry by it."""
        index = ",".join(str(place + self.spelling.base) for place in entries.places[number])
        letter = escape(self.spelling.letter(Sign(entries.letter[0])))
        mark = "′" * entries.letter.endswith("'")
        return f'<th scope="{scope}"{_place(entries, number)}><i>{letter}</i>{mark}<sub>{index}</sub></th>'

    def _cell(self, cell: Node, ruled: bool) -> str:  # noqa: FBT001 - private
        classes = ["bar"] * ruled
        if isinstance(cell, Chip):
            classes += ["tap", tap_colour(self.document.kernel, cell.tap).name]
            text = self.formula.math(cell.label)
        elif isinstance(cell, Sym) and cell.name in DOTS:
            classes.append(cell.name)
            text = DOTS[cell.name]
        else:
            text = self.formula.math(cell)
        kind = f' class="{" ".join(classes)}"' if classes else ""
        return f"<td{kind}>{text}</td>"

    def _table(self, table: Table) -> str:
        head = "".join(f'<th scope="col">{self.spans(cell)}</th>' for cell in table.head)
        rows = "".join(self._row(row) for row in table.rows)
        thead = f"<thead><tr>{head}</tr></thead>" if head else ""
        return f'<div class="scroll"><table class="plain">{thead}<tbody>{rows}</tbody></table></div>'

    def _row(self, row: TableRow) -> str:
        kind = ' class="apart"' if row.apart else ""
        kind += f' data-j="{",".join(map(str, row.entry))}"' if row.entry is not None else ""
        first, *rest = (self.spans(cell) for cell in row.cells)
        cells = "".join(f"<td>{cell}</td>" for cell in rest)
        return f'<tr{kind}><th scope="row">{first}</th>{cells}</tr>'

    def _columns(self, columns: Columns) -> str:
        right = f"<div>{self.blocks(columns.right)}</div>" if columns.right else ""
        return f'<div class="columns"><div>{self.blocks(columns.left)}</div>{right}</div>'

    def _figure(self, figure: Illustration) -> str:
        if isinstance(figure.model, Display):
            picture = self._display(figure.model)
        else:
            self.pictures += 1
            name = f"fig{self.pictures}-{figure.model.name}"
            drawn = svg(figure.model, spelling=self.spelling, caption=False, style=False, name=name)
            picture = f'<div class="scroll picture">{drawn}</div>'
        if not figure.label:
            return picture
        named = f"{escape(self._say('figure'))} {self.labels[figure.label]}"
        caption = f"<strong>{named}.</strong> {self.spans(figure.caption)}"
        return f'<figure id="{_id(figure.label)}">{picture}<figcaption>{caption}</figcaption></figure>'

    def _references(self, references: References) -> str:
        items = "".join(f'<li id="{_id("ref:" + key)}">{self.spans(spans)}</li>' for key, _, spans in references.items)
        title = escape(self._say("heading.references"))
        return f'<h3>{title}</h3><ol class="references">{items}</ol>'

    def _number(self, blocks: Sequence[Block], counts: dict[str, int]) -> None:
        """Count statements and equations in the order of the page."""
        for block in blocks:
            if isinstance(block, Stated):
                counts["statement"] += 1
                self.labels[block.label] = counts["statement"]
                self._number(block.body, counts)
            elif isinstance(block, Proof):
                self._number(block.body, counts)
            elif isinstance(block, Columns):
                self._number((*block.left, *block.right), counts)
            elif isinstance(block, Illustration) and block.label:
                counts["figure"] += 1
                self.labels[block.label] = counts["figure"]
            elif isinstance(block, Equation) and block.label:
                counts["equation"] += 1
                self.labels[block.label] = counts["equation"]
            elif isinstance(block, Chain):
                for line in block.lines:
                    if isinstance(line, ChainLine):
                        counts["equation"] += 1
                        self.lines[id(line)] = self.labels[line.label] = counts["equation"]


def _sides(node: Node) -> list[Node]:
    """Part a chain such as a = b = c before every equals sign but the first; none in brackets is one."""
    if not isinstance(node, Row):
        return [node]
    deep, places = 0, []
    for n, item in enumerate(node.items):
        if isinstance(item, Sym):
            deep += (item.name in OPENING) - (item.name in CLOSING)
            places += [n] if item.name == "=" and not deep else []
    ends = [0, *places[1:], len(node.items)]
    return [Row(node.items[a:b]) for a, b in pairwise(ends)] if places[1:] else [node]


def _apart(node: Node) -> list[Node]:
    """Part formulas that stand beside one another; a space alone is nothing."""
    items = node.items if isinstance(node, Row) else (node,)
    places = [-1, *(n for n, item in enumerate(items) if item == Sym(";")), len(items)]
    runs = (items[a + 1 : b] for a, b in pairwise(places))
    return [Row(run) for run in runs if run]


def _place(entries: Entries, number: int) -> str:
    """Say which entry a row or a column is, from 0 whatever is printed: j of x and of x′, o of y."""
    name = "o" if entries.letter == "y" else "j"
    return f' data-{name}="{",".join(map(str, entries.places[number]))}"'


def _id(label: str) -> str:
    return label.replace(":", "-").replace(".", "-")
