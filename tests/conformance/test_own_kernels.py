"""Our own compiled kernels as black boxes, judged by the oracle that shares nothing with them."""

from __future__ import annotations

import pytest

from symtconv import Grid, conform


@pytest.mark.parametrize("dtype", ["int64", "float64", "float32"])
def test_our_kernels_are_right_on_what_is_small_and_near_the_boundaries(dtype):
    grid = Grid(small=True, random=400, sizes=(7, 8, 9, 31, 32, 33), dtype=(dtype,), seed=17)
    found = conform("symtconv", grid)
    assert found.counts.keys() == {"right"}
    assert len(found.records) > 700


@pytest.mark.parametrize("layout", ["strided", "reversed", "fortran"])
def test_our_kernels_are_right_however_arrays_lie(layout):
    found = conform("symtconv", Grid(random=150, dtype=("float32",), layout=(layout,), seed=4))
    assert found.counts.keys() == {"right"}


def test_our_kernels_are_right_on_ten_thousand():
    found = conform("symtconv", Grid(random=10_000, seed=23))
    assert found.counts == {"right": 10_000}
