"""The view `polynomial`: X′(z) = z^(-l) · Y(z^s) · W(z^d), cut to the x-side, in SymPy's own polynomial ring.

One ring holds all: beside z₀, z₁, … it has two letters w and y, and the weight with row-major number t is written
``w^t``, the entry of y with number o ``y^o``. Every product has exactly one of each, so nothing is lost by that.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from symtconv.geometry import Axis, ConvTranspose
from symtconv.operators.result import Index, Result, number_of
from symtconv.operators.ring import PolyElement, PolyRing, polynomial_ring
from symtconv.operators.views.summation import Landing, channel_joins, summed
from symtconv.operators.views.view import Place, Placed, Route, View


def place(axis: Axis, o: Place, t: Place) -> Place:
    """Give the exponent of z in ``z^(-l) · (z^s)^o · (z^d)^t``."""
    return axis.stride * o + axis.dilation * t - axis.low


ROUTE = Placed(place)


def evaluate(layer: ConvTranspose, route: Route) -> Result:
    """Multiply polynomials, their exponents read off the map of the route, and read off the coefficients.

    Examples
    --------
    >>> VIEW.evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return summed(layer, _landings(layer, route))


def product_polynomial(layer: ConvTranspose, route: Route = ROUTE) -> PolyElement:
    """Give ``Y(z^s) · W(z^d)`` of a layer, between the first channel of y and the first of x′.

    Examples
    --------
    >>> product_polynomial(ConvTranspose(input=2, kernel=2, stride=3))
    z0**4*w*y + z0**3*y + z0*w + 1
    """
    return _multiplied(layer, route, _ring(layer), 0, 0)


def _landings(layer: ConvTranspose, route: Route) -> Iterator[Landing]:
    letters = _ring(layer)
    shifts = [route.relation(axis).offset for axis in layer.axes]
    for co, ci, pair in channel_joins(layer):
        for exponents, coefficient in _multiplied(layer, route, letters, ci, pair).terms():
            *places, tap, source = exponents
            read = tuple(e + shift for e, shift in zip(places, shifts, strict=True))
            if all(0 <= j < length for j, length in zip(read, layer.output, strict=True)):
                entry = number_of((co, *read), (layer.out_channels, *layer.output))
                yield from [(entry, source, tap)] * int(coefficient)


def _ring(layer: ConvTranspose) -> PolyRing:
    return polynomial_ring([*(f"z{axis}" for axis in range(layer.rank)), "w", "y"])


def _multiplied(layer: ConvTranspose, route: Route, letters: PolyRing, ci: int, pair: int) -> PolyElement:
    maps = [route.relation(axis) for axis in layer.axes]
    w = letters.from_dict({(*tap, number, 0): 1 for number, tap in _numbered(layer.kernel, pair)})
    y = letters.from_dict({(*place, 0, number): 1 for number, place in _numbered(layer.input, ci)})
    return y.inflate((*(m.o_step for m in maps), 1, 1)) * w.inflate((*(m.t_step for m in maps), 1, 1))


def _numbered(shape: Index, block: int) -> Iterator[tuple[int, Index]]:
    """Yield every index of a shape with its row-major number in an array of such blocks."""
    places = list(product(*map(range, shape)))
    yield from enumerate(places, start=block * len(places))


VIEW = View(name="polynomial", title="A product of polynomials", route=ROUTE, sums=evaluate)
