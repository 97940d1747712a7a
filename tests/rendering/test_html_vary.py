"""Sliders: what the page computes of other numbers is what Python draws of them; the address holds the choice."""

from __future__ import annotations

import json

import pytest

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures.figure import Spelling
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import to_html
from symtconv.rendering.printers.html.pictures import panels
from symtconv.rendering.printers.html.scene import Scene
from symtconv.rendering.printers.html.sums import written
from symtconv.rendering.printers.html.vary import BOUNDS, numbers_of
from tests.rendering.test_html_page import facts

PLANE = ConvTranspose(input=(3, 3), kernel=3, stride=2, padding=1, output_padding=1)
LINE = ConvTranspose(input=4, kernel=3, stride=2, padding=1)
NUMBERS = [
    {"n": 2, "k": 3, "s": 2, "p": 1, "d": 1, "a": 1},
    {"n": 3, "k": 4, "s": 2, "p": 1, "d": 1, "a": 0},
    {"n": 4, "k": 2, "s": 3, "p": 0, "d": 1, "a": 2},
    {"n": 2, "k": 3, "s": 2, "p": 2, "d": 3, "a": 0},
    {"n": 5, "k": 1, "s": 1, "p": 0, "d": 1, "a": 3},
    {"n": 2, "k": 6, "s": 4, "p": 5, "d": 2, "a": 1},
    {"n": 3, "k": 2, "s": 4, "p": 3, "d": 2, "a": 0},
]


def layer_of(v, rank):
    return ConvTranspose(
        input=(v["n"],) * rank, kernel=(v["k"],) * rank, stride=v["s"], padding=v["p"], dilation=v["d"],
        output_padding=v["a"],
    )  # fmt: skip


def vary(page, numbers):
    page.value(
        f"(()=>{{var v={json.dumps(numbers)};Object.keys(v).forEach(n=>{{document.getElementById('v-'+n).value=v[n]}});"
        "document.getElementById('v-n').dispatchEvent(new Event('input'))})()"
    )


@pytest.mark.browser
@pytest.mark.parametrize(("base", "rank"), [(PLANE, 2), (LINE, 1)], ids=["plane", "line"])
@pytest.mark.parametrize("index_base", [0, 1])
def test_other_numbers_are_drawn_as_python_draws_them(base, rank, index_base, open_page):
    style = Style(index_base=index_base)
    page = open_page(base, style)
    page.value(
        "window.differs = (q, s) => { var d = document.createElement('div'); d.innerHTML = s; "
        "var e = document.querySelector(q); return e.isEqualNode(d.firstChild) ? null : e.outerHTML; }; 1"
    )
    for numbers in NUMBERS:
        vary(page, numbers)
        scene = Scene(layer_of(numbers, rank), Spelling.of(style))
        rows, columns = scene.shown
        assert page.value('document.querySelectorAll("#grid [data-p]").length') == rows * columns
        for row, column in {(0, 0), (rows - 1, columns - 1), (rows // 2, columns // 2)}:
            page.value(f"document.querySelector('[data-p=\"{row},{column}\"]').click()")
            entry = scene.join((), row, column)
            wanted = {f"#p-{key} > svg": text for key, text in panels(scene, entry).items()}
            wanted["#sum math"] = written(scene, entry)
            for selector, text in wanted.items():
                assert page.value(f"differs({json.dumps(selector)}, {json.dumps(text)})") is None, (selector, numbers)
        counts = page.value('[...document.querySelectorAll("#cover text")].map(e => +e.textContent)')
        if counts:
            every = [len(scene.terms(scene.join((), r, c))) for r in range(rows) for c in range(columns)]
            assert counts == every


@pytest.mark.browser
def test_numbers_without_an_output_change_nothing(open_page):
    page = open_page(PLANE)
    before = page.value('document.getElementById("grid").outerHTML')
    vary(page, {"n": 1, "k": 1, "s": 1, "p": 5, "d": 1, "a": 0})
    assert "nothing is left" in page.value('document.getElementById("covered").textContent')
    assert page.value('document.getElementById("grid").outerHTML') == before


class Address:
    """A page with what stands behind its name."""

    def __init__(self, text):
        self.text = text

    def as_uri(self):
        return self.text


@pytest.mark.browser
def test_the_address_holds_the_entry_and_the_numbers(browser, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(to_html(facts(PLANE)), encoding="utf-8")
    browser.open(file)
    browser.value("document.querySelector('[data-p=\"2,3\"]').click()")
    assert browser.value("location.hash") == "#x=2,3"
    vary(browser, {"n": 2, "k": 5, "s": 3, "p": 1, "d": 1, "a": 0})
    browser.value("document.querySelector('[data-p=\"1,1\"]').click()")
    address = browser.value("location.hash")
    assert address.startswith("#x=1,1&")
    browser.open(Address("about:blank"))
    browser.open(Address(file.as_uri() + address))
    assert browser.value('document.querySelectorAll("#taps td").length') == 25
    assert browser.value('document.querySelector("#grid .pin").dataset.p') == "1,1"
    browser.open(Address("about:blank"))
    browser.open(Address(file.as_uri() + "#x=9,9&k=99&n=none"))  # held to what there is
    assert browser.value('document.querySelectorAll("#taps td").length') == 36
    assert browser.complaints() == []


@pytest.mark.browser
def test_the_checkerboard_comes_and_goes(open_page):
    page = open_page(PLANE)
    said = {}
    for k, s, d in ((3, 2, 1), (4, 2, 1), (2, 3, 1), (4, 2, 2)):
        vary(page, {"n": 3, "k": k, "s": s, "p": 0, "d": d, "a": 0})
        said[k, s, d] = page.value('document.getElementById("covered").textContent')
    assert "checkerboard" in said[3, 2, 1]
    assert "even inside" in said[4, 2, 1]
    assert "some have none" in said[2, 3, 1]
    assert "some have none" in said[4, 2, 2]


def test_layers_that_sliders_cannot_say_have_none():
    assert numbers_of(PLANE) == {"n": 3, "k": 3, "s": 2, "p": 1, "d": 1, "a": 1}
    for layer in (
        ConvTranspose(input=(3, 3), kernel=3, in_channels=2),
        ConvTranspose(input=(3, 3, 3), kernel=3),
        ConvTranspose(input=(3, 3), kernel=(3, 2)),
        ConvTranspose(input=(3, 3), kernel=3, padding=((0, 1), (0, 1))),
        ConvTranspose(input=BOUNDS["n"][1] + 1, kernel=3),
    ):
        assert numbers_of(layer) is None
