"""Exact on integers: the last call that cannot overflow runs, the first that could is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.numeric import conv_transpose, scatter

MOST, LEAST = 2**63 - 1, -(2**63)
WORDS = {"stride": [1], "padding": [(0, 0)], "output_padding": [0], "dilation": [1]}


@pytest.mark.parametrize(
    ("y", "w", "bias", "runs"),
    [
        (MOST, 1, 0, True),
        (1, -MOST, 0, True),
        (MOST, 1, 1, False),
        (MOST - 1, -1, 1, True),
        (MOST - 1, 1, -1, True),
        (2**31, 2**32 - 1, 0, True),
        (2**31, 2**32, 0, False),
        (2**31, 2**32 - 1, 2**31 - 1, True),
        (2**31, 2**32 - 1, 2**31, False),
        (1, LEAST, 0, False),
        (LEAST, 1, 0, False),
        (LEAST, LEAST, LEAST, False),
        (0, LEAST, 0, True),
        (0, 0, LEAST, False),
    ],
)
def test_the_bound_is_exact_for_one_product(y, w, bias, runs):
    arrays = np.array([[[y]]]), np.array([[[w]]]), np.array([bias])
    if runs:
        assert conv_transpose(*arrays).item() == y * w + bias
    else:
        with pytest.raises(OverflowError, match=f"= {abs(w)} \\* {abs(y)} \\+ {abs(bias)} = "):
            conv_transpose(*arrays)


numbers = st.one_of(st.integers(-9, 9), st.integers(LEAST, MOST), st.sampled_from([2**31, 2**32, 2**61, 2**62]))


@given(st.lists(numbers, min_size=1, max_size=3), st.lists(numbers, min_size=2, max_size=6), numbers)
def test_refused_exactly_above_the_bound_and_never_wrapped(y, w, bias):
    """Two output channels of up to three taps; the bound, again, in Python's integers."""
    taps = [w[0::2], w[1::2][: len(w) // 2]]
    width = min(map(len, taps))
    taps = [part[:width] for part in taps]
    bounds = [sum(map(abs, part)) * max(map(abs, y)) + abs(bias) for part in taps]
    arrays = np.array([[y]], np.int64), np.array([taps], np.int64), np.array([bias, bias], np.int64)
    if max(bounds) > MOST:
        channel = next(c for c, bound in enumerate(bounds) if bound > MOST)
        with pytest.raises(OverflowError, match=f"output channel {channel} .* = {bounds[channel]}, and {MOST}"):
            conv_transpose(*arrays)
    else:
        assert conv_transpose(*arrays).tolist() == scatter([[y]], [taps], [bias, bias], **WORDS)


def test_channels_of_other_groups_do_not_count():
    """Only the weights that meet in one output channel are added up."""
    y = np.full((1, 4, 1), 2**61)
    w = np.ones((4, 1, 3), np.int64)
    assert conv_transpose(y, w[:, :, :1], groups=4).max() == 2**61
    assert conv_transpose(y, w, groups=4).max() == 2**61
    with pytest.raises(OverflowError, match="output channel 0 could overflow int64"):
        conv_transpose(y, w[:, :, :2], groups=2)


def test_uint64_beyond_int64_is_refused():
    y = np.array([[[2**63]]], np.uint64)
    with pytest.raises(OverflowError, match="y holds 9223372036854775808, which int64 cannot"):
        conv_transpose(y, np.array([[[1]]]))


def test_the_bound_is_exact_for_several_weights():
    """The weights differ, so that their number times the largest is no bound to go by."""
    y, w = np.array([[[1]]]), np.array([[[MOST - 3, -2, 1]]])
    assert conv_transpose(y, w).tolist() == [[[MOST - 3, -2, 1]]]
    with pytest.raises(OverflowError, match=f"= {MOST} \\* 1 \\+ 1 = {MOST + 1}, and {MOST}"):
        conv_transpose(y, w, np.array([1]))


def test_many_weights_are_summed_without_wrapping():
    w = np.full((1, 1, 40), 2**62)
    with pytest.raises(OverflowError, match=str(40 * 2**62)):
        conv_transpose(np.array([[[1]]]), w)
    assert conv_transpose(np.array([[[0]]]), w).max() == 0
