"""TensorFlow Lite: the operator ``TRANSPOSE_CONV``.

Source: ``tensorflow/lite/kernels/transpose_conv.cc`` and ``tensorflow/lite/schema/schema.fbs``; 51 converted layers
were run. The length is an input (``output_shape``), the padding SAME or VALID as in TensorFlow.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import (
    Framework,
    Said,
    Way,
    Word,
    check_rank,
    name_or,
    no_dilation,
    one_group,
    refuse_axis,
    shape_text,
    written,
)
from symtconv.conventions.lengths import length_texts, remainders, spatial
from symtconv.conventions.spec import Spec, padding_of
from symtconv.conventions.tensorflow import SAME_RULE, same_valid_ends
from symtconv.conventions.weights import Layout
from symtconv.geometry import NormalForm

TITLE = "TensorFlow Lite"
LAYOUT = Layout("OkI")
_SIGNATURE = Signature(
    ("output_shape", "padding"),
    {"stride_h": 1, "stride_w": 1, "fused_activation_function": None, "quantized_bias_type": None},
    by_position=False,
    arrays=("x", "weights"),
)


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the options and the length."""
    weights = arguments.weights("weights", LAYOUT, rank=2)
    stride = (arguments.number("stride_h"), arguments.number("stride_w"))
    padding = arguments.choice("padding", ("same", "valid"), fold=True).upper()
    entries = spatial(arguments, "output_shape", 2, channels_last=True)
    kernel = weights.kernel
    rests, sizes = remainders(
        arguments,
        "output_shape",
        entries,
        stride,
        lambda q, length: -(-(length - (kernel[q] - 1 if padding == "VALID" else 0)) // stride[q]),
    )
    for axis, (rest, k, s) in enumerate(zip(rests, kernel, stride, strict=True)):
        legal = 1 <= rest <= s if padding == "SAME" else 0 <= rest - k < s
        if not legal or (sizes is not None and sizes[axis] < 1):
            arguments.refuse("output_shape", f"is no length on axis {axis} whose convolution gives the input back")
    pairs, extra = padding_of([same_valid_ends(padding, rest, k) for rest, k in zip(rests, kernel, strict=True)])
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=(1, 1),
        padding=pairs,
        output_padding=extra,
        in_channels=weights.in_channels,
        out_channels=weights.out_channels,
        layout=LAYOUT,
        input=sizes,
        fixed=sizes is not None,
    )


def write(form: NormalForm) -> Said:
    """Write the operator with VALID or SAME, and its length."""
    one_group(TITLE, form)
    check_rank(TITLE, form, 2, 2)
    no_dilation(TITLE, form)
    for padding in ("VALID", "SAME"):
        if all(_reaches(padding, axis.kernel, axis.stride, axis.low, axis.extra) for axis in form.axes):
            break
    else:
        low, extra = form.ends[0]
        raise refuse_axis(TITLE, 0, f"l = {low} and a - h = {extra}", "SAME and VALID alone, the same on both axes")
    call = written(
        "TRANSPOSE_CONV",
        weights=shape_text((name_or(form.out_channels, "C_out"), *form.kernel, name_or(form.in_channels, "C_in"))),
        output_shape=shape_text(("N", *length_texts(form), name_or(form.out_channels, "C_out"))),
        padding=f'"{padding}"',
        stride_h=form.stride[0],
        stride_w=form.stride[1],
    )
    return Said(call)


def _reaches(padding: str, k: int, s: int, low: int, extra: int) -> bool:
    rest = extra + k - low
    legal = 1 <= rest <= s if padding == "SAME" else low == 0 and 0 <= extra < s
    return legal and same_valid_ends(padding, rest, k) == (low, extra)


FRAMEWORK = Framework(
    name="tflite",
    title=TITLE,
    version="as of TensorFlow 2.21.0",
    source="tensorflow/lite/kernels/transpose_conv.cc",
    prefixes=("tflite", "tfl"),
    callees=dict.fromkeys(("TRANSPOSE_CONV", "TransposeConv", "transpose_conv"), _SIGNATURE),
    read=read,
    write=write,
    layout=LAYOUT,
    image=f"(l == 0 and 0 <= e < s) or ({SAME_RULE})",
    limits=("2 spatial axes", "groups = 1", "d = 1 or k = 1", "SAME or VALID, the same on both axes"),
    steps=("d == 1",),
    ways=(
        Way('padding=VALID', ("0 <= v", "v < s"), "0", "v", {"v": "e"}),
        Way('padding=SAME, length (n-1)s + r', ("1 <= r", "r <= s"), "max(K - r, 0) // 2", "r - K + max(K - r, 0) // 2",
            {"r": "e + K - l"}),
    ),
    words=(
        Word("weights", "the kernel, (C_out, H, W, C_in)", ""),
        Word("output_shape", "(N, *i, C_out), an input tensor", "SAME: n = ⌈i/s⌉; VALID: n = ⌈(i-K+1)/s⌉"),
        Word("stride_h, stride_w", "s", "≥ 1"),
        Word("padding", "SAME: l = ⌊max((n-1)s + K - i, 0)/2⌋; VALID: l = 0", ""),
    ),
    traps=("There is no dilation; converters write a custom operator for s > 1 with d > 1 (onnx2tf 2.6.9, exit 0).",),
)  # fmt: skip
