"""The one door to the checker: read a certificate and replay it.

A stranger who wants to know what "proved" means reads this folder and `symtconv.geometry`, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any

from symtconv.certificates.format import Certificate, load, shown
from symtconv.checker import version1
from symtconv.checker.claim import replay_claim
from symtconv.checker.comparison import replay_comparison
from symtconv.checker.layer import replay_layer
from symtconv.checker.rewrite import replay_rewrite
from symtconv.checker.sizes import replay_sizes
from symtconv.checker.verdict import Verdict
from symtconv.geometry import CertificateError

# kind of certificate -> what replays it
REPLAYS: dict[str, Callable[[Certificate], Verdict]] = {
    "claim": replay_claim,
    "comparison": replay_comparison,
    "layer": replay_layer,
    "sizes": replay_sizes,
    "rewrite": replay_rewrite,
}
VERSION_1 = {**REPLAYS, "claim": version1.replay_claim}


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
    return replay(load(source))


def replay(certificate: Certificate) -> Verdict:
    """Replay a certificate by what its kind asks for."""
    kind = certificate.body.get("kind")
    replays = VERSION_1 if certificate.body["version"] == 1 else REPLAYS
    found = replays.get(kind) if isinstance(kind, str) else None
    if found is None:
        msg = f"no checker for certificates of kind {shown(kind)}; there are {', '.join(REPLAYS)}"
        raise CertificateError(msg)
    return found(certificate)
