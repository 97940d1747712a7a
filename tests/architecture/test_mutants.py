"""The list of equivalent mutants speaks of the source as it is, and gives a reason for each."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ENTRIES = tomllib.loads((ROOT / "tests/mutants.toml").read_text())["equivalent"]


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{entry['file']}-{n}" for n, entry in enumerate(ENTRIES)])
def test_an_equivalent_mutant_is_of_a_line_that_stands_there(entry):
    source = words((ROOT / "symtconv" / entry["file"]).read_text())
    assert words(entry["was"]) in source, "the line has changed: run `make mutants FILES=...` for this file"
    assert len(entry["reason"].split()) >= 4
    assert entry["now"]
    assert all(words(now) != words(entry["was"]) for now in entry["now"])
