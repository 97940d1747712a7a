"""What is going to be built is counted before, and what is too large is refused by name."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symtconv.checker.entry import Reading
from symtconv.geometry import ConvTranspose, GeometryError, LimitError, Lowering
from symtconv.operators.convolution import weight_indices
from symtconv.operators.estimate import MAX_RANK, _of_lowering, check_size, entries, excess, products
from symtconv.operators.stages import lowered, lowering_stages
from tests.strategies import layers, lowerings

B = 10**15
ONE = ConvTranspose(input=1, kernel=2)
TOO_LARGE = {
    "matrix": (ConvTranspose(input=B, kernel=1), None),
    "kernel": (ConvTranspose(input=1, kernel=B, padding=((0, B - 5),)), None),
    "own padding": (ConvTranspose(input=1, kernel=2, dilation=B, padding=((0, B - 5),)), None),
    "own dilation": (ConvTranspose(input=2, kernel=1, stride=B, padding=((0, B - 5),)), None),
    "dilated": (ConvTranspose(input=2, kernel=2), Lowering(dilate=B, pad=((-B, 1),), flip=True)),
    "padded": (ONE, Lowering(pad=B, flip=True)),
    "padded after a crop": (ONE, Lowering(pad=((-B, B),), flip=True, crop_first=True)),
    "padded beside an axis of none": (
        ConvTranspose(input=(1, 1), kernel=2),
        Lowering(pad=((-9, 0), (0, B)), flip=True),
    ),
}
WHAT = {
    "matrix": "the matrix would have 1000000000000000 x ",
    "kernel": "the kernel would have 1000000000000000 entries",
    "own padding": "the lowering's padded input would have 1000000000000006 entries",
    "own dilation": "the lowering's dilated input would have 1000000000000001 entries",
    "dilated": "the lowering's dilated input would have ",
}


@settings(max_examples=200)
@given(layers(rank=st.integers(1, 2), size=3, kernel=3, step=3, pad=4, extra=4), st.data())
def test_the_counts_are_those_of_what_is_built(layer, data):
    lowering = data.draw(lowerings(layer.rank)).for_rank(layer.rank)
    assume(Reading.of_lowering(layer, lowering).channels.fits)
    extended, padded, spread = lowering_stages(layer, lowering)
    whole = lowered(layer, lowering)
    assert whole == extended @ padded @ spread
    assert (entries(layer).weights, products(layer)) == (
        len(weight_indices(layer)),
        len(weight_indices(layer)) * prod(layer.input),
    )
    built = {
        "dilated input": spread.row_shape,
        "padded input": padded.row_shape,
        "output": whole.row_shape,
    }
    lead = {"output": layer.out_channels}
    assert _of_lowering(layer, lowering) == {
        "matrix": whole.nnz,
        **{
            name: lead.get(name, layer.in_channels) * prod(max(1, size) for size in shape[-layer.rank :])
            for name, shape in built.items()
        },
    }


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_is_too_large_is_named(name):
    layer, lowering = TOO_LARGE[name]
    assert excess(ONE) is None
    assert excess(layer, lowering=lowering).startswith(WHAT.get(name, "the lowering's padded input would have "))
    with pytest.raises(LimitError, match=r"entries.*; the limit is 1000000 \(--max-entries\) for what is built"):
        check_size(layer, lowering=lowering)


def test_the_limit_is_the_largest_that_is_built():
    layer, lowering = ConvTranspose(input=2, kernel=2), Lowering(pad=3, flip=True)
    assert excess(layer, 8, lowering) is None
    assert excess(layer, 7, lowering) == "the lowering's padded input would have 8 entries"


def test_arrays_have_so_many_axes_and_no_more():
    check_size(ConvTranspose(input=(1,) * MAX_RANK, kernel=1))
    with pytest.raises(LimitError, match=f"the layer has {MAX_RANK + 1} axes; the limit is {MAX_RANK}, "):
        check_size(ConvTranspose(input=(1,) * (MAX_RANK + 1), kernel=1))


def test_a_lowering_of_another_rank_is_no_matter_of_size():
    with pytest.raises(GeometryError, match="written for 2 axes"):
        check_size(ONE, lowering=Lowering(pad=((1, 1), (1, 1)), flip=True))
