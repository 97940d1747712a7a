"""Leaves: a claim fails at a point exactly when some leaf is satisfied there, with the right quotients."""

from __future__ import annotations

import time
from dataclasses import FrozenInstanceError
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symtconv.arithmetic.parse import Claim, parse
from symtconv.arithmetic.term import Comparison, Connective, DivisorError, Name, Number, Operation, holds
from symtconv.checker.euclid import divisor_obligations, leaves_of, main_leaves
from symtconv.geometry import LimitError
from tests.arithmetic.test_polynomial import at

NAMES = "xyks"
LEAF_TERMS = st.sampled_from([Name(name) for name in NAMES]) | st.integers(0, 4).map(Number)
DIVISORS = st.sampled_from([Name("k"), Name("s"), Number(2), Number(3), Operation("*", (Name("k"), Name("s")))])


def _extend(terms):
    pair = st.tuples(terms, terms)
    return st.one_of(
        st.builds(Operation, st.sampled_from("+-*"), pair),
        st.builds(Operation, st.sampled_from(["//", "%", "floor", "ceil"]), st.tuples(terms, DIVISORS)),
        st.builds(Operation, st.sampled_from(["min", "max"]), pair | st.tuples(terms, terms, terms)),
        st.builds(Operation, st.sampled_from(["neg", "abs"]), st.tuples(terms)),
    )


TERMS = st.recursive(LEAF_TERMS, _extend, max_leaves=5)
COMPARISONS = st.builds(Comparison, st.sampled_from(["==", "!=", "<", "<=", ">", ">="]), TERMS, TERMS)


def _connect(formulas):
    pair = st.tuples(formulas, formulas)
    return st.builds(Connective, st.sampled_from(["and", "or", "implies", "iff"]), pair) | st.builds(
        Connective, st.just("not"), st.tuples(formulas)
    )


FORMULAS = st.recursive(COMPARISONS, _connect, max_leaves=3)
POINTS = st.fixed_dictionaries(
    {"x": st.integers(-9, 9), "y": st.integers(-9, 9), "k": st.integers(1, 4), "s": st.integers(1, 4)}
)


def satisfied(leaf, point):
    values = dict(point)
    for name, dividend, divisor in leaf.quotients:
        values[name] = at(dividend, values) // at(divisor, values)
    return all(at(hypothesis, values) >= 0 for hypothesis in leaf.hypotheses)


@given(FORMULAS, FORMULAS, POINTS)
def test_a_leaf_is_satisfied_exactly_where_the_assumption_holds_and_the_goal_fails(assumption, goal, point):
    try:
        leaves = leaves_of([assumption], goal)
    except LimitError:
        assume(False)
    fails = holds(assumption, point) and not holds(goal, point)
    assert any(satisfied(leaf, point) for leaf in leaves) is fails


@pytest.mark.parametrize(
    "text",
    [
        *("{} and {}", "{} or {}", "implies({}, {})", "iff({}, {})"),
        *("not ({} and {})", "not ({} or {})", "not implies({}, {})", "not iff({}, {})"),
    ],
)
def test_every_connective_is_taken_apart_at_every_truth(text):
    """The law above, without chance: two comparisons, each true and false, as an assumption and as a goal."""
    formula, false = parse(text.format("x > 0", "y > 0")), parse("0 > 0")
    for x, y in product((0, 1), repeat=2):
        point = {"x": x, "y": y}
        assumed, failed = leaves_of([formula], false), leaves_of([], formula)
        assert any(satisfied(leaf, point) for leaf in assumed) is holds(formula, point)
        assert any(satisfied(leaf, point) for leaf in failed) is not holds(formula, point)


def test_quotients_are_named_once_and_exact_ones_not_at_all():
    (less, more) = main_leaves(Claim.read("(i+s*n)//s + (3+s*i+i)//s == 5*s//s + i//s"))
    assert len(less.quotients) == len(more.quotients) == 2  # i // s and (i + 3) // s
    assert main_leaves(Claim.read("7//2 + 4 % 3 == 4"))[0].quotients == ()


def test_a_condition_guards_the_divisors_after_it_and_not_its_own():
    claim = Claim.read("x // m == 0", ["n % m == 0", "m >= 1 and n >= m"])
    ((divisor, known),) = divisor_obligations(claim)
    assert divisor == Name("m")
    assert parse("m >= 1") in known
    assert parse("n % m == 0") not in known


def test_what_an_implication_assumes_guards_nothing():
    ((_, known),) = divisor_obligations(Claim.read("implies(m >= 1, x // m == 0)"))
    assert known == ()


@pytest.mark.parametrize(
    "text",
    [
        " and ".join(f"x{n} != 0" for n in range(12)) + " or k < 1",
        "iff(" * 12 + "x == 0" + "".join(f", y{n} != 0)" for n in range(12)),
        " + ".join(f"abs(x{n})" for n in range(14)) + " >= 0",
        "*".join(f"({'+'.join(f'x{n}' for n in range(10))})" for _ in range(12)) + " == 0",
    ],
    ids=["disjunctions", "iff", "abs", "product"],
)
def test_what_would_blow_up_is_refused_and_never_hangs(text):
    start = time.perf_counter()
    with pytest.raises(LimitError):
        main_leaves(Claim.read(text, [f"x{n} != {n}" for n in range(10)]))
    assert time.perf_counter() - start < 2


def test_a_divisor_error_names_the_divisor():
    with pytest.raises(DivisorError, match="division by -1"):
        holds(parse("x // y == 1"), {"x": 1, "y": -1})


def test_a_case_cannot_be_changed():
    (leaf,) = leaves_of([parse("n >= 1")], None)
    with pytest.raises(FrozenInstanceError):
        leaf.hypotheses = ()
