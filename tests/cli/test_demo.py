"""`make demo`: everything that can be made is made; what TeX lacks is a note."""

from __future__ import annotations

import pytest

from symtconv.cli import demo
from symtconv.geometry import EngineError
from symtconv.rendering.tex import pdf


@pytest.mark.parametrize("installed", [True, False])
def test_a_tex_that_is_not_whole_is_a_note(tmp_path, monkeypatch, capsys, installed):
    def refuse(*_, **__):
        msg = "pdflatex failed; its log says:\n  I can't find the format file `pdflatex.fmt'!"
        raise EngineError(msg)

    monkeypatch.setattr(pdf, "compiled", refuse)
    monkeypatch.setattr(demo, "engines", lambda: {"pdflatex": "/usr/bin/pdflatex" if installed else None})
    assert demo.main(str(tmp_path)) == 0
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {*(f"cs231n.{form}" for form in ("tex", "txt", "json", "html", "svg")), "rewrite.html"}
    said = capsys.readouterr()
    assert "refuted  convt(x, w, stride=s, pad=p, extra=a)" in said.out
    assert "holds when a == 0 or p == 0" in said.out
    assert ("pdflatex.fmt" in said.err) == installed
    assert ("note: no PDF" in said.out) == installed
    assert ("no TeX engine found" in said.out) != installed
