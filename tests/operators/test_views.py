"""All views are one operation: equal on random layers, and each is refuted when it is done wrong."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from symtconv import prove, verify
from symtconv.geometry import ConvTranspose, phases
from symtconv.operators import VIEW_NAMES
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.views import VIEWS, gradient, im2col, row
from tests.strategies import layers

LONG_CROP = ConvTranspose(input=1, kernel=1, stride=3, padding=((2, 0),), output_padding=2)
SHARED_FACTOR = ConvTranspose(input=(3, 2), kernel=(3, 4), stride=(4, 6), dilation=(2, 4), padding=((3, 1), (-1, 2)))
LATE = ConvTranspose(input=(2, 2), kernel=2, stride=2, output_padding=(5, 2), in_channels=4, out_channels=2, groups=2)


def agree(layer: ConvTranspose) -> None:
    expected = VIEWS["matrix"].evaluate(layer)
    maps = {name: view.relations(layer) for name, view in VIEWS.items()}
    for name, view in VIEWS.items():
        found = view.evaluate(layer)
        assert found == expected, (name, found.first_difference(expected))
    left, right = gradient.adjoint_sides(layer)
    assert left == right
    verdict = prove(layer, views=maps)
    assert verdict.outcome == verify(verdict.certificate).outcome == "proved"


@settings(max_examples=200)
@given(layers(size=4, kernel=3, step=4, pad=5, extra=5))
@example(LONG_CROP)
@example(SHARED_FACTOR)
@example(LATE)
def test_all_views_are_the_transpose(layer):
    agree(layer)


@pytest.mark.long
@settings(max_examples=2000)
@given(layers(size=4, kernel=4, step=4, pad=6, extra=6))
def test_all_views_are_the_transpose_on_many_layers(layer):
    agree(layer)


def test_the_views_stand_in_the_order_of_the_contract():
    assert list(VIEWS) == list(VIEW_NAMES)
    assert [view.name for view in VIEWS.values()] == list(VIEW_NAMES)


@given(layers(rank=st.integers(1, 2), size=3, kernel=3, step=3, channels=False))
def test_the_rows_of_y_in_the_extended_matrix_are_the_convolution_matrix(layer):
    # flip(W)_r without the rows that meet padding zeros is W_rᵀ = C; a cropped-away entry of y has a zero row.
    extended, C = row.extended_matrix(layer), convolution_matrix(layer)
    kept = dict(row.rows_of_y(layer))
    for number, index in enumerate(product(*map(range, layer.input))):
        there = {column: entry for r, column, entry in C.items() if r == number}
        found = {column: entry for r, column, entry in extended.items() if r == kept.get(index)}
        assert found == there


@given(layers(rank=st.just(1), channels=False))
def test_phases_partition_the_entries(layer):
    axis = layer.axes[0]
    places = [axis.stride * q + p.residue - axis.low for p in phases(axis) for q in range(p.q_low, p.q_high)]
    assert sorted(places) == list(range(axis.output))


@given(layers(rank=st.integers(1, 2), size=3, kernel=3, step=3))
def test_the_convolution_is_the_flattened_kernel_times_the_columns(layer):
    assert im2col.flattened_kernel(layer) @ im2col.im2col(layer) == convolution_matrix(layer)
