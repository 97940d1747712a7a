"""ONNX: the operator ``ConvTranspose``, its attributes written as keywords.

Source: the operator's text, versions 1, 11 and 22 (one meaning), as release 1.23.2 carries it. Where engines differ
from the text, the text is followed; the law of onnxruntime stands beside it (`symtconv.conventions.onnxruntime`).
Channels are in the weights, not in the attributes: ``w_shape=(C, M/group, *k)`` says them, and ``kernel_shape``,
which ONNX infers from the weights, may then be left out.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import Framework, Said, Way, Word, listed, refuse_axis, unless, written
from symtconv.conventions.spec import Pairs, Row, Spec, halves, padding_of
from symtconv.conventions.weights import OWN
from symtconv.geometry import NormalForm, span

TITLE = "ONNX"
_OPTIONAL = ("kernel_shape", "strides", "pads", "output_padding", "dilations", "output_shape")
_SIGNATURE = Signature(
    (), dict.fromkeys(_OPTIONAL) | {"group": 1, "auto_pad": "NOTSET"}, by_position=False, arrays=("X", "W")
)


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the attributes; ``pads`` is ``[l, l, ..., h, h, ...]``, and ``0 ≤ output_padding < max(s, d)``.

    The total padding of SAME_UPPER, SAME_LOWER and ``output_shape`` is ``T = (n-1)s + K + a - O`` (for SAME,
    ``O = n·s``, so that ``T = K - s + a``). SAME_UPPER puts the odd entry at the high end; everything else, NOTSET
    with ``output_shape`` too, at the low end. A negative total that is less than the stride adds zeros at the high
    end where every engine tried agrees: NOTSET, and SAME_LOWER at -1.
    """
    group = arguments.number("group")
    kernel, in_channels, out_channels = _kernel(arguments, group)
    rank = len(kernel)
    stride, dilation = (arguments.or_else(word, rank, 1, lone=False) for word in ("strides", "dilations"))
    extra = arguments.or_else("output_padding", rank, 0, least=0, lone=False)
    for axis, (s, d, a) in enumerate(zip(stride, dilation, extra, strict=True)):
        if a >= max(s, d):
            bound = f"max(strides, dilations) = max({s}, {d}) = {max(s, d)} on axis {axis}"
            arguments.refuse("output_padding", f"is not below {bound}; use {max(s, d) - 1} or less")
    lengths = None if arguments.values["output_shape"] is None else arguments.row("output_shape", rank, lone=False)
    auto = _auto(arguments)
    padding = pads_of(arguments, rank)
    if auto.startswith("SAME") and lengths is None:
        totals = [span(k, d) - s + a for k, s, d, a in zip(kernel, stride, dilation, extra, strict=True)]
        padding = tuple(
            halves(arguments.speaker, axis, total, odd_low=auto == "SAME_LOWER") for axis, total in enumerate(totals)
        )
    array = arguments.input_of("X", rank)
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=padding,
        output_padding=extra,
        output_shape=lengths,
        odd_low=auto != "SAME_UPPER",
        sure_below={"NOTSET": -(10**18), "SAME_LOWER": -1}.get(auto, 0),
        in_channels=in_channels,
        out_channels=out_channels,
        groups=group,
        layout=OWN,
        input=None if array is None else array[0],
        notes=_notes(auto, lengths, stride, extra),
    )


def _kernel(arguments: Arguments, group: int) -> tuple[Row, int | None, int | None]:
    shape = arguments.literal("kernel_shape")
    if shape is None:
        weights = arguments.weights("W", OWN, groups=group)
    else:
        if shape == ():
            arguments.refuse("kernel_shape", "is empty; give one number per axis")
        rank = len(shape) if isinstance(shape, tuple) else 1
        kernel = arguments.row("kernel_shape", rank, lone=False)
        weights = arguments.weights("W", OWN, rank=rank, groups=group, kernel=kernel)
    return weights.kernel, weights.in_channels, weights.out_channels


def _notes(auto: str, lengths: Row | None, stride: Row, extra: Row) -> tuple[str, ...]:
    notes = []
    if auto.startswith("SAME") or lengths is not None:
        notes.append("engines differ on auto_pad and output_shape; explicit pads are run alike by every one tried")
    if any(a >= s for a, s in zip(extra, stride, strict=True)):
        notes.append("onnxruntime refuses output_padding ≥ strides, which the text allows below the dilation")
    return tuple(notes)


def _auto(arguments: Arguments) -> str:
    """Give auto_pad, once nothing stands beside it that decides the padding too."""
    auto = arguments.choice("auto_pad", ("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"))
    if auto != "NOTSET" and arguments.values["pads"] is not None:
        arguments.refuse("pads", f'cannot stand beside auto_pad="{auto}"; leave one out')
    if auto == "VALID" and arguments.values["output_shape"] is not None:
        arguments.refuse("output_shape", 'decides the padding, and so does auto_pad="VALID"; leave one out')
    return auto


def pads_of(arguments: Arguments, rank: int) -> Pairs:
    """Give ``pads = [l, l, ..., h, h, ...]`` as one pair per axis."""
    value = arguments.literal("pads")
    if value is None:
        return ((0, 0),) * rank
    if not isinstance(value, tuple) or len(value) != 2 * rank:
        order = ", ".join([f"low{axis}" for axis in range(rank)] + [f"high{axis}" for axis in range(rank)])
        arguments.refuse("pads", f"does not have two numbers for each axis of kernel_shape; write pads=[{order}]")
    row = arguments.row("pads", 2 * rank, least=0)
    return tuple(zip(row[:rank], row[rank:], strict=True))


def write(form: NormalForm) -> Said:
    """Write the layer with ``pads`` and the least ``output_padding``; channels are left to the weights."""
    pairs, extra = padding_of(list(form.ends))
    for number, (axis, (low, _), a) in enumerate(zip(form.axes, pairs, extra, strict=True)):
        top = max(axis.stride, axis.dilation)
        if low < 0 or a >= top:
            raise refuse_axis(
                TITLE,
                number,
                f"a low pad of {low} and output_padding={a}",
                f"pads ≥ 0 and output_padding in 0..{top - 1} (below max(strides, dilations))",
            )
    call = call_text(form, pairs, extra)
    refused = any(a >= axis.stride for axis, a in zip(form.axes, extra, strict=True))
    note = "onnxruntime refuses output_padding ≥ strides, which the text allows below the dilation"
    return Said(call, (note,) if refused else ())


def call_text(form: NormalForm, pairs: Pairs, extra: Row) -> str:
    """Write the node in keywords; what has its usual value is left out."""
    return written(
        "ConvTranspose",
        kernel_shape=list(form.kernel),
        strides=listed(form.stride, 1),
        pads=listed((*(low for low, _ in pairs), *(high for _, high in pairs)), 0),
        output_padding=listed(extra, 0),
        dilations=listed(form.dilation, 1),
        group=unless(form.groups, 1),
    )


FRAMEWORK = Framework(
    name="onnx",
    title=TITLE,
    version="1.23.2 (opsets 1, 11 and 22)",
    source="the text of the operator ConvTranspose, as the onnx package carries it",
    prefixes=("onnx", "ai.onnx"),
    callees={"ConvTranspose": _SIGNATURE},
    read=read,
    write=write,
    layout=OWN,
    image="l >= 0 and e < max(s, d)",
    limits=(),
    ways=(
        Way(
            "pads=[l, h], output_padding=a",
            ("p >= 0", "q >= 0", "0 <= a", "a < max(s, d)"),
            "p",
            "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"},
        ),
    ),
    words=(
        Word("W", "the kernel, (C_in, C_out/group, *k), not flipped", ""),
        Word("kernel_shape, strides, dilations", "k, s, d", "a list, one per axis; kernel_shape is inferred from W"),
        Word("pads", "[l₀, l₁, …, h₀, h₁, …]", "≥ 0; not beside auto_pad"),
        Word("output_padding", "a", "0 ≤ a < max(s, d) by the text; below s for onnxruntime"),
        Word("output_shape", "i; T = (n-1)s + K + a - i is padded in all", "spatial sizes only"),
        Word(
            "auto_pad",
            "SAME_UPPER: l = ⌊T/2⌋; SAME_LOWER, and NOTSET with output_shape: l = ⌈T/2⌉; VALID: l = h = 0",
            "",
        ),
        Word("group", "groups", "divides both channels"),
    ),
    traps=(
        (
            "Engines differ on auto_pad and output_shape (OpenVINO, MNN, onnx2tf, tract, OpenCV, tinygrad, shape "
            "inference and the reference evaluator, each in its own way); the calls written here have explicit pads, "
            "which every engine tried ran right: that is the cure."
        ),
        "With output_shape and no auto_pad the odd entry is cropped at the low end.",
        "onnxruntime refuses s ≤ output_padding < d, which the text allows; it loads the model and refuses to run it.",
        "com.microsoft has an operator of the same name whose pads are an input: it is not read.",
        "The reference evaluator with group > 1 adds the first group's bias to every group.",
    ),
)
