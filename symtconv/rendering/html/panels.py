"""The four pictures of one entry, as they stand in the page before any script runs.

``page.js`` draws the same pictures for every other entry, function by function with the same names; a test compares
what both draw. Lengths are whole numbers of SVG units.
"""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.geometry import Axis
from symtconv.rendering.figure import Index
from symtconv.rendering.html.marks import (
    CLIP,
    WHOLE,
    Box,
    clipped,
    comma,
    edge,
    key,
    more,
    name,
    near,
    plain,
    rect,
    svg,
)
from symtconv.rendering.html.scene import Lead, Scene, Term

ROWS, COLUMNS, COPIES, WINDOWS, LEADS = 16, 8, 4, 9, 2
"""Rows and columns of Cᵀ, copies, windows and slices that are drawn."""


@dataclass(frozen=True, slots=True)
class State:
    """The chosen entry and everything that follows from it."""

    entry: Index
    front: Index
    row: int
    column: int
    leads: list[Lead]
    terms: list[Term]


def state(scene: Scene, entry: Index) -> State:
    """Choose an entry."""
    front, (row, column) = scene.split(entry)
    return State(entry, front, row, column, scene.leads(front), scene.terms(entry))


def panels(scene: Scene, entry: Index) -> dict[str, str]:
    """Give the four pictures by name, each the inside of an ``svg`` element with its view box in front."""
    now = state(scene, entry)
    return {name: draw(scene, now) for name, draw in DRAWN.items()}


# ---- 1: a row of Cᵀ times y ----------------------------------------------------------


def matrix(scene: Scene, now: State) -> str:
    """Draw a row of Cᵀ with its neighbours, under the entries of y that it multiplies."""
    across = scene.shown[1]
    place, total = now.row * across + now.column, scene.shown[0] * across
    first, last = (0, total) if total <= ROWS else (max(0, min(place - 4, total - 9)), min(total, max(place + 5, 9)))
    rows = [scene.join(now.front, q // across, q % across) for q in range(first, last)]
    terms = [scene.terms(row) for row in rows]
    own = [term.y for term in now.terms]
    union = sorted({term.y for found in terms for term in found})
    columns = union if len(union) <= COLUMNS else own[:COLUMNS]
    width = 56 + 46 * max(len(columns), 1) + 12
    parts = [plain(50, 18, 14, "e mut", "→")]
    for n, y in enumerate(columns):
        kind = next((f" lit {term.colour}" for term in now.terms if term.y == y), "")
        parts.append(
            f'<g class="yc{kind}" data-o="{key(y)}">{rect(57 + 46 * n, 1, 44, 25, "bx")}'
            f"{name(scene, 79 + 46 * n, 18, 14, 'm', 'y', y)}</g>"
        )
    for m, (row, found) in enumerate(zip(rows, terms, strict=True)):
        top, chosen = 32 + 18 * m, row == now.entry
        parts.append(f'<g class="row{" on" if chosen else ""}" data-j="{key(row)}">')
        parts.append(rect(0, top, width, 18, "hit") + name(scene, 50, top + 13, 11, "e lab", "x", row))
        by = {term.y: term for term in found}
        for n, y in enumerate(columns):
            left = 57 + 46 * n
            if y not in by:
                parts.append(plain(left + 22, top + 13, 12, "m zero", "·"))
                continue
            lit = " lit" if chosen else ""
            parts.append(
                f'<g class="c {by[y].colour}{lit}" data-o="{key(y)}">{rect(left, top + 1, 44, 16, "bx")}'
                f"{name(scene, left + 22, top + 13, 11, 'm', 'w', by[y].w)}</g>"
            )
        parts.append("</g>")
    bottom = 32 + 18 * len(rows)
    parts.append(f'<path d="M58 31h-4v{bottom - 30}h4M{width - 10} 31h4v{bottom - 30}h-4" class="brk"></path>')
    parts.append(rect(55, 32 + 18 * rows.index(now.entry), width - 62, 18, "fr"))
    rest = more(len(own), len(columns)) if columns == own[:COLUMNS] else ""
    parts.append(plain(width - 6, 18, 12, "mut", rest))
    return svg(width + (24 if rest else 0), bottom + 4, "".join(parts))


# ---- 2: the window over the padded input ---------------------------------------------


def bounds(axis: Axis, place: int) -> tuple[int, int]:
    """Give the places of the padded input that are drawn."""
    low, high = min(0, axis.pad_low), max(axis.output + axis.span - 1, axis.pad_low + (axis.size - 1) * axis.stride + 1)
    return near(low, high, place, place + min(axis.span, CLIP) - 1)


def holds(axis: Axis, place: int) -> str:
    """Say what a place of the padded input is."""
    inside = place - axis.pad_low
    if 0 <= inside <= (axis.size - 1) * axis.stride:
        return "dil" if inside % axis.stride else "y"
    return "out" if place >= axis.output + axis.span - 1 - axis.output_padding else "pad"


def lowering(scene: Scene, now: State) -> str:
    """Draw the window over the padded input, once for each slice that meets it."""
    rows, columns = bounds(scene.rows, now.row), bounds(scene.columns, now.column)
    leads = now.leads[:LEADS]
    width, height = 44 * (columns[1] - columns[0]) + 28, 44 * (rows[1] - rows[0]) + 30
    drawn = [_padded(scene, now, lead, rows, columns, height * m) for m, lead in enumerate(leads)]
    drawn = drawn or [_padded(scene, now, None, rows, columns, 0)]
    rest = plain(26, height * len(drawn) + 12, 13, "mut", more(len(now.leads), LEADS))
    return svg(width, height * len(drawn) + (18 if len(now.leads) > LEADS else 0), "".join(drawn) + rest)


def _padded(
    scene: Scene, now: State, lead: Lead | None, rows: tuple[int, int], columns: tuple[int, int], top: int
) -> str:
    down, across = scene.rows, scene.columns
    parts = []
    if lead is not None and lead.y:
        parts.append(name(scene, 26, top + 10, 13, "mut", "y", lead.y))
    base = scene.spelling.base
    parts += [plain(48 + 44 * (c - columns[0]), top + 22, 12, "m mut", str(c + base)) for c in range(*columns)]
    ends = (down.output + down.span - 1, across.output + across.span - 1)
    for r in range(*rows):
        y = top + 28 + 44 * (r - rows[0])
        if not scene.flat:
            parts.append(plain(20, y + 26, 12, "e mut", str(r + base)))
        for c in range(*columns):
            x = 26 + 44 * (c - columns[0])
            kinds = {holds(down, r), holds(across, c)}
            kind = next((word for word in ("out", "pad", "dil") if word in kinds), "y")
            kind = "dil" if kind == "y" and lead is None else kind
            cropped = "" if 0 <= r < ends[0] and 0 <= c < ends[1] else " crop"
            o, p = (r - down.pad_low) // down.stride, (c - across.pad_low) // across.stride
            u, v = r - now.row, c - now.column
            inside = 0 <= u < down.span and 0 <= v < across.span and u % down.dilation == v % across.dilation == 0
            a, b = down.kernel - 1 - u // down.dilation, across.kernel - 1 - v // across.dilation
            source = scene.join(lead.y, o, p) if kind == "y" and lead is not None else None
            if inside and lead is not None:
                lit = f' lit" data-o="{key(source)}' if source is not None else ""
                parts.append(f'<g class="wc {scene.colour(a, b)}{lit}">')
            else:
                parts.append(f'<g class="zc{cropped}">')
            parts.append(rect(x, y, 44, 44, f"z {kind}"))
            if inside and lead is not None:
                parts.append(rect(x + 1, y + 27, 42, 16, "bx"))
                parts.append(name(scene, x + 22, y + 39, 11, "m wl", "w", scene.join(lead.w, a, b)))
            if source is not None:
                parts.append(name(scene, x + 22, y + 19, 15, "m yl", "y", source))
            else:
                parts.append(plain(x + 22, y + 19, 14, "m zero", "0"))
            parts.append("</g>")
    x, y = 26 + 44 * (now.column - columns[0]), top + 28 + 44 * (now.row - rows[0])
    parts.append(rect(x, y, 44 * across.span, 44 * down.span, "fr"))
    return "".join(parts)


# ---- 3: the copies that land on the entry ----------------------------------------------


def scatter(scene: Scene, now: State) -> str:
    """Draw the weighted kernels that land on the entry."""
    copies, drawn = _copies(scene, now)
    boxes = [_box(scene, now, at) for _, at, *_ in copies]
    wide = max((c[1] - c[0] for _, c in boxes), default=1) * 24 + 18
    high = max((r[1] - r[0] for r, _ in boxes), default=1) * 24 + 28
    per_line = 1 if scene.flat or len(copies) == 1 else 2
    parts = [
        _copy(scene, now, copy, box, n % per_line * wide, n // per_line * high)
        for n, (copy, box) in enumerate(zip(copies, boxes, strict=True))
    ]
    lines = (len(copies) + per_line - 1) // per_line
    parts.append(plain(2, high * lines + 12, 13, "mut", more(len(now.terms), drawn)))
    return svg(wide * per_line, high * lines + (18 if len(now.terms) > drawn else 0), "".join(parts))


Copy = tuple[Index, tuple[int, int], Index, bool]


def _copies(scene: Scene, now: State) -> tuple[list[Copy], int]:
    """Give (y, its place, front of w, lands) for every entry of a small y, else for those whose copy lands."""
    landing = {term.y for term in now.terms}
    if scene.rows.size * scene.columns.size <= COPIES and len(now.leads) == 1 and not now.front:
        every = [(o, p) for o in range(scene.rows.size) for p in range(scene.columns.size)]
        return [(scene.join((), o, p), (o, p), (), scene.join((), o, p) in landing) for o, p in every], len(now.terms)
    size = 1 if scene.flat else 2
    kept = now.terms[:COPIES]
    copies = [(term.y, term.at, term.w[: len(term.w) - size], True) for term in kept]
    return copies or [((), (0, 0), (), False)], len(kept)


def _box(scene: Scene, now: State, at: tuple[int, int]) -> Box:
    """Give the rows and columns of x′ around a copy; all of them where that is little."""
    found = []
    for axis, o, j in ((scene.rows, at[0], now.row), (scene.columns, at[1], now.column)):
        low, high = min(0, -axis.low), max(axis.output, (axis.size - 1) * axis.stride + axis.span - axis.low)
        start = axis.stride * o - axis.low
        box = (low, high) if high - low <= 8 else (min(start, j), max(start + axis.span, j + 1))
        found.append(clipped(box, j))
    return found[0], found[1]


def _copy(scene: Scene, now: State, copy: Copy, box: Box, left: int, top: int) -> str:
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
            parts.append(name(scene, x + 12, z + 15, 9, "m", "w", scene.join((), a, b)) + "</g>")
    parts.append(edge(down, across, box, left + 2, top + 22, 24))
    x, z = left + 2 + 24 * (now.column - c0), top + 22 + 24 * (now.row - r0)
    parts.append(rect(x, z, 24, 24, "fr") if r0 <= now.row < r1 and c0 <= now.column < c1 else "")
    return "".join(parts)


# ---- 4: the windows that read the entry -------------------------------------------------


def backward(scene: Scene, now: State) -> str:
    """Draw the windows of the convolution that read the entry, each tagged where it is farthest from it."""
    down, across = scene.rows, scene.columns
    rows, columns = _reach(down, now.row), _reach(across, now.column)
    terms = now.terms[:WINDOWS]
    left, top = 26, 24
    width = left + 36 * (columns[1] - columns[0]) + 68
    height = max(top + 36 * (rows[1] - rows[0]) + 16, 40 * len(terms) + 28)
    parts = []
    for r in range(*rows):
        for c in range(*columns):
            x, y = left + 36 * (c - columns[0]), top + 36 * (r - rows[0])
            inside = 0 <= r < down.output and 0 <= c < across.output
            place = scene.join(now.front, r, c)
            target = f' data-j="{key(place)}"' if inside else ""
            parts.append(f"<g{target}>{rect(x, y, 36, 36, 'z pad' if inside else 'z crop')}")
            parts.append((name(scene, x + 18, y + 22, 11, "m px xl", "x", place) if inside else "") + "</g>")
    parts.append(edge(down, across, (rows, columns), left, top, 36))
    for n, term in enumerate(terms):
        inset = 2 + 3 * ((term.at[0] + term.at[1]) % 2)
        x = left + 36 * (across.stride * term.at[1] - across.low - columns[0]) + inset
        y = top + 36 * (down.stride * term.at[0] - down.low - rows[0]) + inset
        w, h = 36 * across.span - 2 * inset, 36 * down.span - 2 * inset
        parts.append(
            f'<g class="bw lit {term.colour}" data-o="{key(term.y)}">{rect(x, y, w, h, "cas")}{rect(x, y, w, h, "ln")}'
        )
        # The tag sits at the corner that is farthest from the chosen entry.
        tx = x if 2 * term.tap[1] >= across.kernel - 1 else x + w
        ty = y if 2 * term.tap[0] >= down.kernel - 1 else y + h
        tx, ty = max(min(tx, width - 90), 20), max(min(ty, height - 12), 12)
        parts.append(f"{rect(tx - 18, ty - 10, 36, 20, 'bx')}{name(scene, tx, ty + 4, 12, 'm tag', 'y', term.y)}</g>")
        z = 24 + 40 * n
        parts.append(f'<g class="by lit {term.colour}" data-o="{key(term.y)}">{rect(width - 48, z, 46, 36, "bx")}')
        parts.append(name(scene, width - 25, z + 16, 13, "m", "y", term.y))
        parts.append(name(scene, width - 25, z + 30, 11, "m", "w", term.w) + "</g>")
    x, y = left + 36 * (now.column - columns[0]), top + 36 * (now.row - rows[0])
    parts.append(rect(x, y, 36, 36, "fr fill") + name(scene, x + 18, y + 22, 11, "m px", "x", now.entry))
    parts.append(plain(width - 2, 16, 13, "e mut", more(len(now.terms), WINDOWS)))
    return svg(width, height, "".join(parts))


def _reach(axis: Axis, place: int) -> tuple[int, int]:
    low, high = min(0, -axis.low), max(axis.output, (axis.size - 1) * axis.stride + axis.span - axis.low)
    return (low, high) if high - low <= WHOLE else clipped((place - axis.span + 1, place + axis.span), place)


DRAWN = {"matrix": matrix, "lowering": lowering, "scatter": scatter, "backward": backward}
"""The pictures by name, in the order of the page."""
