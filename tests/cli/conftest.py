"""Run the command line in this process, as a shell would see it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from symtconv.cli.app import run_app


@dataclass
class Run:
    code: int
    out: str
    err: str


@pytest.fixture
def symtconv(capsys, tmp_path, monkeypatch):
    """Give a function that runs ``symtconv ARGUMENTS`` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> Run:
        code = run_app([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run
