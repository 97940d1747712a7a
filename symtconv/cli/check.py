"""``symtconv check``: a claim to a verdict, shown or written; and the list of known formulas."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from symtconv.claims.library import LIBRARY
from symtconv.claims.report import report_lines
from symtconv.cli.report import progress, show
from symtconv.geometry import InputError
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.rendering.tex.scripts import places
from symtconv.results.claim import FORMS, check
from symtconv.results.files import certificate_among, check_targets, write_all


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """Everything that the command line said."""

    claim: str | None
    where: tuple[str, ...] = ()
    buildable: bool = False
    timeout: float = 10.0
    looks: Mapping[str, Any] = field(default_factory=dict)
    listing: bool = False
    outputs: tuple[Path, ...] = ()
    json: bool = False


def run_check(request: CheckRequest) -> int:
    """Decide, show or write, and give the exit code."""
    words = Words(request.looks.get("lang", "en"))
    if request.listing:
        return _list(words)
    if request.claim is None:
        msg = 'there is no claim; write one, as in "conv_size(i,k,1,1,p,p) == i", or say --list'
        raise InputError(msg)
    check_targets(request.outputs, FORMS)
    style = Style(**request.looks, certificate=certificate_among(request.outputs, "claim.json"))
    with progress(words.word("cli.deciding")):
        verdict = check(request.claim, where=request.where, buildable=request.buildable, timeout=request.timeout)
        made = {path: verdict.to_form(path.suffix, style) for path in request.outputs}
    write_all(made)
    if request.json:
        sys.stdout.write(verdict.to_json())
    else:
        show(report_lines(verdict, words.told), request.outputs, words.lang)
    return verdict.exit_code


def _list(words: Words) -> int:
    """Show every known formula with its verdict; 0 when all are proved."""
    worst, widest = 0, max(len(known.name) for known in LIBRARY.values())
    for known in LIBRARY.values():
        verdict = check(known.claim, where=known.where, explain=False)
        worst = max(worst, verdict.exit_code)
        outcome, where = words.word(f"verdict.{verdict.outcome}"), ", ".join(known.where)
        claim = words.filled("cli.where", claim=known.claim, where=where) if where else known.claim
        line = f"{outcome}{' ' * max(9 - places(outcome), 1)}{known.name:<{widest + 2}}{claim}"
        show([line, f"         {words.told(known.source)}"], ())
    return worst
