"""Core ML: the MIL operator ``conv_transpose``, ``mb.conv_transpose`` of coremltools.

Source: ``coremltools/converters/mil/mil/ops/defs/iOS15/conv.py``, release 9.0: its lengths were run, its values are
those of the documentation. ``pad`` is interleaved, [l₀, h₀, l₁, h₁, …].
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import (
    Framework,
    Said,
    Way,
    Word,
    check_rank,
    listed,
    name_or,
    per_group,
    refuse_axis,
    shape_text,
    unless,
    written,
)
from symtconv.conventions.spec import Pairs, Spec
from symtconv.conventions.weights import OWN
from symtconv.geometry import NormalForm, span

TITLE = "Core ML"
_SIGNATURE = Signature(
    (),
    {"bias": None, "pad": None, "output_shape": None, "pad_type": "valid", "strides": None, "dilations": None,
     "groups": 1, "name": None},
    by_position=False,
    arrays=("x", "weight"),
    prefixes=("mb", "ct.mb"),
)  # fmt: skip


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the words; "same" where both ends are cropped alike, since the odd end was not run."""
    groups = arguments.number("groups")
    weights = arguments.weights("weight", OWN, groups=groups)
    rank = len(weights.kernel)
    stride, dilation = (arguments.or_else(word, rank, 1) for word in ("strides", "dilations"))
    kind = arguments.choice("pad_type", ("valid", "same", "custom"), fold=True)
    if arguments.values["output_shape"] is not None:
        arguments.refuse("output_shape", "is not read: how it is cropped was not run; write pads")
    pads: Pairs = ((0, 0),) * rank
    if kind == "same":
        totals = [span(k, d) - s for k, d, s in zip(weights.kernel, dilation, stride, strict=True)]
        if any(total < 0 or total % 2 for total in totals):
            arguments.refuse("pad_type", f"crops {totals} in all, and which end takes the odd entry was not run")
        pads = tuple((total // 2, total // 2) for total in totals)
    elif kind == "custom":
        row = arguments.row("pad", 2 * rank, least=0)
        pads = tuple(zip(row[::2], row[1::2], strict=True))
    return Spec(
        speaker=arguments.speaker,
        kernel=weights.kernel,
        stride=stride,
        dilation=dilation,
        padding=pads,
        output_padding=(0,) * rank,
        in_channels=weights.in_channels,
        out_channels=weights.out_channels,
        groups=groups,
        layout=OWN,
    )


def write(form: NormalForm) -> Said:
    """Write the operator with custom pads; there is no output padding."""
    check_rank(TITLE, form, 1, 3)
    for number, (low, extra) in enumerate(form.ends):
        if low < 0 or extra > 0:
            raise refuse_axis(TITLE, number, f"l = {low} and a - h = {extra}", "pads ≥ 0 and no output padding")
    outer = per_group(form.out_channels, "C_out", form.groups)
    call = written(
        "mb.conv_transpose",
        x="x",
        weight=shape_text((name_or(form.in_channels, "C_in"), outer, *form.kernel)),
        strides=listed(form.stride),
        pad_type='"custom"',
        pad=[end for low, extra in form.ends for end in (low, -extra)],
        dilations=listed(form.dilation, 1),
        groups=unless(form.groups, 1),
    )
    return Said(call)


FRAMEWORK = Framework(
    name="coreml",
    title=TITLE,
    version="coremltools 9.0",
    source="coremltools/converters/mil/mil/ops/defs/iOS15/conv.py",
    measured=False,
    prefixes=("mb", "ct.mb"),
    callees={"conv_transpose": _SIGNATURE},
    read=read,
    write=write,
    layout=OWN,
    image="l >= 0 and e <= 0",
    limits=("1 to 3 spatial axes",),
    ways=(
        Way('pad_type="custom", pad=[l, h, …]', ("p >= 0", "q >= 0"), "p", "-q", {"p": "l", "q": "-e"}),
    ),
    words=(
        Word("weight", "the kernel, (C_in, C_out/groups, *k)", ""),
        Word("strides, dilations, groups", "s, d, groups", ""),
        Word("pad_type, pad", "valid: l = h = 0; custom: [l₀, h₀, l₁, h₁, …]; same: n·s entries", "pads ≥ 0"),
        Word("output_shape", "with it the high end grows", "not read"),
    ),
    traps=(
        "pad is interleaved: [l₀, h₀, l₁, h₁, …], not ONNX's [l₀, l₁, …, h₀, h₁, …].",
        "There is no output padding; coremltools cannot convert padding = 0 with output_padding > 0.",
    ),
    alone=False,
)  # fmt: skip
