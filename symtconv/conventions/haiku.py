"""Haiku: ``hk.Conv{1,2,3}DTranspose`` and ``hk.ConvNDTranspose``.

Source: ``haiku/_src/conv.py``, release 0.0.17. The words go to ``jax.lax.conv_transpose``; the kernel is
``(*kernel, C_out, C_in)`` and is slid as it is stored. There is no dilation.
"""

from __future__ import annotations

from symtconv.conventions.arguments import Arguments, Signature
from symtconv.conventions.framework import (
    Framework,
    Said,
    Word,
    brief,
    callee,
    name_or,
    no_dilation,
    one_group,
    written,
)
from symtconv.conventions.jax import ANY_WAYS, correlation, correlation_pads, transpose_pads
from symtconv.conventions.lengths import remainders, spatial
from symtconv.conventions.spec import Spec
from symtconv.conventions.tensorflow import same_valid_ends
from symtconv.conventions.value import Value
from symtconv.conventions.weights import Layout
from symtconv.geometry import NormalForm

TITLE = "Haiku"
LAYOUT = Layout("kOI")
_RANKS = {"Conv1DTranspose": 1, "Conv2DTranspose": 2, "Conv3DTranspose": 3}
_WORDS: dict[str, Value] = {
    "stride": 1, "output_shape": None, "padding": "SAME", "with_bias": True, "w_init": None, "b_init": None,
    "data_format": None, "mask": None, "name": None,
}  # fmt: skip
_SIGNATURE = Signature(("output_channels", "kernel_shape"), _WORDS)
_ANY = Signature(("num_spatial_dims", "output_channels", "kernel_shape"), _WORDS)


def read(name: str, arguments: Arguments) -> Spec:
    """Read a module's words; with ``output_shape`` the padding is that of TensorFlow for this length."""
    rank = _RANKS.get(name) or arguments.number("num_spatial_dims")
    kernel, stride = (arguments.row(word, rank) for word in ("kernel_shape", "stride"))
    sizes = None
    if arguments.values["output_shape"] is None:
        pads = transpose_pads(arguments, list(kernel), stride)
    else:
        word = arguments.choice("padding", ("SAME", "VALID"))
        if isinstance(arguments.values["output_shape"], int):
            arguments = Arguments(
                arguments.speaker,
                {**arguments.values, "output_shape": (arguments.values["output_shape"],) * rank},
                arguments.given,
            )
        rests, sizes = remainders(
            arguments,
            "output_shape",
            spatial(arguments, "output_shape", rank),
            stride,
            lambda axis, length: -(-(length - (kernel[axis] - 1 if word == "VALID" else 0)) // stride[axis]),
        )
        ends = [same_valid_ends(word, rest, k) for rest, k in zip(rests, kernel, strict=True)]
        pads = tuple((k - 1 - low, k - 1 + extra) for k, (low, extra) in zip(kernel, ends, strict=True))
    found = correlation(
        arguments,
        weights=(arguments.given.in_channels, arguments.channel("output_channels") or arguments.given.out_channels, 1),
        kernel=kernel,
        stride=stride,
        dilation=(1,) * rank,
        pads=pads,
        layout=LAYOUT,
        flips=True,
        array="x",
    )
    return found if sizes is None else _at(found, sizes)


def _at(spec: Spec, sizes: tuple[int, ...]) -> Spec:
    words = {name: getattr(spec, name) for name in spec.__dataclass_fields__}
    return Spec(**{**words, "input": sizes, "fixed": True})


def write(form: NormalForm) -> Said:
    """Write the module with explicit pads of the correlation."""
    one_group(TITLE, form)
    no_dilation(TITLE, form)
    call = written(
        f"hk.{callee(TITLE, _RANKS, form)}",
        name_or(form.out_channels, "C_out"),
        brief(form.kernel),
        stride=brief(form.stride, 1),
        padding=correlation_pads(form),
    )
    return Said(call)


FRAMEWORK = Framework(
    name="haiku",
    title=TITLE,
    version="0.0.17",
    source="haiku/_src/conv.py: ConvNDTranspose, compute_adjusted_padding",
    prefixes=("hk", "haiku"),
    callees={**dict.fromkeys(_RANKS, _SIGNATURE), "ConvNDTranspose": _ANY},
    read=read,
    write=write,
    layout=LAYOUT,
    flips=True,
    dialect="jax",
    image="true",
    limits=("1 to 3 spatial axes", "groups = 1", "d = 1 or k = 1"),
    steps=("d == 1",),
    ways=ANY_WAYS,
    words=(
        Word("output_channels", "C_out", "there are no groups"),
        Word("kernel_shape, stride", "k, s", "a number or one per axis; there is no dilation"),
        Word("padding", 'pairs of the correlation: l = K-1-P_lo, e = P_hi-(K-1); "SAME" (the default), "VALID"', ""),
        Word("output_shape", "i", 'with "SAME" or "VALID" alone; TensorFlow\'s padding for this length'),
    ),
    traps=(
        "The kernel is (*k, C_out, C_in), as Keras's, but it is slid as it is stored: flip it.",
        "Pairs pad the correlation, not the convolution.",
    ),
    alone=False,
)
