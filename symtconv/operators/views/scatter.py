"""The view `scatter`: every entry of y puts a copy of the kernel, times itself, on a canvas; x′ is cut out of it."""

from __future__ import annotations

from symtconv.geometry import Axis
from symtconv.operators.views.summation import by_axis
from symtconv.operators.views.view import Place, Placed, View


def on_canvas(axis: Axis, o: Place, t: Place) -> Place:
    """Give the place on the canvas of the product of tap t and entry o: copies lie s apart.

    Examples
    --------
    >>> [on_canvas(Axis(size=2, kernel=2, stride=3), o, t) for o in (0, 1) for t in (0, 1)]
    [0, 1, 3, 4]
    """
    return axis.stride * o + axis.dilation * t


def place(axis: Axis, o: Place, t: Place) -> Place:
    """Give the place in x′, which begins at place l of the canvas."""
    return on_canvas(axis, o, t) - axis.low


VIEW = View(name="scatter", title="A sum of shifted, weighted kernels", route=Placed(place), sums=by_axis)
