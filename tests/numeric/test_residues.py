"""The runs of an axis part what the relation joins: each (t, o, j) once, nothing else."""

from __future__ import annotations

from hypothesis import given

from symtconv.numeric.residues import split
from tests.strategies import axes


@given(axes(size=7, kernel=6, step=6, pad=12, extra=9))
def test_runs_hold_each_triple_of_the_definition_once(axis):
    classes = split(axis.size, axis.kernel, axis.stride, axis.dilation, axis.low, axis.output)
    s, d = axis.stride, axis.dilation
    seen = []
    reached = set()
    for run in classes.runs:
        assert run.first < run.last
        assert run.tap_first < run.tap_last
        for place in range(run.first, run.last):
            j = s * place + run.residue
            reached.add(j)
            seen += [(t, place - shift, j) for t, shift in classes.taps[run.tap_first : run.tap_last]]
    assert len(seen) == len(set(seen))
    assert set(seen) == {
        (t, o, s * o + d * t - axis.low)
        for t in range(axis.kernel)
        for o in range(axis.size)
        if 0 <= s * o + d * t - axis.low < axis.output
    }
    assert classes.covers == (len(reached) == axis.output)
    assert classes.most_taps == max((sum(j == other for _, _, other in seen) for j in reached), default=0)


def test_work_follows_the_taps_and_not_the_stride():
    far = 10**12
    classes = split(size=2, kernel=2, stride=far, dilation=3, low=0, length=far + 4)
    assert [(run.residue, run.first, run.last) for run in classes.runs] == [(0, 0, 2), (3, 0, 2)]
    assert not classes.covers
