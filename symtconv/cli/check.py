"""``symtconv check``: a claim to a verdict, shown or written; and the list of known formulas."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from symtconv.checking import FORMS, CheckedClaim, check
from symtconv.claims.library import LIBRARY
from symtconv.claims.report import report_lines
from symtconv.cli.report import progress, show
from symtconv.geometry import InputError
from symtconv.rendering.files import check_targets, write_all


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """Everything that the command line said."""

    claim: str | None
    where: tuple[str, ...] = ()
    buildable: bool = False
    timeout: float = 10.0
    listing: bool = False
    outputs: tuple[Path, ...] = ()
    json: bool = False


def _coq(verdict: CheckedClaim) -> bytes:
    from symtconv.proofs.coq import emit_claim  # noqa: PLC0415 - only where it is asked for

    if verdict.certificate is None:
        msg = "an unknown claim has no certificate to write; raise --timeout, or write a .json report"
        raise InputError(msg)
    return emit_claim(verdict.certificate).encode()


def _pdf(verdict: CheckedClaim) -> bytes:
    from symtconv.rendering import pdf  # noqa: PLC0415 - as above

    return pdf.compiled(verdict.to_latex())


def _text(form: Callable[[CheckedClaim], str]) -> Callable[[CheckedClaim], bytes]:
    return lambda verdict: form(verdict).encode()


WRITERS: dict[str, Callable[[CheckedClaim], bytes]] = {
    **{suffix: _text(form) for suffix, form in FORMS.items()},
    ".v": _coq,
    ".pdf": _pdf,
}


def run_check(request: CheckRequest) -> int:
    """Decide, show or write, and give the exit code."""
    if request.listing:
        return _list()
    if request.claim is None:
        msg = 'there is no claim; write one, as in "conv_size(i,k,1,1,p,p) == i", or say --list'
        raise InputError(msg)
    check_targets(request.outputs, tuple(WRITERS))
    with progress("deciding"):
        verdict = check(request.claim, where=request.where, buildable=request.buildable, timeout=request.timeout)
        made = {path: WRITERS[path.suffix](verdict) for path in request.outputs}
    write_all(made)
    if request.json:
        sys.stdout.write(verdict.to_json())
    else:
        show(report_lines(verdict), request.outputs)
    return verdict.exit_code


def _list() -> int:
    """Show every known formula with its verdict; 0 when all are proved."""
    worst = 0
    for known in LIBRARY.values():
        verdict = check(known.claim, where=known.where, explain=False)
        worst = max(worst, verdict.exit_code)
        conditions = f"   where {', '.join(known.where)}" if known.where else ""
        show([f"{verdict.outcome:<9}{known.name:<28}{known.claim}{conditions}", f"         {known.source}"], ())
    return worst
