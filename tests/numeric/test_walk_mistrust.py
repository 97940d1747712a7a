"""A walk trusts no layout: one that leads outside an array is refused when it is made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from symtconv.numeric import _walk
from symtconv.numeric.layout import layouts
from symtconv.numeric.sizes import sizes

WORDS = {"stride": 2, "padding": 1, "output_padding": 1, "groups": 1, "dilation": 1}
FOUND = layouts(sizes((2, 3, 4, 5), (3, 2, 4, 3), 8, **WORDS), 8)
LINE = next(one for one in FOUND if not one.copies)
DENSE = next(one for one in FOUND if one.copies)


def moved(values, at, by):
    return (*values[:at], values[at] + by, *values[at + 1 :])


def tap(of, at, y=0, w=0):
    taps = list(of.taps)
    taps[at] = taps[at][0] + y, taps[at][1] + w
    return replace(of, taps=tuple(taps))


def entry(value):
    table = DENSE.table.copy()
    table[0, 0] = value
    return replace(DENSE, table=table)


WRONG = {
    "a tap below the image": tap(LINE, 0, y=-10_000),
    "a tap that is none": tap(LINE, 0, w=12),
    "a tap below 0": tap(LINE, 0, w=-12),
    "a copy that is none": tap(DENSE, 0, y=DENSE.block * DENSE.copies),
    "between two copies": tap(DENSE, 0, y=1),
    "a first tap that is none": replace(LINE, phase_w=moved(LINE.phase_w, 0, 12)),
    "a phase twice": replace(LINE, phase=(LINE.phase[1], *LINE.phase[1:])),
    "a phase missing": replace(LINE, phase=LINE.phase[1:]),
    "a class too long": replace(LINE, classes=((0, 9, 0, 1),)),
    "classes that leave phases out": replace(LINE, classes=LINE.classes[:-1]),
    "more taps than there are": replace(LINE, classes=((*LINE.classes[0][:3], 99), *LINE.classes[1:])),
    "a block of part of a vector": replace(LINE, block=LINE.block + 1),
    "no block": replace(LINE, block=0),
    "no chunk": replace(LINE, chunk=0),
    "a chunk too large": replace(LINE, chunk=3),
    "too deep": replace(LINE, deep=4),
    "more places": replace(LINE, places=moved(LINE.places, 2, 1)),
    "fewer places": replace(LINE, places=moved(LINE.places, 1, -1)),
    "more positions": replace(LINE, positions=LINE.positions + 1),
    "rows too near": replace(LINE, stride=(LINE.stride[0], LINE.places[2] - 1, 1)),
    "strides that do not nest": replace(LINE, stride=moved(LINE.stride, 0, 1)),
    "a last stride": replace(LINE, stride=moved(LINE.stride, 2, 1)),
    "an offset of a stride": replace(LINE, off=moved(LINE.off, 1, 2)),
    "no channels": replace(LINE, counts=(1, 0, 2)),
    "another batch": replace(LINE, n=moved(LINE.n, 0, 1)),
    "no axes": replace(LINE, n=LINE.n[:1]),
    "too many axes": replace(LINE, n=LINE.n * 3),
    "an entry past y": entry(2 * 3 * 20),
    "an entry of another channel": entry(20),
    "an entry below": entry(-2),
    "a table too short": replace(DENSE, table=DENSE.table[:, 1:]),
    "a table of another type": replace(DENSE, table=DENSE.table.astype(np.int64)),
    "sizes past counting": replace(LINE, n=(2, 2**40, 2**40)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_layout_that_leads_outside(name):
    with pytest.raises(IndexError, match="does not hold together"):
        _walk.Walk(WRONG[name], np.float64)


@pytest.mark.parametrize("laid", [LINE, DENSE], ids=["line", "dense"])
def test_arrays_of_other_sizes(laid):
    walk = _walk.Walk(laid, np.float64)
    y, w, bias, x = np.ones((2, 3, 4, 5)), np.ones((3, 2, 4, 3)), np.ones(2), np.empty(walk.x_shape)
    assert walk.run(y, w, bias, x, 0, 1)
    for at in range(4):
        arrays = [y, w, bias, x]
        arrays[at] = np.ones(arrays[at].size + 1)
        with pytest.raises(IndexError, match="do not have the sizes of the plan"):
            walk.run(*arrays, 0, 1)
    with pytest.raises((BufferError, ValueError)):
        walk.run(y.transpose(0, 1, 3, 2), w, bias, x, 0, 1)
    x.flags.writeable = False
    with pytest.raises((BufferError, ValueError)):
        walk.run(y, w, bias, x, 0, 1)


@pytest.mark.parametrize("level", [-1, 3])
def test_an_instruction_set_that_is_not_there(level):
    walk = _walk.Walk(LINE, np.float64)
    with pytest.raises(ValueError, match=f"level={level} is not one this machine has"):
        walk.run(np.ones((2, 3, 4, 5)), np.ones((3, 2, 4, 3)), None, np.empty(walk.x_shape), level, 1)
