"""Model files written by hand, without the package's own writers and without any library."""

from __future__ import annotations

import json
import struct
import tomllib
from base64 import b64encode
from math import prod
from pathlib import Path

LAYERS = tomllib.loads((Path(__file__).parent / "shipped.toml").read_text())["layer"]


def varint(n):
    n &= 2**64 - 1
    out = b""
    while True:
        n, low = n >> 7, n & 127
        out += bytes([low | (128 if n else 0)])
        if not n:
            return out


def f(number, value):
    """Give a field of Protocol Buffers: an integer, a text, bytes, or a message given as a list of fields."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    content = b"".join(value) if isinstance(value, list) else value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(content)) + content


def attribute(name, value):
    if isinstance(value, int):
        return [f(1, name), f(3, value), f(20, 2)]
    if isinstance(value, str):
        return [f(1, name), f(4, value), f(20, 3)]
    return [f(1, name), *(f(8, n) for n in value), f(20, 7)]


def node(op, inputs, outputs, name="", domain="", **attributes):
    words = [f(5, attribute(word, value)) for word, value in attributes.items()]
    return [
        *(f(1, n) for n in inputs), *(f(2, n) for n in outputs), f(3, name), f(4, op), f(7, domain), *words
    ]  # fmt: skip


def tensor(name, dims, raw=b"", dtype=1, external=False):
    content = [f(14, 1), f(13, [f(1, "location"), f(2, "weights.bin")])] if external else [f(9, raw)]
    return [*(f(1, n) for n in dims), f(2, dtype), f(8, name), *content]


def info(name, dims, dtype=1):
    shape = [f(1, [f(1, d)] if isinstance(d, int) else [f(2, d)] if d else []) for d in dims]
    return [f(1, name), f(2, [f(1, [f(1, dtype), f(2, shape)])])]


def graph(nodes, inputs=(), outputs=(), constants=(), values=()):
    return [
        *(f(1, n) for n in nodes), f(2, "g"), *(f(5, c) for c in constants), *(f(11, i) for i in inputs),
        *(f(12, o) for o in outputs), *(f(13, v) for v in values),
    ]  # fmt: skip


def model(made, opset=17, functions=(), domains=()):
    return b"".join(
        [f(1, 8), f(8, [f(1, ""), f(2, opset)]), *(f(8, [f(1, d), f(2, 1)]) for d in domains), f(7, made)]
        + [f(25, one) for one in functions]
    )


def transposed(layer, x="x", w="w", out="y", bias=(), name="up"):
    low, high = zip(*layer["padding"], strict=True)
    words = {"kernel_shape": layer["kernel"], "strides": layer["stride"], "pads": [*low, *high]}
    words |= {"dilations": layer["dilation"], "output_padding": layer["output_padding"], "group": layer["groups"]}
    return node("ConvTranspose", [x, w, *bias], [out], name, **words)


def weight_shape(layer):
    return [layer["in_channels"], layer["out_channels"] // layer["groups"], *layer["kernel"]]


def onnx(layer, *, sizes=None, raw=b"", bias=None, out=None, opset=17):
    """Give a model of one node; sizes are open where they are not given."""
    rank = len(layer["kernel"])
    spatial = sizes or [f"d{axis}" for axis in range(rank)]
    constants = [tensor("w", weight_shape(layer), raw)] + ([tensor("b", [layer["out_channels"]], bias)] if bias else [])
    made = graph(
        [transposed(layer, bias=["b"] if bias else [])],
        [info("x", ["N", layer["in_channels"], *spatial])],
        [info("y", ["N", layer["out_channels"], *(out or [f"o{axis}" for axis in range(rank)])])],
        constants,
    )
    return model(made, opset)


def ncnn(layer):
    """Give a .param text; the last axis is the width."""
    kernel, rank = layer["kernel"], len(layer["kernel"])
    words = {0: layer["out_channels"], 5: 1}
    places = {  # of the width, the height and the depth
        "kernel": (1, 11, 21), "dilation": (2, 12, 22), "stride": (3, 13, 23), "low": (4, 14, 24), "high": (15, 16, 17),
        "extra": (18, 19, 20),
    }  # fmt: skip
    low, high = zip(*layer["padding"], strict=True)
    rows = {
        "kernel": kernel, "dilation": layer["dilation"], "stride": layer["stride"], "low": low, "high": high,
        "extra": layer["output_padding"],
    }  # fmt: skip
    for word, row in rows.items():
        words |= dict(zip(places[word], reversed(row), strict=False))
    words[6] = prod(kernel) * layer["in_channels"] * layer["out_channels"] // layer["groups"]
    depthwise = "DepthWise" if layer["groups"] > 1 else ""
    if depthwise:
        words[7] = layer["groups"]
    name = f"Deconvolution{depthwise}{ {1: '1D', 2: '', 3: '3D'}[rank] }"
    said = " ".join(f"{place}={value}" for place, value in words.items())
    return f"7767517\n3 3\nInput in0 0 1 in0\n{name} up 1 1 in0 t {said}\nCrop crop 1 1 t out0\n"


def tfjs(layer, padding):
    kernel, rank = layer["kernel"], len(layer["kernel"])
    name = {2: "Conv2DBackpropInput", 3: "Conv3DBackpropInputV2"}[rank]
    encoded = b64encode(padding.encode()).decode()
    steps = {"list": {"i": ["1", *map(str, layer["stride"]), "1"]}}
    nodes = [
        {"name": "x", "op": "Placeholder"},
        {"name": "w", "op": "Const"},
        {"name": "shape", "op": "Const"},
        {"name": "up", "op": name, "input": ["shape", "w", "x"], "attr": {"padding": {"s": encoded}, "strides": steps}},
        {"name": "bias", "op": "BiasAdd", "input": ["up", "b"]},
    ]
    shape = [*kernel, layer["out_channels"], layer["in_channels"]]
    weights = [{"name": "w", "shape": shape, "dtype": "float32"}]
    return json.dumps(
        {
            "format": "graph-model",
            "modelTopology": {"node": nodes},
            "weightsManifest": [{"paths": [], "weights": weights}],
        }
    )


class Flat:
    """FlatBuffers written front to back: a table, then what it points to."""

    def __init__(self):
        self.data = bytearray(b"\0\0\0\0TFL3")

    def put(self, place, value):
        self.data[place : place + 4] = struct.pack("<I", value)

    def table(self, fields):
        """Write a table, {number: (kind, value)} with a kind of b, i, or the name of a method; give its place."""
        while len(self.data) % 4:
            self.data += b"\0"
        last = max(fields, default=-1) + 1
        vtable = len(self.data)
        offsets, size = [0] * last, 4
        for number in sorted(fields):
            offsets[number], size = size, size + 4
        self.data += struct.pack(f"<HH{last}H", 4 + 2 * last, size, *offsets)
        while len(self.data) % 4:
            self.data += b"\0"
        place = len(self.data)
        self.data += struct.pack("<i", place - vtable) + b"\0" * (size - 4)
        for number in sorted(fields):
            kind, value = fields[number]
            at = place + offsets[number]
            if kind == "b":
                self.data[at] = value
            elif kind == "i":
                self.data[at : at + 4] = struct.pack("<i", value)
            else:
                self.put(at, getattr(self, kind)(value) - at)
        return place

    def vector(self, count, content):
        while len(self.data) % 4:
            self.data += b"\0"
        place = len(self.data)
        self.data += struct.pack("<I", count) + content
        return place

    def ints(self, numbers):
        return self.vector(len(numbers), struct.pack(f"<{len(numbers)}i", *numbers))

    def bytes(self, content):
        return self.vector(len(content), content)

    def text(self, words):
        return self.vector(len(words.encode()), words.encode() + b"\0")

    def tables(self, rows):
        place = self.vector(len(rows), b"\0" * 4 * len(rows))
        for number, row in enumerate(rows):
            at = place + 4 + 4 * number
            self.put(at, self.table(row) - at)
        return place


def tflite(layer, padding, sizes, output=None, *, custom=False):
    """Give a model of one TRANSPOSE_CONV, or of MediaPipe's custom operator; a given output shape is constant."""
    (kh, kw), (sh, sw) = layer["kernel"], layer["stride"]
    out, into = layer["out_channels"], layer["in_channels"]
    shape = struct.pack("<4i", 1, *output, out) if output else b""
    buffers = [{}, {0: ("bytes", shape)} if shape else {}, {0: ("bytes", b"\0" * 4)}]
    names = ["shape", "w", "x", "y"]
    dims = [[4], [out, kh, kw, into], [1, *(n or 1 for n in sizes), into], [1, 1, 1, out]]
    tensors = [{0: ("ints", d), 1: ("b", 0), 2: ("i", 0), 3: ("text", n)} for d, n in zip(dims, names, strict=True)]
    tensors[0][2], tensors[1][2] = ("i", 1 if shape else 0), ("i", 2)
    if None in sizes:
        tensors[2][7] = ("ints", [-1, *(n or -1 for n in sizes), into])
    word = {"SAME": 0, "VALID": 1}[padding]
    if custom:
        operator = {
            0: ("i", 0),
            1: ("ints", [2, 1]),
            2: ("ints", [3]),
            5: ("bytes", struct.pack("<3i", word + 1, sw, sh)),
        }
        code = {0: ("b", 32), 1: ("text", "Convolution2DTransposeBias"), 3: ("i", 32)}
    else:
        options = {0: ("b", word), 1: ("i", sw), 2: ("i", sh)}
        operator = {0: ("i", 0), 1: ("ints", [0, 1, 2]), 2: ("ints", [3]), 3: ("b", 49), 4: ("table", options)}
        code = {0: ("b", 67), 3: ("i", 67)}
    subgraph = {0: ("tables", tensors), 1: ("ints", [2]), 2: ("ints", [3]), 3: ("tables", [operator])}
    flat = Flat()
    root = {0: ("i", 3), 1: ("tables", [code]), 2: ("tables", [subgraph]), 4: ("tables", buffers)}
    flat.put(0, flat.table(root))
    return bytes(flat.data)
