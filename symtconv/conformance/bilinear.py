"""Is it bilinear, does it repeat itself, does it leave its inputs alone: sentences about what is not so."""

from __future__ import annotations

from typing import Any

import numpy as np

from symtconv.conformance import probes
from symtconv.conformance.target import Array, Target, Variant, typed
from symtconv.grids.form import Form
from symtconv.grids.words import Words


def unlike_a_layer(target: Target, words: Words, form: Form, variant: Variant) -> list[str]:
    """Say what keeps a target from being a bilinear map of y and w, plus its bias; empty where nothing was seen."""
    y, w, bias = probes.dense(form, variant.dtype, 11, batch=words.batch, bias=words.bias)
    z, u, _ = probes.dense(form, variant.dtype, 4099, batch=words.batch)
    quarter = max(1, probes.height(form, variant.dtype, bias=words.bias) // 4)
    y, z, w, u = (np.sign(array) * np.minimum(abs(array), quarter) for array in (y, z, w, u))

    def f(left: Array, right: Array) -> Array:
        b = None if bias is None else typed(bias, variant.dtype)
        found = target.call(typed(left, variant.dtype), typed(right, variant.dtype), b, words, variant)
        return np.asarray(found, np.float64)

    said = []
    one, two = typed(y, variant.dtype), typed(w, variant.dtype)
    b = None if bias is None else typed(bias, variant.dtype)
    base = np.array(target.call(one, two, b, words, variant), np.float64)
    if not (np.array_equal(one, y) and np.array_equal(two, w)):
        said.append("the call changes its inputs")
    if not np.array_equal(f(y, w), base, equal_nan=True):
        said.append("two calls with the same input differ: it keeps state, or reads memory that was never written")
    elif not np.array_equal(_after_junk(f, y, w, base), base, equal_nan=True):
        said.append("the answer depends on what memory held before: an entry is never written")
    nothing = f(0 * y, w)
    if bias is None and nothing.any():
        said.append("f(0, w) is not 0")
    if bias is not None and not np.array_equal(nothing, _spread(bias, nothing, words)):
        said.append("f(0, w, bias) is not the bias")
    checks = (
        (f(y, 0 * w), nothing, "f(y, 0) is not f(0, w)"),
        (f(-y, w) - nothing, nothing - base, "f(-y, w) is not -f(y, w): the signs are treated apart"),
        (
            f(y + z, w) - nothing,
            base + f(z, w) - 2 * nothing,
            "f(y + z, w) is not f(y, w) + f(z, w): it is not linear in y",
        ),
        (
            f(y, w + u) - nothing,
            base + f(y, u) - 2 * nothing,
            "f(y, w + u) is not f(y, w) + f(y, u): it is not linear in w",
        ),
    )
    return said + [text for got, want, text in checks if not np.array_equal(got, want)]


def _spread(bias: Array, like: Array, words: Words) -> Any:
    return np.broadcast_to(bias.reshape(1, -1, *(1,) * words.rank), like.shape)


def _after_junk(f: Any, y: Array, w: Array, like: Array) -> Array:
    """Ask once more after memory of the size of the answer was filled with what no answer holds."""
    junk = [np.full(like.shape, np.nan) for _ in range(8)]
    del junk
    found: Array = f(y, w)
    return found
