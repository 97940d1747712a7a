"""The exact result of a layer: the definition on integers, by index, without an engine and without SymPy.

It walks pairs (entry of y, tap) and adds each product where the relation puts it. The compiled gather of ``numeric``
walks x′ instead; the two share nothing, and are compared wherever a target seems wrong.
"""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symtconv.grids.form import Form
from symtconv.numeric.gather import conv_transpose

Array: TypeAlias = NDArray[Any]
EXACT = 2**53
"""The sums are formed in float64; `probes` keeps them within this."""


def result(y: Array, w: Array, form: Form, bias: Array | None = None) -> NDArray[np.float64]:
    r"""Give x′ of a layer; integers in float64, exact as long as no sum passes `EXACT`.

    Parameters
    ----------
    y : array, (N, c_in, \*n)
    w : array, (c_in, c_out/groups, \*k)
    form : Form
        Lengths below 1 give an empty axis.
    bias : array, (c_out,), optional

    Examples
    --------
    >>> form = Form((2,), (3,), (2,), (1,), (1,), (0,))
    >>> result(np.array([[[1, 2]]]), np.array([[[1, 10, 100]]]), form).tolist()
    [[[10.0, 102.0, 20.0, 200.0]]]
    """
    batch, groups, outs = len(y), form.groups, form.c_out // form.groups
    lengths = tuple(max(length, 0) for length in form.out)
    shape = (batch, form.c_out, *lengths)
    ins, taps = form.c_in // groups, prod(form.k)
    left = y.reshape(batch, groups, ins, -1).astype(np.float64)
    right = w.reshape(groups, ins, outs * taps).astype(np.float64)
    products: Array = np.matmul(left.transpose(0, 1, 3, 2), right)  # (batch, group, entry, out and tap)
    products = products.reshape(batch, groups, -1, outs, taps).transpose(0, 1, 3, 2, 4)
    place, size = _places(form.n, form.k, form.s, form.d, form.l, lengths)
    rows = batch * form.c_out
    if not size:
        return np.zeros(shape)
    # One spare entry behind each row takes what is cropped.
    at = place + (np.arange(rows, dtype=np.int64) * (size + 1))[:, None]
    sums: Array = np.bincount(at.reshape(-1), weights=products.reshape(-1), minlength=rows * (size + 1))
    x: NDArray[np.float64] = sums.reshape(rows, size + 1)[:, :size].reshape(shape)
    return x if bias is None else x + np.asarray(bias, np.float64).reshape(1, -1, *(1,) * form.rank)


@lru_cache(maxsize=4096)
def _places(
    n: tuple[int, ...], k: tuple[int, ...], s: tuple[int, ...], d: tuple[int, ...], l: tuple[int, ...],
    lengths: tuple[int, ...],
) -> tuple[NDArray[np.int64], int]:  # fmt: skip
    """Give for each pair (entry, tap) its flat place in x′, or the number of places where it is cropped."""
    size, rank = prod(lengths), len(n)
    flat = np.zeros((1,) * (2 * rank), np.int64)
    inside = np.ones((1,) * (2 * rank), bool)
    for axis in range(rank):
        j = s[axis] * np.arange(n[axis])[:, None] + d[axis] * np.arange(k[axis])[None, :] - l[axis]
        lies = (1,) * axis + (n[axis],) + (1,) * (rank - axis - 1) + (1,) * axis + (k[axis],) + (1,) * (rank - axis - 1)
        flat = flat * lengths[axis] + j.reshape(lies)
        inside = inside & ((j >= 0) & (j < lengths[axis])).reshape(lies)
    return np.where(inside, flat, size).reshape(-1), size


def other_result(y: Array, w: Array, form: Form, bias: Array | None = None) -> Array:
    """Give x′ by the compiled gather, which shares nothing with `result`.

    Examples
    --------
    >>> form = Form((2,), (3,), (2,), (1,), (1,), (0,))
    >>> other_result(np.array([[[1, 2]]]), np.array([[[1, 10, 100]]]), form).tolist()
    [[[10, 102, 20, 200]]]
    """
    return conv_transpose(
        y,
        w,
        bias,
        stride=form.s,
        padding=tuple((l, max(-e, 0)) for l, e in zip(form.l, form.e, strict=True)),
        output_padding=tuple(max(e, 0) for e in form.e),
        groups=form.groups,
        dilation=form.d,
    )


def first_difference(got: Array, want: Array) -> dict[str, Any] | None:
    """Name the shape or the first entry (batch, channel, spatial…) that differs, or give None; NaN differs.

    Examples
    --------
    >>> first_difference(np.array([[[1, 3]]]), np.array([[[1, 2]]]))
    {'at': [0, 0, 1], 'got': 3, 'want': 2, 'wrong': 1, 'of': 2}
    >>> first_difference(np.zeros((1, 1, 2)), np.zeros((1, 1, 3)))
    {'at': None, 'got': [1, 1, 2], 'want': [1, 1, 3]}
    """
    if got.shape != want.shape:
        return {"at": None, "got": list(got.shape), "want": list(want.shape)}
    if np.array_equal(got, want):
        return None
    wrong = got != want
    at = tuple(int(number) for number in np.argwhere(wrong)[0])
    return {
        "at": list(at), "got": _number(got[at]), "want": _number(want[at]),
        "wrong": int(wrong.sum()), "of": int(wrong.size),
    }  # fmt: skip


def _number(value: Any) -> int | float | str:
    """Give a number as JSON has it: an integer where it is one, and text where it is none."""
    number = float(value)
    if not np.isfinite(number):
        return str(number)
    return int(number) if number == int(number) else number
