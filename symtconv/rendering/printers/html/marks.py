"""The small things that the pictures are put together from, each a string of SVG."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from symtconv.geometry import Axis
from symtconv.rendering.figures.figure import Index, Sign
from symtconv.rendering.printers.html.scene import Scene

WHOLE = 14
"""Places a side up to which a picture is whole; beyond, it shows what is near the chosen entry."""

CLIP = 16
"""Places a side of a window that are drawn; of a longer one, the first or the nearest."""

Box = tuple[tuple[int, int], tuple[int, int]]
"""First and last but one of the rows and columns that are drawn."""


def minus(number: int) -> str:
    """Give a number with a sign that is as long as a digit is wide."""
    return str(number).replace("-", "−")


def svg(width: int, height: int, inner: str) -> str:
    """Give an ``svg`` element; what it says is told by the text beside it."""
    return f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">{inner}</svg>'


def rect(x: int, y: int, width: int, height: int, kind: str) -> str:
    """Give a rectangle."""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" class="{kind}"/>'


def plain(x: int, y: int, size: int, kind: str, text: str) -> str:
    """Give words."""
    return f'<text x="{x}" y="{y}" class="{kind}" font-size="{size}">{escape(text)}</text>'


def name(scene: Scene, x: int, y: int, size: int, kind: str, letter: str, index: Index) -> str:
    """Write a letter with its index; x is primed."""
    mark = "′" if letter == "x" and "px" not in kind.split() else ""
    small, drop = (size * 18 + 12) // 25, (size * 6 + 12) // 25
    return (
        f'<text x="{x}" y="{y}" class="{kind}" font-size="{size}"><tspan class="v">'
        f"{escape(scene.spelling.letter(Sign(letter)))}</tspan>{mark}"
        f'<tspan dy="{drop}" font-size="{small}">{comma(scene, index)}</tspan></text>'
    )


def comma(scene: Scene, index: Index) -> str:
    """Give an index as it is printed."""
    return ",".join(str(place + scene.spelling.base) for place in index)


def key(index: Iterable[int]) -> str:
    """Give an index as the page stores it: from 0, whatever is printed."""
    return ",".join(map(str, index))


def near(low: int, high: int, first: int, last: int) -> tuple[int, int]:
    """Give the places that are drawn: all, or those from first to last with two more on either side."""
    return (low, high) if high - low <= WHOLE else (max(low, first - 2), min(high, last + 3))


def clipped(box: tuple[int, int], place: int) -> tuple[int, int]:
    """Keep of first and last but one what is near a place."""
    return box if box[1] - box[0] <= 24 else (max(box[0], place - CLIP // 2), min(box[1], place + CLIP // 2 + 1))


def more(scene: Scene, count: int, drawn: int) -> str:
    """Say how many are not drawn."""
    return scene.say("more", n=count - drawn) if count > drawn else ""


def edge(down: Axis, across: Axis, box: Box, left: int, top: int, side: int) -> str:
    """Outline x′ where its border is in the picture."""
    (r0, r1), (c0, c1) = box
    x0, x1 = max(c0, 0), min(c1, across.output)
    y0, y1 = max(r0, 0), min(r1, down.output)
    west, east, north, south = (
        left + side * (x0 - c0),
        left + side * (x1 - c0),
        top + side * (y0 - r0),
        top + side * (y1 - r0),
    )
    lines = [
        (r0 <= 0, f"M{west} {top - side * r0}H{east}"),
        (down.output <= r1, f"M{west} {top + side * (down.output - r0)}H{east}"),
        (c0 <= 0, f"M{left - side * c0} {north}V{south}"),
        (across.output <= c1, f"M{left + side * (across.output - c0)} {north}V{south}"),
    ]
    return f'<path d="{"".join(line for seen, line in lines if seen)}" class="edge"></path>'
