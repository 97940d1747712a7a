"""Run a call in the released framework itself: its own arguments, as they were parsed, and arrays for its names.

Nothing of the package's reading of geometry decides what is run; the order of the axes of the weights, and whether the
framework slides the kernel as it is stored, are those that a Spec states, and so these are measured too.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from symtconv.conventions import Spec, parse_call, spec_of_call
from symtconv.conventions.ncnn import call_of_line
from symtconv.geometry import ConvTranspose

PACKAGES = {
    "torch": "torch",
    "keras": "keras",
    "tensorflow": "tensorflow-cpu",
    "onnx": "onnxruntime",
    "onnxruntime": "onnxruntime",
    "jax": "jax",
    "flax": "flax",
    "equinox": "equinox",
    "haiku": "dm-haiku",
    "paddle": "paddlepaddle",
    "mlx": "mlx",
    "openvino": "openvino",
    "ncnn": "ncnn",
}


def installed(framework: str) -> str | None:
    """The version of the framework that is here, or None."""
    try:
        return version(PACKAGES[framework])
    except PackageNotFoundError:
        return None


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
    """The layer's weights as the framework stores them: index arithmetic, entry by entry."""
    if spec.flips_kernel:
        w = np.flip(w, tuple(range(2, w.ndim)))
    ci, local, *_ = w.shape
    g = spec.groups
    out = np.zeros(spec.weight_shape, w.dtype)
    for c, m, *t in product(*map(range, w.shape)):
        group = c // (ci // g)
        place = {"I": c, "O": group * local + m, "i": c % (ci // g), "o": m, "g": group}
        index = [q for letter in spec.layout.letters for q in (t if letter == "k" else [place[letter]])]
        out[tuple(index)] = w[(c, m, *t)]
    return np.ascontiguousarray(out)


@dataclass(frozen=True)
class Asked:
    """A call, the spatial sizes of its input, and the channels of the input where they are known beside the call."""

    text: str
    sizes: tuple[int, ...]
    in_channels: int | None = None

    def data(self) -> tuple[np.ndarray, np.ndarray]:
        """y with batch 1, channels first, and the weights as stored; open channels are the fewest."""
        spec = spec_of_call(self.text)
        inner = spec.in_channels or self.in_channels or spec.groups
        spec = replace(spec, in_channels=inner, out_channels=spec.out_channels or spec.groups)
        y = numbers((inner, *self.sizes), 3)
        w = numbers((inner, spec.out_channels // spec.groups, *spec.kernel), 5)
        return y[None], stored(spec, w)


def run(framework: str, text: str, sizes: tuple[int, ...], in_channels: int | None = None) -> np.ndarray | None:
    """x′ as the framework computes it, or None where it refuses or writes nothing.

    The channels of the input are those of ``in_channels`` where the call leaves them open; else the fewest.
    """
    call = parse_call(call_of_line(text) or text)
    lone = [argument.value for argument in call.arguments if argument.word is None]
    words = {argument.word: argument.value for argument in call.arguments if argument.word is not None}
    later = {argument.word: argument.value for argument in call.later if argument.word is not None}
    try:
        x = _RUNS[framework](
            call.name, lone, {**words, **({"_later": later} if later else {})}, Asked(text, sizes, in_channels)
        )
    except Exception as refusal:  # each framework has its own ways to refuse
        if isinstance(refusal, (ImportError, NameError)):
            raise
        return None
    return x if x.size else None


def _first(x: np.ndarray) -> np.ndarray:
    return np.moveaxis(np.asarray(x)[0], -1, 0)


def _last(y: np.ndarray) -> np.ndarray:
    return np.moveaxis(y, 1, -1)


def _torch(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    torch = import_module("torch")
    later = words.pop("_later", {})
    if name.startswith("conv_transpose"):
        y, w = map(torch.from_numpy, asked.data())
        words.pop("weight", None)
        return getattr(torch.nn.functional, name)(y, w, *lone[2:], **words).numpy()[0]
    module = getattr(torch.nn, name)(*lone, **words)
    with torch.no_grad():
        channels = (module.in_channels, *asked.sizes)
        out = module(torch.zeros(1, *channels), **later)  # what it refuses, it refuses before our reading is asked
        y, w = asked.data()
        module.weight.copy_(torch.from_numpy(w))
        if module.bias is not None:
            module.bias.zero_()
        out = module(torch.from_numpy(y), **later)
    return out.numpy()[0]


def _keras(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    keras = import_module("keras")
    if name == "conv_transpose":
        y, w = asked.data()
        return _first(keras.ops.convert_to_numpy(keras.ops.conv_transpose(_last(y), w, *lone[2:], **words)))
    layer = getattr(keras.layers, name)(*lone, **words)
    y, w = asked.data()
    layer(np.zeros_like(_last(y)))
    layer.kernel.assign(w)
    out = layer(_last(y))
    return _first(keras.ops.convert_to_numpy(out))


def _tensorflow(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    tf = import_module("tensorflow")
    y, w = asked.data()
    words = {word: _listed(value) for word, value in words.items() if word not in ("input", "filters")}
    return _first(getattr(tf.nn, name)(_last(y), w, *map(_listed, lone[2:]), **words).numpy())


def _listed(value: Any) -> Any:
    return [_listed(part) for part in value] if isinstance(value, tuple) else value


def _jax(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    lax = import_module("jax.lax")
    y, w = asked.data()
    words.pop("rhs", None)
    if name == "conv_general_dilated":
        return np.asarray(lax.conv_general_dilated(y, w, *lone[2:], **words))[0]
    return _first(lax.conv_transpose(_last(y), w, *lone[2:], **words))


def _zeros(_key: Any, shape: tuple[int, ...], dtype: Any, **_: Any) -> np.ndarray:
    """Weights that are put aside at once: random ones would have a program compiled for each shape."""
    return np.zeros(shape, dtype)


def _flax(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    linen, jax = import_module("flax.linen"), import_module("jax")
    if "nnx" in asked.text:
        nnx = import_module("flax.nnx")
        words = {**words, "use_bias": False, "kernel_init": _zeros, "rngs": nnx.Rngs(0)}
        layer = nnx.ConvTranspose(*lone, **words)
        y, w = asked.data()
        layer.kernel.value = jax.numpy.asarray(w)
        return _first(layer(_last(y)))
    layer = linen.ConvTranspose(*lone, **{**words, "use_bias": False})
    y, w = asked.data()
    jax.eval_shape(layer.init, jax.random.key(0), _last(y))
    return _first(layer.apply({"params": {"kernel": w}}, _last(y)))


def _equinox(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    eqx, jax = import_module("equinox"), import_module("jax")
    words = {**words, "use_bias": False, "key": jax.random.key(0)}
    layer = eqx.filter_eval_shape(getattr(eqx.nn, name), *lone, **words)
    y, w = asked.data()
    if layer.weight.shape != w.shape:
        raise ValueError(asked.text)
    layer = eqx.tree_at(lambda module: module.weight, layer, jax.numpy.asarray(w))
    return np.asarray(layer(jax.numpy.asarray(y[0])))


def _haiku(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    hk, jax = import_module("haiku"), import_module("jax")
    y, w = asked.data()
    words = {**words, "with_bias": False}

    def forward(x: Any) -> Any:  # a module may be made inside a transform alone
        return getattr(hk, name)(*lone, **words)(x)

    layer = hk.transform(forward)
    params = jax.eval_shape(layer.init, jax.random.key(0), _last(y))
    params = {module: dict.fromkeys(leaves, w) for module, leaves in params.items()}
    return _first(layer.apply(params, None, _last(y)))


def _paddle(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    paddle = import_module("paddle")
    words = {word: _listed(value) for word, value in words.items()}
    later = {word: _listed(value) for word, value in words.pop("_later", {}).items()}
    y, w = asked.data()
    if name.endswith("_transpose"):
        arrays = (paddle.to_tensor(y), paddle.to_tensor(w))
        return getattr(paddle.nn.functional, name)(*arrays, *map(_listed, lone[2:]), **words).numpy()[0]
    layer = getattr(paddle.nn, name)(*map(_listed, lone), **{**words, "bias_attr": False})
    layer.weight.set_value(w)
    return layer(paddle.to_tensor(y), **later).numpy()[0]


def _mlx(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    mx, nn = import_module("mlx.core"), import_module("mlx.nn")
    y, w = asked.data()
    y, w = mx.array(np.ascontiguousarray(_last(y))), mx.array(w)
    if name.startswith("conv_"):
        return _first(np.array(getattr(mx, name)(y, w, *lone[2:], **words)))
    layer = getattr(nn, name)(*lone, **{**words, "bias": False})
    layer.weight = w
    return _first(np.array(layer(y)))


@cache
def _core() -> Any:
    return import_module("openvino").Core()


def _openvino(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    ov = import_module("openvino")
    ops = import_module("openvino.opset1")
    y, w = asked.data()
    data = ops.parameter(list(y.shape), np.float32)
    words = {word: _listed(value) for word, value in words.items() if word not in ("data", "filters")}
    node = getattr(ops, name)(data, ops.constant(w), **words)
    model = ov.Model([node], [data])
    precise = {"INFERENCE_PRECISION_HINT": "f32", "INFERENCE_NUM_THREADS": 1}
    return next(iter(_core().compile_model(model, "CPU", precise)([y]).values()))[0]


def _ncnn(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    ncnn = import_module("ncnn")
    y, w = asked.data()
    head = [
        "7767517",
        "2 2",
        f"Input in 0 1 in {' '.join(f'{n}={s}' for n, s in zip((0, 1, 11, 2), _whcd(y), strict=False))}",
    ]
    net = ncnn.Net()
    for word in (
        "use_fp16_packed",
        "use_fp16_storage",
        "use_fp16_arithmetic",
        "use_packing_layout",
        "use_bf16_storage",
    ):
        setattr(net.opt, word, False)
    with tempfile.TemporaryDirectory() as folder:
        line = f"{asked.text} 6={w.size}"
        (Path(folder) / "n.param").write_text("\n".join([*head, line, ""]))
        (Path(folder) / "n.bin").write_bytes(b"\0\0\0\0" + w.tobytes())
        if net.load_param(f"{folder}/n.param") or net.load_model(f"{folder}/n.bin"):
            raise ValueError(asked.text)
        extractor = net.create_extractor()
        extractor.input("in", ncnn.Mat(np.ascontiguousarray(y[0])).clone())
        failed, out = extractor.extract("out")
        if failed:
            raise ValueError(asked.text)
        return np.array(out)


def _whcd(y: np.ndarray) -> tuple[int, ...]:
    """Width, then height or channels, and so on, as an Input line counts them."""
    return tuple(y.shape[:0:-1])


def _onnx(name: str, lone: list[Any], words: dict[str, Any], asked: Asked) -> np.ndarray:
    onnx, ort = import_module("onnx"), import_module("onnxruntime")
    group = words.get("group", 1)
    shape = words.pop("w_shape", None) or (group, 1, *words["kernel_shape"])
    rank = len(shape) - 2

    def value(tag: str, dims: tuple[int | None, ...]) -> Any:
        return onnx.helper.make_tensor_value_info(tag, onnx.TensorProto.FLOAT, dims)

    node = onnx.helper.make_node(name, ["X", "W"], ["Y"], **words)
    graph = onnx.helper.make_graph(
        [node], "g", [value("X", (1, shape[0], *asked.sizes)), value("W", shape)], [value("Y", (None,) * (rank + 2))]
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
    options = ort.SessionOptions()
    options.log_severity_level = 4
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    session.run(None, {"X": np.zeros((1, shape[0], *asked.sizes), np.float32), "W": np.zeros(shape, np.float32)})
    y, w = asked.data()
    return session.run(None, {"X": y, "W": w})[0][0]


_RUNS = {
    "torch": _torch,
    "keras": _keras,
    "tensorflow": _tensorflow,
    "onnx": _onnx,
    "onnxruntime": _onnx,
    "jax": _jax,
    "flax": _flax,
    "equinox": _equinox,
    "haiku": _haiku,
    "paddle": _paddle,
    "mlx": _mlx,
    "openvino": _openvino,
    "ncnn": _ncnn,
}

os.environ.setdefault("KERAS_BACKEND", "torch")
os.environ.setdefault("JAX_DISABLE_MOST_OPTIMIZATIONS", "1")  # small integers are exact however they are summed
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
