"""Libraries that the package is compared with: extras, required where everything is."""

from __future__ import annotations

import importlib
import os

import pytest


def required(name):
    """Import a peer; without it the test is skipped, or fails where all is required."""
    if os.environ.get("SYMTCONV_REQUIRE_ALL") == "1":
        return importlib.import_module(name)
    return pytest.importorskip(name)
