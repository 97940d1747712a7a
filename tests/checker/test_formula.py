"""The claim language: what it accepts, what it refuses and where, and what it means."""

from __future__ import annotations

import ast
import time
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.checker.formula import MAX_DIGITS, Claim, FormulaError, parse
from symtconv.checker.term import (
    SIZES,
    Comparison,
    Connective,
    DivisorError,
    Name,
    Number,
    Operation,
    conjuncts,
    divisors_of,
    evaluate,
    holds,
    names_of,
    rewrite,
    unfold,
)
from symtconv.geometry import conv_size, convt_size, residue, span


def value(term, **values):
    formula = parse(f"{term} == 0")
    return evaluate(formula.left, values)


SAME = st.integers(-30, 30)


@given(x=SAME, y=st.integers(1, 9), z=SAME)
def test_operators_mean_what_they_mean_in_python(x, y, z):
    values = {"x": x, "y": y, "z": z}
    meant = {
        "x + z*y - 3": x + z * y - 3,
        "-x*z": -x * z,
        "x // y": x // y,
        "x % y": x % y,
        "-x // y": -x // y,
        "(x - z) % y + x": (x - z) % y + x,
        "- (x - z)": z - x,
        "x - (z - y)": x - z + y,
        "x - z - y": x - z - y,
        "x*z % y": (x * z) % y,
        "+x": x,
    }
    for text, expected in meant.items():
        assert value(text, **values) == expected, text
    assert value("floor(x/y)", **values) == x // y
    assert value("ceil((x+z)/y)", **values) == -(-(x + z) // y)
    assert value("min(x,y,z)", **values) == min(x, y, z)
    assert value("max(x,y,z)", **values) == max(x, y, z)
    assert value("abs(x)", **values) == abs(x)


@given(x=SAME, y=SAME)
def test_connectives_mean_what_they_say(x, y):
    values = {"x": x, "y": y}
    meant = {
        "x < y": x < y,
        "x <= y": x <= y,
        "x > y": x > y,
        "x >= y": x >= y,
        "x == y": x == y,
        "x != y": x != y,
        "0 <= x < y": 0 <= x < y,
        "not x < y or x == 3 and y < 2": not x < y or (x == 3 and y < 2),
    }
    for text, expected in meant.items():
        assert holds(parse(text), values) is expected, text
    assert holds(parse("implies(x < y, x < 3)"), values) is (not x < y or x < 3)
    assert holds(parse("iff(x < y, x < 3)"), values) is ((x < y) == (x < 3))


@given(st.tuples(*[st.integers(-6, 9)] * 7), st.integers(1, 5))
def test_named_sizes_are_the_formulas_of_the_geometry(numbers, s):
    i, k, _, d, l, h, a = numbers
    values = dict(zip("ikdlha", (i, k, d, l, h, a), strict=True)) | {"s": s, "n": i}
    assert value("span(k,d)", **values) == span(k, d)
    assert value("conv_size(i,k,s,d,l,h)", **values) == conv_size(i, k, s, d, l, h)
    assert value("convt_size(n,k,s,d,l,h,a)", **values) == convt_size(i, k, s, d, l, h, a)
    assert value("residue(i,k,s,d,l,h)", **values) == residue(i, k, s, d, l, h)


@given(st.tuples(*[st.integers(-6, 9)] * 7), st.integers(1, 5))
def test_unfolding_keeps_the_value_even_when_names_are_those_of_parameters(numbers, s):
    i, k, n, d, l, h, a = numbers
    values = dict(zip("iknhdla", (i, k, n, h, d, l, a), strict=True)) | {"s": s}
    formula = parse(
        "convt_size(conv_size(k,span(d,i),s,l,h,i),n,k,span(a,s),h,l,i) == span(d,k) + residue(d,i,s,k,a,l)"
    )
    unfolded = rewrite(formula, unfold)
    assert not any(word in repr(unfolded) for word in SIZES)
    assert holds(unfolded, values) is holds(formula, values)
    assert evaluate(unfolded.left, values) == evaluate(formula.left, values)


REFUSED = {
    "": 0,
    "   ": 0,
    "k": 0,
    "k = 1": 2,
    "k == 1 == (n == 2)": 11,
    "(k < 1) == (n < 2)": 1,
    "k + (n == 1) == 2": 5,
    "not k": 4,
    "k and n == 1": 0,
    "implies(k, n == 1)": 8,
    "implies(k == 1)": 0,
    "k / 2 == 1": 4,
    "floor(k) == 1": 6,
    "floor(k/2 + 1) == 1": 6,
    "floor(k/2/2) == 1": 8,
    "ceil(k//2) == 1": 5,
    "k**2 == 1": 3,
    "k ^ 2 == 1": 2,
    "k.real == 1": 1,
    "k[0] == 1": 1,
    "k == 1.5": 6,
    "k == 'a'": 5,
    "k == 2k": 5,
    "k == 0x10": 5,
    "k == True": 5,
    "__import__(k) == 1": 0,
    "eval(k) == 1": 0,
    "(lambda: 1)() == 1": 7,
    "[x for x in k] == 1": 0,
    "min(k) == 1": 0,
    "max(*k) == 1": 0,
    "span(k) == 1": 0,
    "span(k, d=1) == 1": 0,
    "conv_size(i,k,s,d,l) == 1": 0,
    "floor == 1": 0,
    "_q0 == 1": 0,
    "k in n": 0,
    "k is n": 0,
    "k if n else d": 0,
    "k == 1 # comment": 7,
    "k := 1": 2,
    "k == ℓ": 5,
    "k == 1\n": 6,
    "k == 1) and (n == 1": 6,
    "a" * 33 + " == 1": 0,
    "n == " + "9" * (MAX_DIGITS + 1): 5,
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_is_not_in_the_language_is_refused_at_its_column(text):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    column = caught.value.column
    assert abs(column - REFUSED[text]) <= 2, (text, column, str(caught.value))
    assert caught.value.text == text


@pytest.mark.parametrize(
    "bomb",
    [
        "(" * 900 + "k" + ")" * 900 + " == 1",
        "-" * 1500 + "k == 1",
        "+".join(["k"] * 900) + " == 1",
        "not " * 400 + "k == 1",
        "k" + "*(k" * 300 + ")" * 300 + " == 1",
        "9" * 1900 + " == 1",
        "k " * 5000,
        "k == " + "9" * 100_000,
        "min(" * 200 + "k,k" + ")" * 200 + " == 1",
        "=" * 1999,
    ],
    ids=lambda bomb: bomb[:12],
)
def test_a_bomb_is_refused_at_once(bomb):
    start = time.perf_counter()
    with pytest.raises(FormulaError):
        parse(bomb)
    assert time.perf_counter() - start < 5


@given(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
    | st.text(alphabet="ik(),+-*/%=<>! 0123ornd", max_size=60)
)
def test_any_text_is_read_or_refused(text):
    try:
        formula = parse(text)
    except FormulaError as error:
        refusal = error
    else:
        refusal = None
        assert isinstance(formula, Comparison | Connective)
    assert refusal is None or 0 <= refusal.column <= len(text)


def test_reading_runs_nothing(monkeypatch):
    monkeypatch.setattr(ast, "literal_eval", None)
    with pytest.raises(FormulaError):
        parse("__import__('os').system('false') == 0")


def test_letters_promise_bounds_and_other_names_promise_none():
    claim = Claim.read("i + k1 + s22 + l + h0 + a + p + g + x + in1 + t >= 0")
    assert claim.domain == ("i >= 1", "k1 >= 1", "s22 >= 1", "l >= 0", "h0 >= 0", "a >= 0", "p >= 0", "g >= 1")


def test_names_stand_in_order_of_first_appearance_claim_first():
    assert Claim.read("s + i == k", ["h < n", "i < a"]).names == ("s", "i", "k", "h", "n", "a")


def test_divisors_are_found_innermost_first_and_through_named_sizes():
    found = divisors_of(parse("x // (n % m) == conv_size(i,k,t,d,l,h) + y // 2"))
    assert names_of(*found) == ("m", "n", "t")
    assert found == (Name("m"), Operation("%", (Name("n"), Name("m"))), Name("t"))
    assert divisors_of(parse("x // 0 == 1")) == (Number(0),)


def test_a_division_by_less_than_one_is_no_value():
    for text in ("x // y == 1", "x % y == 1", "floor(x/y) == 1", "ceil(x/y) == 1"):
        with pytest.raises(DivisorError):
            holds(parse(text), {"x": 3, "y": 0})
        with pytest.raises(DivisorError):
            holds(parse(text), {"x": 3, "y": -2})
    with pytest.raises(DivisorError):
        holds(parse("implies(y >= 1, x // y == 1)"), {"x": 1, "y": 0})


def test_parts_cannot_be_changed_and_hold_nothing_else():
    x = Name("x")
    for node in (Number(1), x, Operation("neg", (x,)), Comparison("==", x, x), Connective("not", ())):
        field = next(iter(node.__slots__))
        with pytest.raises(FrozenInstanceError):
            setattr(node, field, None)
        assert not hasattr(node, "__dict__")


def test_a_named_size_with_a_part_too_many_or_too_few_has_no_value():
    for parts in ((Number(3),), (Number(3), Number(1), Number(9))):
        with pytest.raises(ValueError, match="argument 2"):
            evaluate(Operation("span", parts), {})
        with pytest.raises(ValueError, match="argument 2"):
            unfold(Operation("span", parts))


def test_only_a_conjunction_is_taken_apart():
    for text in ("a == 1 or b == 1", "not a == 1", "implies(a == 1, b == 1)", "a == 1"):
        assert list(conjuncts(parse(text))) == [parse(text)]
    assert len(list(conjuncts(parse("a == 1 and (b == 1 and c == 1)")))) == 3


def test_a_divisor_that_is_one_needs_no_proof():
    assert divisors_of(parse("n // 1 == n")) == ()
    assert divisors_of(parse("n // 0 == n")) == (Number(0),)
