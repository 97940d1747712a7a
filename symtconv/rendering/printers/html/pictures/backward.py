"""The fourth picture: the windows of the convolution that read the entry."""

from __future__ import annotations

from symtconv.geometry import Axis
from symtconv.rendering.printers.html.marks import WHOLE, Box, clipped, comma, edge, key, more, name, plain, rect, svg
from symtconv.rendering.printers.html.pictures.state import LEGIBLE, WINDOWS, State, extent
from symtconv.rendering.printers.html.scene import Addend, Scene


def backward(scene: Scene, now: State) -> str:
    """Draw the windows of the convolution that read the entry, each tagged where it is farthest from it."""
    down, across = scene.rows, scene.columns
    rows, columns = _reach(down, now.row), _reach(across, now.column)
    terms = now.terms[:WINDOWS]
    left, top = 26, 24
    width = left + 36 * (columns[1] - columns[0]) + 68
    height = max(top + 36 * (rows[1] - rows[0]) + 16, 40 * len(terms) + 28)
    legible = max(rows[1] - rows[0], columns[1] - columns[0]) <= LEGIBLE + (4 if scene.broad else 2)
    parts = []
    for r in range(*rows):
        for c in range(*columns):
            x, y = left + 36 * (c - columns[0]), top + 36 * (r - rows[0])
            inside = 0 <= r < down.output and 0 <= c < across.output
            place = scene.join(now.front, r, c)
            target = f' data-j="{key(place)}"' if inside else ""
            parts.append(f"<g{target}>{rect(x, y, 36, 36, 'z pad' if inside else 'z crop')}")
            parts.append(
                (name(scene, x + 18, y + 22, 11, "m px xl", "x", place) if inside and legible else "") + "</g>"
            )
    parts.append(edge(down, across, (rows, columns), left, top, 36))
    places = list(dict.fromkeys(term.at for term in now.terms))[:WINDOWS]
    alike = ([term for term in now.terms if term.at == at] for at in places)
    parts += [_window(scene, found, (rows, columns), (width, height)) for found in alike]
    for n, term in enumerate(terms):
        z = 24 + 40 * n
        parts.append(f'<g class="by lit {term.colour}" data-o="{key(term.y)}">{rect(width - 48, z, 46, 36, "bx")}')
        parts.append(name(scene, width - 25, z + 16, 13, "m", "y", term.y))
        parts.append(name(scene, width - 25, z + 30, 11, "m", "w", term.w) + "</g>")
    x, y = left + 36 * (now.column - columns[0]), top + 36 * (now.row - rows[0])
    parts.append(f'<g data-j="{key(now.entry)}">{rect(x, y, 36, 36, "fr fill")}')
    parts.append(name(scene, x + 18, y + 22, 11, "m px", "x", now.entry) + "</g>")
    rest = more(scene, len(now.terms), WINDOWS)
    parts.append(plain(width - 2, 16, 13, "e mut", rest) if rest else "")
    return svg(width, height, "".join(parts))


def _window(scene: Scene, terms: list[Addend], box: Box, size: tuple[int, int]) -> str:
    """Draw one window, tagged at the corner that is farthest from the entry; channels and slices share it."""
    down, across, term = scene.rows, scene.columns, terms[0]
    inset = 2 + 3 * ((term.at[0] + term.at[1]) % 2)
    x = 26 + 36 * (across.stride * term.at[1] - across.low - box[1][0]) + inset
    y = 24 + 36 * (down.stride * term.at[0] - down.low - box[0][0]) + inset
    w, h = 36 * across.span - 2 * inset, 36 * down.span - 2 * inset
    tx = x if 2 * term.tap[1] >= across.kernel - 1 else x + w
    ty = y if 2 * term.tap[0] >= down.kernel - 1 else y + h
    tx, ty = max(min(tx, size[0] - 90), 20), max(min(ty, size[1] - 12), 12)
    sources = " ".join(key(each.y) for each in terms)
    place = comma(scene, scene.join((), *term.at))
    tag = name(scene, tx, ty + 4, 12, "m tag", "y", term.y)
    return (
        f'<g class="bw lit {term.colour}" data-o="{sources}">{rect(x, y, w, h, "cas")}{rect(x, y, w, h, "ln")}'
        f"{rect(tx - 18, ty - 10, 36, 20, 'bx')}"
        f"{tag if len(terms) == 1 else plain(tx, ty + 4, 12, 'm tag', place)}</g>"
    )


def _reach(axis: Axis, place: int) -> tuple[int, int]:
    low, high = extent(axis)
    return (low, high) if high - low <= WHOLE else clipped((place - axis.span + 1, place + axis.span), place)
