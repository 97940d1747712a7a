"""Find the certificates of the theorem's side conditions anew: ``python tests/proofs/make_conditions.py``."""

from __future__ import annotations

import json
from pathlib import Path

import symtconv.proofs
from symtconv.claims.decide import check
from symtconv.proofs.conditions import FILE, needed


def main() -> None:
    found = [check(claim, where=where).certificate.to_dict() for claim, where in needed()]
    path = Path(symtconv.proofs.__file__).parent / FILE
    path.write_text(json.dumps(found, indent=1) + "\n")
    print(f"wrote {len(found)} certificates to {path.name}")


if __name__ == "__main__":
    main()
