"""The view `scatter`: every entry of y puts a copy of the kernel, times itself, on a canvas; x′ is cut out of it."""

from __future__ import annotations

from symtconv.geometry import Axis, ConvTranspose, Relation
from symtconv.operators.result import Result
from symtconv.operators.views.summation import Joins, across, summed
from symtconv.operators.views.view import View


def relations(layer: ConvTranspose) -> tuple[Relation, ...]:
    """Give place ``s·o + d·t`` of the canvas, whose place l is the first of x′."""
    return tuple(_relation(axis) for axis in layer.axes)


def evaluate(layer: ConvTranspose) -> Result:
    """Lay out the copies and cut.

    Examples
    --------
    >>> evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return summed(layer, across(layer, [_cut(axis, canvas(axis)) for axis in layer.axes]))


def canvas(axis: Axis) -> list[tuple[int, int, int]]:
    """Give ``(place, o, t)``: the product of tap t and entry o stands at that place of the canvas.

    Examples
    --------
    >>> canvas(Axis(size=2, kernel=2, stride=3))
    [(0, 0, 0), (1, 0, 1), (3, 1, 0), (4, 1, 1)]
    """
    return [(axis.stride * o + axis.dilation * t, o, t) for o in range(axis.size) for t in range(axis.kernel)]


def _cut(axis: Axis, products: list[tuple[int, int, int]]) -> Joins:
    return [(place - axis.low, o, t) for place, o, t in products if 0 <= place - axis.low < axis.output]


def _relation(axis: Axis) -> Relation:
    length = (axis.size - 1) * axis.stride + axis.span + axis.output_padding  # of the canvas
    return Relation(
        taps=axis.kernel,
        length=length - axis.low - axis.high,
        o_low=0,
        o_high=axis.size,
        o_step=axis.stride,
        t_step=axis.dilation,
        offset=-axis.low,
    )


VIEW = View(name="scatter", title="A sum of shifted, weighted kernels", relations=relations, evaluate=evaluate)
