"""Structure is read off the entries: named where it is, and lost when one entry is changed."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.matrix import Operator
from symtconv.operators.ring import ZERO, weight
from symtconv.operators.structure import structure
from tests.strategies import layers


def conv(**words):
    return convolution_matrix(ConvTranspose.of_conv(**words))


NAMED = {
    "one axis": (conv(input=7, kernel=3), ("banded", "Toeplitz")),
    "one axis, transposed": (conv(input=7, kernel=3).T, ("banded", "Toeplitz")),
    "padded": (conv(input=7, kernel=3, padding=2), ("banded", "Toeplitz")),
    "stride": (conv(input=9, kernel=3, stride=2), ("banded", "row-sampled Toeplitz")),
    "stride, transposed": (conv(input=9, kernel=3, stride=2).T, ("banded", "column-sampled Toeplitz")),
    "two axes": (conv(input=(4, 4), kernel=3), ("banded", "block-Toeplitz", "doubly block-Toeplitz")),
    "two axes, stride": (
        conv(input=(7, 7), kernel=3, stride=2),
        ("banded", "row-sampled block-Toeplitz", "row-sampled doubly block-Toeplitz"),
    ),
    "three axes": (conv(input=(4, 4, 4), kernel=2), ("banded", "block-Toeplitz", "3-fold block-Toeplitz")),
    "channels": (
        conv(input=5, kernel=3, in_channels=2, out_channels=2),
        ("banded", "in blocks by the outer index", "Toeplitz"),
    ),
    "groups": (
        conv(input=5, kernel=3, in_channels=4, out_channels=4, groups=2),
        ("block diagonal in 2 blocks", "banded", "in blocks by the outer index", "Toeplitz"),
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_convolution_has_its_names(name):
    operator, names = NAMED[name]
    assert structure(operator).names == names


@settings(max_examples=60)
@given(layers(rank=st.integers(1, 2), size=4, kernel=3, step=3, pad=3), st.booleans())
def test_a_law_that_is_named_holds_for_every_pair_of_entries(layer, transposed):
    operator = convolution_matrix(layer).T if transposed else convolution_matrix(layer)
    entries = {(r, c): e for r, c, e in operator}
    for level, law in enumerate(structure(operator).laws):
        for r, c in product(_indices(operator.row_shape), _indices(operator.column_shape)):
            if law is None:
                continue
            down, right = (1, law.step) if law.sampled == "row" else (law.step, 1)
            below, beside = _moved(r, level, down), _moved(c, level, right)
            if below[level] < operator.row_shape[level] and beside[level] < operator.column_shape[level]:
                assert entries.get((below, beside)) == entries.get((r, c))
            if (r, c) in entries:
                place = c[level] * down - r[level] * right
                low, high = law.band
                assert low <= (place if law.sampled == "row" else -place) <= high


@settings(max_examples=60)
@given(layers(rank=st.just(1), size=5, kernel=3, step=3, pad=1, channels=False))
def test_a_convolution_matrix_follows_the_law_of_its_stride(layer):
    axis = layer.axes[0]
    C = convolution_matrix(layer)
    repeated = any(
        C.at((o + 1,), (j + axis.stride,)) for (o,), (j,), _ in C if o + 1 < axis.size and j + axis.stride < axis.output
    )
    assume(repeated)  # else no entry shows the stride
    (law,) = structure(C).laws
    assert law.step <= axis.stride
    assert layer.dilation != (1,) or law.step == axis.stride or axis.kernel == 1


def test_one_changed_entry_takes_the_name_away():
    C = NAMED["one axis"][0]
    entries = {(r, c): e for r, c, e in C}
    for place in [((2,), (3,)), ((2,), (6,)), ((4,), (4,))]:
        changed = Operator.of_entries(C.row_shape, C.column_shape, {**entries, place: weight((9,))})
        assert "Toeplitz" not in structure(changed).names
        without = Operator.of_entries(C.row_shape, C.column_shape, {**entries, ((2,), (2,)): ZERO})
        assert "Toeplitz" not in structure(without).names


def test_a_law_that_only_zeros_follow_is_no_law():
    # Moving by (1, 2) or (2, 1) meets no equal pair but zeros.
    entries = {((0,), (1,)): weight((0,)), ((1,), (0,)): weight((1,))}
    assert structure(Operator.of_entries((2,), (3,), entries)).names == ()


def test_equal_blocks_without_a_law_inside_are_block_toeplitz_only():
    block = [[(0,), (1,)], [(2,), (3,)]]
    entries = {((b, r), (b, c)): weight(block[r][c]) for b in range(2) for r in range(2) for c in range(2)}
    assert structure(Operator.of_entries((2, 2), (2, 2), entries)).names == ("banded", "block-Toeplitz")


def _indices(shape):
    return list(product(*map(range, shape)))


def _moved(index, level, by):
    return (*index[:level], index[level] + by, *index[level + 1 :])
