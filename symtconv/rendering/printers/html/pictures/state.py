"""The chosen entry with all that follows from it, and how much of a picture is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.geometry import Axis
from symtconv.rendering.figures.figure import Index
from symtconv.rendering.printers.html.scene import Addend, Depth, Scene

ROWS, COLUMNS, COPIES, WINDOWS, LEADS = 16, 8, 8, 9, 4
"""Rows and columns of Cᵀ, copies that land, windows and slices that are drawn."""

SMALL, STRIPS = 4, 9
"""Entries of y up to which all copies are drawn, landing or not: on a plane and on a line."""

LINE = 24
"""Places of a line up to which it is drawn whole in the scattered strips."""

NARROW, ROOMY = 270, 560
"""Width that a picture has on the page, where four or two stand side by side."""

ROOM, LEGIBLE = 16, 10
"""Cells of all copies on a line, and of the padded input or of x on a side, up to which every cell has its label."""


@dataclass(frozen=True, slots=True)
class State:
    """The chosen entry and everything that follows from it."""

    entry: Index
    front: Index
    row: int
    column: int
    leads: list[Depth]
    terms: list[Addend]


def state(scene: Scene, entry: Index) -> State:
    """Choose an entry."""
    front, (row, column) = scene.split(entry)
    return State(entry, front, row, column, scene.leads(front), scene.terms(entry))


def extent(axis: Axis) -> tuple[int, int]:
    """Give the places of x and of its padding: all that a window or a copy can cover."""
    return min(0, -axis.low), max(axis.output, (axis.size - 1) * axis.stride + axis.span - axis.low)
