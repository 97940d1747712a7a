"""Every page runs from top to bottom, has its parts in order, and every worked example has a page and passes there."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from functools import cache

import pytest

from tests.derivations.items import ITEMS
from tests.derivations.pages import FOLDER, PAGES, read

PARTS = ["The question", "See it", "The statement", "The proof", "The numbers", "Try it"]
NAMES = [path.stem for path in PAGES]


@cache
def run(path):
    """Run the cells of a page one after the other, as a notebook does; give the outcome of each by its line."""
    names = {"__name__": path.stem}
    outcomes = {}
    for cell in read(path).cells:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                code = compile("\n" * (cell.line - 1) + cell.source, str(path), "exec")
                exec(code, names)  # noqa: S102 - the pages are ours, and are there to be run
            outcomes[cell.line] = None
        except Exception as error:  # noqa: BLE001 - whatever it is, the page is wrong there
            outcomes[cell.line] = error
    return outcomes


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_the_imports_are_folded_away_and_nothing_else_is(path):
    first, *others = path.read_text(encoding="utf-8").split("```{code-cell} ipython3\n")[1:]
    assert first.startswith(":tags: [hide-input]\n")
    assert not any("hide-input" in cell for cell in others)
    statements = ast.parse(read(path).cells[0].source).body
    assert all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in statements)


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_a_page_runs(path):
    for line, error in run(path).items():
        if error is not None:
            msg = f"{path.name}, cell at line {line}"
            raise AssertionError(msg) from error


@pytest.mark.parametrize("path", PAGES, ids=NAMES)
def test_a_page_has_its_parts_in_order(path):
    page = read(path)
    assert [title for level, title in page.headings if level == 2] == PARTS
    number, title = page.headings[0][1].split(". ", 1)
    assert page.headings[0][0] == 1
    assert path.stem.startswith(f"{int(number):02d}-")
    assert title
    lines = path.read_text().splitlines()
    assert max(len(line) for line in lines) <= 130


def test_the_pages_are_numbered_without_a_gap():
    assert [name[:2] for name in NAMES] == [f"{number:02d}" for number in range(1, len(NAMES) + 1)]
    assert len(NAMES) == 12


@pytest.mark.parametrize("item", ITEMS)
def test_a_worked_example_is_on_a_page_with_its_source_and_comes_out(item):
    found = [(page, text) for page in map(read, PAGES) for label, text in page.text.items() if label == f"item-{item}"]
    assert found, f"{item} ({ITEMS[item]}) is on no page"
    for page, text in found:
        assert re.search(r"\*Sources?: ", text), f"{item} names no source on {page.path.name}"
        cells = [cell for cell in page.cells if cell.label == f"item-{item}"]
        checks = [node for cell in cells for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Assert)]
        assert checks, f"{item} checks nothing on {page.path.name}"
        outcomes = run(page.path)
        assert [outcomes[cell.line] for cell in cells] == [None] * len(cells)


def test_no_label_is_unknown_or_used_twice():
    labels = [label for page in map(read, PAGES) for label in page.text]
    assert sorted(labels) == sorted({f"item-{item}" for item in ITEMS})


COMMANDS = sorted(
    {
        found
        for path in PAGES
        for found in re.findall(r"`symtconv ((?:derive|check) [^`]+)`", path.read_text())
        if '"..."' not in found and not found.endswith("--lowering")  # these two leave something to the reader
    }
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_a_page_suggests_runs(command, tmp_path):
    # 0 proved, 1 refuted: both are answers.
    run_in = [sys.executable, "-m", "symtconv", *shlex.split(command)]
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent)}
    done = subprocess.run(run_in, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout
