"""The one door to the checker: read a certificate and replay it.

A stranger who wants to know what "proved" means reads this folder and `symtconv.geometry`, and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from symtconv.checker.certificate import MAX_BYTES, Certificate, read
from symtconv.checker.claim import replay_claim
from symtconv.checker.layer import replay_layer
from symtconv.checker.verdict import Verdict
from symtconv.geometry import CertificateError, InputError

# kind of certificate -> what replays it
REPLAYS: dict[str, Callable[[Certificate], Verdict]] = {
    "claim": replay_claim,
    "layer": replay_layer,
}


def verify(source: str | PathLike[str] | Mapping[str, Any] | Certificate) -> Verdict:
    """Replay a certificate with the checker alone.

    Parameters
    ----------
    source : path, mapping or Certificate
        A file written by ``check -o`` or ``derive -o x.json``, or its content as plain data.

    Returns
    -------
    Verdict
        Proved or refuted, of the statement that the certificate is rebuilt to.

    Raises
    ------
    CertificateError
        Malformed, altered, or an obligation fails (it is named).
    InputError
        When the file cannot be read.
    """
    certificate, _ = read(_text(source))
    kind = certificate.body.get("kind")
    replay = REPLAYS.get(kind) if isinstance(kind, str) else None
    if replay is None:
        msg = f"no checker for certificates of kind {kind!r}; there are {', '.join(REPLAYS)}"
        raise CertificateError(msg)
    return replay(certificate)


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
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        msg = f"cannot read {source}: {error.strerror or error}; give a certificate file"
        raise InputError(msg) from None
