"""One browser for the tests of a module."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.rendering.browser import Browser, found


@pytest.fixture(scope="module")
def browser():
    path = found()
    with TemporaryDirectory(prefix="symtconv-browser-", ignore_cleanup_errors=True) as folder:
        one = Browser(path, Path(folder))
        yield one
        one.close()
