"""What the released frameworks computed, value by value, is what our reading of the same calls computes."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from symtconv.conventions import layer_of_call
from symtconv.geometry import GeometryError, InputError
from tests.conventions.conversions import WRONG
from tests.conventions.measure import CALLS
from tests.conventions.runners import PACKAGES, by_the_relation

MEASURED = json.loads((Path(__file__).parent / "measured.json").read_text())


def test_every_call_was_measured():
    assert [(row["framework"], row["call"], tuple(row["input"])) for row in MEASURED] == CALLS
    assert {row["framework"] for row in MEASURED if row["found"]} == set(PACKAGES) - {"onnxruntime"}


@pytest.mark.parametrize("row", MEASURED, ids=lambda row: row["call"])
def test_values_and_refusals_are_those_measured(row):
    if row["found"] is None:
        with pytest.raises((GeometryError, InputError)):
            layer_of_call(row["call"], row["input"])
        return
    x = by_the_relation(layer_of_call(row["call"], row["input"]))
    assert list(x.shape) == row["found"]["shape"]
    assert np.array_equal(x.ravel(), row["found"]["x"])


def test_no_conversion_that_was_run_came_out_wrong():
    """Calls drawn at random, converted, and run in the target: see `tests.conventions.conversions`."""
    table = json.loads((Path(__file__).parent / "conversions.json").read_text())
    assert set(table["versions"]) == set(PACKAGES)
    assert {(row["from"], row["to"]) for row in table["pairs"]} == set(permutations(PACKAGES, 2))
    for row in table["pairs"]:
        assert not WRONG & set(row), row
        counts = {kind: number for kind, number in row.items() if kind not in ("from", "to", "not legal")}
        assert set(counts) <= {"same values", "no words", "refused as said", "ends the process"}, row
        assert sum(counts.values()) >= 300, row
    assert sum(row.get("same values", 0) for row in table["pairs"]) > 30_000
