"""LaTeX: the same byte for byte, whole by itself, quiet in its log, and no page overrun by any layer."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose, Lowering
from symtconv.rendering.compose import compose
from symtconv.rendering.facts import Numbers
from symtconv.rendering.latex import to_latex
from symtconv.rendering.style import Style
from tests.rendering.pages import LAYERS, WRONG, complaints, full, log_of
from tests.strategies import layers

GOLDEN = Path(__file__).parent.parent / "golden"
DIGEST = re.compile(r"\b[0-9a-f]{16}\b")
PLAIN = Style(figures=False)

NUMBERS = Numbers(
    y=[[1, 2], [3, 4]],
    w=[[1, 2, 7], [-2, 1, 0], [-3, 1, 2]],
    x=[[1, 4, 11, 14], [1, 7, 31, 28], [-9, -10, 8, 4], [-9, -9, 10, 8]],
)


def latex(layer, style=PLAIN, **more):
    return to_latex(compose(full(layer, **more), style), style)


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("cs231n", PLAIN),
        ("line", PLAIN),
        ("groups", PLAIN),
        ("space", Style(figures=False, index_base=1, symbols={"y": "Y", "w": "kappa"}, paper="letter")),
        ("large", Style(fragment=True)),
    ],
)
def test_latex_is_what_it_was(name, style):
    """A change is looked at and then accepted with SYMTCONV_REWRITE_GOLDEN=1."""
    text = DIGEST.sub("DIGEST", latex(LAYERS[name], style))
    path = GOLDEN / f"{name}.tex"
    if os.environ.get("SYMTCONV_REWRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_no_figure_stands_in_a_proof_and_one_that_stays_does_not_float():
    wrong = ConvTranspose(input=(3, 3), kernel=3, stride=2)
    text = latex(wrong, Style(), lowering=Lowering(dilate=2, pad=1, flip=True))
    held = text[text.index("\n\\holdfigures") : text.index("\n\\releasefigures")]
    assert "\\begin{proof}" in held
    assert "\\begin{figure}" not in held
    for name in ("wrong", "right"):
        before = text[: text.index(rf"\figurecaption{{fig:{name}}}")]
        assert before.rindex(r"\begin{still}") > before.rfind(r"\begin{figure}")


def test_the_pdf_is_told_its_title_and_its_author():
    text = latex(LAYERS["line"], Style(title="On x", author="A. {N}"))
    assert r"\pdfinfo{/Title (On x) /Author <FEFF0041002E0020007B004E007D>}" in text


@settings(max_examples=40)
@given(layers(rank=st.integers(1, 4)), st.booleans())
def test_braces_environments_labels_and_colours_are_in_order(layer, fragment):
    text = latex(layer, Style(figures=False, fragment=fragment))
    bare = re.sub(r"%.*|\\[{}]", "", text)
    assert bare.count("{") == bare.count("}")
    assert balanced(text)
    labels = re.findall(r"\\label\{([^}]*)\}", text)
    assert len(labels) == len(set(labels))
    assert set(re.findall(r"\\(?:eq)?ref\{([^}]*)\}", text)) <= set(labels)
    used = set(re.findall(r"\\(?:tap|tile|chip)\{(\w+)\}", text))
    assert {f"t{key}" for key in used} | {f"i{key}" for key in used} <= set(re.findall(r"\\definecolor\{(\w+)\}", text))


def balanced(text):
    stack = []
    for kind, name in re.findall(r"\\(begin|end)\{(\w+)\}", re.sub(r"(?m)^\\def.*", "", text)):
        if kind == "begin":
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


def test_a_fragment_keeps_to_itself():
    text = latex(LAYERS["cs231n"], Style(fragment=True))
    assert "\\documentclass" not in text
    assert "\\usepackage" not in text
    assert "\\section{" not in text
    assert "\\cite" not in text
    assert text.index("\\begingroup") < text.index("\\definecolor")
    assert text.rstrip().endswith("\\endgroup")
    body = re.sub(r"(?m)^\\def.*\n.*", "", text)
    assert all(label.startswith("symtconv:") for label in re.findall(r"\\label\{([^}]*)\}", body))


def test_the_document_without_figures_needs_four_packages():
    assert set(re.findall(r"\\usepackage(?:\[[^]]*\])?\{([\w,]+)\}", latex(LAYERS["cs231n"]))) == {
        "amsmath,amssymb",
        "geometry",
        "xcolor",
    }


def test_tikz_is_there_exactly_where_figures_are():
    assert "tikz" not in latex(LAYERS["cs231n"])
    assert latex(LAYERS["cs231n"], Style()).count("\\begin{tikzpicture}") == 6


@settings(max_examples=20)
@given(layers())
def test_it_is_the_same_byte_for_byte(layer):
    assert latex(layer) == latex(layer)


def test_a_large_matrix_is_elided_with_words():
    text = latex(ConvTranspose(input=(16, 16), kernel=3, stride=2, padding=1, output_padding=1))
    assert "Left out are rows 3 to 13 and columns 6 to 26" in text
    assert max(line.count("&") for line in text.splitlines()) < 16


# ---- by the engines ---------------------------------------------------------------


@pytest.mark.latex
@pytest.mark.parametrize("name", sorted(LAYERS))
def test_no_layer_overruns_the_page(name, tmp_path):
    assert complaints(log_of(latex(LAYERS[name]), tmp_path)) == []


@pytest.mark.latex
@pytest.mark.parametrize("name", ["cs231n", "groups"])
def test_nor_do_the_figures(name, tmp_path):
    assert complaints(log_of(latex(LAYERS[name], Style()), tmp_path)) == []


@pytest.mark.latex
@pytest.mark.parametrize("program", ["xelatex", "lualatex"])
@pytest.mark.parametrize("name", ["cs231n", "groups"])
def test_the_other_engines_are_as_quiet(name, program, tmp_path):
    style = Style(unicode_engine=True, figures=False, title="Ünïcode, “quoted” – ∞")
    assert complaints(log_of(latex(LAYERS[name], style), tmp_path, program)) == []


@pytest.mark.latex
@pytest.mark.parametrize(
    "style",
    [
        Style(figures=False, index_base=1, symbols={"y": "Y", "w": "kappa", "x": "X"}),
        Style(figures=False, title="A 100% & _title_ {x} \\y ^^5c ~ <é> ł", author='Zoë | `q` "r"'),
        Style(figures=False, paper="letter"),
        Style(document_class="standalone"),
    ],
)
def test_every_style_compiles_quietly(style, tmp_path):
    assert complaints(log_of(latex(LAYERS["cs231n"], style), tmp_path)) == []


@pytest.mark.latex
@pytest.mark.parametrize("name", ["cs231n", "groups", "space", "huge", "four", "channels", "long-line"])
def test_a_fragment_fits_an_article_of_the_authors(name, tmp_path):
    body = latex(LAYERS[name], Style(fragment=True))
    text = (
        "\\documentclass{article}\\usepackage{amsmath,amssymb,amsthm,xcolor}\\begin{document}\nBefore.\n"
        f"{body}{body.replace('symtconv:', 'again:')}After.\n\\end{{document}}\n"
    )
    assert complaints(log_of(text, tmp_path)) == []


@pytest.mark.latex
def test_refutations_and_numbers_compile_quietly(tmp_path):
    assert complaints(log_of(latex(LAYERS["cs231n"], lowering=WRONG), tmp_path)) == []
    text = latex(ConvTranspose(input=(2, 2), kernel=3), numbers=NUMBERS)
    assert r"\tap{00}{1}" in text
    assert r"\cell{31}" in text
    assert complaints(log_of(text, tmp_path)) == []
