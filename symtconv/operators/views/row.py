"""The view `row`: the row-vector form ``y_f · W_rᵀ`` of texts that flatten images to rows.

They rearrange the *flipped* kernel for a padded input z̃ into an extended matrix flip(W)_r (25 × 16 for a 5 × 5
z̃ and a 4 × 4 x′). Its rows at the places where z̃ holds an entry of y are W_rᵀ, and the others meet zeros.

References
----------
조희철, *Transposed Convolution* (2021).
"""

from __future__ import annotations

from symtconv.geometry import Axis, ConvTranspose, Relation
from symtconv.operators.convolution import weights
from symtconv.operators.joins import Joins, joined
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index, Result
from symtconv.operators.views.summation import across, summed
from symtconv.operators.views.view import View


def relations(layer: ConvTranspose) -> tuple[Relation, ...]:
    """Give ``j = m - d·u`` for row ``m = P_lo + s·o`` of the extended matrix, with ``t = k-1-u``."""
    return tuple(_relation(axis) for axis in layer.axes)


def evaluate(layer: ConvTranspose) -> Result:
    """Multiply every entry of y with its row of the extended matrix.

    Examples
    --------
    >>> evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    # Row by row where an entry of y stands; the other rows of the extended matrix meet zeros.
    axes = [[(j, o, t) for o, m in _places(axis) for j, t in _row(axis, m)] for axis in layer.axes]
    return summed(layer, across(layer, axes))


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
    return joined([_extended_joins(axis) for axis in single.axes], single.output, single.kernel, weights(single))


def rows_of_y(layer: ConvTranspose) -> list[tuple[Index, int]]:
    """Give, for every entry of y that is not cropped away, its index and the number of its row of flip(W)_r.

    Examples
    --------
    >>> rows_of_y(ConvTranspose(input=3, kernel=2))
    [((0,), 1), ((1,), 2), ((2,), 3)]
    """
    found: list[tuple[Index, int]] = [((), 0)]
    for axis in layer.axes:
        found = [((*index, o), row * _padded(axis) + m) for index, row in found for o, m in _places(axis)]
    return found


def _padded(axis: Axis) -> int:
    """Length of z̃."""
    return (axis.size - 1) * axis.stride + 1 + axis.pad_low + axis.pad_high


def _places(axis: Axis) -> list[tuple[int, int]]:
    """Give ``(o, m)`` for every entry of y that stands in z̃, at place m."""
    return [(o, axis.pad_low + axis.stride * o) for o in _standing(axis)]


def _standing(axis: Axis) -> range:
    """Give the entries of y that stand in z̃: ``0 ≤ P_lo + s·o`` and ``P_lo + s·o < `` the length of z̃."""
    first = max(-(axis.pad_low // axis.stride), 0)
    return range(first, min((_padded(axis) - 1 - axis.pad_low) // axis.stride + 1, axis.size))


def _extended_joins(axis: Axis) -> Joins:
    return [_row(axis, m) for m in range(_padded(axis))]


def _row(axis: Axis, m: int) -> list[tuple[int, int]]:
    """Give the windows ``j = m - d·u`` that read place m of z̃, with tap ``k-1-u``."""
    k, d = axis.kernel, axis.dilation
    return [(m - d * u, k - 1 - u) for u in reversed(range(k)) if 0 <= m - d * u < axis.output]


def _relation(axis: Axis) -> Relation:
    standing = _standing(axis)
    return Relation(
        taps=axis.kernel,
        length=axis.output,
        o_low=standing.start,
        o_high=standing.stop,
        o_step=axis.stride,
        t_step=axis.dilation,
        offset=axis.pad_low - axis.dilation * (axis.kernel - 1),
    )


VIEW = View(name="row", title="The row-vector form and the extended matrix", relations=relations, evaluate=evaluate)
