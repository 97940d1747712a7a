"""OpenVINO: ``ConvolutionBackpropData`` and ``GroupConvolutionBackpropData``.

Source: the operation specifications of opset 1; release 2026.4.1 was run on a CPU. A negative ``pads_begin`` is
refused by the plug-in; a negative ``pads_end`` is run, and extends the high end.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import (
    Framework,
    Said,
    Way,
    Word,
    listed,
    per_group,
    refuse_axis,
    shape_text,
    written,
)
from symtconv.conventions.spec import Spec, padding_of
from symtconv.conventions.value import Value
from symtconv.conventions.weights import OWN, Layout
from symtconv.geometry import NormalForm, span

TITLE = "OpenVINO"
GROUPED = Layout("giok")
_PLAIN = ("convolution_backprop_data", "ConvolutionBackpropData")
_GROUPS = ("group_convolution_backprop_data", "GroupConvolutionBackpropData")
_WORDS: dict[str, Value] = {
    "output_shape": None, "pads_begin": None, "pads_end": None, "dilations": None, "auto_pad": "explicit",
    "output_padding": None, "name": None,
}  # fmt: skip
_SIGNATURE = Signature(("strides",), _WORDS, arrays=("data", "filters"))


def read(name: str, arguments: Arguments) -> Spec:
    """Read the attributes: ``l, h, a`` as named; ``auto_pad`` other than explicit and valid is not read."""
    grouped = name in _GROUPS
    weights = arguments.weights("filters", GROUPED if grouped else OWN)
    rank = len(weights.kernel)
    stride = arguments.row("strides", rank, lone=False)
    dilation = arguments.or_else("dilations", rank, 1, lone=False)
    extra = arguments.or_else("output_padding", rank, 0, least=0, lone=False)
    auto = arguments.choice("auto_pad", ("explicit", "notset", "valid", "same_upper", "same_lower"), fold=True)
    if auto.startswith("same"):
        why = "crops the odd entry at the other end than ONNX, and nothing without an output_shape"
        arguments.refuse("auto_pad", f"{why}; write pads_begin and pads_end")
    if arguments.values["output_shape"] is not None:
        arguments.refuse("output_shape", "recomputes pads_end; leave it out and write pads_begin and pads_end")
    low = arguments.or_else("pads_begin", rank, 0, least=0, lone=False)
    high = arguments.or_else("pads_end", rank, 0, least=-(10**18), lone=False)
    for axis, (s, a) in enumerate(zip(stride, extra, strict=True)):
        if a >= s:
            arguments.refuse("output_padding", f"is not below strides={s} on axis {axis}; beyond, values are wrong")
    for axis, (k, d, l, h) in enumerate(zip(weights.kernel, dilation, low, high, strict=True)):
        if h < 0 and l > span(k, d) - 1:
            why = f"is negative beside pads_begin={l} > K - 1 on axis {axis}, where release 2026.4.1 gives wrong values"
            arguments.refuse("pads_end", f"{why}; pad the output instead")
    pads = ((0, 0),) * rank if auto == "valid" else tuple(zip(low, high, strict=True))
    array = arguments.input_of("data", rank)
    return Spec(
        speaker=arguments.speaker,
        kernel=weights.kernel,
        stride=stride,
        dilation=dilation,
        padding=pads,
        output_padding=extra,
        in_channels=weights.in_channels,
        out_channels=weights.out_channels,
        groups=weights.groups,
        layout=GROUPED if grouped else OWN,
        input=None if array is None else array[0],
    )


def write(form: NormalForm) -> Said:
    """Write the operation with pads; what is added behind is output padding below the stride, else a negative pad."""
    pairs, extra = padding_of(list(form.ends))
    # One axis whose extra is too much for output_padding makes every axis say its extra by pads_end.
    beyond = any(a >= axis.stride for axis, a in zip(form.axes, extra, strict=True))
    for number, axis in enumerate(form.axes):
        if axis.low < 0:
            raise refuse_axis(TITLE, number, f"pads_begin = l = {axis.low}", "pads_begin ≥ 0")
        if beyond and axis.extra > 0 and axis.low > axis.span - 1:
            need = f"pads_begin = l = {axis.low} and pads_end = h - a = {-axis.extra}"
            raise refuse_axis(TITLE, number, need, f"a negative pads_end beside pads_begin in 0..{axis.span - 1} alone")
    highs = tuple(-e for _, e in form.ends) if beyond else tuple(high for _, high in pairs)
    grouped = form.groups > 1
    inner, outer = per_group(form.in_channels, "C_in", form.groups), per_group(form.out_channels, "C_out", form.groups)
    head: tuple[int | str, ...] = (form.groups,) if grouped else ()
    call = written(
        f"ov.opset1.{(_GROUPS if grouped else _PLAIN)[0]}",
        "x",
        filters=shape_text((*head, inner, outer, *form.kernel)),
        strides=list(form.stride),
        pads_begin=[low for low, _ in pairs],
        pads_end=list(highs),
        dilations=list(form.dilation),
        output_padding=None if beyond else listed(extra, 0),
    )
    notes = ("a negative pads_end extends the high end; release 2026.4.1 runs it right",) if beyond else ()
    return Said(call, notes, GROUPED if grouped else None)


FRAMEWORK = Framework(
    name="openvino",
    title=TITLE,
    version="2026.4.1",
    source="the specifications of ConvolutionBackpropData-1 and GroupConvolutionBackpropData-1",
    prefixes=("ov.opset1", "opset1", "openvino.opset1", "ops", "opset", "ov.op", "openvino"),
    callees=dict.fromkeys((*_PLAIN, *_GROUPS), _SIGNATURE),
    read=read,
    write=write,
    layout=OWN,
    image="l >= 0 and (e < s or l <= K - 1)",
    limits=("1 to 3 spatial axes",),
    ways=(
        Way(
            "pads_begin=p, pads_end=q, output_padding=a",
            ("p >= 0", "q >= 0", "0 <= a", "a < s"),
            "p",
            "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"},
        ),
        Way("pads_begin=p, pads_end=-v", ("p >= 0", "p <= K - 1", "v >= 0"), "p", "v", {"p": "l", "v": "e"}),
    ),
    words=(
        Word("filters", "the kernel, (C_in, C_out, *k); grouped (groups, C_in/groups, C_out/groups, *k)", ""),
        Word("strides, dilations", "s, d", "a list, one per axis"),
        Word("pads_begin, pads_end", "l, h", "pads_begin ≥ 0; a negative pads_end extends, for pads_begin ≤ K - 1"),
        Word("output_padding", "a", "0 ≤ a < s; beyond, values are sometimes wrong"),
        Word("auto_pad", "explicit, valid", "same_upper and same_lower are not read"),
    ),
    traps=(
        "A negative pads_end beside pads_begin > K - 1 gives wrong values (k = 1, d > 1): it is refused here.",
        "same_upper with output_shape crops the odd entry at the beginning, same_lower at the end: ONNX's reverse.",
        "An ONNX model with a dynamic dimension loses auto_pad, and output_shape its low crop: write pads.",
        "With groups, output_shape and a low crop, everything is cropped at the end: write pads.",
    ),
)  # fmt: skip
