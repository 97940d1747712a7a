"""``symtconv verify``: the checker alone, without Typer, Rich, NumPy or SymPy."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from symtconv.checker.check import verify
from symtconv.geometry import SymtconvError

USAGE = "usage: symtconv verify CERTIFICATE.json"
EXIT_CODES = {"proved": 0, "refuted": 1}


def run(arguments: Sequence[str]) -> int:
    """Replay one certificate, print what it proves, and give the exit code: 0 proof, 1 refutation, 2 refused."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(f"{USAGE}\nsymtconv verify takes one file; it got {len(arguments)} arguments", file=sys.stderr)
        return 2
    try:
        verdict = verify(arguments[0])
    except SymtconvError as error:
        print(f"symtconv: {error}", file=sys.stderr)
        return 2
    print(verdict)
    return EXIT_CODES[verdict.outcome]
