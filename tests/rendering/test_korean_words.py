"""No English is left on a Korean page: names, terms in parentheses, code and mathematics alone."""

from __future__ import annotations

import pickle
import re
from dataclasses import replace

import pytest

from symtconv.arithmetic.polynomial import multiply
from symtconv.checker.claim import PROOF
from symtconv.checker.layer import METHODS
from symtconv.claims import argument, report
from symtconv.claims.library import LIBRARY, known_as
from symtconv.claims.verdict import SEARCHED
from symtconv.geometry import ConvTranspose, LimitError, Lowering, Message
from symtconv.operators import explain
from symtconv.operators.estimate import left_out
from symtconv.operators.views import VIEWS
from symtconv.proofs.instance import prove
from symtconv.rendering.documents.claim import claim_page
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.facts import ViewVerdict
from symtconv.rendering.documents.words import Words, told_in
from symtconv.rendering.figures import FIGURES
from symtconv.rendering.figures.svg import svg
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html import to_html
from symtconv.results.claim import check
from symtconv.results.derivation import derive
from symtconv.results.general import general
from tests.rendering.pages import LAYERS, WRONG, Agreed, facts
from tests.rendering.reading import words_of_document, words_of_html
from tests.rendering.test_latex import NUMBERS

TOLD = told_in("ko")
KO = Style(lang="ko")
TELL = Words("ko").told

ALLOWED = {
    "Coq": "the proof assistant",
    "symtconv": "this program",
    "sympy": "a program whose version is told",
    "numpy": "a program whose version is told",
    "SHA": "the name of a hash",
    "im2col": "the name of an operation, never translated",
    "col2im": "the name of an operation, never translated",
    "LaTeX": "the name of what a button copies",
    "so": "s times o, in a formula that is read aloud",
    "lo": "the index of a letter, P_lo",
    "hi": "the index of a letter, P_hi",
    "mod": "a sign of mathematics, as in ≡ (mod 2)",
}
TERM = re.compile(r"(?<=[가-힣])\((?:[a-z-]+ ?)+\)")
"""The English of a term, in parentheses behind it."""

REFERENCE = re.compile(
    r"V\. Dumoulin and F\. Visin.*?arXiv:1603\.07285|Dumoulin and Visin, arXiv:1603\.07285"
    r"|The\s+symtconv\s+developers\..*?Software,\s+2026\.",
    re.DOTALL,
)
LOWERING = re.compile(r"(?:dilate|pad)=[-\w:= ]*")
"""A lowering as it is typed."""

WORD = re.compile(r"[A-Za-z0-9]*[A-Za-z]{2,}[A-Za-z0-9]*")


def english(text):
    """Give the English words of a text that no rule allows."""
    rest = LOWERING.sub(" ", REFERENCE.sub(" ", TERM.sub(" ", text)))
    return {word for word in WORD.findall(rest) if word not in ALLOWED}


def of(layer, **more):
    views = tuple(ViewVerdict(name, view.title, "proved") for name, view in VIEWS.items())
    return facts(layer, views=views, agreement=Agreed(), versions={"symtconv": "0", "sympy": "1"}, **more)


UNFLIPPED = Lowering(dilate=1, pad=((0, 0),), flip=False)
PAGES = {
    **{name: {"layer": layer} for name, layer in LAYERS.items()},
    "wrong": {"layer": LAYERS["cs231n"], "lowering": WRONG},
    "other-words": {
        "layer": ConvTranspose(input=2, kernel=1),
        "lowering": Lowering(dilate=1, pad=((0, 0),), flip=False),
    },
    "numbers": {"layer": ConvTranspose(input=(2, 2), kernel=3), "numbers": NUMBERS},
    "theorem": {"layer": LAYERS["cs231n"], "steps": general().steps},
}


@pytest.mark.parametrize("name", PAGES)
def test_no_english_is_left_on_a_page(name):
    found = of(**PAGES[name])
    assert english(words_of_document(compose(found, KO))) == set()
    assert english(words_of_html(to_html(found, KO))) == set()


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("name", [name for name in LAYERS if name != "huge"])
def test_no_english_is_left_in_a_figure(figure, name):
    assert english(words_of_html(svg(FIGURES[figure](LAYERS[name], lang="ko")))) == set()


def test_no_english_is_left_in_the_theorem():
    page = general(KO)
    assert english(words_of_document(page.document)) == set()
    assert " for " not in page.to_text().replace("arithmetic for deep", "")
    assert "(단, 0 ≤ u < k)" in page.to_text()
    assert " iff " not in page.to_text()
    assert "m mod s = 0 ⟺ m = " in page.to_text()


@pytest.mark.parametrize("text", ["값 is 3", "합성곱 (the sum)", "window 창", "값이 The 3"])
def test_english_is_seen(text):
    assert english(text)


def test_the_english_of_a_term_stands_at_its_first_use_alone():
    words = words_of_document(compose(of(LAYERS["groups"]), KO))
    terms = TERM.findall(words)
    assert len(terms) == len(set(terms)) > 10
    assert words.index("커널(kernel)") < words.index("커널 ")


# ---- claims -----------------------------------------------------------------------

CLAIMS = {
    "proved": "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n",
    "split": "tensorflow_same",
    "never": "n == n + 1",
    "unreal": "conv_size(i,k,s,d,l,h) >= 1",
    "repaired": "(n-1)*s + k == convt_size(n,k,s,d,0,0,0)",
    "joined": "n == 1 and k == 1 or n == 2",
    "nameless": "1 == 2",
    "unknown": "x*x != 2*y*y",
}


def decided(name):
    where = {"proved": ["a < s"], "unknown": ["y >= 1"]}.get(name, [])
    return check(CLAIMS[name], where=where, timeout=1 if name == "unknown" else 10)


CODE = re.compile(r"(?:[a-z]\w*\s*\(|\b(?:and|or|not|floor|ceil|min|max|e|q)\d*\b|convt?_size|span|residue)")


WORKS = ("V. Dumoulin", "F. Fleuret", "TensorFlow", "Keras", "JAX", "ONNX", "PyTorch", "MLIR")
"""Works, whose names and titles are cited as they are."""


def test_where_a_known_formula_is_from_is_told():
    for known in LIBRARY.values():
        told = TELL(known.source)
        assert known.source.startswith(WORKS) or not english(CODE.sub(" ", told)), told
        assert "relationship" not in told


@pytest.mark.parametrize("name", CLAIMS)
def test_a_claim_is_told_in_korean(name):
    verdict = decided(name)
    known = known_as(verdict.claim, verdict.where)
    work = known.source if known is not None and known.source.startswith(WORKS) else "\0"
    assert english(words_of_document(claim_page(verdict, KO, {})).replace(work, "")) == set()
    page = words_of_html(verdict.to_html(KO)).replace(work, "").replace(report.reproduce(verdict), "")
    assert english(CODE.sub(" ", page)) == set()
    lines = verdict.to_text(KO).splitlines()
    assert not any("symtconv check" in line for line in lines if not line.startswith("  다시  "))
    told = "\n".join(line for line in lines if not line.startswith("  다시  "))
    assert english(CODE.sub(" ", told)) <= {"tensorflow", "same"}


def test_the_sentences_of_lists_are_told():
    listed = {view.title for view in VIEWS.values()} | {*METHODS.values(), PROOF}
    for module in (explain, report, argument):
        listed |= set(module.SAID.values())
    assert listed <= set(TOLD)


@pytest.mark.parametrize("sentence", TOLD)
def test_what_is_told_has_the_slots_of_its_english(sentence):
    assert sorted(re.findall(r"\{[^}]+\}", TOLD[sentence])) == sorted(re.findall(r"\{[^}]+\}", sentence))
    assert re.search("[가-힣]", TOLD[sentence])


def reasons() -> list[str]:
    """Reasons as the floors give them."""
    layer = LAYERS["cs231n"]
    wrong = [
        prove(layer, lowering=Lowering(dilate=2, flip=True)),
        prove(layer, lowering=Lowering(dilate=2, pad=((1, 2), (1, 2)), flip=False)),
    ]
    with pytest.raises(LimitError) as limit:
        multiply({("a",) * 9: 1}, {("b",) * 9: 1})
    unknown = [
        Message("it is too large: {limit}", limit=limit.value.args[0]),
        Message("the divisor {divisor} could not be shown to be at least 1", divisor="k - 1"),
        "the time is up",
    ]
    left = [left_out(ConvTranspose(input=n, kernel=3), 100_000_000, 50) for n in (20, 10**9)]
    return [
        *(verdict.reason for verdict in wrong),
        *unknown,
        *(Message(SEARCHED, reason=reason, searched=12) for reason in unknown),
        *left,
    ]


def test_a_reason_is_told_whole():
    found = reasons()
    assert len(found) == 10
    for reason in found:
        assert english(CODE.sub(" ", TELL(reason))) <= {"dilate", "pad", "flip", "swap", "max", "entries", "matrix"}, (
            reason
        )
        assert Words("en").told(reason) == reason
        assert TELL(pickle.loads(pickle.dumps(reason))) == TELL(reason)  # noqa: S301 - our own


def test_a_page_about_an_unknown_claim_says_why_in_korean():
    verdict = check("k % (x*y - z*z*z) >= 0", where=["x*y*x*y > z*z*z*z*z*z + 5", "x >= 1", "y >= 1"], timeout=1)
    assert verdict.outcome == "unknown"
    inner = Message("the divisor {divisor} could not be shown to be at least 1", divisor="x*y - z*z*z")
    verdict = replace(verdict, reason=Message(SEARCHED, reason=inner, searched=7))
    page = words_of_document(claim_page(verdict, KO, {}))
    assert "1 이상임을 보이지 못하였다" in page
    assert "shown" not in page
    assert (
        "7" not in page.partition("보이지 못하였다")[0].rpartition("나누는 수")[2]
    )  # how far was looked stands elsewhere


def test_the_summary_and_the_explanation_are_korean():
    for lowering in (None, WRONG):
        derivation = derive(LAYERS["cs231n"], lowering=lowering, style=KO)
        said = "\n".join(derivation.summary()).replace(derivation.call, "")
        options = {"dilate", "pad", "flip", "swap", "dilation", "no"}
        assert english(re.sub(r"\dx\d", "", said)) <= {*options, *VIEWS}
        assert "Cᵀy" in said
    for entry in ((1, 2), (0, 0)):
        assert english(explain.explain(LAYERS["cs231n"], entry).text(TELL)) == set()
    assert "닿는 커널 없음" in explain.explain(ConvTranspose(input=2, kernel=1, stride=3), (1,)).text(TELL)
