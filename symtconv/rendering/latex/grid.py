"""A matrix in LaTeX, written by ourselves: an expression printer takes fifty times as long and more."""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.rendering.document import Grid
from symtconv.rendering.latex.formula import FormulaPrinter
from symtconv.rendering.measure import cell_width, width
from symtconv.rendering.notation import ZERO, Chip, Node, Sym

VECTOR = 2.0
"""Space beside the words of a vector."""

BARE = {
    "zero": r"\z",
    "pad": r"\pad",
    "gap": r"\gap",
    "blank": "",
    "cdots": r"\more\cdots",
    "vdots": r"\more\vdots",
    "ddots": r"\more\ddots",
}


def cells(grid: Grid) -> float:
    """Give the width of the widest word of a grid, in millimetres."""
    distinct = {id(cell): cell for row in grid.cells for cell in row}
    return max(width(cell.label if isinstance(cell, Chip) else cell) for cell in distinct.values())


def grid_latex(printer: FormulaPrinter, grid: Grid, wide: float, caption: str = "") -> str:
    """Give a matrix with cells of one width.

    Parameters
    ----------
    wide : float
        Width of a cell in millimetres.
    caption : str
        LaTeX that stands above a grid without brackets.
    """
    lines = _lines(printer, grid.cells, r"\tap" if grid.fenced else r"\tile")
    for number in grid.row_rules:
        lines[number] = rf"\hline {lines[number]}"
    columns = "".join("|" * (number in grid.column_rules) + "c" for number in range(len(grid.cells[0])))
    body = " \\\\\n".join(lines)
    array = f"\\begin{{array}}{{@{{}}{columns}@{{}}}}\n{body}\n\\end{{array}}"
    setup = rf"\cells{{{wide:g}mm}}"
    if grid.fenced:
        return rf"\left[\,{setup}{array}\,\right]"
    return f"{setup}\\captioned{{{caption}}}{{{array}}}" if caption else setup + array


def _lines(printer: FormulaPrinter, rows: Sequence[Sequence[Node]], command: str) -> list[str]:
    """Give the rows as text; a cell that is the same object again is looked up, not printed again."""
    zero, texts = BARE["zero"], dict[int, str]()
    known = texts.get

    def new(cell: Node) -> str:
        return texts.setdefault(id(cell), _cell(printer, cell, command))

    return [" & ".join([zero if cell is ZERO else known(id(cell)) or new(cell) for cell in row]) for row in rows]


def _cell(printer: FormulaPrinter, cell: Node, command: str) -> str:
    if isinstance(cell, Sym) and cell.name in BARE:
        return BARE[cell.name]
    if isinstance(cell, Chip):
        return f"{command}{{{printer.colour(cell)}}}{{{printer.latex(cell.label)}}}"
    return rf"\cell{{{printer.latex(cell)}}}"


def fitted(room: float, grids: Sequence[Grid]) -> list[float]:
    """Give the cell widths of grids that share so much room: a vector as wide as its words, the others alike."""
    widest = [cells(grid) for grid in grids]
    lone = len(grids) == 1
    vectors = [not lone and len(grid.cells[0]) == 1 for grid in grids]
    room -= sum(word + VECTOR for word, vector in zip(widest, vectors, strict=True) if vector)
    columns = sum(len(grid.cells[0]) for grid, vector in zip(grids, vectors, strict=True) if not vector)
    return [
        round(word + VECTOR, 2) if vector else cell_width(room, columns, word)
        for word, vector in zip(widest, vectors, strict=True)
    ]
