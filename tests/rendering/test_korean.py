"""Korean: the words are complete and glue no particle, pages are quiet in their engines, user text survives."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.checker.layer import METHODS
from symtconv.geometry import ConvTranspose, EngineError, InputError
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.catalogue import LANGUAGES, sentences
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import to_html
from symtconv.rendering.printers.latex import to_latex
from symtconv.rendering.printers.text import to_text
from symtconv.rendering.tex import pdf, scripts
from symtconv.rendering.tex.escape import LackingError, latex
from symtconv.results.claim import check
from symtconv.results.derivation import derive
from symtconv.results.general import general
from tests.rendering.browser import Browser, found
from tests.rendering.pages import LAYERS, WRONG, complaints, engine, facts, full, typeset
from tests.rendering.test_latex import NUMBERS, log_of
from tests.strategies import layers

CATALOGUES, FIGURE_WORDS, PAGE_WORDS = (
    {lang: sentences(lang, *tables) for lang in LANGUAGES} for tables in (("page", "terminal"), ("figures",), ("desk",))
)
KOREAN = CATALOGUES["ko"]
HANGUL = re.compile("[가-힣]")
KO = Style(lang="ko")

# 은/는, 이/가, 을/를, 와/과, (으)로, (이)라, (이)나 after a slot or a formula; 이다 stands after any sound.
GLUED = re.compile(
    r"(?:\{[a-z_]+\}|\$[^$]+\$′?)(은|는|이(?!다|고|며|면|므로)|가(?!지)|을|를|와|과|라|으로|로|란|나)(?![가-힣])"
)


def formulas(sentence):
    return sorted(" ".join(found.split()) for found in re.findall(r"\$([^$]+)\$", sentence))


def slots(sentence):
    return sorted(re.findall(r"\{([a-z_]+)\}", sentence))


# ---- the words --------------------------------------------------------------------


def test_both_catalogues_have_the_same_sentences_in_the_same_order():
    assert list(KOREAN) == list(CATALOGUES["en"])


@pytest.mark.parametrize("key", CATALOGUES["en"])
def test_a_sentence_has_the_slots_and_formulas_of_its_english(key):
    english, korean = CATALOGUES["en"][key], KOREAN[key]
    assert slots(korean) == slots(english)
    assert formulas(korean) == formulas(english)
    words = re.search(r"[A-Za-z]{5,}", re.sub(r"\$[^$]*\$|\{[a-z_]*\}", "", english))
    assert not words or HANGUL.search(korean) or key.startswith(("number.", "reference."))


@pytest.mark.parametrize("catalogues", [FIGURE_WORDS, PAGE_WORDS])
def test_figures_and_the_page_have_the_same_sentences_and_only_slots_that_there_are(catalogues):
    english, korean = catalogues["en"], catalogues["ko"]
    assert set(english) == set(korean)
    for key, sentence in korean.items():
        named = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (sentence, english[key])]
        assert named[0] <= named[1], key


@pytest.mark.parametrize("catalogue", [KOREAN, FIGURE_WORDS["ko"], PAGE_WORDS["ko"]])
def test_no_particle_is_glued_to_what_varies(catalogue):
    assert {key: found[0] for key, text in catalogue.items() if (found := GLUED.search(text))} == {}


@pytest.mark.parametrize("bad", ["{n}은 크다", "$w$를", "값 $ {a} $이 크다", "$y$와 같다", "{n}로 나눈"])
def test_a_glued_particle_is_seen(bad):
    assert GLUED.search(bad)


def test_what_no_one_translated_stays_as_it_is():
    assert all(Words("en").told(method) == method for method in METHODS.values())
    assert Words("ko").told("a sentence of a plug-in") == "a sentence of a plug-in"


# ---- pages ------------------------------------------------------------------------

ENGLISH = re.compile(r"\b(?:the|and|with|which|entries|kernel size|left out|page|each|every)\b", re.IGNORECASE)


@settings(max_examples=25)
@given(layers(rank=st.integers(1, 4)), st.integers(0, 1))
def test_every_layer_has_a_korean_page_without_english_sentences(layer, base):
    style = Style(lang="ko", index_base=base)
    document = compose(facts(layer), style)
    text = to_text(document, style)
    own = re.sub(r"\([a-z -]+\)|V\. Dumoulin.*\n.*", "", text)
    assert not ENGLISH.search(own), ENGLISH.search(own)
    assert max(scripts.places(line) for line in text.splitlines() if HANGUL.search(line) and "|" not in line) < 400
    source = to_latex(document, style)
    assert "\\usepackage{kotex}" in source
    assert "\\emph{" not in re.sub(r"\\emph\{(A guide|symtconv: )[^}]*\}", "", source)
    assert '<html lang="ko">' in to_html(facts(layer), style)


def test_text_is_broken_by_the_width_that_is_seen():
    document = compose(facts(LAYERS["line"]), KO)
    words = [line for line in to_text(document, KO).splitlines() if HANGUL.search(line) and "  " not in line]
    assert 80 < max(map(scripts.places, words)) <= 100


def test_underlines_are_as_long_as_their_headings():
    lines = to_text(compose(facts(LAYERS["line"]), KO), KO).splitlines()
    rules = [(above, rule) for above, rule in pairwise(lines) if rule and set(rule) <= {"-", "="}]
    assert rules[0][0].startswith("입력")
    assert all(scripts.places(above) == len(rule) for above, rule in rules)


def test_hangul_is_bold_where_latin_letters_are_in_italics():
    document = compose(facts(LAYERS["cs231n"]), KO)
    source = to_latex(document, KO)
    assert r"\textbf{이어진다}" in source
    assert r"\emph{A guide to convolution arithmetic" in source
    assert r"\textbf{#1}\enspace\ignorespaces" in source.split(r"\def\proof#1")[1].splitlines()[0]
    page = to_html(facts(LAYERS["cs231n"]), KO)
    assert '<em class="upright">이어진다</em>' in page
    assert "em.upright{font-style:normal" in page


def test_an_english_page_needs_no_korean_package():
    source = to_latex(compose(facts(LAYERS["cs231n"])), Style())
    assert source.isascii()
    assert not set(re.findall(r"kotex|fontspec|iftex", source))


@pytest.mark.browser
def test_the_korean_page_is_quiet_in_a_browser(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(to_html(facts(LAYERS["cs231n"]), KO), encoding="utf-8")
    browser = Browser(found(), tmp_path / "profile")
    browser.open(file)
    assert (browser.complaints(), browser.requests()) == ([], [file.as_uri()])
    style = "getComputedStyle(document.querySelector('em.upright'))"
    assert browser.value(f"[{style}.fontStyle, {style}.wordBreak]") == ["normal", "keep-all"]
    before = browser.value('document.getElementById("live").textContent')
    browser.press("ArrowRight")
    browser.click("#next")
    after = browser.value('document.getElementById("live").textContent')
    assert HANGUL.search(after)
    assert after != before
    browser.close()


# ---- engines and fonts ------------------------------------------------------------


def test_pdflatex_is_refused_with_the_engines_to_use():
    with pytest.raises(InputError, match="does not set the language 'ko'; use --engine xelatex or --engine lualatex"):
        Style(lang="ko", engine="pdflatex")
    with pytest.raises(InputError, match="pdflatex does not set Hangul, Han or Kana; use --engine xelatex"):
        pdf.check_hangul("pdflatex", "\\usepackage{kotex}")


def test_an_unknown_engine_or_language_is_refused():
    with pytest.raises(InputError, match="no engine 'tex'; use pdflatex, xelatex, lualatex"):
        Style(engine="tex")
    with pytest.raises(InputError, match="no words in the language 'xx'; use en or ko"):
        compose(facts(LAYERS["single"]), Style(lang="xx"))


def fake(folder, **programs):
    for name, said in programs.items():
        path = folder / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\nprintf '{said}'\n")
        path.chmod(0o755)


def test_a_missing_package_or_font_is_named_with_what_to_install(monkeypatch, tmp_path):
    text = to_latex(compose(facts(LAYERS["single"]), KO), KO)
    monkeypatch.setenv("PATH", str(tmp_path))
    fake(tmp_path, xelatex="", kpsewhich="", fc_list="Noto Serif CJK KR")
    with pytest.raises(EngineError, match=r"did not find kotex.sty; install texlive-lang-korean \(Debian\)"):
        pdf.compiled(text)
    fake(tmp_path, kpsewhich="/tex/kotex.sty", fc_list="DejaVu Serif")
    with pytest.raises(EngineError, match=r"no font for Hangul .*Noto Serif CJK KR.*apt-get install fonts-noto-cjk"):
        pdf.compiled(text)
    fake(tmp_path, fc_list="UnBatang,은 바탕")
    pdf.check_hangul("xelatex", text)


def korean(name):
    """Ask for an engine with kotex and the fonts that these tests use, and for LuaTeX's index of fonts."""
    engine(name)
    wanted = (
        ("texlive-lang-korean", "kotex.sty" in told_by("kpsewhich", "kotex.sty")),
        ("fonts-noto-cjk", any(font in told_by("fc-list", ":", "family") for font in scripts.HANGUL_FONTS)),
        ("fonts-dejavu-core", "DejaVu Sans" in told_by("fc-list", ":", "family")),
    )
    if name == "lualatex":
        told_by("luaotfload-tool", "--update")
    lacking = [package for package, found in wanted if not found]
    if lacking:
        told = f"not installed: {' '.join(lacking)} (packages of Debian)"
        if os.environ.get("SYMTCONV_REQUIRE_ALL") == "1":
            pytest.fail(told)
        pytest.skip(told)


def told_by(program, *options):
    path = shutil.which(program)
    return "" if path is None else subprocess.run([path, *options], capture_output=True, text=True, check=False).stdout


def of(name, style=KO, **more):
    return to_latex(compose(full(LAYERS[name], **more), style), style)


GOLDEN = Path(__file__).parent.parent / "golden"
DIGEST = re.compile(r"\b[0-9a-f]{16}\b")


def test_a_korean_page_is_what_it_was():
    """A change is looked at and then accepted with SYMTCONV_REWRITE_GOLDEN=1, as for the English pages."""
    style = Style(lang="ko", figures=False)
    written = DIGEST.sub("DIGEST", to_text(compose(full(LAYERS["cs231n"]), style), style))
    path = GOLDEN / "cs231n-ko.txt"
    if os.environ.get("SYMTCONV_REWRITE_GOLDEN") == "1":
        path.write_text(written, encoding="utf-8")
    assert written == path.read_text(encoding="utf-8")


@pytest.mark.latex
@pytest.mark.parametrize("name", ["xelatex", "lualatex"])
@pytest.mark.parametrize("claim", ["right_inverse", "n == 1 and k == 1 or n == 2", "conv_size(i,k,s,d,l,h) >= 1"])
def test_a_claim_compiles_in_korean(claim, name, tmp_path):
    korean(name)
    assert complaints(log_of(check(claim).to_latex(KO), tmp_path, name)) == []


@pytest.mark.latex
@pytest.mark.parametrize("name", ["line", "large", "groups", "space", "beyond", "channels"])
def test_no_korean_page_overruns(name, tmp_path):
    korean("xelatex")
    assert complaints(log_of(of(name), tmp_path, "xelatex")) == []


@pytest.mark.latex
@pytest.mark.parametrize(
    "style",
    [
        Style(lang="ko", document_class="standalone"),
        Style(lang="ko", index_base=1, symbols={"y": "Y", "w": "kappa"}, paper="letter", title="합성곱과 가 & 나_다"),
    ],
)
def test_korean_styles_compile_quietly(style, tmp_path):
    korean("xelatex")
    assert complaints(log_of(of("cs231n", style), tmp_path, "xelatex")) == []


@pytest.mark.latex
def test_korean_refutations_numbers_and_the_theorem_compile_quietly(tmp_path):
    korean("xelatex")
    assert complaints(log_of(of("cs231n", lowering=WRONG), tmp_path, "xelatex")) == []
    document = compose(facts(ConvTranspose(input=(2, 2), kernel=3), numbers=NUMBERS), KO)
    assert complaints(log_of(to_latex(document, KO), tmp_path, "xelatex")) == []
    assert complaints(log_of(general(KO).to_latex(), tmp_path, "xelatex")) == []


@pytest.mark.latex
def test_a_korean_fragment_says_its_preamble_and_fits_an_article(tmp_path):
    korean("xelatex")
    body = of("cs231n", Style(lang="ko", fragment=True))
    preamble = "\n".join(line[4:] for line in body.splitlines() if line.startswith("%   "))
    assert "\\usepackage{kotex}" in preamble
    text = (
        f"\\documentclass{{article}}\\usepackage{{amsmath,amssymb,xcolor}}\n{preamble}\n"
        f"\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )
    assert complaints(log_of(text, tmp_path, "xelatex")) == []


def text_of(path):
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True).stdout.decode()


FOREIGN = "한글 合成 Привет Ελλάδα ☃ Zoë"


@pytest.mark.latex
@pytest.mark.parametrize("name", ["xelatex", "lualatex"])
def test_hangul_stands_in_the_pdf_of_both_engines(name, tmp_path):
    korean(name)
    style = Style(lang="ko", engine=name, author="김 Привет")
    derivation = derive(LAYERS["single"], style=style)
    pages = derivation.save(tmp_path / "a.pdf")
    text = text_of(pages)
    assert "전치 합성곱" in text
    assert "증명됨." in text
    assert "김 Привет" in text


@pytest.mark.latex
def test_user_text_of_any_script_finds_its_engine_by_itself(tmp_path):
    korean("xelatex")
    derivation = derive(LAYERS["single"], style=Style(title=FOREIGN))
    assert FOREIGN in text_of(derivation.save(tmp_path / "a.pdf"))
    with pytest.raises(LackingError, match=r"'한' \(U\+D55C, HANGUL SYLLABLE HAN\); use --engine xelatex"):
        derivation.save(tmp_path / "a.tex")
    with pytest.raises(LackingError, match="pdfLaTeX has no '한'"):
        derive(LAYERS["single"], style=Style(title=FOREIGN, engine="pdflatex")).save(tmp_path / "b.pdf")
    assert "Привет" in to_html(facts(LAYERS["single"]), Style(title=FOREIGN))


@pytest.mark.latex
@pytest.mark.parametrize("figure", ["lowering", "scatter"])
def test_a_korean_figure_is_a_page_of_its_own(figure, tmp_path):
    korean("xelatex")
    source = derive(LAYERS["cs231n"], style=KO).to_form(".tex", figure).decode()
    assert complaints(log_of(source, tmp_path, "xelatex")) == []


@pytest.mark.latex
def test_lua_writes_no_file_either_where_it_loads_fonts(tmp_path):
    engine("lualatex")
    evil = (
        "\\directlua{local f = io.open('%s/out', 'w') if f then f:write('x') f:close() end "
        "os.rename('page.aux', '%s/moved') os.execute('touch %s/run') io.output('%s/more') lfs.mkdir('%s/folder')}é"
    )
    page = "\\documentclass{article}\\begin{document}" + evil.replace("%s", str(tmp_path)) + "\\end{document}"
    typeset(page, tmp_path / "a.pdf", engine="lualatex")
    assert os.listdir(tmp_path) == ["a.pdf"]


SCRIPTS = {
    "hangul": "합성곱의 증명",
    "greek": "Η μετατεθειμένη συνέλιξη",
    "cyrillic": "Транспонированная свёртка",
    "arabic": "الالتفاف المنقول",
    "emoji": "proof 🙂",
    "marks": "e\u0301 a\u0323\u0302 x\u0304",
    "joined": "가\u200d나 👩\u200d🔬",
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_title_of_any_script_is_written_and_pdflatex_names_character_and_engine(name):
    layer, title = LAYERS["single"], SCRIPTS[name]
    assert "documentclass" in of("single", Style(title=title, author=title, engine="xelatex"))
    assert title in to_html(facts(layer), Style(title=title))
    with pytest.raises(LackingError, match=r"has no '.+' \(U\+[0-9A-F]{4,5}, [A-Z -]+\); use --engine xelatex or"):
        of("single", Style(title=title))


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\ue000", "\ufffe"])
@pytest.mark.parametrize("engine_name", [None, "xelatex"])
def test_a_character_that_no_page_can_show_is_named(character, engine_name):
    with pytest.raises(InputError, match=rf"U\+{ord(character):04X}, which no page can show; remove it"):
        of("single", Style(title=f"a{character}b", engine=engine_name))


def test_what_is_no_text_is_refused_before_any_page():
    with pytest.raises(InputError, match="is no Unicode text, so no page can show it"):
        Style(title="a\ud800b")


# ---- scripts in LaTeX -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Привет, мир!", r"\inscript{cyrillic}{Привет}, \inscript{cyrillic}{мир}!"),
        ("привет мир", r"\inscript{cyrillic}{привет мир}"),
        ("مرحبا بالعالم", r"\inscript{arabic}{\rtl{مرحبا بالعالم}}"),
        ("हिन्दी", r"\inscript{devanagari}{हिन्दी}"),
        ("한글 a_b 漢字", r"한글 a\_b 漢字"),
        ("λ", r"$\lambda$"),
        ("Zoë – “x”", "Zoë – “x”"),
    ],
)
def test_letters_that_latin_modern_lacks_stand_in_a_font_of_their_script(text, expected):
    assert latex(text, unicode_engine=True) == expected


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), max_size=40))
def test_no_character_is_lost_and_braces_match(text):
    found = latex(text, unicode_engine=True)
    bare = re.sub(r"\\[{}]", "", found)
    assert bare.count("{") == bare.count("}")
    assert all(letter in found for letter in text if HANGUL.match(letter))
    defined = re.findall(r"scriptfont@\{([a-z]+)\}", scripts.preamble(found))
    assert set(re.findall(r"\\inscript\{([^}]*)\}", found)) <= set(defined)
