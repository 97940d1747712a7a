"""Alternatives learned from a sample say what the sample says, and are written without repeating themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.sizes import holds
from symtconv.claims.rewriting.learning import alternatives, joined

POINTS = [{"a": a, "p": p, "s": s} for a in range(3) for p in range(3) for s in range(1, 4)]
TEXTS = ["a == 0", "a == 1", "p == 0", "p >= 1", "p <= 1", "s == 1", "s >= 2", "a < s", "p % 2 == 0"]


def truth(told):
    formula = parse(told)
    return sum(1 << number for number, values in enumerate(POINTS) if holds(formula, values))


TRUTHS = {truth(told): told for told in TEXTS}
ALTERNATIVES = st.lists(st.sets(st.sampled_from(TEXTS), min_size=1, max_size=3).map(sorted), min_size=1, max_size=5)


@given(ALTERNATIVES)
def test_what_is_written_says_the_same(parts):
    found = list(dict.fromkeys(map(tuple, parts)))
    found = [one for one in found if not any(set(other) < set(one) for other in found)]
    assert truth(joined(found)) == truth(" or ".join("(" + " and ".join(one) + ")" for one in found))


@given(ALTERNATIVES)
def test_alternatives_take_in_nothing_else_and_what_they_say_they_do(parts):
    goal = truth(" or ".join("(" + " and ".join(one) + ")" for one in parts))
    found, taken = alternatives(TRUTHS, goal)
    assert not taken & ~goal
    assert (truth(joined(found)) if found else 0) == taken


def test_a_condition_of_two_alternatives_is_found():
    goal = truth("a == 0 or p == 0 and s == 1")
    found, taken = alternatives(TRUTHS, goal)
    assert taken == goal
    assert sorted(found) == [("a == 0",), ("p == 0", "s == 1")]
