"""Which integers to send, so that the target's own arithmetic is exact whatever the order of its sums."""

from __future__ import annotations

from math import isqrt, prod
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from symtconv.grids.form import Form

Integers: TypeAlias = NDArray[np.int64]

EXACT = {
    "float64": 2**53, "float32": 2**24, "float16": 2**11, "bfloat16": 2**8,
    "int64": 2**53, "int32": 2**31 - 1, "int8": 127,
}  # fmt: skip
"""The largest B such that every integer up to B is exact in a type (2⁵³ for int64: the reference sums in float64)."""
MOST = 2**20
POOL = np.random.default_rng(20160323).integers(0, 2**62, 1 << 17)
"""Random numbers to be cut from; drawing anew would cost more than judging."""


def height(form: Form, dtype: str, *, bias: bool = False) -> int:
    """Give the largest v with ``terms·v² + v·[bias] <= B``: no partial sum leaves the exact range, in any order.

    Examples
    --------
    >>> height(Form((4,), (3,), (2,), (1,), (0,), (0,)), "bfloat16")
    11
    """
    bound, terms = EXACT[dtype], max(1, form.terms)
    v = max(1, isqrt(bound // terms))
    while v > 1 and terms * v * v + (v if bias else 0) > bound:
        v -= 1
    return min(v, MOST)


def seed_of(text: str, seed: int) -> int:
    """Give the seed of one configuration: the same wherever and whenever it is asked."""
    return crc32(text.encode(), seed & 0xFFFFFFFF)


def dense(
    form: Form, dtype: str, seed: int, *, batch: int = 1, bias: bool = False, most: int | None = None
) -> tuple[Integers, Integers, Integers | None]:
    """Give y, w and bias of integers that are not zero, of both signs, up to the height.

    A bilinear map that is wrong survives one call with probability at most 1/v an entry. Where even ones are too many,
    channels of y are left at zero; another seed leaves others.
    """
    v = height(form, dtype, bias=bias) if most is None else most
    ny, nw = batch * form.c_in * prod(form.n), prod(form.weight_shape)
    total = ny + nw + form.c_out
    start = seed % (len(POOL) - total) if total < len(POOL) else 0
    pool = POOL[start : start + total] if total <= len(POOL) else np.resize(POOL, total)
    numbers = (pool % v + 1) * (1 - 2 * ((pool >> 40) & 1))
    y = numbers[:ny].reshape(batch, form.c_in, *form.n)
    w = numbers[ny : ny + nw].reshape(form.weight_shape)
    room = EXACT[dtype] - (v if bias else 0)
    if form.terms * v * v > room:
        y = _thinned(y, form, room // (v * v), seed)
    return y, w, numbers[ny + nw :] if bias else None


def _thinned(y: Integers, form: Form, room: int, seed: int) -> Integers:
    per_group = form.c_in // form.groups
    kept = max(1, room * per_group // max(1, form.terms))
    y = y.copy()
    order = np.random.default_rng(seed).permutation(per_group)[kept:]
    for group in range(form.groups):
        y[:, group * per_group + order] = 0
    return y


def one_hot(form: Form) -> Integers:
    """Give a batch in which each entry of y is 1 once: every output then reads one weight."""
    size = form.c_in * prod(form.n)
    return np.eye(size, dtype=np.int64).reshape(size, form.c_in, *form.n)


def codes(form: Form, dtype: str) -> tuple[list[Integers], int]:
    """Give the weights as digits of 1 + their index, and the base: so many calls name the weight that was read.

    Examples
    --------
    >>> digits, base = codes(Form((1,), (300,), (1,), (1,), (0,), (0,)), "bfloat16")
    >>> len(digits), base
    (2, 256)
    """
    base = min(EXACT[dtype], MOST)
    left, digits = np.arange(1, prod(form.weight_shape) + 1), []
    while True:
        digits.append((left % base).reshape(form.weight_shape))
        left = left // base
        if not left.any():
            return digits, base


def variants_of(array: NDArray[Any], layout: str) -> NDArray[Any]:
    """Give the same array lying differently in memory.

    Examples
    --------
    >>> one = np.arange(6).reshape(1, 2, 3)
    >>> [bool((variants_of(one, layout) == one).all()) for layout in ("contiguous", "strided", "reversed", "fortran")]
    [True, True, True, True]
    """
    if layout == "contiguous":
        return np.ascontiguousarray(array)
    if layout == "fortran":
        return np.asfortranarray(array)
    if layout == "reversed":
        whole = (slice(None, None, -1),) * array.ndim
        return np.ascontiguousarray(array[whole])[whole]
    # Every other entry of an array whose other entries are not numbers, or as large as they get.
    junk = np.nan if array.dtype.kind == "f" else np.iinfo(array.dtype).max if array.dtype.kind == "i" else 0
    wide = np.full([2 * length + 1 for length in array.shape], junk, array.dtype)
    view = wide[tuple(slice(1, None, 2) for _ in array.shape)]
    view[...] = array
    return view
