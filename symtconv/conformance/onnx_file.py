"""A model file: every ConvTranspose in it, cut out with its own weights, which are then the codes.

The weights cannot be chosen, so y alone is one-hot: every entry of an answer is then one weight plus its bias, rounded
once, and is looked up exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from symtconv.conformance import probes
from symtconv.conformance.fit import Read, fit
from symtconv.conformance.identify import Identified
from symtconv.conformance.reference import first_difference, result
from symtconv.conformance.slips import explain
from symtconv.conformance.target import AbsentError, Array, Variant
from symtconv.conformance.targets import load
from symtconv.conformance.targets.onnx_model import OnnxTarget, model
from symtconv.geometry import InputError
from symtconv.grids.dialects import meaning
from symtconv.grids.form import Form
from symtconv.grids.words import Words

DOMAINS = ("", "ai.onnx")
BATCH = 64
"""One-hot arrays that are sent at once: the node is cut out, so that its batch is free."""


@dataclass(frozen=True, slots=True)
class Node:
    """One ConvTranspose with fixed weights."""

    name: str
    words: Words
    weight: Array
    bias: Array | None


def nodes(path: Path, input: tuple[int, ...] | None = None) -> Iterator[Node | str]:  # noqa: A002 - the layer's word
    """Yield every ConvTranspose of a model; a sentence in place of one that cannot be cut out.

    Raises
    ------
    InputError
        When the file is no model, or holds no ConvTranspose.
    AbsentError
        When the onnx package is not installed.
    """
    try:
        onnx: Any = import_module("onnx")
    except ImportError:
        msg = "a model file needs the package onnx; pip install onnx onnxruntime"
        raise AbsentError(msg) from None
    try:
        read = onnx.load(str(path))
    except Exception as error:  # noqa: BLE001 - the reader's own, of many kinds
        msg = f"{path} cannot be read as an ONNX model: {str(error)[:160]}"
        raise InputError(msg) from None
    weights = {tensor.name: tensor for tensor in read.graph.initializer}
    found = [node for node in read.graph.node if node.op_type == "ConvTranspose" and node.domain in DOMAINS]
    if not found:
        msg = f"{path} holds no ConvTranspose in its main graph; symtconv model {path} looks into all of it"
        raise InputError(msg)
    for number, node in enumerate(found):
        name = node.name or f"ConvTranspose_{number}"
        needed = [entry for entry in node.input[1:] if entry]
        if any(entry not in weights for entry in needed):
            yield f"{name}: its weights are no initializers, so there is nothing to look up"
            continue
        arrays = [np.asarray(onnx.numpy_helper.to_array(weights[entry]), np.float32) for entry in needed]
        yield _node(name, node, arrays, input)


def _node(name: str, node: Any, arrays: list[Array], sizes: tuple[int, ...] | None) -> Node | str:
    weight, bias = arrays[0], arrays[1] if len(arrays) > 1 else None
    rank = weight.ndim - 2
    said = {attribute.name: attribute for attribute in node.attribute}

    def row(word: str, usual: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(said[word].ints) if word in said and len(said[word].ints) else usual

    one, zero = (1,) * rank, (0,) * rank
    groups = said["group"].i if "group" in said else 1
    auto = said["auto_pad"].s.decode() if "auto_pad" in said else ""
    pads, size = row("pads", zero * 2), row("output_shape", ())
    n = sizes if sizes is not None and len(sizes) == rank else (4, 3, 2, 2)[:rank]
    if size:  # the length fixes how many entries there are
        n = tuple(max(1, -(-length // s)) for length, s in zip(size, row("strides", one), strict=True))
    words = Words(
        n, tuple(weight.shape[2:]), row("strides", one), row("dilations", one), pads[:rank], pads[rank:],
        row("output_padding", zero), int(weight.shape[0]), int(weight.shape[1]) * groups, groups, bias is not None, 1,
        "" if auto == "NOTSET" else auto, size or None,
    )  # fmt: skip
    if not isinstance(meaning(words, "onnx"), Form):
        return f"{name}: at {words.text} its text means no layer, or leaves it open; another --input may help"
    return Node(name, words, weight, bias)


def identify_node(node: Node, engine: str = "onnxruntime") -> Identified:
    """Read the map of one node with the weights it has, as an engine runs it.

    Raises
    ------
    InputError
        When the engine reads no ONNX.
    """
    target = load(engine)
    if not isinstance(target, OnnxTarget) or target.shapes_only:
        msg = f"{engine} does not run ONNX models; use onnxruntime, openvino, onnx-reference, opencv or tract"
        raise InputError(msg)
    form = meaning(node.words, "onnx")
    found = Identified(f"{node.name} ({engine})", asked=node.words)
    if not isinstance(form, Form):
        found.why = "its text means no layer"
        return found
    found.meant = form
    hot = probes.one_hot(form).astype(np.float32)
    try:
        got = np.concatenate([_run(target, node, hot[at : at + BATCH]) for at in range(0, len(hot), BATCH)])
    except Exception as error:  # noqa: BLE001 - whatever the engine raises is its answer
        found.why = f"{type(error).__name__}: {str(error).splitlines()[0][:160] if str(error) else ''}"
        return found
    found.calls = -(-len(hot) // BATCH)
    _read_map(found, node, form, got)
    _compare(found, node, form, got)
    return found


def _run(target: OnnxTarget, node: Node, y: Array) -> Array:
    data = model(node.words, y, node.weight, node.bias)
    return np.asarray(target.run(data, {"X": np.ascontiguousarray(y, np.float32)}, Variant()))


def _read_map(found: Identified, node: Node, form: Form, got: Array) -> None:
    bias = np.zeros(form.c_out, np.float32) if node.bias is None else node.bias
    outs, reads = form.c_out // form.groups, []
    for m in range(form.c_out):
        table: dict[float, list[tuple[int, ...]]] = {}
        for tap in np.ndindex(*node.weight.shape):
            table.setdefault(float(np.float32(node.weight[tap]) + bias[m]), []).append(tap)
        for at in np.argwhere(got[:, m] != bias[m]):
            value = float(got[(at[0], m, *at[1:])])
            c, *o = (int(v) for v in np.unravel_index(at[0], (form.c_in, *form.n)))
            close = [w for w in table.get(value, []) if w[0] == c and w[1] == m % outs] or table.get(value, [])
            if not close:
                found.why = f"entry {[m, *map(int, at[1:])]} answers {value!r} to one entry of y: no single weight"
                return
            reads.append(Read(c, tuple(o), m, tuple(int(v) for v in at[1:]), tuple(map(int, close[0]))))
    found.map = fit(reads, form, tuple(got.shape[2:]))
    found.layer = found.map.form if not found.map.notes else None
    found.notes += found.map.notes


def _compare(found: Identified, node: Node, form: Form, got: Array) -> None:
    """Compare with the layer of the text: every answer to a one-hot array is one weight plus its bias, rounded once."""
    hot = probes.one_hot(form)
    want = result(hot, node.weight, form).astype(np.float32)
    if node.bias is not None:
        want = want + node.bias.reshape(1, -1, *(1,) * form.rank)
    found.difference = first_difference(got, want.astype(np.float32))
    found.conforms = found.difference is None
    if found.conforms:
        found.layer, found.why = form, None
    else:
        found.slips = explain(got, hot, node.weight, node.bias, node.words, form)
