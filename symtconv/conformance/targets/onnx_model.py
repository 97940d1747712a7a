"""A model of one ConvTranspose node, written as ONNX' protocol buffer: fast, and without the onnx package.

Sources: onnx/onnx.proto3 of onnx 1.23 for the numbers of the fields.
"""

from __future__ import annotations

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.grids.words import Words
from symtconv.models.lowering.encode import FLOAT, Value, floats, message, node, number, tensor, text

OPSET, IR_VERSION = 13, 9


def attributes(words: Words) -> dict[str, Value]:
    """Give the attributes of a configuration; what has its usual value is left out."""
    found: dict[str, Value] = {}
    if set(words.s) != {1}:
        found["strides"] = words.s
    if set(words.d) != {1}:
        found["dilations"] = words.d
    if words.groups != 1:
        found["group"] = words.groups
    if words.auto:
        found["auto_pad"] = words.auto
    elif any(words.l) or any(words.h):
        found["pads"] = (*words.l, *words.h)
    if any(words.extra):
        found["output_padding"] = words.extra
    if words.size is not None:
        found["output_shape"] = words.size
    return found


def model(words: Words, y: Array, w: Array, bias: Array | None, *, fixed: bool = True, shaped: bool = True) -> bytes:
    """Write the model.

    Parameters
    ----------
    words : Words
    y, w, bias : array
        The weights are initializers if ``fixed``, inputs ``W`` and ``B`` otherwise; y gives its shape alone.
    shaped : bool
        Whether the output says how many axes it has.
    """
    weights = [("W", w)] + ([] if bias is None else [("B", bias)])
    upsampled = node("ConvTranspose", ["X", *(name for name, _ in weights)], ["Y"], "", attributes(words))
    graph = message(1, upsampled) + text(2, "g")
    if fixed:
        graph += b"".join(
            message(5, tensor(name, array.shape, FLOAT, array.astype("<f4").tobytes())) for name, array in weights
        )
    graph += message(11, floats("X", y.shape))
    if not fixed:
        graph += b"".join(message(11, floats(name, array.shape)) for name, array in weights)
    output = floats("Y", [None] * y.ndim) if shaped else text(1, "Y") + message(2, message(1, number(1, FLOAT)))
    graph += message(12, output)
    return number(1, IR_VERSION) + message(7, graph) + message(8, text(1, "") + number(2, OPSET))


class OnnxTarget(Target):
    """An engine that reads ONNX models."""

    dialect = "onnx"
    dtypes = ("float32",)
    layouts = ("contiguous",)
    fixed = True

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Array:
        """Write the model, and run it."""
        data = model(words, y, w, bias, fixed=self.fixed)
        feeds = {"X": np.ascontiguousarray(y, np.float32)}
        if not self.fixed:
            feeds |= {"W": w.astype(np.float32)} | ({} if bias is None else {"B": bias.astype(np.float32)})
        return self.run(data, feeds, variant)

    def run(self, data: bytes, feeds: dict[str, Array], variant: Variant) -> Array:
        """Run a model."""
        raise NotImplementedError
