"""The table of frameworks, and the two ways through it: from a call to a layer, and back.

A convention is one module with a `Framework`, and one line here: its name, and what it calls a layer. A module is
loaded when it is asked for, since a call needs two of them and a start should not wait for twenty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import overload

from symtconv.conventions.arguments import NOTHING, Given, Signature, suggestion
from symtconv.conventions.call import Call, parse_call
from symtconv.conventions.elsewhere import known_of
from symtconv.conventions.framework import Framework, NoWordsError, Said, remedy_of
from symtconv.conventions.spec import Spec
from symtconv.geometry import ConvTranspose, GeometryError, InputError, NormalForm
from symtconv.geometry.words import PerAxis

_D = ["1d", "2d", "3d"]
_CONV_D = [f"Conv{rank}DTranspose" for rank in (1, 2, 3)]
# A framework's name (and its module's), and the last word of what it calls a layer.
CALLEES: dict[str, tuple[str, ...]] = {
    "torch": tuple(f"{name}{d}" for name in ("ConvTranspose", "conv_transpose", "LazyConvTranspose") for d in _D),
    "keras": (*_CONV_D, "conv_transpose"),
    "tensorflow": (*(f"conv{d}_transpose" for d in _D), "conv_transpose"),
    "onnx": ("ConvTranspose",),
    "onnxruntime": ("ConvTranspose",),
    "jax": ("conv_transpose", "conv_general_dilated"),
    "flax": ("ConvTranspose",),
    "equinox": (*(f"ConvTranspose{d}" for d in _D), "ConvTranspose"),
    "haiku": (*_CONV_D, "ConvNDTranspose"),
    "paddle": (*_CONV_D, *(f"conv{d}_transpose" for d in _D)),
    "mlx": tuple(f"{name}{d}" for name in ("ConvTranspose", "conv_transpose") for d in _D),
    "openvino": (
        *("convolution_backprop_data", "ConvolutionBackpropData"),
        *("group_convolution_backprop_data", "GroupConvolutionBackpropData"),
    ),
    "tosa": ("transpose_conv2d",),
    "tflite": ("TRANSPOSE_CONV", "TransposeConv", "transpose_conv"),
    "ncnn": tuple(f"{name}{d}" for name in ("Deconvolution", "DeconvolutionDepthWise") for d in ("", "1D", "3D")),
    "coreml": ("conv_transpose",),
    "webnn": ("convTranspose2d",),
    "onednn": ("deconvolution", "deconvolution_forward", "deconvolution_v2"),
    "cudnn": ("cudnnSetConvolution2dDescriptor", "cudnnSetConvolutionNdDescriptor"),
    "symtconv": ("ConvTranspose",),
}
# Read behind a prefix alone, and so not loaded for a call without one.
PREFIXED = ("onnxruntime", "flax", "equinox", "haiku", "paddle", "mlx", "coreml")
_PARAM_LINE = re.compile(r"\s*Deconvolution\w*\s")
OWN = "symtconv"


@cache
def _loaded(name: str) -> Framework:
    found: Framework = import_module(f"{__package__}.{'own' if name == OWN else name}").FRAMEWORK
    return found


class _Table(Sequence[Framework]):
    """Every framework, each loaded when it is looked at."""

    @overload
    def __getitem__(self, place: int) -> Framework: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Framework, ...]: ...
    def __getitem__(self, place: int | slice) -> Framework | tuple[Framework, ...]:
        names = tuple(CALLEES)[place]
        return _loaded(names) if isinstance(names, str) else tuple(map(_loaded, names))

    def __len__(self) -> int:
        return len(CALLEES)

    def __iter__(self) -> Iterator[Framework]:
        return map(_loaded, CALLEES)


FRAMEWORKS: Sequence[Framework] = _Table()


def layer_of_call(
    text: str,
    input: PerAxis | None = None,  # noqa: A002 - the layer's own word
    *,
    kernel: PerAxis | None = None,
    in_channels: int | None = None,
    out_channels: int | None = None,
) -> ConvTranspose:
    """Give the layer that a framework call means.

    Parameters
    ----------
    text : str
        The call, such as ``"ConvTranspose2d(1, 1, 3, stride=2)"``; it is parsed, never evaluated.
    input : int or sequence of int, optional
        Spatial sizes of the layer's input; a lone number is for all axes. Needed unless the call says it.
    kernel, in_channels, out_channels : optional
        What the call leaves to its arrays.

    Raises
    ------
    InputError
        For text that is no such call, and for a missing input.
    GeometryError
        For numbers that the framework does not allow, and for a layer that has no output.

    Examples
    --------
    PyTorch crops both ends alike and puts one entry back at the high one; Keras crops the high end alone:

    >>> layer_of_call("ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)", (2, 2)).padding
    ((1, 1), (1, 1))
    >>> layer = layer_of_call('keras.layers.Conv2DTranspose(1, 3, strides=2, padding="same")', (2, 2))
    >>> layer.padding, layer.output
    (((0, 1), (0, 1)), (4, 4))
    >>> layer_of_call("F.conv_transpose1d(x, w, stride=2)", 4, kernel=3, in_channels=2).weight_shape
    (2, 1, 3)
    """
    given = Given(kernel=kernel, in_channels=in_channels, out_channels=out_channels)
    return spec_of_call(text, given).layer(input)


def spec_of_call(text: str, given: Given = NOTHING) -> Spec:
    """Give what a framework call says, before its input is known.

    Parameters
    ----------
    text : str
    given : Given
        What is said beside the call.

    Examples
    --------
    >>> spec = spec_of_call('jax.lax.conv_transpose(rhs=(3, 1, 1), strides=(2,), padding="SAME")')
    >>> spec.padding, spec.kernel_layout, spec.flips_kernel
    (((0, 1),), '(*kernel, C_in, C_out)', True)
    """
    return understood(text, given)[1]


def understood(text: str, given: Given = NOTHING) -> tuple[Framework, Spec]:
    """Give who speaks, and what the call says.

    Raises
    ------
    InputError
        For text that is no call of a framework here, or that says otherwise than what stands beside it.
    """
    call = parse_call(_without_line(text))
    framework, signature = framework_of(call)
    spec = framework.read(call.name, signature.bind(call, f"{framework.title} {call.name}", given))
    for word, said, beside in (
        ("in_channels", spec.in_channels, given.in_channels),
        ("out_channels", spec.out_channels, given.out_channels),
    ):
        if beside is not None and said is not None and said != beside:
            msg = f"the call says {word}={said}, and {beside} is said beside it; leave one out"
            raise InputError(msg)
        if beside is not None and beside % spec.groups:
            msg = f"{spec.speaker}: groups={spec.groups} does not divide {word}={beside}; use a multiple"
            raise GeometryError(msg)
    sizes = given.kernel if isinstance(given.kernel, tuple | list) else (given.kernel,) * len(spec.kernel)
    if given.kernel is not None and tuple(sizes) != spec.kernel:
        msg = f"the call says kernel={spec.kernel}, and {given.kernel} is said beside it; leave one out"
        raise InputError(msg)
    return framework, spec


def _without_line(text: str) -> str:
    """Write a line of ncnn's .param file as a call; any other text is left as it is."""
    if not _PARAM_LINE.match(text[:100]):
        return text
    line: str | None = import_module(f"{__package__}.ncnn").call_of_line(text)
    return line or text


def framework_named(name: str) -> Framework:
    """Give a framework by its name.

    Raises
    ------
    InputError
        For a name that is not in the table.
    """
    names = tuple(CALLEES)
    if name not in names:
        msg = f"no framework is called {name[:40]!r}{suggestion(name, names)}; there are {', '.join(names)}"
        raise InputError(msg)
    return _loaded(name)


def said_by(framework: Framework, form: NormalForm) -> Said:
    """Say a layer in a framework's words.

    Raises
    ------
    NoWordsError
        When it has none: why, and what to write instead.
    """
    try:
        return framework.write(form)
    except NoWordsError as error:
        if error.remedy is not None:
            raise
        with suppress(NoWordsError):
            return framework.write(_spread(form))
        try:
            base = framework.write(form.uncropped)
        except NoWordsError:
            raise error from None
        raise NoWordsError(error.title, error.why, remedy_of(base.call, form.ends)) from None


def _spread(form: NormalForm) -> NormalForm:
    """Give the same layer with a larger dilation where there is one tap: it joins nothing, and allows a larger a."""
    axes = (
        replace(axis, dilation=max(axis.dilation, axis.low + axis.extra + 1)) if axis.kernel == 1 else axis
        for axis in form.axes
    )
    return replace(form, axes=tuple(axes))


def to_call(layer: ConvTranspose, framework: str) -> str:
    """Write the layer as a call of a framework (a name in `FRAMEWORKS`), with the same k, s and d on every axis.

    The call does not say the input, nor the channels that the framework reads from its weights (Keras: the input's;
    ONNX: both).

    Raises
    ------
    InputError
        For a framework that is not in the table.
    GeometryError
        When the framework has no such call: why, and what to write instead.

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1)
    >>> to_call(layer, "torch")
    'ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)'
    >>> to_call(layer, "onnx")
    'ConvTranspose(kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 0, 0])'
    """
    known = framework_named(framework)
    return layer.call if known.name == OWN else said_by(known, NormalForm.of_layer(layer)).call


def _candidates(call: Call) -> list[str]:
    """Give the frameworks that may speak; without a prefix those that are read without one, if there are any."""
    named = [name for name, callees in CALLEES.items() if call.name in callees]
    alone = [name for name in named if name not in PREFIXED]
    return alone if alone and not call.prefix else named


def framework_of(call: Call) -> tuple[Framework, Signature]:
    """Find who speaks: by the callee's name, then by its prefix, then by the words it uses.

    Raises
    ------
    InputError
        For a callee that is not known, and for a prefix that is none of its frameworks': that is never guessed at.
    """
    named = [
        (known, signature)
        for known in map(_loaded, _candidates(call))
        for name, signature in known.callees.items()
        if name.rpartition(".")[2] == call.name
    ]
    if not named:
        names = tuple(dict.fromkeys(name for callees in CALLEES.values() for name in callees))
        near = suggestion(call.name, names) or "; `symtconv conventions` lists what is read"
        msg = f"column 1: {call.full[:80]!r} is not known{known_of(call.full)}{near}"
        raise InputError(msg)
    if call.prefix:
        speakers = [(known, sig) for known, sig in named if call.prefix in (sig.prefixes or known.prefixes)]
    else:
        speakers = [(known, sig) for known, sig in named if known.alone and sig.alone] or named[:1]
    if not speakers:
        ways = ", ".join(f"{(sig.prefixes or known.prefixes)[0]}.{call.name} ({known.title})" for known, sig in named)
        msg = (
            f"column 1: {call.full[:80]!r} is not read; its rules may differ{known_of(call.full)}; "
            f"read are {ways}; write one of these if it is that layer"
        )
        raise InputError(msg)
    words = {argument.word for argument in call.arguments}
    return max(speakers, key=lambda pair: len(words.intersection(pair[1].words)))
