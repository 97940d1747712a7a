"""Values of the geometry cannot be changed, are made by name, and have the usual numbers where none are said."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given

from symtconv.certificates.format import Certificate, make
from symtconv.checker.entry import Reading
from symtconv.checker.statement import Statement
from symtconv.checker.verdict import EntryDifference, Verdict
from symtconv.geometry import (
    Axis,
    CertificateError,
    ChannelMap,
    ConvTranspose,
    DisagreementError,
    EngineError,
    GeometryError,
    InputError,
    LimitError,
    Lowering,
    Relation,
    SymtconvError,
    phases,
)
from symtconv.geometry.phases import reached
from tests.strategies import axes

AXIS = Axis(size=2, kernel=3)
LAYER = ConvTranspose(input=2, kernel=3)
SLOTTED = [
    AXIS,
    LAYER,
    LAYER.lowering(),
    LAYER.channels,
    AXIS.relation,
    phases(AXIS)[0],
    Reading.of_layer(LAYER),
    Statement("n == n"),
    EntryDifference(entry=(0,), source=None, left="0", right="1"),
]
VALUES = [*SLOTTED, make("layer", "proved"), Verdict(outcome="unknown", statement=Statement("n == n"), method="")]
BY_PLACE = (Relation, Statement, Certificate)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_cannot_be_changed(value):
    for field in dataclasses.fields(value):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(value, field.name, getattr(value, field.name))


@pytest.mark.parametrize("value", SLOTTED, ids=lambda value: type(value).__name__)
def test_a_small_value_has_its_fields_and_no_dictionary(value):
    assert not hasattr(value, "__dict__")


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_what_has_many_numbers_is_made_by_name(value):
    fields = [getattr(value, field.name) for field in dataclasses.fields(value)]
    if isinstance(value, BY_PLACE):
        assert type(value)(*fields) == value
    else:
        with pytest.raises(TypeError):
            type(value)(*fields)


def test_usual_numbers():
    assert Axis(size=5, kernel=3).parameters == (5, 3, 1, 1, 0, 0, 0)
    assert ChannelMap(in_channels=1, out_channels=1, groups=1).swap is True
    assert Lowering(flip=True).to_dict() == {
        "dilate": [1],
        "pad": [[0, 0]],
        "flip": True,
        "swap": True,
        "dilation": [1],
    }
    assert Lowering(flip=True).crop_first is False
    assert LAYER.to_dict() == {
        "input": [2],
        "kernel": [3],
        "stride": [1],
        "padding": [[0, 0]],
        "dilation": [1],
        "output_padding": [0],
        "in_channels": 1,
        "out_channels": 1,
        "groups": 1,
    }
    assert ConvTranspose.of_conv(input=4, kernel=3) == LAYER


def test_every_class_of_error_has_its_exit_code():
    assert [SymtconvError.exit_code, GeometryError.exit_code, InputError.exit_code] == [2, 2, 2]
    assert [CertificateError.exit_code, EngineError.exit_code] == [2, 2]
    assert [LimitError.exit_code, DisagreementError.exit_code] == [3, 4]


@pytest.mark.parametrize(("name", "least"), [("size", 1), ("kernel", 1), ("stride", 1), ("dilation", 1)])
def test_an_axis_has_at_least_one_of_each(name, least):
    words = {"size": 9, "kernel": 2, name: least}
    assert getattr(Axis(**words), name) == least
    with pytest.raises(GeometryError, match=f"=0 is below {least}; use {least} or more"):
        Axis(**{**words, name: least - 1})


def test_one_entry_of_output_is_enough_and_none_is_refused_by_how_much():
    assert Axis(size=1, kernel=3, low=1, high=1).output == 1
    with pytest.raises(GeometryError, match=r"= 0, and 1 is the least; .* by 1 or more"):
        Axis(size=1, kernel=3, low=2, high=1)
    with pytest.raises(GeometryError, match=r"\(2-1\)\*3 \+ 2\*\(1-1\)\+1 - \(9\) - \(-1\) \+ 2 = -2.* by 3 or more"):
        Axis(size=2, kernel=1, stride=3, dilation=2, low=9, high=-1, output_padding=2)


@given(axes(kernel=9, step=12))
def test_phases_part_the_taps_at_strides_whose_residues_are_not_their_own_inverses(axis):
    parts = phases(axis)
    assert [part.residue for part in parts] == list(range(axis.stride))
    assert reached(axis) == tuple(part for part in parts if part.taps)
    for part in parts:
        reaching = [t for t in range(axis.kernel) if (axis.dilation * t - part.residue) % axis.stride == 0]
        assert [part.first + part.step * v for v in range(part.taps)] == reaching
        assert part.taps == len(reaching)
        assert part.taps or part.source == 0
        for v in range(part.taps):  # s·q + r = s·(q + source - shift·v) + d·t
            tap = part.first + part.step * v
            assert part.residue == axis.stride * (part.source - part.shift * v) + axis.dilation * tap


def test_an_inverse_that_is_not_its_own():
    # d = 2 has the inverse 3 modulo s = 5: residue 1 is reached by the taps 3, 8.
    part = phases(Axis(size=2, kernel=9, stride=5, dilation=2))[1]
    assert (part.first, part.step, part.taps, part.source, part.shift) == (3, 5, 2, -1, 2)
