"""The exact simplex method: what it finds adds up, and what it misses has a point, by another method."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.arithmetic.polynomial import increase
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.simplex import Point, negative_sum, solve

NAMES = ("x", "y", "z")
LINEAR = st.dictionaries(
    st.sampled_from([(), *((name,) for name in NAMES)]), st.integers(-4, 4).filter(bool), max_size=4
)


def total(columns, found):
    summed = {}
    for number, factor in found.items():
        assert factor > 0
        increase(summed, columns[number], factor)
    return summed


def eliminated(columns):
    """Whether no rational point makes all columns ≥ 0, by Fourier's elimination."""
    rows = [dict(column) for column in columns]
    for name in NAMES:
        up = [row for row in rows if row.get((name,), 0) > 0]
        down = [row for row in rows if row.get((name,), 0) < 0]
        rows = [row for row in rows if not row.get((name,), 0)]
        for one, other in product(up, down):
            row = {}
            increase(row, one, -other[name,])
            increase(row, other, one[name,])
            rows.append(row)
    return any(row.get((), 0) < 0 for row in rows)


@given(st.lists(LINEAR, max_size=6))
def test_it_finds_a_combination_exactly_where_elimination_finds_none(columns):
    found = negative_sum(columns)
    assert (found is not None) == eliminated(columns)
    if found is not None:
        summed = total(columns, found)
        assert set(summed) == {()}
        assert summed[()] < 0


@given(st.lists(LINEAR, max_size=6))
def test_blands_rule_finds_the_same(columns):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("symtconv.claims.simplex.GREEDY", 0)
        found = negative_sum(columns)
    assert (found is not None) == (negative_sum(columns) is not None)
    if found is not None:
        summed = total(columns, found)
        assert set(summed) == {()}
        assert summed[()] < 0


def test_every_pivot_looks_at_the_deadline():
    with pytest.raises(OutOfTimeError):
        negative_sum([{("x",): 1, (): -1}], Deadline(-1).tick)


@given(st.lists(LINEAR, max_size=6))
def test_where_there_is_no_combination_a_point_makes_all_non_negative(columns):
    found = solve(columns)
    if isinstance(found, Point):
        values = {name: found.value({(name,): 1}) for name in NAMES}
        signs = _free(columns)
        for column in columns:
            if not any((monomial, factor > 0) in signs for monomial, factor in column.items()):
                assert sum(factor * (values[m[0]] if m else 1) for m, factor in column.items()) >= 0


def _free(columns):
    """Monomials that occur with one sign alone, to the end: who holds one can be made as large as is wanted."""
    left, found = list(columns), set()
    while True:
        uses = {(m, factor > 0) for column in left for m, factor in column.items() if m}
        new = {(m, sign) for m, sign in uses if (m, not sign) not in uses}
        if not new:
            return found
        found |= new
        left = [column for column in left if not any((m, f > 0) in new for m, f in column.items())]
