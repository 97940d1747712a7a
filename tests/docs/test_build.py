"""The documentation builds, with warnings as errors, and the built pages fetch nothing and link to what is there.

Long, and only where Sphinx is installed: `make docs` runs it in an environment of its own.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.docs.pages import ROOT

HTML = ROOT / "docs" / "_build" / "html"
FETCHED = {
    ("script", "src"),
    ("link", "href"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("object", "data"),
}

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(importlib.util.find_spec("sphinx") is None, reason="Sphinx is not installed; make docs"),
]


class Page(HTMLParser):
    """What a page fetches, what it links to, its anchors and its formulas."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path, self.fetched, self.links, self.anchors, self.formulas = path, [], [], set(), 0
        self.pictures = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.formulas += tag == "math"
        self.pictures += [dict(attrs).get("alt")] if tag == "img" else []
        for name, value in attrs:
            if name == "id":
                self.anchors.add(value)
            if value and (tag, name) in FETCHED and dict(attrs).get("rel") not in ("index", "search", "next", "prev"):
                self.fetched.append(value)
            if value and (tag, name) == ("a", "href"):
                self.links.append(value)


@pytest.fixture(scope="module")
def pages():
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build.py")], capture_output=True, text=True, check=False, timeout=1200
    )
    assert done.returncode == 0, done.stdout + done.stderr
    made = {"gallery", "shown"}  # what symtconv writes has its own tests
    return {path: Page(path) for path in HTML.rglob("*.html") if not made & set(path.relative_to(HTML).parts[:-1])}


def test_no_page_fetches_anything_from_a_network(pages):
    for page in pages.values():
        for address in page.fetched:
            assert not urlsplit(address).netloc, f"{page.path.name} fetches {address}"
    for style in HTML.rglob("*.css"):
        assert not re.search(r"(?:@import|url\()\s*['\"]?https?:", style.read_text(encoding="utf-8")), style.name


def test_every_link_within_the_pages_leads_somewhere(pages):
    for page in pages.values():
        for address in [*page.links, *page.fetched]:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
            assert target.exists(), f"{page.path.relative_to(HTML)} links to {address}"
            if parts.fragment and target in pages:
                assert unquote(parts.fragment) in pages[target].anchors, f"{page.path.relative_to(HTML)}: {address}"


def test_formulas_are_mathml_and_none_is_left_as_latex(pages):
    assert pages[HTML / "explanation" / "one.html"].formulas >= 8
    for page in pages.values():
        prose = re.sub(r"(?s)<(pre|code|script|style)\b.*?</\1>", "", page.path.read_text(encoding="utf-8"))
        assert not re.search(r"\$\$|\\\(|\\\[|\\mathrm|\\sum", prose), page.path.relative_to(HTML)


def test_the_gallery_holds_twelve_layers_with_their_files(pages):
    gallery = pages[HTML / "gallery.html"]
    moving = [address for address in gallery.fetched if address.endswith("-walk.svg")]
    assert len(moving) == 1
    assert sum(address.endswith(".svg") for address in gallery.fetched) == 12 + len(moving)
    for suffix in (".tex", ".json"):
        assert sum(address.startswith("gallery/") and address.endswith(suffix) for address in gallery.links) == 12


def test_the_gallery_shows_a_paper_a_slide_and_a_page_to_touch(pages):
    gallery = pages[HTML / "gallery.html"]
    for name in ("two-column/two-column.tex", "slide/slide.tex", "touch/touch.html"):
        assert f"shown/{name}" in gallery.links
    assert "shown/touch/touch.html" in gallery.fetched
    assert "../shown/touch/touch.html" in pages[HTML / "explanation" / "one.html"].fetched


def test_the_pages_can_be_searched_without_a_network(pages):
    index = (HTML / "searchindex.js").read_text(encoding="utf-8")
    for word in ("checkerboard", "polyphas", "lower"):  # as the stemmer leaves them
        assert f"{word}" in index
    assert HTML / "search.html" in pages


def test_derivations_fold_their_imports(pages):
    for path in pages:
        if path.parent.name == "derivations" and path.stem[0].isdigit():
            folded = re.findall(r'(?s)<details class="admonition hide.*?</details>', path.read_text(encoding="utf-8"))
            assert any("import symtconv" in re.sub("<[^>]+>", "", cell) for cell in folded), path.name


def test_every_derivation_is_in_the_book(pages):
    for source in (ROOT / "derivations").glob("*.md"):
        assert HTML / "derivations" / f"{source.stem}.html" in pages


def test_the_derivations_have_figures_and_every_picture_is_described(pages):
    book = [page for path, page in pages.items() if path.parent.name == "derivations"]
    assert sum(bool(page.pictures) for page in book) >= 8
    for page in pages.values():
        for said in page.pictures:
            assert said, f"{page.path.name}: a picture without a description"
            assert not said.endswith((".svg", ".png")), f"{page.path.name}: described by its file name"
