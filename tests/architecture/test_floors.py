"""The house stands: imports go down, wings stand apart, the checker is alone, files keep their room."""

from __future__ import annotations

import ast
import re
import subprocess

import pytest

from tests.architecture.house import FLOORS, INNER, ROOT, TRUSTED, faults, of_files, read, twins

TREE = read()

TWINS = {
    "Argument", "Cell", "Comparison", "Condition", "Elimination", "Engine", "Entries", "Family", "Found", "Given",
    "Grid", "Known", "Leaf", "Node", "NormalForm", "Numbers", "Program", "Question", "Row", "Search", "Sum",
    "Table", "Text", "Way", "Words",
}  # fmt: skip
"""Names that two types have still; none may be added, and one that is told apart leaves the list."""


def test_the_house_has_no_fault():
    assert faults(TREE) == []


def test_every_room_is_looked_at():
    """A walk that finds no file finds no fault."""
    rooms = {module.room for module in TREE.values()}
    assert set(TRUSTED) - {"programs"} <= rooms <= set(FLOORS)
    assert sum(len(module.imports) for module in TREE.values()) > 500


def test_the_top_level_is_the_one_that_was_agreed():
    agreed = {
        "symtconv", "derivations", "tests", "docs", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md",
        "CITATION.cff", "Makefile", ".ci", ".gitignore", ".git", "findings",
    }  # fmt: skip
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if told.returncode:
        pytest.skip("not a git checkout: what belongs to the project cannot be told from what was made")
    assert {line.split("/")[0] for line in told.stdout.splitlines()} <= agreed


def test_public_names_are_those_of_the_design():
    import symtconv  # noqa: PLC0415 - the object under test

    expected = {
        "ConvTranspose", "Lowering", "check", "conv_transpose", "derive", "prove", "rewrite", "verify",
    }  # fmt: skip
    assert expected <= set(symtconv.__all__)
    for name in symtconv.__all__:
        assert getattr(symtconv, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = symtconv.nonsense


def test_the_page_of_the_house_names_every_room_from_the_top_to_the_bottom():
    """What the page says of a room is the first line of the room's own docstring."""
    page = (ROOT / "docs/architecture.md").read_text()
    stated = re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE)
    rooms = {name.split(".")[1]: module for name, module in TREE.items() if name.count(".") == 1}
    said = {
        room: ast.get_docstring(ast.parse(module.text)).splitlines()[0]
        for room, module in rooms.items()
        if module.path.endswith("/__init__.py")
    }
    assert dict(stated) == said
    floors = [FLOORS[room] for room, _ in stated]
    assert floors == sorted(floors, reverse=True)
    for room, order in INNER.items():
        assert " > ".join(reversed(order)) in re.sub(r"\s*\([^)]*\)|`", "", page).replace("\n", " "), room


def test_a_public_type_name_occurs_once():
    found = twins(TREE)
    new = {name: places for name, places in found.items() if name not in TWINS}
    assert new == {}, "give one of them another name"
    assert TWINS - found.keys() == set(), "these are told apart now: take them off the list"


def test_a_second_type_of_a_name_is_seen():
    planted = of_files({"symtconv/claims/mirror.py": "class Axis:\n    pass\n"})
    assert "Axis" not in twins(TREE)
    assert twins({**TREE, **planted})["Axis"] == ["symtconv.geometry.axis", "symtconv.claims.mirror"]
