"""TOSA: the operator ``transpose_conv2d`` of MLIR.

Source: the TOSA specification 1.0 and MLIR's verifier; the reference model of tosa-tools 2026.8.0 and IREE 3.13.0 were
run. ``out_pad`` *extends* the output: ``l = -top``, ``e = bottom``. There is no dilation and there are no groups.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import (
    Framework,
    NoWordsError,
    Said,
    Way,
    Word,
    name_or,
    no_dilation,
    one_group,
    refuse_axis,
    shape_text,
    written,
)
from symtconv.conventions.spec import Spec, padding_of
from symtconv.conventions.value import Value
from symtconv.conventions.weights import Layout
from symtconv.geometry import NormalForm

TITLE = "TOSA"
LAYOUT = Layout("OkI")
_LATER: dict[str, Value] = dict.fromkeys(("bias", "input_zp", "weight_zp", "acc_type", "local_bound"))
_SIGNATURE = Signature(("out_pad", "stride"), _LATER, arrays=("input", "weight"))


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the attributes: each ``out_pad`` is above -K of its axis, [top, bottom, left, right]."""
    weights = arguments.weights("weight", LAYOUT, rank=2)
    stride = arguments.row("stride", 2, lone=False)
    pads = arguments.row("out_pad", 4, least=-(10**18), lone=False)
    ends = []
    for axis, k in enumerate(weights.kernel):
        before, behind = pads[2 * axis : 2 * axis + 2]
        if min(before, behind) <= -k:
            arguments.refuse("out_pad", f"is not above -{k} on axis {axis}; use {1 - k} or more")
        ends.append((-before, behind))
    pairs, extra = padding_of(ends)
    array = arguments.input_of("input", 2, channels_last=True)
    return Spec(
        speaker=arguments.speaker,
        kernel=weights.kernel,
        stride=stride,
        dilation=(1, 1),
        padding=pairs,
        output_padding=extra,
        in_channels=weights.in_channels,
        out_channels=weights.out_channels,
        layout=LAYOUT,
        input=None if array is None else array[0],
    )


def write(form: NormalForm) -> Said:
    """Write the operator, where neither end is cropped by a whole kernel."""
    one_group(TITLE, form)
    if form.rank != 2:
        raise NoWordsError(TITLE, f"it has 2 spatial axes and the layer has {form.rank}", 'write it for "onnx"')
    no_dilation(TITLE, form)
    for number, axis in enumerate(form.axes):
        if axis.low > axis.kernel - 1 or axis.extra < 1 - axis.kernel:
            need = f"out_pad = (-l, a - h) = ({-axis.low}, {axis.extra})"
            raise refuse_axis(TITLE, number, need, f"each above -k = {-axis.kernel}")
    call = written(
        "tosa.transpose_conv2d",
        weight=shape_text((name_or(form.out_channels, "C_out"), *form.kernel, name_or(form.in_channels, "C_in"))),
        out_pad=[pad for low, extra in form.ends for pad in (-low, extra)],
        stride=list(form.stride),
    )
    return Said(call)


FRAMEWORK = Framework(
    name="tosa",
    title=TITLE,
    version="1.0 (tosa-tools 2026.8.0, IREE 3.13.0)",
    source="the TOSA specification: TRANSPOSE_CONV2D; mlir/lib/Dialect/Tosa/IR/TosaOps.cpp",
    prefixes=("tosa",),
    callees={"transpose_conv2d": _SIGNATURE},
    read=read,
    write=write,
    layout=LAYOUT,
    image="l <= K - 1 and e >= 1 - K",
    limits=("2 spatial axes", "groups = 1", "d = 1 or k = 1"),
    steps=("d == 1",),
    ways=(
        Way("out_pad=[-u, v, …]", ("u < K", "v > -K"), "u", "v", {"u": "l", "v": "e"}),
    ),
    words=(
        Word("weight", "the kernel, (C_out, KH, KW, C_in), not flipped", ""),
        Word("out_pad", "[top, bottom, left, right]: l = -top, e = bottom", "each above -k of its axis; it extends"),
        Word("stride", "[s_y, s_x]", "≥ 1"),
    ),
    traps=(
        "out_pad extends: torch's padding p is out_pad = -p.",
        "There is no dilation; with d > 1 the zeros between the taps go into the kernel.",
    ),
)  # fmt: skip
