"""ONNX messages written down: nodes, their attributes and constants, as the bytes of Protocol Buffers.

Source: onnx.proto, as in `symtconv.models.graph`. What a file held before is copied as it stands; this writes what
is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Value: TypeAlias = "int | str | Sequence[int] | bytes"
FLOAT, INT64 = 1, 7  # TensorProto.DataType


def varint(value: int) -> bytes:
    r"""Write a number of variable length.

    Examples
    --------
    >>> varint(300)
    b'\xac\x02'
    """
    value &= (1 << 64) - 1
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)


def number(field: int, value: int) -> bytes:
    """Write a field that is a number."""
    return varint(field << 3) + varint(value)


def message(field: int, content: bytes) -> bytes:
    """Write a field of bytes: a text, or a message."""
    return varint(field << 3 | 2) + varint(len(content)) + content


def text(field: int, value: str) -> bytes:
    """Write a field that is a text."""
    return message(field, value.encode())


def tensor(name: str, dims: Sequence[int], dtype: int, raw: bytes) -> bytes:
    """Write a TensorProto with its numbers as raw little-endian bytes."""
    return b"".join([*(number(1, size) for size in dims), number(2, dtype), text(8, name), message(9, raw)])


def integers(name: str, values: Sequence[int]) -> bytes:
    """Write a vector of int64 as a TensorProto."""
    raw = b"".join(value.to_bytes(8, "little", signed=True) for value in values)
    return tensor(name, [len(values)], INT64, raw)


def floats(name: str, dims: Iterable[int | str | None]) -> bytes:
    """Write the ValueInfoProto of an array of float32; a length is a number, a name, or open."""
    lengths = (b"" if size is None else text(2, size) if isinstance(size, str) else number(1, size) for size in dims)
    shape = b"".join(message(1, length) for length in lengths)
    return text(1, name) + message(2, message(1, number(1, FLOAT) + message(2, shape)))


def attribute(name: str, value: Value) -> bytes:
    """Write an AttributeProto: an integer, a text, a list of integers, or a tensor that is written already."""
    if isinstance(value, int):
        return text(1, name) + number(3, value) + number(20, 2)
    if isinstance(value, str):
        return text(1, name) + text(4, value) + number(20, 3)
    if isinstance(value, bytes):
        return text(1, name) + message(5, value) + number(20, 4)
    return text(1, name) + b"".join(number(8, item) for item in value) + number(20, 7)


def node(op: str, inputs: Sequence[str], outputs: Sequence[str], name: str, attributes: Mapping[str, Value]) -> bytes:
    """Write a NodeProto."""
    parts = [text(1, given) for given in inputs]
    parts += [text(2, made) for made in outputs]
    parts += [text(3, name), text(4, op)]
    parts += [message(5, attribute(word, value)) for word, value in attributes.items()]
    return b"".join(parts)
