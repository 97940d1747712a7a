"""WebNN: ``MLGraphBuilder.convTranspose2d(input, filter, options)``.

Source: the W3C specification of the Web Neural Network API (candidate recommendation, 2025); not run.
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
)
from symtconv.conventions.lengths import below_stride, beyond_shortest
from symtconv.conventions.spec import Row, Spec, padding_of
from symtconv.conventions.weights import OWN, Layout
from symtconv.geometry import NormalForm, span

TITLE = "WebNN"
_LAYOUTS = {"iohw": OWN, "hwoi": Layout("koI"), "ohwi": Layout("okI")}
_SIGNATURE = Signature(
    (),
    {"padding": None, "strides": None, "dilations": None, "outputPadding": None, "outputSizes": None, "groups": 1,
     "inputLayout": "nchw", "filterLayout": "iohw", "bias": None, "label": None},
    arrays=("input", "filter"),
)  # fmt: skip


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the options: ``padding = [beginH, endH, beginW, endW]`` and ``outputPadding`` below the stride."""
    groups = arguments.number("groups")
    layout = _LAYOUTS[arguments.choice("filterLayout", tuple(_LAYOUTS))]
    weights = arguments.weights("filter", layout, rank=2, groups=groups)
    stride, dilation = (arguments.or_else(word, 2, 1, lone=False) for word in ("strides", "dilations"))
    row = arguments.or_else("padding", 4, 0, least=0, lone=False)
    pads = ((row[0], row[1]), (row[2], row[3]))
    extra = arguments.or_else("outputPadding", 2, 0, least=0, lone=False)
    sizes: Row | None = None
    if arguments.values["outputSizes"] is not None:
        words = zip(weights.kernel, dilation, pads, strict=True)
        least = [span(k, d) - low - high for k, d, (low, high) in words]
        extra, sizes = beyond_shortest(arguments, "outputSizes", least, stride)
    below_stride(arguments, "outputPadding" if sizes is None else "outputSizes", extra, stride)
    return Spec(
        speaker=arguments.speaker,
        kernel=weights.kernel,
        stride=stride,
        dilation=dilation,
        padding=pads,
        output_padding=extra,
        in_channels=weights.in_channels,
        out_channels=weights.out_channels,
        groups=groups,
        layout=layout,
        input=sizes,
        fixed=sizes is not None,
    )


def write(form: NormalForm) -> Said:
    """Write the call as JavaScript does."""
    check_rank(TITLE, form, 2, 2)
    pairs, extra = padding_of(list(form.ends))
    for number, (axis, (low, _), a) in enumerate(zip(form.axes, pairs, extra, strict=True)):
        if low < 0 or a >= axis.stride:
            need = f"a low padding of {low} and outputPadding {a}"
            raise refuse_axis(TITLE, number, need, f"padding ≥ 0 and outputPadding in 0..{axis.stride - 1}")
    g = form.groups
    outer = per_group(form.out_channels, "C_out", g)
    shape = shape_text((name_or(form.in_channels, "C_in"), outer, *form.kernel)).replace("(", "[").replace(")", "]")
    pads = tuple(end for pair in pairs for end in pair)
    options = {
        "strides": listed(form.stride, 1), "padding": listed(pads, 0), "outputPadding": listed(extra, 0),
        "dilations": listed(form.dilation, 1), "groups": unless(g, 1),
    }  # fmt: skip
    said = ", ".join(f"{name}: {value}" for name, value in options.items() if value is not None)
    return Said(f"builder.convTranspose2d(x, {shape}, {{{said}}})")


FRAMEWORK = Framework(
    name="webnn",
    title=TITLE,
    version="W3C candidate recommendation, 2025",
    source="https://www.w3.org/TR/webnn/, convTranspose2d",
    measured=False,
    prefixes=("builder", "graphBuilder", "MLGraphBuilder"),
    callees={"convTranspose2d": _SIGNATURE},
    read=read,
    write=write,
    layout=OWN,
    image="l >= 0 and e < s",
    limits=("2 spatial axes",),
    ways=(
        Way("padding: [l, h, …], outputPadding: a", ("p >= 0", "q >= 0", "0 <= a", "a < s"), "p", "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"}),
    ),
    words=(
        Word("filter", "the kernel; filterLayout iohw (C_in, C_out/groups, H, W), hwoi, ohwi", ""),
        Word("strides, dilations, groups", "s, d, groups", ""),
        Word("padding", "[l₀, h₀, l₁, h₁]", "≥ 0"),
        Word("outputPadding", "a", "0 ≤ a < s"),
        Word("outputSizes", "i", "overrules outputPadding; s lengths"),
    ),
    traps=("padding is interleaved, [beginH, endH, beginW, endW].",),
)  # fmt: skip
