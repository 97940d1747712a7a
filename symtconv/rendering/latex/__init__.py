"""A document in LaTeX: a complete article, or what an author puts into one."""

from __future__ import annotations

import re

from symtconv.rendering.document import Document, Title
from symtconv.rendering.latex.blocks import BlockPrinter
from symtconv.rendering.latex.preamble import HEAD, MACROS, PAGE, PAPERS, STANDALONE, colours
from symtconv.rendering.palette import tap_colours
from symtconv.rendering.style import Style

NEEDS = "% Needs amsmath, amssymb and xcolor, and a line of {line:g} mm or more. Put it into a document by \\input.\n"

HEIGHTS = {"a4": "246mm", "letter": "228mm"}

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
    >>> from symtconv.rendering.words import Words
    >>> title = Title(Words("en").plain("A & B"), "")
    >>> print(to_latex(Document(title, (), (3,))).splitlines()[0])
    \documentclass[10pt,a4paper]{article}
    """
    style = style or Style()
    printer = BlockPrinter(document, style)
    body = printer.blocks(document.blocks)
    used = set(_USED.findall(body))
    palette = colours(tap for tap in tap_colours(document.kernel) if tap.name[1:] in used)
    if style.fragment:
        needs = NEEDS.format(line=style.line)
        return f"{needs}\\begingroup\n{palette}{MACROS.strip()}\n\n{body}\n\\par\\endgroup\n"
    head = STANDALONE if style.document_class == "standalone" else HEAD
    filled = head % {"paper": PAPERS[style.paper], "height": HEIGHTS[style.paper]} if head is HEAD else head
    parts = [filled, palette, MACROS.lstrip(), PAGE.lstrip(), "\\begin{document}\n\n", _title(printer, document.title)]
    return "\n".join(part.strip("\n") for part in parts) + f"\n\n{body}\n\\end{{document}}\n"


def _title(printer: BlockPrinter, title: Title) -> str:
    lines = [rf"{{\LARGE\bfseries\boldmath\raggedright {printer.spans(title.title)}\par}}"]
    if title.author:
        lines.append(rf"\vskip 5pt {{\raggedright {printer.escaped(title.author)}\par}}")
    if title.call:
        lines.append(rf"\vskip 5pt {{\small\ttfamily\raggedright {printer.escaped(title.call)}\par}}")
    lines.append(r"\vskip 6pt {\color{hair}\hrule height .4pt}\vskip 8pt")
    return "\n".join(lines)


__all__ = ["to_latex"]
