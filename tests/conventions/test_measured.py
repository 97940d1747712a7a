"""What the released frameworks computed, value by value, is what our reading of the same calls computes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from symtconv.conventions import layer_of_call
from symtconv.geometry import GeometryError
from tests.conventions.measure import CALLS, by_the_relation

MEASURED = json.loads((Path(__file__).parent / "measured.json").read_text())


def test_every_call_was_measured():
    assert [(row["framework"], row["call"], tuple(row["input"])) for row in MEASURED] == CALLS
    assert {row["framework"] for row in MEASURED if row["found"]} == {"torch", "keras", "jax", "onnx"}


@pytest.mark.parametrize("row", MEASURED, ids=lambda row: row["call"])
def test_values_and_refusals_are_those_measured(row):
    if row["found"] is None:
        with pytest.raises(GeometryError):
            layer_of_call(row["call"], row["input"])
        return
    x = by_the_relation(layer_of_call(row["call"], row["input"]))
    assert list(x.shape) == row["found"]["shape"]
    assert np.array_equal(x.ravel(), row["found"]["x"])
