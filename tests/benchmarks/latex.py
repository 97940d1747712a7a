"""LaTeX of a 64 × 36 matrix, ours against SymPy's: ``python tests/benchmarks/latex.py``.

Prints the ratio; 50 is asked.
"""

from __future__ import annotations

import sys
from itertools import product
from time import perf_counter

import sympy

from symtconv.geometry import ConvTranspose
from symtconv.proofs.instance import prove
from symtconv.rendering.documents.document import Grid
from symtconv.rendering.documents.facts import Facts
from symtconv.rendering.documents.matrix import whole
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Chip
from symtconv.rendering.printers.latex.formula import FormulaPrinter
from symtconv.rendering.printers.latex.grid import GridPrinter, fitted

ASKED = 50.0
LAYER = ConvTranspose(input=(6, 6), kernel=(3, 3))


def transposed() -> Grid:
    """Give Cᵀ whole, 64 × 36."""
    facts = Facts(layer=LAYER, call="", verdict=prove(LAYER), lowering=LAYER.lowering())
    grid = whole(Setting(facts, Style()), (), 0, named=False)
    return Grid(tuple(zip(*grid.cells, strict=True)), grid.column_rules, grid.row_rules)


def ours_of(printer: FormulaPrinter, grid: Grid) -> str:
    """Print it as a document does: rows, width of the cells, the whole."""
    printed = GridPrinter(printer, grid)
    return printed.latex(fitted(152.0, [printed])[0])


def timed(run, repeats: int = 1) -> float:
    start = perf_counter()
    for _ in range(repeats):
        run()
    return (perf_counter() - start) / repeats


def main() -> int:
    grid = transposed()
    shape = (len(grid.cells), len(grid.cells[0]))
    assert shape == (64, 36), shape
    w = {tap: sympy.Symbol(f"w_{{{tap[0]},{tap[1]}}}") for tap in product(range(3), range(3))}
    dense = sympy.Matrix([[w[c.tap] if isinstance(c, Chip) else 0 for c in row] for row in grid.cells])
    printer = FormulaPrinter(Style(), LAYER.kernel)
    sympy.latex(dense)  # both once before the clock runs
    rounds = [(timed(lambda: ours_of(printer, grid), 20), timed(lambda: sympy.latex(dense))) for _ in range(25)]
    ours, theirs = map(min, zip(*rounds, strict=True))  # in turn, and the least: what disturbs the machine only adds
    ratio = theirs / ours
    print("| LaTeX of Cᵀ, 64 × 36 | ms | ratio |\n| --- | --- | --- |")
    print(f"| sympy.latex | {1000 * theirs:.1f} | {ratio:.0f} |\n| ours | {1000 * ours:.2f} | 1 |")
    return 0 if ratio >= ASKED else 1


if __name__ == "__main__":
    sys.exit(main())
