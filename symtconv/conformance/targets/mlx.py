"""MLX on the CPU: ``conv_transpose{1,2,3}d``, channels last."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.grids.words import Words


class Mlx(Target):
    """PyTorch's words; the weight is (C_out, *k, C_in/groups); no bias."""

    dialect = "torch"
    layouts = ("contiguous",)

    def __init__(self) -> None:
        self.engine: Any = import_module("mlx.core")
        self.engine.set_default_device(self.engine.cpu)

    def fit(self, words: Words) -> Words | None:
        """Leave out the bias."""
        return words if not words.bias else None

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Call the function of the rank."""
        per_group = words.c_in // words.groups, words.c_out // words.groups
        weight = np.moveaxis(w.reshape(words.groups, *per_group, *words.k), 1, -1)
        weight = weight.reshape(words.c_out, *words.k, per_group[0])
        rows = [row[0] if words.rank == 1 else row for row in (words.s, words.l, words.d, words.extra)]
        read = np.ascontiguousarray(np.moveaxis(y, 1, -1))
        call = getattr(self.engine, f"conv_transpose{words.rank}d")
        found = call(self.engine.array(read), self.engine.array(np.ascontiguousarray(weight)), *rows, words.groups)
        return np.moveaxis(np.array(found), -1, 1)
