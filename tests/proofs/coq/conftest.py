"""Coq for the tests: the library compiled once, in a folder of its own."""

from __future__ import annotations

import os
import shutil

import pytest

from symtconv.proofs.coq import build_library


@pytest.fixture(scope="session")
def coq_library(tmp_path_factory):
    """Compile the library; without Coq skip, or fail where everything is required."""
    if shutil.which("coqc") is None:
        reason = "coqc is not installed; apt-get install coq"
        if os.environ.get("SYMTCONV_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return build_library(tmp_path_factory.mktemp("library"))
