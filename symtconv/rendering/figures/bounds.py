"""How much room shapes take, and moving them, so that a figure begins at (0, 0)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from symtconv.rendering.figures.figure import POINT, Figure, Label, Portion, Shape, Spelling, Stroke, Words, measure

MARGIN = 0.4
"""Room for half a heavy line, in mm."""


def extent(shape: Shape, spelling: Spelling | None = None) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom in mm; words are estimated, in the spelling that is known or in any base."""
    if isinstance(shape, Stroke):
        return min(shape.x1, shape.x2), min(shape.y1, shape.y2), max(shape.x1, shape.x2), max(shape.y1, shape.y2)
    if isinstance(shape, Label):
        width, half = measure(shape.words, shape.size, spelling), shape.size * POINT * 0.6
        left = shape.x - {"start": 0.0, "middle": width / 2, "end": width}[shape.anchor]
        return left, shape.y - half, left + width, shape.y + half
    return shape.x, shape.y, shape.x + shape.width, shape.y + shape.height


def moved(shape: Shape, x: float, y: float) -> Shape:
    """Shift a shape."""
    if isinstance(shape, Stroke):
        return Stroke(shape.x1 + x, shape.y1 + y, shape.x2 + x, shape.y2 + y, shape.kind)
    return replace(shape, x=shape.x + x, y=shape.y + y)


def reach(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom of all shapes."""
    left, top, right, bottom = zip(*map(extent, shapes), strict=True)
    return min(left), min(top), max(right), max(bottom)


def finish(name: str, parts: Iterable[Portion], title: str, caption: Words, description: str) -> Figure:
    """Make a figure of parts that lie anywhere: move them to the origin and take their size."""
    kept = tuple(part for part in parts if part.shapes)
    left, top, right, bottom = reach(shape for part in kept for shape in part.shapes)
    x, y = MARGIN - left, MARGIN - top
    return Figure(
        name=name,
        width=round(right + x + MARGIN, 2),
        height=round(bottom + y + MARGIN, 2),
        parts=tuple(Portion(part.name, tuple(moved(shape, x, y) for shape in part.shapes)) for part in kept),
        title=title,
        caption=caption,
        description=description,
    )
