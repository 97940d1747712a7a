"""C and Cᵀy in the letters or numbers of a text, as SymPy writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING

from symtconv.geometry import ConvTranspose, InputError
from symtconv.operators.convolution import weight_indices
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Index, Result
from symtconv.operators.ring import array, sum_of_products, symbol, value, whole_matrix

if TYPE_CHECKING:
    import sympy

Letters = str | Iterable[object]  # names with spaces between, or (nested) letters and numbers, row-major


def matrix_in(operator: Operator, layer: ConvTranspose, *, w: Letters | None = None) -> sympy.Matrix:
    """Write an operator out, zeros too, with the given weights.

    Parameters
    ----------
    operator : Operator
        Of the layer: C, its transpose, a stage, or a product of them.
    w : str or (nested) list, optional
        A letter or a number for every weight, row-major; without it ``w_{a,b}``.

    Examples
    --------
    >>> from symtconv.operators.convolution import convolution_matrix
    >>> layer = ConvTranspose.of_conv(input=4, kernel=3, padding=1, stride=2)
    >>> matrix_in(convolution_matrix(layer), layer, w="x y z")
    Matrix([
    [y, z, 0, 0],
    [0, x, y, z]])
    """
    weights = _values("w", w, weight_indices(layer))
    rows, columns = operator.shape
    cells = [[value(0)] * columns for _ in range(rows)]
    for row, column, entry in operator.items():
        products = ((c, [weights[index] for index in monomial]) for monomial, c in entry.terms.items())
        cells[row][column] = sum_of_products(products)
    return whole_matrix(rows, columns, cells)


def result_in(
    result: Result, layer: ConvTranspose, *, w: Letters | None = None, y: Letters | None = None
) -> sympy.Array:
    """Write x′ out in its shape, with the given weights and entries of y.

    Examples
    --------
    >>> from symtconv.operators.views import VIEWS
    >>> layer = ConvTranspose(input=2, kernel=3, stride=2)
    >>> result_in(VIEWS["scatter"].evaluate(layer), layer, w="x y z", y="a b")
    [a*x, a*y, a*z + b*x, b*y, b*z]
    >>> result_in(VIEWS["scatter"].evaluate(layer), layer, w=[1, 2, 3], y=[1, 10])
    [1, 2, 13, 20, 30]
    """
    weights = _values("w", w, weight_indices(layer))
    entries = _values("y", y, list(product(*map(range, layer.y_shape))))
    flat = [
        sum_of_products((c, ([weights[tap]] if tap else []) + [entries[source]]) for c, tap, source in entry)
        for entry in result.entries
    ]
    return array(flat, result.shape)


def _values(letter: str, given: Letters | None, indices: list[Index]) -> dict[Index, sympy.Expr]:
    if given is None:
        return {index: symbol(letter, index) for index in indices}
    found = [value(item) for item in (given.split() if isinstance(given, str) else _flat(given))]
    if len(found) != len(indices):
        msg = f"{letter} has {len(found)} letters or numbers and the layer {len(indices)}; give one for each, row-major"
        raise InputError(msg)
    return dict(zip(indices, found, strict=True))


def _flat(nested: Iterable[object]) -> Iterator[object]:
    for item in nested:
        if isinstance(item, list | tuple) or getattr(item, "ndim", 0) > 0:
            yield from _flat(item)  # type: ignore[arg-type]  # an array is iterated by rows
        else:
            yield item
