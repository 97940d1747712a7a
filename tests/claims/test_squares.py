"""Sums of squares, and products of more than four: proved, and replayed by a checker that knows no squares."""

from __future__ import annotations

import json

import pytest

from symtconv import verify
from symtconv.claims.decide import check


@pytest.mark.parametrize(
    "claim",
    [
        "x*x + y*y + z*z + w*w >= x*y + y*z + z*w + w*x",
        "(x-y)*(x-y)*(x*x+x*y+y*y) >= 0",
        "x**2 + y**2 >= 2*x*y",
        "x**4 + 1 >= x*x",
        "x*x + 1 > x",
        "k*s*d*n*i >= k*s",
    ],
)
def test_what_squares_or_long_products_show_is_proved(claim):
    verdict = check(claim, timeout=5)
    assert verdict.outcome == "proved"
    assert verify(json.loads(verdict.to_json())).outcome == "proved"


@pytest.mark.parametrize(("claim", "hit"), [("x*x + y*y > 2*x*y", {"x": 0, "y": 0}), ("x*x > x", {"x": 0})])
def test_what_is_only_nearly_so_is_refuted(claim, hit):
    assert check(claim, explain=False).counterexample == hit
