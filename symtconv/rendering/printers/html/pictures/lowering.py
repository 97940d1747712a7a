"""The second picture: the window over the padded input."""

from __future__ import annotations

from symtconv.geometry import Axis
from symtconv.rendering.printers.html.marks import CLIP, Box, key, minus, more, name, near, plain, rect, svg
from symtconv.rendering.printers.html.pictures.state import LEADS, LEGIBLE, State
from symtconv.rendering.printers.html.scene import Depth, Scene


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
    leads: list[Depth | None] = [*now.leads[:LEADS]] or [None]
    per_line = 1 if scene.flat or len(leads) == 1 else 2
    width, height = 44 * (columns[1] - columns[0]) + 36, 44 * (rows[1] - rows[0]) + 52
    drawn = "".join(
        _padded(scene, now, lead, (rows, columns), width * (m % per_line), height * (m // per_line))
        for m, lead in enumerate(leads)
    )
    high, rest = height * -(-len(leads) // per_line), more(scene, len(now.leads), LEADS)
    drawn += plain(26, high + 12, 13, "mut", rest) if rest else ""
    return svg(width * per_line, high + (18 if rest else 0), drawn)


def pads(axis: Axis, drawn: tuple[int, int], left: int, top: int) -> str:
    """Mark the padding at either end, or what is cropped there, as a length with its number."""
    first, last = axis.pad_low, axis.pad_low + (axis.size - 1) * axis.stride + 1
    parts = []
    for end, pad, (a, b) in (("lo", axis.pad_low, (0, first)), ("hi", axis.pad_high, (last, last + axis.pad_high))):
        x0, x1 = max(min(a, b), drawn[0]), min(max(a, b), drawn[1])
        if x0 < x1:
            x, y = left + 44 * (x0 - drawn[0]), left + 44 * (x1 - drawn[0])
            parts.append(f'<path d="M{x + 2} {top + 22}v-4H{y - 2}v4" class="dm"></path>')
            parts.append(
                f'<text x="{(x + y) // 2}" y="{top + 13}" class="m mut" font-size="12"><tspan class="v">P</tspan>'
                f'<tspan dy="3" font-size="9">{end}</tspan><tspan dy="-3"> = {minus(pad)}</tspan></text>'
            )
    return "".join(parts)


def _padded(scene: Scene, now: State, lead: Depth | None, box: Box, left: int, top: int) -> str:
    down, across = scene.rows, scene.columns
    rows, columns = box
    several = not scene.flat and len(now.leads) > 1
    legible = max(rows[1] - rows[0], columns[1] - columns[0]) <= LEGIBLE * (2 if scene.broad and not several else 1)
    parts = [pads(across, columns, left + 26, top)]
    if lead is not None and lead.y:
        parts.append(name(scene, left + 22, top + 36, 12, "e mut", "y", lead.y))
    base = scene.spelling.base
    parts += [plain(left + 48 + 44 * (c - columns[0]), top + 38, 12, "m mut", str(c + base)) for c in range(*columns)]
    ends = (down.output + down.span - 1, across.output + across.span - 1)
    for r in range(*rows):
        y = top + 44 + 44 * (r - rows[0])
        if not scene.flat:
            parts.append(plain(left + 20, y + 26, 12, "e mut", str(r + base)))
        for c in range(*columns):
            x = left + 26 + 44 * (c - columns[0])
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
                parts.append(rect(x + 1, y + 24, 42, 19, "bx"))
                if legible or source is not None:
                    parts.append(name(scene, x + 22, y + 36, 11, "m wl", "w", scene.join(lead.w, a, b)))
            middle = y + (16 if inside and lead is not None else 27)
            if source is not None:
                parts.append(name(scene, x + 22, middle, 15, "m yl", "y", source))
            else:
                parts.append(plain(x + 22, middle, 14, "m zero", "0"))
            parts.append("</g>")
    x, y = left + 26 + 44 * (now.column - columns[0]), top + 44 + 44 * (now.row - rows[0])
    parts.append(rect(x, y, 44 * across.span, 44 * down.span, "fr"))
    return "".join(parts)
