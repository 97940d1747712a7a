"""What people type is read as it is meant, or refused with what would be understood."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.cli import words
from symtconv.geometry import InputError, Lowering
from tests.strategies import lowerings


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2", 2), ("2x3", (2, 3)), ("-1", -1), ("2X3x4", (2, 3, 4))],
)
def test_shapes(text, expected):
    assert words.shape("--kernel", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", 1), ("1x2", (1, 2)), ("1:2", ((1, 2),)), ("1:2x0:1", ((1, 2), (0, 1))), ("-1:2x3", ((-1, 2), 3))],
)
def test_paddings(text, expected):
    assert words.padding("--padding", text) == expected


@pytest.mark.parametrize("text", ["", "x", "2x", "two", "2.0", "1e9", "9" * 19, "²", "1:2:3", "__import__('os')"])
def test_what_is_no_shape_is_refused(text):
    with pytest.raises(InputError, match="--padding"):
        words.padding("--padding", text)


@given(st.integers(1, 3).flatmap(lowerings))
def test_a_lowering_reads_back_what_it_prints(lowering):
    assert words.lowering(str(lowering)) == lowering
    assert words.lowering(lowering.brief).for_rank(lowering.rank) == lowering


def test_a_lowering_without_flip_does_not_flip():
    assert words.lowering("dilate=2 pad=1:2x1:2") == Lowering(dilate=2, pad=((1, 2), (1, 2)), flip=False).for_rank(2)


@pytest.mark.parametrize(
    "text", ["", "flop", "dilate", "dilate=", "flip=2", "swap=around", "flip no-flip", "pad=1:2:3", "dilate=2 dilate=3"]
)
def test_what_is_no_lowering_is_refused(text):
    with pytest.raises(InputError, match="--lowering"):
        words.lowering(text)


def test_numbers_come_as_lists_or_arrays(tmp_path):
    assert words.data("--y", "[[1, 2], [3, 4]]") == [[1, 2], [3, 4]]
    np.save(tmp_path / "y.npy", np.array([[1, 2], [3, 4]]))
    assert words.data("--y", str(tmp_path / "y.npy")).tolist() == [[1, 2], [3, 4]]


def test_objects_are_never_unpickled(tmp_path):
    np.save(tmp_path / "y.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="without objects"):
        words.data("--y", str(tmp_path / "y.npy"))


@pytest.mark.parametrize("text", ["1 2", "y.txt", "[1, 2", "[" * 100_000, "nothing.npy", "[1,2]x"])
def test_what_is_no_data_is_refused(text):
    with pytest.raises(InputError, match="--y"):
        words.data("--y", text)


@pytest.mark.parametrize("text", ["y", "y=", "=Y", "y=Y,y=Z", ","])
def test_what_names_no_symbol_is_refused(text):
    with pytest.raises(InputError, match="--symbols"):
        words.symbols(text)
