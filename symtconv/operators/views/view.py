"""What a view of ``x′ = Cᵀy`` is: along each axis a place for every product, and a way to add them up.

The place is given once. Asked with numbers it is the view's route; asked with letters it is the view's index map,
which the certificate holds. So neither can be another than the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from symtconv.geometry import Axis, ConvTranspose, Relation
from symtconv.operators.result import Result

Joins = Sequence[tuple[int, int, int]]
"""Along an axis: ``(j, o, t)`` for every product ``w[t]·y[o]`` that lands in ``x′[j]``."""


@dataclass(frozen=True, slots=True)
class Affine:
    """``o·o_step + t·t_step + offset`` in two letters o and t; what is not of this form cannot be computed.

    Examples
    --------
    >>> O, T = Affine(1, 0), Affine(0, 1)
    >>> 2 * O + (T - 1) * 3
    Affine(o_step=2, t_step=3, offset=-3)
    >>> O // 2
    Traceback (most recent call last):
    ...
    TypeError: unsupported operand type(s) for //: 'Affine' and 'int'
    """

    o_step: int
    t_step: int
    offset: int = 0

    def __add__(self, other: Affine | int) -> Affine:
        more = other if isinstance(other, Affine) else Affine(0, 0, other)
        return Affine(self.o_step + more.o_step, self.t_step + more.t_step, self.offset + more.offset)

    def __mul__(self, factor: int) -> Affine:
        return Affine(self.o_step * factor, self.t_step * factor, self.offset * factor)

    def __neg__(self) -> Affine:
        return self * -1

    def __sub__(self, other: Affine | int) -> Affine:
        return self + -other

    def __rsub__(self, other: int) -> Affine:
        return -self + other

    __radd__ = __add__
    __rmul__ = __mul__


O, T = Affine(1, 0), Affine(0, 1)

Place = TypeVar("Place", int, Affine)
"""A place along an axis: a number, or what it is in the letters o and t."""


class Placing(Protocol):
    """Where the product of tap t and entry o lands."""

    def __call__(self, axis: Axis, o: Place, t: Place, /) -> Place:
        """Give the entry of x′, with numbers or with letters for o and t."""


class Route(Protocol):
    """What a view does along an axis, as the products that it forms and as one map."""

    def joins(self, axis: Axis) -> Joins:
        """Give every product by where it lands."""

    def relation(self, axis: Axis) -> Relation:
        """Give the index map ``j = o_step·o + t_step·t + offset`` with its ranges."""


def whole(axis: Axis) -> range:
    """Give all entries of y."""
    return range(axis.size)


@dataclass(frozen=True, slots=True)
class Placed:
    """A route that says for every product its place; what lands outside x′ is left out.

    Parameters
    ----------
    place : Placing
    entries : callable
        The entries of y that take part.

    Examples
    --------
    >>> route = Placed(lambda axis, o, t: axis.stride * o + axis.dilation * t - axis.low)
    >>> axis = Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1)
    >>> route.joins(axis)
    [(0, 0, 1), (1, 0, 2), (1, 1, 0), (2, 1, 1), (3, 1, 2)]
    >>> route.relation(axis) == axis.relation
    True
    """

    place: Placing
    entries: Callable[[Axis], range] = whole

    def joins(self, axis: Axis) -> Joins:
        """Give every product by where it lands."""
        places = ((self.place(axis, o, t), o, t) for o in self.entries(axis) for t in range(axis.kernel))
        return [(j, o, t) for j, o, t in places if 0 <= j < axis.output]

    def relation(self, axis: Axis) -> Relation:
        """Give the map: the place in letters, and the same ranges."""
        place, entries = self.place(axis, O, T), self.entries(axis)
        return Relation(
            taps=axis.kernel,
            length=axis.output,
            o_low=entries.start,
            o_high=entries.stop,
            o_step=place.o_step,
            t_step=place.t_step,
            offset=place.offset,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to compute x′.

    Parameters
    ----------
    name : str
        As ``--view`` takes it.
    title : str
        A heading: what the view does, in a few words.
    route : Route
        The products along an axis, and their index map, from one definition.
    sums : callable
        Adds the products of the route up, in the view's own way, to x′ with symbols.
    """

    name: str
    title: str
    route: Route
    sums: Callable[[ConvTranspose, Route], Result]

    def relations(self, layer: ConvTranspose) -> tuple[Relation, ...]:
        """Give the index map of every axis; the certificate holds it."""
        return tuple(map(self.route.relation, layer.axes))

    def evaluate(self, layer: ConvTranspose) -> Result:
        """Give x′ with symbols, by the view's own route."""
        return self.sums(layer, self.route)
