"""Paddle: ``paddle.nn.Conv{1,2,3}DTranspose`` and ``paddle.nn.functional.conv{1,2,3}d_transpose``.

Source: ``python/paddle/nn/layer/conv.py`` and ``nn/functional/conv.py``, release 3.3.1, which was run on a CPU. Its
numbers are torch's, with pairs beside them; "SAME" is not a padding to rely on.
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
from symtconv.conventions.spec import Pairs, Row, Spec
from symtconv.conventions.value import Value
from symtconv.conventions.weights import OWN
from symtconv.geometry import NormalForm, span

TITLE = "Paddle"
_RANKS = {f"Conv{rank}DTranspose": rank for rank in (1, 2, 3)}
_FUNCTIONS = {f"conv{rank}d_transpose": rank for rank in (1, 2, 3)}
_BEGIN: dict[str, Value] = {"stride": 1, "padding": 0, "output_padding": 0}
_MODULE_PREFIXES = ("nn", "paddle.nn")
_FUNCTION_PREFIXES = ("F", "functional", "nn.functional", "paddle.nn.functional")


def _module(rank: int) -> Signature:
    steps: dict[str, Value] = {"groups": 1, "dilation": 1} if rank == 1 else {"dilation": 1, "groups": 1}
    later: dict[str, Value] = {"weight_attr": None, "bias_attr": None, "data_format": None}
    words = ("in_channels", "out_channels", "kernel_size")
    return Signature(words, {**_BEGIN, **steps, **later}, at_call=("output_size",), prefixes=_MODULE_PREFIXES)


def _function(rank: int) -> Signature:
    steps: dict[str, Value] = {"groups": 1, "dilation": 1} if rank == 1 else {"dilation": 1, "groups": 1}
    later: dict[str, Value] = {"output_size": None, "data_format": None, "name": None}
    return Signature(
        (), {"bias": None, **_BEGIN, **steps, **later}, arrays=("x", "weight"), prefixes=_FUNCTION_PREFIXES
    )


def read(name: str, arguments: Arguments) -> Spec:
    """Read either: numbers or pairs of padding, and ``output_padding`` below the stride."""
    function = name in _FUNCTIONS
    rank = {**_RANKS, **_FUNCTIONS}[name]
    last = str(arguments.values["data_format"] or "N").endswith("C")
    stride, dilation = (arguments.row(word, rank, single=True) for word in ("stride", "dilation"))
    extra = arguments.row("output_padding", rank, least=0, single=True)
    padding = _padding(arguments, rank, last=last)
    if function:
        weights = arguments.weights("weight", OWN, rank=rank, groups=arguments.number("groups"))
        kernel, channels = weights.kernel, (weights.in_channels, weights.out_channels, weights.groups)
    else:
        kernel, channels = arguments.row("kernel_size", rank), arguments.channels()
    for axis, (s, a) in enumerate(zip(stride, extra, strict=True)):
        if a >= s:
            arguments.refuse("output_padding", f"is not below stride={s} on axis {axis}; use {s - 1} or less")
    sizes, fixed = None, False
    array = arguments.input_of("x", rank, channels_last=last)
    if array is not None:
        sizes = array[0]
    if arguments.values["output_size"] is not None:
        if any(extra):
            arguments.refuse("output_size", "stands beside output_padding, and both say the length; leave one out")
        extra, sizes = _output_size(arguments, kernel, stride, dilation, padding)
        fixed = sizes is not None
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=padding,
        output_padding=extra,
        in_channels=channels[0],
        out_channels=channels[1],
        groups=channels[2],
        layout=OWN,
        input=sizes,
        fixed=fixed,
    )


def _padding(arguments: Arguments, rank: int, *, last: bool) -> Pairs:
    """Give the pairs of a number, one per axis, [l, h, …], or pairs with or without batch and channels."""
    value = arguments.literal("padding")
    if isinstance(value, str):
        word = arguments.choice("padding", ("same", "valid"), fold=True)
        if word == "same":
            why = "sets the dilation back to 1 and depends on the input's size (release 3.3.1: 1, 4, 5 and 8 entries"
            arguments.refuse("padding", f"{why} for n = 1 to 4 at k = 3, s = 2); write numbers")
        return ((0, 0),) * rank
    if isinstance(value, tuple) and value and all(isinstance(part, tuple) for part in value):
        if len(value) == rank + 2:
            pairs = arguments.pairs("padding", rank + 2)
            return pairs[1:-1] if last else pairs[2:]
        return arguments.pairs("padding", rank)
    if isinstance(value, tuple) and len(value) == 2 * rank and rank > 0 and len(value) != rank:
        row = arguments.row("padding", 2 * rank, least=0)
        return tuple(zip(row[::2], row[1::2], strict=True))
    return tuple((p, p) for p in arguments.row("padding", rank, least=0, single=True))


def _output_size(
    arguments: Arguments, kernel: Row, stride: Row, dilation: Row, padding: Pairs
) -> tuple[Row, Row | None]:
    rank = len(kernel)
    value = arguments.values["output_size"]
    if isinstance(value, int):
        arguments = Arguments(arguments.speaker, {**arguments.values, "output_size": (value,) * rank}, arguments.given)
    least = [span(k, d) - low - high for k, d, (low, high) in zip(kernel, dilation, padding, strict=True)]
    extra, sizes = beyond_shortest(arguments, "output_size", least, stride)
    for axis, (a, low, s) in enumerate(zip(extra, least, stride, strict=True)):
        if not 0 <= a < s or (sizes is not None and sizes[axis] < 1):
            arguments.refuse("output_size", f"is out of reach on axis {axis}: (n-1)*{s} + {low} to that + {s - 1}")
    return extra, sizes


def write(form: NormalForm) -> Said:
    """Write the module, with pairs where the ends differ."""
    name = callee(TITLE, _RANKS, form)
    pairs: list[tuple[int, int]] = []
    extras: list[int] = []
    for number, (axis, (low, extra)) in enumerate(zip(form.axes, form.ends, strict=True)):
        top = axis.stride
        even = 0 <= low + extra < top
        high, a = (low, low + extra) if even else (max(-extra, 0), max(extra, 0))
        if low < 0 or a >= top:
            need = f"a low padding of {low} and output_padding={a}"
            has = f"padding ≥ 0 and output_padding in 0..{top - 1} (below stride)"
            raise refuse_axis(TITLE, number, need, has)
        pairs.append((low, high))
        extras.append(a)
    even = all(low == high for low, high in pairs)
    padding = brief(tuple(low for low, _ in pairs), 0) if even else [end for pair in pairs for end in pair]
    call = written(
        f"paddle.nn.{name}",
        name_or(form.in_channels, "C_in"),
        name_or(form.out_channels, "C_out"),
        brief(form.kernel),
        stride=brief(form.stride, 1),
        padding=padding,
        output_padding=brief(tuple(extras), 0),
        dilation=brief(form.dilation, 1),
        groups=unless(form.groups, 1),
    )
    return Said(call)


FRAMEWORK = Framework(
    name="paddle",
    title=TITLE,
    version="3.3.1",
    source="python/paddle/nn/layer/conv.py; python/paddle/nn/functional/conv.py",
    prefixes=("paddle.nn",),
    callees={name: _module(rank) for name, rank in _RANKS.items()}
    | {name: _function(rank) for name, rank in _FUNCTIONS.items()},
    read=read,
    write=write,
    layout=OWN,
    image="l >= 0 and e < s",
    limits=("1 to 3 spatial axes",),
    ways=(
        Way("padding=[l, h, …], output_padding=a", ("p >= 0", "q >= 0", "0 <= a", "a < s"), "p", "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"}),
    ),
    words=(
        Word("in_channels, out_channels, groups", "C_in, C_out, groups", "groups divides both"),
        Word("kernel_size, stride, dilation", "k, s, d", "a number or one per axis"),
        Word("padding", "l = h; or [l₀, h₀, l₁, h₁, …], or pairs", '≥ 0; "VALID" is 0, "SAME" is not read'),
        Word("output_padding", "a", "0 ≤ a < s"),
        Word("output_size (at the call, or in the function)", "i", "s lengths from (n-1)s + K - l - h"),
    ),
    traps=(
        "output_padding must be below the stride, also where PyTorch allows more below the dilation.",
        "groups stands before dilation in one dimension, behind it in two and three.",
        ('padding="SAME" sets the dilation back to 1, and its lengths are 1, 4, 5, 8 for n = 1 to 4 (k = 3, s = 2): '
        "write numbers."),
    ),
    alone=False,
)  # fmt: skip
