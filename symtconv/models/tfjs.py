"""TensorFlow.js ``model.json``: graph models and layers models; the shards of weights are not opened.

Source: the format as tfjs 4.22 writes it. A graph model holds ``Conv2DBackpropInput`` and ``Conv3DBackpropInputV2``,
whose filter is (height, width, C_out, C_in) and whose padding follows the output shape; a layers model holds Keras's
``Conv2DTranspose``, which is read as Keras reads it.
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

from symtconv.conventions import spec_of_call
from symtconv.geometry import GeometryError, InputError, SymtconvError
from symtconv.models.node import Contents, Geometry, Node, Unread, geometry_error, named
from symtconv.models.same import ends

MOST_BYTES = 24_000_000
GRAPH_OPS = {"Conv2DBackpropInput": 2, "Conv3DBackpropInputV2": 3}
LAYERS = ("Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose")
CHANGES = frozenset(("BiasAdd", "Add", "AddV2", "Relu", "Relu6", "Elu", "Sigmoid", "Tanh", "StridedSlice", "Slice",
                     "Pad", "PadV2", "FusedBatchNormV3", "LeakyRelu", "Prelu"))  # fmt: skip
Json = Mapping[str, Any]


def read(text: str) -> Contents:
    """Read a ``model.json``.

    Raises
    ------
    InputError
        Where the text is none.
    """
    try:
        model = json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"it is no JSON: {error}"
        raise InputError(msg) from None
    try:
        weights = {
            w["name"]: (tuple(map(int, w["shape"])), str(w["dtype"]))
            for group in model.get("weightsManifest", [])
            for w in group["weights"]
        }
        topology = model["modelTopology"]
        if "node" in topology:
            return _graph(topology["node"], weights)
        config = topology.get("model_config", topology)["config"]
        layers = config if isinstance(config, list) else config["layers"]
        return _layers(layers, weights)
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        msg = f"it is no tfjs model: {type(error).__name__} at {error}; a graph model or a layers model is expected"
        raise InputError(msg) from None


Weights = Mapping[str, tuple[tuple[int, ...], str]]


def _graph(nodes: list[Json], weights: Weights) -> Contents:
    readers: dict[str, list[Json]] = {}
    for node in nodes:
        for name in node.get("input", []):
            readers.setdefault(_plain(name), []).append(node)
    found = (_node(node, weights, readers) if _transposes(str(node["op"])) else str(node["op"]) for node in nodes)
    return Contents.of("tfjs", "TensorFlow.js graph model", found, len(nodes))


def _transposes(op: str) -> bool:
    return op in GRAPH_OPS or (op.startswith("Conv") and ("Backprop" in op or "Transpose" in op))


def _plain(name: str) -> str:
    return name.lstrip("^").split(":")[0]


def _node(node: Json, weights: Weights, readers: Mapping[str, list[Json]]) -> Node | Unread:
    name, op = str(node["name"]), str(node["op"])
    rank = GRAPH_OPS.get(op)
    if rank is None:
        return Unread(name, f"{op} is no operator that is read here; its rules may differ")
    filters = weights.get(_plain(node["input"][1]))
    if filters is None or len(filters[0]) != rank + 2:
        return Unread(name, "the shape of its filter stands nowhere in the file")
    attr = node.get("attr", {})
    if _text(attr, "data_format") not in ("", "NHWC", "NDHWC"):
        return Unread(name, f"its data_format is {_text(attr, 'data_format')!r}; channels last is read", illegal=True)
    steps, gaps = _list(attr, "strides", rank), _list(attr, "dilations", rank)
    kernel = filters[0][:rank]
    try:
        rows = [ends(_text(attr, "padding"), None, None, *row) for row in zip(kernel, steps, gaps, strict=True)]
        geometry = Geometry(
            sizes=named([None] * rank),
            kernel=kernel,
            stride=steps,
            dilation=gaps,
            padding=tuple(pads for pads, _ in rows),
            output_padding=tuple(extra for _, extra in rows),
            in_channels=filters[0][-1],
            out_channels=filters[0][-2],
            groups=1,
        )
        geometry.layer()
    except GeometryError as error:
        return geometry_error(name, error)
    except InputError as error:
        return Unread(name, str(error))
    return Node(
        name=name,
        op=op,
        geometry=geometry,
        words=(("padding", _text(attr, "padding")), ("strides", str(list(steps))), ("dilations", str(list(gaps)))),
        dtype=filters[1],
        weights="side file",
        layout="(*kernel, C_out, C_in)",
        facts=(f"padding={_text(attr, 'padding')}", "output_shape"),
        neighbours=tuple(_neighbours(node, readers)),
        notes=("the output shape is in the weights' shards or computed; read as what its padding word usually has",),
    )


def _text(attr: Json, word: str) -> str:
    """Give a text attribute, which is base64 of its letters."""
    try:
        return b64decode(attr.get(word, {}).get("s", ""), validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return str(attr[word]["s"])


def _list(attr: Json, word: str, rank: int) -> tuple[int, ...]:
    row = [int(n) for n in attr.get(word, {}).get("list", {}).get("i", [])] or [1] * (rank + 2)
    if len(row) != rank + 2 or row[0] != 1 or row[-1] != 1:
        raise ValueError(f"{word} {row}")
    return tuple(row[1:-1])


def _neighbours(node: Json, readers: Mapping[str, list[Json]]) -> Iterator[str]:
    for _ in range(3):
        behind = readers.get(str(node["name"]), [])
        if len(behind) != 1 or behind[0]["op"] not in CHANGES:
            return
        node = behind[0]
        yield str(node["op"])


def _layers(layers: list[Json], weights: Weights) -> Contents:
    kinds = ((layer, str(layer["class_name"])) for layer in layers)
    found = (_layer(layer, weights) if kind in LAYERS else kind for layer, kind in kinds)
    return Contents.of("tfjs", "TensorFlow.js layers model", found, len(layers))


def _layer(layer: Json, weights: Weights) -> Node | Unread:
    config = layer["config"]
    name, op = str(config["name"]), str(layer["class_name"])
    kernels = [row for key, row in weights.items() if key.rsplit("/", 1)[0].endswith(name) and key.endswith("/kernel")]
    if len(kernels) != 1:
        return Unread(name, "the shape of its kernel stands nowhere in the file")
    shape, dtype = kernels[0]
    words = {word: config.get(word) for word in ("strides", "padding", "output_padding", "dilation_rate")}
    given = {
        word: tuple(value) if isinstance(value, list) else value for word, value in words.items() if value is not None
    }
    said = ", ".join(f"{word}={value!r}" for word, value in given.items())
    try:
        spec = spec_of_call(f"keras.layers.{op}({int(config['filters'])}, {tuple(shape[:-2])!r}, {said})")
        geometry = Geometry(
            sizes=named([None] * len(spec.kernel)),
            kernel=spec.kernel,
            stride=spec.stride,
            dilation=spec.dilation,
            padding=spec.padding,
            output_padding=spec.output_padding,
            in_channels=shape[-1],
            out_channels=shape[-2],
            groups=1,
        )
        geometry.layer()
    except SymtconvError as error:
        return Unread(name, str(error), illegal=True)
    activation = config.get("activation")
    return Node(
        name=name,
        op=op,
        geometry=geometry,
        words=tuple((word, str(value)) for word, value in given.items()),
        dtype=dtype,
        weights="side file",
        layout="(*kernel, C_out, C_in)",
        bias=bool(config.get("use_bias")),
        facts=(f"padding={str(config.get('padding', '')).upper()}",),
        neighbours=(f"fused {activation}",) if activation not in (None, "linear") else (),
    )
