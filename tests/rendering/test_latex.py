"""LaTeX: the same byte for byte, whole by itself, quiet in its log, and no page overrun by any layer."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose, Lowering
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.document import Code, Display, Document, Grid, Heading, Paragraph, Proof, Title
from symtconv.rendering.documents.facts import Numbers
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import math
from symtconv.rendering.printers.latex import to_latex
from symtconv.results.general import general
from tests.rendering.pages import LAYERS, WRONG, complaints, engine, full, log_of
from tests.strategies import layers

GOLDEN = Path(__file__).parent.parent / "golden"
DIGEST = re.compile(r"\b[0-9a-f]{16}\b")
OWN = re.compile(r"symtconv:[0-9a-f]{8}:")
PLAIN = Style(figures=False)

NUMBERS = Numbers(
    y=[[1, 2], [3, 4]],
    w=[[1, 2, 7], [-2, 1, 0], [-3, 1, 2]],
    x=[[1, 4, 11, 14], [1, 7, 31, 28], [-9, -10, 8, 4], [-9, -9, 10, 8]],
)


def latex(layer, style=PLAIN, **more):
    return to_latex(compose(full(layer, **more), style), style)


def test_latex_is_what_it_was():
    """A change is looked at and then accepted with SYMTCONV_REWRITE_GOLDEN=1."""
    text = DIGEST.sub("DIGEST", latex(LAYERS["line"], PLAIN))
    path = GOLDEN / "line.tex"
    if os.environ.get("SYMTCONV_REWRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def headings(layer, style=PLAIN, **more):
    return [block.label for block in compose(full(layer, **more), style).blocks if isinstance(block, Heading)]


def test_the_sections_are_those_of_the_layer_in_this_order():
    order = ["layer", "judged", "matrices", "lowering", "general", "views", "entries", "numbers", "evidence"]
    right, wrong = Lowering(dilate=2, pad=((1, 2), (1, 2)), flip=True), Lowering(dilate=2, pad=1, flip=True)
    seen = [
        headings(LAYERS["cs231n"], lowering=right),
        headings(LAYERS["cs231n"], lowering=wrong, numbers=NUMBERS),
        *(headings(layer) for layer in LAYERS.values()),
    ]
    for found in seen:
        assert found == sorted(found, key=order.index)
        assert {"layer", "matrices", "lowering"} <= set(found)
    assert {label for found in seen for label in found} <= set(order)
    assert "judged" not in seen[0]
    assert {"judged", "numbers"} <= set(seen[1])


def test_no_figure_stands_in_a_proof_and_one_that_stays_does_not_float():
    wrong = ConvTranspose(input=(3, 3), kernel=3, stride=2)
    text = latex(wrong, Style(), lowering=Lowering(dilate=2, pad=1, flip=True))
    held = text[text.index("\n\\holdfigures") : text.index("\n\\releasefigures")]
    assert "\\begin{proof}" in held
    assert "\\begin{figure}" not in held
    for name in ("wrong", "right"):
        before = text[: text.index(rf"\figurecaption{{fig:{name}}}")]
        assert before.rindex(r"\begin{still}") > before.rfind(r"\begin{figure}")


def test_no_figure_falls_among_the_rows_of_a_long_table():
    text = latex(LAYERS["cs231n"], Style())
    start = text.rindex("\n\\holdfigures")
    held = text[start : text.index("\n\\releasefigures", start)]
    assert held.count("\\section{") == held.count("\\halign") == 1
    assert held.index("\\section{") < held.index("\\halign")
    assert "\\begin{figure}" not in held


@pytest.mark.parametrize("name", ["cs231n", "space", "long-line"])
@pytest.mark.parametrize("fragment", [False, True])
def test_no_page_has_one_line_of_a_chain_alone(name, fragment):
    """The first two lines and the last two of each run stay together."""
    chains = re.findall(r"\\begin\{align\}\n(.*?)\n\\end\{align\}", latex(LAYERS[name], Style(fragment=fragment)), re.S)
    assert chains
    for run in (run for chain in chains for run in re.split(r"\n\\intertext.*\n", chain)):
        ends = [line.endswith("*") for line in re.findall(r"\\\\\*?(?=\n  )", run)]
        assert ends[0]
        assert ends[-1]
        assert len(ends) < 3 or not all(ends) or fragment


@pytest.mark.latex
def test_words_that_lead_to_a_table_stand_on_its_page(tmp_path):
    log_of(general().to_latex(), tmp_path)
    done = subprocess.run([engine("pdftotext"), "page.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    (page,) = (page for page in done.stdout.decode().split("\f") if "replayed them" in page)
    assert "proved, " in page


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
    assert all(map(OWN.match, re.findall(r"\\label\{([^}]*)\}", body)))
    assert len(set(OWN.findall(text))) == 1


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


AUTHOR = r"""\documentclass{article}
\usepackage{amsmath,amssymb,%s}
\newtheorem{theorem}{Theorem}\newtheorem{statement}[theorem]{Statement}
\newlength\cellwidth\setlength\cellwidth{3mm}\def\within{\textbf}
\begin{document}
\begin{theorem}\label{first}One.\end{theorem}
%s
\begin{statement}\label{second}Two, \within{bold}, \rule{\cellwidth}{1mm}; (\ref{first}).\end{statement}
%s%s
\begin{theorem}\label{third}Three.\end{theorem}
\edef\at{\the\cellwidth}\ifdim\at=3mm\else\errmessage{the author's length is another}\fi
\end{document}
"""
PROOF = r"\begin{proof}Yes.\end{proof}"


@pytest.mark.latex
@pytest.mark.parametrize(("packages", "proof"), [("xcolor", ""), ("amsthm,xcolor,hyperref", PROOF)])
def test_two_fragments_in_one_article_keep_their_numbers_apart(packages, proof, tmp_path):
    fragments = [latex(LAYERS[name], Style(fragment=True)) for name in ("line", "cs231n")]
    log = log_of(AUTHOR % (packages, fragments[0], proof, fragments[1]), tmp_path)
    assert complaints(log) == []
    numbers = dict(re.findall(r"\\newlabel\{([^}]*)\}\{\{([\d.]*)\}", (tmp_path / "page.aux").read_text()))
    # Theorems are the author's own, with which the author's statements count here.
    assert [numbers[name] for name in ("first", "second")] == ["1", "3"]
    first, second = (
        {label: int(numbers[label]) for label in re.findall(r"\\label\{([^}#]*:(?:eq|def|prop|thm):[^}]*)\}", text)}
        for text in fragments
    )
    assert len(first) == len(second) == 6
    theorems = [numbers[label] for labels in (first, second) for label in labels if ":thm:" in label]
    assert [*theorems, numbers["third"]] == ["2", "4", "5"]
    for one, other in zip(first, second, strict=True):
        assert first[one] < second[other]
        assert one.partition(":")[2] != other.partition(":")[2]


@pytest.mark.latex
def test_a_matrix_of_a_fragment_is_as_wide_as_the_line_at_most(tmp_path):
    cells = tuple(tuple(math(f"w_{n},{m}") for m in range(8)) for n in range(2))
    blocks = (Paragraph(Words("en").plain("A matrix:")), Display((Grid(cells),)))
    body = to_latex(Document(Title((), ""), blocks, (3,)), Style(fragment=True))
    assert complaints(log_of(article(body, "\\usepackage{graphicx}\\textwidth=50mm"), tmp_path)) == []
    assert len(complaints(log_of(article(body, "\\textwidth=50mm"), tmp_path))) == 1


def article(body, before=""):
    head = f"\\documentclass{{article}}\n{before}\n\\usepackage{{amsmath,amssymb,xcolor}}\n\\begin{{document}}\n"
    return f"{head}{body}\\end{{document}}\n"


COMMAND = "check 'conv_size(n, k, s) >= 1' --where \"n^2 > {k} | ~s\" `x` \\\\y --lang"


@pytest.mark.latex
@pytest.mark.parametrize("program", ["pdflatex", "xelatex", "lualatex"])
@pytest.mark.parametrize("fragment", [False, True])
def test_a_command_is_copied_as_it_is_typed(program, fragment, tmp_path):
    words = Words("en").plain("Say ")
    document = Document(Title(words, COMMAND), (Paragraph((*words, Code(COMMAND))),), (3,))
    text = to_latex(document, Style(fragment=fragment, unicode_engine=program != "pdflatex"))
    if fragment:
        fonts = "\\usepackage[T1]{fontenc}\\usepackage{lmodern}" if program == "pdflatex" else ""
        text = article(text, f"{fonts}\\textwidth=150mm")
    assert complaints(log_of(text, tmp_path, program)) == []
    done = subprocess.run([engine("pdftotext"), "page.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    assert "".join(done.stdout.decode().split()).count("".join(COMMAND.split())) == 2 - fragment


@pytest.mark.latex
def test_the_square_that_ends_a_proof_keeps_its_distance(tmp_path):
    words = Words("en").plain
    proofs = tuple(Proof((Paragraph(words("s " * number + "end.")),)) for number in range(40, 120))
    assert complaints(log_of(to_latex(Document(Title((), ""), proofs, (3,)), PLAIN), tmp_path)) == []
    done = subprocess.run(
        [engine("pdftotext"), "-bbox", "page.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    )
    seen = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)".*>(.*)</word>', done.stdout.decode())
    ends = [number for number, (*_, word) in enumerate(seen) if word.startswith("end.")]
    assert len(ends) == len(proofs)
    margins = set()
    for number in ends:
        (_, line, right, word), (left, below, edge, square) = seen[number : number + 2]
        assert (word, square) == ("end.", "□")
        assert float(left) - float(right) > 8 or float(below) > float(line) + 8
        margins.add(edge)
    assert len(margins) == 1


@pytest.mark.latex
def test_refutations_and_numbers_compile_quietly(tmp_path):
    assert complaints(log_of(latex(LAYERS["cs231n"], lowering=WRONG), tmp_path)) == []
    text = latex(ConvTranspose(input=(2, 2), kernel=3), numbers=NUMBERS)
    assert r"\tap{00}{1}" in text
    assert r"\cell{31}" in text
    assert complaints(log_of(text, tmp_path)) == []
