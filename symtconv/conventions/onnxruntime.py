"""onnxruntime: the law of the engine, beside the operator's text, which is read in `symtconv.conventions.onnx`.

Measured on release 1.31.1 and 1.32.0: with explicit pads it is the text, but ``output_padding ≥ strides`` is refused
when the model runs. For SAME and ``output_shape`` the total padding is never below 0.
"""

from __future__ import annotations

from symtconv.conventions import onnx
from symtconv.conventions.arguments import Arguments
from symtconv.conventions.framework import Framework, Said, Way, refuse_axis
from symtconv.conventions.spec import Spec, padding_of
from symtconv.conventions.weights import OWN
from symtconv.geometry import NormalForm

TITLE = "onnxruntime"


def read(name: str, arguments: Arguments) -> Spec:
    """Read the node as ONNX does, and refuse what the engine does not run."""
    spec = onnx.read(name, arguments)
    for axis, (s, a) in enumerate(zip(spec.stride, spec.output_padding, strict=True)):
        if a >= s:
            arguments.refuse("output_padding", f"is not below strides={s} on axis {axis}, and this engine refuses it")
    return spec


def write(form: NormalForm) -> Said:
    """Write the node with explicit pads, where the least output padding is below the stride."""
    pairs, extra = padding_of(list(form.ends))
    for number, (axis, (low, _), a) in enumerate(zip(form.axes, pairs, extra, strict=True)):
        if low < 0 or a >= axis.stride:
            need = f"a low pad of {low} and output_padding={a}"
            raise refuse_axis(
                TITLE, number, need, f"pads ≥ 0 and output_padding in 0..{axis.stride - 1} (below strides)"
            )
    return Said(onnx.call_text(form, pairs, extra))


FRAMEWORK = Framework(
    name="onnxruntime",
    title=TITLE,
    version="1.32.0",
    source="measured; onnxruntime/core/providers/cpu/nn/conv_transpose_attributes.h",
    prefixes=("onnxruntime", "ort"),
    callees={"ConvTranspose": onnx.FRAMEWORK.callees["ConvTranspose"]},
    read=read,
    write=write,
    layout=OWN,
    image="l >= 0 and e < s",
    ways=(
        Way(
            "pads=[l, h], output_padding=a",
            ("p >= 0", "q >= 0", "0 <= a", "a < s"),
            "p",
            "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"},
        ),
    ),
    words=onnx.FRAMEWORK.words,
    traps=(
        "s ≤ output_padding < d loads and is refused when run: write pads and a Pad behind, or the lowering.",
        "SAME_UPPER with K < s: the length is (n-1)s + K, where the text says n·s; write pads and output_padding.",
        "output_shape is refused unless ⌊(O + T - K)/s⌋ + 1 = n, with T never below 0.",
    ),
    alone=False,
)
