"""cuDNN: ``cudnnConvolutionBackwardData`` with its convolution descriptor.

Source: the cuDNN API reference, release 9; not run. The filter is ``(K, C/groups, *k)``, where K are the channels of
dy: the layer's own weights. The padding is even, and the output padding is implied by the descriptor of dx.
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
    per_group,
    refuse_axis,
    shape_text,
    unless,
    written,
)
from symtconv.conventions.lengths import below_stride, beyond_shortest, length_texts
from symtconv.conventions.spec import Row, Spec
from symtconv.conventions.value import Expression, Value
from symtconv.conventions.weights import OWN
from symtconv.geometry import NormalForm, span

TITLE = "cuDNN"
_PLANE, _ANY = "cudnnSetConvolution2dDescriptor", "cudnnSetConvolutionNdDescriptor"
_MORE: dict[str, Value] = {"mode": "CUDNN_CROSS_CORRELATION", "computeType": None, "dx": None, "groups": 1}
_SIGNATURES = {
    _PLANE: Signature(
        ("convDesc", "pad_h", "pad_w", "u", "v", "dilation_h", "dilation_w"), _MORE, arrays=(), by_position=True
    ),
    _ANY: Signature(("convDesc", "arrayLength", "padA", "filterStrideA", "dilationA"), _MORE),
}


def read(name: str, arguments: Arguments) -> Spec:
    """Read a descriptor: ``l = h = pad``; a is what ``dx`` has beyond the shortest length."""
    if name == _PLANE:
        padding: Row = tuple(arguments.number(word, 0) for word in ("pad_h", "pad_w"))
        stride: Row = tuple(arguments.number(word) for word in ("u", "v"))
        dilation: Row = tuple(arguments.number(word) for word in ("dilation_h", "dilation_w"))
    else:
        rank = arguments.number("arrayLength")
        padding = arguments.row("padA", rank, least=0, lone=False)
        stride, dilation = (arguments.row(word, rank, lone=False) for word in ("filterStrideA", "dilationA"))
    mode = arguments.values["mode"]
    told = mode.text if isinstance(mode, Expression) else mode
    if told not in ("CUDNN_CROSS_CORRELATION", "CUDNN_CONVOLUTION"):
        arguments.refuse("mode", "is neither CUDNN_CROSS_CORRELATION nor CUDNN_CONVOLUTION")
    rank = len(stride)
    weights = arguments.weights("w", OWN, rank=rank, groups=arguments.number("groups"))
    least = [span(k, d) - 2 * p for k, d, p in zip(weights.kernel, dilation, padding, strict=True)]
    extra: Row = (0,) * rank
    sizes: Row | None = None
    if arguments.values["dx"] is not None:
        extra, sizes = beyond_shortest(arguments, "dx", least, stride)
        below_stride(arguments, "dx", extra, stride)
    return Spec(
        speaker=arguments.speaker,
        kernel=weights.kernel,
        stride=stride,
        dilation=dilation,
        padding=tuple((p, p) for p in padding),
        output_padding=extra,
        in_channels=weights.in_channels,
        out_channels=weights.out_channels,
        groups=weights.groups,
        layout=OWN,
        flips_kernel=told == "CUDNN_CONVOLUTION",
        input=sizes,
        fixed=sizes is not None,
    )


def write(form: NormalForm) -> Said:
    """Write the descriptor of the convolution whose gradient by its data is the layer, and the shape of dx."""
    check_rank(TITLE, form, 1, 3)
    words = []
    for number, axis in enumerate(form.axes):
        p, a = axis.low, axis.low + axis.extra
        if p < 0 or not 0 <= a < axis.stride:
            need = f"pad = l = {p} and a = l - h + a = {a}"
            raise refuse_axis(TITLE, number, need, f"one pad ≥ 0 for both ends and a in 0..{axis.stride - 1}")
        words.append(p)
    g = form.groups
    lists = [f"{{{', '.join(map(str, row))}}}" for row in (words, form.stride, form.dilation)]
    call = written(
        _ANY,
        "desc",
        form.rank,
        *lists,
        mode="CUDNN_CROSS_CORRELATION",
        dx=shape_text(("N", name_or(form.out_channels, "C_out"), *length_texts(form))),
        w_shape=shape_text((name_or(form.in_channels, "C_in"), per_group(form.out_channels, "C_out", g), *form.kernel)),
        groups=unless(g, 1),
    )
    return Said(call, ("call cudnnConvolutionBackwardData with it; dx and w_shape are the shapes of its descriptors",))


FRAMEWORK = Framework(
    name="cudnn",
    title=TITLE,
    version="9 (documents)",
    source="cuDNN API reference: cudnnConvolutionBackwardData, cudnnSetConvolutionNdDescriptor",
    measured=False,
    prefixes=("cudnn",),
    callees=_SIGNATURES,
    read=read,
    write=write,
    layout=OWN,
    image="l >= 0 and 0 <= l + e and l + e < s",
    limits=("1 to 3 spatial axes",),
    ways=(
        Way("pad p, a by dx", ("p >= 0", "0 <= a", "a < s"), "p", "a - p", {"p": "l", "a": "l + e"}),
    ),
    words=(
        Word("filter (w_shape)", "the kernel, (C_in, C_out/groups, *k)", ""),
        Word("pad", "l = h", "≥ 0, the same at both ends"),
        Word("u, v (filterStrideA), dilation", "s, d", "dilation is a factor, 1 is none"),
        Word("dx", "(N, C_out, *i)", "a = i - ((n-1)s + K - 2p), 0 ≤ a < s"),
        Word("mode", "CUDNN_CROSS_CORRELATION", "CUDNN_CONVOLUTION reverses the kernel"),
    ),
    traps=("The filter's first axis are the channels of dy, the layer's input: torch's weight as it stands.",),
)  # fmt: skip
