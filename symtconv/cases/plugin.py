"""The pytest plugin: collects ``*.symtconv.toml`` and nothing else.

It is loaded at every start of pytest, so it imports nothing of the package until such a file turns up.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect case files, at any depth, given on the command line or found."""
    if not file_path.name.endswith(".symtconv.toml"):
        return None
    # Late, since foreign test runs load this module too; they should not pay for what they do not use.
    found: pytest.Collector = import_module("symtconv.cases.collect").CaseFile.from_parent(parent, path=file_path)
    return found
