"""The page as a file: one piece, bounded, safe from what users type, and readable without a script."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import product
from math import prod
from time import perf_counter

import pytest
from hypothesis import given, settings

from symtconv.checker.entry import Reading
from symtconv.geometry import ConvTranspose, Lowering
from symtconv.proofs.instance import prove
from symtconv.rendering.documents.facts import Facts
from symtconv.rendering.figures.figure import Spelling
from symtconv.rendering.figures.palette import tap_colours
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import to_html
from symtconv.rendering.printers.html.formula import mathml
from symtconv.rendering.printers.html.maps import maps
from symtconv.rendering.printers.html.patterns import patterns
from symtconv.rendering.printers.html.scene import Scene
from symtconv.rendering.printers.html.words import words as words_in
from tests.strategies import layers

VOID = {"meta", "link", "br", "wbr", "img", "input"}
TARGET = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)


def facts(layer, *, call="ConvTranspose2d(1, 1, 3)", lowering=None):
    lowering = layer.lowering() if lowering is None else lowering
    return Facts(layer=layer, call=call, verdict=prove(layer, lowering=lowering), lowering=lowering)


class Balance(HTMLParser):
    """Checks that elements close in order, and collects ids, references and addresses."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.targets, self.addresses, self.wrong = [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        for name in ("aria-labelledby", "aria-describedby", "aria-controls"):
            self.targets += (given.get(name) or "").split()
        if (given.get("href") or "").startswith("#"):
            self.targets.append(given["href"][1:])
        self.addresses += [given[name] for name in ("src", "href") if name in given]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


@settings(max_examples=25)
@given(layers(size=5, kernel=4))
def test_pages_are_whole_and_load_nothing(layer):
    page = to_html(facts(layer))
    parsed = Balance()
    parsed.feed(page)
    assert not parsed.wrong
    assert not parsed.open
    assert len(parsed.ids) == len(set(parsed.ids))
    assert set(parsed.targets) <= set(parsed.ids)
    assert all(address.startswith(("#", "data:")) for address in parsed.addresses)
    assert len(page) < 1_000_000


def test_policy_allows_this_script_and_this_style_alone():
    page = to_html(facts(TARGET))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    for text, name in ((script, "script-src"), (style, "style-src")):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{name} 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+ (?:style|on\w+)=", page), "an inline style or handler would be refused"


def test_what_users_type_cannot_become_markup():
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&\"'"
    page = to_html(facts(TARGET, call=evil), Style(title=evil, author=evil))
    assert "<script>alert" not in page
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "&lt;img src=x" in page


@given(layers(size=4, kernel=3))
def test_terms_of_the_page_are_those_of_the_layer(layer):
    scene = Scene(layer, Spelling())
    for entry in (scene.start, tuple(0 for _ in scene.start)):
        assert [(term.w, term.y) for term in scene.terms(entry)] == list(Reading.of_layer(layer).terms(entry))


def test_sixteen_by_sixteen_is_fast_and_small():
    layer = ConvTranspose(input=(16, 16), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    given_facts = facts(layer)
    to_html(given_facts)
    best = min(_timed(given_facts) for _ in range(3))
    assert len(to_html(given_facts)) < 1_000_000
    assert best < 0.5


def _timed(given_facts):
    started = perf_counter()
    to_html(given_facts)
    return perf_counter() - started


@given(layers(size=6, kernel=4))
def test_patterns_hold_every_entry_with_its_taps(layer):
    for axis in layer.axes:
        found = {}
        for pairs, places in patterns(axis):
            for j in places:
                latest = (j + axis.low) // axis.stride
                found[j] = sorted((t, latest - back) for t, back in pairs)
        apart = {
            j: sorted(
                (t, o)
                for o in range(axis.size)
                for t in range(axis.kernel)
                if j == axis.stride * o + axis.dilation * t - axis.low
            )
            for j in range(axis.output)
        }
        assert found == apart


@given(layers(size=4, kernel=3))
def test_the_map_of_the_matrix_has_a_square_for_every_entry(layer):
    scene = Scene(layer, Spelling())
    drawn = maps(scene).get("matrix")
    if drawn is None or prod(layer.input) * prod(layer.kernel) > 600:
        return
    block = {
        (int(y), int(x))
        for path in re.findall(r'<path d="([^"]*)"', drawn.picture)
        for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)
    }
    places = list(re.findall(r'<use href="#block" x="(\d+)" y="(\d+)">', drawn.picture))
    squares = {(int(y) + r, int(x) + c) for x, y in places for r, c in block}
    reading = Reading.of_layer(layer)
    sides = ((layer.out_channels, layer.output), (layer.in_channels, layer.input))
    rows, columns = (
        list(product(*([range(channels)] * layer.has_channels), *map(range, shape))) for channels, shape in sides
    )
    number = {y: n for n, y in enumerate(columns)}
    wanted = {(n, number[y]) for n, entry in enumerate(rows) for _, y in reading.terms(entry)}
    assert squares == wanted


@pytest.mark.parametrize(
    ("layer", "most"),
    [
        (TARGET, 300_000),
        (ConvTranspose(input=(4, 4), kernel=3, stride=2, padding=1, output_padding=1), 300_000),
        (ConvTranspose(input=(8, 8), kernel=4, stride=2, padding=1), 400_000),
        (ConvTranspose(input=(16, 16), kernel=5, stride=2, padding=2, in_channels=8, out_channels=8), 1_000_000),
    ],
)
def test_pages_stay_small(layer, most):
    assert len(to_html(facts(layer)).encode()) <= most


def test_a_layer_too_large_for_a_sum_each_has_them_by_pattern():
    page = to_html(facts(ConvTranspose(input=(16, 16), kernel=3, stride=2, padding=1, output_padding=1)))
    table = page[page.index('class="every"') :]
    table = table[: table.index("</table>")]
    assert table.count("<tr>") == 1 + 9
    assert "0, 2, …, 30; 1, 3, …, 29" in table


def test_a_huge_layer_is_shown_in_part_and_says_so():
    layer = ConvTranspose(input=(10**5, 10**5), kernel=(3, 3), stride=2)
    page = to_html(facts(layer))
    assert len(page) < 1_000_000
    assert "Shown are the first 40 × 40 of 200001 × 200001." in page


def test_without_a_script_the_start_entry_is_there():
    page = to_html(facts(TARGET))
    body = page[: page.index('<script type="application/json"')]
    assert "x'_{1,1} = w_{2,2}\\,y_{0,0} + w_{2,0}\\,y_{0,1} + w_{0,2}\\,y_{1,0} + w_{0,0}\\,y_{1,1}" in body
    assert body.count('class="c ') > 20
    assert "Windows that read this entry: 4 of 4." in body
    assert body.count('<figure class="ph') == 4


def test_a_refuted_lowering_is_never_called_proved():
    wrong = Lowering(dilate=2, pad=((1, 2), (2, 1)), flip=True)
    page = to_html(facts(TARGET, lowering=wrong))
    assert '<p class="verdict refuted"><strong>Refuted</strong>' in page
    assert "<title>Refuted" in page
    assert 'class="verdict proved"' not in page


def test_pictures_of_a_refuted_page_say_which_lowering_they_show():
    """They show the right one, on the first entry that differs, and point to the one that was asked about."""
    layer = ConvTranspose(input=(3, 3), kernel=3, stride=2)
    assert Scene(layer, Spelling.of(Style())).start == (2, 2)
    page = to_html(facts(layer, lowering=Lowering(dilate=2, pad=1, flip=True)))
    desk = page[page.index('<section id="desk"') : page.index("</section>")]
    assert "x'_{0,0} = w_{0,0}\\,y_{0,0}<" in desk
    assert 'show the lowering that is right. The one that was asked about is drawn in <a href="#sec-judged">' in desk
    assert 'id="sec-judged"' in page
    assert 'class="which"' not in to_html(facts(layer))


def test_the_verdict_is_said_once_before_the_pictures():
    for layer in (TARGET, ConvTranspose(input=3, kernel=2)):
        page = to_html(facts(layer))
        body = page[page.index("<body") : page.index('<section id="desk"')]
        assert body.count("Proved") == 1
        assert "<p>For every kernel" in body


def test_letters_and_base_are_the_authors():
    page = to_html(facts(TARGET), Style(symbols={"y": "Y", "w": "kappa"}, index_base=1))
    assert "x'_{2,2} = \\kappa_{3,3}\\,Y_{1,1}" in page
    assert "<mi>κ</mi>" in page


def test_no_formula_of_a_line_ends_inside_brackets():
    """A line may end before a relation, but not before one in brackets."""
    layer = ConvTranspose(input=(2, 3), kernel=3, stride=2, padding=1, dilation=2)
    page = to_html(facts(layer))
    formulas = re.findall(r'<span class="im[^"]*"><math.*?</math>', page)
    assert any("[" in formula for formula in formulas)
    for formula in formulas:
        marks = "".join(re.findall(r"<mo[^>]*>([\[\](){}])</mo>", formula))
        assert [marks.count(mark) for mark in "[({"] == [marks.count(mark) for mark in "])}"], formula


def test_words_are_complete_in_every_language():
    assert words_in("en").keys() == words_in("ko").keys()


@pytest.mark.parametrize(
    ("latex", "part"),
    [
        (r"C^{\mathsf T} y", '<mi mathvariant="normal">T</mi>'),
        (r"P_{\mathrm{lo}}", '<mtext class="w">lo</mtext>'),
        ("x'_{j}", "′</mo></mrow>"),
        (r"0\le j<i", "&lt;"),
        (r"a\iff b", "<mo>⟺</mo>"),
        (r"a\implies b", "<mo>⟹</mo>"),
    ],
)
def test_formulas_keep_their_parts(latex, part):
    assert part in mathml(latex)


def _light(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_their_ground(scheme):
    """Every colour of words on the page, and on every tap in pale: at least 4.5, as WCAG asks."""
    style = re.search(r"<style>(.*?)</style>", to_html(facts(TARGET)), re.DOTALL)[1]
    roots = re.findall(r":root\{([^}]*)\}", style)
    tokens = {}
    for root in roots[: scheme + 1]:
        tokens |= dict(re.findall(r"--(\w+):#?([^;\s]+);", root + ";"))
    for name in ("ink", "mut", "faint", "ok", "no", "foc", "onp"):
        assert _contrast(tokens[name], tokens["bg"]) >= 4.5, name
    for kernel in ((3,), (3, 3), (4, 4), (5, 5), (12, 12)):
        for tap in tap_colours(kernel):
            for share, ink in (("pale", "onp"), ("half", "ink")):
                part = int(tokens[share].rstrip("%")) / 100
                mixed = "".join(
                    f"{round(int(tap.fill[n : n + 2], 16) * part + int(tokens['bg'][n : n + 2], 16) * (1 - part)):02x}"
                    for n in (0, 2, 4)
                )
                assert _contrast(mixed, tokens[ink]) >= 4.5, (kernel, tap.name, share)
