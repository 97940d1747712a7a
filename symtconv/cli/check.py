"""``symtconv check``: a claim to a verdict, shown or written; and the list of known formulas."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symtconv.claims.decide import check
from symtconv.claims.library import LIBRARY
from symtconv.claims.report import report_lines
from symtconv.claims.verdict import ClaimVerdict
from symtconv.cli.report import progress, show
from symtconv.geometry import InputError

if TYPE_CHECKING:
    from symtconv.rendering.documents.words import Words


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
    lang = request.looks.get("lang", "en")
    if request.listing:
        return _list(lang)
    if request.claim is None:
        msg = 'there is no claim; write one, as in "conv_size(i,k,1,1,p,p) == i", or say --list'
        raise InputError(msg)
    _check_outputs(request)
    with progress(lambda: _words(lang).word("cli.deciding")):
        verdict = check(request.claim, where=request.where, buildable=request.buildable, timeout=request.timeout)
        made = _made(verdict, request)
    if made:
        from symtconv.results.files import write_all  # noqa: PLC0415 - as above

        write_all(made)
    if request.json:
        sys.stdout.write(verdict.to_json())
    else:
        show(report_lines(verdict, _tell(lang)), request.outputs, lang)
    return verdict.exit_code


def _words(lang: str) -> Words:
    from symtconv.rendering.documents.words import Words  # noqa: PLC0415 - a plain answer in English needs no catalogue

    return Words(lang)


def _tell(lang: str) -> Callable[[str], str]:
    return str if lang == "en" else _words(lang).told


def _check_outputs(request: CheckRequest) -> None:
    if request.outputs:
        from symtconv.results.claim import ClaimPage  # noqa: PLC0415 - most answers are not printed
        from symtconv.results.files import check_targets  # noqa: PLC0415 - as above

        check_targets(request.outputs, ClaimPage.suffixes)


def _made(verdict: ClaimVerdict, request: CheckRequest) -> dict[Path, bytes]:
    """Give the content of every file that was asked for."""
    if not request.outputs:
        return {}
    from symtconv.rendering.notation.style import Style  # noqa: PLC0415 - as above
    from symtconv.results.claim import ClaimPage  # noqa: PLC0415 - as above
    from symtconv.results.export import export  # noqa: PLC0415 - as above
    from symtconv.results.files import certificate_among  # noqa: PLC0415 - as above

    style = Style(**request.looks, certificate=certificate_among(request.outputs, "claim.json"))
    page = ClaimPage(verdict, style)
    return {path: export(page, path.suffix) for path in request.outputs}


def _list(lang: str) -> int:
    """Show every known formula with its verdict; 0 when all are proved."""
    from symtconv.rendering.tex.scripts import places  # noqa: PLC0415 - as above

    words = _words(lang)
    worst, widest = 0, max(len(known.name) for known in LIBRARY.values())
    for known in LIBRARY.values():
        verdict = check(known.claim, where=known.where, explain=False)
        worst = max(worst, verdict.exit_code)
        outcome, where = words.word(f"verdict.{verdict.outcome}"), ", ".join(known.where)
        claim = words.filled("cli.where", claim=known.claim, where=where) if where else known.claim
        line = f"{outcome}{' ' * max(9 - places(outcome), 1)}{known.name:<{widest + 2}}{claim}"
        show([line, f"         {words.told(known.source)}"], ())
    return worst
