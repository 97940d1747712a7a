"""PyTorch: ``torch.nn.ConvTranspose{1,2,3}d``.

Sources: the documentation page torch.nn.ConvTranspose2d and ``torch/nn/modules/conv.py``; the ranges are those that
release 2.13.0 enforces when the layer runs (it constructs more than it runs).
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import Framework, brief, callee, unless, without_padding, written
from symtconv.conventions.spec import Spec, ends
from symtconv.geometry import ConvTranspose

TITLE = "PyTorch"
_RANKS = {"ConvTranspose1d": 1, "ConvTranspose2d": 2, "ConvTranspose3d": 3}
_SIGNATURE = Signature(
    ("in_channels", "out_channels", "kernel_size"),
    {
        "stride": 1,
        "padding": 0,
        "output_padding": 0,
        "groups": 1,
        "bias": True,
        "dilation": 1,
        "padding_mode": "zeros",
        "device": None,
        "dtype": None,
    },
)


def read(name: str, arguments: Arguments) -> Spec:
    """Read a module's arguments: ``l = h = padding``, and ``a = output_padding`` with ``0 ≤ a < max(s, d)``.

    A list of one number stands for all axes, except in ``kernel_size``. The bound of the output padding is
    ``check_shape_forward`` of ``aten/src/ATen/native/Convolution.cpp``, release 2.13.0; it is per axis.
    """
    rank = _RANKS[name]
    arguments.choice("padding_mode", ("zeros",))
    kernel = arguments.row("kernel_size", rank)
    stride, dilation = (arguments.row(word, rank, single=True) for word in ("stride", "dilation"))
    padding, extra = (arguments.row(word, rank, least=0, single=True) for word in ("padding", "output_padding"))
    for axis, (s, d, a) in enumerate(zip(stride, dilation, extra, strict=True)):
        if a >= max(s, d):
            bound = f"max(stride, dilation) = max({s}, {d}) = {max(s, d)} on axis {axis}"
            arguments.refuse("output_padding", f"is not below {bound}; use {max(s, d) - 1} or less")
    in_channels, out_channels, groups = arguments.channels()
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=tuple((p, p) for p in padding),
        output_padding=extra,
        in_channels=in_channels,
        out_channels=out_channels,
        groups=groups,
        kernel_layout="(C_in, C_out/groups, *kernel)",
    )


def write(layer: ConvTranspose) -> str:
    """Write the layer: ``padding = l`` and ``output_padding = l - h + a``, where these are in range."""
    name = callee(TITLE, _RANKS, layer)
    words = [(low, low + extra) for low, extra in map(ends, layer.axes)]
    for number, (axis, (p, a)) in enumerate(zip(layer.axes, words, strict=True)):
        top = max(axis.stride, axis.dilation)
        if p < 0 or not 0 <= a < top:
            why = (
                f"on axis {number} it needs padding = l = {p} and output_padding = l - h + a = {a}, and has padding ≥ 0"
                f" and output_padding in 0..{top - 1} (below max(stride, dilation))"
            )
            raise without_padding(TITLE, why, _call(name, layer, [(0, 0)] * layer.rank), layer)
    return _call(name, layer, words)


def _call(name: str, layer: ConvTranspose, words: list[tuple[int, int]]) -> str:
    return written(
        name,
        layer.in_channels,
        layer.out_channels,
        brief(layer.kernel),
        stride=brief(layer.stride, 1),
        padding=brief(tuple(p for p, _ in words), 0),
        output_padding=brief(tuple(a for _, a in words), 0),
        groups=unless(layer.groups, 1),
        dilation=brief(layer.dilation, 1),
    )


FRAMEWORK = Framework("torch", TITLE, ("nn", "torch.nn"), dict.fromkeys(_RANKS, _SIGNATURE), read, write)
