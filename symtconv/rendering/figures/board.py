"""Boards: grids of cells at a place on the page, with elided rows and columns, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from symtconv.rendering.figures.elision import Ranges
from symtconv.rendering.figures.figure import (
    Cell,
    CellKind,
    Frame,
    FrameKind,
    Label,
    Shape,
    Sign,
    Stroke,
    Tone,
    Words,
    measure,
)
from symtconv.rendering.figures.palette import TapColour


@dataclass(frozen=True, slots=True)
class Board:
    """Square cells of side ``side`` mm from (x, y), for the shown rows and columns."""

    x: float
    y: float
    side: float
    rows: Ranges
    columns: Ranges

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.side * self.columns.length

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.side * self.rows.length

    def corner(self, row: int, column: int) -> tuple[float, float]:
        """Give the upper left corner of a cell."""
        return self.x + self.side * self.columns.position(column), self.y + self.side * self.rows.position(row)

    def cell(self, row: int, column: int, kind: CellKind, shade: float = 0.0, tap: TapColour | None = None) -> Cell:
        """Give a cell."""
        x, y = self.corner(row, column)
        return Cell(x, y, self.side, self.side, kind, tap, shade)

    def tap(self, row: int, column: int, colour: TapColour, name: Words, size: int = 7) -> tuple[Shape, ...]:
        """Give a cell in the colour of a tap, with its name where there is room."""
        x, y = self.corner(row, column)
        return tap_cell(x, y, self.side, self.side, colour, name, size)

    def label(self, row: int, column: int, words: Words, size: int = 8, tone: Tone = "ink", rise: float = 0) -> Label:
        """Write in a cell; ``rise`` lifts the words by a share of the cell."""
        x, y = self.corner(row, column)
        return Label(x + self.side / 2, y + self.side * (0.5 - rise), words, size, tone)

    def frame(self, rows: tuple[int, int], columns: tuple[int, int], kind: FrameKind) -> tuple[Shape, ...]:
        """Outline first … last row and column; a side that is not shown is left open."""
        down, across = self.rows.span(*rows), self.columns.span(*columns)
        if down is None or across is None:
            return ()
        left, right = (self.x + self.side * end for end in across)
        top, bottom = (self.y + self.side * end for end in down)
        closed = {
            "top": rows[0] in self.rows,
            "bottom": rows[1] in self.rows,
            "left": columns[0] in self.columns,
            "right": columns[1] in self.columns,
        }
        if all(closed.values()):
            return (Frame(left, top, right - left, bottom - top, kind),)
        sides = {
            "top": (left, top, right, top),
            "bottom": (left, bottom, right, bottom),
            "left": (left, top, left, bottom),
            "right": (right, top, right, bottom),
        }
        return tuple(Stroke(*sides[name], "edge") for name, is_closed in closed.items() if is_closed)

    def numbers(self, *, top: bool = True, left: bool = True, size: int = 7) -> tuple[Label, ...]:
        """Write numbers at the columns above and the rows to the left, as densely as there is room."""
        across = (
            Label(self.x + self.side * (self.columns.position(c) + 0.5), self.y - 1.7, (Sign("", (c,)),), size, "quiet")
            for c in self._numbered(self.columns, size)
        )
        down = (
            Label(
                self.x - 1, self.y + self.side * (self.rows.position(r) + 0.5), (Sign("", (r,)),), size, "quiet", "end"
            )
            for r in self._numbered(self.rows, size)
        )
        return (*(across if top else ()), *(down if left else ()))

    def left_of_numbers(self, size: int = 7) -> float:
        """Give where the numbers of the rows begin."""
        return self.x - 1 - _widest(self.rows, size)

    def _numbered(self, shown: Ranges, size: int) -> Iterable[int]:
        widest = _widest(shown, size)
        every = next((step for step in (1, 2, 4, 5, 10, 20, 50) if self.side * step >= widest + 0.8), 100)
        return (place for run in shown.runs for n, place in enumerate(run) if n % every == 0)

    def dots(self) -> tuple[Label, ...]:
        """Mark what is left out."""
        middle_x, middle_y = self.x + self.side * self.columns.middle, self.y + self.side * self.rows.middle
        size = 8 if self.side > 3 else 6
        across = (Label(self.x + self.side * gap, middle_y, ("⋯",), size, "quiet") for gap in self.columns.gaps)
        down = (Label(middle_x, self.y + self.side * gap, ("⋮",), size, "quiet") for gap in self.rows.gaps)
        return (*across, *down)

    def title(self, words: Words, *, size: int = 8, above: float = 3.6) -> Label:
        """Write above the middle of the board."""
        return Label(self.x + self.width / 2, self.y - above, words, size, "quiet")


def _widest(shown: Ranges, size: int) -> float:
    return max(measure((Sign("", (place,)),), size) for place in (shown.runs[0].start, shown.runs[-1].stop - 1))


def whole(size: int, low: int = 0) -> Ranges:
    """Show every place."""
    return Ranges((range(low, low + size),))


def tap_cell(
    x: float,
    y: float,
    width: float,
    height: float,
    colour: TapColour,
    words: Words,
    size: int = 7,
    tone: Tone | None = None,
) -> tuple[Shape, ...]:
    """Give a rectangle in the colour of a tap, with words if they fit at 5 points or more."""
    cell = Cell(x, y, width, height, "tap", colour)
    fitting = fit(words, width, height, size) if words else None
    if fitting is None:
        return (cell,)
    return cell, Label(x + width / 2, y + height / 2, words, fitting, tone or colour)


def fit(words: Words, width: float, height: float, size: int) -> int | None:
    """Give the largest of the sizes 5 … ``size`` at which words fit, or None."""
    sizes = [s for s in (10, 9, 8, 7, 6, 5) if s <= size and s * 0.3515 * 0.95 <= height]
    return next((s for s in sizes if measure(words, s) <= width - 0.2), None)


@dataclass(frozen=True, slots=True)
class KeyItem:
    """A sample and what it means."""

    kind: CellKind | FrameKind
    words: Words


def key(items: Sequence[KeyItem], x: float, y: float, width: float) -> tuple[tuple[Shape, ...], float]:
    """Lay samples with their words in lines, and give their height too."""
    shapes: list[Shape] = []
    side, at, line = 4.5, x, y
    for item in items:
        need = side + 1.2 + measure(item.words, 8) + 4
        if at + need - 4 > x + width and at > x:
            at, line = x, line + side + 1.5
        shapes.append(_sample(item.kind, at, line, side))
        shapes.append(Label(at + side + 1.2, line + side / 2, item.words, 8, anchor="start"))
        at += need
    return tuple(shapes), line + side - y


def _sample(kind: CellKind | FrameKind, x: float, y: float, side: float) -> Shape:
    if kind in {"window", "choice", "edge", "dashed", "rule"}:
        return Frame(x, y, side, side, kind)
    return Cell(x, y, side, side, kind)  # type: ignore[arg-type]  # the kinds of frames are out
