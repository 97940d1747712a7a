"""Certificates as plain JSON data: read strictly, written one way, with a digest of their own content.

Every certificate is an object with these keys, and those of its kind:

    format   "symtconv-certificate"
    version  2
    kind     "layer" or "claim"
    verdict  "proved" or "refuted"
    report   digest of the report that carries it, without the time that it took, or null
    digest   SHA-256 of everything else, written canonically

So a digest names what is certified, whoever carries it and however long it took. It tells an altered file from an
intact one and proves nothing: the checker replays the rest. Version 1, whose digest covers ``report`` too, is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from os import PathLike, fspath
from reprlib import repr as brief
from typing import Any, NoReturn

from symtconv.certificates.limits import MAX_AXES, MAX_BYTES, excess, too_wide
from symtconv.geometry import CertificateError, InputError

FORMAT, VERSION, READ = "symtconv-certificate", 2, (1, 2)
SHOWN, LISTED, LONGEST = 60, 8, 600
PER_AXIS = ("layer", "comparison", "sizes")  # kinds whose lists have an entry for each axis
NOT_HASHED = "seconds"  # of a report
HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Certificate:
    """A certificate as read or made: plain data and nothing else. Compare by digest.

    Parameters
    ----------
    body : mapping
        All keys but ``digest``.
    """

    body: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """SHA-256 of what is certified, written canonically."""
        return digest_of(self.body if self.body.get("version") == 1 else {**self.body, "report": None})

    def to_dict(self) -> dict[str, Any]:
        """Give the certificate as it stands in a file."""
        return {**self.body, "digest": self.digest}

    def to_json(self) -> str:
        """Give the certificate as text."""
        return json.dumps(self.to_dict(), indent=1, ensure_ascii=False) + "\n"

    def covering(self, report: Mapping[str, Any]) -> Certificate:
        """Give the same certificate bound to the report that carries it, so that an altered report is seen."""
        return Certificate({**self.body, "report": _digest_of_report(report, self.body)})


def carrying(report: Mapping[str, Any], certificate: Certificate | None) -> dict[str, Any]:
    """Give a report with its certificate, bound to it; null stands for none."""
    return {**report, "certificate": None if certificate is None else certificate.covering(report).to_dict()}


def make(kind: str, verdict: str, **parts: Any) -> Certificate:
    """Build a certificate of this version."""
    head = {"format": FORMAT, "version": VERSION, "kind": kind, "verdict": verdict, "report": None}
    return Certificate({**head, **parts})


def digest_of(data: Mapping[str, Any]) -> str:
    """SHA-256 of plain data in its canonical writing: sorted keys, no spaces."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return sha256(text.encode()).hexdigest()


def _digest_of_report(report: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    kept = {key: value for key, value in report.items() if key != NOT_HASHED or body.get("version") == 1}
    return digest_of(kept)


def read(text: str | bytes) -> tuple[Certificate, dict[str, Any] | None]:
    """Read a certificate, or a report of ``derive`` or ``check`` that carries one, and check its digest.

    Returns
    -------
    certificate : Certificate
    report : dict or None
        The report without its certificate, when the text is a report.

    Raises
    ------
    CertificateError
        Unless the text is well-formed, of this version, and unaltered.
    """
    data = _load(text)
    report = None
    if data.get("format") != FORMAT and isinstance(data.get("certificate"), dict):
        report = {key: value for key, value in data.items() if key != "certificate"}
        data = data["certificate"]
    if data.get("format") != FORMAT:
        _refuse(f'this is no certificate: its "format" is not "{FORMAT}"')
    version = data.get("version")
    if type(version) is not int or version not in READ:
        _refuse(f"the certificate has version {shown(version)}, and this checker reads {' and '.join(map(str, READ))}")
    if _has_float(data):
        _refuse("the certificate holds a number that is no integer")
    body = {key: value for key, value in data.items() if key != "digest"}
    if body.get("kind") in PER_AXIS and too_wide(body):
        _refuse(f"the certificate has more than {MAX_AXES} axes or views")
    certificate = Certificate(body)
    if data.get("digest") != certificate.digest:
        _refuse("the certificate was altered: its digest is not that of its content")
    if not (body.get("report") is None or HASH.fullmatch(str(body["report"]))):
        _refuse("the certificate was altered: what it holds of a report is no digest")
    if report is not None and body.get("report") != _digest_of_report(report, body):
        _refuse("the report around the certificate was altered: its digest is not the one in the certificate")
    return certificate, report


def reread(certificate: Certificate) -> Certificate:
    """Give a certificate as its file is read: what is refused there is refused here."""
    return read(certificate.to_json())[0]


def load(source: str | PathLike[str] | Mapping[str, Any] | Certificate) -> Certificate:
    """Read a certificate from a file, plain data or a certificate, and check its digest."""
    return read(_text(source))[0]


def _text(source: str | PathLike[str] | Mapping[str, Any] | Certificate) -> str | bytes:
    if isinstance(source, Certificate):
        return source.to_json()
    if isinstance(source, Mapping):
        try:
            return json.dumps(source)
        except (TypeError, ValueError, RecursionError) as error:
            msg = f"the certificate is not plain JSON data: {error}"
            raise CertificateError(msg) from None
    try:
        with open(fspath(source), "rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        msg = f"cannot read {source}: {error.strerror or error}; give a certificate file"
        raise InputError(msg) from None


def _load(text: str | bytes) -> dict[str, Any]:
    try:
        text = text.encode() if isinstance(text, str) else text
        beyond = excess(text)
        if beyond is not None:
            _refuse(beyond)
        data = json.loads(
            text.decode(), object_pairs_hook=_without_duplicates, parse_float=_float, parse_constant=_float
        )
    except (ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, CertificateError):
            raise
        _refuse(f"the file is not readable as JSON: {error}")
    if not isinstance(data, dict):
        _refuse(f"the file holds {type(data).__name__}, not a JSON object")
    return data


def shown(value: object) -> str:
    """Give what a file says, for a message: nothing in it reaches the terminal as it stands, and no more than a bit."""
    text = repr(value[: SHOWN + 1]) if isinstance(value, str) else brief(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def listed(names: Iterable[str]) -> str:
    """Give keys of a file, for a message."""
    every = sorted(names)
    told = [name if name.isidentifier() and len(name) <= SHOWN else shown(name) for name in every[:LISTED]]
    return ", ".join([*told, *([f"and {len(every) - LISTED} more"] if len(every) > LISTED else [])])


def fail(obligation: str) -> NoReturn:
    """Refuse a certificate, with the obligation that fails."""
    told = obligation if len(obligation) <= LONGEST else f"{obligation[:LONGEST]}…"
    told = told if told.isprintable() else repr(told)
    msg = f"the certificate does not check: {told}"
    raise CertificateError(msg)


def holding(certificate: Certificate, keys: Set[str]) -> Mapping[str, Any]:
    """Give the body of a certificate, which has to have these keys and no other."""
    if set(certificate.body) != keys:
        fail(f"keys missing or unknown: {listed(set(certificate.body) ^ keys)}")
    return certificate.body


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse(f"the key {shown(name)} stands twice in one object")
        found[name] = value
    return found


def _float(literal: str) -> float:
    # Reports hold times; certificates hold integers, and fractions as text.
    number = float(literal)
    if not isfinite(number):
        _refuse(f"the number {literal[:40]} is not finite")
    return number


def _has_float(data: object) -> bool:
    if isinstance(data, dict):
        return any(map(_has_float, data.values()))
    return any(map(_has_float, data)) if isinstance(data, list) else isinstance(data, float)


def _refuse(message: str) -> NoReturn:
    raise CertificateError(message)
