"""The sliders of a small layer: its numbers, within bounds that pictures have room for, and the colours of kernels.

The script recomputes everything from them with the one relation ``j + l = s·o + d·t``; a browser test compares it
with what Python draws of the same numbers.
"""

from __future__ import annotations

from html import escape
from typing import Any

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures.palette import tap_colour
from symtconv.rendering.printers.html.scene import Scene

BOUNDS = {"n": (1, 8), "k": (1, 6), "s": (1, 4), "p": (0, 5), "d": (1, 3), "a": (0, 3)}
"""The least and the greatest value of each number."""


def numbers_of(layer: ConvTranspose) -> dict[str, int] | None:
    """Give the numbers that the sliders begin with; None where the layer has more to it than they can say."""
    if layer.has_channels or layer.rank > 2:
        return None
    first = layer.axes[-1]
    found = {
        "n": first.size,
        "k": first.kernel,
        "s": first.stride,
        "p": first.low,
        "d": first.dilation,
        "a": first.output_padding,
    }
    alike = all(
        (axis.size, axis.kernel, axis.stride, axis.low, axis.high, axis.dilation, axis.output_padding)
        == (first.size, first.kernel, first.stride, first.low, first.low, first.dilation, first.output_padding)
        for axis in layer.axes
    )
    within = all(BOUNDS[name][0] <= value <= BOUNDS[name][1] for name, value in found.items())
    return found if alike and within else None


def vary(scene: Scene) -> dict[str, Any] | None:
    """Give what the script needs: the numbers to begin with, and the colours of the taps of every kernel."""
    numbers = numbers_of(scene.layer)
    if numbers is None:
        return None
    return {"now": numbers, "taps": [_taps(k, flat=scene.flat) for k in range(1, BOUNDS["k"][1] + 1)]}


def _taps(k: int, *, flat: bool) -> list[list[list[str]]]:
    """Give name, ground and ink of each tap of a kernel with k taps on every axis."""
    rows = []
    for a in range(1 if flat else k):
        colours = (tap_colour((k,) if flat else (k, k), (b,) if flat else (a, b)) for b in range(k))
        rows.append([[colour.name, colour.fill, colour.ink] for colour in colours])
    return rows


def sliders(scene: Scene) -> str:
    """Give the sliders; without a script they are not shown."""
    numbers = numbers_of(scene.layer)
    if numbers is None:
        return ""
    items = "".join(
        f'<label title="{escape(scene.say(f"vary.{name}"))}"><i>{name}</i>'
        f'<input type="range" id="v-{name}" min="{BOUNDS[name][0]}" max="{BOUNDS[name][1]}" value="{value}" '
        f'aria-label="{escape(scene.say(f"vary.{name}"))}"><output id="o-{name}">{value}</output></label>'
        for name, value in numbers.items()
    )
    return (
        f'<div class="vary js"><span class="cap">{escape(scene.say("vary"))}</span>{items}'
        f'<div class="cover"><div id="cover"></div><p id="covered" aria-live="polite"></p></div>'
        f'<p id="varied" hidden>{escape(scene.say("vary.stale"))} '
        f'<button type="button" id="back">{escape(scene.say("vary.back"))}</button></p></div>\n'
    )
