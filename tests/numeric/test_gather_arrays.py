"""Arrays of any strides, byte order and integer dtype; ``out=``; threads."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.numeric import conv_transpose
from tests.numeric.test_gather_law import DTYPES

WORDS = {"stride": (2, 3), "padding": ((1, 0), (0, 2)), "dilation": (1, 2), "groups": 2}
DRAW = np.random.default_rng(7)
Y, W, BIAS = DRAW.integers(-9, 10, (3, 4, 5, 6)), DRAW.integers(-9, 10, (4, 3, 3, 2)), DRAW.integers(-9, 10, 6)
X = conv_transpose(Y, W, BIAS, **WORDS)


def respun(array, order, signs, gaps):
    """Give an array equal to ``array`` with its axes laid out in ``order``, some backwards, with gaps between."""
    room = np.full([array.shape[a] * gaps[a] for a in order], 99, array.dtype)
    view = room.transpose(np.argsort(order))
    view = view[tuple(slice(None, None, gaps[a]) for a in range(array.ndim))]
    view = view[tuple(slice(None, None, sign) for sign in signs)]
    view[...] = array
    return view


@st.composite
def layouts(draw):
    return (
        draw(st.permutations(range(4))),
        draw(st.lists(st.sampled_from([1, -1]), min_size=4, max_size=4)),
        draw(st.lists(st.integers(1, 2), min_size=4, max_size=4)),
    )


@given(layouts(), layouts(), layouts(), st.sampled_from(DTYPES))
def test_any_layout_of_input_and_out(of_y, of_w, of_out, kind):
    y, w = respun(Y.astype(kind), *of_y), respun(W.astype(kind), *of_w)
    out = respun(np.zeros(X.shape, kind), *of_out)
    assert conv_transpose(y, w, BIAS.astype(kind), out=out, **WORDS) is out
    np.testing.assert_array_equal(out, X)
    np.testing.assert_array_equal(y, Y)
    np.testing.assert_array_equal(w, W)
    if out.base is not None and out.base.size > out.size:
        assert np.count_nonzero(out.base == 99) >= out.base.size - out.size - np.count_nonzero(out == 99)


def test_broadcast_and_read_only_inputs():
    y = np.broadcast_to(Y[:1, :, :1], Y.shape)
    w = W.copy()
    w.flags.writeable = False
    np.testing.assert_array_equal(conv_transpose(y, w, **WORDS), conv_transpose(y.copy(), W, **WORDS))


@pytest.mark.parametrize("kind", ["i1", "i2", "i4", "u1", "u2", "u4", "u8", ">i8", ">i2"])
def test_integers_become_int64(kind):
    y, w = abs(Y).astype(kind), abs(W).astype(kind)
    found = conv_transpose(y, w, **WORDS)
    assert found.dtype == np.int64
    np.testing.assert_array_equal(found, conv_transpose(abs(Y), abs(W), **WORDS))


def test_integers_of_several_widths_go_together():
    np.testing.assert_array_equal(conv_transpose(Y.astype("i1"), W.astype("i4"), BIAS, **WORDS), X)


@pytest.mark.parametrize("kind", [">f4", ">f8"])
def test_foreign_byte_order(kind):
    found = conv_transpose(Y.astype(kind), W.astype(kind), BIAS.astype(kind), **WORDS)
    assert found.dtype == np.dtype(kind).newbyteorder("=")
    np.testing.assert_array_equal(found, X)
    out = np.zeros(X.shape, kind)
    np.testing.assert_array_equal(
        conv_transpose(Y.astype(kind), W.astype(kind), BIAS.astype(kind), out=out, **WORDS), X
    )


def test_lists_are_read():
    np.testing.assert_array_equal(conv_transpose(Y.tolist(), W.tolist(), BIAS.tolist(), **WORDS), X)


def test_an_empty_batch_has_a_full_shape():
    found = conv_transpose(Y[:0], W, BIAS, **WORDS)
    assert found.shape == (0, *X.shape[1:])
    out = np.empty((0, *X.shape[1:]), np.int64)
    assert conv_transpose(Y[:0], W, BIAS, out=out, **WORDS) is out


@pytest.mark.parametrize("which", ["y", "w", "bias"])
def test_out_may_share_memory_with_an_input(which):
    """Stride 1, kernel 1: x′ has the shape of y, and each input in turn lies in the memory of out."""
    room = np.zeros(2000, np.int64)
    y = np.arange(1, 801).reshape(1, 20, 40)
    w, bias = np.arange(1, 401).reshape(20, 20, 1), np.arange(20)
    expected = conv_transpose(y, w, bias)
    out = room[:800].reshape(1, 20, 40)
    inputs = {"y": y, "w": w, "bias": bias}
    shared = room[3 : 3 + inputs[which].size].reshape(inputs[which].shape)
    shared[...] = inputs[which]
    inputs[which] = shared
    conv_transpose(inputs["y"], inputs["w"], inputs["bias"], out=out)
    np.testing.assert_array_equal(out, expected)


def test_out_writes_nothing_beside_itself():
    room = np.full(X.size + 200, 77, np.int64)
    out = room[100:-100].reshape(X.shape)
    conv_transpose(Y, W, BIAS, out=out, **WORDS)
    np.testing.assert_array_equal(out, X)
    assert np.all(room[:100] == 77)
    assert np.all(room[-100:] == 77)


def test_threads_do_not_disturb_one_another():
    def run(shift):
        return shift, [conv_transpose(Y + shift, W, BIAS, **WORDS) for _ in range(30)]

    expected = [conv_transpose(Y + shift, W, BIAS, **WORDS) for shift in range(8)]
    with ThreadPoolExecutor(8) as pool:
        for shift, found in pool.map(run, range(8)):
            for x in found:
                np.testing.assert_array_equal(x, expected[shift])


def test_the_gil_is_released():
    """Another thread counts while a call runs; did the call keep the GIL, the count would stand still."""
    ticks, seen, done = [0], [], threading.Event()
    y, w = np.ones((1, 64, 64, 64)), np.ones((64, 64, 5, 5))

    def call():
        try:
            while not seen or (len(seen) < 20 and max(seen) < 5):  # again, where the machine has no time for us
                before = ticks[0]
                conv_transpose(y, w)
                seen.append(ticks[0] - before)
        finally:
            done.set()

    worker = threading.Thread(target=call)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1000)  # so that nothing but a released GIL lets the other thread go on
    try:
        worker.start()
        while not done.is_set():
            ticks[0] += 1
            done.wait(0.0005)  # gives the GIL away, and goes on only when it is free
    finally:
        sys.setswitchinterval(interval)
        worker.join()
    assert max(seen) >= 5
