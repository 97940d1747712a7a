"""The page of a decided claim: it says what the verdict says, compiles in every engine, and loads nothing."""

from __future__ import annotations

import re
import subprocess
from html.parser import HTMLParser

import pytest

from symtconv.claims.argument import argument_of
from symtconv.claims.library import LIBRARY
from symtconv.geometry import InputError
from symtconv.rendering.notation.formulas import equation
from symtconv.rendering.notation.style import Style
from symtconv.results.claim import check
from tests.rendering.pages import complaints, engine

LONG = "conv_size(i,k,1,1,floor(k/2),floor(k/2)) == i or abs(x) < 3 or not iff(k1 == s2, even_x != 7)"
CLAIMS = {
    "proved": ("right_inverse", []),
    "proved with splits": ("tensorflow_same", []),
    "proved, long": ("tensorflow_same_remainder", []),
    "proved, divisor to show": ("conv_size(i,k,s+d-1,d,0,0) <= i", []),
    "proved without a case": ("k >= 1", []),
    "refuted": (LONG, []),
    "refuted, repaired": ("(n-1)*s + k == convt_size(n,k,s,d,0,0,0)", []),
    "refuted, never": ("n == n + 1", []),
    "refuted, not buildable": ("conv_size(i,k,s,d,l,h) >= 1", []),
    "unknown": ("x_y*x_y != 2*y*y + 0*k1 + min(x_y - x_y, 0)", ["y >= 1"]),
}


def decided(name):
    claim, where = CLAIMS[name]
    verdict = check(claim, where=where, timeout=1 if name == "unknown" else 10)
    assert verdict.outcome == name.partition(" ")[0].rstrip(",")
    return verdict


PLAIN, LETTER = Style(), Style(paper="letter", author="N. N.", title="A & B")
COMPILED = [
    *(("pdflatex", PLAIN, name) for name in CLAIMS),
    *(
        (program, style, name)
        for program, style in (
            ("pdflatex", LETTER),
            ("xelatex", Style(lang="ko")),
            ("lualatex", Style(engine="lualatex")),
        )
        for name in ("proved", "refuted, repaired", "unknown")
    ),
]


@pytest.mark.latex
@pytest.mark.parametrize(("program", "style", "name"), COMPILED)
def test_every_page_compiles_without_a_complaint(tmp_path, program, style, name):
    engine(program)
    (tmp_path / "claim.tex").write_text(decided(name).to_latex(style), encoding="utf-8")
    command = [program, "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "claim.tex"]
    for _ in range(2):  # the second run knows the labels
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
        assert run.returncode == 0, run.stdout[-2000:]
    assert complaints((tmp_path / "claim.log").read_text(errors="replace")) == []


@pytest.mark.parametrize("name", CLAIMS)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_says_what_the_verdict_says(name, lang):
    verdict = decided(name)
    style = Style(lang=lang)
    latex, html = verdict.to_latex(style), verdict.to_html(style)
    words = {"proved": ("Proved", "증명됨"), "refuted": ("Refuted", "반증됨"), "unknown": ("Unknown", "판정하지 못함")}
    for outcome, both in words.items():
        word = both[lang == "ko"]
        for page in (latex, html):
            assert (re.search(rf"(?:textbf{{|<strong>){word}[.]", page) is not None) == (outcome == verdict.outcome)
    for values in (verdict.counterexample, verdict.buildable):
        for letter, value in (values or {}).items():
            assert f"${equation(letter, value).latex}$" in latex
    if verdict.certificate is not None:
        assert verdict.certificate.digest[:16] in latex
        assert verdict.certificate.digest[:16] in html
    assert verdict.to_latex(style) == latex


@pytest.mark.parametrize("name", [name for name in CLAIMS if name.startswith("proved")] + ["guide_14"])
def test_every_case_of_a_proof_is_printed_with_its_identity(name):
    verdict = check(name) if name in LIBRARY else decided(name)
    argument = argument_of(verdict)
    latex = verdict.to_latex()
    written = [*argument.cases, *(case for _, cases in argument.divisors for case in cases)]
    shown = latex.count(r"\textbf{Case ")
    assert len(argument.cases) <= shown
    totals = re.findall(r"Then \$(.*?) = (-\d+)\$, although", latex)
    assert len(totals) >= len(argument.cases)
    for case in argument.cases:
        for number in case.hypotheses:
            assert f"$e_{{{number}}}$" in latex
    assert written or "no case" in latex


def test_hypotheses_are_numbered_from_the_first_that_is_shown():
    for name in ("right_inverse", "guide_14"):
        for case in re.split(r"\\textbf\{Case \d+\.\}", check(name).to_latex())[1:]:
            told = [int(number) for number in re.findall(r"^\$e_\{(\d+)\}\$ &", case, re.MULTILINE)]
            assert told == list(range(1, len(told) + 1)) != []


def test_what_a_named_size_leaves_of_numbers_is_worked_out():
    page = check("conv_size(i,k,s,1,l,h) >= 0", where=["i+l+h >= k"]).to_latex()
    assert r"\frac{i+l+h-k}{s}" in page
    assert "1\\left(k-1" not in page


def test_an_identity_is_shown_as_one():
    page = check("convt_size(n,k,s,1,l,h,a) == (n-1)*s + k - l - h + a").to_latex()
    assert "both sides are $ns+a+k-h-l-s$" in page
    assert "Case" not in page
    assert "Case" in check("right_inverse").to_latex()


def test_a_divisor_that_is_no_letter_is_shown_to_be_positive():
    assert "It remains to show that the divisor" in decided("proved, divisor to show").to_latex()
    assert "It remains to show" not in check("right_inverse").to_latex()


@pytest.mark.parametrize("name", ["right_inverse", "round_trip", "tensorflow_same", "k_is_positive"])
def test_the_claim_is_set_alike_whatever_its_length(name):
    page = check(name if name != "k_is_positive" else "k >= 1").to_latex()
    box = page[page.index(r"\begin{statement}") : page.index(r"\end{statement}")]
    assert r"\begin{equation}" not in box
    assert (r"\[" in box) != (r"{\centering $" in box)


def test_a_known_formula_is_named_with_its_source():
    page = check("guide_14").to_latex()
    assert r"guide\symbol{95}14" in page
    assert "relationship 14" in page
    assert "Known here" not in decided("refuted").to_latex()


def test_named_sizes_are_defined_where_they_are_used():
    page = check("right_inverse").to_latex()
    assert "length of a convolution" in page
    assert "span of a kernel" not in page
    assert "The named sizes" not in check("k*2 == 2*k").to_latex()


def test_a_fragment_has_no_preamble_and_labels_of_its_own():
    page = check("right_inverse").to_latex(Style(fragment=True))
    assert r"\documentclass" not in page
    assert all(label.startswith("symtconv:") for label in re.findall(r"\\label\{([^}#]*)\}", page))


class Tags(HTMLParser):
    """Checks that what is opened is closed, and notes what a page would load."""

    EMPTY = frozenset({"meta", "link", "br", "hr", "wbr", "img"})

    def __init__(self):
        super().__init__()
        self.open, self.loads = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in self.EMPTY:
            self.open.append(tag)
        self.loads += [value for key, value in attrs if key in ("src", "href") and not value.startswith(("#", "data:"))]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("name", CLAIMS)
def test_the_html_is_whole_and_loads_nothing(name):
    tags = Tags()
    page = decided(name).to_html(Style(title="<script>alert(1)</script>"))
    tags.feed(page)
    assert tags.open == tags.loads == []
    assert re.findall("<script[^>]*", page) == ['<script type="text/plain" class="tex"'] * page.count(
        "<script"
    )  # to copy
    assert "&lt;script&gt;" in page


def test_an_unknown_claim_has_no_coq_file():
    with pytest.raises(InputError, match="no certificate"):
        decided("unknown").to_form(".v")
