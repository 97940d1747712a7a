"""JAX: ``jax.lax.conv_transpose`` and ``jax.lax.conv_general_dilated``.

Source: ``conv_transpose``, ``_conv_transpose_padding`` and ``conv_general_dilated`` of
``jax/_src/lax/convolution.py``, release 0.10.2. Arrays are names, or their *shapes*: ``rhs`` is that of the kernel in
the default dimension numbers, ``(*kernel, in, out)`` (HWIO), or ``(*kernel, out, in)`` with ``transpose_kernel=True``.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import (
    Framework,
    NoWordsError,
    Said,
    Way,
    Word,
    brief,
    name_or,
    per_group,
    shape_text,
    written,
)
from symtconv.conventions.spec import Pairs, Row, Spec, padding_of
from symtconv.conventions.weights import Layout
from symtconv.geometry import NormalForm, span

TITLE = "JAX"
DIRECT, TRANSPOSED, GENERAL = Layout("kIO"), Layout("kOI"), Layout("Oik")
_SIGNATURE = Signature(
    ("strides", "padding"),
    {
        "rhs_dilation": None,
        "dimension_numbers": None,
        "transpose_kernel": False,
        "precision": None,
        "preferred_element_type": None,
        "use_consistent_padding": False,
    },
    arrays=("lhs", "rhs"),
)
_GENERAL = Signature(
    ("window_strides", "padding"),
    {
        "lhs_dilation": None,
        "rhs_dilation": None,
        "dimension_numbers": None,
        "feature_group_count": 1,
        "batch_group_count": 1,
        "precision": None,
        "preferred_element_type": None,
        "out_sharding": None,
    },
    arrays=("lhs", "rhs"),
)


def read(name: str, arguments: Arguments) -> Spec:
    """Read a call of either function."""
    return _read_general(arguments) if name == "conv_general_dilated" else _read_transpose(arguments)


def _read_transpose(arguments: Arguments) -> Spec:
    """Read the arguments: pads P are those of the correlation over the dilated input, so ``l = K - 1 - P_lo``.

    With ``use_consistent_padding=True`` pairs are the padding of the convolution itself. Unless
    ``transpose_kernel=True`` the kernel is slid as it is stored, so that the layer's weights are its flip.
    """
    transposed, consistent = (arguments.truth(word) for word in ("transpose_kernel", "use_consistent_padding"))
    layout = _numbered(arguments, transposed=transposed)
    said = arguments.shape("rhs", "w_shape", "w")
    if said is not None and not 1 <= len(said[1]) - 2 <= 3:
        order = "(*kernel, out, in)" if transposed else "(*kernel, in, out)"
        arguments.refuse(said[0], f"is no shape {order} with 1 to 3 spatial axes; write rhs=(3, 3, 1, 1)")
    weights = arguments.weights("rhs", layout)
    kernel, rank = weights.kernel, len(weights.kernel)
    stride = arguments.row("strides", rank, lone=False)
    dilation = arguments.or_else("rhs_dilation", rank, 1, lone=False)
    spans = [span(k, d) for k, d in zip(kernel, dilation, strict=True)]
    pads = transpose_pads(arguments, spans, stride, consistent=consistent)
    return correlation(
        arguments, weights=(weights.in_channels, weights.out_channels, 1), kernel=kernel, stride=stride,
        dilation=dilation, pads=pads, layout=layout, flips=not transposed,
    )  # fmt: skip


def _numbered(arguments: Arguments, *, transposed: bool) -> Layout:
    """Give the layout of the kernel: the default one, or what three texts such as ("NHWC", "HWIO", "NHWC") say."""
    numbers = arguments.literal("dimension_numbers")
    if numbers is None:
        return TRANSPOSED if transposed else DIRECT
    if not isinstance(numbers, tuple) or len(numbers) != 3 or not all(isinstance(part, str) for part in numbers):
        arguments.refuse("dimension_numbers", 'is not read; write three texts such as ("NHWC", "HWIO", "NHWC")')
    text = "".join("k" if letter not in "IO" else letter for letter in str(numbers[1]))
    letters = text.replace("kkk", "k").replace("kk", "k")
    if sorted(letters) != ["I", "O", "k"]:
        arguments.refuse("dimension_numbers", "has a kernel whose spatial axes do not stand side by side, with I and O")
    return Layout(letters.translate(str.maketrans("IO", "OI")) if transposed else letters)


def correlation(
    arguments: Arguments,
    *,
    weights: tuple[int | None, int | None, int],
    kernel: Row,
    stride: Row,
    dilation: Row,
    pads: Pairs,
    layout: Layout,
    flips: bool,
    array: str = "lhs",
) -> Spec:
    """Give the layer of a correlation with pads P over the dilated input: ``l = K-1-P_lo``, ``e = P_hi-(K-1)``."""
    spans = [span(k, d) for k, d in zip(kernel, dilation, strict=True)]
    pairs, extra = padding_of([(K - 1 - low, high - (K - 1)) for K, (low, high) in zip(spans, pads, strict=True)])
    said = arguments.input_of(array, len(kernel), channels_last=layout.letters != "Oik")
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=pairs,
        output_padding=extra,
        in_channels=weights[0] if weights[0] or said is None else said[1],
        out_channels=weights[1],
        groups=weights[2],
        layout=layout,
        flips_kernel=flips,
        input=None if said is None else said[0],
    )


def transpose_pads(arguments: Arguments, spans: list[int], stride: Row, *, consistent: bool = False) -> Pairs:
    """Give the pads of the correlation: ``_conv_transpose_padding``, release 0.10.2."""
    value = arguments.literal("padding")
    if isinstance(value, str):
        return tuple(_named(arguments, K, s) for K, s in zip(spans, stride, strict=True))
    if not isinstance(value, tuple) or len(value) != len(spans):
        arguments.refuse("padding", f'is not "SAME", "VALID" or one (low, high) pair for each of {len(spans)} axes')
    pairs = arguments.pairs("padding", len(spans), least=None)
    if not consistent:
        return pairs
    return tuple((K - 1 - low, K - 1 - high) for K, (low, high) in zip(spans, pairs, strict=True))


def _named(arguments: Arguments, K: int, s: int) -> tuple[int, int]:
    """Give the pads of "SAME" or "VALID"; any other spelling means the *direct* convolution's padding to JAX."""
    if arguments.values["padding"] not in ("SAME", "VALID"):
        arguments.refuse("padding", 'is not "SAME" or "VALID"; JAX takes no other spelling for the transposed padding')
    return same_pads(K, s) if arguments.values["padding"] == "SAME" else (K - 1, max(K, s) - 1)


def same_pads(K: int, s: int) -> tuple[int, int]:
    """Give the pads of "SAME": the odd one stands at the low end of the correlation.

    Examples
    --------
    >>> same_pads(3, 2), same_pads(2, 1)
    ((2, 1), (1, 0))
    """
    low = K - 1 if s > K - 1 else (K + s - 1) // 2
    return low, K + s - 2 - low


def _read_general(arguments: Arguments) -> Spec:
    """Read a correlation with stride 1 over a dilated input; its kernel is slid as it is stored."""
    if arguments.values["dimension_numbers"] is not None:
        arguments.refuse("dimension_numbers", "is not read; leave it out and give rhs as (C_out, C_in/groups, *kernel)")
    groups = arguments.number("feature_group_count")
    if arguments.number("batch_group_count") != 1:
        arguments.refuse("batch_group_count", "is above 1: that is no layer")
    weights = arguments.weights("rhs", GENERAL, groups=groups)
    kernel, rank = weights.kernel, len(weights.kernel)
    if set(arguments.row("window_strides", rank, lone=False)) != {1}:
        why = "steps over its output: with lhs_dilation that is no transposed convolution"
        arguments.refuse("window_strides", f"{why}; write {(1,) * rank}")
    stride = arguments.or_else("lhs_dilation", rank, 1, lone=False)
    dilation = arguments.or_else("rhs_dilation", rank, 1, lone=False)
    padding = arguments.literal("padding")
    if isinstance(padding, str):
        if padding != "VALID":
            arguments.refuse("padding", "depends on the input's size here; write one (low, high) pair for each axis")
        pads: Pairs = ((0, 0),) * rank
    else:
        pads = arguments.pairs("padding", rank, least=None)
    return correlation(
        arguments, weights=(weights.in_channels, weights.out_channels, groups), kernel=kernel, stride=stride,
        dilation=dilation, pads=pads, layout=GENERAL, flips=True,
    )  # fmt: skip


def write(form: NormalForm) -> Said:
    """Write the layer with explicit pads ``(K - 1 - l, K - 1 - h + a)`` and the layer's own kernel.

    Groups, which ``conv_transpose`` lacks, are said with ``conv_general_dilated``.
    """
    if form.rank > 3:
        raise NoWordsError(
            TITLE, f"it has default layouts for 1 to 3 spatial axes, not {form.rank}", 'write it for "onnx"'
        )
    pads = correlation_pads(form)
    dilation = None if brief(form.dilation, 1) is None else form.dilation
    inner, outer = name_or(form.in_channels, "C_in"), name_or(form.out_channels, "C_out")
    if form.groups == 1:
        call = written(
            "jax.lax.conv_transpose",
            rhs=shape_text((*form.kernel, outer, inner)),
            strides=form.stride,
            padding=pads,
            rhs_dilation=dilation,
            transpose_kernel=True,
        )
        return Said(call)
    call = written(
        "jax.lax.conv_general_dilated",
        rhs=shape_text((outer, per_group(form.in_channels, "C_in", form.groups), *form.kernel)),
        window_strides=(1,) * form.rank,
        padding=pads,
        lhs_dilation=form.stride,
        rhs_dilation=dilation,
        feature_group_count=form.groups,
    )
    return Said(call, ("arrays are channels first in this call",), GENERAL, flips=True)


def correlation_pads(form: NormalForm) -> Pairs:
    """Give the pads of the correlation per axis."""
    return tuple((axis.span - 1 - axis.low, axis.span - 1 + axis.extra) for axis in form.axes)


ANY_WAYS = (
    Way("padding=((K-1-u, K-1+v), …)", (), "u", "v", {"u": "l", "v": "e"}),
    Way('padding="SAME"', (), "max((K - s) // 2, 0)", "s - K + max((K - s) // 2, 0)", {}),
    Way('padding="VALID"', (), "0", "max(s - K, 0)", {}),
)

FRAMEWORK = Framework(
    name="jax",
    title=TITLE,
    version="0.10.2",
    source="jax/_src/lax/convolution.py: conv_transpose, _conv_transpose_padding, conv_general_dilated",
    prefixes=("lax", "jax.lax"),
    callees={"conv_transpose": _SIGNATURE, "conv_general_dilated": _GENERAL},
    read=read,
    write=write,
    layout=TRANSPOSED,
    dialect="jax",
    image="true",
    limits=("1 to 3 spatial axes", "groups in conv_general_dilated alone"),
    ways=ANY_WAYS,
    words=(
        Word(
            "lhs, rhs",
            "arrays; rhs is (*k, C_in, C_out), slid as stored",
            "transpose_kernel=True: (*k, C_out, C_in), flipped",
        ),
        Word("strides", "s", "a sequence, one per axis"),
        Word("padding", "pairs (P_lo, P_hi): l = K-1-P_lo, e = P_hi-(K-1)", 'or exactly "SAME", "VALID"'),
        Word("rhs_dilation", "d", "a sequence"),
        Word("use_consistent_padding", "pairs are (l, h) of the convolution", "the pairs must be tuples"),
        Word(
            "conv_general_dilated",
            "window_strides=1, lhs_dilation=s, rhs_dilation=d, feature_group_count=groups",
            "rhs is (C_out, C_in/groups, *k), slid as stored",
        ),
    ),
    traps=(
        "Without transpose_kernel=True the kernel is slid as it is stored: another layer than torch's or Keras's.",
        (
            'At stride 1 "same" and "SAME_LOWER" are taken, and mean the direct convolution: n = 3 ones, k = 2 ones '
            'give [1, 2, 2] for "SAME" and [2, 2, 1] for "same". Here they are refused.'
        ),
        "A larger number in explicit padding makes a larger output: it pads the correlation, not the convolution.",
        "A negative length is not refused; the output is empty.",
    ),
)
