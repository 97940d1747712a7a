"""The chain holds, step by step; break any one step and that step, no other, fails."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from symtconv.claims.decide import check
from symtconv.geometry import Axis
from symtconv.proofs.coq import library_path
from symtconv.proofs.line import Line, bracket, evaluate, factor, index, total
from symtconv.proofs.rules import Exchange, Reindex, Rename, Unfold
from symtconv.proofs.theorem import ENTRY, IN_COQ, LINES, PAD_LOW, check_steps, theorem, unlinked
from tests.strategies import axes

INSTANCES = (
    Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1),
    Axis(size=3, kernel=2, stride=3, dilation=2, low=0, high=1, output_padding=4),
    Axis(size=1, kernel=1, stride=3, low=2, output_padding=2),
    Axis(size=2, kernel=3, stride=1, dilation=2, low=-1, high=3),
)


def decide(claim, where):
    return check(claim, where=where)


def test_every_step_holds_and_the_steps_join():
    assert check_steps(theorem(), decide, INSTANCES) == {}
    assert unlinked(theorem()) == []
    assert len(theorem()) == 9


@given(axes(size=3, kernel=3))
def test_all_lines_are_one_polynomial_at_every_instance(axis):
    for j in range(min(axis.output, 12)):
        values = [evaluate(line, axis, j) for line in LINES[1:]]
        assert all(value == values[0] for value in values)


def broken(number, **changes):
    steps = list(theorem())
    steps[number] = replace(steps[number], **changes)
    return steps


W, Y, TAP = factor("w", "t"), factor("y", "o"), bracket("j", "s*o + d*t - l")
FLIPPED, O, T, U = factor("w'", "u"), total("o", "n"), total("t", "k"), total("u", "k")
INSIDE = ("0 <= j", "j < convt_size(n,k,s,d,l,h,a)", "0 <= u", "u < k")

# What was broken -> the steps, in the order of the steps.
BREAKS = {
    "the definition sums y alone": broken(0, after=Line((O,), (Y,))),
    "an entry of C with +l": broken(1, after=Line((O, T), (W, bracket("j", "s*o + d*t + l"), Y))),
    "an exchange that changes a range": broken(2, after=Line((total("t", "n"), O), (W, TAP, Y))),
    "a re-indexing by k-u": broken(3, rule=Reindex("t", "u", index("k - u"))),
    "a padding of k-1-l": broken(4, rule=Rename({"P": index("k - 1 - l")}, ())),
    "s zeros between entries": broken(5, before=Line((U, O), (FLIPPED, bracket("j + d*u - P", "(s+1)*o"), Y))),
    "padding to the other side": broken(6, after=Line((U,), (FLIPPED, factor("z~", "j + d*u + 1")))),
    "a length without output padding": broken(7, conditions=(("n + a == n", ()),)),
    "reads one further": broken(8, conditions=(("j + d*u + 1 < (n-1)*s + 1 + 2*d*(k-1) - l - h + a", INSIDE),)),
}


@pytest.mark.parametrize(("number", "name"), list(enumerate(BREAKS)), ids=list(BREAKS))
def test_a_broken_step_fails_and_no_other(number, name):
    assert list(check_steps(BREAKS[name], decide)) == [number]


def test_a_range_that_depends_on_another_index_is_not_exchanged():
    nested = Line((total("o", "n"), total("t", "o")), (factor("y", "o"), factor("w", "t")))
    swapped = Line(tuple(reversed(nested.sums)), nested.factors)
    assert "depends on o" in Exchange().check(nested, swapped)


def test_a_rule_refuses_what_it_does_not_do():
    assert "no C to unfold" in Unfold(ENTRY).check(LINES[3], LINES[4])
    assert "slope" in Reindex("t", "u", index("2*u")).check(LINES[3], LINES[4])
    assert "no sum over q" in Reindex("q", "u", index("u")).check(LINES[3], LINES[4])
    assert PAD_LOW == "d*(k-1) - l"


def test_every_lemma_that_is_named_stands_in_the_coq_library():
    library = "\n".join(path.read_text() for path in sorted(library_path().glob("*.v")))
    for name in [*(step.lemma for step in theorem()), *IN_COQ]:
        assert re.search(rf"^(Theorem|Lemma|Definition|Fixpoint) {name}\b", library, re.MULTILINE), name
