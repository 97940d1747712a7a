"""``symtconv verify``: the checker alone, without Typer, Rich, NumPy or SymPy."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from symtconv.certificates.format import load
from symtconv.checker.verdict import Verdict
from symtconv.geometry import SymtconvError
from symtconv.results.printable import printable

USAGE = "usage: symtconv verify CERTIFICATE.json"
EXIT_CODES = {"proved": 0, "refuted": 1}


def run(arguments: Sequence[str]) -> int:
    """Replay one certificate, print what it proves, and give the exit code: 0 proof, 1 refutation, 2 refused."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(f"{USAGE}\nsymtconv verify takes one file; it got {len(arguments)} arguments", file=sys.stderr)
        return 2
    gc.disable()  # a file makes many objects and none in a circle: looking for circles takes most of the time
    try:
        verdict = replayed(arguments[0])
    except SymtconvError as error:
        print(f"symtconv: {error}", file=sys.stderr)
        return 2
    finally:
        gc.enable()
    print("\n".join(map(printable, str(verdict).splitlines())))
    if verdict.certificate is not None:
        print(f"  digest {verdict.certificate.digest}")
    return EXIT_CODES[verdict.outcome]


def replayed(path: str) -> Verdict:
    """Do what `symtconv.verify` does, but load what replays the kind at hand alone: half the start-up is imports."""
    certificate = load(path)
    match certificate.body:
        case {"kind": "layer"}:
            from symtconv.checker.layer import replay_layer as replay  # noqa: PLC0415 - without the parser of claims
        case {"kind": "claim", "version": 2}:
            from symtconv.checker.claim import replay_claim as replay  # noqa: PLC0415 - as above
        case {"kind": "comparison"}:
            from symtconv.checker.comparison import replay_comparison as replay  # noqa: PLC0415 - as above
        case {"kind": "rewrite"}:
            from symtconv.checker.rewrite import replay_rewrite as replay  # noqa: PLC0415 - as above
        case _:
            from symtconv.checker.check import replay  # noqa: PLC0415 - every other kind, and what is none
    return replay(certificate)
