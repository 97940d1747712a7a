"""A decided claim in every form."""

from __future__ import annotations

import json

import pytest

from symtconv import verify
from symtconv.geometry import InputError
from symtconv.results.claim import ClaimPage, check

CLAIMS = [("right_inverse", []), ("k == 1", []), ("x*x != 2*y*y", ["x >= 1"])]


@pytest.mark.parametrize(("claim", "where"), CLAIMS)
def test_every_form_can_be_made(tmp_path, claim, where):
    verdict = check(claim, where=where, timeout=2)
    for suffix in ClaimPage.suffixes:
        if suffix == ".pdf":
            continue  # compiled in tests/rendering/test_claim_page.py
        if suffix == ".v":
            if verdict.certificate is not None:
                assert "Symtconv" in verdict.save(tmp_path / "claim.v").read_text()
            continue
        content = verdict.save(tmp_path / f"claim{suffix}").read_text()
        assert verdict.outcome in content.lower()
    if verdict.certificate is not None:
        assert verify(tmp_path / "claim.json").outcome == verdict.outcome
    assert json.loads(verdict.to_json())["claim"] == verdict.claim
    shown = verdict._repr_mimebundle_()
    assert shown["text/plain"].startswith(verdict.outcome)
    assert all(line.startswith("$") and line.endswith("$") for line in shown["text/latex"].split("\n\n"))


def test_a_proof_as_text_holds_its_argument():
    assert "contradiction" in check("right_inverse").to_text()


def test_other_suffixes_are_refused(tmp_path):
    with pytest.raises(InputError, match="no form"):
        check("k == 1").save(tmp_path / "claim.docx")
