"""One entry, found in every view apart: the same products each time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose, InputError
from symtconv.operators.explain import explain
from symtconv.operators.views import VIEWS
from tests.strategies import layers


@settings(max_examples=60)
@given(layers(rank=st.integers(1, 3), size=3, kernel=3, step=3, pad=4))
def test_every_part_has_the_products_of_the_entry(layer):
    result = VIEWS["matrix"].evaluate(layer)
    for index in list(result.indices())[:40]:
        found = explain(layer, index)
        expected = {(w, y) for _, w, y in result.at(index)}
        assert found.terms == result.at(index)
        assert {(w, y) for y, w in found.row} == expected
        assert {(c.weight, c.source) for c in found.window if c.source is not None} == expected
        assert all((c.kind == "entry") == (c.source is not None) for c in found.window)
        assert {(p.weight, p.source) for p in found.scatter} == expected
        assert {(p.weight, p.source) for p in found.windows} == expected
        assert len(found.row) == len(found.scatter) == len(found.windows) == len(found.terms)
        for axis, phase, j in zip(layer.axes, found.phases, index[-layer.rank :], strict=True):
            assert (j + axis.low) % axis.stride == phase.residue


def test_cells_of_the_window_have_their_kinds():
    # z̃ of the layer is 5 x 5 with entries at 1 and 3, so the window at (0, 0) sees one entry, and padding around it.
    layer = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1)
    window = {cell.place: cell.kind for cell in explain(layer, (0, 0)).window}
    assert window[1, 1] == "entry"
    assert window[0, 0] == window[0, 2] == "padding"
    assert window[1, 2] == window[2, 2] == "between"


def test_an_entry_that_nothing_reaches_says_so():
    text = str(explain(ConvTranspose(input=2, kernel=1, stride=3), (1,)))
    assert "x'_{1} = 0" in text
    assert "scatter: no copy of the kernel reaches it" in text


def test_words_count_from_where_the_index_does():
    layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    ours, theirs = explain(layer, (1, 2)), explain(layer, (2, 3), base=1)
    assert theirs.entry == ours.entry
    assert theirs.terms == ours.terms
    assert str(theirs).splitlines() == [
        "x'_{2,3} = w_{3,2}*y_{1,2} + w_{1,2}*y_{2,2}",
        "  row of Cᵀ: w_{3,2} at y_{1,2}, w_{1,2} at y_{2,2}",
        str(ours).splitlines()[2],
        "  scatter: at (3,4) of the uncropped sum lie copies of the kernel times y_{1,2}, y_{2,2}",
        "  windows that read it: 2 of 4 (y_{1,2} at (0,2), y_{2,2} at (2,2))",
        str(ours).splitlines()[5],
    ]
    with pytest.raises(InputError, match="^there is no entry 0,3; x′ has the shape 4x4, counted from 1$"):
        explain(layer, (0, 3), base=1)


@pytest.mark.parametrize("entry", [(3,), (0, 0), (-1,), ()])
def test_an_entry_that_is_not_there_is_refused(entry):
    with pytest.raises(InputError, match="there is no entry"):
        explain(ConvTranspose(input=2, kernel=2), entry)


def test_a_huge_layer_is_explained_at_once():
    layer = ConvTranspose(input=(10**6, 10**6), kernel=3, stride=2, padding=1)
    assert len(explain(layer, (10**6 + 1, 10**6)).terms) == 2
