"""The walk along the line: every way of laying a layer out is the definition; threads and rooms change no bit."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.numeric import _walk, conv_transpose, gather
from symtconv.numeric.layout import layouts
from symtconv.numeric.phases import phases
from symtconv.numeric.simd import LEVELS as NAMES
from symtconv.numeric.simd import chosen, default_threads
from symtconv.numeric.sizes import sizes
from tests.numeric.brute import brute
from tests.numeric.test_gather_law import DTYPES, LEVELS, numbers, words
from tests.strategies import axes, layers


def every_layout(layer, batch, itemsize):
    found = sizes((batch, layer.in_channels, *layer.input), layer.weight_shape, itemsize, **words(layer))
    return layouts(found, itemsize)


@given(layers(rank=st.integers(1, 3), size=5, kernel=4), st.integers(1, 3), st.sampled_from(DTYPES))
def test_every_layout_is_the_definition(layer, batch, kind):
    """Tight or loose, along the line or by a table, at every instruction set: not only the one that is taken."""
    y, w, bias = (of.astype(kind) for of in numbers(layer, batch))
    x = brute(layer, y, w, bias)
    for laid in every_layout(layer, batch, y.itemsize):
        walk = _walk.Walk(laid, kind)
        for level in LEVELS:
            found = np.full(x.shape, 77, kind)
            assert walk.run(y, w, bias, found, level, 1)
            np.testing.assert_array_equal(found, x, err_msg=f"{laid} {NAMES[level]}")
        unbiased = np.full(x.shape, 77, kind)
        walk.run(y, w, None, unbiased, LEVELS[-1], 1)
        np.testing.assert_array_equal(unbiased, x - bias.reshape(-1, *[1] * layer.rank))


@given(axes(size=6, kernel=6, step=5), st.integers(0, 4))
def test_phases_hold_each_triple_of_the_definition_once(axis, off):
    n, s, off = axis.size, axis.stride, off % axis.stride
    found = phases(n, axis.kernel, s, axis.dilation, axis.low, axis.output, off)
    seen = [
        (t, q - shift, s * q + r - off)
        for r, taps in enumerate(found.taps)
        for t, shift in taps
        for q in range(found.places)
        if 0 <= q - shift < n and 0 <= s * q + r - off < axis.output
    ]
    assert sorted(seen) == sorted(
        (t, o, s * o + axis.dilation * t - axis.low)
        for t in range(axis.kernel)
        for o in range(n)
        if 0 <= s * o + axis.dilation * t - axis.low < axis.output
    )
    low, high = found.shifts
    assert found.pitch >= found.places
    for q in range(found.places):  # whatever a shift reaches outside y lies in the zeros between two rows
        for shift in range(low, high + 1):
            o = q - shift
            assert 0 <= o < n or (n - found.pitch <= o < 0 or n <= o < found.pitch)


SHARED = {
    "many blocks": ((1, 3, 400, 50), (3, 20, 3, 3), {"stride": 2, "padding": 1}),
    "many chunks": ((2, 40, 5, 5), (40, 70, 4, 4), {"stride": 2, "padding": 1}),
    "many groups": ((1, 48, 40, 40), (48, 1, 4, 4), {"stride": 2, "groups": 48}),
    "deep": ((1, 300, 30), (300, 24, 16), {"stride": 5, "dilation": 2}),
    "one axis, long": ((1, 4, 70_000), (4, 3, 8), {"stride": 4, "padding": 2}),
}


@pytest.mark.parametrize("kind", DTYPES)
@pytest.mark.parametrize("name", SHARED)
def test_threads_change_no_bit(name, kind):
    y, w, named = SHARED[name]
    draw = np.random.default_rng(5)
    if kind == np.int64:
        y, w = draw.integers(-99, 99, y), draw.integers(-99, 99, w)
    else:
        y, w = draw.normal(size=y).astype(kind), draw.normal(size=w).astype(kind)
    one = conv_transpose(y, w, threads=1, **named)
    for count in (2, 3, 7):
        assert conv_transpose(y, w, threads=count, **named).tobytes() == one.tobytes()
    gather._WALKS.clear()
    assert conv_transpose(y, w, threads=2, **named).tobytes() == one.tobytes()


@pytest.mark.parametrize("name", SHARED)
def test_large_layers_agree_with_the_other_half(name, monkeypatch):
    y, w, named = SHARED[name]
    draw = np.random.default_rng(6)
    y, w = draw.integers(-9, 10, y), draw.integers(-9, 10, w)
    gather._WALKS.clear()
    walked = conv_transpose(y, w, threads=2, **named)
    assert gather._WALKS, "no walk was made"
    monkeypatch.setattr(gather, "_WALKS", {})
    monkeypatch.setattr(gather, "layout", lambda *_: None)
    np.testing.assert_array_equal(conv_transpose(y, w, **named), walked)


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
@pytest.mark.parametrize("where", ["w", "y"])
def test_what_is_not_finite_meets_only_what_the_definition_joins(kind, value, where):
    y, w = np.ones((1, 2, 5, 6), kind), np.ones((2, 3, 3, 3), kind)
    (w if where == "w" else y)[0, 1, 0, 2] = value
    for _ in range(2):  # the second call has its walk ready
        found = conv_transpose(y, w, stride=2, padding=1)
        expected = np.zeros((1, 3, 13, 15), kind)
        for c in range(2):
            for o in np.ndindex(5, 6):
                for t in np.ndindex(3, 3):
                    expected[0, :, 2 * o[0] + t[0], 2 * o[1] + t[1]] += w[c, :, t[0], t[1]] * y[0, c, o[0], o[1]]
        np.testing.assert_array_equal(found, expected[:, :, 1:10, 1:12])


def test_a_call_that_is_ready_checks_what_a_first_call_checks():
    """The walk that is kept for integers must not serve what only looks alike."""
    y, w = np.ones((1, 2, 5)), np.ones((2, 3, 3))
    for _ in range(2):
        conv_transpose(y, w, stride=1, padding=(1,))
    with pytest.raises(TypeError, match="stride=True is a bool"):
        conv_transpose(y, w, stride=True, padding=(1,))
    with pytest.raises(TypeError, match=r"stride=1\.0 is a float"):
        conv_transpose(y, w, stride=1.0, padding=(1,))
    with pytest.raises(TypeError, match=r"padding\[0\]=True is a bool"):
        conv_transpose(y, w, stride=1, padding=(True,))
    with pytest.raises(TypeError, match="y is a masked array"):
        conv_transpose(np.ma.masked_array(y, y > 0), w, stride=1, padding=(1,))
    with pytest.raises(ValueError, match="bias has shape"):
        conv_transpose(y, w, np.ones(4), stride=1, padding=(1,))
    with pytest.raises(TypeError, match="mixed dtypes"):
        conv_transpose(y, w.astype("f4"), stride=1, padding=(1,))
    expected = conv_transpose(y, w, stride=1, padding=(1,))
    np.testing.assert_array_equal(conv_transpose(y[..., ::-1], w, stride=1, padding=(1,)), expected[..., ::-1])
    np.testing.assert_array_equal(conv_transpose(y.astype(">f8"), w, stride=1, padding=(1,)), expected)


def test_words_that_no_cache_can_keep_are_words_all_the_same():
    y, w = np.ones((1, 2, 5)), np.ones((2, 3, 3))
    expected = conv_transpose(y, w, stride=2, padding=((1, 0),))
    for stride in ([2], np.array([2]), np.int64(2), (np.int8(2),)):
        for padding in ([[1, 0]], np.array([[1, 0]]), [(1, 0)]):
            for _ in range(2):
                np.testing.assert_array_equal(conv_transpose(y, w, stride=stride, padding=padding), expected)


def test_a_ready_call_refuses_what_could_overflow():
    y, w = np.ones((1, 1, 3), np.int64), np.ones((1, 1, 2), np.int64)
    conv_transpose(y, w)
    y[0, 0, 1] = w[0, 0, 1] = 2**31
    for bad in (2**62, -(2**63)):
        with pytest.raises(OverflowError, match="could overflow"):
            conv_transpose(np.full_like(y, bad), np.full_like(w, 2))
    assert conv_transpose(y, w)[0, 0, 2] == 2**62 + 1
    with pytest.raises(OverflowError, match="could overflow"):
        conv_transpose(y, w, np.array([2**62]))


def test_the_kept_walks_stay_few():
    for n in range(1, gather.MOST_WALKS + 20):
        conv_transpose(np.ones((1, 1, n)), np.ones((1, 1, 1)))
    assert len(gather._WALKS) <= gather.MOST_WALKS


@pytest.mark.parametrize(
    ("threads", "error", "said"),
    [(0, ValueError, "threads=0 is below 1"), (257, ValueError, "above 256"), (1.5, TypeError, "is a float")],
)
def test_threads_are_a_whole_number(threads, error, said):
    with pytest.raises(error, match=said):
        conv_transpose(np.ones((1, 1, 3)), np.ones((1, 1, 2)), threads=threads)


@pytest.mark.parametrize("asked", ["sse9", "avx512 ", "1"])
def test_an_unknown_instruction_set_is_refused(asked, monkeypatch):
    monkeypatch.setenv("SYMTCONV_SIMD", asked)
    with pytest.raises(ValueError, match="use one of portable, avx2"):
        chosen.__wrapped__(2)
    monkeypatch.setenv("SYMTCONV_SIMD", "avx512")
    with pytest.raises(ValueError, match="not one this machine has; use one of portable$"):
        chosen.__wrapped__(0)
    monkeypatch.setenv("SYMTCONV_SIMD", "portable")
    assert chosen.__wrapped__(2) == 0


@pytest.mark.parametrize("asked", ["0", "-1", "two", "257", "1.5", "²"])
def test_an_odd_number_of_threads_is_refused(asked, monkeypatch):
    monkeypatch.setenv("SYMTCONV_THREADS", asked)
    with pytest.raises(ValueError, match="whole number from 1 to 256"):
        default_threads.__wrapped__()
    monkeypatch.setenv("SYMTCONV_THREADS", "4")
    assert default_threads.__wrapped__() == 4


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [("SYMTCONV_SIMD", "portable", "portable 21"), ("SYMTCONV_SIMD", "mmx", "SYMTCONV_SIMD='mmx' is not one"),
     ("SYMTCONV_THREADS", "3", "21"), ("SYMTCONV_THREADS", "no", "SYMTCONV_THREADS='no' is no number")],
)  # fmt: skip
def test_a_program_is_told_by_its_environment(name, value, printed):
    said = """
from symtconv.numeric import conv_transpose, gather
try:
    print(gather.instruction_set(), conv_transpose([[[3]]], [[[7]]])[0, 0, 0])
except ValueError as fault:
    print(fault)
"""
    done = subprocess.run(
        [sys.executable, "-c", said], capture_output=True, text=True, check=True, env={**os.environ, name: value}
    )
    assert printed in done.stdout
