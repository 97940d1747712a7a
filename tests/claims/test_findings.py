"""docs/findings.md says nothing that is not decided again here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.sizes import holds
from symtconv.cases.schema import read_cases
from symtconv.claims.decide import check

ROOT = Path(__file__).resolve().parents[2]
ENTRY = re.compile(
    r"^## (?P<number>\d+)\. .+\n\n"
    r"- Found: .+ \(case `(?P<case>[^`]+)`\)\n"
    r"- Wrong: `(?P<wrong>[^`]+)`(?: where (?P<under>`[^`]+`(?:, `[^`]+`)*))?\n"
    r"- Counterexample: `(?P<values>[^`]+)`(?:; holds exactly when `(?P<when>[^`]+)`|; (?P<never>never) holds)?\n"
    r"- Right: `(?P<right>[^`]+)`(?: where (?P<where>`[^`]+`(?:, `[^`]+`)*))?$",
    re.MULTILINE,
)
PAGE = (ROOT / "docs" / "findings.md").read_text()
FINDINGS = list(ENTRY.finditer(PAGE))


def conditions(written):
    return re.findall("`([^`]+)`", written or "")


def test_every_entry_is_read_and_numbered():
    assert len(FINDINGS) == PAGE.count("\n## ") >= 40
    assert [int(found["number"]) for found in FINDINGS] == list(range(1, len(FINDINGS) + 1))


def test_every_entry_is_a_case():
    cases = {
        case.name: case.data for path in (ROOT / "tests/cases/refuted").glob("*.toml") for case in read_cases(path)
    }
    for found in FINDINGS:
        assert cases[found["case"]]["claim"] == found["wrong"]
        assert cases[found["case"]].get("where", []) == conditions(found["under"])


@pytest.mark.parametrize("found", FINDINGS, ids=lambda found: found["case"])
def test_the_wrong_is_refuted_as_shown_and_the_right_is_proved(found):
    claim = Claim.read(found["wrong"], conditions(found["under"]))
    values = {name: int(value) for name, value in re.findall(r"(\w+) = (-?\d+)", found["values"])}
    assert claim.admits(values)
    assert not holds(claim.goal, values)
    assert check(claim.text, where=claim.conditions, explain=False).counterexample == values
    assert check(found["right"], where=conditions(found["where"])).outcome == "proved"
    if found["when"]:
        assert check(f"iff({found['when']}, {claim.text})", where=claim.conditions).outcome == "proved"
