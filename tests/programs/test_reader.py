"""The strict reader: what came, where, and what to write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.geometry import InputError
from symtconv.programs.macros import start
from symtconv.programs.question import Question
from symtconv.programs.reader import Reader
from symtconv.programs.shape import shape
from symtconv.programs.size import ceil_div, extreme, floor_div, name
from symtconv.programs.text import SIGNATURES

READER = Reader("x[n] w[k] m[n,k]")


DEEP = ["(" * 500 + "x" + ")" * 500, "reverse(" * 300 + "x" + ")" * 300, "pad(x, " + "9" * 40 + ", 0)"]


@pytest.mark.parametrize("text", DEEP)
def test_depth_and_numbers_are_limited(text):
    with pytest.raises(InputError):
        READER.program(text)


def test_lengths_are_whole_terms_and_named_integers_are_put_in():
    reader = Reader("y[conv_size(n,k,s,d,0,0)] w[K]", {"K": "span(k,d)", "M": "K - 1"})
    program = reader.program("pad(w, M, 0)")
    assert [length.text for length in shape(program.root)] == ["2*d*k - 2*d + 1"]
    assert reader.tensors["y"][0].text == "((d + n - d*k - 1)//s) + 1"


def test_every_divisor_of_the_text_is_noted_also_one_that_cancels():
    program = Reader("x[n]").program("pad(x, n*s//s, (k % d)*0)")
    assert [length.text for length in shape(program.root)] == ["2*n"]
    assert sorted(need.guard.text for need in program.divisors) == ["d - 1 >= 0", "s - 1 >= 0"]


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ("x n", "a tensor is written"),
        ("x[n", "this bracket is not closed"),
        ("x[n] x[k]", "declared twice"),
        ("pad[n]", "is a word of the language"),
        ("x[n,]", "a length is missing"),
    ],
)
def test_tensors_are_read_strictly(tensors, message):
    with pytest.raises(InputError, match=message):
        Reader(tensors)


def test_names_that_look_like_variables_of_the_proof_are_kept_apart():
    question = Question("x[u1]", "pad(x, j0, v1)", "pad(x, j0, v1)", where=("j0 >= 0", "v1 >= 0"))
    assert [question.prefix(letter) for letter in "juv"] == ["jj", "uu", "vv"]


def test_programs_of_different_rank_are_refused():
    with pytest.raises(InputError, match="1 axes and the right one 2"):
        Question("x[n]", "x", "split(x, 2)")


def test_every_operation_is_in_the_help():
    assert set(SIGNATURES) == set(READER.scope.operations)


@given(n=st.integers(0, 40), s=st.integers(1, 9), r=st.integers(0, 9), more=st.integers(0, 3))
def test_where_a_phase_starts_is_the_sum_of_the_lengths_before_it(n, s, r, more):
    r = min(r, s)
    values = {"n": n, "s": s, "r": r, "m": more}
    here, step = name("r"), name("s")
    for length, own in (
        (ceil_div(name("n") - here, step), lambda i: -((i - n) // s)),
        (floor_div(name("n") - here, step) + name("m"), lambda i: (n - i) // s + more),
        (floor_div(name("n") + here, step) * name("m"), lambda i: (n + i) // s * more),
        (ceil_div(name("n") - extreme("min", here, name("n")), step), lambda i: -((min(i, n) - n) // s)),
    ):
        assert start(length, "r").value(values) == sum(own(i) for i in range(r))


def test_an_offset_may_be_left_out_where_it_is_found():
    short = READER.program("concat_all(r, s, slice(x, r, n, s))")
    told = READER.program("concat_all(r, s, r*(n//s) + min(r, n%s), slice(x, r, n, s), axis=0)")
    assert short.root.offset.text == told.root.offset.text.replace("b2", "b1")
    for lengths in ("slice(x, 0, r)", "slice(x, 0, r*(n//s))", "slice(x, 0, n//(r+1))"):
        with pytest.raises(InputError, match=r"phase r has length .*r.*where it starts was not found; give the offset"):
            READER.program(f"concat_all(r, s, {lengths})")
