"""Rewrites, decided: each row is a fact of the trade, with the smallest sizes at which a wrong one is wrong."""

from __future__ import annotations

import pytest

from symtconv.checker.check import replay
from symtconv.claims.rewriting.decide import decide
from symtconv.geometry import InputError

ONE = "x[n] w[k]"
REAL = "convt_size(n,k,s,{},{},{},{}) >= 1"

TOSA = """pad(merge(transpose(conv(x, transpose(reverse(split(pad(w, 0, (-k) % s), s)), 1, 0),
    outs=1, pad=ceil(k/s)-1), 1, 0)), top, bottom + k - s*ceil(k/s))"""
TRUE = {
    "lowering": (
        ONE,
        "convt(x, w, stride=s, dilation=d, pad=(lo, hi), extra=a)",
        "conv(pad(dilate(x, s), d*(k-1)-lo, d*(k-1)-hi+a), reverse(w), dilation=d)",
        [REAL.format("d", "lo", "hi", "a")],
    ),
    "tosa": (
        ONE,
        "convt(x, w, stride=s, pad=(-top, -bottom))",
        TOSA,
        [],
    ),
    "phases": (
        ONE,
        "convt(x, w, stride=s)",
        "interleave(r, s, (n-1)*s+k, conv(x, reverse(slice(w, r, k, s)), pad=ceil((k-r)/s)-1))",
        ["k >= s"],
    ),
    "both undefined says nothing": (ONE, "conv(x, w, stride=s)", "conv(x, w, stride=s, pad=(0, 0))", []),
    "sum of two": ("x[n] y[n]", "add(x, y)", "add(y, x)", []),
}


@pytest.mark.parametrize("row", TRUE)
def test_a_true_rewrite_is_proved_and_replays(row):
    tensors, left, right, where = TRUE[row]
    verdict = decide(left, right, tensors=tensors, where=where)
    assert verdict.outcome == "proved", verdict.reason
    assert replay(verdict.certificate).outcome == "proved"


FALSE = {
    "zeros for output padding": (
        "convt(x, w, stride=s, pad=p, extra=a)",
        "append(convt(x, w, stride=s, pad=p), a)",
        ["p <= k-1", "a < s", REAL.format("1", "p", "p", "0")],
        {"n": 1, "k": 3, "s": 2, "p": 1, "a": 1},
        "a == 0 or p == 0",
    ),
    "k-1-p for K-1-p": (
        "convt(x, w, stride=s, dilation=d, pad=p)",
        "conv(pad(dilate(x, s), k-1-p, k-1-p), reverse(w), dilation=d)",
        [REAL.format("d", "p", "p", "0"), "(n-1)*s + 1 + 2*(k-1-p) >= span(k,d)"],
        {"n": 1, "k": 2, "s": 1, "d": 2, "p": 0},
        "d == 1 or k == 1",
    ),
    "a floor that does not divide": ("x", "merge(split(x, s))", [], {"n": 1, "s": 2}, "n % s == 0"),
    "no flip": (
        "convt(x, w, stride=s)",
        "conv(pad(dilate(x, s), k-1, k-1), w)",
        [],
        {"n": 1, "k": 2, "s": 1},
        "k == 1",
    ),
    "one shift or nothing left": (
        "convt(x, w, pad=(-top,-bottom))",
        "conv(pad(x, k-1-top, k-1-bottom), reverse(w))",
        ["n+k-1+top+bottom >= 1", "n + k - 1 - top - bottom >= 1"],
        {"n": 1, "k": 2, "top": -1, "bottom": 0},
        "bottom == -top and (top == 0 or abs(top) >= k + n - 1)",
    ),
    "a crop that a pad takes back": (
        "conv(pad(x, -a, 0), w, pad=(l, 0))",
        "conv(x, w, pad=(l-a, 0))",
        ["n > a", "n - a + l >= k"],
        {"n": 2, "k": 1, "a": 1, "l": 1},
        "a == 0 or l == 0",
    ),
}


@pytest.mark.parametrize("row", FALSE)
def test_a_false_rewrite_is_refuted_at_the_smallest_sizes_with_its_exact_condition(row):
    left, right, where, smallest, condition = FALSE[row]
    verdict = decide(left, right, tensors=ONE, where=where)
    assert verdict.outcome == "refuted"
    assert verdict.counterexample == smallest
    assert verdict.holds_when == condition
    assert replay(verdict.certificate).outcome == "refuted"


ENOUGH = {
    "output padding at the low end": (
        "conv(pad(dilate(x, s), d*(k-1)-p+a, d*(k-1)-p), reverse(w), dilation=d)",
        ["p <= d*(k-1)", "a < s", REAL.format("d", "p", "p", "a")],
        "a == 0",
    ),
    "zeros for output padding": (
        "append(convt(x, w, stride=s, dilation=d, pad=p), a)",
        [REAL.format("d", "p", "p", "a"), REAL.format("d", "p", "p", "0")],
        "p == 0 or a == 0",
    ),
}


@pytest.mark.parametrize("row", ENOUGH)
def test_where_the_gaps_of_a_stride_decide_the_condition_says_that_it_is_one_direction(row):
    right, where, condition = ENOUGH[row]
    verdict = decide("convt(x, w, stride=s, dilation=d, pad=p, extra=a)", right, tensors=ONE, where=where)
    assert (verdict.outcome, verdict.holds_when, verdict.holds_if) == ("refuted", None, condition)
    assert replay(verdict.certificate).outcome == "refuted"


def test_a_refutation_says_which_node_is_undefined():
    verdict = decide("x", "slice(x, 1, n)", tensors="x[n]", where=["n >= 0"])
    assert verdict.difference.entry == (0,)
    verdict = decide("x", "slice(pad(x, 1, 0), a, n+1)", tensors="x[n]", where=["a >= 1"])
    assert verdict.counterexample == {"n": 1, "a": 2}
    verdict = decide("reverse(x)", "slice(x, 2, n)", tensors="x[n]")
    assert verdict.counterexample == {"n": 1}
    assert verdict.to_dict()["right_shape"] == "undefined: slice: inside"
    assert verdict.to_dict()["entry"] is None


def test_a_divisor_that_can_be_0_is_refused_with_an_assignment():
    with pytest.raises(InputError, match=r"m is 0 at n = 1, m = 0; every divisor must be at least 1"):
        decide("pad(x, n*m//m, 0)", "pad(x, n, 0)", tensors="x[n]")


def test_what_is_defined_nowhere_is_refused():
    with pytest.raises(InputError, match="neither program is defined"):
        decide("slice(x, 1, 0)", "slice(x, 1, 0)", tensors="x[n]")
    with pytest.raises(InputError, match="the rewrite says nothing"):
        decide("x", "x", tensors="x[n]", where=["n < 1"])
