"""Libraries that the package is compared with: extras, required where everything is."""

from __future__ import annotations

import importlib
import os
import re
import tomllib
from pathlib import Path

import pytest

from symtconv.conformance.target import AbsentError
from symtconv.conformance.targets import ENGINES, load

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"


def required(name):
    """Import a peer; without it the test is skipped, or fails where all is required."""
    if os.environ.get("SYMTCONV_REQUIRE_ALL") == "1":
        return importlib.import_module(name)
    return pytest.importorskip(name)


def engine(name):
    """Load a named engine; without its package the test is skipped, or fails where all is required and it is a peer."""
    try:
        return load(name)
    except AbsentError as error:
        if os.environ.get("SYMTCONV_REQUIRE_ALL") == "1" and ENGINES[name].package in peers():
            raise
        pytest.skip(str(error))


def peers():
    """Give the names of the packages that ``make peers`` installs."""
    group = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["dependency-groups"]["peers"]
    return {re.match(r"[\w-]+", requirement)[0] for requirement in group}
