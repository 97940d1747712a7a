"""Keras: ``keras.layers.Conv{1,2,3}DTranspose``.

Sources: ``keras/src/layers/convolutional/base_conv_transpose.py`` (limits) and
``keras/src/backend/common/backend_utils.py`` (lengths and padding) of release 3.15.1. The channels of the input are
not in the call; the fewest, one, are taken.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.value import Value
from symtconv.conventions.framework import Framework, brief, callee, cannot, one_group, without_padding, written
from symtconv.conventions.spec import Spec, ends, padding_of
from symtconv.geometry import Axis, ConvTranspose, span

TITLE = "Keras"
_RANKS = {"Conv1DTranspose": 1, "Conv2DTranspose": 2, "Conv3DTranspose": 3}
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
}
_BEGIN: dict[str, Value] = {"strides": 1, "padding": "valid"}
_MIDDLE: dict[str, Value] = {"output_padding": None, "data_format": None}
_SIGNATURE = Signature(_REQUIRED, {**_BEGIN, **_MIDDLE, **_OTHERS})
# In three dimensions, and there alone, data_format stands before output_padding.
_SIGNATURE_3D = Signature(_REQUIRED, {**_BEGIN, **dict(reversed(_MIDDLE.items())), **_OTHERS})


def _ends(padding: str, axis_span: int, stride: int, extra: int | None) -> tuple[int, int]:
    """Give ``(l, e)`` of one axis: ``_convert_conv_transpose_padding_args_from_keras_to_jax`` of release 3.15.1.

    "same" puts the odd entry at the high end. ``output_padding=None`` is not 0: it makes "same" n·s entries long and
    "valid" as if the kernel spanned at least the stride.
    """
    if padding == "valid":
        return 0, max(stride - axis_span, 0) if extra is None else extra
    if extra is None:
        low = max((axis_span - stride) // 2, 0)
        return low, stride - axis_span + low
    low = max(0, axis_span // 2 - (extra + 1) // 2)
    return low, extra - 2 * (axis_span // 2) + low


def read(name: str, arguments: Arguments) -> Spec:
    """Read a layer's arguments; strides above 1 exclude dilation above 1 (on any axis), and output_padding < strides.

    Sources: ``BaseConvTranspose.__init__`` for the limits, release 3.15.1.
    """
    rank = _RANKS[name]
    kernel, stride, dilation = (arguments.row(word, rank) for word in ("kernel_size", "strides", "dilation_rate"))
    if max(stride) > 1 and max(dilation) > 1:
        arguments.refuse("dilation_rate", f"is above 1 and so is strides={brief(stride)}; one of them must be 1")
    said = arguments.values["padding"]
    folded = said.lower() if isinstance(said, str) else said  # Keras does not mind capitals
    padding = Arguments(arguments.speaker, {"padding": folded}).choice("padding", ("valid", "same"))
    extras: tuple[int | None, ...] = (None,) * rank
    if arguments.values["output_padding"] is not None:
        extras = arguments.row("output_padding", rank, least=0)
    for axis, (s, v) in enumerate(zip(stride, extras, strict=True)):
        if v is not None and v >= s:
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
        out_channels=arguments.number("filters"),
        kernel_layout="(*kernel, C_out, C_in)",
    )


def write(layer: ConvTranspose) -> str:
    """Write the layer with the first of ``valid``, ``same``, and these with an output padding, that gives it."""
    one_group(TITLE, layer)
    name = callee(TITLE, _RANKS, layer)
    if max(layer.stride) > 1 and max(layer.dilation) > 1:
        spans = tuple(axis.span for axis in layer.axes)
        remedy = f"put the zeros between the taps into the kernel (kernel_size={brief(spans)}, dilation_rate=1)"
        raise cannot(TITLE, "it has no dilation above 1 together with strides above 1", remedy)
    for padding in ("valid", "same"):
        if all(_ends(padding, axis.span, axis.stride, None) == ends(axis) for axis in layer.axes):
            return _call(name, layer, padding, None)
    for padding in ("valid", "same"):
        extras = [_extra(padding, axis) for axis in layer.axes]
        if None not in extras:
            return _call(name, layer, padding, brief(tuple(v for v in extras if v is not None)))
    why = "no padding of it (valid or same, with output_padding below strides) crops these ends: " + ", ".join(
        f"axis {number} has l = {low} and a - h = {extra}" for number, (low, extra) in enumerate(map(ends, layer.axes))
    )
    raise without_padding(TITLE, why, _call(name, layer, "valid", 0), layer)


def _extra(padding: str, axis: Axis) -> int | None:
    """Give the output padding that makes this axis, or None."""
    low, extra = ends(axis)
    v = extra if padding == "valid" else extra - low + 2 * (axis.span // 2)
    return v if 0 <= v < axis.stride and _ends(padding, axis.span, axis.stride, v) == (low, extra) else None


def _call(name: str, layer: ConvTranspose, padding: str, extra: int | tuple[int, ...] | None) -> str:
    return written(
        name,
        layer.out_channels,
        brief(layer.kernel),
        strides=brief(layer.stride, 1),
        padding=f'"{padding}"',
        output_padding=extra,
        dilation_rate=brief(layer.dilation, 1),
    )


FRAMEWORK = Framework(
    "keras",
    TITLE,
    ("layers", "keras.layers", "tf.keras.layers", "tensorflow.keras.layers"),
    dict.fromkeys(_RANKS, _SIGNATURE) | {"Conv3DTranspose": _SIGNATURE_3D},
    read,
    write,
)
