"""Keras: ``keras.layers.Conv{1,2,3}DTranspose`` and ``keras.ops.conv_transpose``.

Sources: ``keras/src/layers/convolutional/base_conv_transpose.py`` (limits) and
``keras/src/backend/common/backend_utils.py`` (lengths and padding) of release 3.15.1. The channels of the input are
not in a layer's call, unless ``input_shape`` says them.
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
    callee,
    name_or,
    one_group,
    written,
)
from symtconv.conventions.spec import Spec, padding_of
from symtconv.conventions.value import Value
from symtconv.conventions.weights import Layout
from symtconv.geometry import AxisForm, NormalForm, span

TITLE = "Keras"
LAYOUT = Layout("kOI")
_RANKS = {"Conv1DTranspose": 1, "Conv2DTranspose": 2, "Conv3DTranspose": 3}
_OPS = ("keras.ops", "ops")
_REQUIRED = ("filters", "kernel_size")
_OTHERS: dict[str, Value] = {
    "dilation_rate": 1,
    "activation": None,
    "use_bias": True,
    "kernel_initializer": None,
    "bias_initializer": None,
    "kernel_regularizer": None,
    "bias_regularizer": None,
    "activity_regularizer": None,
    "kernel_constraint": None,
    "bias_constraint": None,
    "trainable": True,
    "name": None,
    "dtype": None,
    "input_shape": None,
}
_BEGIN: dict[str, Value] = {"strides": 1, "padding": "valid"}
_MIDDLE: dict[str, Value] = {"output_padding": None, "data_format": None}
_SIGNATURE = Signature(_REQUIRED, {**_BEGIN, **_MIDDLE, **_OTHERS})
# In three dimensions, and there alone, data_format stands before output_padding.
_SIGNATURE_3D = Signature(_REQUIRED, {**_BEGIN, **dict(reversed(_MIDDLE.items())), **_OTHERS})
_OPERATION = Signature(
    (), {**_BEGIN, **_MIDDLE, "dilation_rate": 1}, arrays=("inputs", "kernel"), prefixes=_OPS, alone=False
)


def same_ends(axis_span: int, stride: int) -> tuple[int, int]:
    """Give ``(l, e)`` of "same" with ``output_padding=None``: n·s entries, the odd one cropped at the high end."""
    low = max((axis_span - stride) // 2, 0)
    return low, stride - axis_span + low


def _ends(padding: str, axis_span: int, stride: int, extra: int | None) -> tuple[int, int]:
    """Give ``(l, e)`` of one axis: ``_convert_conv_transpose_padding_args_from_keras_to_jax`` of release 3.15.1.

    "same" puts the odd entry at the high end. ``output_padding=None`` is not 0: it makes "same" n·s entries long and
    "valid" as if the kernel spanned at least the stride.
    """
    if padding == "valid":
        return 0, max(stride - axis_span, 0) if extra is None else extra
    if extra is None:
        return same_ends(axis_span, stride)
    low = max(0, axis_span // 2 - (extra + 1) // 2)
    return low, extra - 2 * (axis_span // 2) + low


def read(name: str, arguments: Arguments) -> Spec:
    """Read a layer's arguments; strides above 1 exclude dilation above 1 (on any axis), and output_padding < strides.

    Sources: ``BaseConvTranspose.__init__`` for the limits, release 3.15.1. ``ops.conv_transpose`` has neither limit.
    """
    layer = name in _RANKS
    last = arguments.values["data_format"] != "channels_first"
    if layer:
        rank = _RANKS[name]
        kernel = arguments.row("kernel_size", rank)
        filters = arguments.channel("filters") or arguments.given.out_channels
        shape = arguments.input_of("input_shape", rank, channels_last=last)
        in_channels = shape[1] if shape else arguments.given.in_channels
    else:
        weights = arguments.weights("kernel", LAYOUT)
        kernel, filters, in_channels, rank = (
            weights.kernel,
            weights.out_channels,
            weights.in_channels,
            len(weights.kernel),
        )
        shape = arguments.input_of("inputs", rank, channels_last=last)
    stride, dilation = (arguments.row(word, rank) for word in ("strides", "dilation_rate"))
    if layer and max(stride) > 1 and max(dilation) > 1:
        arguments.refuse("dilation_rate", f"is above 1 and so is strides={brief(stride)}; one of them must be 1")
    padding = arguments.choice("padding", ("valid", "same"), fold=True)  # Keras does not mind capitals
    extras: tuple[int | None, ...] = (None,) * rank
    if arguments.values["output_padding"] is not None:
        extras = arguments.row("output_padding", rank, least=0)
    for axis, (s, v) in enumerate(zip(stride, extras, strict=True)):
        if layer and v is not None and v >= s:
            arguments.refuse("output_padding", f"is not below strides={s} on axis {axis}; use {s - 1} or less, or None")
    words = zip(kernel, stride, dilation, extras, strict=True)
    pairs, extra = padding_of([_ends(padding, span(k, d), s, v) for k, s, d, v in words])
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=pairs,
        output_padding=extra,
        in_channels=in_channels,
        out_channels=filters,
        layout=LAYOUT,
        input=shape[0] if shape else None,
    )


def write(form: NormalForm) -> Said:
    """Write the layer with the first of ``valid``, ``same``, and these with an output padding, that gives it."""
    one_group(TITLE, form)
    name = callee(TITLE, _RANKS, form)
    axes = tuple(axis.canonical for axis in form.axes)
    if max(form.stride) > 1 and max(axis.dilation for axis in axes) > 1:
        spans = tuple(axis.span for axis in axes)
        remedy = f"put the zeros between the taps into the kernel (kernel_size={brief(spans)}, dilation_rate=1)"
        raise NoWordsError(TITLE, "it has no dilation above 1 together with strides above 1", remedy)
    for padding in ("valid", "same"):
        if all(_ends(padding, axis.span, axis.stride, None) == (axis.low, axis.extra) for axis in axes):
            return Said(_call(name, form, padding, None))
    for padding in ("valid", "same"):
        extras = [_extra(padding, axis) for axis in axes]
        if None not in extras:
            return Said(_call(name, form, padding, brief(tuple(v for v in extras if v is not None))))
    why = "no padding of it (valid or same, with output_padding below strides) crops these ends: " + ", ".join(
        f"axis {number} has l = {low} and a - h = {extra}" for number, (low, extra) in enumerate(form.ends)
    )
    raise NoWordsError(TITLE, why)


def _extra(padding: str, axis: AxisForm) -> int | None:
    """Give the output padding that makes this axis, or None."""
    low, extra = axis.low, axis.extra
    v = extra if padding == "valid" else extra - low + 2 * (axis.span // 2)
    return v if 0 <= v < axis.stride and _ends(padding, axis.span, axis.stride, v) == (low, extra) else None


def _call(name: str, form: NormalForm, padding: str, extra: int | tuple[int, ...] | None) -> str:
    dilation = tuple(axis.canonical.dilation for axis in form.axes)
    return written(
        name,
        name_or(form.out_channels, "C_out"),
        brief(form.kernel),
        strides=brief(form.stride, 1),
        padding=f'"{padding}"',
        output_padding=extra,
        dilation_rate=brief(dilation, 1),
    )


SAME = "l == max((K - s) // 2, 0) and e == s - K + l"
SAME_WITH = "l == max(0, K // 2 - (e - l + 2*(K // 2) + 1) // 2) and 0 <= e - l + 2*(K // 2) < s"
FRAMEWORK = Framework(
    name="keras",
    title=TITLE,
    version="3.15.1",
    source="keras/src/layers/convolutional/base_conv_transpose.py; keras/src/backend/common/backend_utils.py",
    prefixes=("layers", "keras.layers", "tf.keras.layers", "tensorflow.keras.layers", "keras.src.layers"),
    callees={
        **dict.fromkeys(_RANKS, _SIGNATURE),
        "Conv3DTranspose": _SIGNATURE_3D,
        "conv_transpose": _OPERATION,
    },
    read=read,
    write=write,
    layout=LAYOUT,
    image=f"(l == 0 and 0 <= e < s) or ({SAME}) or ({SAME_WITH})",
    limits=("1 to 3 spatial axes", "groups = 1", "s = 1 or d = 1"),
    steps=("s == 1 or d == 1",),
    ways=(
        Way('padding="valid", output_padding=None', (), "0", "max(s - K, 0)", {}),
        Way('padding="valid", output_padding=v', ("v >= 0", "v < s"), "0", "v", {"v": "e"}),
        Way('padding="same", output_padding=None', (), "max((K - s) // 2, 0)", "s - K + max((K - s) // 2, 0)", {}),
        Way(
            'padding="same", output_padding=v',
            ("v >= 0", "v < s"),
            "max(0, K // 2 - (v + 1) // 2)",
            "v - 2*(K // 2) + max(0, K // 2 - (v + 1) // 2)",
            {"v": "e - l + 2*(K // 2)"},
        ),
    ),
    words=(
        Word("filters", "C_out", "≥ 1; there are no groups"),
        Word("kernel_size, strides, dilation_rate", "k, s, d", "≥ 1; not both strides and dilation_rate above 1"),
        Word('padding="valid"', "l = 0", "capitals do not matter"),
        Word('padding="same"', "l = max(⌊(K - s)/2⌋, 0), i = n·s (output_padding=None)", ""),
        Word("output_padding", "valid: e = v; same: i = (n-1)s + K mod 2 + v", "0 ≤ v < s; None is not 0"),
        Word("input_shape", "(*n, C_in), or (C_in, *n) with channels_first", ""),
    ),
    traps=(
        (
            "output_padding=None is not 0: same, None is v = s - K mod 2 (which the layer itself refuses for even K), "
            "valid, None is v = max(s - K, 0)."
        ),
        "In Conv3DTranspose, and there alone, data_format stands before output_padding.",
        (
            "The TensorFlow back end adds the bias along the width when data_format is channels_first and the output's "
            "width is the number of filters; use channels_last."
        ),
        "The TensorFlow back end refuses what the others run: same with an output_padding for which n is not ⌈i/s⌉.",
        (
            "keras.ops.depth_to_space with channels_first orders channels as CRD on numpy, jax and torch, as DCR on "
            "TensorFlow: name the order whenever a layer is exchanged for it."
        ),
    ),
)
