"""The first picture: a row of Cᵀ times y."""

from __future__ import annotations

from symtconv.rendering.figures.figure import Index
from symtconv.rendering.printers.html.marks import key, more, name, plain, rect, svg
from symtconv.rendering.printers.html.pictures.state import COLUMNS, ROWS, State
from symtconv.rendering.printers.html.scene import Scene


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
    lefts, dots, end = _across(scene, columns)
    width = end + 12
    cut = len(union) > COLUMNS
    parts = [name(scene, 32, 18, 14, "e mut", "y", ()) + plain(50, 18, 14, "e mut", "→")]
    start = 46 if first else 32
    parts.append(plain(46, 43, 12, "e zero", "⋮") if first else "")
    parts += [plain(x, 18, 12, "m mut", "⋯") for x in dots]
    for left, y in zip(lefts, columns, strict=True):
        kind = next((f" lit {term.colour}" for term in now.terms if term.y == y), "")
        parts.append(
            f'<g class="yc{kind}" data-o="{key(y)}">{rect(left, 1, 44, 25, "bx")}'
            f"{name(scene, left + 22, 18, 14, 'm', 'y', y)}</g>"
        )
    for m, (row, found) in enumerate(zip(rows, terms, strict=True)):
        top, chosen = start + 18 * m, row == now.entry
        parts.append(f'<g class="row{" on" if chosen else ""}" data-j="{key(row)}">')
        parts.append(rect(0, top, width, 18, "hit") + name(scene, 50, top + 13, 11, "e lab", "x", row))
        by = {term.y: term for term in found}
        parts += [plain(x, top + 13, 12, "m zero", "⋯") for x in dots]
        for left, y in zip(lefts, columns, strict=True):
            if y not in by:
                parts.append(plain(left + 22, top + 13, 12, "m zero", "·"))
                continue
            lit = " lit" if chosen else ""
            parts.append(
                f'<g class="c {by[y].colour}{lit}" data-o="{key(y)}">{rect(left, top + 1, 44, 16, "bx")}'
                f"{name(scene, left + 22, top + 13, 11, 'm', 'w', by[y].w)}</g>"
            )
        parts.append("</g>")
    bottom = start + 18 * len(rows)
    parts.append(rect(55, start + 18 * rows.index(now.entry), width - 62, 18, "fr"))
    parts.append(plain(46, bottom + 13, 12, "e zero", "⋮") if last < total else "")
    bottom += 16 if last < total else 0
    parts.append(f'<path d="M58 31h-4v{bottom - 30}h4M{width - 10} 31h4v{bottom - 30}h-4" class="brk"></path>')
    rest = more(scene, len(own), len(columns)) if cut else ""
    parts.append(plain(58, bottom + 15, 13, "mut", rest) if rest else "")
    return svg(width, bottom + (22 if rest else 4), "".join(parts))


def _across(scene: Scene, columns: list[Index]) -> tuple[list[int], list[int], int]:
    """Give where the columns begin, where dots stand for those that are left out, and where all end."""
    lefts: list[int] = []
    dots: list[int] = []
    left, expected = 57, 0
    for y in columns:
        place = 0
        for size, part in zip(scene.entries, y, strict=True):
            place = place * size + part
        if place != expected:
            dots.append(left + 9)
            left += 20
        lefts.append(left)
        left, expected = left + 46, place + 1
    if expected != scene.sources:
        dots.append(left + 9)
        left += 20
    return lefts, dots, left - 1
