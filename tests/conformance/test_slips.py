"""Slips: each planted in the reference is noticed and named; what is said of it is proved, and true of its values."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from symtconv.arithmetic.sizes import holds
from symtconv.checker.check import verify
from symtconv.claims.reading import read_claim
from symtconv.conformance import probes
from symtconv.conformance.harmless import certificates, proved, ways
from symtconv.conformance.judge import judge
from symtconv.conformance.reference import other_result, result
from symtconv.conformance.slips import answer_of, catalogue
from symtconv.conformance.target import Target, Variant
from symtconv.geometry import CertificateError
from symtconv.grids.dialects import meaning
from symtconv.grids.form import Form
from symtconv.grids.grid import Grid, configurations
from symtconv.grids.words import Words

WORDS = [words for words, _ in configurations(Grid(random=260, seed=21), "onnx")]
FEW = [words for words, _ in configurations(Grid(random=80, seed=3), "onnx")]


class Planted(Target):
    """The reference with one slip."""

    dialect = "onnx"

    def __init__(self, name):
        self.slip = catalogue()[name]

    def call(self, y, w, bias, words, variant):
        form = meaning(words, "onnx")
        found = answer_of(self.slip, y, w, bias, words, form)
        return result(y, w, form, bias) if found is None else found


def common_names(name, asked):
    target = Planted(name)
    wrong = [
        record for record in (judge(target, words, Variant(), 0) for words in asked) if record["outcome"] == "wrong"
    ]
    assert wrong, f"{name} is not noticed"
    return set.intersection(*(set(record["slips"]) for record in wrong))


def test_there_are_at_least_the_forty_four():
    assert len(catalogue()) >= 44


def check_names(asked, least):
    alone = []
    for name in catalogue():
        names = common_names(name, asked)
        assert name in names, f"{name} is taken for {sorted(names)}"
        alone += [name] * (names == {name})
    assert len(alone) >= least, sorted(set(catalogue()) - set(alone))


def test_every_planted_slip_is_noticed_and_most_are_named_alone_by_a_few_configurations():
    check_names(FEW, 36)


@pytest.mark.long
def test_every_planted_slip_is_noticed_and_nearly_every_one_is_named_alone():
    check_names(WORDS, 44)


def test_the_reference_alone_is_right_everywhere():
    class Plain(Target):
        dialect = "onnx"

        def call(self, y, w, bias, words, variant):
            return result(y, w, meaning(words, "onnx"), bias)

    assert {judge(Plain(), words, Variant(), 0)["outcome"] for words in WORDS} == {"right"}


@pytest.mark.parametrize("name", catalogue())
def test_harmless_iff_is_proved_both_ways(name):
    assert proved(name)
    found = certificates(name)
    assert [one["claim"] for one in found] == [way.claim for way in ways(catalogue()[name])]
    assert {verify(one).outcome for one in found} == {"proved"}


def test_an_altered_certificate_proves_nothing():
    found = dict(certificates("stride ignored")[0])
    found["claim"] = found["claim"].replace("(1)", "(2)")
    with pytest.raises(CertificateError):
        verify(found)


ONE_AXIS = [
    name
    for name, slip in catalogue().items()
    if slip.index is None and not any(letter + "1" in str(slip.change) for letter in "slh")
    and not any(letter + "0" in str(slip.change) for letter in "slhda") and "same" not in str(slip.change)
]  # fmt: skip


@pytest.mark.parametrize("name", ONE_AXIS)
def test_harmless_iff_is_what_the_values_say(name):
    """The condition of each slip of one axis, against what the slip computes on one-hot arrays: every small layer."""
    slip, seen = catalogue()[name], set()
    condition = read_claim(slip.harmless_iff)
    where = [read_claim(text).goal for text in slip.where]
    for n, k, s, d, l, h, a in itertools.product((1, 2, 3), (1, 2, 3), (1, 2, 3), (1, 2), (0, 1, 2), (0, 1, 2), (0, 1)):
        form = Form((n,), (k,), (s,), (d,), (l,), (a - h,))
        values = {"n": n, "k": k, "s": s, "d": d, "l": l, "h": h, "a": a, "same_lower": 0}
        if form.out[0] < 1 or not all(holds(one, values) for one in where):
            continue
        y = probes.one_hot(form)
        w = np.arange(1, k + 1).reshape(1, 1, k)
        words = Words((n,), (k,), (s,), (d,), (l,), (h,), (a,))
        free = type(slip)(**{**{name: getattr(slip, name) for name in slip.__dataclass_fields__}, "needs": ""})
        found, right = answer_of(free, y, w, None, words, form), result(y, w, form)
        same = found is not None and found.shape == right.shape and bool((found == right).all())
        assert same == holds(condition.goal, values), (values, same)
        seen.add(same)
    assert seen == {True, False}, "the test met one side alone"


@pytest.mark.parametrize("name", [name for name, slip in catalogue().items() if slip.letters])
def test_harmless_iff_of_a_bias_is_what_the_values_say(name):
    """At each entry of every small layer of one axis: c counts the taps that reach it."""
    slip, seen = catalogue()[name], set()
    condition = read_claim(slip.harmless_iff).goal
    for n, k, s, d, l, a, b in itertools.product((1, 2, 3), (1, 2, 3), (1, 2), (1, 2), (0, 1), (0, 1), (-2, 0, 3)):
        form, words = (
            Form((n,), (k,), (s,), (d,), (l,), (a,)),
            Words((n,), (k,), (s,), (d,), (l,), (0,), (a,), bias=True),
        )
        y, w, bias = np.full((1, 1, n), 7), np.full((1, 1, k), 5), np.array([b])
        found, right = answer_of(slip, y, w, bias, words, form), result(y, w, form, bias)
        reached = [sum(s * o + d * t - l == j for o in range(n) for t in range(k)) for j in range(form.out[0])]
        for c, same in zip(reached, (found == right)[0, 0], strict=True):
            assert same == holds(condition, {"b": b, "c": c}), (words.text, b, c)
            seen.add(bool(same))
    assert seen == {True, False}, "the test met one side alone"


def test_the_two_references_agree_everywhere():
    for words, _ in configurations(Grid(random=400, seed=8), "definition"):
        form = meaning(words, "definition")
        y, w, bias = probes.dense(form, "float64", 3, batch=words.batch, bias=words.bias)
        one, other = result(y, w, form, bias), other_result(y, w, form, bias)
        assert one.shape == other.shape
        assert (one == other).all(), words.text
