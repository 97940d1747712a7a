"""What a notebook shows: by the method alone, and by IPython's own formatter where it is installed (`make docs`)."""

from __future__ import annotations

import re
import subprocess
import sys
from html import escape
from importlib.util import find_spec

import pytest
from hypothesis import given, settings

import symtconv
from symtconv import Lowering, Style, check, derive, prove
from symtconv.checker.statement import Statement
from symtconv.checker.verdict import Verdict
from symtconv.geometry import ConvTranspose, InputError
from symtconv.geometry.family import Family
from symtconv.operators.convolution import convolution_matrix
from symtconv.rendering.figures import decided, judged
from symtconv.rendering.figures.figure import Picture
from symtconv.results.every_size import derive_sizes
from symtconv.results.notebook import mimebundle
from tests.strategies import layers

TARGET = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
WRONG = Lowering(dilate=2, pad=((1, 2), (2, 1)), flip=True)
THINGS = {
    "layer": TARGET,
    "verdict": prove(TARGET),
    "refuted": prove(TARGET, lowering=WRONG),
    "claim": check("k == 1"),
    "operator": convolution_matrix(TARGET),
    "derivation": derive(TARGET),
    "figure": derive(TARGET).figure("scatter"),
    "bare figure": derive(TARGET).figure("scatter").figure,
}


@pytest.mark.skipif(find_spec("IPython") is None, reason="IPython is not installed; make docs")
@pytest.mark.parametrize("name", THINGS)
def test_the_formatter_of_notebooks_takes_every_form(name):
    from IPython.core.formatters import DisplayFormatter  # noqa: PLC0415 - installed for the documentation alone

    data, _ = DisplayFormatter().format(THINGS[name])
    wanted = {"text/plain", "image/svg+xml"} if "figure" in name else {"text/plain", "text/latex", "text/html"}
    assert set(data) == wanted
    assert data == THINGS[name]._repr_mimebundle_()


def test_plain_text_is_worth_reading():
    plain = {name: mimebundle(thing)["text/plain"] for name, thing in THINGS.items() if name != "derivation"}
    assert "On each axis the length is i" in plain["layer"]
    assert plain["verdict"].startswith("proved: ")
    assert "w_{1,1}*y_{0,0}  against  w_{1,0}*y_{0,0}" in plain["refuted"]
    assert "smallest counterexample  k = 2" in plain["claim"]
    assert plain["operator"].splitlines()[0].startswith("w_{1,1} w_{1,2} .")
    assert "x′_{1,1} = w_{2,2} y_{0,0}" in plain["figure"] == plain["bare figure"]


def test_a_derivation_shows_what_was_found_and_every_entry():
    bundle = derive(TARGET, style=Style(symbols={"y": "Y"}, lang="ko"))._repr_mimebundle_()
    assert "w[2,2]·Y[0,0] + w[2,0]·Y[0,1] + w[0,2]·Y[1,0] + w[0,0]·Y[1,1]" in bundle["text/plain"]
    assert "증명됨" in bundle["text/plain"]
    assert bundle["text/html"].count("<tr") == 17
    assert "<script" not in bundle["text/html"]


def test_a_refutation_draws_both_lowerings_at_the_entry_that_differs():
    difference = THINGS["refuted"].counterexample
    both = decided(TARGET, WRONG, difference)
    assert both == judged(TARGET, WRONG, difference.entry)
    assert escape(str(Picture(both))) in mimebundle(THINGS["refuted"])["text/html"]
    assert escape(str(Picture(decided(TARGET, WRONG, None)))) in mimebundle(THINGS["verdict"])["text/html"]


def test_colours_of_two_kernels_do_not_meet():
    one, two = (mimebundle(ConvTranspose(input=(2, 2), kernel=k))["text/html"] for k in ((2, 2), (3, 3)))
    assert ".k2x2 .t00{" in one
    assert ".k3x3 .t00{" in two
    assert '<div class="symtconv k3x3">' in two


@settings(max_examples=30)
@given(layers())
def test_every_layer_can_be_shown(layer):
    assert set(mimebundle(layer)) == set(mimebundle(prove(layer))) == {"text/plain", "text/latex", "text/html"}


def test_a_large_layer_is_shown_as_fast_as_a_small_one():
    assert "1000000" in mimebundle(ConvTranspose(input=(10**6, 10**6), kernel=3, stride=2))["text/plain"]


def test_a_large_operator_is_elided():
    bundle = mimebundle(convolution_matrix(ConvTranspose(input=200, kernel=3)))
    assert bundle["text/plain"] == "Operator 200 x 202, 600 non-zero"
    assert len(bundle["text/html"]) < 20_000
    assert r"\ddots" in bundle["text/latex"]


def test_an_undecided_verdict_is_shown_as_text():
    undecided = Verdict(outcome="unknown", statement=Statement("a sentence"), method="search", reason="too long")
    assert mimebundle(undecided) == {"text/plain": str(undecided)}


def test_what_nobody_can_show_is_named():
    with pytest.raises(TypeError, match="this is int"):
        mimebundle(3)
    with pytest.raises(InputError, match="no figure 'sketch'; the figures are lowering"):
        THINGS["derivation"].figure("sketch")


def test_nothing_that_draws_is_loaded_before_it_is_asked_for():
    code = (
        "import sys, symtconv as st; layer = st.ConvTranspose(input=2, kernel=2); st.verify; st.Verdict;"
        "print([n for n in sys.modules if n.startswith(('sympy', 'numpy', 'symtconv.rendering'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
    assert symtconv.ConvTranspose is ConvTranspose


def test_a_claim_is_shown_without_commands_for_breaking_lines():
    shown = check("right_inverse")._repr_mimebundle_()
    assert "conv_size" in shown["text/html"]
    assert "allowbreak" not in shown["text/html"] + shown["text/latex"]


@pytest.mark.parametrize("part", ["result", "steps", "views", "lowering"])
def test_the_parts_of_a_derivation_show_themselves(part):
    found = derive(TARGET, lowering=WRONG)
    shown = found.lowering if part == "lowering" else getattr(found, part)
    bundle = shown._repr_mimebundle_()
    said = {
        "result": "x'_{0,1} = w_{1,2}*y_{0,0} + w_{1,0}*y_{0,1}",
        "steps": "definition of Cᵀy",
        "views": "lowering  refuted",
        "lowering": "dilate=2x2 pad=1:2x2:1 flip",
    }[part]
    assert said in bundle["text/plain"]
    assert "<table>" in bundle["text/html"]


def test_a_large_result_is_shown_in_part():
    text = mimebundle(derive(ConvTranspose(input=50, kernel=2)).result)["text/plain"]
    assert len(text.splitlines()) == 34
    assert text.endswith("and 19 more")


def test_the_names_of_the_package_are_those_that_are_meant():
    assert dir(symtconv) == sorted(symtconv.__all__)
    assert all(hasattr(symtconv, name) for name in dir(symtconv))


def identity(y, w):
    return y


def model(folder):
    path = folder / "up.param"
    path.write_text("7767517\n2 2\nInput x 0 1 x\nDeconvolution up 1 1 x y 0=3 1=4 3=2 4=1 6=768\n")
    return symtconv.read_model(path)


MET = {
    "two layers": lambda _: symtconv.compare("ConvTranspose1d(1, 1, 3)", "ConvTranspose1d(1, 1, 3, padding=1)"),
    "one layer": lambda _: symtconv.compare("ConvTranspose1d(1, 1, 3)", "Conv1DTranspose(1, 3)"),
    "said": lambda _: symtconv.convert("ConvTranspose1d(1, 1, 3)", to="keras"),
    "not said": lambda _: symtconv.convert("Conv1DTranspose(8, 3, strides=2, padding='same')", to="torch"),
    "equal": lambda _: symtconv.rewrite("dilate(dilate(x, a), b)", "dilate(x, a*b)", tensors="x[n]"),
    "unequal": lambda _: symtconv.rewrite("append(reverse(x), a)", "reverse(append(x, a))", tensors="x[n]"),
    "model": model,
    "sizes": lambda _: derive_sizes(Family(ConvTranspose(input=3, kernel=3, stride=2), ("n",))),
}
SAID = {
    "two layers": ("refuted", "Where they differ first"),
    "one layer": ("proved", "axes of the kernel"),
    "said": ("Conv1DTranspose", "transpose(2, 1, 0)"),
    "not said": ("has no call", "pad(convt(y, w, stride=2), 0, -1)"),
    "equal": ("proved", "dilate(x, a*b)"),
    "unequal": ("refuted", "n=1"),
    "model": ("4 phases of 2 × 2 taps", "coverage"),
    "sizes": ("proved", "Proved"),
}


@pytest.mark.parametrize("name", MET)
def test_what_has_a_page_shows_its_beginning(name, tmp_path):
    bundle = MET[name](tmp_path)._repr_mimebundle_()
    plain, shown = SAID[name]
    assert plain in bundle["text/plain"]
    readable = re.sub(r"<[^>]+>", "", bundle["text/html"]).replace("&#x27;", "'").replace("&amp;", "&")
    assert shown in readable.replace("\u2062", "")
    assert bundle["text/latex"].count("$") % 2 == 0
    assert "\\allowbreak" not in bundle["text/latex"]
    assert ("data:image/svg" in bundle["text/html"]) == (name in ("two layers", "model"))
    assert "<script" not in bundle["text/html"]


def test_reports_of_black_boxes_are_shown_as_text():
    found = symtconv.identify(identity, meant="ConvTranspose1d(1, 1, 1)")
    bundle = found._repr_mimebundle_()
    assert bundle["text/plain"] == str(found)
    assert bundle["text/html"].startswith("<pre>")


def test_expect_shows_what_was_found_instead(tmp_path):
    with pytest.raises(AssertionError, match="counterexample: x'_\\{0\\}: "):
        MET["two layers"](tmp_path).expect("proved")
    with pytest.raises(AssertionError, match="n = 1, a = 1"):
        MET["unequal"](tmp_path).expect("proved")
    found = MET["model"](tmp_path)
    assert found.expect("proved") is found
    with pytest.raises(AssertionError, match="expected refuted, but it is proved"):
        found.expect("refuted")
