"""Every shell block of the pages is run, in order, in a folder of the page's own; what is shown is what comes out.

A block of language console holds ``$`` commands and what they print (``...`` stands for anything). A command that
ends with another code than 0 must be followed by ``$ echo $?`` or show its output. A block of language sh is for
what a reader does outside: it may only hold the commands of `OUTSIDE`, and the task of a ``make`` must exist.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.docs.pages import PAGES, ROOT, Block, blocks, name_of

OUTSIDE = ("git clone ", "cd ", "python3 -m venv ", ". .venv/bin/activate", "python -m pip install ", "make ")
NEEDED = {"pdflatex": r"\.pdf\b|pdflatex", "coqc": r"\bcoqc\b|proofs\.coq|check_library|build_library"}
CHECKER = doctest.OutputChecker()


@dataclass(frozen=True)
class Shown:
    command: str
    output: str


def commands(block: Block) -> list[Shown]:
    found: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found and found[-1][0].endswith("\\") and not found[-1][1]:
            found[-1] = (found[-1][0] + "\n" + line.removeprefix("> "), [])
        else:
            assert found, f"{block.place}: a console block begins with a $ command"
            found[-1][1].append(line)
    return [Shown(command, "\n".join(lines).rstrip("\n")) for command, lines in found]


def needed(text: str) -> list[str]:
    return [program for program, sign in NEEDED.items() if re.search(sign, text) and shutil.which(program) is None]


def with_blocks(language: str) -> list[object]:
    """Give the pages that have blocks of a language; those that run Coq take a minute and are long."""
    found = []
    for page in PAGES:
        text = "".join(block.text for block in blocks(page) if block.language == language)
        slow = [pytest.mark.long, pytest.mark.coq] if language == "console" and "coqc" in text else []
        if text:
            found.append(pytest.param(page, marks=slow, id=name_of(page)))
    return found


@pytest.mark.parametrize("page", with_blocks("console"))
def test_console_blocks_print_what_they_show(page, tmp_path):
    ours = [block for block in blocks(page) if block.language == "console" or block.caption]
    path = os.pathsep.join([os.path.dirname(sys.executable), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "100", "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    code, unexplained, left_out = 0, "", []
    for block in ours:
        if block.caption:
            (tmp_path / block.caption).write_text(block.text, encoding="utf-8")
            continue
        for shown in commands(block):
            if shown.command != "echo $?":
                assert not unexplained, unexplained
            missing = needed(shown.command)
            if missing:
                assert not os.environ.get("SYMTCONV_REQUIRE_ALL"), f"{block.place}: {missing} not installed"
                left_out += missing
                continue
            done = subprocess.run(
                ["bash", "-c", f"(exit {code}); {shown.command}"],
                cwd=tmp_path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=180,
            )
            code, printed = done.returncode, done.stdout + done.stderr
            if shown.output:
                expected = shown.output + "\n"
                options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
                example = doctest.Example(shown.command, expected)
                difference = CHECKER.output_difference(example, printed, options)
                assert CHECKER.check_output(expected, printed, options), f"{block.place}: {shown.command}\n{difference}"
            elif code != 0:
                unexplained = (
                    f"{block.place}: {shown.command} ends with {code}, which the page does not show: {printed}"
                )
    assert not unexplained, unexplained
    if left_out:
        pytest.skip(f"blocks that need {', '.join(sorted(set(left_out)))} were left out")


@pytest.mark.parametrize("page", with_blocks("sh"))
def test_sh_blocks_hold_only_what_a_reader_does_outside(page):
    makefile = (ROOT / "Makefile").read_text()
    for block in blocks(page):
        if block.language == "sh":
            for line in block.text.splitlines():
                command = line.split("#")[0].strip()
                assert command.startswith(OUTSIDE) or command + " " in OUTSIDE, f"{block.place}: {command}"
                if command.startswith("make "):
                    task = command.split()[1]
                    assert re.search(rf"^{task}:", makefile, re.MULTILINE), f"{block.place}: no task {task}"


def test_a_wrong_output_is_seen(tmp_path, monkeypatch):
    page = tmp_path / "page.md"
    monkeypatch.setattr("tests.docs.pages.ROOT", tmp_path)
    page.write_text("```console\n$ echo one\ntwo\n```\n")
    with pytest.raises(AssertionError, match="two"):
        test_console_blocks_print_what_they_show(page, tmp_path)
    page.write_text("```console\n$ false\n$ echo one\none\n```\n")
    with pytest.raises(AssertionError, match="ends with 1"):
        test_console_blocks_print_what_they_show(page, tmp_path)
