"""Facts: they hold at a point, with the right values for their names, exactly where the formulas hold."""

from __future__ import annotations

import time
from dataclasses import FrozenInstanceError
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.sizes import DivisorError, holds
from symtconv.arithmetic.term import Comparison, Connective, Name, Number, Operation
from symtconv.certificates.limits import Budget
from symtconv.checker import version1
from symtconv.checker.facts import Alternatives, Elimination, Together, facts_of, obligations
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


def named(elimination, point):
    """Give the point with the value of every name, computed by what the name stands for."""
    values = dict(point)
    for (word, parts), name in elimination.named.items():
        numbers = [at(dict(part), values) for part in parts]
        values[name] = numbers[0] // numbers[1] if word == "//" else {"min": min, "max": max}[word](numbers)
    return values


def true(fact, values):
    if isinstance(fact, dict):
        return at(fact, values) >= 0
    return (all if isinstance(fact, Together) else any)(true(part, values) for part in fact.parts)


def facts_at(formulas, point):
    """Tell for every fact whether it holds there."""
    elimination = Elimination(Budget())
    for formula in formulas:
        elimination.assume(formula)
    values = named(elimination, point)
    return [true(fact, values) for fact in elimination.facts]


@given(FORMULAS, FORMULAS, POINTS)
def test_facts_hold_exactly_where_the_formulas_do(assumption, goal, point):
    try:
        found = facts_at([assumption, Connective("not", (goal,))], point)
    except LimitError:
        assume(False)
    assert all(found) is (holds(assumption, point) and not holds(goal, point))


@given(FORMULAS, POINTS)
def test_what_defines_a_name_always_holds_and_the_formula_stands_last(formula, point):
    *defining, said = facts_at([formula], point)
    assert all(defining)
    assert said is holds(formula, point)


@given(FORMULAS, POINTS)
def test_a_name_has_no_other_value_than_its_own(formula, point):
    """What defines names pins them down: one that is off by one breaks a fact."""
    elimination = Elimination(Budget())
    elimination.assume(formula)
    values = named(elimination, point)
    for name in elimination.named.values():
        for other in (values[name] - 1, values[name] + 1):
            assert not all(true(fact, {**values, name: other}) for fact in elimination.facts[:-1])


def satisfied(hypotheses, elimination, point):
    values = dict(point)
    for name, dividend, divisor in elimination.quotients.values():
        values[name] = at(dividend, values) // at(divisor, values)
    return all(at(hypothesis, values) >= 0 for hypothesis in hypotheses)


@given(FORMULAS, FORMULAS, POINTS)
def test_a_case_of_version_1_is_satisfied_exactly_where_the_formulas_hold(assumption, goal, point):
    made = []

    class Kept(version1.Elimination):
        def __init__(self, budget):
            super().__init__(budget)
            made.append(self)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(version1, "Elimination", Kept)
        try:
            cases = list(version1.leaves_of([assumption, Connective("not", (goal,))], Budget()))
        except LimitError:
            assume(False)
    fails = holds(assumption, point) and not holds(goal, point)
    assert any(satisfied(case, one, point) for case, one in zip(cases, made, strict=True)) is fails


@pytest.mark.parametrize(
    "text",
    [
        *("{} and {}", "{} or {}", "implies({}, {})", "iff({}, {})"),
        *("not ({} and {})", "not ({} or {})", "not implies({}, {})", "not iff({}, {})"),
    ],
)
def test_every_connective_is_taken_apart_at_every_truth(text):
    """The laws above, without chance: two comparisons, each true and false, as an assumption and as a goal."""
    formula = parse(text.format("x > 0", "y > 0"))
    for x, y in product((0, 1), repeat=2):
        for sign, one in ((True, formula), (False, Connective("not", (formula,)))):
            (said,) = facts_at([one], {"x": x, "y": y})
            assert said is (holds(formula, {"x": x, "y": y}) is sign)
            cases = version1.leaves_of([one], Budget())
            assert any(all(at(part, {"x": x, "y": y}) >= 0 for part in case) for case in cases) is said


def test_each_quotient_minimum_and_maximum_is_named_once():
    elimination = Elimination(Budget())
    elimination.assume(parse("floor((i+k)/s) + (k+i)//s + max(i,k) == max(i, k) + ceil((i+k)/s)"))
    assert list(elimination.named.values()) == ["_q0", "_m1", "_q2"]
    assert sum(isinstance(fact, Alternatives) for fact in elimination.facts) == 1


def test_a_condition_guards_the_divisors_after_it_and_not_its_own():
    claim = Claim.read("x // m == 0", ["n % m == 0", "m >= 1 and n >= m"])
    (*known, below), of_claim = obligations(claim)
    assert below == Comparison("<", Name("m"), Number(1))
    assert parse("m >= 1") in known
    assert parse("n % m == 0") not in known
    assert of_claim == (*claim.assumptions, Connective("not", (claim.goal,)))


def test_what_an_implication_assumes_guards_nothing():
    (only, _) = obligations(Claim.read("implies(m >= 1, x // m == 0)"))
    assert only == (Comparison("<", Name("m"), Number(1)),)


BLOWN_UP = {
    "iff": "iff(" * 18 + "x == 0" + "".join(f", y{n} != 0)" for n in range(18)),
    "product": "*".join(f"({'+'.join(f'x{n}' for n in range(10))})" for _ in range(12)) + " == 0",
}
MANY_CASES = {
    "disjunctions": " and ".join(f"x{n} != 0" for n in range(12)) + " or k < 1",
    "abs": " + ".join(f"abs(x{n})" for n in range(14)) + " >= 0",
    **BLOWN_UP,
}


@pytest.mark.parametrize("name", BLOWN_UP)
def test_what_would_blow_up_is_refused_and_never_hangs(name):
    start = time.process_time()
    with pytest.raises(LimitError):
        facts_of([parse(BLOWN_UP[name])], Budget())
    assert time.process_time() - start < 3


@pytest.mark.parametrize("name", MANY_CASES)
def test_in_version_1_many_cases_are_refused_too(name):
    start = time.process_time()
    claim = Claim.read(MANY_CASES[name], [f"x{n} != {n}" for n in range(10)])
    with pytest.raises(LimitError):
        list(version1.leaves_of([*claim.assumptions, Connective("not", (claim.goal,))], Budget()))
    assert time.process_time() - start < 3


def test_a_divisor_error_names_the_divisor():
    with pytest.raises(DivisorError, match="division by -1"):
        holds(parse("x // y == 1"), {"x": 1, "y": -1})


def test_a_fact_cannot_be_changed():
    (fact,) = facts_of([parse("n != 1")], Budget())
    assert isinstance(fact, Alternatives)
    with pytest.raises(FrozenInstanceError):
        fact.parts = ()
    (fact,) = facts_of([parse("n == 1")], Budget())
    with pytest.raises(FrozenInstanceError):
        fact.parts = ()
