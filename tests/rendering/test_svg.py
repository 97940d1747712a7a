"""SVG: well formed, complete in itself, and the same picture as TikZ."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures import FIGURES
from symtconv.rendering.figures.figure import Cell, Label, Spelling
from symtconv.rendering.figures.svg import SCALE, svg
from symtconv.rendering.figures.svg_walk import STEPS, moving_window
from tests.strategies import layers

NAMES = sorted(FIGURES)
SPACE = "{http://www.w3.org/2000/svg}"
TARGET = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)


@settings(max_examples=40)
@given(layers(size=12, kernel=6), st.sampled_from(NAMES), st.sampled_from(["en", "ko"]))
def test_every_figure_is_an_accessible_picture_that_loads_nothing(layer, name, lang):
    text = svg(FIGURES[name](layer, lang=lang))
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    named = root.get("aria-labelledby").split()
    assert root.get("role") == "img"
    assert set(named) <= set(ids)
    assert all((root.find(f".//*[@id='{name}']").text or "").strip() for name in named)
    assert "<script" not in text
    assert re.findall(r"(?:https?:)?//[^\"' )]+", text) == ["http://www.w3.org/2000/svg"]
    assert all(reference in ids for reference in re.findall(r"url\(#([^)]+)\)", text))


@pytest.mark.parametrize("name", NAMES)
def test_cells_and_words_are_all_drawn(name):
    figure = FIGURES[name](TARGET)
    root = ElementTree.fromstring(svg(figure, caption=False))  # noqa: S314 - our own output
    outlines = "".join(path.get("d") for path in root.iter(f"{SPACE}path"))
    cells = [shape for shape in figure.shapes if isinstance(shape, Cell)]
    assert outlines.count("z") >= len(cells)
    labels = [shape for shape in figure.shapes if isinstance(shape, Label)]
    assert len(list(root.iter(f"{SPACE}text"))) == len(labels)
    fills = {path.get("fill") for path in root.iter(f"{SPACE}path")}
    assert {f"#{cell.tap.fill}" for cell in cells if cell.tap} <= fills


def test_a_sign_keeps_its_letter_and_index():
    root = ElementTree.fromstring(svg(FIGURES["lowering"](TARGET), spelling=Spelling({"x": "X"}, base=1)))  # noqa: S314
    words = ["".join(text.itertext()) for text in root.iter(f"{SPACE}text")]
    assert "X′1,1" in words
    assert "w3,3" in words
    assert not any(word.startswith("x") for word in words)


def test_index_is_lowered_and_the_line_comes_back():
    root = ElementTree.fromstring(svg(FIGURES["lowering"](TARGET)))  # noqa: S314 - our own output
    for text in root.iter(f"{SPACE}text"):
        moves = [float(span.get("dy", 0)) for span in text]
        assert abs(sum(moves)) < 0.05 or (moves[-1] > 0 and abs(sum(moves) - moves[-1]) < 0.05)


def test_names_of_ids_can_be_chosen():
    text = svg(FIGURES["lowering"](TARGET), name="second")
    assert 'id="second-title"' in text
    assert "lowering-" not in text


@settings(max_examples=25)
@given(layers(size=5, kernel=4))
def test_the_window_walks_over_entries_in_order(layer):
    text = moving_window(layer)
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    sums = [group for group in root.iter(f"{SPACE}g") if (group.get("class") or "").startswith("sum")]
    assert 1 <= len(sums) <= STEPS
    assert sum(group.get("class") == "sum now" for group in sums) == 1
    assert text.count("{transform:") == len(sums)
    assert "prefers-reduced-motion:no-preference" in text
    first = "".join(sums[0].itertext()).strip()
    assert first.startswith("x′")


def test_walk_of_the_target_says_every_sum():
    root = ElementTree.fromstring(moving_window(TARGET))  # noqa: S314 - our own output
    sums = [
        "".join(g.itertext()).replace("\n", "").replace(" ", "")
        for g in root.iter(f"{SPACE}g")
        if "sum" in g.get("class")
    ]
    assert len(sums) == 16
    assert sums[0] == "x′0,0=w1,1y0,0"
    assert sums[5] == "x′1,1=w2,2y0,0+w2,0y0,1+w0,2y1,0+w0,0y1,1"


def test_a_picture_that_stands_alone_has_its_own_ground():
    """On a light page in a dark system, or the other way round, words must not vanish."""
    root = ElementTree.fromstring(svg(FIGURES["lowering"](TARGET)))  # noqa: S314 - our own output
    shapes = [element for element in root if element.tag in (f"{SPACE}rect", f"{SPACE}g")]
    ground = shapes[0]
    assert ground.get("class") == "ground"
    assert [ground.get(name) for name in ("x", "y", "width", "height")] == root.get("viewBox").split()
    assert 'class="ground"' not in svg(FIGURES["scatter"](TARGET), style=False)


def test_words_between_chips_have_the_width_that_was_measured():
    """Another font than ours must not push words over the coloured signs."""
    root = ElementTree.fromstring(svg(FIGURES["lowering"](TARGET)))  # noqa: S314 - our own output
    paths = root.iterfind(f"{SPACE}g[@class='chip']/{SPACE}path")
    starts = (re.findall(r"-?[\d.]+", path.get("d"))[:2] for path in paths)
    chips = [(float(x), float(y)) for x, y in starts]
    last = [text for text in root.iter(f"{SPACE}text") if text.get("textLength")]
    assert any("y0,0 +" in "".join(text.itertext()) for text in last)
    for text in last:
        words = "".join(text.itertext())
        assert words == words.strip()
        end = float(text.get("x")) + float(text.get("textLength"))
        gaps = [x - end for x, y in chips if abs(y - float(text.get("y"))) < 6 * SCALE]
        nearest = min(gaps, key=abs, default=None)
        if nearest is None or abs(nearest) > 12 * SCALE:  # the last words of a line have no sign behind them
            assert words.endswith((".", "+")), words
        else:
            assert 0.3 * SCALE <= nearest <= 2 * SCALE, words
