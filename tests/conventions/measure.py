"""Run calls in the released frameworks themselves; how `measured.json` was made.

Needs the frameworks, in an environment of their own (those of `tests.conventions.runners.PACKAGES`):

    python -m tests.conventions.measure > tests/conventions/measured.json
    python -m tests.conventions.measure --random torch 3000     # compare, and count what differs
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections import Counter
from typing import Any

import numpy as np

from symtconv.conventions import layer_of_call
from symtconv.geometry import SymtconvError
from tests.conventions.draw import drawn_call
from tests.conventions.runners import by_the_relation, installed, run

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
    ("torch", "ConvTranspose1d(1, 1, 3, stride=2, padding=1)(x, output_size=[6])", (3,)),
    ("torch", "ConvTranspose1d(1, 1, 3, dilation=3)(x, output_size=[9])", (2,)),
    ("tensorflow", "tf.nn.conv1d_transpose(x, filters=(3, 1, 1), output_shape=(1, 6, 1), strides=2)", (3,)),
    (
        "tensorflow",
        'tf.nn.conv2d_transpose(x, filters=(3, 2, 1, 2), output_shape=(1, 5, 4, 1), strides=[2, 1], padding="VALID")',
        (2, 3),
    ),
    ("flax", "nn.ConvTranspose(2, (3,), strides=(2,), padding=1)", (2,)),
    (
        "flax",
        "nnx.ConvTranspose(2, 1, (2, 3), strides=(2, 1), padding=((1, 2), (0, 3)), transpose_kernel=True)",
        (2, 2),
    ),
    ("equinox", "eqx.nn.ConvTranspose1d(2, 2, 3, 2, 1, 1, 1, 2)", (3,)),
    ("equinox", "eqx.nn.ConvTranspose(1, 1, 1, 3, 2, 1, 1)", (3,)),
    ("equinox", 'eqx.nn.ConvTranspose1d(1, 1, 4, 3, 1, "SAME")', (2,)),
    ("haiku", "hk.Conv1DTranspose(2, 3, 2)", (3,)),
    ("haiku", 'hk.Conv1DTranspose(1, 4, 3, (5,), "SAME")', (2,)),
    ("paddle", "paddle.nn.Conv1DTranspose(2, 2, 3, 2, 1, 1, 2, 2)", (3,)),
    ("paddle", "paddle.nn.Conv2DTranspose(2, 2, [2, 3], [2, 1], [0, 1, 1, 0], [1, 0], 1, 2)", (2, 2)),
    ("mlx", "mlx.nn.ConvTranspose1d(2, 1, 3, 2, 1, 2, 1)", (3,)),
    (
        "openvino",
        "ov.opset1.convolution_backprop_data(x, filters=(1, 2, 3), strides=[2], pads_begin=[1], pads_end=[-2])",
        (2,),
    ),
    (
        "openvino",
        (
            "ov.opset1.group_convolution_backprop_data(x, filters=(2, 1, 2, 3), strides=[2], pads_begin=[1], "
            "pads_end=[0], output_padding=[1])"
        ),
        (2,),
    ),
    ("ncnn", "Deconvolution up 1 1 in out 0=2 1=3 11=2 2=1 12=2 3=2 13=1 4=1 14=0 15=0 16=1 18=1 19=0", (2, 3)),
]


FRAGILE = ("flax", "paddle")  # an empty output ends the process there, so what we refuse is not run


def _compare(framework: str, count: int) -> None:
    """Count how often the framework and our reading agree; show the first few calls where they do not."""
    draw = random.Random(1)  # noqa: S311 - the same calls every time are wanted
    seen, shown = Counter[str](), Counter[str]()
    for _ in range(count):
        text, sizes = drawn_call(framework, draw)
        try:
            ours = by_the_relation(layer_of_call(text, sizes))
        except SymtconvError:
            ours = None
        if ours is None and framework in FRAGILE:
            seen["not asked"] += 1
            continue
        theirs = run(framework, text, sizes)
        if ours is None or theirs is None:
            kind = "both refuse" if ours is theirs is None else "only we refuse" if ours is None else "only it refuses"
        else:
            kind = "same values" if np.array_equal(ours, theirs) else "different values"
        seen[kind] += 1
        if kind not in ("both refuse", "same values") and (shown.update([kind]) or shown[kind] <= 3):
            sys.stderr.write(f"{kind} {text} {sizes}\n")
    sys.stdout.write(f"{framework} {installed(framework)} {dict(seen)}\n")


def _measured(name: str) -> list[dict[str, Any]]:
    """The rows of one framework."""
    rows = []
    for framework, text, sizes in CALLS:
        if framework == name:
            x = run(framework, text, sizes)
            found = None if x is None else {"shape": x.shape, "x": [int(v) for v in x.flat]}
            rows.append({"framework": framework, "call": text, "input": sizes, "found": found})
    return rows


if __name__ == "__main__":
    if "--random" in sys.argv:
        _compare(sys.argv[-2], int(sys.argv[-1]))
    elif "--only" in sys.argv:
        sys.stdout.write(json.dumps(_measured(sys.argv[-1])) + "\n")
    else:
        found = {}
        for name in dict.fromkeys(framework for framework, *_ in CALLS):  # they do not all bear each other's company
            ask = [sys.executable, "-W", "ignore", "-m", "tests.conventions.measure", "--only", name]
            answer = subprocess.run(ask, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
            found |= {(name, row["call"]): row for row in json.loads(answer)}
        rows = [json.dumps(found[framework, text]) for framework, text, _ in CALLS]
        sys.stdout.write("[\n" + ",\n".join(rows) + "\n]\n")
