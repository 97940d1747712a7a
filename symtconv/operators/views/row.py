"""The view `row`: the row-vector form ``y_f · W_rᵀ`` of texts that flatten images to rows.

They rearrange the *flipped* kernel for a padded input z̃ into an extended matrix flip(W)_r (25 × 16 for a 5 × 5
z̃ and a 4 × 4 x′). Its rows at the places where z̃ holds an entry of y are W_rᵀ, and the others meet zeros.

References
----------
조희철, *Transposed Convolution* (2021).
"""

from __future__ import annotations

from symtconv.geometry import Axis, ConvTranspose
from symtconv.operators.convolution import table_of
from symtconv.operators.joins import Joins, joined
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index
from symtconv.operators.views.summation import by_axis
from symtconv.operators.views.view import Place, Placed, View


def row_of(axis: Axis, o: Place) -> Place:
    """Give the row of the extended matrix that entry o of y meets: its place in z̃."""
    return axis.stride * o + axis.pad_low


def window(axis: Axis, m: Place, u: Place) -> Place:
    """Give the window that reads place m of z̃ at place u of the flipped kernel."""
    return m - axis.dilation * u


def place(axis: Axis, o: Place, t: Place) -> Place:
    """Give ``j = m - d·u`` for row ``m = P_lo + s·o`` of the extended matrix, with ``t = k-1-u``."""
    return window(axis, row_of(axis, o), (axis.kernel - 1) - t)


def held(axis: Axis) -> range:
    """Give the entries of y that stand in z̃; the others are cropped away."""
    first = max(-(axis.pad_low // axis.stride), 0)
    last = min((_padded(axis) - 1 - axis.pad_low) // axis.stride, axis.size - 1)
    return range(first, last + 1) if first <= last else range(0)


def extended_matrix(layer: ConvTranspose) -> Operator:
    """Build flip(W)_r, the rearrangement of the flipped kernel for the padded input z̃, of a layer with one channel.

    Returns
    -------
    Operator
        Rows over z̃, columns over x′, as the row convention has it: ``x′_f = z̃_f · flip(W)_r``.

    Examples
    --------
    >>> layer = ConvTranspose(input=3, kernel=2)
    >>> print(extended_matrix(layer).text())
    w_{1} .     .     .
    w_{0} w_{1} .     .
    .     w_{0} w_{1} .
    .     .     w_{0} w_{1}
    .     .     .     w_{0}
    """
    single = ConvTranspose(**{**layer.to_dict(), "in_channels": 1, "out_channels": 1, "groups": 1})
    return joined([_extended_joins(axis) for axis in single.axes], single.output, single.kernel, table_of(single))


def rows_of_y(layer: ConvTranspose) -> list[tuple[Index, int]]:
    """Give, for every entry of y that is not cropped away, its index and the number of its row of flip(W)_r.

    Examples
    --------
    >>> rows_of_y(ConvTranspose(input=3, kernel=2))
    [((0,), 1), ((1,), 2), ((2,), 3)]
    """
    found: list[tuple[Index, int]] = [((), 0)]
    for axis in layer.axes:
        places = [(o, row_of(axis, o)) for o in held(axis)]
        found = [((*index, o), row * _padded(axis) + m) for index, row in found for o, m in places]
    return found


def _padded(axis: Axis) -> int:
    """Length of z̃."""
    return (axis.size - 1) * axis.stride + 1 + axis.pad_low + axis.pad_high


def _extended_joins(axis: Axis) -> Joins:
    """Give, for every row m, the windows that read it with their taps."""
    k = axis.kernel
    reads = [[(window(axis, m, u), k - 1 - u) for u in reversed(range(k))] for m in range(_padded(axis))]
    return [[(j, t) for j, t in row if 0 <= j < axis.output] for row in reads]


# Row by row where an entry of y stands; the other rows of the extended matrix meet zeros.
VIEW = View(name="row", title="The row-vector form and the extended matrix", route=Placed(place, held), sums=by_axis)
