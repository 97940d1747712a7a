"""The blocks of a document in LaTeX, one method a block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import takewhile
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
    TableRow,
    Text,
)
from symtconv.rendering.documents.measure import FENCE, LEAST_REASON, TEXT, reason_room, span_width, width
from symtconv.rendering.documents.words import KINDS, Words
from symtconv.rendering.figures.figure import Spelling
from symtconv.rendering.figures.tikz import tikz
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.latex.formula import FormulaPrinter
from symtconv.rendering.printers.latex.grid import GridPrinter, fitted
from symtconv.rendering.tex import escape
from symtconv.rendering.tex.scripts import east_asian

OWN = "\0"
"""What labels begin with in a fragment until its text is known; no text of a page holds this character."""

TALL = 8
"""A matrix with more rows has them closer; a table with more may have to go on on the next page."""


class BlockPrinter:
    """Prints the blocks of one document."""

    def __init__(self, document: Document, style: Style) -> None:
        self.document = document
        self.style = style
        self.formula = FormulaPrinter(style, document.kernel)
        self.words = Words(document.lang)
        self.line = style.line
        self._beside = False
        self._printers: dict[type, Callable[[Any], str]] = {
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

    @property
    def _floats(self) -> bool:
        """Whether figures may leave their place: in a document of ours that has pages."""
        return not self.style.fragment and self.style.document_class == "article"

    def block(self, block: Block) -> str:
        """Give one block, without a line break at its end."""
        return self._printers[type(block)](block)

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Give blocks with an empty line between paragraphs; what is displayed joins the paragraph before it."""
        parts: list[str] = []
        for number, block in enumerate(blocks):
            if self._floats and (_begins_proof(blocks, number) or _begins_table(blocks, number)):
                parts.append("\n\n\\holdfigures" * bool(parts))
            tight = bool(parts) and isinstance(block, Display | Equation | Chain)
            last = blocks[number - 1] if number else None
            held = isinstance(last, Paragraph) and last.keep and isinstance(block, Table)
            between = "\n" if tight else "\\par\\nobreak\n" if held else "\n\n"
            parts += [between] * bool(parts) + [self.block(block)]
            if self._floats and _is_long(block):
                parts.append("\n\\releasefigures")
        return "".join(parts)

    # ---- words in a line ---------------------------------------------------------

    def spans(self, spans: Spans) -> str:
        """Give words and formulas in a line."""
        return "".join(map(self._inline, spans))

    def _inline(self, span: Inline) -> str:  # noqa: PLR0911 - one return a kind
        match span:
            case Text(text):
                return self.escaped(text)
            case Strong(text):
                return rf"\textbf{{{self.escaped(text)}}}"
            case Emph(text):
                command = "textbf" if east_asian(text) else "emph"  # Hangul has no italics
                return rf"\{command}{{{self.escaped(text)}}}"
            case Code(text):
                return self._code(text)
            case Math(node, tall):
                size = "\\displaystyle " if tall else ""
                return f"${size}{self.formula.latex(node)}$"
            case Ref(label):
                kind, _, _ = label.partition(":")
                if kind == "eq":
                    return rf"\eqref{{{self.label(label)}}}"
                return rf"{self.escaped(self.words.word(KINDS[kind]))}~\ref{{{self.label(label)}}}"
            case Cite(key):
                return self._cite(key)

    def _cite(self, key: str) -> str:
        if not self.style.fragment:
            return rf"\cite{{{key}}}"
        lists = [block for block in self.document.blocks if isinstance(block, References)]
        return next(self.escaped(short) for block in lists for name, short, _ in block.items if name == key)

    def _code(self, text: str) -> str:
        return rf"\texttt{{{self.escaped(text, code=True)}}}"

    def escaped(self, text: str, *, code: bool = False) -> str:
        """Give text escaped, with the spaces at its ends kept; ``code`` is for typewriter type."""
        inner = escape.latex(text, unicode_engine=self.style.takes_unicode, code=code)
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() and text.strip() else ""
        return f"{before}{inner}{after}"

    def label(self, label: str) -> str:
        """Give a label, marked where it stands among an author's: see `own_labels`."""
        return OWN + label if self.style.fragment else label

    # ---- blocks ------------------------------------------------------------------

    def _heading(self, heading: Heading) -> str:
        command = "subsection" if self.style.fragment else "section"
        label = rf"\label{{{self.label('sec:' + heading.label)}}}" if heading.label else ""
        room = f"\\room{{{heading.room:g}mm}}\n" if heading.room and self._floats else ""
        return rf"{room}\{command}{{{self.spans(heading.spans)}}}{label}"

    def _paragraph(self, paragraph: Paragraph) -> str:
        words = self.spans(paragraph.spans)
        if paragraph.quiet:
            return rf"\quietly{{{words}}}"
        if paragraph.centred:
            return rf"{{\centering {words}\par}}"
        return words

    def _statement(self, statement: Stated) -> str:
        kind = self.escaped(self.words.word(f"kind.{statement.kind}"))
        label = rf"\label{{{self.label(statement.label)}}}"
        start = f"\\begin{{statement}}{{{kind}}}{{{statement.kind}}}{label}"
        body = f"{start}\n{self.blocks(statement.body)}\n\\end{{statement}}"
        return f"\\enclose{{%\n{body}}}" if statement.boxed else body

    def _proof(self, proof: Proof) -> str:
        return (
            f"\\begin{{proof}}{{{self.escaped(self.words.word('proof'))}}}\n{self.blocks(proof.body)}\n\\end{{proof}}"
            + "\n\\releasefigures" * self._floats
        )

    def _equation(self, equation: Equation) -> str:
        formula = self.formula.latex(equation.node)
        if not equation.label:
            return f"\\[\n  {formula}\n\\]"
        return f"\\begin{{equation}}\\label{{{self.label(equation.label)}}}\n  {formula}\n\\end{{equation}}"

    def _chain(self, chain: Chain) -> str:
        lines = [line for line in chain.lines if isinstance(line, ChainLine)]
        room = reason_room(self.line, lines)
        parts = []
        for number, line in enumerate(chain.lines):
            if isinstance(line, Interlude):
                parts.append(rf"\intertext{{{self.spans(line.spans)}}}")
                continue
            before, after = chain.lines[:number][::-1], chain.lines[number + 1 :]
            parts.append(self._line(line, room) + _ending(_run(before), _run(after)))
        body = "\n".join(parts)
        return f"\\begin{{align}}\n{body}\n\\end{{align}}"

    def _line(self, line: ChainLine, room: float) -> str:
        left = "" if line.left is None else self.formula.latex(line.left) + " "
        label = rf" \label{{{self.label(line.label)}}}" if line.label else ""
        start = f"  {left}&{self.formula.latex(line.right)}"
        if self.style.fragment:  # how wide the author's line is, TeX knows
            return rf"{start} \why{{{self.line - room:g}mm}}{{{self.spans(line.why)}}}{{{label.strip()}}}"
        if room < LEAST_REASON:
            return rf"{start}{label} \\*[-2pt]" + f"\n  &\\qquad{self._reason(line, self.line - 45)} \\notag"
        return rf"{start} &&{self._reason(line, room)}{label}"

    def _reason(self, line: ChainLine, room: float) -> str:
        """Give a reason; where it is too long for a line, its lemma begins the next."""
        if span_width(line.why) <= room:
            return rf"\since{{{self.spans(line.why)}}}"
        words = self.spans(line.reason)
        if line.lemma:
            words += rf"\\ ({self._code(line.lemma)})"
        return rf"\since{{\parbox[t]{{{room:g}mm}}{{\raggedright {words}}}}}"

    def _display(self, display: Display) -> str:
        return f"\\[\n{self._parts(display)}\n\\]"

    def _parts(self, display: Display) -> str:
        """Give formulas and matrices without the signs that open and close mathematics."""
        grids = [GridPrinter(self.formula, part) for part in display.parts if isinstance(part, Grid)]
        note = ""
        beside = sum(TEXT * width(part) for part in display.parts if not isinstance(part, Grid))
        note_width = span_width(display.note) + 6 if display.note else 0
        room = self.line - beside - note_width - FENCE * len(grids) - 3 - bool(self.style.symbols) * len(grids)
        printed = iter(zip(grids, fitted(room, grids), strict=True))
        parts = []
        for part in display.parts:
            if isinstance(part, Grid):
                grid, wide = next(printed)
                parts.append(grid.latex(wide, self.spans(part.caption)))
            else:
                parts.append(self.formula.latex(part))
        stretch = "1.1" if any(len(each.grid.cells) > TALL for each in grids) else "1.22"
        setup = f"\\clear \\arraycolsep=0pt \\arrayrulewidth=.3pt \\def\\arraystretch{{{stretch}}}\n" if grids else ""
        if display.note:
            note = rf" \quad \text{{\small\color{{quiet}}{self.spans(display.note)}}}"
        # How wide the author's line is nobody knows here.
        start, end = ("\\within{%\n", "}") if grids and self.style.fragment else ("", "")
        return setup + start + "\n".join(parts) + note + end

    def _table(self, table: Table) -> str:
        if table.centred:
            return self._rows(table)
        columns = table.columns.replace("@", r"@{\quad}" if self.style.fragment else r"@{\qquad}")
        if "p" in columns:
            rest = self._rest(table)
            # The rest of the author's line, of ours, or of that in a frame.
            wide = rf"\dimexpr\linewidth-{self.line - rest:g}mm"
            columns = columns.replace("p", rf"@{{\quad}}p{{{wide}}}")
        head = ""
        if table.head:
            head = self._row(table, TableRow(table.head)) + r" \\ \hline\rule{0pt}{4.6mm}%" + "\n"
        rows = []
        for number, row in enumerate(table.rows):
            following = table.rows[number + 1] if number + 1 < len(table.rows) else None
            end = "" if following is None else r" \\[3pt]" if following.apart else r" \\"
            rows.append(self._row(table, row) + end)
        setup = r"\small\def\arraystretch{1.12}\arrayrulewidth=.3pt"
        body = f"\\begin{{tabular}}{{@{{}}{columns}@{{}}}}\n{head}" + "\n".join(rows) + "\n\\end{tabular}"
        return f"{{{setup}\n{body}\\par}}"

    def _rows(self, table: Table) -> str:
        """Give a centred table by ``halign``: a page may end between its rows, as in no tabular."""
        lines = [r"\strut#\hfil" + r"&#\hfil" * (len(table.columns.replace("@", "")) - 1)]
        if table.head:
            lines += [self._row(table, TableRow(table.head)), r"\noalign{\ruled}%"]
        last = len(table.rows) - 1
        for number, row in enumerate(table.rows):
            if number and (number in {1, last} or row.apart):
                lines.append(rf"\noalign{{{self._between(number, last, apart=row.apart)}}}%")
            lines.append(self._row(table, row))
        body = "\n".join(line if line.endswith("%") else rf"{line}\cr" for line in lines)
        return f"{{\\rows\\halign to\\linewidth{{{body}}}}}\\vskip 6pt"

    @staticmethod
    def _between(number: int, last: int, *, apart: bool) -> str:
        """Give what stands before a row: two rows stay together at either end, and a page ends best between blocks."""
        return (r"\nobreak" if number in {1, last} else r"\penalty-100") + r"\vskip 3pt" * apart

    def _row(self, table: Table, row: TableRow) -> str:
        letters = table.columns.replace("@", "")
        starts = [r"\rightskip=0pt plus 1fil\relax " * (letter == "p") for letter in letters]
        return " & ".join(start + self.spans(cell) for start, cell in zip(starts, row.cells, strict=True))

    def _rest(self, table: Table) -> float:
        """Give what is left of the line for the column that is broken into lines."""
        other = [n for n, letter in enumerate(table.columns.replace("@", "")) if letter != "p"]
        taken = sum(max(span_width(row.cells[n]) for row in table.rows) + 4 for n in other)
        return round(self.line - taken - 3, 1)

    def _columns(self, columns: Columns) -> str:
        left = self._minipage(columns.left, columns.share, top=columns.top)
        if not columns.right:
            return left
        right = self._minipage(columns.right, round(0.98 - columns.share, 2), top=columns.top)
        if all(isinstance(block, Illustration) and block.label for block in (*columns.left, *columns.right)):
            return self._set_apart(f"{left}\\hfill\n{right}")
        return f"{left}\\hfill\n{right}\\par\\vskip 4pt"

    def _minipage(self, blocks: Sequence[Block], share: float, *, top: bool) -> str:
        whole, self.line, self._beside = self.line, self.line * share, True
        body = self.blocks(blocks)
        self.line, self._beside = whole, False
        where = "[t]" if top else "[c]"
        start = "\\vspace{0pt}" if top else ""
        return f"\\begin{{minipage}}{where}{{{share:.2f}\\linewidth}}{start}\n{body}\n\\end{{minipage}}"

    def _figure(self, figure: Illustration) -> str:
        picture = f"{{\\centering\n{self._picture(figure)}\\par}}"
        if not figure.label:
            return picture
        captioned = f"{picture}\n\\figurecaption{{{self.label(figure.label)}}}{{{self.spans(figure.caption)}}}"
        return captioned if self._beside else self._set_apart(captioned, stays=figure.stays)

    def _set_apart(self, body: str, *, stays: bool = False) -> str:
        """Let figures go to the next page where this one has no room, so that the text fills it."""
        if self._floats and not stays:
            return f"\\begin{{figure}}[!htp]\n{body}\n\\end{{figure}}"
        return f"\\begin{{still}}\n{body}\n\\end{{still}}"

    def _picture(self, figure: Illustration) -> str:
        if isinstance(figure.model, Display):
            return f"${self._parts(figure.model)}$"
        return tikz(figure.model, spelling=Spelling.of(self.style), preamble=False)

    def _references(self, references: References) -> str:
        if self.style.fragment:
            return ""
        items = "\n".join(rf"\bibitem{{{key}}} {self.spans(spans)}" for key, _, spans in references.items)
        title = self.escaped(self.words.word("heading.references"))
        return (
            f"\\renewcommand\\refname{{{title}}}\n"
            "\\begin{thebibliography}{9}\\small\\setlength{\\itemsep}{0pt}\\setlength{\\parskip}{1pt}\n"
            f"{items}\n\\end{{thebibliography}}"
        )


def own_labels(body: str) -> str:
    """Name the labels of a fragment after its text: several meet in one article, and none may name another's equation.

    A whole article keeps its labels short, for whoever writes on in it.
    """
    return body.replace(OWN, f"symtconv:{sha256(body.encode()).hexdigest()[:8]}:")


def _run(lines: Sequence[ChainLine | Interlude]) -> int:
    """Count the lines up to words that interrupt a chain."""
    return next((number for number, line in enumerate(lines) if isinstance(line, Interlude)), len(lines))


def _ending(before: int, after: int) -> str:
    """End a line of a chain; two lines stay together at either end, so that a page has none of them alone."""
    if not after:
        return ""
    return r" \\*" if before == 0 or after == 1 else r" \\"


def _begins_table(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether a section with a long table begins here: no figure that waits may fall among its rows."""
    if not isinstance(blocks[number], Heading):
        return False
    return any(map(_is_long, takewhile(lambda block: not isinstance(block, Heading), blocks[number + 1 :])))


def _is_long(block: Block) -> bool:
    return isinstance(block, Table) and block.centred and len(block.rows) > TALL


def _begins_proof(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether a statement with its proof begins here: at its heading, where it stands right below one."""
    start = number + isinstance(blocks[number], Heading)
    headed = start == number > 0 and isinstance(blocks[number - 1], Heading)
    return not headed and [type(block) for block in blocks[start : start + 2]] == [Stated, Proof]
