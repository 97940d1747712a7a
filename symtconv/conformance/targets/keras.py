"""Keras' layers on whatever back end KERAS_BACKEND names."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.grids.words import Words


class Keras(Target):
    """``Conv{1,2,3}DTranspose``, channels last."""

    dialect = "keras"
    layouts = ("contiguous",)
    last = True

    def __init__(self) -> None:
        self.engine: Any = import_module("keras")
        backend = self.engine.backend.backend()
        self.name = f"keras on {backend}" + ("" if self.last else ", channels_first")
        self.isolated = backend == "jax"

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Make the layer, give it its weights and call it."""
        made = getattr(self.engine.layers, f"Conv{words.rank}DTranspose")(
            words.c_out,
            words.k,
            strides=words.s,
            padding=words.auto or "valid",
            output_padding=words.a,
            dilation_rate=words.d,
            use_bias=bias is not None,
            data_format="channels_last" if self.last else "channels_first",
        )
        read = np.ascontiguousarray(np.moveaxis(y, 1, -1) if self.last else y)
        made.build(read.shape)
        made.set_weights([np.moveaxis(w, (0, 1), (-1, -2)), *([] if bias is None else [bias])])
        found = np.asarray(self.engine.ops.convert_to_numpy(made(read)))
        return np.moveaxis(found, -1, 1) if self.last else found


class KerasChannelsFirst(Keras):
    """The same, channels first."""

    last = False
