"""`symtconv derive --figure NAME`: every figure in both forms, one that moves in SVG alone, a wrong lowering."""

from __future__ import annotations

import subprocess

import pytest

from symtconv.cli.app import FIGURES
from symtconv.results.figures import FIGURE_NAMES
from tests.rendering.pages import engine

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


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_fragment_is_a_picture_that_can_be_input(symtconv, tmp_path, lang):
    run = symtconv("derive", *LAYER, "--figure", "scatter", "--fragment", "--lang", lang, "-o", "f.tex")
    assert run.code == 0
    lines = (tmp_path / "f.tex").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if not line.startswith("%")]
    assert commands[0] == r"\begingroup"
    assert commands[-1] == r"\endgroup"
    assert not any(word in line for line in commands for word in ("documentclass", "usepackage", "{document}"))
    assert r"% \usepackage{tikz}" in lines


@pytest.mark.latex
def test_two_fragments_stand_in_one_document(symtconv, tmp_path):
    engine("pdflatex")
    for name in ("scatter", "coverage"):
        symtconv("derive", *LAYER, "--figure", name, "--fragment", "-o", f"{name}.tex")
    preamble = [line[2:] for line in (tmp_path / "scatter.tex").read_text().splitlines() if line.startswith("% \\use")]
    body = ["\\begin{figure}\\input{scatter}\\end{figure}", "\\begin{figure}\\input{coverage}\\end{figure}"]
    page = ["\\documentclass{article}", *preamble, "\\begin{document}", *body, "\\end{document}"]
    (tmp_path / "page.tex").write_text("\n".join(page))
    command = ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "page.tex"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
