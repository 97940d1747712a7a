"""That there is no call is proved of the words of a framework, and never of a call that there is."""

from __future__ import annotations

import random
from itertools import product

import pytest

from symtconv import convert, verify
from symtconv.conventions import FRAMEWORKS, framework_named, understood
from symtconv.geometry import AxisForm, CertificateError, NormalForm, SymtconvError
from symtconv.proofs.translation.absence import absent, no_words_for
from symtconv.results.translation import DOCUMENTED
from tests.conventions.draw import drawn_call

SOURCES = ("torch", "keras", "onnx", "jax", "equinox", "paddle", "openvino", "ncnn")
# What a framework lacks as a whole is said by its documents: no theorem stands behind these reasons.
BY_DOCUMENTS = ("groups", "no dilation", "spatial axes", "alone", "no padding of it", "SAME", "VALID")


@pytest.mark.parametrize("name", [framework.name for framework in FRAMEWORKS])
def test_a_call_or_a_proof_that_there_is_none_and_never_both(name):
    draw, ends = random.Random(name), set()  # noqa: S311 - the same calls every time
    for _ in range(40):
        text, _ = drawn_call(draw.choice(SOURCES), draw)
        try:
            found = convert(text, name)
        except SymtconvError:
            continue
        proof = absent(found.found.target, found.found.form)
        if found.call is not None:
            assert proof is None, (text, found.call)
        elif proof is None:
            assert found.to_dict()["verdict"] == DOCUMENTED
            assert any(word in found.why for word in BY_DOCUMENTS), found.why
        else:
            assert found.to_dict()["verdict"] == "proved"
            assert verify(found.to_dict()["certificate"]).outcome == "proved"
        ends.add((found.call is None, proof is None))
    assert ends


def test_words_of_pytorch_in_reach_and_out_of_it():
    """Every padding and output padding is tried: what none of them says is what is proved to be out of reach."""
    torch = framework_named("torch")
    for k, s, d in product((1, 2, 3), (1, 2, 3), (1, 2)):
        said = set()
        for p, a in product(range(7), range(max(s, d))):
            call = f"ConvTranspose1d(1, 1, {k}, stride={s}, dilation={d}, padding={p}, output_padding={a})"
            said |= set(understood(call)[1].form().ends)
        for low, extra in product(range(-1, 4), range(-3, 4)):
            axis = AxisForm(kernel=k, stride=s, dilation=d, low=low, extra=extra)
            found = absent(torch, NormalForm(axes=(axis,)))
            high, more = max(-extra, 0), max(extra, 0)
            words = f"kernel={k}, stride={s}, dilation={d}, padding=(({low}, {high}),), output_padding={more}"
            call = convert(f"symtconv.ConvTranspose({words})", "torch").call
            assert (found is None) == (call is not None), axis
            if k > 1:  # with one tap another dilation may say it
                assert (found is None) == ((low, extra) in said), axis


def test_the_axis_is_the_one_that_cannot_be_said():
    form = NormalForm(axes=(AxisForm(kernel=2, low=0, extra=0), AxisForm(kernel=3, stride=2, low=0, extra=-1)))
    number, verdict = absent(framework_named("torch"), form)
    assert number == 1
    assert verdict.certificate.body["claim"] == no_words_for(framework_named("torch"), form.axes[1]).claim


def test_an_altered_claim_is_refused():
    report = convert("Conv1DTranspose(8, 3, strides=2, padding='same')", to="torch").to_dict()
    certificate = {**report["certificate"]}
    certificate["claim"] = certificate["claim"].replace("-1", "1")
    with pytest.raises(CertificateError):
        verify(certificate)


def test_groups_are_by_the_documents():
    found = convert("ConvTranspose2d(4, 8, 3, groups=2)", to="keras")
    assert (found.call, found.verdict) == (None, None)
    assert found.to_dict()["verdict"] == DOCUMENTED
    assert found.to_dict()["certificate"] is None
