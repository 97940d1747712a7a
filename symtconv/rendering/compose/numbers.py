"""Section 7: the user's own numbers, beside the letters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import prod
from typing import Any

from symtconv.rendering.compose.matrix import TALL, WHOLE_ROWS, dots
from symtconv.rendering.compose.setting import Setting
from symtconv.rendering.document import Block, Display, Entries, Grid, Heading, Paragraph
from symtconv.rendering.elide import ends
from symtconv.rendering.facts import Numbers
from symtconv.rendering.measure import grid_cells, width
from symtconv.rendering.notation import ZERO, Chip, Index, Node, Num, Row, Sym, math
from symtconv.rendering.words import joined

SIDE = 6
"""An array of numbers is shown whole up to so many a side."""


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section; nothing without numbers."""
    numbers = setting.facts.numbers
    if numbers is None:
        return ()
    lead = [setting.say("numbers.lead")]
    if max(setting.layer.kernel + setting.layer.input + setting.layer.output) > SIDE:
        lead.append(setting.say("numbers.left"))
    if setting.named or setting.rank > 2:
        lead.append(setting.say("numbers.channels"))
    arrays = (
        (math("y ="), _array(setting, numbers.y, setting.layer.y_shape, taps=False)),
        (math("w ="), _array(setting, numbers.w, weight_shape(setting), taps=True)),
        (math("x' ="), _array(setting, numbers.x, setting.layer.x_shape, taps=False)),
    )
    heading = Heading(setting.say("heading.numbers"), "numbers")
    return (heading, Paragraph(joined(lead), keep=True), *_displays(setting, arrays), *_matrices(setting, numbers))


def weight_shape(setting: Setting) -> Index:
    """Give the shape of the weights as indices name them: with channels only where there are several."""
    return setting.layer.weight_shape if setting.named else setting.layer.kernel


def _displays(setting: Setting, arrays: Sequence[tuple[Node, Grid]]) -> tuple[Block, ...]:
    """Put the arrays side by side where they fit, else one under the other."""
    wide = sum(_wide(grid) for _, grid in arrays) + 66
    if wide > setting.style.line:
        return tuple(Display(parts) for parts in arrays)
    return (Display((*arrays[0], Sym(";"), *arrays[1], Sym(";"), *arrays[2])),)


def _wide(grid: Grid) -> float:
    return len(grid.cells[0]) * max(8.1, max(width(cell) for row in grid.cells for cell in row) + 2.8)


def number(value: Any) -> str:
    """Write a number: an integer as it is, another one with at most six digits."""
    plain = value.item() if hasattr(value, "item") else value
    return str(plain) if isinstance(plain, int) else format(plain, ".6g")


def look_up(nested: Any, index: Index) -> Any:
    """Give an element of nested lists."""
    for place in index:
        nested = nested[place]
    return nested


def _array(setting: Setting, nested: Any, shape: Index, *, taps: bool) -> Grid:
    """Show the last two axes of an array: the first slice, its corners where it is large."""
    front = (0,) * max(len(shape) - min(setting.rank, 2), 0)
    lines = [ends(n, SIDE) for n in shape[len(front) :]]
    rows = lines[0] if len(lines) == 2 else (0,)

    def cell(row: int | None, column: int | None) -> Node:
        if row is None or column is None:
            return dots(row, column)
        index = (*front, *(row, column)[-len(lines) :])
        shown = Num(number(look_up(nested, index)))
        return Chip(shown, index[-setting.rank :]) if taps else shown

    cells = tuple(tuple(cell(row, column) for column in lines[-1]) for row in rows)
    return Grid(cells)


def _matrices(setting: Setting, numbers: Numbers) -> tuple[Block, ...]:
    """Show C and Cᵀ with the numbers, where they can be shown whole."""
    layer = setting.layer
    rows, columns = prod(layer.y_shape), prod(layer.x_shape)
    sources = tuple(product(*map(range, layer.y_shape)))
    entries = tuple(product(*map(range, layer.x_shape)))
    if rows > WHOLE_ROWS or columns > TALL:
        return ()

    def cell(source: Index, entry: Index) -> Node:
        weight = setting.reading.weight(entry, source)
        if weight is None:
            return ZERO
        return Chip(Num(number(look_up(numbers.w, weight))), weight[-setting.rank :])

    cells = tuple(tuple(cell(source, entry) for entry in entries) for source in sources)
    widest = max(width(node) for row in cells for node in row)
    if columns > grid_cells(setting.style.line, widest):
        return ()
    shown: tuple[Block, ...] = (
        Paragraph(setting.say("numbers.matrix"), keep=True),
        Display((math("C ="), Grid(cells, down=Entries("y", sources), over=Entries("x", entries)))),
    )
    y = Grid(tuple((Num(number(look_up(numbers.y, o))),) for o in sources))
    x = Grid(tuple((Num(number(look_up(numbers.x, j))),) for j in entries), down=Entries("x'", entries))
    turned = tuple(zip(*cells, strict=True))
    flipped = Grid(turned, down=Entries("x'", entries), over=Entries("y", sources))
    if rows + 4 > grid_cells(setting.style.line, widest):
        return shown
    return (*shown, Display((math("CT y ="), flipped, y, Row((Sym("="),)), x)))
