"""A new view is one module with a `VIEW` and one name in a list: this file is such a module, and derives with it.

The view `trial` tries every tap on every pair of entries. It is slow and plain, and it was not there before.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings

from symtconv import derive, verify
from symtconv.geometry import ConvTranspose, DisagreementError, Relation
from symtconv.operators.views import VIEWS, View
from symtconv.operators.views.summation import by_axis
from tests.strategies import layers


class Trial:
    """Try everything, axis by axis: the equation ``s·o + d·t - l = j``."""

    def joins(self, axis):
        tried = product(range(axis.output), range(axis.size), range(axis.kernel))
        return [(j, o, t) for j, o, t in tried if axis.stride * o + axis.dilation * t - axis.low == j]

    def relation(self, axis):
        steps = {"o_step": axis.stride, "t_step": axis.dilation, "offset": -axis.low}
        return Relation(taps=axis.kernel, length=axis.output, o_low=0, o_high=axis.size, **steps)


VIEW = View(name="trial", title="Every tap on every pair", route=Trial(), sums=by_axis)

LAYER = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1)


def test_a_new_view_is_proved_printed_and_certified(monkeypatch):
    monkeypatch.setitem(VIEWS, "trial", VIEW)
    derivation = derive(LAYER, views=["matrix", "trial"])
    assert [(view.name, view.outcome) for view in derivation.views] == [("matrix", "proved"), ("trial", "proved")]
    assert "Every tap on every pair" in derivation.to_text()
    assert "trial" in derivation.certificate.body["views"]
    assert verify(derivation.certificate).outcome == "proved"


@settings(max_examples=30)
@given(layers(size=3, kernel=3, step=3, pad=3))
def test_it_is_the_same_operation(layer):
    assert VIEW.evaluate(layer) == VIEWS["matrix"].evaluate(layer)


def test_a_view_that_computes_something_else_raises_the_alarm(monkeypatch):
    class CroppedAtTheWrongEnd(Trial):
        def joins(self, axis):
            return super().joins(replace(axis, low=0, high=axis.low + axis.high))

    wrong = View(name="trial", title="Wrong", route=CroppedAtTheWrongEnd(), sums=by_axis)
    monkeypatch.setitem(VIEWS, "trial", wrong)
    with pytest.raises(DisagreementError, match="view trial"):
        derive(LAYER, views=["trial"])
