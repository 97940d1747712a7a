"""Agreement finds a wrong side, says which, where and by what, and is cheap enough for every derivation."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose
from symtconv.numeric import Agreement, agree, agreement, conv_transpose
from tests.numeric.brute import brute
from tests.strategies import layers

DEMO = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)


def right(layer):
    return lambda y, w: brute(layer, y[None], w)[0]


@given(layers(rank=st.integers(1, 3), size=4, kernel=3))
def test_a_right_side_agrees(layer):
    found = agree(right(layer), **layer.to_dict())
    assert found.exact
    assert found.first_difference is None
    assert 1 <= found.cases <= 4
    assert found.to_dict() == {"cases": found.cases, "exact": True}


@given(layers(rank=st.integers(1, 2), size=3, kernel=3), st.data())
def test_one_wrong_entry_is_found_and_named(layer, data):
    at = data.draw(st.tuples(*(st.integers(0, n - 1) for n in (layer.out_channels, *layer.output))))

    def wrong(y, w):
        x = right(layer)(y, w)
        x[at] += 1
        return x.tolist()

    found = agree(wrong, **layer.to_dict())
    assert not found.exact
    difference = found.first_difference
    assert (difference.case, difference.dtype, difference.index) == (0, "int64", at)
    assert difference.odd_one_out == "symbolic"
    assert difference.symbolic == difference.scatter + 1 == difference.compiled + 1
    assert f"x′{list(at)}: symbolic differs from scatter and compiled (int64)" in str(difference)


def test_a_wrong_compiled_side_is_named(monkeypatch):
    def wrong(y, w, **words):
        x = conv_transpose(y, w, **words)
        if y.dtype == np.float32:
            x[0, 0, 1, 2] += 1
        return x

    monkeypatch.setattr(agreement, "conv_transpose", wrong)
    difference = agree(right(DEMO), **DEMO.to_dict()).first_difference
    assert (difference.dtype, difference.index, difference.odd_one_out) == ("float32", (0, 1, 2), "compiled")
    assert "compiled (float32) differs from symbolic and scatter" in str(difference)


def test_a_wrong_scatter_is_named(monkeypatch):
    monkeypatch.setattr(agreement, "scatter_entries", lambda *_, **__: {(0, 0, 3, 3): 10**6})
    difference = agree(right(DEMO), **DEMO.to_dict()).first_difference
    assert difference.odd_one_out == "scatter"


def test_all_three_apart(monkeypatch):
    monkeypatch.setattr(agreement, "scatter_entries", lambda *_, **__: {(0, 0, 0, 0): 10**6})
    difference = agree(lambda y, w: right(DEMO)(y, w) + 1, **DEMO.to_dict()).first_difference
    assert difference.odd_one_out == "all three"
    assert "all three differ" in str(difference)


def test_a_wrong_shape_is_a_difference():
    difference = agree(lambda y, w: right(DEMO)(y, w)[:, :3], **DEMO.to_dict()).first_difference
    assert (difference.index, difference.symbolic, difference.compiled) == ((), (1, 3, 4), (1, 4, 4))
    assert difference.odd_one_out == "symbolic"


@pytest.mark.parametrize("wrong", [lambda x: x + 0.0, lambda x: (x / 2).astype(object)])
def test_the_symbolic_side_gives_integers(wrong):
    with pytest.raises(TypeError):
        agree(lambda y, w: wrong(right(DEMO)(y, w)), **DEMO.to_dict())


def test_the_same_seed_draws_the_same_numbers_and_none_is_zero():
    drawn = []

    def watch(y, w):
        drawn.append((y.copy(), w.copy()))
        return right(DEMO)(y, w)

    first, second = agree(watch, **DEMO.to_dict(), seed=5), agree(watch, **DEMO.to_dict(), seed=5)
    assert first == second
    for before, after in zip(drawn[: first.cases], drawn[first.cases :], strict=True):
        for one, other in zip(before, after, strict=True):
            np.testing.assert_array_equal(one, other)
            assert np.all(one != 0)
            assert np.all(abs(one) <= 9)
    assert any((y < 0).any() for y, _ in drawn)
    with pytest.raises(FrozenInstanceError):
        first.exact = False


def test_a_large_layer_is_compared_on_few_entries():
    layer = ConvTranspose(input=(40, 40), kernel=(5, 5), stride=2, in_channels=8, out_channels=16, padding=1)
    asked = []

    def symbolic(y, w):
        asked.append(np.count_nonzero(y) * np.count_nonzero(w) // 8)
        return conv_transpose(y[None], w, stride=2, padding=1)[0]

    found = agree(symbolic, **layer.to_dict())
    assert found == Agreement(1, True, agreement.DTYPES, 0)
    assert 0 < asked[0] <= agreement.LIMIT
