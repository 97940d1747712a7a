"""A new view is one module with a `VIEW` and one name in a list: this file is such a module, and derives with it.

The view `trial` tries every tap on every pair of entries. It is slow and plain, and it was not there before.
"""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings

from symtconv import derive, verify
from symtconv.geometry import ConvTranspose, DisagreementError, Relation
from symtconv.operators.result import Result
from symtconv.operators.views import VIEWS, View
from symtconv.operators.views.summation import across, summed
from tests.strategies import layers


def relations(layer: ConvTranspose) -> tuple[Relation, ...]:
    """Give the equation that is tried, ``s·o + d·t - l = j``."""
    return tuple(
        Relation(
            taps=a.kernel, length=a.output, o_low=0, o_high=a.size, o_step=a.stride, t_step=a.dilation, offset=-a.low
        )
        for a in layer.axes
    )


def evaluate(layer: ConvTranspose) -> Result:
    """Try everything, axis by axis."""
    tried = [product(range(a.output), range(a.size), range(a.kernel)) for a in layer.axes]
    axes = [
        [(j, o, t) for j, o, t in places if a.stride * o + a.dilation * t - a.low == j]
        for a, places in zip(layer.axes, tried, strict=True)
    ]
    return summed(layer, across(layer, axes))


VIEW = View(name="trial", title="Every tap on every pair", relations=relations, evaluate=evaluate)

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
    def cropped_at_the_wrong_end(layer):
        return evaluate(ConvTranspose(**{**layer.to_dict(), "padding": ((0, 2), (0, 2))}))

    wrong = View(name="trial", title="Wrong", relations=relations, evaluate=cropped_at_the_wrong_end)
    monkeypatch.setitem(VIEWS, "trial", wrong)
    with pytest.raises(DisagreementError, match="view trial"):
        derive(LAYER, views=["trial"])
