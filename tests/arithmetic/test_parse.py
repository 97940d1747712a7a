"""The claim language: what it accepts, what it refuses and where, and what it means."""

from __future__ import annotations

import ast
import time
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.arithmetic.parse import Claim, FormulaError, parse
from symtconv.arithmetic.term import (
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


TRUTH = "a truth value is needed here, such as a comparison"
INTEGER = "an integer is needed here, not a truth value"
COMPARED = "truth values are not compared; use iff(A, B)"
COMPARES = "only ==, !=, <, <=, > and >= compare"
SLASH = "/ stands only once, at the top, inside floor(p/q) or ceil(p/q)"
SIGNS = "the operators are + - * // and %"
DIGIT = "a name cannot begin with a digit; a product is written with *"
STRANGE = "this is not in the language"

# text -> column and message, to the letter
REFUSED = {
    "": (0, "nothing to read"),
    "   ": (0, "nothing to read"),
    "k": (0, TRUTH),
    "not k": (4, TRUTH),
    "  not k": (6, TRUTH),
    "k and n == 1": (0, TRUTH),
    "n == 1 and k": (11, TRUTH),
    "implies(k, n == 1)": (8, TRUTH),
    "iff(n == 1, k)": (12, TRUTH),
    "k if n else d": (0, TRUTH),
    "k == 1 == (n == 2)": (11, COMPARED),
    "(k < 1) == (n < 2)": (1, COMPARED),
    "(k < 1 or n < 2) == 3": (1, COMPARED),
    "3 == (not k < 1)": (6, COMPARED),
    "implies(k < 1, n < 1) == 0": (0, COMPARED),
    "0 == iff(k < 1, n < 1)": (5, COMPARED),
    "k + (n == 1) == 2": (5, INTEGER),
    "k + (n == 1 and k == 1) == 2": (5, INTEGER),
    "k + (not n == 1) == 2": (5, INTEGER),
    "k + implies(n == 1, k == 1) == 2": (4, INTEGER),
    "k - iff(n == 1, k == 1) == 2": (4, INTEGER),
    "abs(n == 1) == 1": (4, INTEGER),
    "k in n": (2, COMPARES),
    "k is n": (2, COMPARES),
    "1 < ( k+d ) not in n": (12, COMPARES),
    "k / 2 == 1": (2, SLASH),
    " k / 2 == 1": (3, SLASH),
    "(k)\t / 2 == 1": (5, SLASH),
    "floor(k/2/2) == 1": (7, SLASH),
    "floor(k) == 1": (6, "floor takes one quotient, floor(p/q)"),
    "floor(k/2 + 1) == 1": (6, "floor takes one quotient, floor(p/q)"),
    "ceil(k//2) == 1": (5, "ceil takes one quotient, ceil(p/q)"),
    "k**2 == 1": (1, SIGNS),
    "(k )**2 == 1": (4, SIGNS),
    "k << 2 == 1": (2, SIGNS),
    "k ^ 2 == 1": (2, "the character '^' is not in the language"),
    "k.real == 1": (1, "the character '.' is not in the language"),
    "k[0] == 1": (1, "the character '[' is not in the language"),
    "k == 1.5": (6, "the character '.' is not in the language"),
    "k == 'a'": (5, 'the character "\'" is not in the language'),
    "(lambda: 1)() == 1": (7, "the character ':' is not in the language"),
    "[x for x in k] == 1": (0, "the character '[' is not in the language"),
    "k == 1 # comment": (7, "the character '#' is not in the language"),
    "k := 1": (2, "the character ':' is not in the language"),
    "k == ℓ": (5, "the character 'ℓ' is not in the language"),
    "k == 1\n": (6, "the character '\\n' is not in the language"),
    "k == 2k": (5, DIGIT),
    "k == 0x10": (5, DIGIT),
    "k == True": (5, STRANGE),
    "k == (n, d)": (5, STRANGE),
    "k == (1 if n else d)": (6, STRANGE),
    "k(1)(2) == 1": (0, STRANGE),
    "__import__(k) == 1": (0, "__import__ is no function of the language"),
    "1 == eval(k)": (5, "eval is no function of the language"),
    "floor == 1": (0, "floor is a function and needs its arguments"),
    "k == span": (5, "span is a function and needs its arguments"),
    "1 == _q0": (5, "a name begins with a letter"),
    "implies(k == 1)": (0, "implies takes 2 arguments, not 1"),
    "iff(k == 1, k == 1, k == 1)": (0, "iff takes 2 arguments, not 3"),
    "min(k) == 1": (0, "min takes 2 to 40 arguments, not 1"),
    f"1 == max({','.join(41 * 'k')})": (5, "max takes 2 to 40 arguments, not 41"),
    "abs() == 1": (0, "abs takes 1 argument, not 0"),
    "abs(k, k) == 1": (0, "abs takes 1 argument, not 2"),
    "floor(k/2, 1) == 1": (0, "floor takes 1 argument, not 2"),
    "ceil() == 1": (0, "ceil takes 1 argument, not 0"),
    "span(k) == 1": (0, "span takes 2 arguments, not 1"),
    "span(k, d, s) == 1": (0, "span takes 2 arguments, not 3"),
    "conv_size(i,k,s,d,l) == 1": (0, "conv_size takes 6 arguments, not 5"),
    "convt_size(n,k,s,d,l,h) == 1": (0, "convt_size takes 7 arguments, not 6"),
    "residue(n,k,s,d,l,h,a) == 1": (0, "residue takes 6 arguments, not 7"),
    "max(*k) == 1": (0, "max takes its arguments by place"),
    "max(k, n, *k) == 1": (0, "max takes its arguments by place"),
    "span(k, d=1) == 1": (0, "span takes its arguments by place"),
    "span(k, d, d=1) == 1": (0, "span takes its arguments by place"),
    "k == " + "a" * 33: (5, "a name has at most 32 characters"),
    "-" * 60 + "n == 1": (60, "nested more than 60 deep"),
    "n == 1" + "0" * 30: (5, "a number of more than 30 digits"),
    "k == " + "1" * 1996: (2000, "2001 characters; the limit is 2000"),
}


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:30])
def test_what_is_not_in_the_language_is_refused_at_its_column(text):
    with pytest.raises(FormulaError) as caught:
        parse(text)
    assert (caught.value.column, str(caught.value)) == REFUSED[text]
    assert caught.value.text == text


@pytest.mark.parametrize(("text", "column"), [("k = 1", 2), ("k == 1) and (n == 1", 6), ("  k + ", 6), ("k n", 2)])
def test_what_python_cannot_read_is_refused_where_python_stops(text, column):
    with pytest.raises(FormulaError, match="^this cannot be read$") as caught:
        parse(text)
    assert abs(caught.value.column - column) <= 1  # the versions of Python differ by one


@pytest.mark.parametrize(
    ("error", "message", "column"),
    [
        (SyntaxError("no", ("", 1, 3, "")), "this cannot be read", 4),
        (SyntaxError("no", ("", 1, 99, "")), "this cannot be read", 8),
        (SyntaxError("no", ("", 1, 1, "")), "this cannot be read", 2),
        (SyntaxError("no", ("", 1, 0, "")), "this cannot be read", 8),
        (SyntaxError("no"), "this cannot be read", 8),
        (RecursionError(), "this is nested too deep", 0),
        (MemoryError(), "this is nested too deep", 0),
    ],
)
def test_whatever_stops_python_is_answered(monkeypatch, error, message, column):
    def stopped(*_, **__):
        raise error

    monkeypatch.setattr(ast, "parse", stopped)
    with pytest.raises(FormulaError) as caught:
        parse("  k == 1")
    monkeypatch.undo()
    assert (str(caught.value), caught.value.column) == (message, column)


def test_what_is_at_its_limit_is_read():
    number, name = "9" * 30, "a" * 32
    assert parse(f"{name} == {number}") == Comparison("==", Name(name), Number(int(number)))
    assert len(parse(f"min({','.join(40 * 'k')}) == 1").left.terms) == 40
    assert parse("k == 1" + " " * 1994) == parse("k == 1")
    names = [f"k{n}" for n in range(41)]
    assert len(Claim.read("+".join(names[:40]) + " == 1").names) == 40
    with pytest.raises(FormulaError, match="^41 names; the limit is 40$") as caught:
        Claim.read("k0 == 1", [f"{name} == 1" for name in names])
    assert caught.value.column == 0


DEEPER = [
    *("not ({})", "({}) and n == 1", "n == 1 or ({})", "implies({}, n == 1)", "iff(n == 1, {})"),
    *("-({})", "+({})", "({}) + n", "n - ({})", "({}) // 2", "n % ({})"),
    *("floor(({})/2)", "ceil(2/({}))", "min({}, n)", "max(n, {})", "abs({})", "span({}, 1)"),
]


@pytest.mark.parametrize("kind", DEEPER)
def test_every_kind_of_nesting_counts_as_one(kind):
    inner = "k == 1" if parsed(kind.format("k == 1")) else "k"
    for _ in range(59):  # a comparison is the sixtieth
        inner = kind.format(inner)
    claim = "{}" if "k == 1" in inner else "{} == 1"
    assert parsed(claim.format(inner))
    with pytest.raises(FormulaError, match="^nested more than 60 deep$"):
        parse(claim.format(kind.format(inner)))


def parsed(text):
    try:
        return parse(text)
    except FormulaError:
        return None


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


def test_a_divisor_is_told_up_to_a_length():
    for y, told in ((0, "0"), (-2, "-2"), (-(10**30), f"-{10**30}"), (-(10**30) - 1, "a number below -10^30")):
        with pytest.raises(DivisorError) as caught:
            holds(parse("x // y == 1"), {"x": 3, "y": y})
        assert str(caught.value) == f"division by {told}: every divisor must be at least 1"


def test_parts_cannot_be_changed_and_hold_nothing_else():
    x = Name("x")
    with pytest.raises(FrozenInstanceError):
        Claim.read("x == 1").text = "x == 2"
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
