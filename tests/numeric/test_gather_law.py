"""The compiled gather is the definition, on every layer, in every dtype, at every instruction set, bit for bit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose
from symtconv.numeric import _gather, conv_transpose, gather, scatter
from symtconv.numeric.simd import LEVELS as NAMES
from tests.numeric.brute import brute
from tests.strategies import layers

DTYPES = [np.int64, np.float64, np.float32]
LEVELS = range(_gather.best_level() + 1)


def words(layer: ConvTranspose) -> dict:
    return {
        "stride": layer.stride,
        "padding": layer.padding,
        "output_padding": layer.output_padding,
        "dilation": layer.dilation,
        "groups": layer.groups,
    }


def numbers(layer: ConvTranspose, batch: int = 2, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    shapes = (batch, layer.in_channels, *layer.input), layer.weight_shape, (layer.out_channels,)
    return tuple(draw.integers(-9, 10, shape) for shape in shapes)


HALVES = ["walk", "runs"]


def by(half: str, level: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send every call to one compiled half and one instruction set."""
    monkeypatch.setattr(gather, "_level", lambda: level)
    monkeypatch.setattr(gather, "_WALKS", {})
    if half == "runs":
        monkeypatch.setattr(gather, "layout", lambda *_: None)


CROP_LONGER_THAN_Z = ConvTranspose(input=1, kernel=1, stride=3, padding=((2, 0),), output_padding=3)
UNREACHED = ConvTranspose(input=(3, 2), kernel=(2, 3), stride=(4, 6), dilation=(2, 4))
STRIDE_PAST_THE_END = ConvTranspose(input=1, kernel=3, stride=50, dilation=7)


@given(layers(rank=st.integers(1, 4), size=4, kernel=3), st.integers(0, 2), st.booleans())
@example(CROP_LONGER_THAN_Z, 1, True)
@example(UNREACHED, 1, True)
@example(STRIDE_PAST_THE_END, 1, True)
def test_gather_and_scatter_are_the_definition(layer, batch, biased):
    y, w, bias = numbers(layer, batch)
    bias = bias if biased else None
    x = brute(layer, y, w, bias)
    assert x.shape == (batch, layer.out_channels, *layer.output)
    for kind in DTYPES:
        found = conv_transpose(
            y.astype(kind), w.astype(kind), None if bias is None else bias.astype(kind), **words(layer)
        )
        assert found.dtype == kind
        np.testing.assert_array_equal(found, x, strict=False)
    plain = scatter(y.tolist(), w.tolist(), None if bias is None else bias.tolist(), **words(layer))
    assert plain == x.tolist()


# Widths on both sides of every vector length and of every row block, and with a remainder.
WIDE = {
    "one channel": ConvTranspose(input=(3, 131), kernel=(3, 5), stride=2, padding=2, output_padding=1),
    "one channel, stride 1": ConvTranspose(input=(2, 77), kernel=(3, 4), padding=((0, 3), (2, 1))),
    "stride 3": ConvTranspose(input=(2, 70), kernel=(4, 7), stride=3, dilation=2, padding=1),
    "gcd(d, s) = 2": ConvTranspose(input=(3, 40), kernel=(3, 3), stride=4, dilation=6, output_padding=5),
    "no overlap": ConvTranspose(input=(5, 33), kernel=(2, 2), stride=2, in_channels=11, out_channels=15),
    "fetched rows": ConvTranspose(
        input=(7, 19), kernel=(4, 3), stride=(2, 1), padding=1, in_channels=9, out_channels=8
    ),
    # rows still wanted are among the oldest fetched: they must not make room for the new
    "fetched, dilated": ConvTranspose(input=(14, 5), kernel=(3, 2), dilation=(3, 1), in_channels=8, out_channels=9),
    "fetched, rank 3": ConvTranspose(
        input=(3, 3, 17), kernel=(3, 2, 4), stride=(1, 2, 3), in_channels=16, out_channels=24, groups=2
    ),
    "depthwise": ConvTranspose(input=(9, 65), kernel=(3, 3), stride=2, in_channels=6, out_channels=6, groups=6),
    "narrow": ConvTranspose(input=(4, 7), kernel=(4, 4), stride=2, padding=1, in_channels=5, out_channels=13),
}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("level", LEVELS, ids=[NAMES[level] for level in LEVELS])
@pytest.mark.parametrize("name", WIDE)
def test_every_tile_at_every_instruction_set(name, level, half, monkeypatch):
    by(half, level, monkeypatch)
    layer = WIDE[name]
    y, w, bias = numbers(layer)
    x = brute(layer, y, w, bias)
    for kind in DTYPES:
        found = conv_transpose(y.astype(kind), w.astype(kind), bias.astype(kind), **words(layer))
        np.testing.assert_array_equal(found, x, err_msg=f"{name}, {kind.__name__}, level {level}")


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("level", LEVELS, ids=[NAMES[level] for level in LEVELS])
@pytest.mark.parametrize("channels", range(1, 18))
def test_every_width_and_every_number_of_channels(channels, level, half, monkeypatch):
    by(half, level, monkeypatch)
    for width in range(1, 70, channels):
        layer = ConvTranspose(input=width, kernel=3, stride=2, padding=1, in_channels=2, out_channels=channels)
        y, w, _ = numbers(layer, batch=1, seed=width)
        x = brute(layer, y, w)
        for kind in DTYPES:
            np.testing.assert_array_equal(conv_transpose(y.astype(kind), w.astype(kind), stride=2, padding=1), x)


def test_reals_are_within_rounding_of_the_definition():
    draw = np.random.default_rng(3)
    layer = WIDE["fetched rows"]
    y, w = draw.normal(size=(2, 9, 7, 19)), draw.normal(size=layer.weight_shape)
    x = brute(layer, y, w)
    size = brute(layer, abs(y), abs(w))  # a sum of m products errs by less than m units in the last place of it
    for kind in (np.float64, np.float32):
        found = conv_transpose(y.astype(kind), w.astype(kind), **words(layer))
        assert np.all(abs(found - x) <= (9 * 12 + 3) * np.finfo(kind).eps * size)


def test_no_entry_is_multiplied_by_a_zero_that_is_not_there():
    """Inserted or padded zeros would turn an infinite weight into nan where y has no entry."""
    w = np.array([[[1.0, np.inf, 2.0]]])
    found = conv_transpose(np.ones((1, 1, 40)), w, stride=3, output_padding=1)
    np.testing.assert_array_equal(found[0, 0, :-1].reshape(40, 3), np.tile(w[0, 0], (40, 1)))
    assert found[0, 0, -1] == 0
    edge = conv_transpose(np.ones((1, 1, 2)), np.array([[[np.inf, 1.0, 1.0]]]))
    np.testing.assert_array_equal(edge[0, 0], [np.inf, np.inf, 2, 1])


@given(layers(rank=st.integers(1, 3)))
def test_gather_is_the_adjoint_of_convolution(layer):
    """⟨Cx, y⟩ = ⟨x, Cᵀy⟩ with C read off the layer on unit vectors."""
    y, w, _ = numbers(layer, batch=1)
    x = np.random.default_rng(1).integers(-9, 10, (1, layer.out_channels, *layer.output))
    units = np.eye(y.size, dtype=np.int64).reshape(y.size, *y.shape[1:])
    columns = conv_transpose(units, w, **words(layer)).reshape(y.size, -1)
    assert (columns @ x.ravel()) @ y.ravel() == (x * conv_transpose(y, w, **words(layer))).sum()
