"""``symtconv rewrite``: two programs to a verdict, shown or written."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from symtconv.claims.rewriting.report import report_lines
from symtconv.cli.report import progress, show
from symtconv.geometry import InputError
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.results.export import export
from symtconv.results.files import certificate_among, check_targets, write_all
from symtconv.results.rewriting import RewritePage, rewrite


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteRequest:
    """Everything that the command line said."""

    left: str
    right: str
    tensors: str
    let: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    timeout: float = 30.0
    looks: Mapping[str, Any] = field(default_factory=dict)
    outputs: tuple[Path, ...] = ()
    json: bool = False


def run_rewrite(request: RewriteRequest) -> int:
    """Decide, show or write, and give the exit code."""
    words = Words(request.looks.get("lang", "en"))
    check_targets(request.outputs, RewritePage.suffixes)
    style = Style(**request.looks, certificate=certificate_among(request.outputs, "rewrite.json"))
    lets = lets_of(request.let)
    with progress(words.word("cli.deciding")):
        verdict = rewrite(
            request.left,
            request.right,
            tensors=request.tensors,
            let=lets,
            where=request.where,
            timeout=request.timeout,
        )
        made = {path: export(RewritePage(verdict, style), path.suffix) for path in request.outputs}
    write_all(made)
    if request.json:
        sys.stdout.write(verdict.to_json())
    else:
        show(report_lines(verdict, words.told), request.outputs, words.lang)
    return verdict.exit_code


def lets_of(texts: tuple[str, ...]) -> dict[str, str]:
    """Read ``K=span(k,d)``, one for each.

    Raises
    ------
    InputError
        When one is not of that form, or names what another has named.
    """
    found: dict[str, str] = {}
    for text in texts:
        letter, equals, term = text.partition("=")
        letter, term = letter.strip(), term.strip()
        if not equals or not letter or not term:
            msg = f"--let {text!r} is not of the form NAME=TERM, as in K=span(k,d)"
            raise InputError(msg)
        if letter in found:
            msg = f"--let names {letter} twice; name each integer once"
            raise InputError(msg)
        found[letter] = term
    return found
