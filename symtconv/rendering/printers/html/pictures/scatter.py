"""The third picture: the copies of the kernel that land on the entry."""

from __future__ import annotations

from html import escape

from symtconv.geometry import Axis
from symtconv.rendering.figures.figure import Index, Sign
from symtconv.rendering.printers.html.marks import Box, clipped, comma, edge, key, more, name, plain, rect, svg
from symtconv.rendering.printers.html.pictures.state import (
    COPIES,
    LINE,
    NARROW,
    ROOM,
    ROOMY,
    SMALL,
    STRIPS,
    State,
    extent,
)
from symtconv.rendering.printers.html.scene import Addend, Scene


def scatter(scene: Scene, now: State) -> str:
    """Draw the weighted kernels that land on the entry; they stand in the shape of y, slices below one another."""
    copies, drawn = _copies(scene, now)
    boxes = [_box(scene, now, at) for _, at, *_ in copies]
    cells = [max(last - first for first, last in sides) for sides in zip(*boxes, strict=True)]
    places = _places(scene, copies)
    lines, columns = (max(found) + 1 for found in zip(*places, strict=True))
    # Titles grow with the picture, which becomes smaller on the page.
    size = min(30, max(13, 13 * columns * (24 * cells[1] + 18) // (ROOMY if scene.broad else NARROW)))
    title = max(
        (200 + 36 * (len(comma(scene, y)) + len(_kernel(scene, front)))) * size // 100 for y, _, front, _ in copies
    )
    wide, high = max(24 * cells[1] + 18, title + 8), 24 * cells[0] + size + 15
    x, z, top = 2, size + 9, 0
    if scene.flat:
        wide, high, x, z, top = title + 24 * cells[1] + 20, 30, title + 16, 2, 18
    legible = columns * 24 * cells[1] <= 24 * ROOM * (2 if scene.broad else 1)
    parts = [_numbers(scene, boxes[0][1], x)] if scene.flat else []
    for copy, box, (line, column) in zip(copies, boxes, places, strict=True):
        left, above = wide * column, top + high * line
        parts.append(_title(scene, copy, left + 2, above + (18 if scene.flat else size), size))
        parts.append(_copy(scene, now, copy, box, left + x, above + z, legible=legible))
    rest = more(scene, len(now.terms), drawn)
    parts.append(plain(2, top + high * lines + size, size, "mut", rest) if rest else "")
    return svg(wide * columns, top + high * lines + (size + 6 if rest else 0), "".join(parts))


Copy = tuple[Index, tuple[int, int], Index, bool]


def complete(scene: Scene) -> bool:
    """Whether y is so small that the copies of all its entries are drawn, landing or not."""
    return not scene.fronts and scene.sources <= (STRIPS if scene.flat else SMALL)


def _copies(scene: Scene, now: State) -> tuple[list[Copy], int]:
    """Give (y, its place, front of w, lands) for every entry of a small y, else for those whose copy lands."""
    landing = {term.y for term in now.terms}
    if complete(scene):
        every = [(o, p) for o in range(scene.rows.size) for p in range(scene.columns.size)]
        return [(scene.join((), o, p), (o, p), (), scene.join((), o, p) in landing) for o, p in every], len(now.terms)
    kept = _kept(scene, now)
    size = 1 if scene.flat else 2
    copies = [(term.y, term.at, term.w[: len(term.w) - size], True) for term in kept]
    # One that misses, unless it made the picture too wide.
    misses = _misses(scene, now, landing) if scene.flat or len({term.at[1] for term in kept}) < _side(scene) else []
    return [*copies, *misses] or [((), (0, 0), (), False)], len(kept)


def _side(scene: Scene) -> int:
    """Give how many copies stand beside one another at most."""
    return 3 if scene.rows.span * scene.columns.span <= 49 else 2


def _kept(scene: Scene, now: State) -> list[Addend]:
    """Give the terms whose copies are drawn: the first rows and columns of y, of as many slices as have room."""
    if scene.flat:
        return now.terms[:COPIES]
    side = _side(scene)
    rows, columns = (sorted({term.at[n] for term in now.terms})[:side] for n in (0, 1))
    room = side * side // max(len(rows) * len(columns), 1) * len(rows) * len(columns)
    return [term for term in now.terms if term.at[0] in rows and term.at[1] in columns][:room]


def _places(scene: Scene, copies: list[Copy]) -> list[tuple[int, int]]:
    """Give line and column of each copy: strips below one another, else the shape of y in each slice."""
    if scene.flat:
        return [(n, 0) for n in range(len(copies))]
    found: dict[tuple[Index, tuple[int, int]], tuple[int, int]] = {}
    start = 0
    for front in dict.fromkeys(y[:-2] for y, *_ in copies):
        own = [at for y, at, *_ in copies if y[:-2] == front]
        rows, columns = (sorted({at[n] for at in own}) for n in (0, 1))
        found |= {(front, at): (start + rows.index(at[0]), columns.index(at[1])) for at in own}
        start += len(rows)
    return [found[y[:-2], at] for y, at, *_ in copies]


def _kernel(scene: Scene, front: Index) -> str:
    """Give the index of a kernel of one pair of channels or of one slice: a point stands for each index of its taps."""
    return comma(scene, front) + (",·" if scene.flat else ",·,·") if front else ""


def _title(scene: Scene, copy: Copy, x: int, y: int, size: int) -> str:
    """Name a copy: the entry of y and the kernel that it weighs."""
    source, _, front, lands = copy
    if not source:
        return ""
    small, drop = (size * 18 + 12) // 25, (size * 6 + 12) // 25
    letters = [escape(scene.spelling.letter(Sign(role))) for role in "yw"]
    kernel = f'<tspan dy="{drop}" font-size="{small}">{_kernel(scene, front)}</tspan>' if front else ""
    return (
        f'<g class="ct{" lit" if lands else ""}" data-o="{key(source)}"><text x="{x}" y="{y}" font-size="{size}">'
        f'<tspan class="v">{letters[0]}</tspan><tspan dy="{drop}" font-size="{small}">{comma(scene, source)}</tspan>'
        f'<tspan dy="-{drop}"> · </tspan><tspan class="v">{letters[1]}</tspan>{kernel}</text></g>'
    )


def _numbers(scene: Scene, columns: tuple[int, int], left: int) -> str:
    """Write the numbers of the places of x′ above the strips."""
    inside = (c for c in range(*columns) if 0 <= c < scene.columns.output)
    base = scene.spelling.base
    return "".join(plain(left + 12 + 24 * (c - columns[0]), 13, 11, "m mut", str(c + base)) for c in inside)


def _misses(scene: Scene, now: State, landing: set[Index]) -> list[Copy]:
    """Give a copy near the entry that does not land on it, where there is one."""
    if not now.leads:
        return []
    down, across, lead = scene.rows, scene.columns, now.leads[0]
    o, p = _latest(down, now.row), _latest(across, now.column)
    for at in ((o, p), (o, p + 1), (o + 1, p), (o, p - 1), (o - 1, p)):
        y = scene.join(lead.y, *at)
        if 0 <= at[0] < down.size and 0 <= at[1] < across.size and y not in landing:
            return [(y, at, lead.w, False)]
    return []


def _latest(axis: Axis, place: int) -> int:
    """Give the last entry of y whose copy begins at a place or before it; the nearest one there is."""
    return max(0, min(axis.size - 1, (place + axis.low) // axis.stride))


def _box(scene: Scene, now: State, at: tuple[int, int]) -> Box:
    """Give the rows and columns of x′ around a copy; all of them where that is little."""
    if scene.flat:  # strips show the same places, so that the entry stands in one column
        low, high = extent(scene.columns)
        whole = high - low <= LINE
        return (0, 1), (low, high) if whole else (max(low, now.column - LINE // 2), min(high, now.column + LINE // 2))
    found = []
    for axis, o, j in ((scene.rows, at[0], now.row), (scene.columns, at[1], now.column)):
        low, high = extent(axis)
        start = axis.stride * o - axis.low
        box = (low, high) if high - low <= 8 else (min(start, j), max(start + axis.span, j + 1))
        found.append(clipped(box, j))
    return found[0], found[1]


def _copy(scene: Scene, now: State, copy: Copy, box: Box, left: int, top: int, *, legible: bool) -> str:
    y, (o, p), *_ = copy
    (r0, r1), (c0, c1) = box
    down, across = scene.rows, scene.columns
    parts = []
    for r in range(r0, r1):
        for c in range(c0, c1):
            x, z = left + 24 * (c - c0), top + 24 * (r - r0)
            inside = 0 <= r < down.output and 0 <= c < across.output
            u, v = r - down.stride * o + down.low, c - across.stride * p + across.low
            tapped = 0 <= u < down.span and 0 <= v < across.span and u % down.dilation == v % across.dilation == 0
            chosen = (r, c) == (now.row, now.column)
            target = f' data-j="{key(scene.join(now.front, r, c))}"' if inside else ""
            if not (tapped and y):
                parts.append(f"<g{target}>{rect(x, z, 24, 24, 'z pad' if inside else 'z crop')}</g>")
                continue
            a, b = u // down.dilation, v // across.dilation
            lit = f' lit" data-o="{key(y)}' if chosen else "" if inside else " cropd"
            parts.append(f'<g class="c {scene.colour(a, b)}{lit}"{target}>{rect(x, z, 24, 24, "bx")}')
            parts.append(
                (name(scene, x + 12, z + 15, 9, "m", "w", scene.join((), a, b)) if legible or chosen else "") + "</g>"
            )
    parts.append(edge(down, across, box, left, top, 24))
    x, z = left + 24 * (now.column - c0), top + 24 * (now.row - r0)
    parts.append(rect(x, z, 24, 24, "fr") if r0 <= now.row < r1 and c0 <= now.column < c1 else "")
    return "".join(parts)
