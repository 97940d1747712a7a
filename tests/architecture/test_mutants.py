"""The list of equivalent mutants speaks of the source as it is, and gives a reason for each."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.mutants_report import EARLIER, REPORT, problems, rows, sources, updated

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


def test_the_report_speaks_of_the_source_as_it_is():
    """Figures of an earlier source are called so; ``make mutants-table`` marks them."""
    assert problems(REPORT.read_text(), sources()) == []


def test_what_is_called_equivalent_in_the_report_is_listed():
    stated = Counter()
    for entry in ENTRIES:
        stated[entry["file"]] += len(entry["now"])
    for file, row in rows(REPORT.read_text()).items():
        assert row.figures[3] == 0, file
        if row.source != EARLIER:
            assert row.figures[2] == stated[file], file


@pytest.mark.long
def test_no_figures_are_of_an_earlier_source():
    """Before a release, ``make mutants`` for each of these."""
    assert [file for file, row in rows(REPORT.read_text()).items() if row.source == EARLIER] == []


CODE = 'import os\n\ndef f(a: int) -> int:\n    """Double."""\n    return 2 * a\n'
TABLE = updated("| File |\n| all |\n", "| `checker/f.py` | 4 | 3 | 1 | 0 | 12 |", {"checker/f.py": CODE})


@pytest.mark.parametrize(
    ("report", "code", "problem"),
    [
        (TABLE.replace("| 4 | 3 | 1 |", "| 5 | 4 | 1 |"), CODE, "not those of the source as it is"),
        (TABLE.replace("| 4 | 3 | 1 |", "| 5 | 3 | 1 |"), CODE, "5 mutants are not 3 + 1 + 0"),
        (TABLE.replace("all | 4", "all | 5"), CODE, "the sums are not those of the rows"),
        (TABLE, CODE.replace("2 * a", "3 * a"), "not those of the source as it is"),
        (TABLE, CODE + "\n\nONE = 1\n", "not those of the source as it is"),
        (TABLE.replace("checker/f.py", "checker/g.py"), CODE, "has no row"),
    ],
)
def test_a_false_figure_is_seen(report, code, problem):
    assert any(problem in line for line in problems(report, {"checker/f.py": code}))


def test_what_has_no_mutants_may_change():
    assert problems(TABLE, {"checker/f.py": CODE}) == []
    assert problems(TABLE, {"checker/f.py": CODE.replace("Double", "Twice").replace("import os", "import re")}) == []


def test_a_row_of_an_earlier_source_is_marked_and_nothing_else():
    changed = updated(TABLE, "", {"checker/f.py": CODE.replace("2 * a", "3 * a")})
    assert rows(changed)["checker/f.py"].source == EARLIER
    assert problems(changed, {"checker/f.py": CODE.replace("2 * a", "3 * a")}) == []
    assert updated(TABLE, "", {"checker/f.py": CODE}) == TABLE
