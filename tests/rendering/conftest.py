"""Registers the marker of the tests that need a browser."""

from __future__ import annotations


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: needs Chromium; required where SYMTCONV_REQUIRE_ALL=1")
