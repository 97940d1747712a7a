"""Run the example of each row of engines.toml on its engine, where that is installed: is it still so?

    python tests/conventions/measure_engines.py [ENGINE ...]

Prints a line a row: what the definition gives and what the engine gives. Ends with 1 where a row is no longer so, and 3
where nothing could be asked. The engines are extras: onnx, onnxruntime, openvino, opencv-python-headless, tinygrad,
onnx2torch.
"""

from __future__ import annotations

import os
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from itertools import product
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from symtconv.conventions import spec_of_call  # noqa: E402
from symtconv.geometry import GeometryError  # noqa: E402
from symtconv.models.engines import rows  # noqa: E402

PACKAGES = {
    "onnx reference evaluator": "onnx", "onnx shape inference": "onnx", "opencv": "opencv-python-headless",
}  # fmt: skip


def node(example):
    """Give the attributes of the example, its weights, its input and its bias."""
    group, per = example.get("group", 1), example.get("per_group", 1)
    kernel, sizes = example["kernel"], example["n"]
    x = np.array([2, 3, 5, 7, 11, 13, 17, 19], dtype=np.float32)
    y = np.resize(x, (1, group * per, *sizes))
    w = (10.0 ** np.arange(np.prod(kernel))).astype(np.float32).reshape(kernel)
    w = np.stack([np.stack([w + channel]) for channel in range(group * per)])
    bias = np.arange(1, group + 1, dtype=np.float32) * 1000 if example.get("bias") else None
    words = {
        word: example[word]
        for word in ("strides", "pads", "output_padding", "dilations", "output_shape", "auto_pad")
        if word in example
    }
    return words | ({"group": group} if group > 1 else {}), y, w, bias


def defined(example):
    """Compute the example by the definition: every product at the place that the text gives it.

    Where the text fixes the length alone (a SAME whose padding would be negative), the values are NaN and not compared.
    """
    words, y, w, bias = node(example)
    said = ", ".join(f"{word}={value!r}" for word, value in words.items())
    try:
        layer = spec_of_call(f"ConvTranspose(kernel_shape={example['kernel']}, {said})").layer(tuple(example["n"]))
    except GeometryError:
        return np.full((1, 1, *(n * s for n, s in zip(example["n"], example["strides"], strict=True))), np.nan)
    group = words.get("group", 1)
    per = w.shape[0] // group
    x = np.zeros((1, group * w.shape[1], *layer.output), dtype=np.float64)
    for channel, out in product(range(w.shape[0]), range(w.shape[1])):
        to = channel // per * w.shape[1] + out
        for o, t in product(np.ndindex(*layer.input), np.ndindex(*layer.kernel)):
            rows_ = zip(o, t, layer.axes, strict=True)
            j = tuple(a.stride * place + a.dilation * tap - a.low for place, tap, a in rows_)
            if all(0 <= place < size for place, size in zip(j, layer.output, strict=True)):
                x[0, to][j] += w[channel, out][t] * y[0, channel][o]
    return x if bias is None else x + bias.reshape(1, -1, *[1] * len(layer.kernel))


def model(example):
    from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415 - an extra

    words, y, w, bias = node(example)
    names, constants = ["x", "w"], [numpy_helper.from_array(w, "w")]
    if bias is not None:
        names.append("b")
        constants.append(numpy_helper.from_array(bias, "b"))
    made = helper.make_node("ConvTranspose", names, ["y"], kernel_shape=example["kernel"], **words)
    shape = ["N", *y.shape[1:]] if example.get("dynamic") else list(y.shape)
    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)
    told = helper.make_tensor_value_info("y", TensorProto.FLOAT, [None] * y.ndim)
    graph = helper.make_graph([made], "g", [given], [told], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), y


def onnxruntime(made, y):
    import onnxruntime as runtime  # noqa: PLC0415 - an extra

    runtime.set_default_logger_severity(4)
    return runtime.InferenceSession(made.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, {"x": y})[0]


def reference(made, y):
    from onnx.reference import ReferenceEvaluator  # noqa: PLC0415 - an extra

    return ReferenceEvaluator(made).run(None, {"x": y})[0]


def inference(made, _y):
    """Give zeros of the shape that is inferred: its values say nothing."""
    from onnx import shape_inference  # noqa: PLC0415 - an extra

    shape = shape_inference.infer_shapes(made).graph.output[0].type.tensor_type.shape
    return np.zeros([d.dim_value for d in shape.dim])


def openvino(made, y):
    import openvino as ov  # noqa: PLC0415 - an extra

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.onnx")
        path.write_bytes(made.SerializeToString())
        return ov.compile_model(ov.Core().read_model(str(path)), "CPU")([y])[0]


def opencv(made, y):
    import cv2  # noqa: PLC0415 - an extra

    net = cv2.dnn.readNetFromONNX(np.frombuffer(made.SerializeToString(), dtype=np.uint8))
    net.setInput(y)
    return net.forward()


def tinygrad(made, y):
    from tinygrad import Tensor  # noqa: PLC0415 - an extra
    from tinygrad.nn.onnx import OnnxRunner  # noqa: PLC0415 - as above

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.onnx")
        path.write_bytes(made.SerializeToString())
        return next(iter(OnnxRunner(str(path))({"x": Tensor(y)}).values())).numpy()


def onnx2torch(made, y):
    import torch  # noqa: PLC0415 - an extra
    from onnx2torch import convert  # noqa: PLC0415 - an extra

    return convert(made)(torch.from_numpy(y)).detach().numpy()


RUNNERS = {
    "onnxruntime": onnxruntime, "onnx reference evaluator": reference, "onnx shape inference": inference,
    "openvino": openvino, "opencv": opencv, "tinygrad": tinygrad, "onnx2torch": onnx2torch,
}  # fmt: skip


def measured(row):
    """Give what the engine does with a row's example, and whether that differs from the definition."""
    wanted = defined(row.example)
    made, y = model(row.example)
    try:
        found = np.asarray(RUNNERS[row.engine](made, y))
    except (ImportError, ModuleNotFoundError):
        raise
    except Exception as error:
        if not any(word in row.what for word in ("raises", "refused")):
            raise ImportError(f"it raises {type(error).__name__}: {error}"[:150]) from error
        return f"raises {type(error).__name__}", True
    if found.shape != wanted.shape:
        return f"shape {found.shape}", True
    if row.engine == "onnx shape inference":
        return f"shape {found.shape}", False
    return str(found.ravel().tolist()), not np.isnan(wanted).all() and not np.array_equal(found, wanted)


def main(engines):
    asked = stale = 0
    for row in rows():
        if not row.example or (engines and row.engine not in engines) or row.engine not in RUNNERS:
            continue
        package = PACKAGES.get(row.engine, row.engine)
        try:
            said, differs = measured(row)
        except ImportError as error:
            print(f"not asked       {row.engine}: {row.what} ({error})")
            continue
        try:
            here = version(package)
        except PackageNotFoundError:
            here = "unknown"
        asked, stale = asked + 1, stale + (not differs)
        word = "still so        " if differs else "NO LONGER SO    "
        print(f"{word}{row.engine} {here}: {row.what}")
        print(f"    definition {defined(row.example).ravel().tolist()}, engine {said}")
    print(f"{asked} rows asked, {stale} no longer so")
    return 1 if stale else 0 if asked else 3


if __name__ == "__main__":
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    sys.exit(main(sys.argv[1:]))
