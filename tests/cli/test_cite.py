"""How symtconv is cited: the BibTeX, the file CITATION.cff and the references of a page name the same works."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from symtconv import __version__
from symtconv.cli.app import run_app
from symtconv.rendering.documents.general import references
from symtconv.rendering.documents.words import Words

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bibtex(capsys):
    assert run_app(["cite"]) == 0
    return capsys.readouterr().out


def titles(text, before):
    return set(re.findall(before + r"(.*?)[}\"]", text))


def test_every_place_names_the_same_works(bibtex):
    file = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    cited = titles(bibtex, r"title *= \{")
    assert cited == titles(file, r'title: "')
    assert len(cited) == 2
    for lang in ("en", "ko"):
        listed = [" ".join(str(span) for span in spans) for _, _, spans in references(Words(lang)).items]
        assert all(any(title in text for text in listed) for title in cited), lang
    year = re.search(r"date-released: (\d+)", file)[1]
    assert f"year         = {{{year}}}" in bibtex
    assert f"version {__version__}}}" in bibtex
    assert f"version: {__version__}" in file


@pytest.mark.skipif(shutil.which("bibtex") is None, reason="no bibtex here")
def test_bibtex_reads_it(bibtex, tmp_path):
    (tmp_path / "works.bib").write_text(bibtex, encoding="utf-8")
    (tmp_path / "p.aux").write_text("\\citation{*}\n\\bibstyle{plain}\n\\bibdata{works}\n", encoding="utf-8")
    done = subprocess.run(["bibtex", "p"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "Warning" not in done.stdout
    assert (tmp_path / "p.bbl").read_text(encoding="utf-8").count("\\bibitem") == 2
