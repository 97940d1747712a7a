"""What the language has beside plain arithmetic: exact quotients, choices, powers, common divisors, long names."""

from __future__ import annotations

import json

import pytest

from symtconv import verify
from symtconv.arithmetic.parse import FormulaError, parse
from symtconv.arithmetic.sizes import DivisorError, evaluate, holds
from symtconv.arithmetic.term import LONG, letter_of
from symtconv.claims.argument import argument_lines
from symtconv.claims.decide import check
from symtconv.claims.reading import read_claim
from symtconv.geometry import InputError

PROVED = [
    ("conv_size(i,k,1,1,(k-1)/2,(k-1)/2) == i", ["k % 2 == 1"]),
    ("conv_size(i,k,1,d,(k*d-d)/2,(k*d-d)/2) == i", ["k % 2 == 1"]),
    ("(k*s)/s == k", []),
    ("abs(x) == (x if x >= 0 else -x)", []),
    ("(k if k >= s else s) == max(k, s)", []),
    ("(1 if x > 0 else 0 if x == 0 else -1) * x >= 0", []),
    ("2**10 == 1024", []),
    ("x**2 >= 0", []),
    ("(k + 1)**2 == k**2 + 2*k + 1", []),
    ("1 <= gcd(d,s) <= d", []),
    ("s % gcd(d,s) == 0 and d % gcd(d,s) == 0", []),
    ("gcd(6, 4) == 2 and gcd(0, 0) == 0", []),
    ("gcd(d, d) == d", []),
    ("gcd(d, s) == gcd(s, d)", []),
    ("gcd(x, 0) == abs(x) and gcd(x, x) >= x", []),
    ("conv_size(H_in, kernel_size, stride, dilation, padding, padding) <= H_in + 2*padding", []),
    ("kernel_size_h >= 1 and stride2 >= 1 and output_padding >= 0 and W_out >= 1", []),
]


@pytest.mark.parametrize(("claim", "where"), PROVED)
def test_it_is_proved_and_its_certificate_replays(claim, where):
    verdict = check(claim, where=where)
    assert verdict.outcome == "proved"
    assert verify(json.loads(verdict.to_json())).outcome == "proved"
    assert argument_lines(verdict)


@pytest.mark.parametrize(
    ("claim", "where", "said"),
    [
        ("conv_size(i,k,1,1,(k-1)/2,(k-1)/2) == i", [], r"1 is left over at i = 1, k = 2: write floor\(\(k - 1\)/2\)"),
        ("i/s == 1", [], "i % s == 0"),
        ("implies(i % 2 == 0, i/2 >= 0)", [], "exact division"),  # an implies guards nothing
        ("7/2 == 3", [], "1 is left over: write"),
        ("i/x == 1", [], "must be at least 1"),
    ],
)
def test_an_exact_quotient_has_to_be_exact(claim, where, said):
    with pytest.raises(InputError, match=said):
        check(claim, where=where)


def test_an_altered_claim_does_not_hide_a_rest():
    report = json.loads(check("(k*s)/s == k").to_json())
    report["certificate"]["claim"] = "(k*s)/(s + 1) == k"
    with pytest.raises(InputError):
        verify(report)


def test_what_it_means():
    assert holds(parse("x == (2 if y > 0 else 3)"), {"x": 2, "y": 1})
    assert not holds(parse("x == (2 if y > 0 else 3)"), {"x": 2, "y": 0})
    assert evaluate(parse("2**3 + k**2 == gcd(12, 18)").left, {"k": 3}) == 17
    assert holds(parse("gcd(12, 0-18) == 6 and gcd(0, 0) == 0"), {})
    with pytest.raises(DivisorError):
        holds(parse("x/2 == 1"), {"x": 3})


def test_a_counterexample_is_found_through_all_of_it():
    assert check("gcd(d, s) == 1", explain=False).counterexample == {"d": 2, "s": 2}
    assert check("(k if k >= s else s) == k", explain=False).counterexample == {"k": 1, "s": 2}
    assert check("k**2 <= 2**3", explain=False).counterexample == {"k": 3}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("conv_size(i,k,1,d,int((k*d-d)/2),0) == i", "int(p/q) cuts towards zero; write p // q for p >= 0"),
        ("math.ceil(i/s) == 1", "write ceil(p/q)"),
        ("torch.floor(i/s) == 1", "write floor(p/q)"),
        ("2**m == 1", "a power has a number as its exponent"),
        ("x**9 >= 0", "from 1 to 8"),
        ("10**30 >= 0", "more than 30 digits"),
        ("x == 1 if y == 2 else 3", "a choice stands in brackets on one side"),
        (f"{' + '.join(['(1 if x > 0 else 2)'] * 5)} > 0", "more than 4 choices"),
        ("round(i/2) == 1", "write floor((2*p + q)/(2*q))"),
    ],
)
def test_what_is_not_in_it_is_told(text, hint):
    with pytest.raises(FormulaError):
        parse(text)
    with pytest.raises(InputError) as caught:
        read_claim(text)
    assert hint in str(caught.value)


def test_long_names_have_the_domain_of_their_letter():
    for letter, names in LONG.items():
        for name in names:
            for axis in ("", "_h", "_w", "_0", "1", "_height"):
                assert letter_of(name + axis) == letter
    for name in ("kernels", "strided", "pad_low", "x", "H_in_", "m1", "spadding"):
        assert letter_of(name) in (None, "x", "m")
    assert check("stride >= 1 and padding >= 0").domain == ("stride >= 1", "padding >= 0")
