"""PyTorch: ``torch.nn.ConvTranspose{1,2,3}d``, and ``torch.nn.functional.conv_transpose{1,2,3}d``.

Sources: the documentation page torch.nn.ConvTranspose2d and ``torch/nn/modules/conv.py``; the ranges are those that
release 2.13.0 enforces when the layer runs (it constructs more than it runs).
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
    refuse_axis,
    unless,
    written,
)
from symtconv.conventions.lengths import beyond_shortest
from symtconv.conventions.spec import Spec
from symtconv.conventions.weights import OWN
from symtconv.geometry import NormalForm, span

TITLE = "PyTorch"
_RANKS = {f"ConvTranspose{rank}d": rank for rank in (1, 2, 3)}
_FUNCTIONS = {f"conv_transpose{rank}d": rank for rank in (1, 2, 3)}
_LAZY = {f"LazyConvTranspose{rank}d": rank for rank in (1, 2, 3)}
_BEGIN = {"stride": 1, "padding": 0, "output_padding": 0, "groups": 1}
_MODULE = {**_BEGIN, "bias": True, "dilation": 1, "padding_mode": "zeros", "device": None, "dtype": None}
_SIGNATURE = Signature(("in_channels", "out_channels", "kernel_size"), _MODULE, at_call=("output_size",))
_LAZY_SIGNATURE = Signature(("out_channels", "kernel_size"), _MODULE, at_call=("output_size",))
_F = ("F", "nn.functional", "torch.nn.functional", "functional", "torch")
_FUNCTION = Signature((), {"bias": None, **_BEGIN, "dilation": 1}, arrays=("input", "weight"), prefixes=_F)


def read(name: str, arguments: Arguments) -> Spec:
    """Read a module's arguments: ``l = h = padding``, and ``a = output_padding`` with ``0 ≤ a < max(s, d)``.

    A list of one number stands for all axes, except in ``kernel_size``. The bound of the output padding is
    ``check_shape_forward`` of ``aten/src/ATen/native/Convolution.cpp``, release 2.13.0; it is per axis.
    ``output_size`` at the call overrules ``output_padding`` and reaches ``s`` lengths, not ``max(s, d)``.
    """
    function = name in _FUNCTIONS
    rank = {**_RANKS, **_FUNCTIONS, **_LAZY}[name]
    if not function:
        arguments.choice("padding_mode", ("zeros",))
    stride, dilation = (arguments.row(word, rank, single=True) for word in ("stride", "dilation"))
    padding, extra = (arguments.row(word, rank, least=0, single=True) for word in ("padding", "output_padding"))
    groups = arguments.number("groups")
    if function:
        weights = arguments.weights("weight", OWN, rank=rank, groups=groups)
        kernel, in_channels, out_channels = weights.kernel, weights.in_channels, weights.out_channels
    else:
        kernel = arguments.row("kernel_size", rank)
        in_channels, out_channels = _channels(arguments)
    array = arguments.input_of("input" if function else "x", rank)
    sizes = None if array is None else array[0]
    fixed = False
    if not function and arguments.values["output_size"] is not None:
        extra, sizes = _output_size(arguments, kernel, stride, dilation, padding)
        fixed = sizes is not None
    else:
        _check_extra(arguments, stride, dilation, extra)
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=tuple((p, p) for p in padding),
        output_padding=extra,
        in_channels=in_channels if in_channels or array is None else array[1],
        out_channels=out_channels,
        groups=groups,
        layout=OWN,
        input=sizes,
        fixed=fixed,
    )


def _channels(arguments: Arguments) -> tuple[int | None, int | None]:
    if "in_channels" in arguments.values:
        return arguments.channels()[:2]
    inner, outer, groups = arguments.given.in_channels, arguments.channel("out_channels"), arguments.number("groups")
    if (outer or groups) % groups or (inner or groups) % groups:
        arguments.refuse("groups", f"does not divide out_channels={outer}; use one that does")
    return inner, outer


def _check_extra(
    arguments: Arguments, stride: tuple[int, ...], dilation: tuple[int, ...], extra: tuple[int, ...]
) -> None:
    for axis, (s, d, a) in enumerate(zip(stride, dilation, extra, strict=True)):
        if a >= max(s, d):
            bound = f"max(stride, dilation) = max({s}, {d}) = {max(s, d)} on axis {axis}"
            arguments.refuse("output_padding", f"is not below {bound}; use {max(s, d) - 1} or less")


def _output_size(
    arguments: Arguments,
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    padding: tuple[int, ...],
) -> tuple[tuple[int, ...], tuple[int, ...] | None]:
    """Give the output padding that ``output_size`` stands for, and the one input that has it."""
    least = [span(k, d) - 2 * p for k, d, p in zip(kernel, dilation, padding, strict=True)]  # at n = 1
    extra, sizes = beyond_shortest(arguments, "output_size", least, stride)
    for axis, (a, low, s) in enumerate(zip(extra, least, stride, strict=True)):
        if not 0 <= a < s or (sizes is not None and sizes[axis] < 1):
            why = (
                f"is out of reach on axis {axis}: the lengths there are (n-1)*{s} + {low} to (n-1)*{s} + {low + s - 1}"
            )
            arguments.refuse("output_size", f"{why} for n ≥ 1")
    return extra, sizes


def write(form: NormalForm) -> Said:
    """Write the layer: ``padding = l`` and ``output_padding = l - h + a``, where these are in range."""
    name = callee(TITLE, _RANKS, form)
    words = [(low, low + extra) for low, extra in form.ends]
    for number, (axis, (p, a)) in enumerate(zip(form.axes, words, strict=True)):
        top = max(axis.stride, axis.dilation)
        if p < 0 or not 0 <= a < top:
            raise refuse_axis(
                TITLE,
                number,
                f"padding = l = {p} and output_padding = l - h + a = {a}",
                f"padding ≥ 0 and output_padding in 0..{top - 1} (below max(stride, dilation))",
            )
    call = written(
        name,
        name_or(form.in_channels, "C_in"),
        name_or(form.out_channels, "C_out"),
        brief(form.kernel),
        stride=brief(form.stride, 1),
        padding=brief(tuple(p for p, _ in words), 0),
        output_padding=brief(tuple(a for _, a in words), 0),
        groups=unless(form.groups, 1),
        dilation=brief(form.dilation, 1),
    )
    return Said(call)


FRAMEWORK = Framework(
    name="torch",
    title=TITLE,
    version="2.13.0",
    source="torch/nn/modules/conv.py; check_shape_forward of aten/src/ATen/native/Convolution.cpp",
    prefixes=("nn", "torch.nn"),
    callees={
        **dict.fromkeys(_RANKS, _SIGNATURE),
        **dict.fromkeys(_FUNCTIONS, _FUNCTION),
        **dict.fromkeys(_LAZY, _LAZY_SIGNATURE),
    },
    read=read,
    write=write,
    layout=OWN,
    dialect="torch",
    image="l >= 0 and 0 <= l + e and l + e < max(s, d)",
    limits=("1 to 3 spatial axes",),
    ways=(
        Way(
            "padding p, output_padding a", ("p >= 0", "0 <= a", "a < max(s, d)"), "p", "a - p", {"p": "l", "a": "l + e"}
        ),
    ),
    words=(
        Word("in_channels, out_channels, groups", "C_in, C_out, groups", "groups divides both"),
        Word("kernel_size", "k", "≥ 1; a number, or one per axis (a list of one is not broadcast)"),
        Word("stride, dilation", "s, d", "≥ 1; a list of one stands for all axes"),
        Word("padding", "l = h", "≥ 0; a number or one per axis, no text, no pairs"),
        Word("output_padding", "a", "0 ≤ a < max(s, d), on each axis"),
        Word(
            "output_size (at the call)", "i; a = i - ((n-1)s + K - 2p)", "0 ≤ a < s, though output_padding may reach d"
        ),
        Word("padding_mode", "", 'only "zeros"'),
    ),
    traps=(
        "In F.conv_transpose2d groups stands before dilation; in the module bias stands between them.",
        "output_size overrules output_padding; with s = 1, d = 3 it reaches one length, output_padding three.",
        "The meta device checks no range: an illegal output_padding gets a shape there and an error on a CPU.",
        (
            "Exporting up(down(x), output_size=x.shape[2:]) with a dynamic length fails in ONNX: the output padding "
            "(i + 2p - K) mod s depends on the size."
        ),
        "fuse_conv_bn_eval(transpose=True) with groups > 1 refuses, or gives a layer that cannot run.",
    ),
)
