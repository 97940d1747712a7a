"""Small pictures of the whole, beside the pictures that show a part: where the row is in Cᵀ, where the window is.

They are drawn once; the script moves the mark alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod

from symtconv.geometry import Axis
from symtconv.rendering.figures.figure import Index
from symtconv.rendering.printers.html.marks import WHOLE
from symtconv.rendering.printers.html.pictures.state import ROWS
from symtconv.rendering.printers.html.scene import Scene

TALL, BROAD, LARGEST = 130, 110, 6
"""Height and width of a map, and the side of a cell, at most."""

CELLS = 600
"""Entries of a block up to which each is a square; beyond, a line along its diagonal stands for a run of them."""

LINES = 3000
"""Stretches of taps up to which a matrix is drawn; beyond, its outline alone."""

BLOCKS = 256
"""Pairs of channels up to which their blocks are drawn."""


@dataclass(frozen=True, slots=True)
class Map:
    """A picture of the whole, and the numbers that its words name."""

    picture: str
    slots: dict[str, str]


def maps(scene: Scene) -> dict[str, Map]:
    """Give the maps that a layer needs, by the picture that they belong to."""
    found = {}
    rows, columns = scene.layer.out_channels * prod(scene.layer.output), scene.sources
    if rows > ROWS or scene.layer.has_channels:
        found["matrix"] = Map(_matrix(scene, rows, columns), {"rows": str(rows), "columns": str(columns)})
    sides = [_ends(axis) for axis in (scene.rows, scene.columns)]
    if any(high - low > WHOLE for low, high in sides):
        shown = " × ".join(str(high - low) for low, high in sides[scene.flat :])
        found["lowering"] = Map(_padded(scene, sides), {"size": shown})
    return found


def _matrix(scene: Scene, rows: int, columns: int) -> str:
    """Draw Cᵀ, a path for each tap; every pair of channels that meet uses the same block, other blocks are empty."""
    layer = scene.layer
    high, wide = prod(layer.output), prod(layer.input)
    side = min(TALL / rows, BROAD / columns, LARGEST)
    mark = max(1.0, 2.5 / side)
    pairs = list(product(range(layer.out_channels), range(layer.in_channels)))
    blocks = ""
    if len(pairs) <= BLOCKS:
        for co, ci in pairs:
            meets = layer.channels.weight(co, ci) is not None if layer.has_channels else True
            place = f'x="{ci * wide}" y="{co * high}"'
            used = f'<use href="#block" {place}></use>' if meets else ""
            blocks += f'{used}<rect {place} width="{wide}" height="{high}" class="bk"></rect>'
    paths = "".join(
        f'<path d="{path}" class="{colour}{" sq" if path.endswith("z") else ""}"></path>'
        for colour, path in _paths(scene, (high, wide)).items()
    )
    start = _place(scene, scene.start)
    return (
        f'<svg viewBox="0 0 {columns} {rows}" width="{_short(columns * side)}" height="{_short(rows * side)}" '
        f'preserveAspectRatio="none" aria-hidden="true"><defs><g id="block" class="mp">{paths}</g></defs>{blocks}'
        f'<rect x="0" y="0" width="{columns}" height="{rows}" class="bk"></rect>'
        f'<rect x="0" y="{start}" width="{columns}" height="{_short(mark)}" class="at"></rect></svg>'
    )


def _paths(scene: Scene, shape: tuple[int, int]) -> dict[str, str]:
    """Give the path of each tap's colour in one block: a stretch for every place of the axes before the last."""
    axes = scene.layer.axes
    stretches = prod(axis.size * axis.kernel for axis in axes[:-1]) * axes[-1].kernel
    if stretches > LINES or max(shape) > 10**6:
        return {}
    paths: dict[str, list[str]] = {}
    squares = prod(axis.size * axis.kernel for axis in axes) <= CELLS
    for taps in product(*(range(axis.kernel) for axis in axes)):
        colour = scene.colour(taps[-2] if len(taps) > 1 else 0, taps[-1])
        paths.setdefault(colour, []).extend(_stretches(axes, taps, squares=squares))
    return {colour: "".join(parts) for colour, parts in paths.items()}


def _stretches(axes: tuple[Axis, ...], taps: Index, *, squares: bool) -> Iterator[str]:
    """Give the squares of one tap, or its lines along the last axis, for every place of the others that it joins."""
    last = axes[-1]
    joined = [o for o in range(last.size) if 0 <= last.stride * o + last.dilation * taps[-1] - last.low < last.output]
    if not joined:
        return
    for front in product(*(range(axis.size) for axis in axes[:-1])):
        row, column = 0, 0
        for axis, o, t in zip(axes[:-1], front, taps[:-1], strict=True):
            j = axis.stride * o + axis.dilation * t - axis.low
            if not 0 <= j < axis.output:
                break
            row, column = row * axis.output + j, column * axis.size + o
        else:
            j = last.stride * joined[0] + last.dilation * taps[-1] - last.low
            steps = joined[-1] - joined[0]
            x, y = column * last.size + joined[0], row * last.output + j
            if squares:
                yield from (f"M{x + n} {y + n * last.stride}h1v1h-1z" for n in range(steps + 1))
                continue
            # A line of cells: from the upper left corner of the first to the lower right corner of the last.
            yield f"M{x} {y}l1 1" if steps == 0 else f"M{x} {y}l{steps + 1} {steps * last.stride + 1}"


def _place(scene: Scene, entry: Index) -> int:
    """Give the row of Cᵀ that an entry is."""
    sizes = (*((scene.layer.out_channels,) if scene.layer.has_channels else ()), *scene.layer.output)
    place = 0
    for j, size in zip(entry, sizes, strict=True):
        place = place * size + j
    return place


def _ends(axis: Axis) -> tuple[int, int]:
    last = axis.pad_low + (axis.size - 1) * axis.stride + 1
    return min(0, axis.pad_low), max(axis.output + axis.span - 1, last)


def _padded(scene: Scene, sides: list[tuple[int, int]]) -> str:
    """Draw the outline of the padded input, of y inside it, and of the window."""
    (top, bottom), (left, right) = sides
    down, across = scene.rows, scene.columns
    side = min(BROAD / max(bottom - top, right - left), 4.0)
    _, (row, column) = scene.split(scene.start)
    width, height = right - left, bottom - top
    inner = (
        f'<rect x="{across.pad_low}" y="{down.pad_low}" width="{(across.size - 1) * across.stride + 1}" '
        f'height="{(down.size - 1) * down.stride + 1}" class="z dil"></rect>'
    )
    return (
        f'<svg viewBox="{left} {top} {width} {height}" width="{_short(width * side)}" '
        f'height="{_short(max(height * side, 8))}" preserveAspectRatio="none" aria-hidden="true">{inner}'
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}" class="bk"></rect>'
        f'<rect x="{column}" y="{row}" width="{across.span}" height="{down.span}" class="at"></rect></svg>'
    )


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
