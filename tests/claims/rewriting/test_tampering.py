"""Certificates of rewrites, changed at random and digested again: they are refused, or what they say is true."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.certificates.format import Certificate
from symtconv.checker.check import replay
from symtconv.claims.rewriting.decide import decide
from symtconv.claims.rewriting.differ import DIFFERENT, Search
from symtconv.geometry import CertificateError
from symtconv.programs.question import Question

STACKED = "merge(transpose(conv(x, transpose(reverse(split(w, s)), 1, 0), outs=1, pad=k//s-1), 1, 0))"
ROWS = (
    ("x[n] w[k]", "convt(x, w, stride=s)", "conv(pad(dilate(x, s), k-1, k-1), reverse(w))", []),
    ("x[n] w[k]", "convt(x, w, stride=s)", STACKED, ["k % s == 0"]),
    ("x[n]", "add(x, x)", "scale(x, 2)", []),
    ("x[n] w[k]", "conv(pad(x, max(a, 0), 0), w)", "conv(x, w, pad=(a, 0))", ["n + a >= k"]),
    ("x[n] w[k]", "convt(x, w, stride=s, pad=p, extra=a)", "append(convt(x, w, stride=s, pad=p), a)",
     ["p <= k-1", "a < s", "(n-1)*s + k - 2*p >= 1"]),
)  # fmt: skip
CERTIFICATES = [
    dict(decide(left, right, tensors=tensors, where=where).certificate.body) for tensors, left, right, where in ROWS
]
WORDS = ("+", "-", "s", "k", "n", "1", "2", "0", "u1", "v1", "p", "a", "//", "*", ">=")


def changed(data, value, path=()):  # noqa: PLR0911 - one way for each kind of value
    """Change one thing somewhere inside."""
    if isinstance(value, dict) and value:
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: changed(data, value[key], (*path, key))}
    if isinstance(value, list) and value and data.draw(st.integers(0, 9)) > 1:
        place = data.draw(st.integers(0, len(value) - 1))
        return [*value[:place], changed(data, value[place], path), *value[place + 1 :]]
    if isinstance(value, dict):
        return data.draw(st.sampled_from([{"K": "k"}, {"k": "n"}, {"K": 1}, []]))
    if isinstance(value, list):
        return data.draw(st.sampled_from([value[:-1], [*value, *value[:1]], [0], "x", None]))
    if isinstance(value, bool) or value is None:
        return data.draw(st.sampled_from([None, 0, [], {}, "never"]))
    if isinstance(value, int):
        return data.draw(st.sampled_from([value + 1, value - 1, 0, -value, True, "1", 10**40]))
    old, new = data.draw(st.sampled_from(WORDS)), data.draw(st.sampled_from(WORDS))
    return value.replace(old, new, 1) if old in value else data.draw(st.sampled_from([value + "1", "", 7, [value]]))


@settings(max_examples=300)
@given(data=st.data())
def test_a_changed_certificate_is_refused_in_a_sentence_or_true(data):
    body = copy.deepcopy(data.draw(st.sampled_from(CERTIFICATES)))
    key = data.draw(st.sampled_from(["plan", "proofs", "left", "right", "where", "tensors", "witness", "condition",
                                     "counterexample", "difference", "let"]))  # fmt: skip
    new = {**body, key: changed(data, body[key])}
    if json.dumps(new) == json.dumps(body):
        return
    try:
        verdict = replay(Certificate(new))
    except CertificateError as error:
        assert str(error).startswith("the certificate does not check: ")  # noqa: PT017 - both ends are allowed
        return
    question = Question(new["tensors"], new["left"], new["right"], new["let"], tuple(new["where"]))
    search = Search(question)
    for values, outcome in [
        *search.spread(60),
        *((v, search.outcome(v)) for v, _ in zip(search.points, range(60), strict=False)),
    ]:
        assert verdict.outcome == "refuted" or outcome != DIFFERENT, (values, key)


@pytest.mark.parametrize("body", CERTIFICATES, ids=[row[2][:20] for row in ROWS])
def test_a_missing_or_foreign_key_is_named(body):
    for key in body:
        if key not in ("format", "version", "kind"):
            with pytest.raises(CertificateError, match=key):
                replay(Certificate({k: v for k, v in body.items() if k != key}))
    with pytest.raises(CertificateError, match="stranger"):
        replay(Certificate({**body, "stranger": 1}))


def test_a_map_that_goes_two_to_one_is_refused():
    body = copy.deepcopy(CERTIFICATES[2])
    for tree in body["plan"]["to"][0]:
        tree["term"] = 0
    with pytest.raises(CertificateError, match="apart"):
        replay(Certificate(body))


def test_a_proof_for_another_claim_is_refused():
    body = copy.deepcopy(CERTIFICATES[0])
    body["proofs"] = body["proofs"][::-1]
    with pytest.raises(CertificateError, match="does not show|use names facts"):
        replay(Certificate(body))
