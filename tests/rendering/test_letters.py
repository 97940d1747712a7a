"""The author's letters in other types, and formulas in titles: the same in every form, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose, InputError
from symtconv.rendering.documents.authored import authored
from symtconv.rendering.documents.document import Math, Text
from symtconv.rendering.notation.letters import LATIN, is_letter, latex_letter, plain_letter
from symtconv.rendering.notation.style import ROLES, Style
from symtconv.results.derivation import derive

LAYER = ConvTranspose(input=(2, 2), kernel=3, stride=2)
CHOICE = {"w": r"\mathbf{w}", "y": r"\mathcal{Y}", "x": r"\mathsf{x}"}


def test_letters_of_another_type_are_in_every_form():
    found = derive(LAYER, style=Style(symbols=CHOICE))
    assert all(letter in found.to_latex() for letter in CHOICE.values())
    for page in (found.to_text(), found.to_html(), found.to_form(".svg").decode()):
        assert all(sign in page for sign in "𝐰𝒴𝗑")


@given(st.sampled_from(["mathbf", "mathsf", "mathcal"]), st.sampled_from(LATIN))
def test_every_letter_of_a_type_has_a_plain_sign_of_its_own(kind, letter):
    typed = f"\\{kind}{{{letter}}}"
    if is_letter(typed):
        assert len(plain_letter(typed)) == 1
        assert plain_letter(typed) not in LATIN
        assert latex_letter(typed) == typed
    else:
        assert kind == "mathcal"
        assert letter.islower()


@pytest.mark.parametrize("letter", ["W_1", "ww", "", r"\mathbf{ww}", r"\mathbf{w", r"\input{w}", "é", "1"])
def test_what_is_no_letter_is_refused_with_what_is(letter):
    with pytest.raises(InputError, match=r"use one Latin letter, a Greek one by name \(w=kappa\), or another type"):
        Style(symbols={"w": letter})


def test_a_letter_that_is_taken_names_those_that_are_free():
    with pytest.raises(
        InputError, match="would stand for w and for K; rename one of them too, or take a letter that"
    ) as caught:
        Style(symbols={"w": "K"})
    free = str(caught.value).rpartition("free: ")[2].split()
    assert set(free) == set(LATIN) - (set(ROLES) - {"w"}) - {"K"}
    for letter in free:
        Style(symbols={"w": letter})


def test_help_and_message_list_every_role(symtconv_help):
    assert " ".join(ROLES) in symtconv_help
    with pytest.raises(InputError, match=", ".join(ROLES)):
        Style(symbols={"é": "W"})


@pytest.fixture
def symtconv_help(capsys):
    from symtconv.cli.app import run_app  # noqa: PLC0415 - the command line starts what it needs

    assert run_app(["derive", "--help"]) == 0
    return " ".join(capsys.readouterr().out.split())


TITLE = r"Why $\mathbf{C}^{T} y$ costs 5\$, for $2n \ge 1$"


def test_formulas_in_titles_are_set():
    found = derive(LAYER, style=Style(title=TITLE))
    assert r"Why $\mathbf{C}^{T} y$ costs 5\$, for $2n \ge 1$" in found.to_latex()
    assert found.to_text().startswith("Why C^T y costs 5$, for 2n ≥ 1\n")
    heading = found.to_html().partition("<h1>")[2].partition("</h1>")[0]
    assert "<msup><mi>𝐂</mi>" in heading
    assert "costs 5$" in heading


@pytest.mark.parametrize(
    "title", [r"$\input{x}$", "$x^$", "$}x{$", "$x^^5e$", r"$\write18{x}$", "$#1$", "$x%$", r"$a\\b$", "$é$"]
)
def test_what_is_no_formula_is_refused(title):
    with pytest.raises(InputError, match="of the title cannot be set"):
        authored(title)


@given(st.text(st.sampled_from("ab $\\{}^_%#&éß1"), max_size=12))
def test_a_title_is_read_or_refused(text):
    try:
        spans = authored(text)
    except InputError:
        assert text.count("$") >= 2
        return
    assert all(isinstance(span, Math | Text) for span in spans)
    if "$" not in text:
        assert spans == ((Text(text),) if text else ())
