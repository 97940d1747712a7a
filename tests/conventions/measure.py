"""Run calls in the released frameworks themselves; how `measured.json` was made.

Needs the frameworks, in an environment of their own (torch, keras, jax, onnx, onnxruntime):

    python -m tests.conventions.measure > tests/conventions/measured.json
    python -m tests.conventions.measure --random torch 3000     # compare, and count what differs

The call's own arguments are handed to the framework as they were parsed, by position and by keyword, so that
nothing of the package's reading decides what is run. Weights go through the Spec's kernel_layout and flips_kernel.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from importlib import import_module
from itertools import product
from typing import Any

import numpy as np

from symtconv.conventions import Spec, layer_of_call, parse_call, spec_of_call
from symtconv.geometry import ConvTranspose, GeometryError

CALLS = [
    ("torch", "ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)", (2, 2)),
    ("torch", "ConvTranspose1d(4, 2, 3, 2, 1, 1, 2, False, 2)", (3,)),
    ("torch", "nn.ConvTranspose1d(2, 3, kernel_size=[2], stride=(3,), output_padding=2)", (2,)),
    ("torch", "torch.nn.ConvTranspose3d(1, 2, (1, 2, 3), (2, 1, 2), dilation=(1, 2, 1), padding=(0, 1, 1))", (2, 2, 2)),
    ("torch", "ConvTranspose1d(1, 1, 2, stride=2, dilation=3, output_padding=2)", (2,)),
    ("torch", "ConvTranspose1d(1, 1, 2, stride=2, output_padding=2)", (2,)),
    ("torch", "ConvTranspose2d(1, 1, (3,))", (2, 2)),
    ("torch", "ConvTranspose2d(1, 1, 3, padding=-1)", (2, 2)),
    ("torch", "ConvTranspose1d(1, 1, 1, padding=1)", (2,)),
    ("keras", 'Conv2DTranspose(1, 3, strides=2, padding="valid")', (2, 2)),
    ("keras", 'keras.layers.Conv2DTranspose(1, 3, strides=2, padding="same")', (2, 2)),
    ("keras", 'Conv1DTranspose(2, 2, 1, "SAME")', (3,)),
    ("keras", "Conv1DTranspose(1, 1, 3)", (2,)),
    ("keras", 'Conv1DTranspose(1, 4, 3, "same", 2)', (3,)),
    ("keras", 'Conv1DTranspose(1, 5, 3, "same", 1)', (3,)),
    ("keras", 'Conv1DTranspose(1, 3, padding="same", dilation_rate=2)', (3,)),
    ("keras", 'Conv3DTranspose(1, 2, 2, "same", None, 1)', (2, 1, 2)),
    ("keras", "Conv2DTranspose(1, 2, strides=2, output_padding=(0, 1))", (2, 2)),
    ("keras", "Conv2DTranspose(1, 2, strides=(2, 1), dilation_rate=(1, 2))", (2, 2)),
    ("keras", "Conv1DTranspose(1, 2, strides=2, output_padding=2)", (2,)),
    ("keras", 'Conv1DTranspose(1, 2, padding="full")', (2,)),
    ("jax", 'jax.lax.conv_transpose(rhs=(3, 3, 2, 1), strides=(2, 2), padding="SAME")', (2, 2)),
    ("jax", 'conv_transpose(rhs=(2, 1, 1), strides=(1,), padding="SAME")', (3,)),
    ("jax", 'conv_transpose(rhs=(4, 1, 1), strides=(2,), padding="SAME", rhs_dilation=(2,))', (2,)),
    ("jax", 'conv_transpose(rhs=(2, 1, 3), strides=(3,), padding="VALID", transpose_kernel=True)', (2,)),
    ("jax", "lax.conv_transpose(rhs=(3, 1, 2), strides=(2,), padding=((1, 2),), transpose_kernel=True)", (2,)),
    ("jax", "conv_transpose(rhs=(3, 1, 1), strides=(2,), padding=((1, 1),), use_consistent_padding=True)", (2,)),
    ("jax", "conv_transpose(rhs=(2, 1, 1), strides=(2,), padding=((-1, 3),))", (3,)),
    ("jax", 'conv_transpose(rhs=(2, 1, 1), strides=(2,), padding="same")', (2,)),
    ("onnx", "ConvTranspose(kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1], output_padding=[1, 1])", (2, 2)),
    ("onnx", "ConvTranspose(kernel_shape=[2, 3], pads=[0, 1, 1, 0], group=2, dilations=[2, 1])", (2, 2)),
    ("onnx", 'ConvTranspose(kernel_shape=[4], strides=[3], auto_pad="SAME_UPPER")', (2,)),
    ("onnx", 'ConvTranspose(kernel_shape=[4], strides=[3], auto_pad="SAME_LOWER")', (2,)),
    ("onnx", 'ConvTranspose(kernel_shape=[3], strides=[2], auto_pad="VALID", output_padding=[1])', (2,)),
    ("onnx", "ConvTranspose(kernel_shape=[3], strides=[2], output_shape=[4])", (2,)),
    ("onnx", 'ConvTranspose(kernel_shape=[3], strides=[2], output_shape=[4], auto_pad="SAME_UPPER")', (2,)),
    ("onnx", "ConvTranspose(kernel_shape=[2], strides=[2], output_padding=[2])", (2,)),
    ("onnx", 'ConvTranspose(kernel_shape=[2], pads=[1, 0], auto_pad="SAME_UPPER")', (2,)),
]  # fmt: skip


def numbers(shape: tuple[int, ...], seed: int) -> np.ndarray:
    """Small integers that differ from neighbour to neighbour; float32 holds every sum of them exactly."""
    return ((np.arange(np.prod(shape)) * 7 + seed) % 11 + 1).reshape(shape).astype(np.float32)


def by_the_relation(layer: ConvTranspose) -> np.ndarray:
    """x′ of the layer, summed over the triples of its relation: shape (C_out, *output)."""
    y, w = numbers((layer.in_channels, *layer.input), 3), numbers(layer.weight_shape, 5)
    x = np.zeros((layer.out_channels, *layer.output), np.float32)
    for joined in product(*(list(axis.relation.triples()) for axis in layer.axes)):
        t, o, j = (tuple(part[i] for part in joined) for i in range(3))
        for co, ci in product(range(layer.out_channels), range(layer.in_channels)):
            weight = layer.channels.weight(co, ci)
            if weight is not None:
                x[(co, *j)] += w[(*weight, *t)] * y[(ci, *o)]
    return x


def stored(spec: Spec, w: np.ndarray) -> np.ndarray:
    """The layer's weights as the framework stores them."""
    axes = tuple(range(2, w.ndim))
    if spec.flips_kernel:
        w = np.flip(w, axes)
    order = {
        "(C_in, C_out/groups, *kernel)": (0, 1, *axes),
        "(*kernel, C_out, C_in)": (*axes, 1, 0),
        "(*kernel, C_in, C_out)": (*axes, 0, 1),
    }
    return np.ascontiguousarray(w.transpose(order[spec.kernel_layout]))


def run(framework: str, text: str, sizes: tuple[int, ...]) -> np.ndarray | None:
    """x′ as the framework computes it, or None where it refuses or writes nothing."""
    call = parse_call(text)
    lone = [argument.value for argument in call.arguments if argument.word is None]
    words = {argument.word: argument.value for argument in call.arguments if argument.word is not None}
    try:
        x = _RUNS[framework](call.name, lone, words, sizes, text)
    except Exception as refusal:  # each framework has its own ways to refuse
        if isinstance(refusal, (ImportError, NameError)):
            raise
        return None
    return x if x.size else None


def _data(text: str, sizes: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """y with batch 1, channels first, and the weights as stored; channels are those the Spec counts."""
    spec = spec_of_call(text)
    y = numbers((spec.in_channels, *sizes), 3)
    w = numbers((spec.in_channels, spec.out_channels // spec.groups, *spec.kernel), 5)
    return y[None], stored(spec, w)


def _first(x: np.ndarray) -> np.ndarray:
    return np.moveaxis(np.asarray(x)[0], -1, 0)


def _torch(name: str, lone: list[Any], words: dict[str, Any], sizes: tuple[int, ...], text: str) -> np.ndarray:
    torch = import_module("torch")
    module = getattr(torch.nn, name)(*lone, **words)
    with torch.no_grad():
        channels = (module.in_channels, *sizes)
        out = module(torch.zeros(1, *channels))  # what it refuses, it refuses here, before our reading is asked
        y, w = _data(text, sizes)
        module.weight.copy_(torch.from_numpy(w))
        if module.bias is not None:
            module.bias.zero_()
        out = module(torch.from_numpy(y))
    return out.numpy()[0]


def _keras(name: str, lone: list[Any], words: dict[str, Any], sizes: tuple[int, ...], text: str) -> np.ndarray:
    keras = import_module("keras")
    layer = getattr(keras.layers, name)(*lone, **words)
    out = layer(np.zeros((1, *sizes, 1), np.float32))
    y, w = _data(text, sizes)
    layer.kernel.assign(w)
    out = layer(np.moveaxis(y, 1, -1))
    return _first(keras.ops.convert_to_numpy(out))


def _jax(name: str, lone: list[Any], words: dict[str, Any], sizes: tuple[int, ...], text: str) -> np.ndarray:
    lax = import_module("jax.lax")
    shape = words.pop("rhs")
    first = shape[-1] if words.get("transpose_kernel") else shape[-2]
    lax.conv_transpose(np.zeros((1, *sizes, first), np.float32), np.zeros(shape, np.float32), *lone, **words)
    y, w = _data(text, sizes)
    return _first(lax.conv_transpose(np.moveaxis(y, 1, -1), w, *lone, **words))


def _onnx(name: str, lone: list[Any], words: dict[str, Any], sizes: tuple[int, ...], text: str) -> np.ndarray:
    onnx, ort = import_module("onnx"), import_module("onnxruntime")
    group, rank = words.get("group", 1), len(words["kernel_shape"])

    def value(tag: str, shape: tuple[int | None, ...]) -> Any:
        return onnx.helper.make_tensor_value_info(tag, onnx.TensorProto.FLOAT, shape)

    node = onnx.helper.make_node(name, ["X", "W"], ["Y"], **words)
    kernel = (group, 1, *words["kernel_shape"])
    graph = onnx.helper.make_graph(
        [node], "g", [value("X", (1, group, *sizes)), value("W", kernel)], [value("Y", (None,) * (rank + 2))]
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    session.run(None, {"X": np.zeros((1, group, *sizes), np.float32), "W": np.zeros(kernel, np.float32)})
    y, w = _data(text, sizes)
    return session.run(None, {"X": y, "W": w})[0][0]


_RUNS = {"torch": _torch, "keras": _keras, "jax": _jax, "onnx": _onnx}


def _random_call(framework: str, draw: random.Random) -> tuple[str, tuple[int, ...]]:
    """A call of one to three axes, legal or not."""
    rank = draw.choice((1, 1, 2, 3))

    def row(low: int, high: int) -> tuple[int, ...]:
        return tuple(draw.randint(low, high) for _ in range(rank))

    kernel, stride = row(1, 5 if rank == 1 else 3), row(1, 4)
    dilation = row(1, 3) if draw.random() < 0.5 else (1,) * rank
    if framework == "torch":
        g = draw.randint(1, 2)
        channels = f"{g * draw.randint(1, 2)}, {g * draw.randint(1, 2)}"
        words = f"{stride}, {row(-1 if draw.random() < 0.1 else 0, 3)}, {row(0, 3)}, {g}, False, {dilation}"
        return f"ConvTranspose{rank}d({channels}, {kernel}, {words})", row(1, 3)
    if framework == "keras":
        if draw.random() < 0.5:
            stride = (1,) * rank
        extra = draw.choice((None, draw.randint(0, 3), row(0, 2)))
        padding = draw.choice(('"same"', '"valid"', '"Same"'))
        words = f"strides={stride}, padding={padding}, output_padding={extra}, dilation_rate={dilation}"
        return f"Conv{rank}DTranspose({draw.randint(1, 2)}, {kernel}, {words})", row(1, 3)
    if framework == "jax":
        pairs = tuple((draw.randint(-1, 5), draw.randint(-1, 5)) for _ in range(rank))
        consistent, padding = draw.random() < 0.3, draw.choice(('"SAME"', '"VALID"', pairs, pairs))
        words = f"padding={padding}, rhs_dilation={dilation}, transpose_kernel={draw.random() < 0.5}"
        shape = (*kernel, draw.randint(1, 2), draw.randint(1, 2))
        return f"conv_transpose(rhs={shape}, strides={stride}, {words}, use_consistent_padding={consistent})", row(1, 3)
    words = f"kernel_shape={kernel}, strides={stride}, dilations={dilation}, group={draw.randint(1, 2)}"
    kind = draw.choice(("pads", "pads", "auto", "shape"))
    if kind == "pads":
        words += f", pads={row(0, 3) + row(0, 3)}, output_padding={row(0, 3)}"
    elif kind == "auto":
        words += f', auto_pad="{draw.choice(("SAME_UPPER", "SAME_LOWER", "VALID"))}", output_padding={row(0, 1)}'
    else:
        auto = draw.choice(("NOTSET", "SAME_UPPER", "SAME_LOWER"))
        words += f', output_shape={row(1, 8)}, auto_pad="{auto}"'
    return f"ConvTranspose({words})", row(1, 3)


def _compare(framework: str, count: int) -> None:
    """Count how often the framework and our reading agree; show the first few calls where they do not."""
    draw = random.Random(1)  # noqa: S311 - the same calls every time are wanted
    seen, shown = Counter[str](), Counter[str]()
    for _ in range(count):
        text, sizes = _random_call(framework, draw)
        theirs = run(framework, text, sizes)
        try:
            ours = by_the_relation(layer_of_call(text, sizes))
        except GeometryError:
            ours = None
        if ours is None or theirs is None:
            kind = "both refuse" if ours is theirs is None else "only we refuse" if ours is None else "only it refuses"
        else:
            kind = "same values" if np.array_equal(ours, theirs) else "different values"
        seen[kind] += 1
        if kind not in ("both refuse", "same values") and (shown.update([kind]) or shown[kind] <= 3):
            sys.stderr.write(f"{kind} {text} {sizes}\n")
    sys.stdout.write(f"{framework} {dict(seen)}\n")


if __name__ == "__main__":
    os.environ.setdefault("KERAS_BACKEND", "torch")
    if "--random" in sys.argv:
        _compare(sys.argv[-2], int(sys.argv[-1]))
    else:
        lines = []
        for framework, text, sizes in CALLS:
            x = run(framework, text, sizes)
            found = None if x is None else {"shape": x.shape, "x": [int(v) for v in x.flat]}
            lines.append(json.dumps({"framework": framework, "call": text, "input": sizes, "found": found}))
        sys.stdout.write("[\n" + ",\n".join(lines) + "\n]\n")
