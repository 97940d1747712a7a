"""TikZ: every name is defined once, every engine sets it, and it says what the figure says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures import FIGURES, kernel
from symtconv.rendering.figures.figure import Cell, Label, Spelling
from symtconv.rendering.figures.tikz import definitions, tikz, tikz_page
from tests.rendering.pages import log_of, sheet
from tests.strategies import layers

NAMES = sorted(FIGURES)
TARGET = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
SHOWN = (
    TARGET,
    ConvTranspose(input=5, kernel=4, stride=3, dilation=2),
    ConvTranspose(input=(3, 3), kernel=(2, 2), stride=2, padding=2, output_padding=1),
    ConvTranspose(input=(2, 2, 2), kernel=(3, 3, 3), stride=2, padding=1),
    ConvTranspose(input=(16, 16), kernel=(11, 11), stride=4, in_channels=4, out_channels=4, groups=2),
)


@settings(max_examples=40)
@given(layers(size=12, kernel=12), st.sampled_from(NAMES))
def test_colours_and_styles_are_defined_once_and_before_use(layer, name):
    text = tikz(FIGURES[name](layer))
    before, _, picture = text.partition(r"\begin{tikzpicture}")
    defined = re.findall(r"\\definecolor\{(\w+)\}", before)
    assert len(defined) == len(set(defined))
    styles = set(re.findall(r"^  ([a-z ]+)/\.style", before, re.M))
    used = set(re.findall(r"(?:fill|text)=(\w+)", picture))
    assert used <= {*defined, "white"}
    named = {option.strip() for options in re.findall(r"\\path\[([^]]+)\]", picture) for option in options.split(",")}
    assert {option for option in named if "=" not in option} <= styles
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize("name", NAMES)
def test_cells_and_words_are_all_drawn(name):
    figure = FIGURES[name](TARGET)
    picture = tikz(figure, preamble=False)
    assert picture.count(r"\node") + picture.count(r"\lettering") == sum(
        isinstance(shape, Label) for shape in figure.shapes
    )
    assert picture.count("rectangle") >= sum(isinstance(shape, Cell) for shape in figure.shapes)


def test_author_writes_letters_and_base():
    text = tikz(FIGURES["lowering"](TARGET), spelling=Spelling({"x": "chi"}, base=1), preamble=False)
    assert r"$\chi'_{2,2}$" in text
    assert "$x'" not in text


def test_a_document_can_define_the_colours_itself():
    figure = FIGURES["scatter"](TARGET)
    assert tikz(figure) == definitions(figure.taps) + "\n" + tikz(figure, preamble=False)


def test_same_input_same_bytes():
    assert tikz_page(FIGURES["matrix"](TARGET)) == tikz_page(FIGURES["matrix"](TARGET))


@pytest.mark.latex
@pytest.mark.parametrize("engine", ["pdflatex", "xelatex", "lualatex"])
def test_engines_set_every_figure_within_the_line(engine, tmp_path):
    figures = [build(layer) for layer in SHOWN for build in (kernel, *FIGURES.values())]
    assert {tap for figure in figures for tap in figure.taps}
    log = log_of(sheet(figures), tmp_path, engine)
    assert "Overfull" not in log
    assert "Missing character" not in log
    assert "Font shape" not in log
