"""oneDNN: the deconvolution primitive.

Source: the oneDNN developer guide, "Deconvolution", v3; not run. Weights are ``(C_out, C_in, *k)``, or with groups
``(groups, C_out/groups, C_in/groups, *k)``; ``dilates`` counts from 0; the output padding is implied by ``dst``.
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
    written,
)
from symtconv.conventions.lengths import below_stride, beyond_shortest, length_texts
from symtconv.conventions.spec import Row, Spec, padding_of
from symtconv.conventions.value import Value
from symtconv.conventions.weights import Layout
from symtconv.geometry import NormalForm, span

TITLE = "oneDNN"
PLAIN, GROUPED = Layout("OIk"), Layout("goik")
_LATER: dict[str, Value] = {
    "src": None,
    "bias": None,
    "dst": None,
    "dilates": None,
    "padding_l": None,
    "padding_r": None,
}
_SIGNATURE = Signature(("strides",), _LATER, by_position=False, arrays=("src", "weights"))
_NAMES = ("deconvolution", "deconvolution_forward", "deconvolution_v2")


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the dimensions: ``d = dilates + 1``; ``a`` is what ``dst`` has beyond the shortest length."""
    strides = arguments.literal("strides")
    rank = len(strides) if isinstance(strides, tuple) else 1
    stride = arguments.row("strides", rank, lone=False)
    said = arguments.shape("weights", "w_shape", "w")
    layout = GROUPED if said is not None and len(said[1]) == rank + 3 else PLAIN
    weights = arguments.weights("weights", layout, rank=rank)
    dilation = tuple(d + 1 for d in arguments.or_else("dilates", rank, 0, least=0, lone=False))
    low, high = (arguments.or_else(word, rank, 0, least=0, lone=False) for word in ("padding_l", "padding_r"))
    least = [span(k, d) - l - h for k, d, l, h in zip(weights.kernel, dilation, low, high, strict=True)]
    extra: Row = (0,) * rank
    sizes: Row | None = None
    if arguments.values["dst"] is not None:
        extra, sizes = beyond_shortest(arguments, "dst", least, stride)
        below_stride(arguments, "dst", extra, stride)
    return Spec(
        speaker=arguments.speaker,
        kernel=weights.kernel,
        stride=stride,
        dilation=dilation,
        padding=tuple(zip(low, high, strict=True)),
        output_padding=extra,
        in_channels=weights.in_channels,
        out_channels=weights.out_channels,
        groups=weights.groups,
        layout=layout,
        input=sizes,
        fixed=sizes is not None,
    )


def write(form: NormalForm) -> Said:
    """Write the dimensions of the primitive."""
    check_rank(TITLE, form, 1, 3)
    pairs, extra = padding_of(list(form.ends))
    for number, (axis, (low, _), a) in enumerate(zip(form.axes, pairs, extra, strict=True)):
        if low < 0 or a >= axis.stride:
            raise refuse_axis(
                TITLE, number, f"padding_l = {low} and a = {a}", f"padding_l ≥ 0 and a in 0..{axis.stride - 1}"
            )
    g = form.groups
    head: tuple[int | str, ...] = (g,) if g > 1 else ()
    local = (per_group(form.out_channels, "C_out", g), per_group(form.in_channels, "C_in", g))
    call = written(
        "dnnl.deconvolution_forward",
        weights=shape_text((*head, *local, *form.kernel)),
        dst=shape_text(("N", name_or(form.out_channels, "C_out"), *length_texts(form))) if any(extra) else None,
        strides=list(form.stride),
        dilates=listed(tuple(d - 1 for d in form.dilation), 0),
        padding_l=[low for low, _ in pairs],
        padding_r=[high for _, high in pairs],
    )
    return Said(call, (), GROUPED if g > 1 else None)


FRAMEWORK = Framework(
    name="onednn",
    title=TITLE,
    version="v3 (documents)",
    source="oneDNN developer guide: Deconvolution",
    measured=False,
    prefixes=("dnnl", "onednn", "oneapi.dnnl"),
    callees=dict.fromkeys(_NAMES, _SIGNATURE),
    read=read,
    write=write,
    layout=PLAIN,
    image="l >= 0 and e < s",
    limits=("1 to 3 spatial axes",),
    ways=(
        Way("padding_l, padding_r, a by dst", ("p >= 0", "q >= 0", "0 <= a", "a < s"), "p", "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"}),
    ),
    words=(
        Word("weights", "the kernel, (C_out, C_in, *k); grouped (groups, C_out/groups, C_in/groups, *k)", ""),
        Word("strides", "s", ""),
        Word("dilates", "d - 1", "0 is none"),
        Word("padding_l, padding_r", "l, h", "≥ 0"),
        Word("dst", "(N, C_out, *i)", "a = i - ((n-1)s + K - l - h), 0 ≤ a < s"),
    ),
    traps=("dilates counts from 0.", "The first channel axis of the weights is the output's."),
)  # fmt: skip
