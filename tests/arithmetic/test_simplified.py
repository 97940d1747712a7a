"""A term without what needs no working out is worth the same everywhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from symtconv.arithmetic.sizes import evaluate, simplified
from symtconv.arithmetic.term import Name, Number, Operation

LEAVES = st.one_of(st.builds(Number, st.integers(-3, 3)), st.builds(Name, st.sampled_from("kn")))
TERMS = st.recursive(
    LEAVES, lambda parts: st.builds(lambda w, a, b: Operation(w, (a, b)), st.sampled_from("+-*"), parts, parts)
)


@given(TERMS, st.integers(-5, 5), st.integers(-5, 5))
def test_the_value_is_kept(term, k, n):
    values = {"k": k, "n": n}
    assert evaluate(simplified(term), values) == evaluate(term, values)
    assert simplified(simplified(term)) == simplified(term)
