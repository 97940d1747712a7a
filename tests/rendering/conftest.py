"""One browser for the tests of a module."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from symtconv.rendering.printers.html import to_html
from tests.rendering.browser import Browser, found
from tests.rendering.test_html_page import facts


@pytest.fixture(scope="module")
def browser():
    path = found()
    with TemporaryDirectory(prefix="symtconv-browser-", ignore_cleanup_errors=True) as folder:
        one = Browser(path, Path(folder))
        yield one
        one.close()


@pytest.fixture
def open_page(browser, tmp_path):
    def opened(layer, style=None, **options):
        file = tmp_path / "page.html"
        file.write_text(to_html(facts(layer), style), encoding="utf-8")
        browser.open(file, **options)
        assert browser.requests() == [file.as_uri()]
        return browser

    yield opened
    assert browser.complaints() == []
    assert len([url for url in browser.requests() if not url.startswith("data:")]) == 1, "a request left the page"
