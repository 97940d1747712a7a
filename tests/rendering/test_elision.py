"""What is left out is never built; corners stay, and of a band one full interior row where there is room."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from symtconv.geometry import Axis
from symtconv.rendering.notation.elide import ACROSS, band, ends, left_out
from tests.strategies import axes


@given(st.integers(1, 60), st.integers(1, 20))
def test_a_line_keeps_its_ends_in_order(size, limit):
    kept = ends(size, limit)
    places = [place for place in kept if place is not None]
    assert places == sorted(set(places))
    assert {0, size - 1} <= set(places)
    assert len(kept) <= max(limit, 6)


@given(axes(size=60, kernel=8, step=5), st.integers(6, 16))
def test_a_band_fits_keeps_its_corners_and_leaves_out_only_what_it_says(axis, across):
    rows, columns = band(axis, across)
    assert len(columns) <= max(across, 4)
    assert len(rows) <= 16
    for kept, size in ((rows, axis.size), (columns, axis.output)):
        places = [place for place in kept if place is not None]
        assert places[0] == 0
        assert places[-1] == size - 1
        missing = [n for first, last in left_out(kept) for n in range(first, last + 1)]
        assert sorted(places + missing) == list(range(size))
        # Dots take as much room as a place, so a gap of one place is none.
        assert all(last > first for first, last in left_out(kept)) or size <= across


@given(st.integers(14, 50), st.integers(1, 4), st.integers(1, 3), st.integers(0, 4))
def test_a_band_shows_a_full_interior_row(size, kernel, stride, cut):
    """Also where the padding cuts the first and the last few rows."""
    axis = Axis(size=size, kernel=kernel, stride=stride, low=cut * stride, high=cut * stride)
    rows, columns = band(axis)
    assert any(
        all(axis.stride * row + t - axis.low in columns for t in range(kernel))
        for row in rows
        if row is not None and 0 < row < size - 1
    )


def test_a_small_matrix_is_whole():
    axis = Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1)
    assert band(axis) == ((0, 1), (0, 1, 2, 3))


def test_the_band_of_the_target_keeps_what_it_kept():
    axis = Axis(size=16, kernel=3, stride=2, low=1, high=1, output_padding=1)
    rows, columns = band(axis)
    assert rows == (0, 1, 2, None, 14, 15)
    assert columns == (0, 1, 2, 3, 4, 5, None, 27, 28, 29, 30, 31)
    assert left_out(rows) == ((3, 13),)
    assert len(columns) <= ACROSS


def test_the_cost_does_not_grow():
    start = time.perf_counter()
    for kernel in (3, 10**9):
        band(Axis(size=10**12, kernel=kernel, stride=3, dilation=7, low=5))
    assert time.perf_counter() - start < 1  # about the order, not the speed
