"""prove_many is prove, row by row: on random rows, at every edge, on numbers whose products leave 63 bits."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose, GeometryError, Lowering
from symtconv.proofs import many
from symtconv.proofs.instance import prove
from symtconv.proofs.many import prove_many
from tests.strategies import axes

WORDS = (*many.WORDS, "flip")
BIG = 2**31


def by_prove(row: dict[str, int]) -> bool | None:
    """What prove says of one row; None where there is no such layer."""
    try:
        layer = ConvTranspose(
            input=row["n"], kernel=row["k"], stride=row["s"], dilation=row["d"], padding=((row["l"], row["h"]),),
            output_padding=row["a"],
        )  # fmt: skip
    except GeometryError:
        return None
    pad = ((row["pad_low"], row["pad_high"]),)
    lowering = Lowering(dilate=row["dilate"], pad=pad, flip=bool(row["flip"]), dilation=row["dilation"])
    return prove(layer, lowering=lowering).outcome == "proved"


def rows_of(columns: dict[str, np.ndarray]) -> list[dict[str, int]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*(of.tolist() for of in columns.values()), strict=True)]


def agree(columns: dict[str, np.ndarray]) -> np.ndarray:
    expected = [by_prove(row) for row in rows_of(columns)]
    legal = np.array([of is not None for of in expected])
    columns = {name: of[legal] for name, of in columns.items()}
    found = prove_many(**columns)
    np.testing.assert_array_equal(found, [of for of in expected if of is not None])
    return found


def drawn(count: int, seed: int, most=(8, 7, 4, 3, 3), equal_lengths: bool = False) -> dict[str, np.ndarray]:
    """Random layers with lowerings near the right one, or wrong ones of the right length."""
    draw = np.random.default_rng(seed)
    n, k, s, d = (draw.integers(1, top + 1, count) for top in most[:4])
    l, h, a = draw.integers(-1, most[4] + 1, count), draw.integers(-1, most[4] + 1, count), draw.integers(0, 4, count)

    def near(values):
        return values + draw.choice([0, 0, 0, 0, -1, 1], count)

    dilate, dilation = np.maximum(near(s), 1), np.maximum(near(d), 1)
    pad_low, pad_high = near(d * (k - 1) - l), near(d * (k - 1) - h + a)
    if equal_lengths:
        pad_high = (n - 1) * (s - dilate) + (d + dilation) * (k - 1) - l - h + a - pad_low
    values = (n, k, s, d, l, h, a, dilate, pad_low, pad_high, dilation, draw.random(count) < 0.8)
    return dict(zip(WORDS, values, strict=True))


@pytest.mark.parametrize("equal_lengths", [False, True])
@pytest.mark.parametrize("most", [(8, 7, 4, 3, 3), (2, 2, 3, 3, 3), (4, 4, 8, 8, 20), (200, 200, 9, 9, 1500)])
def test_random_rows(most, equal_lengths):
    found = agree(drawn(600, 3, most, equal_lengths))
    assert found.any()
    assert not found.all()


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_fifty_thousand_rows(seed):
    agree(drawn(2500, 100 + seed))
    agree(drawn(2500, 200 + seed, equal_lengths=True))


@given(axes(size=5, kernel=5, step=5, pad=12), st.data())
def test_any_row(axis, data):
    small = st.integers(-9, 9)
    row = dict(zip(many.WORDS[:7], axis.parameters, strict=True))
    row |= {"dilate": data.draw(st.integers(1, 6)), "dilation": data.draw(st.integers(1, 6))}
    row |= {"flip": data.draw(st.booleans()), "pad_low": axis.pad_low + data.draw(small)}
    if data.draw(st.booleans()):  # of the layer's length, whatever it joins
        dilated = (axis.size - 1) * row["dilate"] + 1
        row["pad_high"] = axis.output + row["dilation"] * (axis.kernel - 1) - dilated - row["pad_low"]
    else:
        row["pad_high"] = axis.pad_high + data.draw(small)
    agree({name: np.array([row[name]]) for name in WORDS})


def test_every_small_row_of_the_right_length():
    """k = 1, n = 1, d > s, gcd(d, s) > 1, outputs that nothing reaches: all of them, exhaustively."""
    rows = []
    for n, k, s, d, l, a in product((1, 2), (1, 2, 3), (1, 2), (1, 2), (-1, 0, 2), (0, 2)):
        reach = d * (k - 1)
        for dilate, dilation, low, flip in product((1, 2), (1, 2), (-1, 0, 1), (False, True)):
            pad_low = reach - l + low
            pad_high = (n - 1) * (s - dilate) + (d + dilation) * (k - 1) - l + a - pad_low
            rows.append((n, k, s, d, l, 0, a, dilate, pad_low, pad_high, dilation, flip))
    columns = dict(zip(WORDS, map(np.array, zip(*rows, strict=True)), strict=True))
    found = agree(columns)
    assert 0.1 < found.mean() < 0.9


def test_lines_longer_than_what_is_compared_row_by_row():
    """One entry of x′, reached along a line of 200 places: two maps may differ off it, not on it."""
    row = {"n": 200, "k": 200, "s": 1, "d": 1, "l": 199, "h": 199, "a": 0, "dilate": 2, "dilation": 2}
    row |= {"pad_low": 0, "pad_high": 0, "flip": True}
    columns = {name: np.array([row[name]] * 4) for name in WORDS}
    columns["pad_low"] = np.array([0, 1, -1, 2])
    columns["pad_high"] = -columns["pad_low"]  # one entry of x′ in every row
    assert agree(columns).tolist() == [True, False, False, False]


@pytest.mark.parametrize("size", [5, 100])
def test_a_line_that_has_a_neighbour(size):
    """Two maps that agree along the diagonal of their common box; the second joins the next diagonal too."""
    last = size - 1
    row = {"n": size, "k": size, "s": 2, "d": 2, "l": 2 * last, "h": 2 * last - 1, "a": 0}
    row |= {"dilate": 1, "pad_low": 0, "pad_high": 1, "dilation": 1, "flip": True}
    assert not agree({name: np.array([row[name]]) for name in WORDS})[0]


@given(st.lists(st.integers(BIG - 3, BIG), min_size=4, max_size=4), st.integers(-2, 2), st.integers(-BIG, BIG))
@example([BIG] * 4, 0, -BIG)
@example([BIG] * 4, 0, BIG)
def test_numbers_whose_products_need_more_than_63_bits(large, off, low):
    n, k, s, d = large
    rows = []
    for l, h, a in ((0, 0, 0), (low, -low, 0), (-BIG, -BIG, BIG), (low, BIG, BIG)):
        # The right pads are past ±2³¹, so every lowering here is wrong, or its kernel has one tap.
        rows.append((n, k, s, d, l, h, a, s, BIG - off % 3, BIG, d, True))
        rows.append((n, 1, s, d, 0, 0, 0, s, 0, off, d, True))
        rows.append((1, k, s, 1, 0, 0, 0, s, k - 4 + off, k - 1, 1, True))
        rows.append((1, k, s, 1, 0, 0, 0, s, k - 1, k - 1, 1, True))
        rows.append((n, 1, s, d, 0, 0, abs(off), s, 0, abs(off), 1, False))
        rows.append((n, k, 1, 1, k - 1, k - 1, 0, 1, off, -off, 1, True))
    agree(dict(zip(WORDS, map(np.array, zip(*rows, strict=True)), strict=True)))


def test_the_longest_layer_there_is():
    """Its length, 2⁶³ + 2³¹ + 1, is negative in 64 bits, and is neither empty nor any lowering's."""
    row = {"n": BIG, "k": BIG, "s": BIG, "d": BIG, "h": -BIG, "l": -BIG, "a": BIG}
    row |= {"dilate": BIG, "pad_low": BIG, "pad_high": BIG, "dilation": 1, "flip": True}
    assert (BIG - 1) * BIG * 2 + 1 + 3 * BIG == 2**63 + BIG + 1
    assert not agree({name: np.array([row[name]]) for name in WORDS})[0]
    row |= {"l": BIG, "h": BIG, "a": 0, "n": 1, "d": 1}
    with pytest.raises(GeometryError, match="row 0: the output is empty"):
        prove_many(**row)


def test_words_broadcast_and_keep_their_shape():
    found = prove_many(n=[[3], [4]], k=3, s=2, dilate=2, pad_low=[1, 2, 3], pad_high=2, flip=True)
    assert found.shape == (2, 3)
    assert found.tolist() == [[False, True, False]] * 2
    assert prove_many(n=np.uint8(3), k=1, flip=np.array(False)).shape == ()
    assert prove_many(n=np.empty((0, 2), int), k=1, flip=True).shape == (0, 2)


def test_more_rows_than_one_turn():
    count = many.ROWS + 7
    low = np.arange(count) % 5
    found = prove_many(n=4, k=3, l=low, pad_low=2 - low, pad_high=2, flip=np.arange(count) % 3 > 0)
    np.testing.assert_array_equal(found, np.arange(count) % 3 > 0)


@pytest.mark.parametrize(
    ("words", "error", "said"),
    [
        ({"n": 1.0}, TypeError, "n has dtype float64; use integers"),
        ({"k": True}, TypeError, "k has dtype bool"),
        ({"flip": 1}, TypeError, "flip has dtype int64"),
        ({"n": [1, 0]}, GeometryError, "entry 1 of n is 0, below 1"),
        ({"a": [[0, 0], [0, -1]]}, GeometryError, "entry 3 of a is -1, below 0"),
        ({"l": 2**31 + 1}, GeometryError, "entry 0 of l is 2147483649, above 2147483648"),
        ({"h": -(2**70)}, GeometryError, "entry 0 of h is -1180591620717411303424, below -2147483648"),
        ({"h": [0, 0, 9]}, GeometryError, "row 2: the output is empty"),
        ({"n": [1, 2], "k": [1, 2, 3]}, ValueError, "broadcast"),
    ],
)
def test_refused(words, error, said):
    with pytest.raises(error, match=said):
        prove_many(**{"n": 3, "k": 2, "flip": True} | words)
