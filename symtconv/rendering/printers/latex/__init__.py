"""A document in LaTeX: a complete article, or what an author puts into one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from symtconv.rendering.documents.document import (
    Block,
    Columns,
    Document,
    Illustration,
    Math,
    Proof,
    Spans,
    Stated,
    Title,
)
from symtconv.rendering.documents.measure import span_width
from symtconv.rendering.figures.figure import Figure as Model
from symtconv.rendering.figures.palette import tap_colours
from symtconv.rendering.figures.tikz import STYLES
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.latex.blocks import BlockPrinter, own_labels
from symtconv.rendering.printers.latex.metadata import metadata
from symtconv.rendering.printers.latex.preamble import HEAD, MACROS, PAGE, PAPERS, STANDALONE, TIKZ, colours
from symtconv.rendering.printers.text.formula import formula
from symtconv.rendering.tex.scripts import east_asian
from symtconv.rendering.tex.scripts import preamble as scripts

NEEDS = "% Needs amsmath, amssymb, xcolor{more} and a line of {line:g} mm. Put it into a document by \\input.\n"

FRAGMENT = r"\parindent=0pt \parskip=4pt plus 1pt \emergencystretch=3em \hbadness=2000"
"""How paragraphs are set inside the group of a fragment."""

HEIGHTS = {"a4": "255mm", "letter": "237mm"}

LARGE = 78.0
"""A title wider than this, measured in small type, is set a size smaller."""

_USED = re.compile(r"\\(?:tap|tile|chip)\{(\w+)\}")


def to_latex(document: Document, style: Style | None = None) -> str:
    r"""Give the LaTeX of a document.

    Parameters
    ----------
    document : Document
    style : Style, optional
        With ``fragment``, no preamble: macros and colours stay inside a group, labels get a prefix.

    Returns
    -------
    str
        The same for the same document, byte for byte.

    Examples
    --------
    >>> from symtconv.rendering.documents.words import Words
    >>> title = Title(Words("en").plain("A & B"), "")
    >>> print(to_latex(Document(title, (), (3,))).splitlines()[0])
    \documentclass[10pt,a4paper]{article}
    """
    style = style or Style()
    printer = BlockPrinter(document, style)
    body = printer.blocks(document.blocks)
    pictures = tuple(figures(document.blocks))
    used = set(_USED.findall(body)) | {tap.name[1:] for picture in pictures for tap in picture.taps}
    palette = colours(tap for tap in tap_colours(document.kernel) if tap.name[1:] in used)
    macros = MACROS.strip().replace("%(figure)s", printer.escaped(printer.words.word("figure")))
    macros = macros.replace("%(proof)s", "textbf" if east_asian(printer.words.word("proof")) else "textit")
    title = _title(printer, document.title)
    if pictures:
        macros += f"\n{STYLES}"
    if style.fragment:
        more = ", tikz with its library patterns" if pictures else ""
        needs = NEEDS.format(line=style.line, more=more)
        if needed := scripts(body):
            needs += f"% For XeLaTeX or LuaLaTeX, with this in the preamble:\n{indented(needed)}"
        return f"{needs}\\begingroup\n{palette}{macros}\n{FRAGMENT}\n\n{own_labels(body)}\n\\par\\endgroup\n"
    alone = style.document_class == "standalone"
    head = STANDALONE if alone else HEAD
    for key, value in (
        ("paper", PAPERS[style.paper]),
        ("height", HEIGHTS[style.paper]),
        ("scripts", scripts(title + body)),
        ("tikz", TIKZ if pictures else ""),
    ):
        head = head.replace(f"%({key})s", value)
    # One box as wide as the line, around which standalone cuts the page.
    start, end = ("\\begin{minipage}{152mm}\n", "\n\\end{minipage}") if alone else ("\n", "")
    about = metadata(_unset(document.title.title, style), document.title.author)
    parts = [head, about, palette, macros, PAGE, "\\begin{document}", start + title]
    return "\n".join(part.rstrip("\n") for part in parts) + f"\n\n{body}\n{end}\n\\end{{document}}\n"


def indented(preamble: str) -> str:
    """Give lines of a preamble as comments."""
    return "".join(f"%   {line}\n" for line in preamble.splitlines())


def figures(blocks: Sequence[Block]) -> Iterator[Model]:
    """Yield the pictures among blocks, however deep."""
    for block in blocks:
        match block:
            case Illustration(Model() as model):
                yield model
            case Columns(left, right):
                yield from figures((*left, *right))
            case Stated(_, _, body) | Proof(body):
                yield from figures(body)
            case _:
                pass


def _unset(spans: Spans, style: Style) -> str:
    """Give the words of a title as they stand in a list of files."""
    words = (formula(span.node, style) if isinstance(span, Math) else getattr(span, "text", "") for span in spans)
    return "".join(words).replace("×", "x")


def _title(printer: BlockPrinter, title: Title) -> str:
    size = "LARGE" if span_width(title.title) <= LARGE else "Large"
    lines = [rf"{{\{size}\bfseries\boldmath\raggedright {printer.spans(title.title)}\par}}"]
    if title.author:
        lines.append(rf"\vskip 5pt {{\raggedright {printer.escaped(title.author)}\par}}")
    if title.call:
        lines.append(rf"\vskip 5pt {{\small\ttfamily\raggedright {printer.escaped(title.call, code=True)}\par}}")
    lines.append(r"\vskip 6pt {\color{hair}\hrule height .4pt}\vskip 8pt")
    return "\n".join(lines)


__all__ = ["to_latex"]
