"""A matrix in LaTeX, written by ourselves: an expression printer takes fifty times as long and more."""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.rendering.documents.document import Grid
from symtconv.rendering.documents.measure import cell_width, width
from symtconv.rendering.notation.tree import ZERO, Chip, Node, Sym
from symtconv.rendering.printers.latex.formula import FormulaPrinter

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


class GridPrinter:
    """Prints one grid: its rows at once, with the widest word met on the way, the rest when the width is known.

    Parameters
    ----------
    printer : FormulaPrinter
    grid : Grid
    """

    def __init__(self, printer: FormulaPrinter, grid: Grid) -> None:
        self.grid = grid
        self._printer = printer
        self._texts: dict[int, str] = {}
        self.widest = width(ZERO)
        known, new, zero = self._texts.get, self._new, BARE["zero"]
        # A cell that is the same object again is looked up, not printed again.
        self._lines = [
            " & ".join([zero if cell is ZERO else known(id(cell)) or new(cell) for cell in row]) for row in grid.cells
        ]
        for number in grid.row_rules:
            self._lines[number] = rf"\hline {self._lines[number]}"

    def latex(self, wide: float, caption: str = "") -> str:
        """Give the matrix, with cells of one width.

        Parameters
        ----------
        wide : float
            Width of a cell in millimetres.
        caption : str
            LaTeX that stands above a grid without brackets.
        """
        grid = self.grid
        columns = "".join("|" * (number in grid.column_rules) + "c" for number in range(len(grid.cells[0])))
        body = " \\\\\n".join(self._lines)
        array = f"\\begin{{array}}{{@{{}}{columns}@{{}}}}\n{body}\n\\end{{array}}"
        setup = rf"\cells{{{wide:g}mm}}"
        if grid.fenced:
            return rf"\left[\,{setup}{array}\,\right]"
        return f"{setup}\\captioned{{{caption}}}{{{array}}}" if caption else setup + array

    def _new(self, cell: Node) -> str:
        self.widest = max(self.widest, width(cell.label if isinstance(cell, Chip) else cell))
        command = r"\tap" if self.grid.fenced else r"\tile"
        return self._texts.setdefault(id(cell), _cell(self._printer, cell, command))


def _cell(printer: FormulaPrinter, cell: Node, command: str) -> str:
    if isinstance(cell, Sym) and cell.name in BARE:
        return BARE[cell.name]
    if isinstance(cell, Chip):
        return f"{command}{{{printer.colour(cell)}}}{{{printer.latex(cell.label)}}}"
    return rf"\cell{{{printer.latex(cell)}}}"


def fitted(room: float, grids: Sequence[GridPrinter]) -> list[float]:
    """Give the cell widths of grids that share so much room: a vector as wide as its words, the others alike."""
    lone = len(grids) == 1
    across = [len(each.grid.cells[0]) for each in grids]
    vectors = [not lone and columns == 1 for columns in across]
    room -= sum(each.widest + VECTOR for each, vector in zip(grids, vectors, strict=True) if vector)
    columns = sum(columns for columns, vector in zip(across, vectors, strict=True) if not vector)
    return [
        round(each.widest + VECTOR, 2) if vector else cell_width(room, columns, each.widest)
        for each, vector in zip(grids, vectors, strict=True)
    ]
