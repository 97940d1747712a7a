"""A layer for every size: the verdict is that of every size, and a refutation is at the smallest that tells."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from symtconv import ConvTranspose, Lowering, prove, verify
from symtconv.certificates.format import Certificate
from symtconv.checker import sizes as checker
from symtconv.geometry import CertificateError, GeometryError
from symtconv.geometry.family import Family
from symtconv.proofs import sizes as finder
from symtconv.proofs.sizes import prove_sizes
from tests.proofs.test_instance import near
from tests.strategies import layers, lowerings

FAR = 9  # beyond, nothing new happens for the small numbers that are drawn here


@st.composite
def families(draw):
    layer = draw(layers(rank=st.integers(1, 2), size=2, kernel=3, step=3, pad=3, extra=3))
    sizes = draw(st.sampled_from({1: [("n",)], 2: [("n", "n"), ("n", "m"), ("n", 2), (1, "n"), (3, "n")]}[layer.rank]))
    try:
        return Family.of_words({k: v for k, v in layer.to_dict().items() if k != "input"}, sizes)
    except GeometryError:
        assume(False)


def members(family):
    """Every member up to some size, by the sum of what is beyond the least, ties in the order of the names."""
    least = family.least
    found = [dict(zip(least, values, strict=True)) for values in product(*(range(v, v + FAR) for v in least.values()))]
    return sorted(found, key=lambda values: (sum(values.values()), tuple(values.values())))


pairs = families().flatmap(
    lambda family: st.tuples(st.just(family), near(family.at(family.least)) | lowerings(family.pattern.rank))
)
CROP = Family(ConvTranspose(input=5, kernel=1, stride=3, padding=((2, 0),), output_padding=2), ("n",))
LONG = Family(ConvTranspose(input=9, kernel=1, stride=2, padding=((5, 0),), output_padding=9), ("n",))


@settings(max_examples=200)
@given(pairs)
@example((CROP, Lowering(dilate=3, pad=((-2, 2),), flip=True, crop_first=True)))
@example((LONG, Lowering(dilate=2, pad=((-5, 9),), flip=True, crop_first=True)))
def test_the_verdict_is_that_of_every_member(pair):
    family, lowering = pair
    verdict = prove_sizes(family, lowering=lowering)
    judged = lowering.for_rank(family.pattern.rank)
    wrong = next((v for v in members(family) if prove(family.at(v), lowering=judged).outcome == "refuted"), None)
    assert verdict.sizes == wrong
    assert verdict.outcome == ("proved" if wrong is None else "refuted")
    if wrong is not None:
        there = prove(family.at(wrong), lowering=judged)
        assert (verdict.counterexample, verdict.reason) == (there.counterexample, there.reason)
    replayed = verify(json.loads(verdict.certificate.to_json()))
    assert (replayed.outcome, replayed.statement, replayed.sizes, replayed.counterexample) == (
        verdict.outcome,
        verdict.statement,
        verdict.sizes,
        verdict.counterexample,
    )


@given(families())
def test_the_layers_own_lowering_is_right_and_lengths_are_what_the_formulas_say(family):
    assert prove_sizes(family).outcome == "proved"
    for values in members(family)[:20]:
        lengths = [eval(str(length), {}, values) for length in family.lengths]  # noqa: S307 - our own text
        assert tuple(lengths) == family.at(values).output


@given(families())
def test_below_the_least_there_is_no_layer(family):
    for name, least in family.least.items():
        if least > 1:
            with pytest.raises(GeometryError, match="the output is empty"):
                family.at({**family.least, name: least - 1})


def test_a_late_slip_is_found_where_it_shows_first():
    family = Family(ConvTranspose(input=900, kernel=2, padding=((300, 0),), output_padding=400), ("n",))
    wrong = Lowering(dilate=1, pad=((-299, 401),), flip=False)
    verdict = prove_sizes(family, lowering=wrong)
    assert (family.least, verdict.sizes) == ({"n": 1}, {"n": 300})
    assert prove(family.at({"n": 299}), lowering=wrong).outcome == "proved"
    assert verify(verdict.certificate).outcome == "refuted"


def test_from_where_on_no_crop_is_too_long():
    """What is looked at one by one ends where it has to: the first size at which what is cropped is there."""
    family = Family(ConvTranspose(input=9, kernel=1, padding=9, output_padding=18), ("n",))
    for low, high, step in product(range(-9, 3), range(-9, 3), (1, 2, 3, 5)):
        lowering = Lowering(dilate=step, pad=((low, high),), flip=True, crop_first=True)
        cut = max(-low, 0) + max(-high, 0)
        first = next(n for n in range(1, 99) if cut <= (n - 1) * step + 1)
        assert checker._cropping(family, lowering) == (("n", first) if first > family.least["n"] else None)
        assert checker._cropping(family, Lowering(dilate=step, pad=((low, high),), flip=True)) is None


CROPPED = [
    (k, s, low, high, a)
    for k, s, low, high, a in product((1, 2), (1, 2, 3), (0, 2, 5), (0, 3), (0, 3, 8))
    if low > k - 1 or high - a > k - 1  # the lowering crops
]


@pytest.mark.parametrize("words", CROPPED, ids=str)
def test_cropping_first_is_right_exactly_where_it_is_at_every_size(words):
    k, s, low, high, a = words
    family = Family(ConvTranspose(input=30, kernel=k, stride=s, padding=((low, high),), output_padding=a), ("n",))
    own = family.at({"n": 30}).lowering().to_dict()
    lowering = Lowering(**{**own, "crop_first": True})
    found = [prove(family.at({"n": n}), lowering=lowering).outcome for n in range(family.least["n"], 20)]
    assert checker.agrees_everywhere(family, lowering) == ("refuted" not in found)


def test_the_limit_of_sizes_is_exact():
    family = Family(ConvTranspose(input=2000, kernel=1, padding=1, output_padding=2), ("n",))
    for cut, allowed in ((1001, True), (1002, False)):
        lowering = Lowering(dilate=1, pad=((-cut, cut),), flip=True, crop_first=True)
        assert checker.MOST_SIZES == 1000
        if allowed:
            assert not checker.agrees_everywhere(family, lowering)
        else:
            with pytest.raises(
                GeometryError, match="1001 sizes have a crop that is longer than what is cropped; 1000 can"
            ):
                checker.agrees_everywhere(family, lowering)


PROVED = prove_sizes(Family(ConvTranspose(input=(5, 7), kernel=3, stride=2, padding=1), ("H", 7))).certificate
REFUTED = prove_sizes(CROP, lowering=Lowering(dilate=3, pad=((-2, 2),), flip=True, crop_first=True)).certificate
ALTERED = {
    "another verdict": (REFUTED, {"verdict": "proved", "sizes": None, "difference": None}, "does not compute"),
    "no such verdict": (PROVED, {"verdict": "unknown"}, "neither proved nor refuted"),
    "a lowering that is wrong": (
        PROVED,
        {"lowering": {**PROVED.body["lowering"], "pad": [[1, 1], [1, 2]]}},
        "does not compute",
    ),
    "another length": (PROVED, {"output": ["2*H", 13]}, "output is not what"),
    "more than is meant": (PROVED, {"least": {"H": 2}}, "least is not what"),
    "no name": (PROVED, {"layer": {**PROVED.body["layer"], "input": [5, 7]}}, "no size with a name"),
    "no layer": (PROVED, {"layer": {**PROVED.body["layer"], "stride": [0, 2]}}, "the layer is none"),
    "a name that is none": (PROVED, {"layer": {**PROVED.body["layer"], "input": ["-n", 7]}}, "the layer is none"),
    "a key too many": (PROVED, {"more": 1}, "keys missing or unknown"),
    "another rank": (PROVED, {"lowering": Lowering(flip=True).to_dict()}, "another rank"),
    "sizes where it agrees": (REFUTED, {"sizes": {"n": 5}}, "do not differ"),
    "a size below the least": (REFUTED, {"sizes": {"n": 0}}, "below the least"),
    "no size": (REFUTED, {"sizes": {}}, "a value to each name"),
    "true for one": (REFUTED, {"sizes": {"n": True}}, "no integer"),
}


@pytest.mark.parametrize("name", ALTERED)
def test_an_altered_certificate_is_refused(name):
    certificate, change, message = ALTERED[name]
    with pytest.raises(CertificateError, match=message):
        verify(Certificate({**certificate.body, **change}))


def test_replay_is_bounded():
    far = Lowering(dilate=1, pad=((-600, 600), (-600, 600)), flip=True, crop_first=True)
    family = Family(ConvTranspose(input=(9, 9), kernel=1, padding=600, output_padding=1200), ("n", "m"))
    with pytest.raises(GeometryError, match="can be looked at"):
        checker.agrees_everywhere(family, far)


def test_what_is_planted_is_seen(monkeypatch):
    """A comparison that forgets the offset would prove this slip."""
    slip = Lowering(dilate=2, pad=((3, 1),), flip=True)
    family = Family(ConvTranspose(input=9, kernel=4, stride=2, padding=1), ("n",))
    monkeypatch.setattr(finder, "differs_at", lambda *_: False)
    monkeypatch.setattr(finder, "_first_that_tells", lambda *_: {"n": 1})
    assert prove_sizes(family, lowering=slip).outcome == "refuted"
