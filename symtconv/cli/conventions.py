"""``symtconv conventions``: the table of pairs, shown, written or proved anew."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from symtconv.cli.report import progress, show
from symtconv.results.conventions import FORMS, Conventions
from symtconv.results.conventions import conventions as table_of
from symtconv.results.files import check_targets, write_all


def run_conventions(framework: str | None, *, prove: bool, outputs: Sequence[Path], json: bool) -> int:
    """Show or write the table: 0, and 3 where a condition is not proved."""
    table = table_of(framework)
    check_targets(outputs, FORMS)
    with progress("proving the table"):
        write_all({path: table.to_form(path.suffix) for path in outputs})
        if json:
            sys.stdout.write(table.to_json())
            return 0
        if prove:
            return _prove(table)
    if outputs:
        show([], outputs)
        return 0
    sys.stdout.write(table.to_text())
    return 0


def _prove(table: Conventions) -> int:
    verdicts = table.prove()
    seen = Counter(verdict.outcome for verdict in verdicts)
    others = [verdict for verdict in verdicts if verdict.outcome != "proved"]
    lines = [f"{seen['proved']} of {len(verdicts)} claims proved: every image, sound and complete, and every pair"]
    lines += [f"  {verdict.outcome}: {verdict.claim}  where {', '.join(verdict.where)}" for verdict in others]
    show(lines, [])
    return 3 if others else 0
