"""The pytest plugin: collects ``*.symtconv.toml``, and shows the verdicts in a test that failed.

It is loaded at every start of pytest, so it imports nothing of the package until such a file turns up.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ANSWERS = {
    "symtconv.checker.verdict": "Verdict",
    "symtconv.models.findings": "Findings",
    "symtconv.results.translation": "Conversion",
    "symtconv.results.identification": "Identification",
}
"""What is shown of a test that failed: by the module that holds it."""


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect case files, at any depth, given on the command line or found."""
    if not file_path.name.endswith(".symtconv.toml"):
        return None
    # Late, since foreign test runs load this module too; they should not pay for what they do not use.
    found: pytest.Collector = import_module("symtconv.cases.collect").CaseFile.from_parent(parent, path=file_path)
    return found


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the verdict where ``assert prove(...).outcome == "proved"`` fails, which pytest shows as two words."""
    report = yield
    if call.excinfo is not None and call.excinfo.errisinstance(AssertionError):
        report.sections += [("symtconv", text) for text in dict.fromkeys(_verdicts(call.excinfo))]
    return report


def _verdicts(failure: pytest.ExceptionInfo[BaseException]) -> Iterator[str]:
    """Give the answers that the failing lines have at hand; nobody has one who never imported the module."""
    loaded: list[tuple[Any, str]] = [(sys.modules.get(module), name) for module, name in ANSWERS.items()]
    kinds = tuple(getattr(module, name) for module, name in loaded if module is not None)
    for entry in failure.traceback if kinds else ():
        for value in list(entry.frame.f_locals.values()):  # pytest's own names for the parts of an assert among them
            if isinstance(value, kinds):
                yield str(value)
