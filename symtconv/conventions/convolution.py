"""Calls of convolutions, whose transpose is meant: ``nn.Conv2d(…)``, ``F.conv2d(…)``, ``keras.layers.Conv2D(…)``.

Sources: ``torch/nn/modules/conv.py`` of release 2.13.0 and ``keras/src/layers/convolutional/base_conv.py`` of release
3.15.1. "same" pads ``d(k-1)`` in PyTorch, which takes it at stride 1 alone, with the odd entry at the high end; in
Keras it is ``max((⌈i/s⌉ - 1)s + K - i, 0)``, and so depends on the input.
"""

from __future__ import annotations

from symtconv.conventions.arguments import NOTHING, Arguments, Given, Signature, suggestion
from symtconv.conventions.call import parse_call
from symtconv.conventions.value import Value
from symtconv.conventions.weights import Layout
from symtconv.geometry import ConvTranspose, InputError, span
from symtconv.geometry.words import PerAxis, per_axis

_STEPS: dict[str, Value] = {"stride": 1, "padding": 0, "dilation": 1, "groups": 1}
_TORCH = Signature(
    ("in_channels", "out_channels", "kernel_size"),
    {**_STEPS, "bias": True, "padding_mode": "zeros", "device": None, "dtype": None},
    prefixes=("nn", "torch.nn"),
)
_F = Signature(
    (), {"bias": None, **_STEPS}, arrays=("input", "weight"), prefixes=("F", "nn.functional", "torch.nn.functional")
)
_KERAS = Signature(
    ("filters", "kernel_size"),
    {"strides": 1, "padding": "valid", "data_format": None, "dilation_rate": 1, "groups": 1, "activation": None,
     "use_bias": True, "kernel_initializer": None, "bias_initializer": None, "name": None, "input_shape": None},
    prefixes=("layers", "keras.layers", "tf.keras.layers"),
)  # fmt: skip
_CALLEES = {
    **{f"Conv{rank}d": (_TORCH, rank, "PyTorch") for rank in (1, 2, 3)},
    **{f"conv{rank}d": (_F, rank, "PyTorch") for rank in (1, 2, 3)},
    **{f"Conv{rank}D": (_KERAS, rank, "Keras") for rank in (1, 2, 3)},
}
_OIK = Layout("Oik")


def layer_of_convolution(text: str, input: PerAxis | None = None, given: Given = NOTHING) -> ConvTranspose:  # noqa: A002
    """Give the transpose of the convolution that a call means; its input is the x-side.

    Raises
    ------
    InputError
        For text that is no call of a convolution here, and for a missing input.
    GeometryError
        For numbers that the framework does not allow, and for a convolution without an output.

    Examples
    --------
    >>> layer = layer_of_convolution("nn.Conv2d(3, 8, 3, stride=2, padding=1)", (8, 8))
    >>> layer.input, layer.output, layer.output_padding, layer.weight_shape
    ((4, 4), (8, 8), (1, 1), (8, 3, 3, 3))
    """
    call = parse_call(text)
    if call.name not in _CALLEES or (call.prefix and call.prefix not in _CALLEES[call.name][0].prefixes):
        near = suggestion(call.name, tuple(_CALLEES))
        msg = f"column 1: {call.full[:80]!r} is no convolution that is read here{near}; read are {', '.join(_CALLEES)}"
        raise InputError(msg)
    signature, rank, title = _CALLEES[call.name]
    arguments = signature.bind(call, f"{title} {call.name}", given)
    keras = title == "Keras"
    stride = arguments.row("strides" if keras else "stride", rank, single=True)
    dilation = arguments.row("dilation_rate" if keras else "dilation", rank, single=True)
    groups = arguments.number("groups")
    kernel, inner, outer, said = _arrays(arguments, rank, groups, keras=keras)
    sizes = input if input is not None else said
    if sizes is None:
        example = "x".join(["8"] * rank)
        msg = f"{title} {call.name} does not say how long its input is; give --input, such as --input {example}"
        raise InputError(msg)
    lone = sizes[0] if isinstance(sizes, tuple) and len(sizes) == 1 else sizes
    row = per_axis("input", lone, rank)
    return ConvTranspose.of_conv(
        input=row,
        kernel=kernel,
        stride=stride,
        padding=_padding(arguments, row, kernel, stride, dilation, keras=keras),
        dilation=dilation,
        in_channels=inner or groups,
        out_channels=outer or groups,
        groups=groups,
    )


def _arrays(
    arguments: Arguments, rank: int, groups: int, *, keras: bool
) -> tuple[tuple[int, ...], int | None, int | None, tuple[int, ...] | None]:
    """Give kernel, channels and input, from the call, its arrays, or what stands beside it."""
    beside = arguments.given
    if keras:
        shape = arguments.input_of("input_shape", rank, channels_last=True)
        inner = shape[1] if shape else beside.in_channels
        return arguments.row("kernel_size", rank), inner, arguments.channel("filters"), shape[0] if shape else None
    if "weight" in arguments.values:
        weights = arguments.weights("weight", _OIK, rank=rank, groups=groups)
        array = arguments.input_of("input", rank)
        return weights.kernel, weights.in_channels, weights.out_channels, array[0] if array else None
    inner, outer, _ = arguments.channels()
    array = arguments.input_of("x", rank)
    return arguments.row("kernel_size", rank), inner, outer, array[0] if array else None


def _padding(
    arguments: Arguments,
    sizes: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
    *,
    keras: bool,
) -> tuple[tuple[int, int], ...]:
    value = arguments.literal("padding")
    if not keras and not isinstance(value, str):
        return tuple((p, p) for p in arguments.row("padding", len(kernel), least=0, single=True))
    word = arguments.choice("padding", ("valid", "same"), fold=keras)
    if word == "valid":
        return ((0, 0),) * len(kernel)
    if not keras and set(stride) != {1}:
        arguments.refuse("padding", "is taken at stride 1 alone; write numbers")
    words = zip(sizes, kernel, stride, dilation, strict=True)
    totals = [max((-(-i // s) - 1) * s + span(k, d) - i, 0) if keras else d * (k - 1) for i, k, s, d in words]
    return tuple((total // 2, total - total // 2) for total in totals)
