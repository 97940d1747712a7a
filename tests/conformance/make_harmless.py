"""Find the certificates of every slip's *harmless iff* anew: ``python tests/conformance/make_harmless.py``.

It writes symtconv/conformance/harmless.json; a claim that is not proved is named, and nothing is written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from symtconv.claims.decide import check
from symtconv.conformance.harmless import ways
from symtconv.conformance.slips import catalogue

FILE = Path(__file__).resolve().parents[2] / "symtconv" / "conformance" / "harmless.json"


def main() -> int:
    found, failed = {}, []
    for name, slip in catalogue().items():
        for way in ways(slip):
            if (way.claim, way.where) in found:
                continue
            verdict = check(way.claim, where=way.where, explain=False, timeout=60)
            if verdict.outcome == "proved":
                found[way.claim, way.where] = verdict.certificate.to_dict()
            else:
                why = verdict.counterexample or verdict.reason
                failed.append(f"{name}: {verdict.outcome}: {way.claim} where {way.where}: {why}")
    if failed:
        print("\n".join(failed), file=sys.stderr)
        return 1
    rows = ",\n".join(json.dumps(certificate, separators=(",", ":")) for certificate in found.values())
    FILE.write_text(f"[\n{rows}\n]\n", encoding="utf-8")
    print(f"{len(found)} certificates, {FILE.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
