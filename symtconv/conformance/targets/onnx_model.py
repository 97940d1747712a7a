"""A model of one ConvTranspose node, written as ONNX' protocol buffer by hand: fast, and without the onnx package.

Sources: onnx/onnx.proto3 of onnx 1.23 for the numbers of the fields.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.grids.words import Words

OPSET, IR_VERSION = 13, 9
FLOAT, INTS, INT, STRING = 1, 7, 2, 3  # TensorProto.FLOAT; AttributeProto.INTS, INT, STRING


def varint(number: int) -> bytes:
    r"""Write an unsigned number, seven bits a byte.

    Examples
    --------
    >>> varint(300)
    b'\xac\x02'
    """
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


def _number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value & (2**64 - 1))


def _bytes(field: int, value: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _tensor(name: str, array: Array) -> bytes:
    dims = b"".join(_number(1, length) for length in array.shape)
    return dims + _number(2, FLOAT) + _text(8, name) + _bytes(9, array.astype("<f4").tobytes())


def _value(name: str, dims: Iterable[int | None]) -> bytes:
    shape = b"".join(_bytes(1, b"" if length is None else _number(1, length)) for length in dims)
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, FLOAT) + _bytes(2, shape)))


def _ints(name: str, row: Iterable[int]) -> bytes:
    return _bytes(5, _text(1, name) + b"".join(_number(8, value) for value in row) + _number(20, INTS))


def attributes(words: Words) -> bytes:
    """Write the attributes of a configuration; what has its usual value is left out."""
    found = b""
    if set(words.s) != {1}:
        found += _ints("strides", words.s)
    if set(words.d) != {1}:
        found += _ints("dilations", words.d)
    if words.groups != 1:
        found += _bytes(5, _text(1, "group") + _number(3, words.groups) + _number(20, INT))
    if words.auto:
        found += _bytes(5, _text(1, "auto_pad") + _bytes(4, words.auto.encode()) + _number(20, STRING))
    elif any(words.l) or any(words.h):
        found += _ints("pads", (*words.l, *words.h))
    if any(words.extra):
        found += _ints("output_padding", words.extra)
    return found if words.size is None else found + _ints("output_shape", words.size)


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
    node = _text(1, "X") + b"".join(_text(1, name) for name, _ in weights) + _text(2, "Y")
    node += _text(4, "ConvTranspose") + attributes(words)
    graph = _bytes(1, node) + _text(2, "g")
    if fixed:
        graph += b"".join(_bytes(5, _tensor(name, array)) for name, array in weights)
    graph += _bytes(11, _value("X", y.shape))
    if not fixed:
        graph += b"".join(_bytes(11, _value(name, array.shape)) for name, array in weights)
    output = _value("Y", [None] * y.ndim) if shaped else _text(1, "Y") + _bytes(2, _bytes(1, _number(1, FLOAT)))
    graph += _bytes(12, output)
    return _number(1, IR_VERSION) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, OPSET))


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
