"""What is published is made from the data."""

from __future__ import annotations

from pathlib import Path

from symtconv.conformance.slip_table import table

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_table_of_slips_is_made_from_the_data():
    assert (DOCS / "reference" / "slips.md").read_text(encoding="utf-8") == table()
