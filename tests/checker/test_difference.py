"""The first place where two results differ: found among the few where they can, whatever lengths a file may say."""

from __future__ import annotations

from itertools import product

from hypothesis import example, given
from hypothesis import strategies as st

from symtconv.checker.rewrite import difference_of, entry_text
from symtconv.programs.arrays import Array, Letters, letter

TERMS = st.sampled_from([letter("x", (0,)), letter("x", (1,)), Letters({}), letter("y", (0,))])


@st.composite
def arrays(draw, rank):
    shape = tuple(draw(st.integers(0, 3)) for _ in range(rank))
    places = list(product(*map(range, shape)))
    kept = draw(st.lists(st.sampled_from(places), max_size=6, unique=True)) if places else []
    return Array(shape, {place: draw(TERMS) for place in kept})


def first(left, right):
    """By looking at every place that one of both may have, row by row."""
    reach = [range(max(pair)) for pair in zip(left.shape, right.shape, strict=True)]
    return next((at for at in product(*reach) if entry_text(left, at) != entry_text(right, at)), None)


@given(st.integers(0, 3).flatmap(lambda rank: st.tuples(arrays(rank), arrays(rank))))
@example((Array((2, 3), {}), Array((3, 2), {})))
@example((Array((0, 3), {}), Array((2, 2), {})))
@example((Array((0, 1), {}), Array((1, 2), {})))
@example((Array((), {(): letter("x", (0,))}), Array((), {})))
def test_the_first_difference_is_that_of_all_places(pair):
    left, right = pair
    found = difference_of(left, right)
    assert (None if found is None else found.entry) == first(left, right)
    if found is not None:
        assert (found.left, found.right) == (entry_text(left, found.entry), entry_text(right, found.entry))


def test_lengths_that_nobody_could_walk_through_cost_nothing():
    huge = 10**40
    assert difference_of(Array((huge, huge), {}), Array((huge, huge), {})) is None
    assert difference_of(Array((huge,), {}), Array((huge + 1,), {})).entry == (huge,)
    late = Array((huge,), {(huge - 1,): letter("x", (0,))})
    assert difference_of(late, Array((huge,), {})).entry == (huge - 1,)
