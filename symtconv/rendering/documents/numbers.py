"""Section 7: the user's own numbers, beside the letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

from symtconv.rendering.documents.document import Block, Display, Grid, Heading, Paragraph
from symtconv.rendering.documents.expression import entry
from symtconv.rendering.documents.facts import Nested
from symtconv.rendering.documents.matrix import dots, fits, levels, transpose_fits, transposed, whole, with_display
from symtconv.rendering.documents.measure import BRACKETS, LEAST_CELL, ROOMY, width
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import joined
from symtconv.rendering.notation.elide import ends
from symtconv.rendering.notation.tree import Chip, Index, Node, Num, Row, Sym, math

SIDE = 6
"""A slice of an array is shown whole up to so many a side."""

SLICES = 9
"""An array with more slices is shown by its first and last."""

BETWEEN = 3.6
"""Space between two slices."""


class Numbered(Setting):
    """A setting whose entries of w, y and x′ are the numbers themselves, for the same matrices as with letters."""

    @cached_property
    def arrays(self) -> dict[str, Nested]:
        """The numbers by the letters that stand for them; a section without numbers asks for none."""
        numbers = self.facts.numbers
        return {} if numbers is None else {"w": numbers.w, "y": numbers.y, "x'": numbers.x}

    def entry(self, role: str, index: Index) -> Node:
        """Give the number at an index; a weight without its channels is one of the first pair."""
        if role not in self.arrays:
            return super().entry(role, index)
        missing = len(self.layer.weight_shape) - len(index) if role == "w" and self.named else 0
        found: Any = self.arrays[role]
        for place in (0,) * missing + index:
            found = found[place]
        return Num(number(found))

    def widest(self, role: str, *, named: bool = True) -> float:  # noqa: ARG002 - a number has no channels in it
        """Give the width of the widest number of an array."""
        return max(width(Num(number(leaf))) for leaf in _leaves(self.arrays[role]))


def _leaves(nested: Any) -> Iterator[Any]:
    if not isinstance(nested, list | tuple):
        yield nested
        return
    for part in nested:
        yield from _leaves(part)


def number(value: Any) -> str:
    """Write a number: an integer as it is, another one with at most six digits."""
    plain = value.item() if hasattr(value, "item") else value
    return str(plain) if isinstance(plain, int) else format(plain, ".6g")


def blocks(setting: Setting) -> tuple[Block, ...]:
    """Give the section; nothing without numbers."""
    if setting.facts.numbers is None:
        return ()
    layer, own = setting.layer, Numbered(setting.facts, setting.style)
    shapes = {"y": layer.y_shape, "w": layer.weight_shape if setting.named else layer.kernel, "x'": layer.x_shape}
    lead = [setting.say("numbers.lead")]
    if max(layer.kernel + layer.input + layer.output) > SIDE:
        lead.append(setting.say("numbers.left"))
    if setting.named or setting.rank > 2:
        lead.append(setting.say("numbers.slices"))
    counts = {role: prod(_fronts(setting, shape)) for role, shape in shapes.items()}
    lead += [
        setting.say("numbers.slices.left", letter=Sym(role), all=str(count))
        for role, count in counts.items()
        if count > SLICES
    ]
    parts = [list(_slices(own, role, shape)) for role, shape in shapes.items()]
    heading = Heading(setting.say("heading.numbers"), "numbers")
    return (heading, Paragraph(joined(lead), keep=True), *_displays(setting, parts), *_matrices(own))


# ---- the three arrays ------------------------------------------------------------

Slice = tuple[tuple[Node | Grid, ...], float]
"""What is displayed, and its width."""


def _fronts(setting: Setting, shape: Index) -> Index:
    """Give the sizes of the indices that name a slice: all but the last two, or but the last one at rank 1."""
    return shape[: len(shape) - min(setting.rank, 2)]


def _slices(setting: Numbered, role: str, shape: Index) -> Iterator[Slice]:
    """Give the slices of an array with their names: all, or the first and the last."""
    fronts = list(product(*map(range, _fronts(setting, shape))))
    for place in ends(len(fronts), SLICES):
        if place is None:
            yield (Sym("cdots"),), 5.0
            continue
        grid = _slice(setting, role, fronts[place], shape[len(fronts[place]) :])
        name = entry(role, fronts[place], setting.base) if fronts[place] else Sym(role)
        widest = max(width(cell.label if isinstance(cell, Chip) else cell) for row in grid.cells for cell in row)
        across = len(grid.cells[0]) * max(LEAST_CELL, widest + ROOMY)
        yield (Row((name, Sym("="))), grid), across + width(name) + BRACKETS - 4


def _slice(setting: Numbered, role: str, front: Index, sizes: Index) -> Grid:
    """Show one slice, its corners where it is large."""
    lines = [ends(n, SIDE) for n in sizes]
    rows = lines[0] if len(lines) == 2 else (0,)

    def cell(row: int | None, column: int | None) -> Node:
        if row is None or column is None:
            return dots(row, column)
        index = (*front, *(row, column)[-len(lines) :])
        return setting.chip(role, index, index[-setting.rank :]) if role == "w" else setting.entry(role, index)

    return Grid(tuple(tuple(cell(row, column) for column in lines[-1]) for row in rows))


def _displays(setting: Setting, arrays: Sequence[Sequence[Slice]]) -> Iterator[Display]:
    """Put slices side by side as far as they fit; an array begins a new line where it does not fit whole."""
    parts: list[Node | Grid] = []
    taken = 0.0
    for slices in arrays:
        whole_array = sum(wide + BETWEEN for _, wide in slices)
        for number, (shown, wide) in enumerate(slices):
            if parts and taken + (wide if number else whole_array) > setting.style.line:
                yield Display(tuple(parts))
                parts, taken = [], 0.0
            parts += [*([Sym(";")] if parts else []), *shown]
            taken += wide + BETWEEN
    yield Display(tuple(parts))


# ---- the two matrices ------------------------------------------------------------


def _matrices(setting: Numbered) -> tuple[Block, ...]:
    """Show C and Cᵀ with the numbers: whole, or of a large C the block that the section on matrices ends with."""
    if setting.reading.is_zero:
        return ()
    if not fits(setting, 0, named=setting.named):
        shown = levels(setting)
        last = max(place for place, block in enumerate(shown) if isinstance(block, Display))
        return (Paragraph(setting.say("numbers.elided"), keep=True), *shown[last:])
    convolution = Display((math("C ="), whole(setting, (), 0, named=setting.named)))
    matrix = with_display(setting, "convolution.numbers", setting.say("numbers.matrix"), convolution)
    if not transpose_fits(setting):
        return matrix
    return (*matrix, *with_display(setting, "transpose.numbers", setting.say("numbers.transpose"), transposed(setting)))
