"""Forged certificates of layers, made by hand where no finder would make them; each is refused by name."""

from __future__ import annotations

import copy

import pytest

from symtconv import ConvTranspose, Lowering, prove, verify
from symtconv.certificates.format import Certificate
from symtconv.checker.entry import Reading
from symtconv.checker.instance import agrees
from symtconv.geometry import CertificateError


def body(layer, lowering=None):
    return copy.deepcopy(dict(prove(layer, lowering=lowering).certificate.body))


def refused(forged, obligation):
    with pytest.raises(CertificateError) as caught:
        verify(Certificate(forged))
    assert str(caught.value) == f"the certificate does not check: {obligation}"


# One entry of y far from the only entry of x′: nothing is joined, while the other lowering joins them.
ZERO = ConvTranspose(input=1, kernel=1, stride=3, padding=((1, 0),), output_padding=1)
CROPPED, WHOLE = Lowering(flip=True, pad=((-1, 1),)), Lowering(flip=True, pad=((0, 0),))


def test_nothing_is_not_something():
    one = ConvTranspose(input=1, kernel=1, stride=3)
    for layer in (ZERO, one):
        nothing, something = (Reading.of_lowering(layer, lowering) for lowering in (CROPPED, WHOLE))
        assert (nothing.shape, something.shape) == ((1,), (1,))
        assert (nothing.is_zero, something.is_zero) == (True, False)
        assert [agrees(nothing, something), agrees(something, nothing)] == [False, False]
        assert [agrees(nothing, nothing), agrees(something, something)] == [True, True]
    assert prove(ZERO, lowering=WHOLE).outcome == prove(one, lowering=CROPPED).outcome == "refuted"
    for layer, lowering in ((ZERO, WHOLE), (one, CROPPED)):
        forged = {**body(layer, lowering), "verdict": "proved", "difference": None}
        refused(forged, "the lowering does not compute what the layer computes")


def test_shapes_that_differ_do_not_agree():
    long = Reading.of_lowering(ZERO, Lowering(flip=True, pad=((-1, 2),)))
    assert long.is_zero
    assert not agrees(Reading.of_layer(ZERO), long)


PLAIN = ConvTranspose(input=1, kernel=1)


@pytest.mark.parametrize("place", [[1, -1, 0], [1, 7, 0], [2, 1, 0]])
def test_a_map_of_other_coefficients_and_the_same_joins_is_accepted(place):
    forged = body(PLAIN)
    forged["views"]["scatter"] = [{**forged["views"]["matrix"][0], "j": place}]
    assert verify(Certificate(forged)).outcome == "proved"


@pytest.mark.parametrize(
    "place", [[0, 1, 0], [-1, 1, 0], [1, 0, 0], [0, 0, 0], [1, 1], [1, 1, None], ["1", 1, 0], None]
)
def test_a_map_without_steps_is_none(place):
    forged = body(PLAIN)
    forged["views"]["scatter"] = [{**forged["views"]["matrix"][0], "j": place}]
    refused(forged, "views.scatter[0] is no index map")


@pytest.mark.parametrize("maps", [None, {}, 1, "x", [], [1, 2], {"0": 1}])
def test_a_view_has_one_map_per_axis(maps):
    forged = body(PLAIN)
    forged["views"]["scatter"] = maps
    refused(forged, "views.scatter must hold one map per axis")


@pytest.mark.parametrize("views", [None, [], ["matrix", "lowering"], {}, {"matrix": []}, {"lowering": []}])
def test_matrix_and_lowering_are_among_the_views(views):
    refused({**body(PLAIN), "views": views}, 'views must hold at least "matrix" and "lowering"')


def test_a_map_of_another_length_or_offset_is_refused():
    forged = body(PLAIN)
    (ours,) = forged["views"]["matrix"]
    forged["views"]["scatter"] = [{**ours, "length": 2}]
    refused(forged, "views.scatter[0].length is not what it is recomputed to be")
    forged["views"]["scatter"] = [{**ours, "j": [1, 1, 1]}]
    refused(forged, "views.scatter: the index map of axis 0 is not the layer's")
    forged["views"]["scatter"] = [{**ours, "taps": True}]
    refused(forged, "views.scatter[0] is no index map")
    forged["views"]["scatter"] = [{**ours, "x": 1}]
    refused(forged, "views.scatter[0] is not what it is recomputed to be")


def test_a_view_of_a_layer_that_joins_nothing_has_to_join_nothing_too():
    zero = ConvTranspose(input=1, kernel=1, padding=((1, 0),), output_padding=3)
    forged = body(zero)
    (ours,) = forged["views"]["matrix"]
    forged["views"]["scatter"] = [{**ours, "o": [0, 0], "j": [1, 5, 7]}]
    assert verify(Certificate(forged)).outcome == "proved"
    forged["views"]["scatter"] = [{**ours, "taps": 1000, "o": [-1000, 1000], "j": [1, 1, 0]}]
    refused(forged, "views.scatter: the index map of axis 0 is not the layer's")
    hidden = ConvTranspose(input=(1, 2), kernel=(1, 2), stride=(3, 1), padding=((1, 0), (0, 0)), output_padding=(2, 0))
    forged = body(hidden)  # axis 0 joins nothing, and hides whatever axis 1 joins
    nothing, something = forged["views"]["matrix"]
    forged["views"]["scatter"] = [nothing, {**something, "j": [1, 1, 1]}]
    assert verify(Certificate(forged)).outcome == "proved"
    forged["views"]["scatter"] = [{**nothing, "o": [0, 1], "j": [1, 1, 0]}, something]
    refused(forged, "views.scatter: the index map of axis 0 is not the layer's")


def test_names_from_the_file_are_text_alone():
    forged = body(PLAIN)
    forged["views"]["a\n\x1b[2J"] = []
    refused(forged, r"views.'a\n\x1b[2J' must hold one map per axis")


def test_keys_are_named():
    forged = body(PLAIN)
    del forged["output"]
    refused({**forged, "input": 1}, "keys missing or unknown: input, output")


def test_a_refutation_names_an_entry_that_exists_in_its_rank():
    layer = ConvTranspose(input=2, kernel=2)
    right = body(layer, Lowering(flip=False, pad=1))
    assert verify(Certificate(right)).outcome == "refuted"
    for difference, obligation in (
        (None, "a refutation names an entry and a source"),
        ({"entry": [0]}, "a refutation names an entry and a source"),
        ({"entry": 0, "source": [0]}, "a refutation names an entry and a source"),
        ({"entry": [True], "source": [0]}, "difference.entry is no list of integers"),
        ({"entry": [0], "source": [0.5]}, "difference.source is no list of integers"),
        ({"entry": [0, 0], "source": [0, 0]}, "the difference has another rank than the layer"),
        ({"entry": [0], "source": [0, 0]}, "the difference has another rank than the layer"),
        ({"entry": [0], "source": []}, "the difference has another rank than the layer"),
        ({"entry": [9], "source": [0]}, "layer and lowering do not differ at the entry that the refutation names"),
        ({"entry": [0], "source": None}, "layer and lowering do not differ at the entry that the refutation names"),
    ):
        changed = {**right, "difference": difference}
        if "0.5" in str(difference):  # the door refuses fractions before the replay can
            with pytest.raises(CertificateError, match="no integer"):
                verify(Certificate(changed))
        else:
            refused(changed, obligation)
    refused({**right, "verdict": "unknown"}, "verdict 'unknown' is neither proved nor refuted")
    refused(
        {**right, "difference": {**right["difference"], "left": "0"}}, "difference is not what it is recomputed to be"
    )


def test_a_statement_names_layer_and_lowering_in_full():
    layer = ConvTranspose(
        input=(2, 3), kernel=(3, 2), stride=2, padding=((1, 0), (0, 2)), in_channels=2, out_channels=4, groups=2
    )
    assert str(prove(layer).statement) == (
        "Cᵀy of the layer [input=2x3 kernel=3x2 stride=2x2 padding=1:0x0:2 dilation=1x1 output_padding=0x0 "
        "in_channels=2 out_channels=4 groups=2] is the lowering [dilate=2x2 pad=1:2x1:-1 flip swap dilation=1x1]"
        "   for entries of w and y in any commutative ring"
    )


def test_a_layer_or_lowering_that_is_none_is_refused():
    plain = body(PLAIN)
    for key, value in (
        ("layer", None),
        ("layer", {**plain["layer"], "x": 1}),
        ("layer", {**plain["layer"], "stride": [0]}),
    ):
        with pytest.raises(CertificateError, match="does not check: the layer is none"):
            verify(Certificate({**plain, key: value}))
    for value in (None, {}, {**plain["lowering"], "flip": 1}):
        with pytest.raises(CertificateError, match="does not check: the lowering is none"):
            verify(Certificate({**plain, "lowering": value}))
    refused({**plain, "layer": {**plain["layer"], "stride": 1}}, "layer is not what it is recomputed to be")
    wide = {**plain["lowering"], "dilate": [1, 1], "pad": [[0, 0]] * 2, "dilation": [1, 1]}
    refused({**plain, "lowering": wide}, "the lowering has another rank than the layer")
