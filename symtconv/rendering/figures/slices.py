"""What the slices of x′ hold that a figure of three or more axes does not draw."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from symtconv.rendering.figures.coverage import tally
from symtconv.rendering.figures.figure import Sign, Words, fill
from symtconv.rendering.figures.plane import Plane


def other_slices(cut: Plane, say: Mapping[str, str]) -> Words:
    """Say which slice is drawn, of how many, and how many pairs of slices meet in each; nothing of a plane.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> from symtconv.rendering.figures.figure import Spelling
    >>> from symtconv.rendering.figures.plane import plane
    >>> say = {"slices.range": "slice {x} of {count}, {least} to {most} pairs"}
    >>> layer = ConvTranspose(input=(3, 3, 3), kernel=(3, 3, 3), stride=2, padding=1)
    >>> Spelling().text(other_slices(plane(layer), say))
    'slice x′_{1} of 5, 1 to 2 pairs'
    """
    axes = cut.layer.axes[:-2]
    count = prod(axis.output for axis in axes)
    if count == 1:
        return ()
    least, most = (prod(bound(tally(axis).values()) for axis in axes) for bound in (min, max))
    key = "slices.same" if least == most else "slices.range"
    return fill(say[key], x=Sign("x", cut.before, prime=True), count=count, least=least, most=most)
