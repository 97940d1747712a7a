"""Two calls side by side: the verdict, the smallest input and the first entry, against looking at every entry."""

from __future__ import annotations

import json
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

import symtconv
from symtconv.geometry import AxisForm, CertificateError, GeometryError, InputError, NormalForm
from symtconv.proofs.translation.comparison import compare_forms
from symtconv.proofs.translation.smallest import smallest_difference


def axes():
    return st.builds(
        AxisForm,
        kernel=st.integers(1, 3),
        stride=st.integers(1, 3),
        dilation=st.integers(1, 2),
        low=st.integers(-2, 5),
        extra=st.integers(-5, 3),
    )


@st.composite
def pairs(draw):
    """Two layers that share most of their numbers, so that they are often one or nearly so."""
    rank = draw(st.integers(1, 2))
    left = [draw(axes()) for _ in range(rank)]
    right = [draw(st.sampled_from([axis, axis, draw(axes()), _moved(draw, axis)])) for axis in left]
    g = draw(st.sampled_from([1, 1, 1, 2]))
    channels = [(g * draw(st.integers(1, 2)), g * draw(st.integers(1, 2))) for _ in range(2)]
    other = draw(st.sampled_from([channels[0], channels[0], channels[1]]))
    groups = draw(st.sampled_from([g, g, 1]))
    forms = []
    for axis, (ci, co), count in ((left, channels[0], g), (right, other, groups)):
        forms.append(NormalForm(axes=tuple(axis), in_channels=ci, out_channels=co, groups=count))
    return tuple(forms)


def _moved(draw, axis):
    words = {name: getattr(axis, name) for name in ("kernel", "stride", "dilation", "low", "extra")}
    name = draw(st.sampled_from(["low", "extra", "stride", "dilation"]))
    words[name] += draw(st.sampled_from([1, 2]))
    return AxisForm(**words)


def entries(form, sizes, channels):
    """Every entry of x′ with its terms, by trying each output, tap and input: nothing of the package is asked."""
    ci, co, g = form.in_channels, form.out_channels, form.groups
    lengths = [
        (n - 1) * a.stride + a.dilation * (a.kernel - 1) + 1 - a.low + a.extra
        for a, n in zip(form.axes, sizes, strict=True)
    ]
    if min(lengths) < 1:
        return {}
    found = {}
    for place in product(*map(range, (co, *lengths))):
        terms = set()
        for o in product(*map(range, sizes)):
            for t in product(*(range(axis.kernel) for axis in form.axes)):
                if all(
                    a.stride * p + a.dilation * q - a.low == j
                    for a, p, q, j in zip(form.axes, o, t, place[1:], strict=True)
                ):
                    for c in range(ci):
                        if c // (ci // g) == place[0] // (co // g):
                            terms.add(((c, place[0] % (co // g), *t), (c, *o)))
        found[place if channels else place[1:]] = terms
    return found


@given(pairs())
def test_the_verdict_is_what_every_entry_says(forms):
    left, right = forms
    named = max(left.in_channels, left.out_channels, right.in_channels, right.out_channels) > 1
    verdict, sizes = compare_forms(left, right)
    assert symtconv.verify(verdict.certificate).outcome == verdict.outcome
    reach = 4
    points = sorted(product(range(1, reach + 1), repeat=left.rank), key=lambda n: (sum(n), n))
    for point in points:
        ours, theirs = (entries(form, point, named) for form in forms)
        if sizes is not None and point == sizes:
            places = sorted(set(ours) | set(theirs))
            first = next(p for p in places if ours.get(p, "none") != theirs.get(p, "none"))
            assert verdict.counterexample.entry == first
            return
        if sum(point) <= reach + left.rank - 1:  # shells that lie wholly within reach
            assert ours == theirs, (point, sizes)
    assert sizes is None or sum(sizes) > min(sum(sizes), reach + left.rank - 1) or max(sizes) > reach


def test_a_difference_is_found_however_far_out_it_lies():
    a = NormalForm(axes=(AxisForm(kernel=2, stride=10**6, low=10**15, extra=-(10**15)),))
    b = NormalForm(axes=(AxisForm(kernel=2, stride=10**6, low=10**15 + 1, extra=1 - 10**15),))
    (n,), found = smallest_difference(a, b)
    assert n == 2 * 10**9 + 1
    assert found.entry == (0,)


COMPARED = [
    (
        "ConvTranspose1d(1, 1, 3, 2, output_padding=1)",
        "ConvTranspose(kernel_shape=[3], strides=[2], output_padding=[1])",
        None,
    ),
    ("nn.ConvTranspose2d(4, 8, 4, 2, 1)", 'Conv2DTranspose(8, 4, 2, "same")', None),
    ("ConvTranspose1d(1, 1, 1, dilation=3)", "ConvTranspose1d(1, 1, 1)", None),  # one tap: the dilation joins nothing
    ("F.conv_transpose1d(x, (2, 3, 5), stride=2)", "ConvTranspose(w_shape=(2, 3, 5), strides=[2])", None),
    ("ConvTranspose1d(1, 1, 3, 2)(x, output_size=[10])", "ConvTranspose1d(1, 1, 3, 2, output_padding=1)", None),
    ("eqx.nn.ConvTranspose1d(1, 1, 3, 2, 1, 1)", "ConvTranspose1d(1, 1, 3, 2, 1, 1)", "reversed along each axis"),
    (
        'jax.lax.conv_transpose(x, (3, 1, 1), (2,), "SAME")',
        'Conv1DTranspose(1, 3, 2, "same")',
        "reversed along each axis",
    ),
    ('jax.lax.conv_transpose(x, (1, 1, 1), (2,), "SAME")', 'Conv1DTranspose(1, 1, 2, "same")', None),
    ("ConvTranspose1d(4, 8, 3, 2, 1)", "tosa", None),
]


@pytest.mark.parametrize(("left", "right", "kernel"), COMPARED[:-1])
def test_calls_that_are_one_layer(left, right, kernel):
    verdict = symtconv.compare(left, right)
    assert (verdict.outcome, verdict.kernel) == ("proved", kernel)
    report = json.loads(verdict.to_json())
    assert report["verdict"] == "proved"
    assert report["counterexample"] is report["entry"] is None
    assert symtconv.verify(report).outcome == "proved"


@pytest.mark.parametrize(
    ("left", "right", "sizes", "entry", "sums"),
    [
        (
            "ConvTranspose1d(1, 1, 3, 2, 1, 1)",
            'Conv1DTranspose(1, 3, 2, "same")',
            {"n": 1},
            [0],
            ["w_{1}*y_{0}", "w_{0}*y_{0}"],
        ),
        (
            "ConvTranspose1d(1, 1, 3, 2)",
            "ConvTranspose1d(1, 1, 3)",
            {"n": 2},
            [1],
            ["w_{1}*y_{0}", "w_{1}*y_{0} + w_{0}*y_{1}"],
        ),
        ("ConvTranspose1d(1, 1, 3, 2)", "ConvTranspose1d(1, 1, 3, 2, 0, 1)", {"n": 1}, [3], ["no such entry", "0"]),
        (
            "ConvTranspose2d(1, 1, 3, (1, 2))",
            "ConvTranspose2d(1, 1, 3)",
            {"n1": 1, "n2": 2},
            [0, 1],
            ["w_{0,1}*y_{0,0}", "w_{0,1}*y_{0,0} + w_{0,0}*y_{0,1}"],
        ),
        (
            "ConvTranspose1d(2, 2, 1, groups=2)",
            "ConvTranspose1d(2, 2, 1)",
            {"n": 1},
            [0, 0],
            ["w_{0,0,0}*y_{0,0}", "w_{0,0,0}*y_{0,0} + w_{1,0,0}*y_{1,0}"],
        ),
        (
            "ConvTranspose1d(1, 2, 1)",
            "ConvTranspose1d(1, 3, 1)",
            {"n": 1},
            [2, 0],
            ["no such entry", "w_{0,2,0}*y_{0,0}"],
        ),
    ],
)
def test_calls_that_are_two_layers(left, right, sizes, entry, sums):
    verdict = symtconv.compare(left, right)
    report = json.loads(verdict.to_json())
    assert (report["verdict"], report["counterexample"], report["entry"]) == ("refuted", sizes, entry)
    assert [report["left_entry"], report["right_entry"]] == sums
    assert symtconv.verify(report).outcome == "refuted"
    assert "refuted: the two calls are two layers" in verdict.to_text()


def test_what_cannot_be_compared_is_said():
    with pytest.raises(InputError, match="1 and 2 spatial axes"):
        symtconv.compare("ConvTranspose1d(1, 1, 3)", "ConvTranspose2d(1, 1, 3)")
    with pytest.raises(GeometryError, match="is not below"):
        symtconv.compare("ConvTranspose1d(1, 1, 3, output_padding=1)", "ConvTranspose1d(1, 1, 3)")
    with pytest.raises(InputError, match="does not say how long its input is"):
        symtconv.compare("ConvTranspose(kernel_shape=[3], output_shape=[4])", "ConvTranspose1d(1, 1, 3)")
    found = symtconv.compare("ConvTranspose(kernel_shape=[3], output_shape=[4])", "ConvTranspose1d(1, 1, 3)", input=2)
    assert found.outcome == "proved"
    assert "for an input of 2" in found.to_text()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda body: body.update(verdict="refuted"), "names an input"),
        (lambda body: body["right"].update(ends=[[0, 0]]), "not one layer"),
        (lambda body: body["right"].update(stride=[0]), "no normal form"),
        (lambda body: body["right"].update(more=1), "not what it is read as"),
        (lambda body: body.update(input=[0]), "one size"),
        (lambda body: body.update(extra=1), "keys missing or unknown: extra"),
        (lambda body: body.update(difference={"input": [1]}), "a proof has no difference"),
    ],
)
def test_a_certificate_that_says_otherwise_is_refused(change, message):
    body = json.loads(json.dumps(symtconv.compare(*COMPARED[0][:2]).certificate.body))
    change(body)
    forged = type(symtconv.compare(*COMPARED[0][:2]).certificate)(body)
    with pytest.raises(CertificateError, match=message):
        symtconv.verify(forged)


def test_a_refutation_at_another_place_is_refused():
    certificate = symtconv.compare("ConvTranspose1d(1, 1, 3, 2)", "ConvTranspose1d(1, 1, 3)").certificate
    body = json.loads(json.dumps(certificate.body))
    body["difference"]["input"] = [1]
    with pytest.raises(CertificateError, match="source is no entry|do not differ"):
        symtconv.verify(type(certificate)(body))
