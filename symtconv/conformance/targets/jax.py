"""JAX: ``lax.conv_transpose`` with explicit pads, in a process of its own: its compiler ends it on some layers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.grids.words import Words


class Jax(Target):
    """It has no groups and no bias; the pads are K-1-l and K-1-h+a."""

    layouts = ("contiguous",)
    isolated = True

    def __init__(self) -> None:
        self.engine: Any = import_module("jax.lax")

    def fit(self, words: Words) -> Words | None:
        """Leave out groups and bias."""
        return words if words.groups == 1 and not words.bias else None

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Call the function."""
        rows = zip(words.k, words.d, words.l, words.h, words.extra, strict=True)
        pads = [(d * (k - 1) - l, d * (k - 1) - h + a) for k, d, l, h, a in rows]
        axes = "XYZW"[: words.rank]
        return np.asarray(
            self.engine.conv_transpose(
                np.ascontiguousarray(y), np.ascontiguousarray(w), words.s, pads, rhs_dilation=words.d,
                dimension_numbers=("NC" + axes, "OI" + axes, "NC" + axes), transpose_kernel=True,
            )
        )  # fmt: skip
