"""Messages that help: the line, a caret under the column, and what to write instead."""

from __future__ import annotations

import pytest

from symtconv.claims.reading import read_claim
from symtconv.geometry import InputError

HINTS = {
    "k = 1": "equality is written ==",
    "i ≥ 1": "write >=",
    "i => 1": "write >=",
    "i ≤ k": "write <=",
    "k ≠ 1": "write !=",
    "k^2 == 1": "a power with a number is written **",
    "k**s == 1": "a power has a number as its exponent",
    "i + k << 2 == 1": "the operators are + - * // %, p/q",
    "2k == n": "2*k",
    "k × s == 1": "with *",
    "⌊i/s⌋ == 1": "floor(p/q)",
    "i == k && s == 1": "write and",
    "i == k || s == 1": "write or",
    "i − 1 == k": "ASCII -",
    "i == 1.5": "integers",
    "a < s → n == 1": "implies(A, B)",
    "conv_sise(i,k,s,d,l,h) == 1": "did you mean conv_size(i, k, s, d, l, h)?",
    "k == 1 for all n >= 1": "a condition is given beside the claim: --where",
    "k == 1 if n == 1": "a condition is given beside the claim: --where",
    "flor(k/2) == 1": "did you mean floor(p/q)?",
    "residu(i,k,s,d,l,h) == 1": "did you mean residue",
    "lcm(k,s) == 1": "the functions are",
    "conv_size(i,k,s) == 1": "it is written conv_size(i, k, s, d, l, h)",
    "span == 1": "it is written span(k, d)",
    "(k == 1) == (n == 1)": "iff",
}


@pytest.mark.parametrize("claim", HINTS)
def test_a_refusal_says_what_to_write(claim):
    with pytest.raises(InputError) as caught:
        read_claim(claim)
    message = str(caught.value)
    assert HINTS[claim] in message
    assert claim in message


CARETS = {"k = 1": 2, "conv_sise(i) == 1": 0, "i + k << 2 == 1": 6, "1 + ℓ == 2": 4, "i == k && s": 7, "   i == 1.5": 8}


@pytest.mark.parametrize("claim", CARETS)
def test_the_caret_stands_under_the_column(claim):
    with pytest.raises(InputError) as caught:
        read_claim(claim)
    _, line, caret, *_ = str(caught.value).split("\n")
    assert line == f"  {claim}"
    assert abs(caret.index("^") - 2 - CARETS[claim]) <= 1


def test_a_long_line_is_shown_around_the_column():
    with pytest.raises(InputError) as caught:
        read_claim(" + ".join(["k"] * 40) + " + ℓ" + " + k" * 40 + " == 1")
    _, line, caret, *_ = str(caught.value).split("\n")
    assert len(line) < 120
    assert line[caret.index("^")] == "ℓ"


def test_what_is_wrong_in_a_condition_is_said_to_be_there():
    with pytest.raises(InputError, match="a condition cannot be read") as caught:
        read_claim("k == 1", ["k = 1"])
    assert "  k = 1\n" in str(caught.value)


@pytest.mark.parametrize(("claim", "where"), [(1, []), ("k == 1", "a < s"), ("k == 1", [1]), (None, [])])
def test_what_is_no_text_is_refused(claim, where):
    with pytest.raises(InputError):
        read_claim(claim, where)


def test_control_characters_do_not_reach_the_terminal():
    with pytest.raises(InputError) as caught:
        read_claim("k == \x1b[31m1")
    assert "\x1b" not in str(caught.value)


def test_known_formulas_go_by_name():
    assert read_claim("guide-3").conditions == ("k % 2 == 1",)
    assert read_claim("guide_3", ["k > 1"]).conditions == ("k % 2 == 1", "k > 1")
    inside = read_claim("implies(p == 0, guide_2) and guide_3")
    assert "conv_size(i,k,1,1,p,p) == (i-k) + 2*p + 1" in inside.text
    assert "implies((k % 2 == 1), " in inside.text
