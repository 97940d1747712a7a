"""The decision by counting must be that of the written-out operator, entry by entry."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv import ConvTranspose, Lowering, prove, verify
from symtconv.checker.entry import Reading
from symtconv.geometry import CertificateError, LimitError
from tests.strategies import layers, lowerings

pairs = layers(rank=st.integers(1, 2), size=3, kernel=3, step=3, pad=4).flatmap(
    lambda layer: st.tuples(st.just(layer), lowerings(layer.rank) | near(layer))
)


@st.composite
def near(draw, layer):
    """The right lowering with at most one word changed: the hard ones to tell."""
    words = layer.lowering().to_dict()
    word = draw(st.sampled_from([*words, "crop_first"]))
    axis = draw(st.integers(0, layer.rank - 1))
    if word == "pad":
        words["pad"][axis][draw(st.integers(0, 1))] += draw(st.integers(-2, 2))
    elif word in ("dilate", "dilation"):
        words[word][axis] = draw(st.integers(1, 4))
    else:
        words[word] = draw(st.booleans()) if word != "swap" else draw(st.sampled_from([True, False, "across"]))
    return Lowering(**words)


def entries(reading: Reading) -> dict[tuple, tuple]:
    """Every non-zero entry of Cᵀ by the definition of the relation, listed."""
    found = {}
    for joined in product(*(list(axis.triples()) for axis in reading.axes)):
        for co in range(reading.channels.out_channels):
            for ci in range(reading.channels.in_channels):
                pair = reading.channels.weight(co, ci)
                if pair is not None:
                    t, o, j = (tuple(part[i] for part in joined) for i in range(3))
                    if reading.named:
                        found[(co, *j), (ci, *o)] = (*pair, *t)
                    else:
                        found[j, o] = t
    return found


def indices(reading: Reading):
    return product(*map(range, reading.shape))


@given(pairs)
def test_verdict_and_first_difference_are_those_of_the_listed_operators(pair):
    layer, lowering = pair
    verdict = prove(layer, lowering=lowering)
    ours, theirs = Reading.of_layer(layer), Reading.of_lowering(layer, lowering)
    if not theirs.channels.fits:
        assert verdict.outcome == "refuted"
        assert verdict.counterexample.source is None
        return
    left, right = entries(ours), entries(theirs)
    same = left == right and ours.shape == theirs.shape
    assert verdict.outcome == ("proved" if same else "refuted")
    shown = verdict.counterexample
    lacking = {*indices(ours)} ^ {*indices(theirs)}
    wrong = [place for place in left.keys() | right.keys() if left.get(place) != right.get(place)]
    if lacking and (not wrong or min(lacking) < min(wrong)[0]):
        assert (shown.entry, shown.source) == (min(lacking), None)
    elif wrong:
        first = min(wrong)
        assert (shown.entry, shown.source) == first
        assert (shown.left_weight, shown.right_weight) == (left.get(first), right.get(first))


@given(pairs)
def test_every_verdict_replays(pair):
    layer, lowering = pair
    verdict = prove(layer, lowering=lowering)
    replayed = verify(verdict.certificate.to_dict())
    assert (replayed.outcome, replayed.statement, replayed.counterexample) == (
        verdict.outcome,
        verdict.statement,
        verdict.counterexample,
    )


@given(layers(rank=st.integers(1, 4)))
def test_the_lowering_of_a_layer_is_right(layer):
    assert prove(layer).outcome == "proved"


CS231N = {"input": (2, 2), "kernel": 3, "stride": 2, "padding": 1, "output_padding": 1}
GROUPED = {"input": 2, "kernel": 2, "in_channels": 4, "out_channels": 4, "groups": 2}

# name -> layer, the slip, the entry at which it shows, and what stands there
SLIPS = {
    "no flip": (
        CS231N,
        {"flip": False},
        ((0, 1), "w_{1,2}*y_{0,0} + w_{1,0}*y_{0,1}", "w_{1,0}*y_{0,0} + w_{1,2}*y_{0,1}"),
    ),
    "pad k-1 for K-1-l": (CS231N, {"pad": 2}, ((0, 0), "w_{1,1}*y_{0,0}", "w_{0,0}*y_{0,0}")),
    "pad k-1 where the span is K": (
        {"input": 3, "kernel": 3, "dilation": 2},
        {"pad": 2},
        ((0,), "w_{0}*y_{0}", "w_{1}*y_{0} + w_{0}*y_{2}"),
    ),
    "output padding split evenly": (
        {"input": 2, "kernel": 3, "stride": 3, "padding": 1, "output_padding": 2},
        {"pad": ((2, 2),)},
        ((0,), "w_{1}*y_{0}", "w_{0}*y_{0}"),
    ),
    "s zeros between entries": (
        CS231N,
        {"dilate": 3},
        ((0, 1), "w_{1,2}*y_{0,0} + w_{1,0}*y_{0,1}", "w_{1,2}*y_{0,0}"),
    ),
    "output padding on the low side": (
        CS231N,
        {"pad": ((2, 1), (2, 1))},
        ((0, 0), "w_{1,1}*y_{0,0}", "w_{0,0}*y_{0,0}"),
    ),
    "channels not swapped": (
        {"input": 2, "kernel": 2, "in_channels": 2, "out_channels": 2},
        {"swap": False},
        ((0, 0), "w_{0,0,0}*y_{0,0} + w_{1,0,0}*y_{1,0}", "w_{0,0,0}*y_{0,0} + w_{0,1,0}*y_{1,0}"),
    ),
    "wrong group slice": (
        GROUPED,
        {"swap": "across"},
        ((2, 0), "w_{2,0,0}*y_{2,0} + w_{3,0,0}*y_{3,0}", "no such entry"),
    ),
    "channels not swapped, and not as many": (
        {"input": 2, "kernel": 2, "in_channels": 2, "out_channels": 1},
        {"swap": False},
        ((1, 0), "no such entry", "undefined: the channels of the kernel do not fit those of y"),
    ),
    "crop before pad": (
        {"input": 1, "kernel": 1, "stride": 3, "padding": ((2, 0),), "output_padding": 2},
        {"crop_first": True},
        ((1,), "no such entry", "0"),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_refuted_with_its_entry_and_the_right_lowering(name):
    words, slip, (entry, left, right) = SLIPS[name]
    layer = ConvTranspose(**words)
    lowering = Lowering(**{**layer.lowering().to_dict(), **slip}).for_rank(layer.rank)
    verdict = prove(layer, lowering=lowering)
    assert verdict.outcome == "refuted"
    assert (verdict.counterexample.entry, verdict.counterexample.left, verdict.counterexample.right) == (
        entry,
        left,
        right,
    )
    assert str(layer.lowering()) in verdict.reason
    assert prove(layer, lowering=layer.lowering()).outcome == "proved"


def test_a_zero_axis_hides_a_wrong_one_and_the_verdict_says_proved():
    # Axis 0 is cropped away to an entry that nothing reaches, so Cᵀ = 0 whatever axis 1 does.
    layer = ConvTranspose(input=(1, 2), kernel=(1, 2), stride=(3, 1), padding=((1, 0), (0, 0)), output_padding=(2, 0))
    assert Reading.of_layer(layer).is_zero
    wrong = Lowering(**{**layer.lowering().to_dict(), "flip": False})
    verdict = prove(layer, lowering=wrong)
    assert verdict.outcome == "proved"
    assert verify(verdict.certificate).outcome == "proved"


def test_a_huge_layer_is_decided_like_a_small_one():
    layer = ConvTranspose(input=(10**6, 10**6), kernel=(10**6, 3), stride=2, padding=1, output_padding=1)
    assert prove(layer).outcome == "proved"
    late = Lowering(**{**layer.lowering().to_dict(), "dilate": [2, 3]})
    verdict = prove(layer, lowering=late)
    assert verdict.outcome == "refuted"
    assert verdict.counterexample.entry == (0, 1)
    assert verify(verdict.certificate).outcome == "refuted"


@pytest.mark.parametrize("swap", [True, "across"])
@pytest.mark.parametrize("pad", [((1, -1),), ((0, 0),)])
def test_a_million_million_channels_are_decided_like_two(swap, pad):
    many = {"in_channels": 10**12, "out_channels": 2 * 10**12, "groups": 10**6}
    layer = ConvTranspose(input=2, kernel=1, stride=3, **many)
    verdict = prove(layer, lowering=Lowering(dilate=3, pad=pad, flip=True, swap=swap))
    assert verdict.outcome == ("proved" if swap is True and pad == ((0, 0),) else "refuted")
    assert verify(verdict.certificate).outcome == verdict.outcome


@pytest.mark.parametrize("flip", [True, False])
def test_a_view_with_another_index_map_is_never_covered(flip):
    layer = ConvTranspose(input=(200, 200), kernel=3, stride=2)
    right = [axis.relation for axis in layer.axes]
    wrong = [right[0], replace(right[1], offset=1)]
    lowering = Lowering(**{**layer.lowering().to_dict(), "flip": flip})
    assert prove(layer, lowering=lowering, views={"scatter": right}).outcome == ("proved" if flip else "refuted")
    with pytest.raises(CertificateError, match="views.scatter: the index map of axis 1 is not the layer's"):
        prove(layer, lowering=lowering, views={"scatter": wrong})


@pytest.mark.parametrize("digits", [1, 30, 198, 199, 200, 300])
def test_what_is_proved_has_a_certificate_that_is_read_again_however_long_the_numbers(digits):
    """Numbers of 300 digits have been proved with a certificate that no one could read."""
    size = 10**digits - 1
    for layer in (
        ConvTranspose(input=size, kernel=size, stride=size, dilation=size),
        ConvTranspose(input=3, kernel=size, stride=size, padding=size, output_padding=size, dilation=size),
        ConvTranspose(input=(2, size), kernel=(3, 1), in_channels=size, out_channels=2),
    ):
        for slip in (None, {"flip": False}, {"pad": [(-size, size)] * layer.rank}, {"dilate": size}):
            lowering = None if slip is None else Lowering(**{**layer.lowering().to_dict(), **slip})
            if digits >= 200:
                with pytest.raises(LimitError, match="has more than 199 digits"):
                    prove(layer, lowering=lowering)
                continue
            verdict = prove(layer, lowering=lowering)
            assert verify(json.loads(verdict.certificate.to_json())).outcome == verdict.outcome
            assert slip or verdict.outcome == "proved"


def test_ends_may_be_longer_than_sizes():
    end = 10**397
    verdict = prove(ConvTranspose(input=3, kernel=2, padding=((-end, end - 1),), output_padding=end))
    assert verify(json.loads(verdict.certificate.to_json())).outcome == "proved"
    with pytest.raises(LimitError, match="has more than 398 digits"):
        prove(ConvTranspose(input=3, kernel=2, padding=-(10**398)))
