"""A fragment in an author's own document: two columns, slides, other packages, the author's own theorems."""

from __future__ import annotations

import re
import subprocess

import pytest

from symtconv import ConvTranspose, Style, derive
from symtconv.geometry import InputError
from symtconv.rendering.documents.sections import NAMES
from symtconv.results.general import general
from tests.rendering.pages import engine

LAYER = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1)
AUTHOR = r"\newtheorem{theorem}{Theorem}\newtheorem{definition}[theorem]{Definition}"
COLUMNS = r"\documentclass[%s,twocolumn]{article}\usepackage[textwidth=174mm,columnsep=6mm]{geometry}"
DOCUMENTS = {
    "two columns": (COLUMNS % "10pt", "pdflatex"),
    "two columns, 12 pt": (COLUMNS % "12pt", "pdflatex"),
    "amsthm, hyperref, cleveref": (
        COLUMNS % "10pt" + r"\usepackage{amsmath,amsthm,hyperref}\usepackage{cleveref}" + AUTHOR, "pdflatex",
    ),
    "unicode-math": (COLUMNS % "10pt" + r"\usepackage{unicode-math}", "lualatex"),
    "slides 4:3": (r"\documentclass{beamer}", "pdflatex"),
    "slides 16:9": (r"\documentclass[aspectratio=169]{beamer}", "pdflatex"),
    "IEEEtran": (r"\documentclass{IEEEtran}", "pdflatex"),
    "acmart": (r"\documentclass[sigconf,nonacm]{acmart}", "pdflatex"),
}  # fmt: skip
OUTSIDE = ("IEEEtran", "acmart", "unicode-math")
"""What a TeX of the size that is asked for need not have, with its fonts."""


def fragment(*sections, figures=None):
    return derive(LAYER, style=Style(fragment=True, sections=sections or None, figures=figures)).to_latex()


def typeset(preamble, body, name, folder):
    """Typeset twice; give the log of the second run."""
    engine(name)
    packages = r"\usepackage{amsmath,amssymb,xcolor,tikz}\usetikzlibrary{patterns}"
    if "acmart" in preamble:
        packages = packages.replace("amssymb,", "")  # the class has these letters already
    slide = "beamer" in preamble
    start, end = (r"\begin{frame}[allowframebreaks]", r"\end{frame}") if slide else ("", "")
    (folder / "a.tex").write_text(f"{preamble}{packages}\n\\begin{{document}}{start}\n{body}\n{end}\\end{{document}}\n")
    for _ in range(2):
        run = subprocess.run(
            [name, "-interaction=nonstopmode", "-halt-on-error", "a.tex"], cwd=folder, capture_output=True, text=True,
            errors="replace", check=False,
        )  # fmt: skip
    assert run.returncode == 0, run.stdout[-1500:]
    return (folder / "a.log").read_text(errors="replace")


def too_wide(log):
    """Give how far boxes stick out of their lines, in points; less than a point cannot be seen."""
    return [
        float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt too wide\)", log) if float(points) > 1
    ]


@pytest.mark.latex
@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_proof_fits_into_an_authors_column(document, tmp_path):
    preamble, name = DOCUMENTS[document]
    if document in OUTSIDE:
        try:
            typeset(preamble, "Nothing of ours.", name, tmp_path)
        except AssertionError:
            pytest.skip(f"this TeX cannot set an empty document with {document}")
    log = typeset(preamble, fragment("statement", "proof"), name, tmp_path)
    assert not too_wide(log)
    assert "undefined" not in log


@pytest.mark.latex
def test_a_whole_fragment_and_the_theorem_fit_into_a_column(tmp_path):
    body = fragment() + "\n" + general(Style(fragment=True)).to_latex()
    assert not too_wide(typeset(DOCUMENTS["two columns"][0], body, "pdflatex", tmp_path))


@pytest.mark.latex
def test_statements_count_with_the_authors_own(tmp_path):
    """The author's theorem is 1, our definition is 2; two fragments cite what they print."""
    body = "\\begin{theorem}Mine.\\end{theorem}\n" + fragment("statement", "proof")
    log = typeset(DOCUMENTS["amsthm, hyperref, cleveref"][0], body, "pdflatex", tmp_path)
    assert "multiply defined" not in log
    text = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert "Theorem 1" in text
    assert "Definition 2" in text
    assert "Definition 1" not in text


def test_sections_bring_along_what_they_cite_and_nothing_else():
    text = fragment("proof")
    assert text.count(r"\begin{proof}") == 1
    assert r"\begin{statement}{Definition}" in text
    assert r"\subsection" not in text
    cited = set(re.findall(r"\\(?:eq)?ref\{([^}]+)\}", text))
    assert cited
    assert cited <= set(re.findall(r"\\label\{([^}]+)\}", text))


@pytest.mark.parametrize("name", NAMES)
def test_every_section_stands_alone(name):
    text = fragment(name)
    cited = set(re.findall(r"\\(?:eq)?ref\{([^}]+)\}", text))
    assert cited <= set(re.findall(r"\\label\{([^}]+)\}", text))


def test_a_section_that_there_is_not_is_refused():
    with pytest.raises(InputError, match="no section 'prof'; the sections are abstract, sizes, layer"):
        fragment("prof")
