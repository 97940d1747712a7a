"""docs/findings-programs.md says what the cases say, which are decided again where they stand."""

from __future__ import annotations

import re
from pathlib import Path

from symtconv.cases.schema import read_cases

ROOT = Path(__file__).resolve().parents[3]
ROW = re.compile(r"^\| (?P<source>.+) \| `(?P<when>.+)` \|$", re.MULTILINE)


def test_every_row_is_a_case_with_that_condition():
    cases = {
        case.data["source"]: case.data.get("holds_when")
        for path in (ROOT / "tests/cases/rewrites").glob("*.toml")
        for case in read_cases(path)
        if "holds_when" in case.data
    }
    rows = ROW.findall((ROOT / "docs/findings-programs.md").read_text())
    assert len(rows) >= 15
    for source, when in rows:
        assert cases[source] == when
