"""The view `gradient`: x′ is the derivative of ⟨y, Cx⟩ by x. SymPy differentiates.

The convolution is written window by window, as a forward pass reads its input; y is the incoming gradient. Every
window adds ``y · Σ_i w_i·x_i`` to ⟨y, Cx⟩, with other letters, and its derivative is SymPy's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from symtconv.geometry import Axis, ConvTranspose
from symtconv.operators.result import Index, Result, number_of
from symtconv.operators.ring import window_gradient
from symtconv.operators.views.matrix import VIEW as BY_MATRIX
from symtconv.operators.views.summation import Landing, summed
from symtconv.operators.views.view import Place, Placed, Route, View

Reads = list[tuple[Index, Index]]  # what a window reads: (weight, entry of x)
Form = dict[tuple[Index, Index, Index], int]  # coefficient by (weight, x, y)


def place(axis: Axis, o: Place, t: Place) -> Place:
    """Give the entry of x that tap t of window o reads."""
    start = axis.stride * o - axis.low
    return start + axis.dilation * t


def evaluate(layer: ConvTranspose, route: Route) -> Result:
    """Differentiate ``Σ_o y[o]·(Cx)[o]``, window by window.

    Examples
    --------
    >>> VIEW.evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return summed(layer, _landings(layer, route))


def adjoint_sides(layer: ConvTranspose, route: Route = Placed(place)) -> tuple[Form, Form]:  # noqa: B008 - a constant
    """Write out both sides of the adjoint law ``⟨Cx, y⟩ = ⟨x, Cᵀy⟩`` in normal form; they are to be equal.

    The left side is the forward pass of the convolution, the right side the view `matrix`.

    Examples
    --------
    >>> left, right = adjoint_sides(ConvTranspose(input=2, kernel=3, stride=2, padding=1))
    >>> left == right, len(left)
    (True, 4)
    """
    left: Form = {}
    for source, reads in windows(layer, route):
        for tap, read in reads:
            left[tap, read, source] = left.get((tap, read, source), 0) + 1
    backward = BY_MATRIX.evaluate(layer)
    right: Form = {}
    for written, entry in zip(backward.indices(), backward.entries, strict=True):
        for coefficient, tap, source in entry:
            right[tap, written, source] = coefficient
    return left, right


def windows(layer: ConvTranspose, route: Route) -> Iterator[tuple[Index, Reads]]:
    """Yield every entry of y with what the convolution's window there reads; padding is not listed."""
    axes = [_windows(axis, route) for axis in layer.axes]
    local, size = layer.weight_shape[1], layer.in_channels // layer.groups
    for ci in range(layer.in_channels):
        for places, window in zip(product(*map(range, layer.input)), product(*axes), strict=True):
            spatial = [(tuple(t for t, _ in part), tuple(j for _, j in part)) for part in product(*window)]
            if not layer.has_channels:
                yield places, spatial
            else:
                pairs = [(m, ci // size * local + m) for m in range(local)]
                yield (ci, *places), [((ci, m, *tap), (co, *j)) for m, co in pairs for tap, j in spatial]


def _windows(axis: Axis, route: Route) -> list[list[tuple[int, int]]]:
    """Give ``(t, j)`` for what each window reads."""
    found: list[list[tuple[int, int]]] = [[] for _ in range(axis.size)]
    for j, o, t in route.joins(axis):
        found[o].append((t, j))
    return found


def _landings(layer: ConvTranspose, route: Route) -> Iterator[Landing]:
    weight_shape = layer.weight_shape if layer.has_channels else layer.kernel
    for source, reads in windows(layer, route):
        number = number_of(source, layer.y_shape)
        taps = [number_of(tap, weight_shape) for tap, _ in reads]
        for (_, read), derivative in zip(reads, window_gradient(len(reads)), strict=True):
            entry = number_of(read, layer.x_shape)
            for coefficient, powers, power in derivative:
                if sum(powers) != 1 or power != 1:
                    msg = f"the derivative by x_{read} is not linear in w and y"
                    raise ArithmeticError(msg)
                yield from [(entry, number, taps[powers.index(1)])] * coefficient


VIEW = View(name="gradient", title="The derivative of the convolution", route=Placed(place), sums=evaluate)
