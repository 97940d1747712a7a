"""Whatever a file says, `symtconv verify` answers within 5 seconds and 300 MB, with a reason and never a traceback."""

from __future__ import annotations

import random

import pytest

from symtconv import ConvTranspose, prove, verify
from symtconv.certificates.format import digest_of
from symtconv.claims.decide import check
from symtconv.geometry import CertificateError
from tests.checker import attacks

QUICK = ["powers in conditions", "many divisors", "equivalences", "a wide sum", "numbers", "objects", "rank", "views"]


@pytest.mark.parametrize("name", QUICK)
def test_a_file_that_is_made_to_keep_the_checker_busy_does_not(name):
    assert attacks.fault(attacks.EVERY[name]()) is None


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in attacks.EVERY if name not in QUICK])
def test_no_file_keeps_the_checker_busy(name):
    assert attacks.fault(attacks.EVERY[name]()) is None


def test_a_fault_is_seen(monkeypatch):
    monkeypatch.setattr(attacks, "SECONDS", 0.0)
    assert "it took" in attacks.fault(b"{}")
    monkeypatch.setattr(attacks, "SECONDS", 5.0)
    monkeypatch.setattr(attacks, "MEGABYTES", 1.0)
    assert "MB" in attacks.fault(b"{}")
    monkeypatch.setattr(attacks, "CHILD", "raise SystemExit(70)")
    assert attacks.fault(b"{}").startswith("it ended with 70")


CERTIFICATES = [
    check("conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n", where=["a < s"]).certificate.to_dict(),
    check("max(x, y)*min(x, y) == x*y").certificate.to_dict(),
    check("floor(floor(n/s)/s2) == floor(n/(s*s2))", where=["n >= 0"]).certificate.to_dict(),
    prove(ConvTranspose(input=(4, 3), kernel=3, stride=2, padding=1)).certificate.to_dict(),
]
STRANGE = [None, True, 0, 1, -1, 10**399, "", "x", "k >= 1", [], [[]], {}, {"sum": []}, [0, [0]], "\x1b[2J", "(" * 99]


def changed(data, rng):
    """Change one place, somewhere."""
    if isinstance(data, dict) and data and rng.random() < 0.9:
        key = rng.choice(sorted(data))
        new = dict(data)
        if rng.random() < 0.08:
            del new[key]
        elif rng.random() < 0.05:
            new[rng.choice(["x", "sum", "of", "\n", "claim"])] = rng.choice(STRANGE)
        else:
            new[key] = changed(data[key], rng)
        return new
    if isinstance(data, list) and data and rng.random() < 0.8:
        place = rng.randrange(len(data))
        choice = rng.random()
        if choice < 0.1:
            return [*data[:place], *data[place + 1 :]]
        if choice < 0.2:
            return [*data, data[place]]
        return [*data[:place], changed(data[place], rng), *data[place + 1 :]]
    if isinstance(data, str) and data and rng.random() < 0.5:
        place = rng.randrange(len(data))
        return data[:place] + rng.choice(["", "x", "(", ")", "//", "*9", "\n", "é"]) + data[place + 1 :]
    return rng.choice(STRANGE)


@pytest.mark.parametrize("count", [400, pytest.param(20_000, marks=pytest.mark.long)])
def test_a_changed_certificate_is_refused_with_a_reason_or_still_true(count):
    """Changed somewhere, once or a few times, and digested anew: a verdict or a named refusal, and nothing else."""
    rng = random.Random(count)  # noqa: S311 - no secret
    refusals = []
    for _ in range(count):
        body = {key: value for key, value in rng.choice(CERTIFICATES).items() if key != "digest"}
        for _ in range(rng.choice((1, 1, 2, 3))):
            body = changed(body, rng)
        if not isinstance(body, dict):
            continue
        named = body if body.get("version") == 1 else {**body, "report": None}
        try:
            verify({**body, "digest": digest_of(named)})
        except CertificateError as error:
            refusals.append(str(error))
    assert len(refusals) > count // 2
    assert all(told.isprintable() and len(told) < 1000 for told in refusals)
