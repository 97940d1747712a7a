"""The list of equivalent mutants speaks of the source as it is, and gives a reason for each."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ENTRIES = tomllib.loads((ROOT / "tests/mutants.toml").read_text())["equivalent"]


ROW = re.compile(r"^\| `([\w/.]+)` \| ([\d |]+) \|$", re.MULTILINE)


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{entry['file']}-{n}" for n, entry in enumerate(ENTRIES)])
def test_an_equivalent_mutant_is_of_a_line_that_stands_there(entry):
    source = words((ROOT / "symtconv" / entry["file"]).read_text())
    assert words(entry["was"]) in source, "the line has changed: run `make mutants FILES=...` for this file"
    assert len(entry["reason"].split()) >= 4
    assert entry["now"]
    assert all(words(now) != words(entry["was"]) for now in entry["now"])


def test_the_report_names_every_file_and_its_sums_are_right():
    """Its figures are of its day; how many are equivalent must be true now."""
    stated = Counter()
    for entry in ENTRIES:
        stated[entry["file"]] += len(entry["now"])
    report = (ROOT / "docs/mutants.md").read_text()
    rows = {name: list(map(int, numbers.split("|"))) for name, numbers in ROW.findall(report)}
    files = {
        f"{folder}/{path.name}"
        for folder in ("arithmetic", "certificates", "checker", "geometry")
        for path in (ROOT / "symtconv" / folder).glob("*.py")
        if path.name != "__init__.py"
    }
    assert set(rows) == files
    for name, (mutants, killed, equivalent, left) in rows.items():
        assert equivalent == stated[name], name
        assert mutants == killed + equivalent, name
        assert left == 0, name
