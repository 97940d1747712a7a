"""User text is text, whatever it holds: in LaTeX, in HTML, and in the documents."""

from __future__ import annotations

import re
import subprocess
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.geometry import InputError
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.latex import to_latex
from symtconv.rendering.tex import escape
from tests.rendering.pages import LAYERS, complaints, engine, facts

printable = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)

# What the escaping writes; nothing else may begin with a backslash.
OURS = re.compile(
    r"\\(?:textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|textquotedblright|textasciigrave)\{\}"
    r"|\\[{}$&#%_]|-\{\}-"
)


@given(printable)
def test_no_special_is_left(text):
    rest = OURS.sub("", escape.latex(text))
    assert not set(rest) & set('\\{}$&#%_^~<>|"`')


@given(printable)
def test_what_was_written_can_be_read_back(text):
    back = escape.latex(text)
    for special, latex in sorted(escape.SPECIALS.items(), key=lambda pair: -len(pair[1])):
        if special != "\\":
            back = back.replace(latex, special)
    assert back.replace(r"\textbackslash{}", "\\") == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("^^5cinput", r"\textasciicircum{}\textasciicircum{}5cinput"),
        ("100% & more_#1 $x$ ~", r"100\% \& more\_\#1 \$x\$ \textasciitilde{}"),
        ("Łódź", r"{\L}{\'o}d{\'z}"),
        ("∞ and α", r"$\infty$ and $\alpha$"),
        ("a\n b", "a b"),
        ("--flag", r"-{}-flag"),
        ("e\u0301", r"{\'e}"),
    ],
)
def test_examples(text, latex):
    assert escape.latex(text) == latex


def test_a_character_that_pdflatex_lacks_is_named_with_the_engine_to_use():
    told = r"'합' \(U\+D569, HANGUL SYLLABLE HAB\); use --engine xelatex or --engine lualatex"
    with pytest.raises(InputError, match=told):
        escape.latex("합성곱")
    assert escape.latex("합성곱", unicode_engine=True) == "합성곱"


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\ud800", "x\u0007"])
def test_control_characters_are_refused(text):
    with pytest.raises(InputError, match="which no page can show"):
        escape.latex(text)


def test_text_without_end_is_refused():
    with pytest.raises(InputError, match="2000 is the limit"):
        escape.latex("x" * 2001)


@given(st.text(max_size=60))
def test_markup_has_no_tag_and_no_quote(text):
    assert not set(escape.markup(text)) & set("<>\"'")


@given(
    st.text(st.characters(min_codepoint=0xA0, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cn", "Co"]), max_size=8)
)
def test_a_unicode_engine_takes_what_is_there(text):
    found = escape.latex(text, unicode_engine=True)
    assert all(unicodedata.category(letter) not in {"Cc", "Cs"} for letter in found)


def test_the_title_of_a_document_is_escaped_once():
    style = Style(title=r"50% of \alpha & β", author="A_B", figures=False)
    latex = to_latex(compose(facts(LAYERS["single"]), style), style)
    assert r"\boldmath\raggedright 50\% of \textbackslash{}alpha \& $\beta$\par" in latex
    assert r"A\_B" in latex


@pytest.mark.latex
def test_every_character_that_is_let_through_is_set_by_pdflatex(tmp_path):
    program = engine("pdflatex")
    lines = []
    for code in [*range(32, 127), *range(0xA0, 0x2C00)]:
        try:
            lines.append(rf"\setbox0\hbox{{{escape.latex(chr(code))}}}")
        except InputError:
            continue
    assert len(lines) > 450
    body = "\n".join(lines)
    (tmp_path / "a.tex").write_text(
        f"\\documentclass{{article}}\\usepackage{{amsmath,amssymb}}\\begin{{document}}{body} x\\end{{document}}"
    )
    command = [program, "-interaction=nonstopmode", "a.tex"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    log = (tmp_path / "a.log").read_text(errors="replace")
    assert complaints(log) == []
