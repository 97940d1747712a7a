"""The view `im2col`: multiply the flattened kernel's transpose with y, then add the columns back (col2im).

im2col copies entries of x, one column a window, and only reshapes the kernel: ``Cx = K · im2col(x)``. So
``Cᵀ = im2colᵀ · Kᵀ``, and im2colᵀ is col2im: it adds every product where its factor of x came from.

References
----------
K. Chellapilla, S. Puri, P. Simard, *High performance convolutional neural networks for document processing*, 2006.
"""

from __future__ import annotations

from symtconv.geometry import Axis, ConvTranspose
from symtconv.operators.convolution import weights
from symtconv.operators.matrix import Operator, Row
from symtconv.operators.result import Index, Result, size_of
from symtconv.operators.ring import ONE
from symtconv.operators.views.summation import channel_joins
from symtconv.operators.views.view import Place, Placed, Route, View


def place(axis: Axis, o: Place, t: Place) -> Place:
    """Give the entry of x that row t of column o is a copy of."""
    return axis.dilation * t + (axis.stride * o - axis.low)


ROUTE = Placed(place)


def evaluate(layer: ConvTranspose, route: Route) -> Result:
    """Multiply, then add the columns back.

    Examples
    --------
    >>> VIEW.evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return (im2col(layer, route).T @ flattened_kernel(layer).T).apply()


def columns_shape(layer: ConvTranspose) -> Index:
    """Give the index shape of the columns, ``(*t, *o)``, with the channel of x first, where there are channels.

    The rows of the texts' matrix run over channel and tap, its columns over the windows o.
    """
    return (*layer.x_shape[: -layer.rank], *layer.kernel, *layer.input)


def im2col(layer: ConvTranspose, route: Route = ROUTE) -> Operator:
    """Build the operator that copies x into columns; what a window reads of the padding is zero.

    Examples
    --------
    >>> print(im2col(ConvTranspose.of_conv(input=3, kernel=2)).text())
    1 . .
    . 1 .
    . 1 .
    . . 1
    """
    shape, taps, windows = columns_shape(layer), size_of(layer.kernel), size_of(layer.input)
    copies = [(0, 0)]  # (row, column) within a channel
    for number, axis in enumerate(layer.axes):
        t_unit = size_of(layer.kernel[number + 1 :]) * windows
        o_unit, j_unit = size_of(layer.input[number + 1 :]), size_of(layer.output[number + 1 :])
        copied = [(t * t_unit + o * o_unit, j * j_unit) for j, o, t in route.joins(axis)]
        copies = [(row + more, column + along) for row, column in copies for more, along in copied]
    rows: dict[int, Row] = {}
    for co in range(layer.out_channels):
        first, start = co * taps * windows, co * size_of(layer.output)
        rows |= {first + row: {start + column: ONE} for row, column in copies}
    return Operator(shape, layer.x_shape, rows)


def flattened_kernel(layer: ConvTranspose) -> Operator:
    """Build the kernel as it multiplies the columns: the same for every window, ``K ⊗ I``.

    Examples
    --------
    >>> print(flattened_kernel(ConvTranspose.of_conv(input=3, kernel=2)).text())
    w_{0} .     w_{1} .
    .     w_{0} .     w_{1}
    """
    entries, taps, windows = weights(layer), size_of(layer.kernel), size_of(layer.input)
    rows: dict[int, Row] = {ci * windows + o: {} for ci in range(layer.in_channels) for o in range(windows)}
    for co, ci, pair in channel_joins(layer):
        for tap in range(taps):
            entry, start = entries[pair * taps + tap], (co * taps + tap) * windows
            for o in range(windows):
                rows[ci * windows + o][start + o] = entry
    return Operator(layer.y_shape, columns_shape(layer), rows)


VIEW = View(name="im2col", title="The flattened kernel, then col2im", route=ROUTE, sums=evaluate)
