"""Every layer of the gallery has its page, its figures, its HTML and its notebook display, and each of them works.

The page is typeset by three engines without a complaint, every figure is drawn as TikZ by the same three and as SVG
by a browser, the HTML page answers in a browser, and so does what a notebook shows.
"""

from __future__ import annotations

import re
from base64 import b64decode
from html import escape
from xml.etree import ElementTree

import pytest

from docs.gallery import ITEMS
from symtconv.checker.entry import Reading
from symtconv.conventions import layer_of_call
from symtconv.rendering.figures import FIGURES
from symtconv.rendering.notation.style import Style
from symtconv.rendering.tex import ENGINES
from symtconv.results.derivation import derive
from tests.rendering.pages import AGAIN, bound, complaints, log_of, sheet

GALLERY = {item.name: (layer_of_call(item.call, item.input), item.call) for item in ITEMS}
NAMES = sorted(GALLERY)
FIVE = {"lowering", "scatter", "matrix", "polyphase", "coverage"}


def derived(name, **style):
    layer, call = GALLERY[name]
    return derive(layer, call=call, style=Style(**style))


def bundle(thing):
    return thing._repr_mimebundle_()


def shown(name):
    """Give everything of a layer that a notebook can show."""
    derivation = derived(name)
    figures = [derivation.figure(figure) for figure in FIGURES]
    return [derivation.layer, derivation.verdict, derivation.matrix, derivation, *figures]


def test_there_are_twelve_layers_of_every_rank_and_kind():
    layers = [layer for layer, _ in GALLERY.values()]
    assert len(layers) == len(set(layers)) == 12
    assert {layer.rank for layer in layers} == {1, 2, 3}
    assert any(layer.groups > 1 for layer in layers)
    assert set(FIGURES) >= FIVE


@pytest.mark.latex
@pytest.mark.parametrize("engine", ENGINES)
def test_every_page_is_typeset_by_every_engine(engine, tmp_path):
    pages = bound(derived(name, engine=engine).to_latex() for name in NAMES)
    if engine == "pdflatex":
        assert complaints(log_of(pages, tmp_path, engine)) == []
        return
    # Whether references are found is no question of the engine: one run is enough.
    found = complaints(log_of(pages, tmp_path, engine, most=1))
    assert [line for line in found if not re.search(AGAIN, line) and "undefined on input" not in line] == []


@pytest.mark.latex
@pytest.mark.parametrize("engine", ENGINES)
def test_every_figure_is_set_by_every_engine(engine, tmp_path):
    figures = [derived(name).figure(figure).figure for name in NAMES for figure in FIGURES]
    assert len(figures) >= 60
    assert complaints(log_of(sheet(figures), tmp_path, engine)) == []


@pytest.mark.latex
def test_what_a_notebook_says_in_latex_is_latex(tmp_path):
    body = "\n\n".join(bundle(thing)["text/latex"] for name in NAMES for thing in shown(name)[:4])
    text = "\\documentclass{article}\\usepackage{amsmath,amssymb}\\begin{document}\n" + body + "\n\\end{document}\n"
    assert "Missing character" not in log_of(text, tmp_path, "xelatex")


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_shows_every_layer_in_every_form(name):
    layer, verdict, matrix, derivation, *figures = map(bundle, shown(name))
    for cards in (layer, verdict, matrix, derivation):
        assert set(cards) == {"text/plain", "text/latex", "text/html"}
        assert len(cards["text/plain"].splitlines()) >= 2
        assert "<script" not in cards["text/html"]
    for cards in figures:
        assert set(cards) == {"text/plain", "image/svg+xml"}
        assert ElementTree.fromstring(cards["image/svg+xml"]).tag.endswith("svg")  # noqa: S314 - our own
        assert len(cards["text/plain"]) > 60


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_the_page_answers_in_a_browser(name, browser, tmp_path):
    derivation = derived(name)
    file = derivation.save(tmp_path / "page.html")
    browser.open(file, width=320)
    assert browser.value("document.documentElement.scrollWidth") <= 320
    last = "[...document.querySelectorAll('#grid [data-p]')].at(-1)"
    browser.value(f"{last}.click()")
    entry = tuple(map(int, browser.value(f"{last}.dataset.p").split(",")))
    front = tuple(browser.value("[...document.querySelectorAll('[id^=front-]')].map(e => Number(e.value))"))
    index = (*front, *entry)[-len(derivation.layer.x_shape) :]
    terms = list(Reading.of_layer(derivation.layer).terms(index))
    assert browser.value("document.querySelectorAll('#sum .tm').length") == len(terms)
    assert browser.value("document.querySelectorAll('figure svg').length") >= 3
    assert browser.complaints() == []
    assert [url for url in browser.requests() if not url.startswith("data:")] == [file.as_uri()]


@pytest.mark.browser
def test_what_a_notebook_shows_is_drawn_by_a_browser(browser, tmp_path):
    parts = []
    for name in NAMES:
        for cards in map(bundle, shown(name)):
            picture = tmp_path / f"{len(parts)}.svg"
            if "image/svg+xml" in cards:
                picture.write_text(cards["image/svg+xml"], encoding="utf-8")
                parts.append(f'<img src="{picture.name}" alt="{escape(cards["text/plain"])}">')
            else:
                parts.append(cards["text/html"])
    file = tmp_path / "notebook.html"
    file.write_text("<!DOCTYPE html><meta charset=utf-8><link rel=icon href=data:,>" + "".join(parts), encoding="utf-8")
    browser.open(file)
    assert browser.value("document.images.length") >= 12 * 8
    assert browser.value("[...document.images].filter(i => !i.complete || i.naturalWidth < 50).length") == 0
    # A picture brings its own paper: on a dark page its ink would be lost.
    source = browser.value("document.querySelector('.symtconv img').src").partition("base64,")[2]
    assert 'class="ground"' in b64decode(source).decode().split("<g ")[0]
    assert browser.complaints() == []
