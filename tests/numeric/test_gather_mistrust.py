"""The compiled half trusts nobody: a plan that leads outside an array is refused, not followed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from symtconv.numeric import _gather
from symtconv.numeric.plan import plan
from symtconv.numeric.sizes import sizes

WORDS = {"stride": 2, "padding": 1, "output_padding": 1, "groups": 1, "dilation": 1}
PLAN = plan(sizes((1, 1, 4, 5), (1, 1, 3, 3), 8, **WORDS))
X_SIZE = 8 * 10


def gather(found, y=20, w=9, bias=1, x=X_SIZE, level=0):
    _gather.gather_f64(np.ones(y), np.ones(w), np.ones(bias), np.zeros(x), found, level)


def changed(name, at, by, of=PLAN):
    array = getattr(of, name).copy()
    array[at] += by
    return replace(of, **{name: array})


def test_the_plan_itself_runs():
    gather(PLAN)


@pytest.mark.parametrize("wrong", [{"y": 19}, {"w": 8}, {"bias": 2}, {"x": X_SIZE + 1}])
def test_arrays_of_other_sizes(wrong):
    with pytest.raises(IndexError, match="do not have the sizes of the plan"):
        gather(PLAN, **wrong)


RUNS = len(PLAN.runs)
WRONG = {
    f"run {r}, {field} {by:+}": changed("runs", (r, column), by)
    for r in range(RUNS)
    for column, field, by in [(0, "class", 2), (0, "class", -2), (1, "first", -9), (2, "last", 9), (4, "taps", 99)]
} | {
    "an outer tap": changed("taps", (0, 1), 9),
    "an outer tap of the kernel": changed("taps", (0, 0), 9),
    "an inner tap": changed("taps", (-1, 1), 9),
    "an inner tap of the kernel": changed("taps", (-1, 0), 3),
    "a place": changed("places", (0, 0), 4),
    "taps of a place": changed("places", (0, 2), 99),
    "a longer axis of y": changed("axes", (0, 0), 9, of=changed("places", (0, 0), 4)),
    "a longer axis of the kernel": changed("axes", (0, 1), 9, of=changed("taps", (0, 0), 5)),
    "no step": replace(PLAN, step=0),
    "a step past the row": replace(PLAN, step=99),
    "no channels": replace(PLAN, counts=(1, 1, 0, 1)),
    "no rows": replace(PLAN, extents=(0, *PLAN.extents[1:])),
    "too few rows": replace(PLAN, most_rows=1),
    "too few taps": replace(PLAN, most_taps=1),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_plan_that_leads_outside(name):
    with pytest.raises(IndexError):
        gather(WRONG[name])


@pytest.mark.parametrize("level", [-1, 3])
def test_an_instruction_set_that_is_not_there(level):
    with pytest.raises(ValueError, match=f"level={level} is not one this machine has"):
        gather(PLAN, level=level)
