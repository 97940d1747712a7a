"""The way back: a layer as a call of a framework, exactly where that framework has words for it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.conventions import FRAMEWORKS, layer_of_call, to_call
from symtconv.geometry import ConvTranspose, GeometryError, InputError
from tests.strategies import layers

NAMES = [framework.name for framework in FRAMEWORKS]


PLANE_ALONE = ("tosa", "tflite", "webnn")
NO_DILATION = ("tosa", "tflite", "haiku")


def function(layer):
    """What the layer computes: h and a enter it through a - h alone, and with one tap d enters nothing."""
    return [
        (x.size, x.kernel, x.stride, x.dilation if x.kernel > 1 else 1, x.low, x.output_padding - x.high)
        for x in layer.axes
    ]


def in_image(name, axis):
    """Whether a framework has words for an axis: its image, as the tables print it, and what its limits say of d."""
    image = next(known.image for known in FRAMEWORKS if known.name == name)
    words = {"K": axis.span, "k": axis.kernel, "s": axis.stride, "d": axis.dilation, "l": axis.low}
    words |= {"e": axis.output_padding - axis.high, "true": True}
    if name in NO_DILATION and not (axis.dilation == 1 or axis.kernel == 1):
        return False
    if name == "keras" and not (axis.stride == 1 or axis.dilation == 1 or axis.kernel == 1):
        return False
    if name == "tensorflow":  # in one dimension, where its paddings are words alone
        image = next(known.image for known in FRAMEWORKS if known.name == "tflite")
    return bool(eval(image, {"max": max}, words))  # noqa: S307 - our own text


def by_enumeration(name, axis):  # noqa: PLR0911 - one for each law
    """The same question, asked of the words themselves: is there a padding and an output padding?"""
    K, s, d, l, e = axis.span, axis.stride, axis.dilation, axis.low, axis.output_padding - axis.high
    if name == "torch":
        return any((l, e) == (p, a - p) for p in range(9) for a in range(max(s, d)))
    if name == "onnx":
        return any((l, e) == (low, a - h) for low in range(9) for h in range(9) for a in range(max(s, d)))
    if name in ("onnxruntime", "equinox", "webnn", "onednn", "paddle"):
        return any((l, e) == (low, a - h) for low in range(9) for h in range(9) for a in range(s))
    if name == "cudnn":
        return any((l, e) == (p, a - p) for p in range(9) for a in range(s))
    if name == "mlx":
        return any((l, e) == (p, a - p) for p in range(K) for a in range(20))
    if name == "keras":
        d_fits = s == 1 or d == 1 or axis.kernel == 1
        valid = l == 0 and (0 <= e < s or e == max(K, s) - K)
        whole = (l, e) == (max((K - s) // 2, 0), s - K + max((K - s) // 2, 0))
        asked = any(l == max(0, K // 2 - (v + 1) // 2) and e == K % 2 + v - K + l for v in range(s))
        return d_fits and (valid or whole or asked)
    if name in ("tensorflow", "tflite"):
        if name == "tflite" and d > 1 and axis.kernel > 1:
            return False
        same = any((l, e) == (max(K - r, 0) // 2, r - K + max(K - r, 0) // 2) for r in range(1, s + 1))
        return same or (l == 0 and 0 <= e < s)
    return None


def grid():
    """Every layer of one axis in a box that holds both sides of every limit."""
    for k, s, d, l, e in product((1, 2, 3, 4), (1, 2, 3), (1, 2, 3), range(-1, 5), range(-4, 4)):
        if 2 * s + d * (k - 1) + 1 - l + e >= 1:
            extra = {"padding": ((l, max(-e, 0)),), "output_padding": max(e, 0)}
            yield ConvTranspose(input=3, kernel=k, stride=s, dilation=d, **extra)


def dilations(axis):
    """Every dilation that a call may say of this axis: with one tap it joins nothing."""
    return [axis.dilation] if axis.kernel > 1 else range(1, 10)


@pytest.mark.parametrize("name", NAMES)
def test_exactly_the_layers_of_the_image_have_a_call_and_it_means_them(name):
    said, refused = 0, 0
    for line in grid():
        (axis,) = line.axes
        layer = line
        if name in PLANE_ALONE:  # the same axis twice
            words = {key: value * 2 for key, value in line.to_dict().items() if isinstance(value, list)}
            layer = ConvTranspose(**words)
        assert by_enumeration(name, axis) in (None, in_image(name, axis))
        expected = any(in_image(name, replace(line, dilation=d).axes[0]) for d in dilations(axis))
        try:
            text = to_call(layer, name)
        except GeometryError as refusal:
            assert not expected, layer
            refused += 1
            _the_remedy_is_the_layer(str(refusal), layer)
        else:
            assert expected, layer
            said += 1
            assert function(layer_of_call(text, 3)) == function(layer), text
    assert said > 40
    assert (refused > 100) == (name not in ("jax", "flax", "symtconv"))


def _the_remedy_is_the_layer(message, layer):
    """A refusal's remedy, applied: the call it names, zeros added and entries cut, joins what the layer joins."""
    if "put the zeros between the taps" in message:  # a kernel with zeros between its taps
        assert re.search(rf"\((kernel_size=)?{layer.axes[0].span}[ ,]", message)
        return
    text = re.search(r"; write (.*), then (?:pad|slice)", message)[1]
    more, less = (
        [int(number) for number in found.split("x")[0].split(":")] if found else [0, 0] for found in _ends_of(message)
    )
    base = layer_of_call(text, 3)
    assert base.output[0] + sum(more) - sum(less) == layer.output[0]
    shift = more[0] - less[0]
    moved = {(t, o, j + shift) for t, o, j in base.axes[0].relation.triples() if 0 <= j + shift < layer.output[0]}
    assert moved == set(layer.axes[0].relation.triples())


def _ends_of(message):
    for pattern in (r"pad its output with (\S+) zeros", r"slice (\S+) entries"):
        found = re.search(pattern, message)
        yield found[1] if found else None


@given(layers(rank=st.integers(1, 4)))
def test_a_call_of_any_rank_means_its_layer(layer):
    assert layer_of_call(to_call(layer, "symtconv")) == layer
    for name in NAMES:
        try:
            text = to_call(layer, name)
        except GeometryError:
            continue
        back = layer_of_call(text, layer.input)
        assert function(back) == function(layer)
        assert back.groups == layer.groups
        assert (
            name in ("onnx", "onnxruntime", "keras", "flax", "haiku", "ncnn") or back.weight_shape == layer.weight_shape
        )
        assert name in ("onnx", "onnxruntime") or back.out_channels == layer.out_channels


@st.composite
def legal_calls(draw):
    """A call that its framework runs, with its input."""
    rank = draw(st.integers(1, 3))

    def row(low, high):
        return tuple(draw(st.integers(low, high)) for _ in range(rank))

    kernel, stride, dilation, sizes = row(1, 4), row(1, 3), row(1, 3), row(3, 5)
    name = draw(st.sampled_from(["torch", "keras", "onnx", "jax"]))
    extra = tuple(draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True))
    if name == "torch":
        words = f"{kernel}, {stride}, {row(0, 1)}, {extra}, 2, dilation={dilation}"
        return name, f"ConvTranspose{rank}d(2, 4, {words})", sizes
    if name == "onnx":
        words = f"kernel_shape={kernel}, strides={stride}, dilations={dilation}, output_padding={extra}"
        return name, f"ConvTranspose({words}, pads={row(0, 1) + row(0, 1)}, group=2)", sizes
    if name == "keras":
        stride, dilation = draw(st.sampled_from([(stride, 1), (1, dilation), (1, 1)]))
        steps = stride if isinstance(stride, tuple) else (1,) * rank
        v = draw(st.sampled_from([None, tuple(draw(st.integers(0, s - 1)) for s in steps)]))
        words = f"strides={stride}, dilation_rate={dilation}, output_padding={v}, padding="
        words += draw(st.sampled_from(['"same"', '"valid"']))
        return name, f"Conv{rank}DTranspose(2, {kernel}, {words})", sizes
    pads = draw(st.sampled_from(['"SAME"', '"VALID"', tuple((k, draw(st.integers(0, 9))) for k in kernel)]))
    return name, f"conv_transpose(rhs={(*kernel, 2, 3)}, strides={stride}, padding={pads})", sizes


@given(legal_calls())
def test_what_a_framework_said_it_can_say_again(call):
    name, text, sizes = call
    try:
        layer = layer_of_call(text, sizes)
    except GeometryError as refusal:
        assert "empty" in str(refusal)  # noqa: PT017 - nothing else is out of range in these calls
        return
    again = layer_of_call(to_call(layer, name), sizes)
    assert function(again) == function(layer)
    assert again.weight_shape == layer.weight_shape
    assert to_call(again, name) == to_call(layer, name)


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        (
            "ConvTranspose1d(2, 4, 3, 2, 1, 1, 2, dilation=1)",
            "torch",
            "ConvTranspose1d(2, 4, 3, stride=2, padding=1, output_padding=1, groups=2)",
        ),
        ("ConvTranspose1d(1, 1, 3, 2, 1, 1)", "onnx", "ConvTranspose(kernel_shape=[3], strides=[2], pads=[1, 0])"),
        ("ConvTranspose1d(1, 1, 4, 2, 1)", "keras", 'Conv1DTranspose(1, 4, strides=2, padding="same")'),
        (
            "ConvTranspose2d(1, 1, (2, 3), (2, 1), output_padding=(1, 0))",
            "keras",
            'Conv2DTranspose(1, (2, 3), strides=(2, 1), padding="valid", output_padding=(1, 0))',
        ),
        (
            "ConvTranspose1d(1, 1, 3, 2, 1, 1)",
            "jax",
            "jax.lax.conv_transpose(rhs=(3, 1, 1), strides=(2,), padding=((1, 2),), transpose_kernel=True)",
        ),
        ('Conv1DTranspose(1, 1, 2, "same")', "torch", "ConvTranspose1d(1, 1, 1, stride=2, output_padding=1)"),
    ],
)
def test_one_framework_in_the_words_of_another(text, name, written):
    assert to_call(layer_of_call(text, 3), name) == written


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [  # the smallest witnesses that no translation exists
        ('Conv1DTranspose(1, 2, padding="same")', "torch", "output_padding = l - h . a = -1"),
        ("ConvTranspose1d(1, 1, 1, 2, 1)", "keras", "no padding of it"),
        ("ConvTranspose(kernel_shape=[1], pads=[0, 1])", "torch", "slice 0:1 entries off"),
        ("ConvTranspose1d(2, 2, 1, groups=2)", "keras", "no groups"),
        ("ConvTranspose1d(2, 2, 1, groups=2)", "flax", "no groups"),
        ("ConvTranspose1d(1, 1, 2, dilation=2)", "haiku", "no dilation"),
        ("ConvTranspose2d(1, 1, 1, padding=1)", "tosa", "each above -k = -1"),
        ("ConvTranspose1d(1, 1, 2)", "tosa", "2 spatial axes and the layer has 1"),
        ("ConvTranspose1d(1, 1, 2, 2, padding=2)", "mlx", "at most K - 1"),
        ("ConvTranspose1d(1, 1, 2, dilation=3, output_padding=1)", "onnxruntime", "below strides"),
        ("ConvTranspose(kernel_shape=[1, 1, 1, 1])", "torch", "1 to 3 spatial axes and the layer has 4"),
        ("ConvTranspose(kernel_shape=[1, 1, 1, 1])", "jax", "not 4"),
    ],
)
def test_what_cannot_be_said_is_refused_with_a_remedy(text, name, reason):
    with pytest.raises(GeometryError, match=f"cannot say this layer: .*{reason}"):
        to_call(layer_of_call(text, 3), name)


def test_an_unknown_framework_is_refused():
    with pytest.raises(InputError, match="'pytorch' .did you mean 'torch'.+ there are torch, keras, tensorflow, onnx"):
        to_call(ConvTranspose(input=2, kernel=2), "pytorch")
