"""The claim language: what it accepts, what it refuses and where, and what it means."""

from __future__ import annotations

import ast
import time
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.parse import FormulaError, parse
from symtconv.arithmetic.rewriting import rewrite
from symtconv.arithmetic.sizes import SIZES, DivisorError, divisors_of, evaluate, holds, unfold
from symtconv.arithmetic.term import Comparison, Connective, Name, Number, Operation, conjuncts, names_of
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


def test_what_is_at_its_limit_is_read():
    number, name = "9" * 30, "a" * 32
    assert parse(f"{name} == {number}") == Comparison("==", Name(name), Number(int(number)))
    assert len(parse(f"min({','.join(40 * 'k')}) == 1").left.terms) == 40
    assert parse("k == 1" + " " * 1994) == parse("k == 1")
    names = [f"k{n}" for n in range(41)]
    assert len(Claim.read("+".join(names[:40]) + " == 1").names) == 40
    with pytest.raises(FormulaError, match="^41 names; the limit is 40$") as caught:
        Claim.read("k0 == 1", [f"{name} == 1" for name in names])
    assert caught.value.text == "k0 == 1"


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
    with pytest.raises(FormulaError, match="^this is not in the language$"):
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
    formula = parsed(text)
    assert formula is None or isinstance(formula, Comparison | Connective)


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


def test_what_a_few_characters_mean_is_limited():
    """Powers of powers and choices in choices grow beyond every text that could be written for them."""
    assert parse("(x**8)**8 >= 0")
    start = time.process_time()
    for text in (
        "((x**8)**8)**8 >= 0",
        "(" * 40 + "x" + "**8)" * 40 + " >= 0",
        "+".join(["(x**8)**7"] * 60) + " >= 0",
        "(x if k > 1 else y) + (x if k > 2 else y) + (x if k > 3 else y) >= (0 if k > 4 else 1) + "
        + "+".join("k" * 99),
    ):
        with pytest.raises(FormulaError):
            parse(text)
    assert time.process_time() - start < 5
