"""Polynomials: add and multiply are what they are at every point, and division is exact."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.arithmetic.polynomial import add, divided, multiply
from symtconv.geometry import LimitError

MONOMIALS = st.lists(st.sampled_from("xyz"), max_size=3).map(lambda names: tuple(sorted(names)))
POLYNOMIALS = st.dictionaries(MONOMIALS, st.integers(-5, 5).filter(bool), max_size=4)
POINTS = st.fixed_dictionaries({name: st.integers(-4, 4) for name in "xyz"})


def at(polynomial, point):
    return sum(factor * prod(point[name] for name in monomial) for monomial, factor in polynomial.items())


@given(POLYNOMIALS, POLYNOMIALS, st.integers(-3, 3), POINTS)
def test_sums_and_products_are_pointwise(p, q, factor, point):
    assert at(add(p, q, factor), point) == at(p, point) + factor * at(q, point)
    assert at(multiply(p, q), point) == at(p, point) * at(q, point)
    assert all(add(p, q, factor).values())
    assert all(multiply(p, q).values())
    assert add(p, p, -1) == {}


def test_what_would_blow_up_is_refused():
    long = {("x",) * n: 1 for n in range(9)}
    with pytest.raises(LimitError, match="degree"):
        multiply(multiply(long, long), long)
    wide = {(f"x{n}",): 1 for n in range(300)}
    with pytest.raises(LimitError):
        multiply(wide, wide)


def test_nothing_times_a_polynomial_has_its_degree():
    high, too_high = {("a",) * 16: 1}, {("a",) * 17: 1}
    assert multiply({}, high) == multiply(high, {}) == {}
    for left, right in (({}, too_high), (too_high, {})):
        with pytest.raises(LimitError, match="of degree 17;"):
            multiply(left, right)


@given(POLYNOMIALS, POLYNOMIALS.filter(bool))
def test_division_is_exact_and_takes_out_all_of_a_single_term(p, divisor):
    quotient, rest = divided(p, divisor)
    assert add(multiply(divisor, quotient), rest) == p
    if len(divisor) == 1:
        assert divided(rest, divisor)[0] == {} or min(divisor.values()) < 0


@given(st.integers(-50, 50), st.integers(1, 9))
def test_of_constants_the_rest_is_the_remainder(p, b):
    quotient, rest = divided({(): p} if p else {}, {(): b})
    assert (quotient.get((), 0), rest.get((), 0)) == divmod(p, b)


def test_a_term_that_the_divisor_does_not_take_out_does_not_stop_the_next():
    assert divided({("n",): 5, ("n", "s"): 3}, {("s",): 1}) == ({("n",): 3}, {("n",): 5})
