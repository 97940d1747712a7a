"""MLX: ``mx.conv_transpose{1,2,3}d`` and ``mlx.nn.ConvTranspose{1,2,3}d``.

Source: ``mlx/ops.cpp`` and ``mlx/nn/layers/convolution_transpose.py``; release 0.32.4 was run on a CPU. Its words are
torch's, in another order, with weights ``(C_out, *kernel, C_in/groups)`` and no check of the output padding. More
padding than ``K - 1`` is computed wrong, and so is refused here.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import (
    Framework,
    Said,
    Way,
    Word,
    brief,
    callee,
    name_or,
    one_group,
    refuse_axis,
    written,
)
from symtconv.conventions.spec import Spec
from symtconv.conventions.value import Value
from symtconv.conventions.weights import Layout
from symtconv.geometry import NormalForm, span

TITLE = "MLX"
LAYOUT = Layout("Oki")
_RANKS = {f"ConvTranspose{rank}d": rank for rank in (1, 2, 3)}
_FUNCTIONS = {f"conv_transpose{rank}d": rank for rank in (1, 2, 3)}
_BEGIN: dict[str, Value] = {"stride": 1, "padding": 0, "dilation": 1, "output_padding": 0}
_MODULE = Signature(("in_channels", "out_channels", "kernel_size"), {**_BEGIN, "bias": True}, prefixes=("mlx.nn",))
_FUNCTION = Signature(
    (), {**_BEGIN, "groups": 1, "stream": None}, arrays=("input", "weight"), prefixes=("mx", "mlx.core")
)


def read(name: str, arguments: Arguments) -> Spec:
    """Read either: ``l = h = padding ≤ K - 1`` and ``a = output_padding``, of any size."""
    function = name in _FUNCTIONS
    rank = {**_RANKS, **_FUNCTIONS}[name]
    stride, dilation = (arguments.row(word, rank) for word in ("stride", "dilation"))
    padding, extra = (arguments.row(word, rank, least=0) for word in ("padding", "output_padding"))
    groups = arguments.number("groups") if function else 1
    if function:
        weights = arguments.weights("weight", LAYOUT, rank=rank, groups=groups)
        kernel, channels = weights.kernel, (weights.in_channels, weights.out_channels)
    else:
        kernel = arguments.row("kernel_size", rank)
        channels = _channels(arguments)
    for axis, (k, d, p) in enumerate(zip(kernel, dilation, padding, strict=True)):
        if p > span(k, d) - 1:
            why = f"is above K - 1 = {span(k, d) - 1} on axis {axis}, where MLX crops the excess before it puts zeros"
            arguments.refuse("padding", f"{why} between, which is no transposed convolution; crop the output instead")
    array = arguments.input_of("input" if function else "x", rank, channels_last=True)
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=tuple((p, p) for p in padding),
        output_padding=extra,
        in_channels=channels[0],
        out_channels=channels[1],
        groups=groups,
        layout=LAYOUT,
        input=None if array is None else array[0],
    )


def _channels(arguments: Arguments) -> tuple[int | None, int | None]:
    given = arguments.given
    inner = arguments.channel("in_channels") or given.in_channels
    return inner, arguments.channel("out_channels") or given.out_channels


def write(form: NormalForm) -> Said:
    """Write the module, or with groups the function in one dimension, which alone takes them."""
    name = callee(TITLE, _RANKS, form)
    words = []
    for number, axis in enumerate(form.axes):
        p, a = axis.low, axis.low + axis.extra
        if not 0 <= p < axis.span or a < 0:
            need = f"padding = l = {p} and output_padding = l - h + a = {a}"
            raise refuse_axis(
                TITLE, number, need, f"padding in 0..{axis.span - 1} (at most K - 1) and output_padding ≥ 0"
            )
        words.append((p, a))
    one_group(TITLE, form)
    call = written(
        f"mlx.nn.{name}",
        name_or(form.in_channels, "C_in"),
        name_or(form.out_channels, "C_out"),
        brief(form.kernel),
        stride=brief(form.stride, 1),
        padding=brief(tuple(p for p, _ in words), 0),
        dilation=brief(form.dilation, 1),
        output_padding=brief(tuple(a for _, a in words), 0),
    )
    return Said(call)


FRAMEWORK = Framework(
    name="mlx",
    title=TITLE,
    version="0.32.4",
    source="mlx/ops.cpp: conv_transpose_general; mlx/nn/layers/convolution_transpose.py",
    prefixes=("mx", "mlx.core", "mlx.nn"),
    callees={**dict.fromkeys(_RANKS, _MODULE), **dict.fromkeys(_FUNCTIONS, _FUNCTION)},
    read=read,
    write=write,
    layout=LAYOUT,
    image="0 <= l and l <= K - 1 and 0 <= l + e",
    limits=("1 to 3 spatial axes", "groups = 1"),
    ways=(
        Way("padding p, output_padding a", ("p >= 0", "p <= K - 1", "a >= 0"), "p", "a - p", {"p": "l", "a": "l + e"}),
    ),
    words=(
        Word("in_channels, out_channels", "C_in, C_out", ""),
        Word("kernel_size, stride, dilation", "k, s, d", "≥ 1; dilation stands before output_padding"),
        Word("padding", "l = h", "≥ 0; right up to K - 1 only"),
        Word("output_padding", "a", "≥ 0, without a bound"),
    ),
    traps=(
        ("padding > K - 1 is computed wrong: the excess is cropped from the input before the zeros go in; crop the "
        "output instead."),
        "The weights are (C_out, *k, C_in), and arrays are channels last.",
    ),
    alone=False,
)  # fmt: skip
