"""JAX: ``jax.lax.conv_transpose``, in keywords.

Source: ``conv_transpose`` and ``_conv_transpose_padding`` of ``jax/_src/lax/convolution.py``, release 0.10.2. The
arrays are not in the call: ``lhs`` is left out, and ``rhs`` is the *shape* of the kernel array in the default
dimension numbers, ``(*kernel, in, out)`` (HWIO), or ``(*kernel, out, in)`` with ``transpose_kernel=True``.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import Framework, brief, cannot, one_group, written
from symtconv.conventions.spec import Spec, ends, padding_of
from symtconv.geometry import ConvTranspose, span

TITLE = "JAX"
_SIGNATURE = Signature(
    ("rhs", "strides", "padding"),
    {
        "rhs_dilation": None,
        "dimension_numbers": None,
        "transpose_kernel": False,
        "precision": None,
        "preferred_element_type": None,
        "use_consistent_padding": False,
    },
    by_position=False,
)


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the arguments: pads P are those of the correlation over the dilated input, so ``l = K - 1 - P_lo``.

    With ``use_consistent_padding=True`` pairs are the padding of the convolution itself. Unless
    ``transpose_kernel=True`` the kernel is slid as it is stored, so that the layer's weights are its flip.
    """
    shape = arguments.values["rhs"]
    rank = len(shape) - 2 if isinstance(shape, tuple) else 0
    if not 1 <= rank <= 3:
        arguments.refuse("rhs", "is no shape (*kernel, in, out) with 1 to 3 spatial axes; write rhs=(3, 3, 1, 1)")
    *kernel, first, second = arguments.row("rhs", rank + 2)
    if arguments.values["dimension_numbers"] is not None:
        arguments.refuse("dimension_numbers", "is not read; leave it out and give rhs as (*kernel, in, out)")
    stride = arguments.row("strides", rank, lone=False)
    dilation = (1,) * rank
    if arguments.values["rhs_dilation"] is not None:
        dilation = arguments.row("rhs_dilation", rank, lone=False)
    transposed, consistent = (_truth(arguments, word) for word in ("transpose_kernel", "use_consistent_padding"))
    spans = [span(k, d) for k, d in zip(kernel, dilation, strict=True)]
    pads = _pads(arguments, spans, stride, consistent=consistent)
    pairs, extra = padding_of([(K - 1 - low, high - (K - 1)) for K, (low, high) in zip(spans, pads, strict=True)])
    return Spec(
        speaker=arguments.speaker,
        kernel=tuple(kernel),
        stride=stride,
        dilation=dilation,
        padding=pairs,
        output_padding=extra,
        in_channels=second if transposed else first,
        out_channels=first if transposed else second,
        kernel_layout="(*kernel, C_out, C_in)" if transposed else "(*kernel, C_in, C_out)",
        flips_kernel=not transposed,
    )


def _pads(
    arguments: Arguments, spans: list[int], stride: tuple[int, ...], *, consistent: bool
) -> list[tuple[int, int]]:
    """Give the pads of the correlation: ``_conv_transpose_padding``, release 0.10.2."""
    value = arguments.values["padding"]
    if isinstance(value, str):
        return [_named(arguments, K, s) for K, s in zip(spans, stride, strict=True)]
    if not isinstance(value, tuple) or len(value) != len(spans):
        arguments.refuse("padding", f'is not "SAME", "VALID" or one (low, high) pair for each of {len(spans)} axes')
    pairs: list[tuple[int, int]] = []
    for axis, (K, pair) in enumerate(zip(spans, value, strict=True)):
        if not isinstance(pair, tuple) or len(pair) != 2:
            arguments.refuse("padding", f"has no (low, high) pair on axis {axis}; write ((1, 1),) for one axis")
        low, high = Arguments(arguments.speaker, {"padding": pair}).row("padding", 2, least=-(10**18))
        pairs.append((K - 1 - low, K - 1 - high) if consistent else (low, high))
    return pairs


def _named(arguments: Arguments, K: int, s: int) -> tuple[int, int]:
    """Give the pads of "SAME" or "VALID"; any other spelling means the *direct* convolution's padding to JAX."""
    if arguments.values["padding"] not in ("SAME", "VALID"):
        arguments.refuse("padding", 'is not "SAME" or "VALID"; JAX takes no other spelling for the transposed padding')
    if arguments.values["padding"] == "VALID":
        return K - 1, max(K, s) - 1
    low = K - 1 if s > K - 1 else (K + s - 1) // 2
    return low, K + s - 2 - low


def _truth(arguments: Arguments, word: str) -> bool:
    value = arguments.values[word]
    if not isinstance(value, bool):
        arguments.refuse(word, "is not True or False")
    return value


def write(layer: ConvTranspose) -> str:
    """Write the layer with explicit pads ``(K - 1 - l, K - 1 - h + a)`` and the layer's own kernel."""
    one_group(TITLE, layer, " (or call jax.lax.conv_general_dilated with feature_group_count)")
    if layer.rank > 3:
        raise cannot(TITLE, f"it has default layouts for 1 to 3 spatial axes, not {layer.rank}", 'write it for "onnx"')
    return written(
        "jax.lax.conv_transpose",
        rhs=(*layer.kernel, layer.out_channels, layer.in_channels),
        strides=layer.stride,
        padding=tuple(
            (axis.span - 1 - low, axis.span - 1 + extra) for axis in layer.axes for low, extra in [ends(axis)]
        ),
        rhs_dilation=None if brief(layer.dilation, 1) is None else layer.dilation,
        transpose_kernel=True,
    )


FRAMEWORK = Framework("jax", TITLE, ("lax", "jax.lax"), {"conv_transpose": _SIGNATURE}, read, write)
