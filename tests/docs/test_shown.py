"""What the gallery shows an author: the commands work as typed, and a machine without TeX says what is left out."""

from __future__ import annotations

import re
import shutil

import pytest

from docs import shown
from tests.rendering.pages import complaints, engine

BY_NAME = {example.name: example for example in shown.EXAMPLES}


@pytest.mark.latex
@pytest.mark.parametrize(("name", "pages"), [("two-column", 2), ("slide", 1)])
def test_a_paper_and_a_slide_compile_without_a_complaint(name, pages, tmp_path, monkeypatch):
    engine("pdflatex")
    if shutil.which("bibtex") is None:
        pytest.skip("no bibtex in PATH")
    monkeypatch.setattr(shown, "LEFT_BEHIND", set())
    text = shown.section(BY_NAME[name], tmp_path / "shown" / name)
    folder = tmp_path / "shown" / name
    log = (folder / f"{name}.log").read_text(errors="replace")
    assert [line for line in complaints(log) if "rerunfilecheck" not in line] == []
    assert re.search(rf"Output written on {name}\.pdf \({pages} page", log)
    assert f'href="shown/{name}/{name}.pdf"' in text
    assert "is not installed" not in text
    if shutil.which("pdftoppm"):
        assert f'src="shown/{name}/{name}.png"' in text
        assert (folder / f"{name}.png").stat().st_size > 10_000


def test_the_paper_inputs_what_the_commands_write():
    for name in ("two-column", "slide"):
        source = (shown.SOURCES / f"{name}.tex").read_text(encoding="utf-8")
        written = " ".join(BY_NAME[name].commands)
        for part in re.findall(r"\\input\{(\w+)\}", source):
            assert f"-o {part}.tex" in written
    paper = (shown.SOURCES / "two-column.tex").read_text(encoding="utf-8")
    assert {"window", "proof"} == set(re.findall(r"\\input\{(\w+)\}", paper))
    assert "twocolumn" in paper


def test_without_tex_the_page_says_what_is_left_out(tmp_path, monkeypatch):
    monkeypatch.delenv("SYMTCONV_REQUIRE_ALL", raising=False)
    monkeypatch.setattr(shown.shutil, "which", lambda _: None)
    text = shown.section(BY_NAME["slide"], tmp_path / "shown" / "slide")
    assert "Here pdflatex is not installed" in text
    assert '.pdf"' not in text
    assert 'href="shown/slide/slide.tex"' in text
    assert (tmp_path / "shown" / "slide" / "window.tex").exists()


def test_what_must_be_there_stops_the_build(tmp_path, monkeypatch):
    monkeypatch.setenv("SYMTCONV_REQUIRE_ALL", "1")
    monkeypatch.setattr(shown.shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match="pdflatex is not installed"):
        shown.section(BY_NAME["slide"], tmp_path / "shown" / "slide")


def test_a_command_that_fails_stops_the_build(tmp_path):
    with pytest.raises(SystemExit, match="derive --input 0"):
        shown.run("symtconv derive --input 0 --kernel 3 -o x.tex", tmp_path)


def test_the_page_to_touch_is_small_and_has_its_sliders(tmp_path):
    text = shown.section(BY_NAME["touch"], tmp_path / "shown" / "touch")
    page = tmp_path / "shown" / "touch" / "touch.html"
    assert page.stat().st_size <= 400_000
    assert '"vary"' in page.read_text(encoding="utf-8")
    assert '<iframe class="touch" src="shown/touch/touch.html"' in text
