"""The third picture: the copies of the kernel that land on the entry."""

from __future__ import annotations

from symtconv.geometry import Axis
from symtconv.rendering.figure import Index
from symtconv.rendering.html.marks import Box, clipped, comma, edge, key, more, name, plain, rect, svg
from symtconv.rendering.html.pictures.state import COPIES, ROOM, SMALL, State, extent
from symtconv.rendering.html.scene import Scene


def scatter(scene: Scene, now: State) -> str:
    """Draw the weighted kernels that land on the entry."""
    copies, drawn = _copies(scene, now)
    boxes = [_box(scene, now, at) for _, at, *_ in copies]
    wide = max((c[1] - c[0] for _, c in boxes), default=1) * 24 + 18
    high = max((r[1] - r[0] for r, _ in boxes), default=1) * 24 + 28
    per_line = 1 if scene.flat or len(copies) == 1 else 2 if len(copies) <= 4 else 3
    legible = per_line * (wide - 18) <= 24 * ROOM
    parts = [
        _copy(scene, now, copy, box, n % per_line * wide, n // per_line * high, legible=legible)
        for n, (copy, box) in enumerate(zip(copies, boxes, strict=True))
    ]
    lines, rest = (len(copies) + per_line - 1) // per_line, more(scene, len(now.terms), drawn)
    parts.append(plain(2, high * lines + 12, 13, "mut", rest) if rest else "")
    return svg(wide * per_line, high * lines + (18 if rest else 0), "".join(parts))


Copy = tuple[Index, tuple[int, int], Index, bool]


def _copies(scene: Scene, now: State) -> tuple[list[Copy], int]:
    """Give (y, its place, front of w, lands) for every entry of a small y, else for those whose copy lands."""
    landing = {term.y for term in now.terms}
    if scene.rows.size * scene.columns.size <= SMALL and len(now.leads) == 1 and not now.front:
        every = [(o, p) for o in range(scene.rows.size) for p in range(scene.columns.size)]
        return [(scene.join((), o, p), (o, p), (), scene.join((), o, p) in landing) for o, p in every], len(now.terms)
    size = 1 if scene.flat else 2
    kept = now.terms[: COPIES if scene.rows.span * scene.columns.span <= 49 else COPIES // 2 - 1]
    copies = [(term.y, term.at, term.w[: len(term.w) - size], True) for term in kept]
    return [*copies, *_misses(scene, now, landing)] or [((), (0, 0), (), False)], len(kept)


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
    found = []
    for axis, o, j in ((scene.rows, at[0], now.row), (scene.columns, at[1], now.column)):
        low, high = extent(axis)
        start = axis.stride * o - axis.low
        box = (low, high) if high - low <= 8 else (min(start, j), max(start + axis.span, j + 1))
        found.append(clipped(box, j))
    return found[0], found[1]


def _copy(scene: Scene, now: State, copy: Copy, box: Box, left: int, top: int, *, legible: bool) -> str:
    y, (o, p), front, lands = copy
    (r0, r1), (c0, c1) = box
    down, across = scene.rows, scene.columns
    parts = []
    if y:
        kind = f"ct{' lit' if lands else ''}"
        parts.append(f'<g class="{kind}" data-o="{key(y)}">{name(scene, left + 2, top + 13, 13, "", "y", y)}')
        parts.append(plain(left + 10 + 5 * len(comma(scene, y)), top + 13, 13, "", "·") + "</g>")
        parts.append(name(scene, left + 17 + 5 * len(comma(scene, y)), top + 13, 13, "mut", "w", front))
    for r in range(r0, r1):
        for c in range(c0, c1):
            x, z = left + 2 + 24 * (c - c0), top + 22 + 24 * (r - r0)
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
    parts.append(edge(down, across, box, left + 2, top + 22, 24))
    x, z = left + 2 + 24 * (now.column - c0), top + 22 + 24 * (now.row - r0)
    parts.append(rect(x, z, 24, 24, "fr") if r0 <= now.row < r1 and c0 <= now.column < c1 else "")
    return "".join(parts)
