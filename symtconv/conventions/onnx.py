"""ONNX: the operator ``ConvTranspose``, its attributes written as keywords.

Source: the operator's text, versions 1, 11 and 22 (one meaning), as release 1.23.2 carries it. Where engines differ
from the text, the text is followed. Channels are in the weights, not in the attributes; the fewest, one in each
group, are taken, and ``kernel_shape``, which ONNX infers from the weights, must be given.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import Framework, unless, without_padding, written
from symtconv.conventions.spec import Pairs, Row, Spec, ends, halves, padding_of
from symtconv.geometry import ConvTranspose, span

TITLE = "ONNX"
_OPTIONAL = ("strides", "pads", "output_padding", "dilations", "output_shape")
_SIGNATURE = Signature(
    ("kernel_shape",), dict.fromkeys(_OPTIONAL) | {"group": 1, "auto_pad": "NOTSET"}, by_position=False
)


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the attributes; ``pads`` is ``[l, l, ..., h, h, ...]``, and ``0 ≤ output_padding < max(s, d)``.

    The total padding of SAME_UPPER, SAME_LOWER and ``output_shape`` is ``T = (n-1)s + K + a - O`` (for SAME,
    ``O = n·s``, so that ``T = K - s + a``). SAME_UPPER puts the odd entry at the high end; everything else, NOTSET
    with ``output_shape`` too, at the low end.
    """
    shape = arguments.values["kernel_shape"]
    rank = len(shape) if isinstance(shape, tuple) else 1
    if rank == 0:
        arguments.refuse("kernel_shape", "is empty; give one number per axis")
    kernel = arguments.row("kernel_shape", rank, lone=False)
    stride, dilation = (_row(arguments, word, rank, 1) for word in ("strides", "dilations"))
    extra = _row(arguments, "output_padding", rank, 0)
    for axis, (s, d, a) in enumerate(zip(stride, dilation, extra, strict=True)):
        if a >= max(s, d):
            bound = f"max(strides, dilations) = max({s}, {d}) = {max(s, d)} on axis {axis}"
            arguments.refuse("output_padding", f"is not below {bound}; use {max(s, d) - 1} or less")
    lengths = None if arguments.values["output_shape"] is None else arguments.row("output_shape", rank, lone=False)
    auto = _auto(arguments)
    padding = _pads(arguments, rank)
    if auto.startswith("SAME") and lengths is None:
        totals = [span(k, d) - s + a for k, s, d, a in zip(kernel, stride, dilation, extra, strict=True)]
        padding = tuple(
            halves(arguments.speaker, axis, total, odd_low=auto == "SAME_LOWER") for axis, total in enumerate(totals)
        )
    group = arguments.number("group")
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=padding,
        output_padding=extra,
        output_shape=lengths,
        odd_low=auto != "SAME_UPPER",
        in_channels=group,
        out_channels=group,
        groups=group,
        kernel_layout="(C_in, C_out/groups, *kernel)",
    )


def _row(arguments: Arguments, word: str, rank: int, least: int) -> Row:
    """Give an attribute of one integer per axis, or its default, which is the least number allowed."""
    if arguments.values[word] is None:
        return (least,) * rank
    return arguments.row(word, rank, least=least, lone=False)


def _auto(arguments: Arguments) -> str:
    """Give auto_pad, once nothing stands beside it that decides the padding too."""
    auto = arguments.choice("auto_pad", ("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID"))
    if auto != "NOTSET" and arguments.values["pads"] is not None:
        arguments.refuse("pads", f'cannot stand beside auto_pad="{auto}"; leave one out')
    if auto == "VALID" and arguments.values["output_shape"] is not None:
        arguments.refuse("output_shape", 'decides the padding, and so does auto_pad="VALID"; leave one out')
    return auto


def _pads(arguments: Arguments, rank: int) -> Pairs:
    if arguments.values["pads"] is None:
        return ((0, 0),) * rank
    value = arguments.values["pads"]
    if not isinstance(value, tuple) or len(value) != 2 * rank:
        order = ", ".join([f"low{axis}" for axis in range(rank)] + [f"high{axis}" for axis in range(rank)])
        arguments.refuse("pads", f"does not have two numbers for each axis of kernel_shape; write pads=[{order}]")
    row = arguments.row("pads", 2 * rank, least=0)
    return tuple(zip(row[:rank], row[rank:], strict=True))


def write(layer: ConvTranspose) -> str:
    """Write the layer with ``pads`` and the least ``output_padding``; channels are left to the weights."""
    pairs, extra = padding_of([ends(axis) for axis in layer.axes])
    for number, (axis, (low, _), a) in enumerate(zip(layer.axes, pairs, extra, strict=True)):
        top = max(axis.stride, axis.dilation)
        if low < 0 or a >= top:
            why = (
                f"on axis {number} it needs a low pad of {low} and output_padding={a}, and has pads ≥ 0"
                f" and output_padding in 0..{top - 1} (below max(strides, dilations))"
            )
            zeros = (0,) * layer.rank
            raise without_padding(TITLE, why, _call(layer, ((0, 0),) * layer.rank, zeros), layer)
    return _call(layer, pairs, extra)


def _call(layer: ConvTranspose, pairs: Pairs, extra: Row) -> str:
    return written(
        "ConvTranspose",
        kernel_shape=list(layer.kernel),
        strides=_unless(layer.stride, 1),
        pads=_unless((*(low for low, _ in pairs), *(high for _, high in pairs)), 0),
        output_padding=_unless(extra, 0),
        dilations=_unless(layer.dilation, 1),
        group=unless(layer.groups, 1),
    )


def _unless(row: Row, default: int) -> list[int] | None:
    return None if set(row) == {default} else list(row)


FRAMEWORK = Framework("onnx", TITLE, ("onnx", "ai.onnx"), {"ConvTranspose": _SIGNATURE}, read, write)
