"""Rewrites in Coq: plans that can be said are accepted, spoilt files refused, and the rest refused with a reason."""

from __future__ import annotations

import re

import pytest

from symtconv.certificates.format import Certificate
from symtconv.claims.rewriting.decide import decide
from symtconv.geometry import CertificateError, EngineError, InputError
from symtconv.proofs.coq import emit_rewrite
from symtconv.proofs.coq.build import check_closed
from tests.proofs.coq.test_certificates import compiled, together

ROWS = {
    "pads_are_pads": (
        "convt(x, w, stride=s, pad=p)",
        "crop(convt(pad(x,p,p), w, stride=s), p+p*s, p+p*s)",
        "x[n] w[k]",
        [],
    ),
    "lowering": (
        "convt(x, w, stride=s, dilation=d)",
        "conv(pad(dilate(x, s), d*(k-1), d*(k-1)), reverse(w), dilation=d)",
        "x[n] w[k]",
        [],
    ),
    "channels": (
        "convt(x, w, stride=s, ins=1, outs=1)",
        "conv(pad(dilate(x, s, axis=1), k-1, k-1, axis=1), transpose(reverse(w, axis=2), 1, 0, 2), ins=1, outs=1)",
        "x[i,n] w[i,o,k]",
        [],
    ),
    "quotients": ("split(merge(split(x, 2)), 2)", "split(x, 2)", "x[2*n]", []),
    "a_condition_with_a_size": ("slice(pad(x, p, p), p, n + p)", "x", "x[n]", ["conv_size(n,k,1,1,0,0) >= 1"]),
    "no_conditions": ("reverse(reverse(x))", "x", "x[n]", []),
    "names_that_coq_keeps": ("dilate(forall, mod)", "dilate(forall, mod)", "forall[Theorem]", ["mod >= 1"]),
}
OTHER = {
    "refuted": ("reverse(x)", "x", "x[n]", [], "not equal"),
    "two products": ("add(x, reverse(x))", "add(reverse(x), x)", "x[n]", [], "2 products on the left"),
    "a tensor twice": ("einsum('i,i->i', x, x)", "einsum('i,i->i', x, x)", "x[n]", [], "occurs twice"),
    "phases of different lengths": (
        "convt(x, w, stride=2)",
        "interleave(r, 2, 2*(n-1)+k, conv(pad(x, (k-r+1)//2-1, (k-r+1)//2-1), reverse(slice(w, r, k, 2))))",
        "x[n] w[k]",
        ["k >= 2"],
        "depends on",
    ),
}


def certificate(left, right, tensors, where):
    found = decide(left, right, tensors=tensors, where=where).certificate
    assert found is not None
    return found


@pytest.mark.coq
def test_coq_accepts_every_plan_that_can_be_said(coq_library, tmp_path):
    texts = [emit_rewrite(certificate(*row)) for row in ROWS.values()]
    path, printed = compiled(together(texts), coq_library, tmp_path)
    assert check_closed(path, printed) == 1


SPOILT = {
    "a_place_on_the_right": (r"(Definition right_places.*\n.*=> \[\[v1\]; \[)", r"\g<1>1 + "),
    "a_guard_on_the_left": (r"(Definition left_there.*\n.*holds \[)", r"\g<1>1 + "),
    "the_box": (r"sumb \[k; n\]", "sumb [k; n - 1]"),
    "the_map": (r"\(to := (.*)\[u1; p \+ u2\]", r"(to := \1[u1; u2]"),
    "the_map_back": (r"\(fro := (.*)\[v1; \(-1\) \* p \+ v2\]", r"(fro := \1[v1; v2]"),
    "the_other_letter": (r"(Definition right_entry(?:.*\n)*?.*letters_at) \[w; x\]", r"\1 [x; w]"),
    "a_premise_dropped": (r"(Theorem rewrite(?:.*\n)*?)  \(p >= 0\) ->\n", r"\1"),
    "a_claim": (r"(Lemma claim_5 (?:.*\n)*?.*\(0 <= )(.*\)\.\nProof)", r"\1(-1) + \2"),
    "a_multiplier": (r"\(scaled 1 _ (.*)\)\) as N'", r"(scaled 2 _ \1)) as N'"),
}


@pytest.mark.coq
@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_file_is_refused(coq_library, tmp_path, what):
    there, instead = SPOILT[what]
    text, changes = re.subn(there, instead, emit_rewrite(certificate(*ROWS["pads_are_pads"])), count=1)
    assert changes, "nothing to spoil"
    with pytest.raises(EngineError, match=r"Certificate\.v: Coq refuses it") as refused:
        compiled(text, coq_library, tmp_path)
    assert "Syntax error" not in str(refused.value)


@pytest.mark.parametrize("what", OTHER)
def test_what_cannot_be_said_is_refused_with_its_reason(what):
    *row, why = OTHER[what]
    with pytest.raises(
        InputError, match=rf"not written for Coq: .*{why}.*; its certificate replays with symtconv verify"
    ):
        emit_rewrite(certificate(*row))


def test_an_altered_certificate_is_not_written():
    body = certificate(*ROWS["no_conditions"]).body
    with pytest.raises(CertificateError):
        emit_rewrite(Certificate({**body, "right": "reverse(x)"}))


def test_a_comment_cannot_be_closed_from_within():
    header = emit_rewrite(certificate("dilate(x, (s)*(d))", "dilate(x, d*s)", "x[(n)*(k)]", [])).split("\nFrom Coq")[0]
    assert header.count("(*") == header.count("*)") == 1
