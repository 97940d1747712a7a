"""Counting lattice points must agree with listing them, and equality by counting with equality of sets."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import product
from math import gcd

from hypothesis import example, given

from symtconv.geometry import Axis, Lowering, Relation
from symtconv.geometry.relation import _extended_gcd
from tests.strategies import relations


def listed(r: Relation) -> set[tuple[int, int, int]]:
    """List the triples from the definition alone."""
    return {
        (t, o, j)
        for t in range(r.taps)
        for o in range(r.o_low, r.o_high)
        for j in range(r.length)
        if j == r.o_step * o + r.t_step * t + r.offset
    }


@given(relations())
def test_count_is_the_number_of_triples(r):
    assert r.count() == len(listed(r))
    assert set(r.triples()) == listed(r)


@given(relations(), relations())
@example(
    Relation(taps=3, length=1, o_low=0, o_high=3, o_step=1, t_step=1, offset=-2),
    Relation(taps=3, length=1, o_low=0, o_high=3, o_step=2, t_step=2, offset=-4),
)
def test_meet_counts_the_common_triples(left, right):
    assert left.meet(right) == len(listed(left) & listed(right))
    assert left.same(right) == (listed(left) == listed(right))


@given(relations())
def test_rows_list_the_entries_they_are_joined_to(r):
    for j in range(-1, r.length + 1):
        row = [(t, o) for t, o, place in sorted(listed(r), key=lambda x: x[1]) if place == j]
        assert list(r.at(j)) == row
        for o in range(r.o_low - 1, r.o_high + 1):
            expected = [t for t, column in row if column == o]
            assert r.tap(o, j) == (expected[0] if expected else None)


@given(relations(), relations())
def test_between_keeps_the_triples_of_a_window(r, window):
    j_low, j_high, o_low, o_high = 1, window.length, window.o_low, window.o_high
    kept = {(t, o, j - max(j_low, 0)) for t, o, j in listed(r) if j_low <= j < j_high and o_low <= o < o_high}
    assert listed(r.between(j_low, j_high, o_low, o_high)) == kept


def test_a_stride_that_no_entry_shows_is_no_difference():
    # One entry of y: the stride cannot be seen, and equality by counting must say so.
    left = Axis(size=1, kernel=3, stride=1).relation
    right = Axis(size=1, kernel=3, stride=7).relation
    assert left != right
    assert left.same(right)


def test_size_does_not_matter():
    # 10^12 joins compared with a relation of other coefficients, without listing any.
    huge = Axis(size=10**6, kernel=10**6, stride=3, dilation=2, low=5).relation
    other = Axis(size=10**6, kernel=10**6, stride=3, dilation=2, low=4).relation
    start = time.perf_counter()
    assert huge.count() > 10**11
    assert huge.same(huge)
    assert not huge.same(other)
    assert time.perf_counter() - start < 1  # listing would take days: this is about the order, not the speed


def test_every_pair_of_small_relations_meets_in_what_both_list():
    # 120 relations, with ranges of o that end at different places: every kind of line in the (t, o) plane.
    steps = product(range(1, 5), (-3, -2, -1, 1, 2, 3), range(-4, 5, 2))
    small = [
        Relation(taps=3 + n % 2, length=6, o_low=-(n % 2), o_high=3 - n % 3, o_step=o, t_step=t, offset=c)
        for n, (o, t, c) in enumerate(steps)
    ]
    triples = [listed(r) for r in small]
    for left, ours in zip(small, triples, strict=True):
        for right, theirs in zip(small, triples, strict=True):
            assert left.meet(right) == len(ours & theirs)
            assert left.same(right) is (ours == theirs)


def test_a_range_that_ends_before_it_begins_is_empty():
    full = Axis(size=4, kernel=3).relation
    for empty in (
        replace(full, o_low=3, o_high=1),
        replace(full, taps=-2),
        replace(full, length=-2),
        full.between(3, 1, 0, 4),
        full.between(0, 6, 3, 1),
    ):
        assert (empty.count(), empty.meet(full), full.meet(empty), list(empty.triples())) == (0, 0, 0, [])
        assert not empty.same(full)
        assert not full.same(empty)
        assert [list(empty.at(j)) for j in range(-1, 7)] == [[]] * 8


def test_a_window_begins_no_earlier_than_the_relation():
    full = Axis(size=4, kernel=3).relation
    assert full.between(-3, 99, -3, 99) == full
    assert replace(full, offset=-2).between(-2, 3, 0, 4) == replace(full, offset=-2, length=3)


def test_the_greatest_common_divisor_is_positive_and_combined():
    for a, b in product(range(-9, 10), repeat=2):
        if a or b:
            g, u, v = _extended_gcd(a, b)
            assert g == gcd(a, b) == u * a + v * b


def test_what_is_cropped_away_whole_leaves_its_padding():
    """Three places cut from one entry leave nothing, and three are padded before it."""
    axis = Axis(size=1, kernel=1)
    for pad in ((3, -3), (-3, 3)):
        relation = Lowering(flip=True, pad=(pad,), crop_first=True).relation(0, axis)
        assert relation.length == 3
        assert list(relation.triples()) == []


def test_a_window_that_does_not_fit_has_no_place():
    assert Lowering(flip=True).relation(0, Axis(size=1, kernel=3)).length == 0


def test_steps_with_a_common_divisor_are_solved():
    """Where neither step divides the other, the first solution is on both of them."""
    relation = Relation(taps=5, length=40, o_low=0, o_high=6, o_step=4, t_step=6, offset=-3)
    for j in range(40):
        assert list(relation.at(j)) == [(t, o) for t, o, place in relation.triples() if place == j]
