"""TensorFlow: ``tf.nn.conv_transpose`` with VALID padding and an explicit output shape."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.grids.words import Words


class TensorFlow(Target):
    """Channels last; the bias is left out, since it is another operator there."""

    layouts = ("contiguous",)

    def __init__(self) -> None:
        self.engine: Any = import_module("tensorflow")

    def fit(self, words: Words) -> Words | None:
        """Leave out groups, bias and padding, and an output padding of a stride or more."""
        plain = words.groups == 1 and not any(words.l) and not any(words.h) and words.rank <= 3 and not words.bias
        return words if plain and all(a < s for a, s in zip(words.extra, words.s, strict=True)) else None

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Call the function."""
        rows = zip(words.n, words.k, words.s, words.d, words.extra, strict=True)
        lengths = [(n - 1) * s + d * (k - 1) + 1 + a for n, k, s, d, a in rows]
        found = self.engine.nn.conv_transpose(
            np.ascontiguousarray(np.moveaxis(y, 1, -1)),
            np.ascontiguousarray(np.moveaxis(w, (0, 1), (-1, -2))),
            [words.batch, *lengths, words.c_out],
            list(words.s),
            "VALID",
            dilations=list(words.d),
        )
        return np.moveaxis(found.numpy(), -1, 1)
