"""`symtconv derive --lang, --class, --engine`: every form in Korean, and one clear sentence where an engine cannot."""

from __future__ import annotations

import pytest

from tests.rendering.test_korean import FOREIGN, korean, text_of

SMALL = ("--input", "2", "--kernel", "3", "--stride", "2")


def test_every_form_speaks_korean(symtconv, tmp_path):
    written = ["a.tex", "a.html", "a.txt"]
    run = symtconv("derive", *SMALL, "--lang", "ko", *(word for name in written for word in ("-o", name)))
    assert (run.code, run.err) == (0, "")
    for name in written:
        words = " ".join((tmp_path / name).read_text(encoding="utf-8").split())
        assert "전치 합성곱(transposed convolution)" in words
    page = symtconv("derive", *SMALL, "--lang", "ko", "--page").out
    assert page.startswith("입력 길이 2, 출력 길이 5의 전치 합성곱\n")


def test_figures_and_the_theorem_speak_korean_too(symtconv, tmp_path):
    run = symtconv("derive", *SMALL, "--lang", "ko", "--figure", "lowering", "-o", "f.svg", "-o", "f.tex")
    assert (run.code, run.err) == (0, "")
    assert "사이에 끼운 영" in (tmp_path / "f.svg").read_text(encoding="utf-8")
    assert "\\usepackage{kotex}" in (tmp_path / "f.tex").read_text(encoding="utf-8")
    assert "모든 크기에서 전치 합성곱은" in symtconv("derive", "--general", "--lang", "ko").out


def test_the_terminal_speaks_korean(symtconv, tmp_path):
    assert symtconv("derive", *SMALL, "--lang", "ko", "--explain", "1").out.splitlines()[1].startswith("  Cᵀ의 행: ")
    run = symtconv("derive", *SMALL, "--lang", "ko", "-o", "a.json")
    assert run.out.startswith("증명됨: ConvTranspose(")
    assert run.out.endswith("저장함: a.json\n")
    assert symtconv("derive", "--general", "--lang", "ko", "-o", "a.txt").out.startswith("증명됨: 모든 크기")
    run = symtconv("check", "n == n + 1", "--lang", "ko", "-o", "a.tex", "-o", "b.txt")
    assert run.code == 1
    assert run.out.startswith("반증됨  n == n + 1\n  범위       n >= 1\n")
    assert "\\usepackage{kotex}" in (tmp_path / "a.tex").read_text(encoding="utf-8")
    assert "가장 작은 반례" in (tmp_path / "b.txt").read_text(encoding="utf-8")
    assert "증명됨   right_inverse" in symtconv("check", "--list", "--lang", "ko").out


def test_pdflatex_and_unknown_languages_are_refused(symtconv, tmp_path):
    run = symtconv("derive", *SMALL, "--lang", "ko", "--engine", "pdflatex", "-o", "a.pdf")
    assert (run.code, run.out) == (2, "")
    assert run.err == ("symtconv: pdfLaTeX does not set the language 'ko'; use --engine xelatex or --engine lualatex\n")
    run = symtconv("derive", *SMALL, "--lang", "de")
    assert run.code == 2
    assert "'de' is not one of 'en', 'ko'" in run.err
    assert not list(tmp_path.iterdir())


def test_a_character_that_the_engine_lacks_is_named(symtconv, tmp_path):
    for words in (("-o", "a.tex"), ("--engine", "pdflatex", "-o", "a.pdf")):
        run = symtconv("derive", *SMALL, "--title", "합", *words)
        assert run.code == 2
        assert "pdfLaTeX has no '합' (U+D569, HANGUL SYLLABLE HAB); use --engine xelatex or" in run.err
    assert not list(tmp_path.iterdir())
    assert symtconv("derive", *SMALL, "--title", "합", "--engine", "lualatex", "-o", "a.tex").code == 0
    assert "합" in (tmp_path / "a.tex").read_text(encoding="utf-8")


def test_the_class_is_that_which_was_asked_for(symtconv, tmp_path):
    for name, first in (("article", "10pt,a4paper]{article}"), ("standalone", "10pt,border=6mm]{standalone}")):
        assert symtconv("derive", *SMALL, "--class", name, "-o", "a.tex").code == 0
        assert (tmp_path / "a.tex").read_text().splitlines()[0] == rf"\documentclass[{first}"


@pytest.mark.latex
def test_a_pdf_finds_its_engine(symtconv, tmp_path):
    korean("xelatex")
    run = symtconv("derive", *SMALL, "--lang", "ko", "--class", "standalone", "--title", FOREIGN, "-o", "a.pdf")
    assert (run.code, run.err) == (0, "")
    assert FOREIGN in text_of(tmp_path / "a.pdf")
