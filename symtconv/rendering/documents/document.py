"""A document as data: blocks of words and formulas, with no LaTeX and no HTML in them.

Every printer (`latex`, `text`, `html`) walks the same blocks; none decides what is said.
"""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.rendering.figures.figure import Figure as Model
from symtconv.rendering.notation.tree import Index, Node


@dataclass(frozen=True, slots=True)
class Text:
    """Words; from here or from the user, so every printer escapes them."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words in bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Emph:
    """Words in italics, or what stands for them in the script."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words as they are typed."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula in a line; a tall one is not made smaller to fit it."""

    node: Node
    tall: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """The number of a labelled equation, statement or figure."""

    label: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A work of the list of references."""

    key: str


Inline = Text | Strong | Emph | Code | Math | Ref | Cite
Spans = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The title block."""

    title: Spans
    call: str
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered section; it begins a new page where less than ``room`` millimetres are left of one."""

    spans: Spans
    label: str = ""
    room: float = 0.0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a quiet one is an aside, ``keep`` holds it on the page of what follows, ``centred`` is for print."""

    spans: Spans
    quiet: bool = False
    keep: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Stated:
    """A definition, proposition or theorem, numbered and labelled."""

    kind: str
    label: str
    body: tuple[Block, ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof; it ends with the sign that ends proofs."""

    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A formula on its own line, numbered if it has a label."""

    node: Node
    label: str = ""


@dataclass(frozen=True, slots=True)
class ChainLine:
    """One line of a chain: what stands left of the relation, the rest, why, and the lemma that proves it in Coq."""

    left: Node | None
    right: Node
    reason: Spans
    label: str = ""
    lemma: str = ""

    @property
    def why(self) -> Spans:
        """The reason, and the lemma in parentheses."""
        return (*self.reason, Text(" ("), Code(self.lemma), Text(")")) if self.lemma else self.reason


@dataclass(frozen=True, slots=True)
class Interlude:
    """Words between the lines of a chain, which keep their alignment."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Chain:
    """Aligned equations, each with a number and a reason."""

    lines: tuple[ChainLine | Interlude, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of x, x′ or y, by letter and index, that the rows or the columns of a matrix stand for."""

    letter: str
    places: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix. ``row_rules`` and ``column_rules`` hold the places before which a rule is drawn.

    An open one (``fenced`` False) is a picture of an array and has no brackets. ``down`` and ``over`` say what rows
    and columns stand for, where a page can use it.
    """

    cells: tuple[tuple[Node, ...], ...]
    row_rules: tuple[int, ...] = ()
    column_rules: tuple[int, ...] = ()
    fenced: bool = True
    caption: Spans = ()
    down: Entries | None = None
    over: Entries | None = None


@dataclass(frozen=True, slots=True)
class Display:
    """Formulas and matrices on a line of their own, with a quiet note at the end."""

    parts: tuple[Node | Grid, ...]
    note: Spans = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table; ``apart`` puts a little space above it, ``entry`` is the entry of x′ that it is about."""

    cells: tuple[Spans, ...]
    apart: bool = False
    entry: Index | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``columns`` has one letter a column: l, r, c, or p for the rest of the line, broken into lines."""

    columns: str
    rows: tuple[TableRow, ...]
    head: tuple[Spans, ...] = ()
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Two stacks of blocks side by side, by their middles or their tops; ``share`` of the line goes to the left one."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    share: float = 0.5
    top: bool = False


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture (its model is a `figures.figure.Figure`), or a display too tall for the text, and a caption.

    One without a label has no number and no caption. ``instead`` is what a reader sees where no picture can be; one
    that ``stays`` floats to no other section.
    """

    model: Model | Display
    caption: Spans
    label: str
    instead: tuple[Block, ...] = ()
    stays: bool = False


@dataclass(frozen=True, slots=True)
class References:
    """The works cited: key, short form for a line, and the entry of the list."""

    items: tuple[tuple[str, str, Spans], ...]


Block = (
    Title | Heading | Paragraph | Stated | Proof | Equation | Chain | Display | Table | Columns
    | Illustration | References
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Document:
    """All blocks in order. ``kernel`` is the shape by which taps are coloured."""

    title: Title
    blocks: tuple[Block, ...]
    kernel: Index
    lang: str = "en"
