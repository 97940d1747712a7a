"""Flax: ``flax.linen.ConvTranspose`` and ``flax.nnx.ConvTranspose``.

Source: ``flax/linen/linear.py`` and ``flax/nnx/nn/linear.py``, release 0.12.8: both hand their words to
``jax.lax.conv_transpose``, a whole number of padding as pads of the correlation on both sides.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import Framework, Said, Way, Word, brief, name_or, one_group, written
from symtconv.conventions.jax import ANY_WAYS, DIRECT, TRANSPOSED, correlation, correlation_pads, transpose_pads
from symtconv.conventions.spec import Pairs, Spec
from symtconv.conventions.value import Value
from symtconv.geometry import NormalForm, span

TITLE = "Flax"
_LATER: dict[str, Value] = dict.fromkeys(
    ("mask", "dtype", "param_dtype", "precision", "kernel_init", "bias_init", "promote_dtype", "preferred_element_type")
)
_LINEN = Signature(
    ("features", "kernel_size"),
    {"strides": None, "padding": "SAME", "kernel_dilation": None, "use_bias": True, **_LATER, "transpose_kernel": False,
     "parent": None, "name": None},
    prefixes=("nn", "linen", "flax.linen"),
)  # fmt: skip
_NNX = Signature(
    ("in_features", "out_features", "kernel_size"),
    {"strides": None, "padding": "SAME", "kernel_dilation": None, "use_bias": True, **_LATER, "transpose_kernel": False,
     "rngs": None},
    prefixes=("nnx", "flax.nnx"),
)  # fmt: skip


def read(_name: str, arguments: Arguments) -> Spec:
    """Read the words of either layer; a lone number in ``kernel_size`` is one axis."""
    nnx = "in_features" in arguments.values
    size = arguments.literal("kernel_size")
    rank = len(size) if isinstance(size, tuple) else 1
    kernel = arguments.row("kernel_size", rank)
    stride, dilation = (arguments.or_else(word, rank, 1) for word in ("strides", "kernel_dilation"))
    spans = [span(k, d) for k, d in zip(kernel, dilation, strict=True)]
    transposed = arguments.truth("transpose_kernel")
    given = arguments.given
    outer = arguments.channel("out_features" if nnx else "features") or given.out_channels
    inner = (arguments.channel("in_features") if nnx else None) or given.in_channels
    return correlation(
        arguments, weights=(inner, outer, 1), kernel=kernel, stride=stride, dilation=dilation,
        pads=_pads(arguments, spans, stride), layout=TRANSPOSED if transposed else DIRECT, flips=not transposed,
        array="x",
    )  # fmt: skip


def _pads(arguments: Arguments, spans: list[int], stride: tuple[int, ...]) -> Pairs:
    value = arguments.literal("padding")
    if isinstance(value, str) and value == "CIRCULAR":
        arguments.refuse("padding", "wraps around: that is no transposed convolution of the family here")
    if isinstance(value, int) and not isinstance(value, bool):
        return ((value, value),) * len(spans)
    if isinstance(value, tuple) and len(value) == len(spans):
        value = tuple((part, part) if isinstance(part, int) else part for part in value)
        return Arguments(arguments.speaker, {"padding": value}).pairs("padding", len(spans), least=None)
    return transpose_pads(arguments, spans, stride)


def write(form: NormalForm) -> Said:
    """Write the linen layer with explicit pads and the layer's own kernel."""
    one_group(TITLE, form)
    call = written(
        "nn.ConvTranspose",
        features=name_or(form.out_channels, "C_out"),
        kernel_size=form.kernel,
        strides=None if brief(form.stride, 1) is None else form.stride,
        padding=correlation_pads(form),
        kernel_dilation=None if brief(form.dilation, 1) is None else form.dilation,
        transpose_kernel=True,
    )
    return Said(call)


FRAMEWORK = Framework(
    name="flax",
    title=TITLE,
    version="0.12.8",
    source="flax/linen/linear.py; flax/nnx/nn/linear.py",
    prefixes=("nn", "linen", "flax.linen", "nnx", "flax.nnx"),
    callees={"ConvTranspose": _LINEN, "nnx.ConvTranspose": _NNX},
    read=read,
    write=write,
    layout=TRANSPOSED,
    dialect="jax",
    image="true",
    limits=("1 to 3 spatial axes", "groups = 1"),
    ways=(*ANY_WAYS, Way("padding=p, a number", ("p >= 0",), "K - 1 - p", "p - (K - 1)", {"p": "K - 1 - l"})),
    words=(
        Word("features (linen); in_features, out_features (nnx)", "C_out; C_in, C_out", "there are no groups"),
        Word("kernel_size", "k", "a sequence; a lone number is one axis"),
        Word("strides, kernel_dilation", "s, d", "a number or one per axis"),
        Word("padding", "p pads the correlation: l = K-1-p, e = p-(K-1)", 'or pairs, "SAME", "VALID"; not "CIRCULAR"'),
        Word("transpose_kernel", "whether the kernel is flipped", "False by default: slid as stored"),
    ),
    traps=(
        "padding=1 is not torch's: it pads the dilated input, so that p = K - 1 crops nothing and p = 0 crops most.",
        "Without transpose_kernel=True the kernel is slid as it is stored, (*k, C_in, C_out).",
        'The default padding is "SAME".',
    ),
    alone=False,
)  # fmt: skip
