"""`symtconv derive --figure NAME`: every figure in both forms, one that moves in SVG alone, a wrong lowering."""

from __future__ import annotations

import pytest

from symtconv.cli.app import FIGURES
from symtconv.results.figures import FIGURE_NAMES

LAYER = ("--input", "2x2", "--kernel", "3x3", "--stride", "2", "--padding", "1", "--output-padding", "1")


@pytest.mark.parametrize("name", FIGURE_NAMES)
def test_every_figure_is_drawn(symtconv, tmp_path, name):
    forms = ("f.svg",) if name == "walk" else ("f.svg", "f.tex")
    run = symtconv("derive", *LAYER, "--figure", name, *(word for form in forms for word in ("-o", form)))
    assert (run.code, run.err) == (0, "")
    assert (tmp_path / "f.svg").read_text(encoding="utf-8").startswith("<svg")
    if name != "walk":
        assert r"\begin{tikzpicture}" in (tmp_path / "f.tex").read_text(encoding="utf-8")


def test_help_names_every_figure(symtconv):
    assert FIGURES.replace(" or ", ", ").split(", ") == list(FIGURE_NAMES)
    assert FIGURES in " ".join(symtconv("derive", "--help").out.split())


def test_what_moves_is_no_tex_file(symtconv, tmp_path):
    run = symtconv("derive", *LAYER, "--figure", "walk", "-o", "f.svg", "-o", "f.tex")
    assert run.code == 2
    said = "the figure 'walk' moves, which a .tex file cannot; write it to .svg, or draw --figure lowering"
    assert run.err == f"symtconv: {said}\n"
    assert not list(tmp_path.iterdir())


def test_what_moves_stands_still_for_those_who_ask(symtconv, tmp_path):
    symtconv("derive", *LAYER, "--figure", "walk", "--symbols", "x=X", "--index-base", "1", "-o", "f.svg")
    text = (tmp_path / "f.svg").read_text(encoding="utf-8")
    before, _, moving = text.partition("@media screen and (prefers-reduced-motion:no-preference)")
    assert "animation:" not in before
    assert "animation:walk" in moving
    assert "X" in text


def test_an_unknown_figure_names_those_that_there_are(symtconv):
    run = symtconv("derive", *LAYER, "--figure", "band", "-o", "f.svg")
    assert run.code == 2
    assert "lowering, scatter, matrix, polyphase, coverage, walk" in run.err


def test_a_wrong_lowering_is_drawn_beside_the_right_one(symtconv, tmp_path):
    asked = "dilate=2 pad=1:2x1:2"  # the kernel is not flipped
    run = symtconv("derive", *LAYER, "--lowering", asked, "--figure", "lowering", "-o", "f.svg", "-o", "f.tex")
    assert run.code == 1
    for name in ("f.svg", "f.tex"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        text = text.replace("$=$", "=")
        assert "as asked: dilate=2 pad=1:2 no-flip" in text
        assert "right: dilate=2 pad=1:2 flip" in text
