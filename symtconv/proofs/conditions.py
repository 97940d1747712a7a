"""Certificates of the theorem's side conditions, kept in the package and replayed by the checker when they are used.

So a document can say *proved* of each without a search. ``tests/proofs/make_conditions.py`` finds them anew.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from symtconv.checker.check import verify
from symtconv.checker.verdict import Verdict
from symtconv.geometry import CertificateError
from symtconv.proofs.theorem import theorem

FILE = "conditions.json"


@cache
def decide(claim: str, where: tuple[str, ...]) -> Verdict:
    """Give the verdict of a side condition by replaying its certificate.

    Raises
    ------
    CertificateError
        When the package holds none for it, or it does not replay.
    """
    for certificate in json.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8")):
        if certificate["claim"] == claim and tuple(certificate["where"]) == where:
            return verify(certificate)
    msg = f"there is no certificate for {claim!r}; make them anew with tests/proofs/make_conditions.py"
    raise CertificateError(msg)


def needed() -> list[tuple[str, tuple[str, ...]]]:
    """Give every side condition of the theorem, in order."""
    return [condition for step in theorem() for condition in step.conditions]


def decided() -> tuple[Verdict, ...]:
    """Give the verdict of every side condition, in order, by replaying its certificate."""
    return tuple(decide(*condition) for condition in needed())
