"""The page in a browser: what hovering, clicking and keys do, and that it asks nobody for anything."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from symtconv.checker.entry import Reading
from symtconv.geometry import ConvTranspose
from symtconv.rendering.documents.facts import Numbers
from symtconv.rendering.figures.figure import Spelling
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import to_html
from symtconv.rendering.printers.html.pictures import panels
from symtconv.rendering.printers.html.scene import Scene
from symtconv.rendering.printers.html.sums import written
from tests.rendering.test_html_page import TARGET, facts

pytestmark = pytest.mark.browser

SHOWN = {
    "target": TARGET,
    "line": ConvTranspose(input=5, kernel=4, stride=3, dilation=2, padding=1),
    "crop": ConvTranspose(input=(3, 2), kernel=(2, 3), stride=2, padding=((2, 1), (0, 2)), output_padding=1),
    "extended": ConvTranspose(input=(2, 2), kernel=2, stride=3, padding=((-1, 0), (0, -2)), output_padding=4),
    "dilated": ConvTranspose(input=(4, 3), kernel=(3, 2), stride=(2, 1), dilation=(3, 2)),
    "line-whole": ConvTranspose(input=3, kernel=3, stride=2, padding=((2, 0),)),
    "cube": ConvTranspose(input=(2, 2, 2), kernel=3, stride=2, padding=1, output_padding=1),
    "channels": ConvTranspose(input=(2, 2), kernel=2, stride=1, in_channels=4, out_channels=4, groups=2),
    "large": ConvTranspose(input=(16, 16), kernel=3, stride=2, padding=1, output_padding=1),
    "broad": ConvTranspose(input=(3, 3), kernel=(32, 29), stride=(8, 7), padding=((5, 0), (-2, 9)), output_padding=2),
    "wide": ConvTranspose(input=(8, 8), kernel=11, stride=4, padding=2),
}
SUM = 'document.querySelector("#sum annotation").textContent'
SAID = 'document.getElementById("live").textContent'


def entries_of(scene, most=14):
    """Corners, the start, and entries between them."""
    rows, columns = scene.shown
    places = sorted({0, 1, columns // 2, columns - 1}), sorted({0, rows // 2, rows - 1})
    fronts = [sorted({0, count - 1}) for count in scene.fronts]
    every = [scene.join(front, r, c) for front in product(*fronts) for r in places[1] for c in places[0] if c < columns]
    return [scene.start, *every[:: max(len(every) // most, 1)]]


@pytest.mark.parametrize("name", sorted(SHOWN))
@pytest.mark.parametrize(
    "style", [Style(), Style(symbols={"x": "chi", "w": "K", "K": "W"}, index_base=1)], ids=["ours", "theirs"]
)
def test_script_and_python_draw_the_same(name, style, open_page):
    layer = SHOWN[name]
    scene = Scene(layer, Spelling.of(style))
    page = open_page(layer, style)
    page.value(
        "window.differs = (q, s) => { var d = document.createElement('div'); d.innerHTML = s; "
        "var e = document.querySelector(q); return e.isEqualNode(d.firstChild) ? null : e.outerHTML; }; 1"
    )
    for entry in entries_of(scene):
        front, (row, column) = scene.split(entry)
        for n, value in enumerate(front):
            page.value(
                f"(()=>{{var p=document.getElementById('front-{n}');p.value={value};"
                "p.dispatchEvent(new Event('change'))})()"
            )
        page.value(f"document.querySelector('[data-p=\"{row},{column}\"]').click()")
        wanted = {f"#p-{key} > svg": text for key, text in panels(scene, entry).items()}
        wanted["#sum math"] = written(scene, entry)
        for selector, text in wanted.items():
            assert page.value(f"differs({json.dumps(selector)}, {json.dumps(text)})") is None, (selector, entry)
        terms = list(Reading.of_layer(layer).terms(entry))
        assert page.value('document.querySelectorAll("#sum .tm").length') == min(len(terms), 48)
        counts = page.value('[...document.querySelectorAll(".count")].map(e => e.textContent)')
        assert all(f" {len(terms)} of {scene.sources}." in count for count in counts)


def test_hover_previews_and_leaving_returns(open_page):
    page = open_page(TARGET)
    start = page.value(SUM)
    page.hover('#grid [data-p="0,3"]')
    assert page.value(SUM) == r"x'_{0,3} = w_{1,2}\,y_{0,1}"
    assert page.value(SAID) == "", "a preview is not spoken"
    assert page.value('document.querySelector("#grid .pin").dataset.p') == "1,1"
    page.hover("h1")
    assert page.value(SUM) == start


def test_the_grid_is_a_grid_and_one_cell_is_selected(open_page):
    page = open_page(TARGET)
    grid = page.call("Runtime.evaluate", expression='document.getElementById("grid")')["result"]["objectId"]
    nodes = page.call("Accessibility.queryAXTree", objectId=grid)["nodes"]
    roles = [node["role"]["value"] for node in nodes]
    assert (roles.count("grid"), roles.count("row"), roles.count("gridcell")) == (1, 5, 17)  # with the corner
    page.click('#grid [data-p="0,3"]')
    told = page.value('[...document.querySelectorAll("#grid [data-p]")].map(e => e.ariaSelected + e.dataset.p)')
    assert len(told) == 16
    assert [each for each in told if not each.startswith("false")] == ["true0,3"]


def products_apart(layer, entry):
    """Give the products of an entry from j = s·o + d·t - l alone, by trying every o and t: none of our relations."""
    named = max(layer.in_channels, layer.out_channels) > 1
    co, place = (entry[0], entry[1:]) if named else (0, entry)
    per_in, per_out = layer.in_channels // layer.groups, layer.out_channels // layer.groups
    found = []
    for ci in range(layer.in_channels):
        if ci // per_in != co // per_out:
            continue
        for o in product(*map(range, layer.input)):
            for t in product(*map(range, layer.kernel)):
                axes = zip(place, o, t, layer.stride, layer.dilation, layer.padding, strict=True)
                if all(j == s * p + d * q - low for j, p, q, s, d, (low, _) in axes):
                    found.append(((ci, co % per_out, *t), (ci, *o)) if named else (t, o))
    return found


def latex_apart(layer, entry):
    def index(numbers):
        return ",".join(map(str, numbers))

    found = " + ".join(f"w_{{{index(w)}}}\\,y_{{{index(y)}}}" for w, y in products_apart(layer, entry))
    return f"x'_{{{index(entry)}}} = {found or '0'}"


WRITTEN = ("target", "channels", "crop", "dilated", "extended", "line-whole")


@pytest.mark.parametrize("name", WRITTEN)
def test_matrices_and_tables_below_choose_too(name, open_page):
    """Columns of C, rows of Cᵀ, entries of the vector and rows of the table: the sum and the marks are the entry's."""
    layer = SHOWN[name]
    page = open_page(layer)
    places = "[...new Set([...document.querySelectorAll('{} [data-j], {}[data-j]')].map(e => e.dataset.j))]"
    below = page.value(places.format("main details", "main details "))
    assert len(below) >= 4
    for place in below[:: max(len(below) // 8, 1)]:
        entry = tuple(map(int, place.split(",")))
        count = page.value(f"document.querySelectorAll('main details [data-j=\"{place}\"]').length")
        for n in {0, count // 2, count - 1}:
            page.value("document.querySelector('#grid [tabindex=\"0\"]').click()")
            page.value(f"document.querySelectorAll('main details [data-j=\"{place}\"]')[{n}].click()")
            assert page.value(SUM) == latex_apart(layer, entry), (place, n)
        marked = page.value(
            "[...document.querySelectorAll('.held')]"
            ".map(t => [...t.querySelectorAll('td.cur.tap')].map(e => e.dataset.o))"
        )
        sources = sorted(",".join(map(str, y)) for _, y in products_apart(layer, entry))
        assert all(sorted(cells) == sources for cells in marked), place
        assert page.value("document.querySelectorAll('.held th.cur').length") == len(marked)


def test_hovering_a_row_of_the_matrix_previews_it(open_page):
    page = open_page(TARGET)
    start = page.value(SUM)
    page.hover('#p-matrix .row[data-j="0,2"] .lab')
    assert page.value(SUM) == latex_apart(TARGET, (0, 2))
    assert page.value('document.querySelector("#grid .pin").dataset.p') == "1,1"
    page.hover('.held tbody th[data-j="3,1"]')
    assert page.value(SUM) == latex_apart(TARGET, (3, 1))
    assert page.value(SAID) == ""
    page.hover("h1")
    assert page.value(SUM) == start


def test_a_picture_that_would_move_stays_under_the_pointer(open_page):
    layer = SHOWN["large"]
    page = open_page(layer)
    before = page.value("document.getElementById('p-matrix').innerHTML")
    page.hover('#p-matrix .row[data-j="1,3"] .lab')
    assert page.value(SUM) == latex_apart(layer, (1, 3))
    assert page.value("document.getElementById('p-matrix').innerHTML") == before
    page.click('#p-matrix .row[data-j="1,3"] .lab')
    assert page.value("document.querySelector('#p-matrix .row.on').dataset.j") == "1,3"


def test_maps_say_where_the_row_and_the_window_are(open_page):
    page = open_page(SHOWN["large"])
    page.click('#grid [data-p="20,9"]')
    assert page.value("document.querySelector('#m-matrix .at').getAttribute('y')") == str(20 * 32 + 9)
    place = "(e => [e.getAttribute('x'), e.getAttribute('y')])(document.querySelector('#m-lowering .at'))"
    assert page.value(place) == ["9", "20"]


def test_pointing_at_a_cell_of_c_dims_the_other_terms(open_page):
    page = open_page(TARGET)
    page.hover('.held tbody td.cur[data-o="1,0"]')
    bright = page.value('[...document.querySelectorAll(".lit:not(.dim), .tm[data-o]:not(.dim)")].map(e => e.dataset.o)')
    assert set(bright) == {"1,0"}
    assert len(page.value('[...document.querySelectorAll(".held .cur[data-o]:not(.dim)")].map(e => 1)')) == 2


def test_paper_has_no_controls_and_hides_nothing(open_page):
    page = open_page(SHOWN["large"])
    page.call("Emulation.setEmulatedMedia", media="print", features=[])
    shown = "[...document.querySelectorAll('{}')].filter(e => e.offsetWidth).length"
    assert page.value(shown.format("button, .hint")) == 0
    assert page.value(shown.format("#poly")) == 1
    assert page.value("getComputedStyle(document.getElementById('sum')).overflowX") == "visible"
    page.call("Emulation.setEmulatedMedia", media="", features=[])


def test_click_pins_on_grid_row_and_pixel(open_page):
    page = open_page(TARGET)
    page.click('#grid [data-p="3,3"]')
    assert page.value(SUM).startswith("x'_{3,3}")
    assert page.value(SAID) == "x prime 3,3 equals w 2,2 times y 1,1"
    page.click('#p-matrix .row[data-j="0,2"]')
    assert page.value(SUM).startswith("x'_{0,2}")
    page.click('#p-backward [data-j="2,0"]')
    assert page.value(SUM).startswith("x'_{2,0}")
    page.hover("h1")
    assert page.value(SUM).startswith("x'_{2,0}")
    assert page.value("document.querySelectorAll(\"#grid [tabindex='0']\").length") == 1


def test_the_same_terms_light_up_everywhere(open_page):
    page = open_page(TARGET)
    page.click('#grid [data-p="1,3"]')
    mark = "e => e.dataset.o + e.getAttribute('class').match(/ t\\d+/)"
    lit = "new Set([...document.querySelectorAll('#p-{0} .lit')].map({1}))"
    wanted = sorted(["0,1 t22", "1,1 t02"])
    for name in ("matrix", "lowering", "backward"):
        assert page.value(f"[...{lit.format(name, mark)}].sort()") == wanted
    marks = page.value(f"[...document.querySelectorAll('#p-scatter .c.lit')].map({mark}).sort()")
    assert marks == wanted


def test_keys_move_clamp_and_follow(open_page):
    page = open_page(TARGET)
    page.click('#grid [data-p="1,1"]')
    for key, entry in [
        ("ArrowRight", "1,2"),
        ("ArrowDown", "2,2"),
        ("Home", "2,0"),
        ("ArrowLeft", "2,0"),
        ("End", "2,3"),
        ("ArrowUp", "1,3"),
    ]:
        page.press(key)
        assert page.value(SUM).startswith(f"x'_{{{entry}}}"), key
        assert page.value("document.activeElement.dataset.p") == entry
    page.press("Home", control=True)
    assert page.value(SUM).startswith("x'_{0,0}")
    page.click('#grid [data-p="1,1"]')
    page.press("2")
    dimmed = page.value('[...document.querySelectorAll("#sum .tm")].map(e => e.classList.contains("dim"))')
    assert dimmed == [True, False, True, True]
    assert page.value(SAID) == "w 2,0 times y 0,1"
    page.press("Escape")
    assert page.value('document.querySelectorAll(".dim").length') == 0


def test_pointing_at_a_term_dims_the_others(open_page):
    page = open_page(TARGET)
    page.hover('#p-lowering .lit[data-o="1,0"]')
    bright = page.value(
        '[...document.querySelectorAll(".panels .lit:not(.dim), #sum .tm:not(.dim)")].map(e => e.dataset.o)'
    )
    assert set(bright) == {"1,0"}
    assert len(bright) >= 5


# How far words stand out from what they stand on: a ratio as of WCAG, from colours as the browser mixed them.
INK = """(pairs => pairs.map(([words, ground]) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const light = colour => {
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(words), light(ground)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_terms_that_are_not_followed_are_pale_and_readable(scheme, open_page):
    """Pale, but no term behind a veil; and the kernel goes with them."""
    page = open_page(TARGET, prefers_color_scheme=scheme)
    page.click('#grid [data-p="1,1"]')
    page.press("1")
    assert page.value('[...document.querySelectorAll(".dim")].every(e => getComputedStyle(e).opacity === "1")')
    svg = "[...document.querySelectorAll('.panels .lit.dim:is(.c,.wc,.by,.bw) text:is(.m:not(.yl))')].map(e => "
    pairs = svg + "[getComputedStyle(e).fill, getComputedStyle(e.parentNode.querySelector('.bx')).fill])"
    html = "[...document.querySelectorAll('#sum .tm.dim, #taps .dim, .held .dim')].map(e => "
    pairs = f"{pairs}.concat({html}[getComputedStyle(e).color, getComputedStyle(e).backgroundColor]))"
    found = page.value(f"({INK})({pairs})")
    assert len(found) > 20
    assert min(found) >= 4.5
    taps = page.value('[...document.querySelectorAll("#taps .on:not(.dim)")].map(e => e.dataset.t)')
    assert taps == ["2,2"]


@pytest.mark.parametrize("name", ["target", "channels", "line"])
def test_the_sum_stands_in_the_users_numbers(name, browser, tmp_path):
    """For the entry the page opens with, and for one chosen later: products and their sum, computed apart."""
    layer = SHOWN[name]
    shapes = (layer.y_shape, layer.weight_shape if layer.has_channels else layer.kernel)
    y, w = (np.arange(math.prod(shape)).reshape(shape) * 3 % 7 - 2 for shape in shapes)
    x = np.zeros(layer.x_shape, dtype=int)
    for entry in np.ndindex(x.shape):
        x[entry] = sum(int(w[t] * y[o]) for t, o in products_apart(layer, entry))
    numbers = Numbers(y=y.tolist(), w=w.tolist(), x=x.tolist())
    file = tmp_path / "page.html"
    file.write_text(to_html(replace(facts(layer), numbers=numbers)), encoding="utf-8")
    browser.open(file)
    start = Scene(layer, Spelling.of(Style())).start
    for entry in (start, (*start[:-2], 0, 0) if len(start) > 1 else (0,)):
        place = entry[-2:] if len(entry) > 1 else (0, *entry)
        if entry != start:
            browser.value(f"document.querySelector('[data-p=\"{place[0]},{place[1]}\"]').click()")
        text = browser.value('document.getElementById("values").textContent').replace("−", "-")
        *_, parts, total = text.split("=")
        assert int(total) == x[entry]
        products = [
            math.prod(int(n.strip("() ")) for n in part.split("·")) for part in parts.split("+") if part.strip()
        ]
        assert sorted(products) == sorted(int(w[t] * y[o]) for t, o in products_apart(layer, entry))


def test_stepper_walks_and_wraps(open_page):
    page = open_page(TARGET)
    page.click('#grid [data-p="3,3"]')
    page.click("#next")
    assert page.value(SUM).startswith("x'_{0,0}")
    page.click("#prev")
    assert page.value(SUM).startswith("x'_{3,3}")
    assert page.value('document.getElementById("pos").textContent') == "16 of 16"
    page.click("#play")
    assert page.value('document.getElementById("play").getAttribute("aria-pressed")') == "true"
    assert page.value(SUM).startswith("x'_{0,0}")
    page.click("#play")
    assert page.value('document.getElementById("play").textContent') == "Play"


def test_polyphase_shows_the_class_of_the_entry(open_page):
    page = open_page(TARGET)
    assert page.value('getComputedStyle(document.getElementById("poly")).display') == "none"
    page.click("#phases")
    assert page.value('getComputedStyle(document.getElementById("poly")).display') == "block"
    page.click('#grid [data-p="2,1"]')
    same = page.value('[...document.querySelectorAll("#grid .same")].map(e => e.dataset.p)')
    assert sorted(same) == ["0,1", "0,3", "2,1", "2,3"]
    assert page.value('[...document.querySelectorAll(".ph.on")].map(e => e.dataset.r)') == ["1,0"]


def test_slices_and_channels_are_chosen_from_menus(open_page):
    page = open_page(SHOWN["channels"])
    page.value("(()=>{var p=document.getElementById('front-0');p.value=3;p.dispatchEvent(new Event('change'))})()")
    assert page.value(SUM).startswith("x'_{3,")
    assert "y_{2," in page.value(SUM)
    assert "y_{0," not in page.value(SUM), "the other group does not reach channel 3"
    page = open_page(SHOWN["cube"])
    before = page.value(SUM)
    page.click("#grid .pin")
    page.press("PageDown")
    assert page.value(SUM) != before


def test_copy_gives_the_latex(open_page):
    page = open_page(TARGET)
    page.click("#sum .cp")
    page.value("new Promise(done => setTimeout(done, 50))")
    assert page.value('document.querySelector("#sum .cp").dataset.copied') == page.value(SUM)
    assert page.value('document.querySelector("#sum .cp").textContent') == "copied"
    buttons, sources = page.value(
        '[document.querySelectorAll(".cp").length, document.querySelectorAll(".fm, script.tex").length]'
    )
    assert buttons == sources >= 10


@pytest.mark.parametrize("name", ["target", "cube", "channels", "large", "line"])
@pytest.mark.parametrize("width", [320, 640, 1024, 1440])
def test_nothing_is_cut_off_at_any_width(name, width, open_page):
    page = open_page(SHOWN[name], width=width)
    assert page.value("document.documentElement.scrollWidth") <= width


UPSAMPLE = ConvTranspose(input=(4, 4), kernel=4, stride=2, padding=1)


@pytest.mark.parametrize("layer", [TARGET, UPSAMPLE], ids=["target", "upsample"])
def test_the_choice_and_the_pictures_are_on_one_screen(layer, open_page):
    page = open_page(layer, width=1280, height=800)
    bar, pictures, inner = page.value(
        "(()=>{var boxes=s=>[...document.querySelectorAll(s)].map(e=>e.getBoundingClientRect());"
        "scrollTo(0,Math.max(...boxes('.panel .pic').map(b=>b.bottom))+scrollY-innerHeight);"
        "var bar=boxes('.desk')[0];"
        "return [[bar.top,bar.bottom],Math.min(...boxes('.panel .pic').map(b=>b.top)),"
        "Math.max(...boxes('#grid,.ker,#sum,#play').map(b=>b.bottom))]})()"
    )
    assert bar[0] >= 0
    assert inner <= bar[1] <= pictures  # nothing of the choice is cut off, and no picture is covered
    assert page.value("(scrollBy(0,150),document.querySelector('.desk').getBoundingClientRect().top)") == 0


@pytest.mark.parametrize("width", [1280, 760, 390])
def test_buttons_that_copy_are_whole(width, open_page):
    """None is cut by the edge of what scrolls beside it; a matrix may have its own beyond the edge."""
    page = open_page(TARGET, width=width)
    cut = page.value(
        "[...document.querySelectorAll('.display:not(:has(.grid)) > .cp, .eq > .cp')]"
        ".filter(b => b.getBoundingClientRect().right > b.parentNode.getBoundingClientRect().right + 1)"
        ".map(b => b.parentNode.textContent)"
    )
    assert cut == []


def test_a_phone_hides_nothing_of_tables_and_figures_at_the_side(open_page):
    page = open_page(TARGET, width=390)
    wide = page.value(
        "[...document.querySelectorAll('.scroll:has(> .plain), .scroll.picture')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"
    )
    assert wide == []
    beside = page.value(
        "[...document.querySelectorAll('.chain tr:has(.lhs math)')].map(r => ['.lhs', '.rhs']"
        ".map(q => r.querySelector(q).getBoundingClientRect()))"
        ".every(([l, r]) => l.right <= r.left + 1 && r.top < l.bottom)"
    )
    assert beside


def test_without_script_no_button_and_everything_to_read(open_page, browser):
    page = open_page(TARGET, script=False)
    page.call("Emulation.setScriptExecutionDisabled", value=False)
    visible = 'getComputedStyle(document.getElementById("{}")).display'
    assert page.value(visible.format("poly")) == "block"
    assert page.value('getComputedStyle(document.querySelector(".ctl")).display') == "none"
    assert page.value('document.querySelectorAll(".cp").length') == 0
    assert page.value('document.querySelectorAll(".panels svg").length') > 4


def test_dark_pages_keep_words_readable(open_page):
    page = open_page(TARGET, prefers_color_scheme="dark")
    light = "(()=>{var c=getComputedStyle(%s).%s.match(/[\\d.]+/g).map(Number);return (c[0]+c[1]+c[2])/3})()"
    assert page.value(light % ("document.documentElement", "backgroundColor")) < 60
    assert page.value(light % ("document.body", "color")) > 200
    assert page.value(light % ("document.querySelector('.picture .ink')", "fill")) > 200


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["target", "crop", "dilated", "cube", "channels", "line"])
def test_formulas_fit_their_panels(name, width, open_page):
    page = open_page(SHOWN[name], Style(index_base=1), width=width)
    cut = page.value(
        "[...document.querySelectorAll('.panel .fm, #sum, #desk .key, #desk .cap')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"
    )
    assert cut == []
