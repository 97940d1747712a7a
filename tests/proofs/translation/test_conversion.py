"""A call in other words: what is written means the layer, its kernel line moves the weights, a remedy is the layer."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv import convert, rewrite
from symtconv.conventions import FRAMEWORKS, Given, understood
from symtconv.conventions.weights import Layout, Weights, dense_code, filled_code, kernel_code

NAMES = [framework.name for framework in FRAMEWORKS]
LAYOUTS = ["Iok", "Oik", "kOI", "kIO", "OkI", "Oki", "giok", "goik", "koI", "okI", "OIk"]


@st.composite
def torch_calls(draw):
    rank = draw(st.integers(1, 2))
    row = lambda low, high: tuple(draw(st.integers(low, high)) for _ in range(rank))  # noqa: E731
    stride, dilation = row(1, 3), row(1, 2)
    extra = tuple(draw(st.integers(0, max(s, d) - 1)) for s, d in zip(stride, dilation, strict=True))
    g = draw(st.integers(1, 2))
    channels = f"{g * draw(st.integers(1, 2))}, {g * draw(st.integers(1, 2))}"
    words = f"stride={stride}, padding={row(0, 3)}, output_padding={extra}, groups={g}, dilation={dilation}"
    return f"ConvTranspose{rank}d({channels}, {row(1, 4)}, {words})"


@given(torch_calls(), st.sampled_from(NAMES))
def test_a_call_in_other_words_means_the_layer(text, name):
    form = understood(text)[1].form()
    found = convert(text, name)
    if found.call is not None:
        beside = Given(kernel=form.kernel, in_channels=form.in_channels, out_channels=form.out_channels)
        framework, spec = understood(found.call, beside)
        assert framework.name == name or (name == "onnxruntime" and framework.name == "onnx")
        assert spec.form().same_as(form)
        assert found.verdict.outcome == "proved"
        assert found.to_dict()["certificate"]
        return
    assert found.why
    assert "None" not in found.to_text()
    remedy = found.found.remedy
    if remedy is not None:  # the call of the remedy is the layer at other ends, or of another kernel
        assert remedy.form.groups in (form.groups, 1)
        for axis, moved in zip(form.axes, remedy.form.axes, strict=True):
            assert (moved.span, moved.stride) == (axis.span, axis.stride)


def own(kernel, ci, co, g):
    """Weights in the layer's own order, every entry another number."""
    shape = (ci, co // g, *kernel)
    return np.arange(np.prod(shape)).reshape(shape)


def as_stored(w, letters, g):
    """The same weights in another order, entry by entry: index arithmetic and nothing else."""
    ci, local, *kernel = w.shape
    co = local * g
    shape = Layout(letters).sizes(Weights(tuple(kernel), ci, co, g))
    out = np.zeros(shape, w.dtype)
    for c, m, *t in product(*map(range, w.shape)):
        group = c // (ci // g)
        place = {"I": c, "O": group * local + m, "i": c % (ci // g), "o": m, "g": group}
        index = [q for letter in letters for q in (t if letter == "k" else [place[letter]])]
        out[tuple(index)] = w[(c, m, *t)]
    return out


class Torch(np.ndarray):
    """An array with torch's names for the two methods that are called."""

    def permute(self, *order):
        return self.transpose(order)

    def flip(self, *axes):
        return np.flip(self, axes)


@pytest.mark.parametrize(("g", "rank"), [(1, 1), (1, 2), (2, 1), (2, 2)])
@pytest.mark.parametrize("dialect", ["torch", "numpy"])
def test_the_line_about_the_kernel_moves_every_entry(g, rank, dialect):
    w = own((3, 2)[:rank], 2 * g, 3 * g, g)
    layouts = [name for name in LAYOUTS if g == 1 or (any(letter in name for letter in "iog") and name != "kOI")]
    for source, target, flip in product(layouts, layouts, (False, True)):
        if g == 1 and ("g" in source or "g" in target):
            continue
        line = kernel_code(Layout(source), Layout(target), rank=rank, groups=g, flip=flip, dialect=dialect)
        start = as_stored(w, source, g).view(Torch)
        found = start if line is None else eval(line, {"w": start, "np": np})  # noqa: S307 - the line under test
        wanted = as_stored(np.flip(w, tuple(range(2, w.ndim))) if flip else w, target, g)
        assert np.array_equal(found, wanted), (source, target, line)


@pytest.mark.parametrize("letters", ["Iok", "Oik", "kOI", "OkI"])
def test_the_line_that_writes_the_zeros_between_taps(letters):
    w = own((3, 2), 2, 3, 1)
    wide = np.zeros((2, 3, 5, 4), w.dtype)
    wide[:, :, ::2, ::3] = w
    line = filled_code(Layout(letters), (3, 2), (2, 3))
    found = eval(line, {"w": as_stored(w, letters, 1), "np": np})  # noqa: S307 - as above
    assert np.array_equal(found, as_stored(wide, letters, 1))


@pytest.mark.parametrize("letters", ["Iok", "Oik", "Oki", "giok", "goik"])
def test_the_line_that_makes_groups_one_dense_kernel(letters):
    g, w = 2, own((3,), 4, 6, 2)
    dense = np.zeros((4, 6, 3), w.dtype)
    for c in range(4):
        dense[c, 3 * (c // 2) : 3 * (c // 2) + 3] = w[c]
    line, layout = dense_code(Layout(letters), g)
    found = eval(line, {"w": as_stored(w, letters, g), "np": np})  # noqa: S307 - as above
    assert np.array_equal(found, as_stored(dense, layout.letters.lower().translate(str.maketrans("io", "IO")), 1))


@pytest.mark.parametrize(
    ("call", "to", "why", "remedy"),
    [
        (
            "ConvTranspose1d(1, 1, 3, stride=2, dilation=2)",
            "keras",
            "no dilation above 1 together",
            "Conv1DTranspose(1, 5, strides=2",
        ),
        ("ConvTranspose2d(4, 4, 3, groups=2)", "keras", "no groups", "Conv2DTranspose(4, 3"),
        (
            "ConvTranspose(kernel_shape=[1], pads=[0, 1])",
            "torch",
            "output_padding = l - h . a = -1",
            "ConvTranspose1d(C_in, C_out, 1)",
        ),
        ("ConvTranspose1d(1, 1, 2, 1, 1)", "mlx", None, None),
        ("ConvTranspose1d(1, 1, 3)", "tosa", "2 spatial axes and the layer has 1", None),
    ],
)
def test_what_cannot_be_said(call, to, why, remedy):
    found = convert(call, to)
    if why is None:
        assert found.call is not None
        return
    assert found.call is None
    assert re.search(why, found.why)
    assert (found.remedy is None) if remedy is None else found.remedy["call"].startswith(remedy)


@pytest.mark.parametrize(
    ("call", "to"),
    [
        ("Conv1DTranspose(8, 3, strides=2, padding='same')", "torch"),
        ("ConvTranspose2d(1, 1, 3, 2, 1, 1)", "keras"),
        ("ConvTranspose1d(1, 1, 3, stride=2, dilation=2, padding=1)", "keras"),
        ("ConvTranspose2d(4, 4, 3, groups=2, padding=1, dilation=2)", "tosa"),
        ("tosa.transpose_conv2d(weight=(1, 3, 3, 1), out_pad=[1, 2, 0, 0], stride=[2, 1])", "torch"),
    ],
)
def test_a_remedy_is_proved_as_a_program(call, to):
    remedy = convert(call, to).remedy
    verdict = rewrite(remedy["meant"], remedy["program"], tensors=remedy["tensors"], explain=False)
    assert verdict.outcome == "proved"
    wrong = remedy["program"].replace("-1", "-2", 1).replace("1, 2)", "1, 3)", 1)
    if wrong != remedy["program"]:
        assert rewrite(remedy["meant"], wrong, tensors=remedy["tensors"], explain=False).outcome == "refuted"


def test_what_an_engine_refuses_is_said_beside_the_call():
    found = convert("ConvTranspose1d(1, 1, 2, dilation=3, output_padding=2)", "onnx")
    assert found.call.startswith("ConvTranspose(")
    assert any("onnxruntime refuses" in note for note in found.notes)
