"""Two meanings of a program that share no code agree: entries as guarded sums, and arrays evaluated one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from symtconv.arithmetic.term import AT_LEAST
from symtconv.numeric.gather import conv_transpose
from symtconv.programs.arrays import Letters, UndefinedError, box, letter, run
from symtconv.programs.denotation import Term, entry
from symtconv.programs.reader import Reader
from symtconv.programs.shape import needs, shape
from symtconv.programs.size import name

from .rows import PROGRAMS

MOST = 10


def points(term: Term, names: tuple[str, ...], values: dict[str, int]):
    """Every assignment of a term's variables at which its guards hold, by trying all small numbers."""
    known = set(values)
    if not all(guard.holds(values) for guard in term.guards if guard.size.names <= known):
        return
    if not names:
        yield values
        return
    for number in range(MOST):
        yield from points(term, names[1:], {**values, names[0]: number})


def by_entries(root, values):
    dims = tuple(length.value(values) for length in shape(root))
    index = [f"j{axis}" for axis in range(len(dims))]
    terms = entry(root, [name(j) for j in index], "u")
    found = {}
    for place in box(dims):
        total = Letters({})
        for term in terms:
            for point in points(term, term.variables, {**values, **dict(zip(index, place, strict=True))}):
                product = Letters({(): term.coefficient})
                for tensor, at in term.letters:
                    product = product * letter(tensor, tuple(size.value(point) for size in at))
                total = total + product
        found[place] = total
    return dims, found


def defined(root, values) -> bool:
    """What the needs say, each tried at every small phase."""

    def hold(need) -> bool:
        phases = sorted({n for guard in need.context for n in guard.size.names} - set(values))
        return all(need.guard.holds(point) for point in points(Term(guards=need.context), tuple(phases), values))

    return all(map(hold, needs(root)))


def convt_size(v):
    return (v["n"] - 1) * v["s"] + v["d"] * (v["k"] - 1) + 1 - v["l"] - v["h"] + v["a"]


def drawn(data, names):
    low = {letter: AT_LEAST.get(letter[0], -2) for letter in names}
    return {letter: data.draw(st.integers(low[letter], low[letter] + 3), label=letter) for letter in names}


@pytest.mark.parametrize(("tensors", "text"), PROGRAMS, ids=[text for _, text in PROGRAMS])
@settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_entries_are_what_arrays_hold_and_needs_say_when_there_are_any(data, tensors, text):
    program = Reader(tensors).program(text)
    values = drawn(data, program.names)
    try:
        array = run(program.root, values)
    except UndefinedError:
        assert not defined(program.root, values)
        return
    assert defined(program.root, values)
    dims, found = by_entries(program.root, values)
    assert dims == array.shape
    for place in box(dims):
        ours = array.entries.get(place, Letters({}))
        assert {m: c for m, c in ours.terms.items() if c} == {m: c for m, c in found[place].terms.items() if c}


@given(data=st.data())
def test_convt_is_the_compiled_transposed_convolution(data):
    """A third oracle: the numeric wing, which shares nothing with programs."""
    values = {letter: data.draw(st.integers(1, 4), label=letter) for letter in "nksd"}
    values |= {letter: data.draw(st.integers(0, 3), label=letter) for letter in "lha"}
    assume(convt_size(values) >= 1)
    chance = np.random.default_rng(data.draw(st.integers(0, 2**16)))
    x, w = chance.integers(-9, 9, (1, 1, values["n"])), chance.integers(-9, 9, (1, 1, values["k"]))
    options = {"stride": values["s"], "dilation": values["d"], "padding": ((values["l"], values["h"]),)}
    wanted = conv_transpose(x, w, output_padding=values["a"], **options)[0, 0].tolist()
    for text in (PROGRAMS[0][1], PROGRAMS[1][1]):
        program = Reader("x[n] w[k]").program(text)
        array = run(program.root, values, lambda tensor, at: int((x if tensor == "x" else w)[0, 0, at[0]]))
        assert [array.entries.get((j,), 0) for j in range(array.shape[0])] == wanted
