"""The certificates of the side conditions are those of the theorem, all of them, and replay."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from symtconv.claims.decide import check
from symtconv.geometry import CertificateError
from symtconv.proofs.conditions import FILE, decide, needed
from symtconv.proofs.theorem import check_steps, theorem


def test_every_side_condition_has_a_certificate_that_replays():
    assert [decide(*condition).outcome for condition in needed()] == ["proved"] * len(needed())
    kept = json.loads(files("symtconv.proofs").joinpath(FILE).read_text())
    assert [(certificate["claim"], tuple(certificate["where"])) for certificate in kept] == needed()


def test_the_steps_hold_by_the_kept_certificates_alone():
    assert check_steps(theorem(), lambda claim, where: decide(claim, tuple(where))) == {}


def test_the_engine_still_finds_them():
    for claim, where in needed():
        assert check(claim, where=where).outcome == "proved"


def test_another_claim_has_no_certificate():
    with pytest.raises(CertificateError, match="there is no certificate for 'k == k'"):
        decide("k == k", ())
