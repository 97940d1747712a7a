"""The table of frameworks, and the two ways through it: from a call to a layer, and back.

A convention is one module with a `Framework`, and one line here.
"""

from __future__ import annotations

from symtconv.conventions import jax, keras, onnx, own, torch
from symtconv.conventions.arguments import suggestion
from symtconv.conventions.call import Call, parse_call
from symtconv.conventions.framework import Framework
from symtconv.conventions.spec import Spec
from symtconv.geometry import ConvTranspose, InputError
from symtconv.geometry.words import PerAxis

FRAMEWORKS: tuple[Framework, ...] = (
    torch.FRAMEWORK,
    keras.FRAMEWORK,
    onnx.FRAMEWORK,
    jax.FRAMEWORK,
    own.FRAMEWORK,
)


def layer_of_call(text: str, input: PerAxis | None = None) -> ConvTranspose:  # noqa: A002 - the layer's own word
    """Give the layer that a framework call means.

    Parameters
    ----------
    text : str
        The call, such as ``"ConvTranspose2d(1, 1, 3, stride=2)"``; it is parsed, never evaluated.
    input : int or sequence of int, optional
        Spatial sizes of the layer's input; a lone number is for all axes. Needed unless the call says it.

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
    """
    return spec_of_call(text).layer(input)


def spec_of_call(text: str) -> Spec:
    """Give what a framework call says, before its input is known.

    Examples
    --------
    >>> spec = spec_of_call('jax.lax.conv_transpose(rhs=(3, 1, 1), strides=(2,), padding="SAME")')
    >>> spec.padding, spec.kernel_layout, spec.flips_kernel
    (((0, 1),), '(*kernel, C_in, C_out)', True)
    """
    call = parse_call(text)
    framework = _framework(call)
    return framework.read(call.name, framework.callees[call.name].bind(call, f"{framework.title} {call.name}"))


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
    names = tuple(known.name for known in FRAMEWORKS)
    if framework not in names:
        msg = f"no framework is called {framework!r}{suggestion(framework, names)}; there are {', '.join(names)}"
        raise InputError(msg)
    return FRAMEWORKS[names.index(framework)].write(layer)


def _framework(call: Call) -> Framework:
    """Find who speaks: by the callee's name, then by its prefix, then by the words it uses."""
    named = [known for known in FRAMEWORKS if call.name in known.callees]
    if not named:
        names = tuple(dict.fromkeys(name for known in FRAMEWORKS for name in known.callees))
        msg = f"column 1: {call.name!r} is not known{suggestion(call.name, names)}; known are {', '.join(names)}"
        raise InputError(msg)
    speakers = [known for known in named if not call.prefix or call.prefix in known.prefixes]
    if not speakers:
        prefixes = ", ".join(prefix for known in named for prefix in known.prefixes)
        msg = f"column 1: {call.name!r} is not in {call.prefix!r}; write it alone, or after one of {prefixes}"
        raise InputError(msg)
    words = {argument.word for argument in call.arguments}
    return max(speakers, key=lambda known: len(words.intersection(known.callees[call.name].words)))
