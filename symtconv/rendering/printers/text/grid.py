"""Matrices and columns in text, set by the width that is seen."""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.rendering.documents.document import Grid
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Chip, Node, Num, Sub
from symtconv.rendering.printers.text.formula import formula
from symtconv.rendering.tex.scripts import places as shown


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
