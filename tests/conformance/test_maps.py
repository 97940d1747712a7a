"""Figures of the maps, on any number of axes: every place, and every difference, as the relation has it."""

from __future__ import annotations

import re
from itertools import product

import pytest

from symtconv.conformance.maps import layer_figure, slip_figure
from symtconv.conformance.slips import catalogue
from symtconv.conformance.words import catalogue_of
from symtconv.grids.form import Form
from symtconv.grids.words import Words

SAY = catalogue_of("en")


def places(form):
    """The relation itself, axis by axis: (flat j, flat o) to the flat tap."""
    found = {}
    for o, t in product(product(*map(range, form.n)), product(*map(range, form.k))):
        j = [s * b + d * c - l for s, b, d, c, l in zip(form.s, o, form.d, t, form.l, strict=True)]
        if all(0 <= at < end for at, end in zip(j, form.out, strict=True)):
            flat = [0, 0, 0]
            for row in zip(j, form.out, o, form.n, t, form.k, strict=True):
                flat = [flat[0] * row[1] + row[0], flat[1] * row[3] + row[2], flat[2] * row[5] + row[4]]
            found[flat[0], flat[1]] = flat[2]
    return found


@pytest.mark.parametrize(
    "form",
    [
        Form((3,), (3,), (2,), (1,), (1,), (0,)),
        Form((2, 2), (2, 1), (1, 2), (2, 1), (1, 0), (0, 1)),
        Form((2, 1, 2), (1, 2, 2), (2, 1, 1), (1, 2, 1), (0, 1, 0), (0, 0, -1)),
    ],
)
def test_the_letters_are_those_of_the_relation(form):
    drawn = layer_figure(form, form, (), SAY)
    assert drawn.count("<svg") == 2
    letters = re.findall(r'class="on"[^>]*>(.)<', drawn)
    told = [chr(97 + tap) for _, tap in sorted(places(form).items())]
    assert letters == told * 2
    assert 'class="bad"' not in drawn


def test_every_difference_is_marked_in_both_maps():
    meant = Form((2, 2), (1, 2), (2, 1), (1, 1), (0, 0), (0, 0))
    found = meant._replace(l=(0, 1), e=(0, 1))
    one, other = places(meant), places(found)
    differ = {at for at in one.keys() | other.keys() if one.get(at) != other.get(at)}
    assert layer_figure(meant, found, (), SAY).count('class="bad"') == 2 * len(differ) > 0


def test_a_large_map_is_drawn_axis_by_axis():
    form = Form((5, 6), (3, 3), (2, 2), (1, 1), (1, 1), (0, 0))
    assert layer_figure(form, form, (), SAY).count("<svg") == 4


def test_a_slip_of_two_axes_is_drawn_and_a_slip_of_the_bias_is_not():
    words = Words((1, 2), (1, 1), (1, 2), (1, 1), (0, 0), (0, 0), (0, 0), bias=True)
    form = Form((1, 2), (1, 1), (1, 2), (1, 1), (0, 0), (0, 0))
    assert 'class="bad"' in slip_figure(catalogue()["stride[0] on every axis"], words, form, SAY)
    assert not slip_figure(catalogue()["bias ignored"], words, form, SAY)
