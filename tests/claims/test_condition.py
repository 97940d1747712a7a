"""When a claim holds: found, simplified, proved both ways, and never the claim again."""

from __future__ import annotations

import pytest

from symtconv.arithmetic.parse import parse
from symtconv.claims.atoms import cost, restates
from symtconv.claims.decide import check

FOUND = [  # claim, conditions, what is found
    ("residue(i,2*s,s,1,ceil(s/2),ceil(s/2)) == min(i % s, 1)", ["s % 2 == 0"], "i % s <= 1"),
    ("residue(i,3,s,1,1,1) == min(s-1,1)", [], "(i - 2) % s == 0"),
    ("convt_size(conv_size(i,3,2,1,1,1),3,2,1,1,1,1) == i", [], "i % 2 == 0"),
    ("convt_size(conv_size(i,7,2,1,0,0),7,2,1,0,0,0) == i", ["i >= 7"], "i % 2 == 1"),
    ("convt_size(conv_size(i,k,s,1,p,p),k,s,1,p,p,1) == i", [], "residue(i, k, s, 1, p, p) == 1"),
    ("convt_size(conv_size(i,k,s,1,p,p),k,s,1,p,p,d) == i", [], "residue(i, k, s, 1, p, p) == d"),
    ("min(residue(i,k,s,1,0,0), d - 1) == residue(i,k,s,1,0,0)", [], "residue(i, k, s, 1, 0, 0) < d"),
    ("min(residue(i,k,s,1,p,p), 1) == residue(i,k,s,1,p,p)", [], "residue(i, k, s, 1, p, p) <= 1"),
    ("16*ceil(ceil(ceil(ceil(i/2)/2)/2)/2) == i", [], "i % 16 == 0"),
    ("floor((i + 2*p - d*(k-1) + 1)/s) + 1 == conv_size(i,k,s,d,p,p)", [], "residue(i, k, s, d, p, p) + 2 < s"),
    ("floor((i - k)/s) + 1 == conv_size(i,k,s,d,0,0)", [], "(k - 1)*(d - 1) + residue(i, k, s, d, 0, 0) < s"),
    ("floor((i+p-k*(d-1)-1)/s)+1 == conv_size(i,k,s,d,p,0)", [], "d <= residue(i, k, s, d, p, 0) + k < d + s"),
    ("conv_size((n-1)*s+1, k, 1, 1, k-1-2*p+a, k-1-2*p+a) == convt_size(n,k,s,1,p,p,a)", [], "a == 2*p"),
    ("conv_size(i,k,s,1,k-1,k-1) == i + (k-1)", [], "s == 1 or i == 1 and k == 1"),
    ("max((ceil(i/s)-1)*s + k - i, 0) == k - 1", [], "(i - 1) % s == 0 or k == 1"),
]


@pytest.mark.parametrize(("claim", "where", "condition"), FOUND)
def test_the_condition_is_found_in_its_simplest_form_and_proved(claim, where, condition):
    verdict = check(claim, where=where)
    assert verdict.holds_when is not None
    assert parse(verdict.holds_when) == parse(condition)
    assert check(f"iff({verdict.holds_when}, {claim})", where=where).outcome == "proved"


@pytest.mark.parametrize(
    "claim",
    ["a < s", "x == y", "i % s == 0", "residue(i,k,s,d,p,p) == 0", "k % 2 == 1 and i >= k", "x*x != 1003*1003"],
)
def test_a_claim_is_no_condition_of_itself(claim):
    assert check(claim).holds_when is None


@pytest.mark.parametrize(
    ("formula", "goal", "same"),
    [
        ("s > a", "a < s", True),
        ("floor(i/s) < conv_size(i,k,s,d,0,0)", "floor(i/s) + 1 == conv_size(i,k,s,d,0,0)", True),
        ("residue(i,k,s,1,0,0) == 0", "s*(conv_size(i,k,s,1,0,0) - 1) == i - k", False),
        ("l == h", "s*(n-1) + k - 2*l == convt_size(n,k,s,1,l,h,0)", False),
    ],
)
def test_what_only_says_it_again_is_told(formula, goal, same):
    assert restates(parse(formula), parse(goal)) == same


def test_a_named_size_is_a_word():
    assert cost(parse("residue(i,k,s,d,p,p) == 0")) < cost(parse("(i + 2*p - k) % s == 0"))
    assert cost(parse("i % 2 == 0")) < cost(parse("residue(i,7,2,1,0,0) == 0"))
