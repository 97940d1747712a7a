"""A time-out is kept by every stage: within twice the time, whatever the claim."""

from __future__ import annotations

import time

import pytest

from symtconv.claims.decide import check

SUM = "+".join("abcdefghijklmnopqrs")
FOURTH = f"((({SUM})*({SUM}))*(({SUM})*({SUM})))"
ABSOLUTE = "+".join(f"abs({name})" for name in "bcefjmoq")


@pytest.mark.parametrize(
    ("claim", "where"),
    [
        (f"{ABSOLUTE} + {FOURTH} >= 0", []),
        (f"{ABSOLUTE} >= 0", [f"{FOURTH} == 0*0"] * 5),
        ("x*x*x + y*y*y != z*z*z", ["x >= 1", "y >= 1", "z >= 1"]),
    ],
)
def test_no_stage_outlives_the_deadline(claim, where):
    start = time.process_time()
    verdict = check(claim, where=where, timeout=1)
    assert verdict.outcome == "unknown"
    assert time.process_time() - start < 2.5
