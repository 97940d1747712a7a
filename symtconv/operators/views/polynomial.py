"""The view `polynomial`: X′(z) = z^(-l) · Y(z^s) · W(z^d), cut to the x-side, in SymPy's own polynomial ring.

One ring holds all: beside z₀, z₁, … it has two letters w and y, and the weight with row-major number t is written
``w^t``, the entry of y with number o ``y^o``. Every product has exactly one of each, so nothing is lost by that.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from symtconv.geometry import Axis, ConvTranspose, Relation
from symtconv.operators.result import Index, Result, number_of
from symtconv.operators.ring import PolyElement, PolyRing, polynomial_ring
from symtconv.operators.views.summation import Landing, channel_joins, summed
from symtconv.operators.views.view import View


def relations(layer: ConvTranspose) -> tuple[Relation, ...]:
    """Give the exponent of z in ``z^(-l) · (z^s)^o · (z^d)^t``."""
    return tuple(_relation(axis) for axis in layer.axes)


def evaluate(layer: ConvTranspose) -> Result:
    """Multiply polynomials and read off the coefficients.

    Examples
    --------
    >>> evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return summed(layer, _landings(layer))


def product_polynomial(layer: ConvTranspose) -> PolyElement:
    """Give ``Y(z^s) · W(z^d)`` of a layer, between the first channel of y and the first of x′.

    Examples
    --------
    >>> product_polynomial(ConvTranspose(input=2, kernel=2, stride=3))
    z0**4*w*y + z0**3*y + z0*w + 1
    """
    return _multiplied(layer, _ring(layer), 0, 0)


def _landings(layer: ConvTranspose) -> Iterator[Landing]:
    letters = _ring(layer)
    low = [axis.low for axis in layer.axes]
    for co, ci, pair in channel_joins(layer):
        for exponents, coefficient in _multiplied(layer, letters, ci, pair).terms():
            *places, tap, source = exponents
            read = tuple(e - l for e, l in zip(places, low, strict=True))
            if all(0 <= j < length for j, length in zip(read, layer.output, strict=True)):
                entry = number_of((co, *read), (layer.out_channels, *layer.output))
                yield from [(entry, source, tap)] * int(coefficient)


def _ring(layer: ConvTranspose) -> PolyRing:
    return polynomial_ring([*(f"z{axis}" for axis in range(layer.rank)), "w", "y"])


def _multiplied(layer: ConvTranspose, letters: PolyRing, ci: int, pair: int) -> PolyElement:
    w = letters.from_dict({(*tap, number, 0): 1 for number, tap in _numbered(layer.kernel, pair)})
    y = letters.from_dict({(*place, 0, number): 1 for number, place in _numbered(layer.input, ci)})
    return y.inflate((*layer.stride, 1, 1)) * w.inflate((*layer.dilation, 1, 1))


def _numbered(shape: Index, block: int) -> Iterator[tuple[int, Index]]:
    """Yield every index of a shape with its row-major number in an array of such blocks."""
    places = list(product(*map(range, shape)))
    yield from enumerate(places, start=block * len(places))


def _relation(axis: Axis) -> Relation:
    return Relation(
        taps=axis.kernel,
        length=axis.output,
        o_low=0,
        o_high=axis.size,
        o_step=axis.stride,
        t_step=axis.dilation,
        offset=-axis.low,
    )


VIEW = View(name="polynomial", title="A product of polynomials", relations=relations, evaluate=evaluate)
