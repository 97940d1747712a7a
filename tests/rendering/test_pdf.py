"""PDF: whole or not at all, nothing outside is read, run or left behind, and failures say what to do."""

from __future__ import annotations

import os
import subprocess
import time

import pytest

from symtconv.geometry import EngineError, InputError
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.latex import to_latex
from symtconv.rendering.tex import pdf
from tests.rendering.pages import LAYERS, engine, facts, typeset

HELLO = "\\documentclass{article}\\begin{document}%s\\end{document}\n"


@pytest.mark.latex
@pytest.mark.parametrize("name", pdf.ENGINES)
def test_a_page_is_built_by_every_engine(name, tmp_path):
    engine(name)
    style = Style(unicode_engine=name != "pdflatex", figures=False)
    made = typeset(to_latex(compose(facts(LAYERS["single"]), style), style), tmp_path / "a.pdf", engine=name)
    assert made.read_bytes().startswith(b"%PDF")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf"]


@pytest.mark.latex
def test_the_same_text_gives_the_same_bytes(tmp_path):
    engine("pdflatex")
    for name in ("a.pdf", "b.pdf"):
        typeset(HELLO % "Hello.", tmp_path / name, engine="pdflatex")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.latex
def test_references_stand_after_one_call(tmp_path):
    engine("pdflatex")
    body = r"See \ref{a}.\begin{equation}\label{a}1\end{equation}"
    typeset(HELLO % body, tmp_path / "a.pdf", engine="pdflatex")
    text = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert "See 1." in text


def test_without_an_engine_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.engines() == {"pdflatex": None, "xelatex": None, "lualatex": None}
    with pytest.raises(EngineError, match=r"no LaTeX engine was found .*apt-get install texlive-latex-recommended"):
        typeset(HELLO % "", tmp_path / "a.pdf")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_engine_is_refused(tmp_path):
    with pytest.raises(InputError, match="no engine 'tex'; use pdflatex, xelatex, lualatex"):
        typeset(HELLO % "", tmp_path / "a.pdf", engine="tex")


@pytest.mark.latex
def test_a_failure_shows_the_log_and_keeps_the_file_that_was_there(tmp_path):
    engine("pdflatex")
    (tmp_path / "a.pdf").write_text("before")
    with pytest.raises(
        EngineError, match=r"(?s)pdflatex failed; its log says:.*Undefined control sequence.*\\nonsense"
    ):
        typeset(HELLO % r"\nonsense", tmp_path / "a.pdf", engine="pdflatex")
    assert (tmp_path / "a.pdf").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf"]


@pytest.mark.latex
def test_a_missing_package_is_named(tmp_path):
    engine("pdflatex")
    with pytest.raises(EngineError, match="did not find nowhere.sty"):
        typeset(HELLO.replace("{article}", "{article}\\usepackage{nowhere}") % "", tmp_path / "a.pdf")


@pytest.mark.latex
@pytest.mark.parametrize("name", ["pdflatex", "lualatex"])
def test_a_text_without_end_is_stopped(name, tmp_path):
    engine(name)
    start = time.perf_counter()
    with pytest.raises(EngineError, match="was stopped after"):
        typeset(HELLO % r"\loop\iftrue\repeat", tmp_path / "a.pdf", engine=name, seconds=3)
    assert time.perf_counter() - start < 10


@pytest.mark.latex
@pytest.mark.parametrize("name", ["pdflatex", "xelatex"])
def test_no_file_outside_is_read_or_written_and_nothing_is_run(name, tmp_path):
    engine(name)
    secret = tmp_path / "secret.tex"
    secret.write_text("secret")
    with pytest.raises(EngineError):
        typeset(HELLO % rf"\input{{{secret}}}", tmp_path / "a.pdf", engine=name)
    with pytest.raises(EngineError):
        typeset(
            HELLO % rf"\newwrite\f\immediate\openout\f={tmp_path}/out.tex \immediate\write\f{{x}}",
            tmp_path / "a.pdf",
            engine=name,
        )
    typeset(HELLO % rf"a\immediate\write18{{touch {tmp_path}/run}}", tmp_path / "a.pdf", engine=name)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "secret.tex"]


@pytest.mark.latex
def test_lua_opens_no_file(tmp_path):
    engine("lualatex")
    with pytest.raises(EngineError):
        typeset(
            HELLO % rf"\directlua{{local f = io.open('{tmp_path}/out', 'w'); f:write('x'); f:close()}}a",
            tmp_path / "a.pdf",
            engine="lualatex",
        )
    assert not os.listdir(tmp_path)


@pytest.mark.latex
def test_a_character_without_a_glyph_is_no_silent_hole(tmp_path):
    engine("xelatex")
    with pytest.raises(InputError, match="the fonts of xelatex have no 한"):
        typeset(HELLO % "한", tmp_path / "a.pdf", engine="xelatex")
