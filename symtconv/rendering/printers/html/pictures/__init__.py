"""The four pictures of one entry, as they stand in the page before any script runs.

``pictures.js`` draws the same pictures for every other entry, function by function with the same names; a test compares
what both draw. Lengths are whole numbers of SVG units.
"""

from __future__ import annotations

from symtconv.rendering.figures.figure import Index
from symtconv.rendering.printers.html.marks import WHOLE
from symtconv.rendering.printers.html.pictures.backward import backward
from symtconv.rendering.printers.html.pictures.lowering import lowering
from symtconv.rendering.printers.html.pictures.matrix import matrix
from symtconv.rendering.printers.html.pictures.scatter import complete, scatter
from symtconv.rendering.printers.html.pictures.state import LINE, ROWS, extent, state
from symtconv.rendering.printers.html.scene import Scene

__all__ = ["DRAWN", "panels", "steady"]

DRAWN = {"matrix": matrix, "lowering": lowering, "scatter": scatter, "backward": backward}
"""The pictures by name, in the order of the page."""


def panels(scene: Scene, entry: Index) -> dict[str, str]:
    """Give the four pictures by name, each the inside of an ``svg`` element with its view box in front."""
    now = state(scene, entry)
    return {name: draw(scene, now) for name, draw in DRAWN.items()}


def steady(scene: Scene, picture: str) -> bool:
    """Whether a picture has the same cells in the same places for every entry, so that one can go along it."""
    if picture == "matrix":
        return scene.shown[0] * scene.shown[1] <= ROWS
    if picture == "scatter":
        most = LINE if scene.flat else 8
        return complete(scene) and all(high - low <= most for low, high in map(extent, (scene.rows, scene.columns)))
    sides = (high - low for low, high in map(extent, (scene.rows, scene.columns)))
    return picture == "backward" and all(side <= WHOLE for side in sides)
