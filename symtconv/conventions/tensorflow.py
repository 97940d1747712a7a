"""TensorFlow: ``tf.nn.conv{1,2,3}d_transpose`` and ``tf.nn.conv_transpose``.

Source: ``tensorflow/python/ops/nn_ops.py`` and the shape functions of release 2.21.0. The call asks for a length
(``output_shape`` holds batch and channels too): with the padding it decides everything.
"""

from __future__ import annotations

from dataclasses import replace

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
    no_dilation,
    one_group,
    shape_text,
    written,
)
from symtconv.conventions.lengths import length_texts, remainders, spatial
from symtconv.conventions.spec import Spec, padding_of
from symtconv.conventions.weights import Layout
from symtconv.geometry import NormalForm, span

TITLE = "TensorFlow"
LAYOUT = Layout("kOI")
_RANKS = {"conv1d_transpose": 1, "conv2d_transpose": 2, "conv3d_transpose": 3}
_SIGNATURE = Signature(
    ("output_shape", "strides"),
    {"padding": "SAME", "data_format": None, "dilations": None, "name": None},
    arrays=("input", "filters"),
)
_ANY = replace(_SIGNATURE, prefixes=("tf.nn", "tensorflow.nn"), alone=False)


def same_valid_ends(padding: str, rest: int, axis_span: int) -> tuple[int, int]:
    """Give ``(l, e)`` from ``R = O - (n-1)s``: SAME crops ``max(K - R, 0)``, its odd entry at the high end."""
    low = 0 if padding == "VALID" else max(axis_span - rest, 0) // 2
    return low, rest - axis_span + low


def read(name: str, arguments: Arguments) -> Spec:
    """Read the arguments: the length is legal where the convolution of it, padded so, gives the input back."""
    weights = arguments.weights("filters", LAYOUT, rank=_RANKS.get(name))
    kernel, rank = weights.kernel, len(weights.kernel)
    last = not str(arguments.values["data_format"] or "N").startswith("NC")
    stride, dilation = (_steps(arguments, word, rank, last=last) for word in ("strides", "dilations"))
    spans = [span(k, d) for k, d in zip(kernel, dilation, strict=True)]
    entries = spatial(arguments, "output_shape", rank, channels_last=last)
    padding = arguments.literal("padding")
    given: tuple[tuple[int, int], ...] | None = None
    if not isinstance(padding, str):
        given = _explicit(arguments, rank, last=last)
    else:
        padding = arguments.choice("padding", ("SAME", "VALID"))

    def inputs(axis: int, length: int) -> int:
        if given is not None:
            return (length + sum(given[axis]) - spans[axis]) // stride[axis] + 1
        return -(-(length - (spans[axis] - 1 if padding == "VALID" else 0)) // stride[axis])

    rests, sizes = remainders(arguments, "output_shape", entries, stride, inputs)
    pairs = []
    for axis, (rest, K, s) in enumerate(zip(rests, spans, stride, strict=True)):
        if given is None:
            legal = 1 <= rest <= s if padding == "SAME" else 0 <= rest - K < s
            pairs.append(same_valid_ends(str(padding), rest, K))
        else:
            low, high = given[axis]
            legal = 0 <= rest - K + low + high < s
            pairs.append((low, rest - K + low))
        if not legal or (sizes is not None and sizes[axis] < 1):
            arguments.refuse("output_shape", f"is no length on axis {axis} whose convolution gives the input back")
    ends, extra = padding_of(pairs)
    return Spec(
        speaker=arguments.speaker,
        kernel=kernel,
        stride=stride,
        dilation=dilation,
        padding=ends,
        output_padding=extra,
        in_channels=weights.in_channels,
        out_channels=weights.out_channels,
        layout=LAYOUT,
        input=sizes,
        fixed=sizes is not None,
    )


def _steps(arguments: Arguments, word: str, rank: int, *, last: bool) -> tuple[int, ...]:
    """Give strides or dilations, from a number, one per axis, or these with batch and channels."""
    value = arguments.literal(word)
    if value is None:
        return (1,) * rank
    if isinstance(value, tuple) and len(value) == rank + 2:
        row = arguments.row(word, rank + 2)
        inner, outer = (row[1:-1], (row[0], row[-1])) if last else (row[2:], row[:2])
        if outer != (1, 1):
            arguments.refuse(word, "steps over batch or channels; these two are 1")
        return inner
    return arguments.row(word, rank, single=True)


def _explicit(arguments: Arguments, rank: int, *, last: bool) -> tuple[tuple[int, int], ...]:
    if rank != 2:
        arguments.refuse("padding", 'is not "SAME" or "VALID"; numbers are taken in conv2d_transpose alone')
    pairs = arguments.pairs("padding", rank + 2)
    inner, outer = (pairs[1:-1], (pairs[0], pairs[-1])) if last else (pairs[2:], pairs[:2])
    if outer != ((0, 0), (0, 0)):
        arguments.refuse("padding", "pads batch or channels; these two are [0, 0]")
    return inner


def write(form: NormalForm) -> Said:
    """Write the layer; its length is a formula in the input's sizes where the input is not fixed."""
    one_group(TITLE, form)
    name = callee(TITLE, _RANKS, form)
    notes: tuple[str, ...] = ()
    if any(axis.canonical.dilation > 1 for axis in form.axes):
        if form.rank == 1:
            notes = ("dilations above 1 run only with oneDNN on (TF_ENABLE_ONEDNN_OPTS, the default on x86)",)
        else:
            no_dilation(TITLE, form)
    for padding in ("VALID", "SAME"):
        if all(_reaches(padding, axis.span, axis.stride, axis.low, axis.extra) for axis in form.axes):
            return Said(_call(name, form, f'"{padding}"'), notes)
    for number, axis in enumerate(form.axes):
        if form.rank != 2 or axis.low < 0 or axis.extra >= axis.stride:
            paddings = "SAME, VALID, or l, h ≥ 0 with a < s" if form.rank == 2 else "SAME and VALID alone"
            why = f"on axis {number} it needs l = {axis.low} and a - h = {axis.extra}, and has {paddings}"
            raise NoWordsError(TITLE, why)
    pads = [[0, 0], *([low, max(-extra, 0)] for low, extra in form.ends), [0, 0]]
    return Said(_call(name, form, str(pads)), notes)


def _reaches(padding: str, axis_span: int, stride: int, low: int, extra: int) -> bool:
    rest = extra + axis_span - low
    legal = 1 <= rest <= stride if padding == "SAME" else 0 <= extra < stride and low == 0
    return legal and same_valid_ends(padding, rest, axis_span) == (low, extra)


def _call(name: str, form: NormalForm, padding: str) -> str:
    shape = ", ".join(["N", *length_texts(form), str(name_or(form.out_channels, "C_out"))])
    dilation = tuple(axis.canonical.dilation for axis in form.axes)
    return written(
        f"tf.nn.{name}",
        "x",
        filters=shape_text((*form.kernel, name_or(form.out_channels, "C_out"), name_or(form.in_channels, "C_in"))),
        output_shape=f"({shape})",
        strides=brief(form.stride),
        padding=padding,
        dilations=brief(dilation, 1),
    )


SAME_RULE = "1 <= e + K - l <= s and l == max(l - e, 0) // 2"
FRAMEWORK = Framework(
    name="tensorflow",
    title=TITLE,
    version="2.21.0",
    source="tensorflow/python/ops/nn_ops.py, release 2.21.0",
    prefixes=("tf.nn", "tensorflow.nn", "tf.compat.v1.nn"),
    callees={**dict.fromkeys(_RANKS, _SIGNATURE), "conv_transpose": _ANY},
    read=read,
    write=write,
    layout=LAYOUT,
    image="l >= 0 and e < s",
    limits=("1 to 3 spatial axes", "groups = 1", "padding as numbers in two dimensions alone: elsewhere SAME or VALID"),
    ways=(
        Way('padding="VALID", output_shape O', ("0 <= v", "v < s"), "0", "v", {"v": "e"}),
        Way(
            'padding="SAME", output_shape O = (n-1)s + r',
            ("1 <= r", "r <= s"),
            "max(K - r, 0) // 2",
            "r - K + max(K - r, 0) // 2",
            {"r": "e + K - l"},
        ),
        Way("padding=[[0,0],[l,h],…], output_shape O", ("p >= 0", "q >= 0", "0 <= a", "a < s"), "p", "a - q",
            {"p": "l", "q": "max(-e, 0)", "a": "max(e, 0)"}),
    ),
    words=(
        Word("filters", "the kernel, (*k, C_out, C_in)", ""),
        Word("output_shape", "(N, *i, C_out)", "SAME: n = ⌈i/s⌉; VALID: n = ⌈(i-K+1)/s⌉; numbers: 0 ≤ a < s"),
        Word("strides, dilations", "s, d", "a number, one per axis, or these with 1 for batch and channels"),
        Word("padding", "SAME: l = ⌊max((n-1)s + K - i, 0)/2⌋; VALID: l = 0; or pairs [l, h]", "pairs in 2-D alone"),
    ),
    traps=(
        "output_shape holds the batch and the channels too.",
        "oneDNN on (the default) and off accept different sets: dilations above 1 run only with it.",
    ),
)  # fmt: skip
