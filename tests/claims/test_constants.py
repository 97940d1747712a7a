"""Counterexamples at the numbers that a claim names, far beyond the shells, and still the smallest."""

from __future__ import annotations

import time

import pytest

from symtconv.claims.decide import check
from symtconv.claims.report import report_lines


@pytest.mark.parametrize(
    ("claim", "where", "smallest"),
    [
        ("x != 1000000", [], {"x": 1000000}),
        ("k < 100000 or s < 100000", [], {"k": 100000, "s": 100000}),
        ("x*x != 1003*1003*1003*1003", [], {"x": -1006009}),
        ("k*k*k != 999*999*999", [], {"k": 999}),
        ("n <= 123456789", ["n >= 3"], {"n": 123456790}),
        ("i + k != 7000 or s != 9000", [], {"i": 1, "k": 6999, "s": 9000}),
    ],
)
def test_the_smallest_is_shown(claim, where, smallest):
    verdict = check(claim, where=where, explain=False)
    assert (verdict.outcome, verdict.counterexample, verdict.smallest) == ("refuted", smallest, True)


def test_one_that_may_not_be_the_smallest_is_not_called_so():
    verdict = check("n*k != 1000003*999983", explain=False)
    assert verdict.outcome == "refuted"
    assert verdict.smallest or any("perhaps not the smallest" in line for line in report_lines(verdict))


def test_a_domain_in_which_nothing_is_found_ends_soon():
    start = time.process_time()
    verdict = check("x == x", where=["x*x == 2"])
    assert verdict.outcome == "unknown"
    assert "no assignment that satisfies the conditions" in verdict.reason
    assert time.process_time() - start < 2


def test_a_witness_at_a_constant_is_enough():
    assert check("x == x", where=["x*x == 1000000"]).outcome == "proved"
