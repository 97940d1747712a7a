"""The printed page from afar: no foot of a page is long empty, figures come in order and stay near their words."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from symtconv import ConvTranspose, Lowering, derive
from symtconv.conventions import layer_of_call
from tests.rendering.feet import feet, places, words
from tests.rendering.pages import LAYERS, engine, typeset

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))

from gallery import ITEMS

EMPTY = 0.23
"""So much of a page's text is empty at its foot at most, the last page apart."""

HEADING = re.compile(r"[1-9]\s+[A-Z][a-z ,]+$")

HARD = {
    "upsample": ConvTranspose(input=(8, 8), kernel=4, stride=2, padding=1),
    "sixteen": ConvTranspose(input=(16, 16), kernel=3, stride=2, padding=1, output_padding=1),
    "channels-few": ConvTranspose(input=(4, 4), kernel=3, stride=2, padding=1, in_channels=3, out_channels=2),
    "uneven": ConvTranspose(
        input=(3, 4), kernel=3, stride=(2, 3), padding=((1, 0), (0, 2)), dilation=(2, 1), output_padding=(1, 0)
    ),
}
PAGES = {item.name: (layer_of_call(item.call, item.input), {}) for item in ITEMS}
PAGES |= {f"layer-{name}": (layer, {}) for name, layer in (LAYERS | HARD).items() if name != "huge"}
PAGES |= {
    "refuted": (LAYERS["cs231n"], {"lowering": Lowering(dilate=2, pad=((1, 2), (1, 2)), flip=False)}),
    "numbers": (LAYERS["cs231n"], {}),
    "numbers-channels": (HARD["channels-few"], {}),
    "numbers-large": (HARD["upsample"], {}),
}
SOME = ["cs231n", "layer-upsample", "layer-wide-kernel", "numbers-channels", "refuted"]


def numbers(shape, start=1):
    """Give nested lists of numbers of one and of two digits, some of them negative."""
    if not shape:
        return (start * 7919) % 37 - 18
    return [numbers(shape[1:], start * 31 + place) for place in range(shape[0])]


def built(name, folder):
    layer, options = PAGES[name]
    if name.startswith("numbers"):
        weights = layer.weight_shape if layer.has_channels else layer.kernel
        options = {"y": numbers(layer.y_shape), "w": numbers(weights, 5)}
    return typeset(derive(layer, **options).to_latex(), folder / "page.pdf")


def checked(name, folder):
    engine("pdflatex")
    engine("pdftoppm")
    page = built(name, folder)
    empty, text = feet(page), words(page)
    assert max(empty[:-1]) <= EMPTY, empty
    for page_text in text[:-1]:
        lines = [line.strip() for line in page_text.splitlines() if line.strip()]
        assert lines[-1].isdigit()  # the number of the page
        assert not HEADING.match(lines[-2]), f"a heading ends a page: {lines[-2]}"
    captions = places(text, r"(?:^|  )Figure (\d+)\.")
    assert sorted(int(found[1]) for _, found in captions) == list(range(1, len(captions) + 1))
    assert [number for number, _ in sorted(captions, key=lambda one: int(one[1][1]))] == [n for n, _ in captions]
    # No figure stands after the section that follows its own: that of the views is followed by that of the entries,
    # and the references, with what goes with them, end the last page.
    last = places(text, r"Agreement and certificate$")[-1][0]
    assert last == len(text) - 1
    assert places(text, "^ *References$")[-1][0] == last
    for number, found in captions:
        said = rf"Figure\s+{found[1]}\s+(?:shows|draws|counts|writes)|in\s+Figure\s+{found[1]}"
        first = min(place for place, _ in places(text, said))
        assert 0 <= number - first <= 2, found[0]


@pytest.mark.latex
@pytest.mark.parametrize("name", SOME)
def test_text_fills_the_pages_and_figures_stay_near(name, tmp_path):
    checked(name, tmp_path)


@pytest.mark.long
@pytest.mark.latex
@pytest.mark.parametrize("name", sorted(set(PAGES) - set(SOME)))
def test_so_does_every_layer_of_the_gallery_and_of_the_tests(name, tmp_path):
    checked(name, tmp_path)


@pytest.mark.latex
def test_the_demo_has_five_pages_and_the_last_is_full(tmp_path):
    engine("pdflatex")
    engine("pdftoppm")
    empty = feet(built("cs231n", tmp_path))
    assert len(empty) == 5
    assert empty[-1] < 0.1


@pytest.mark.latex
def test_a_page_half_empty_is_seen(tmp_path):
    engine("pdflatex")
    engine("pdftoppm")
    half = r"\rule{100mm}{120mm}\newpage\rule{10mm}{249mm}\newpage x"
    tex = (
        "\\documentclass{article}\\usepackage[a4paper,textwidth=152mm,textheight=255mm,top=19mm]{geometry}"
        f"\\parindent=0pt\\topskip=0pt\\begin{{document}}{half}\\end{{document}}"
    )
    first, second, _ = feet(typeset(tex, tmp_path / "page.pdf"))
    assert first == pytest.approx(135 / 255, abs=0.02)
    assert second < 0.04
