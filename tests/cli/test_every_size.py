"""`derive --input n`: for every size, with lengths as formulas; a wrong lowering at the smallest size that tells."""

from __future__ import annotations

import json

import pytest

from symtconv import verify

CALL = ("ConvTranspose1d(1, 1, 4, stride=2, padding=1)",)
WIDE = ("ConvTranspose2d(64, 32, 4, stride=2, padding=1)",)


@pytest.mark.parametrize(
    ("layer", "size", "output"),
    [
        (CALL, "n", ["2*n"]),
        (CALL, "?", ["2*n"]),
        (WIDE, "Hx320", ["2*H", 640]),
        (WIDE, "HxW", ["2*H", "2*W"]),
        (WIDE, "n", ["2*n", "2*n"]),
        (WIDE, "?x?", ["2*n1", "2*n2"]),
        (("--kernel", "3", "--stride", "3", "--padding", "2"), "n", ["3*n - 4"]),
        (("--kernel", "3x2",), "nxm", ["n + 2", "m + 1"]),
        (("Conv2DTranspose(8, 3, strides=2, padding='same')",), "HxW", ["2*H", "2*W"]),
    ],
)  # fmt: skip
def test_lengths_are_formulas(symtconv, layer, size, output):
    run = symtconv("derive", *layer, "--input", size, "--json")
    report = json.loads(run.out)
    assert (run.code, run.err, report["verdict"]) == (0, "", "proved")
    assert report["output"] == output
    assert report["counterexample"] is None
    assert [report[key] for key in ("matrix", "result", "result_text", "agreement")] == [None] * 4
    assert verify(report).outcome == "proved"
    assert verify(report).domain[-1] == "entries of w and y in any commutative ring"


def test_a_wrong_lowering_is_refuted_at_the_smallest_size(symtconv):
    run = symtconv("derive", *CALL, "--input", "n", "--lowering", "dilate=3 pad=2 flip", "--json")
    report = json.loads(run.out)
    assert (run.code, report["verdict"], report["counterexample"]) == (1, "refuted", {"n": 2})
    judged = report["views"]["lowering"]
    assert judged["counterexample"] == {"n": 2}
    assert (judged["entry"], judged["left"], judged["right"]) == ([1], "w_{2}*y_{0} + w_{0}*y_{1}", "w_{2}*y_{0}")
    found = verify(report)
    assert (found.outcome, found.sizes) == ("refuted", {"n": 2})
    run = symtconv("derive", *CALL, "--input", "n", "--lowering", "dilate=3 pad=2 flip")
    assert run.code == 1
    assert run.out.startswith("refuted for n = 2: ConvTranspose1d(1, 1, 4, stride=2, padding=1), n -> 2*n: ")
    assert len(run.out.splitlines()) <= 25


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("asked", [(), ("--lowering", "dilate=2 pad=1 flip")])
def test_the_page_is_that_of_every_size(symtconv, tmp_path, lang, asked):
    files = ["a.html", "a.tex", "a.txt", "a.svg", "a.json"]
    options = [word for name in files for word in ("-o", name)]
    run = symtconv("derive", *WIDE, "--input", "Hx320", *asked, "--lang", lang, *options)
    assert run.code == len(asked[:1])
    for name in files[:3]:
        text = " ".join((tmp_path / name).read_text(encoding="utf-8").split())
        shown = {"a.html": "<mi>H</mi>", "a.tex": r"2H\times640", "a.txt": "2H×640"}[name]
        assert shown in text.replace(" ", "")
    said = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert ("H ≥ 1" in said) == (not asked)
    if lang == "en":
        assert ("Theorem 1." in said) == (not asked)
        assert ("What follows is written out for H = 2." in " ".join(said.split())) == (not asked)
        assert ("The smallest size at which it is wrong is H = 1;" in " ".join(said.split())) == bool(asked)
    assert symtconv("verify", "a.json").code == len(asked[:1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--kernel", "3", "--input", "n", "--of-conv"), "--of-conv beside a size with a name"),
        (("--kernel", "3", "--input", "n", "--matrix"), "--matrix beside a size with a name"),
        (("--kernel", "3", "--input", "n", "--y", "[1]", "--w", "[1]"), "--y, --w beside a size with a name"),
        (("--kernel", "3", "--input", "n-1"), "'n-1' is no integer"),
        (("--kernel", "3", "--input", "nxm-1"), "'m-1' is neither a number nor the name of a size"),
        (("--kernel", "3x3", "--input", "nxmxk"), "differ in rank"),
        (("--kernel", "3", "--input", "nx0"), "input=0 is below 1"),
        (("--kernel", "3", "--input", "n", "-o", "x.v"), "no form is called '.v'"),
        (("--kernel", "3", "--input", "n", "--lowering", "dilate=1x1 flip"), "written for 2 axes and the layer has 1"),
    ],
)
def test_what_has_no_answer_for_every_size_is_refused(symtconv, tmp_path, arguments, message):
    run = symtconv("derive", *arguments)
    assert (run.code, run.out) == (2, "")
    assert message in run.err
    assert not list(tmp_path.iterdir())


def test_a_call_whose_layer_depends_on_the_size_is_refused(symtconv):
    call = "ConvTranspose(kernel_shape=[3], strides=[2], output_shape=[2000000])"
    run = symtconv("derive", call, "--input", "n")
    assert run.code == 2
    assert "at another size; give numbers for --input" in run.err or "output_shape" in run.err
