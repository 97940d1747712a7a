"""Every Python block of docs/ is a doctest and passes; no block is in a language that nothing runs.

README.md is collected by pytest itself (see testpaths); here the pages of docs/ run, each in a folder of its own.
"""

from __future__ import annotations

import ast
import doctest
import tomllib
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, Block, blocks, name_of

# Fences that hold nothing to run: output, data and pictures. Everything else has a test.
DATA = {"text", "latex", "json", "{raw} html"}
RUN = {"python", "console", "sh", "toml"}
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def python_blocks(page: Path) -> list[Block]:
    return [block for block in blocks(page) if block.language == "python" and not block.caption]


@pytest.mark.parametrize("page", [page for page in PAGES[1:] if python_blocks(page)], ids=name_of)
def test_python_blocks_of_a_page_pass(page, tmp_path, monkeypatch):
    ours = python_blocks(page)
    monkeypatch.chdir(tmp_path)
    for block in blocks(page):
        if block.caption:
            (tmp_path / block.caption).write_text(block.text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    # One test for the page: what a block defines, the next one has. Lines stay where they are on the page.
    lines = [""] * len(page.read_text(encoding="utf-8").splitlines())
    for block in ours:
        assert ">>> " in block.text, f"{block.place}: a Python block that no test runs; write it with >>>"
        body = block.text.splitlines()
        lines[block.line : block.line + len(body)] = body
    test = doctest.DocTestParser().get_doctest("\n".join(lines) + "\n", {}, name_of(page), str(page), 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append)
    assert not report, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_has_a_language_that_is_run_or_is_data(page):
    for block in blocks(page):
        directive = block.language.startswith("{")
        assert directive or block.language in RUN | DATA, f"{block.place}: language {block.language!r}"
        if block.language == "toml":
            tomllib.loads(block.text)


TRUSTED = ("geometry", "arithmetic", "certificates", "checker")


def test_the_trusted_files_are_named_with_what_they_are():
    files = [path for room in TRUSTED for path in sorted((ROOT / "symtconv" / room).glob("*.py"))]
    texts = {path.relative_to(ROOT / "symtconv").as_posix(): path.read_text(encoding="utf-8") for path in files}
    said = {name: (ast.get_docstring(ast.parse(text)) or "").splitlines()[0] for name, text in texts.items()}
    rows = "\n".join(f"| `{name}` | {line} |" for name, line in said.items())
    page = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")
    assert f"| --- | --- |\n{rows}\n\n" in page
    assert "fewer than 5,500 lines in all" in page
    assert sum(len(text.splitlines()) for text in texts.values()) < 5500
