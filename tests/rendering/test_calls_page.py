"""The pages of comparisons and conversions: they say what was found, compile in every engine, and load nothing."""

from __future__ import annotations

import json
import re
import subprocess

import pytest

import symtconv
from symtconv.cli.app import run_app
from symtconv.cli.convert import run_words
from symtconv.geometry import InputError
from symtconv.rendering.notation.style import Style
from tests.rendering.pages import complaints, engine

ONE_AXIS = "ConvTranspose1d(1, 1, 3, stride=2, padding=1, output_padding=1)"
COMPARED = {
    "proved": ("ConvTranspose2d(2, 8, 4, stride=2, padding=1)", "Conv2DTranspose(8, 4, strides=2, padding='same')", {}),
    "refuted": (ONE_AXIS, "Conv1DTranspose(1, 3, strides=2, padding='same')", {}),
    "refuted, planes": ("ConvTranspose2d(1, 1, (3, 4), stride=2)", "ConvTranspose2d(1, 1, (3, 4), stride=(2, 3))", {}),
    "refuted, kernels": ("ConvTranspose2d(1, 1, 3)", "ConvTranspose2d(1, 1, (3, 2))", {}),
    "refuted, no output": ("ConvTranspose1d(1, 1, 3, padding=2)", "ConvTranspose1d(1, 1, 3)", {}),
    "refuted, groups": ("ConvTranspose1d(4, 4, 3, groups=2)", "ConvTranspose1d(4, 4, 3)", {}),
    "refuted, large": ("ConvTranspose1d(1, 1, 999, stride=7)", "ConvTranspose1d(1, 1, 999, stride=8)", {}),
    "proved at one input": ("ConvTranspose1d(1, 1, 3, stride=5)", "ConvTranspose1d(1, 1, 3, stride=6)", {"input": 1}),
    "proved with engines": (
        "ConvTranspose2d(16, 8, 4, stride=2, padding=1)",
        "ConvTranspose(kernel_shape=[4,4], strides=[2,2], auto_pad='SAME_UPPER', w_shape=(16,8,4,4))",
        {},
    ),
}
SAME = "Conv1DTranspose(8, 3, strides=2, padding='same')"
CONVERTED = {
    "said": ("Conv2DTranspose(8, 3, strides=2, padding='same')", "onnx"),
    "not said": (SAME, "torch"),
    "not said, groups": ("ConvTranspose1d(4, 4, 3, groups=2)", "keras"),
}
STYLES = [Style(), Style(lang="ko")]


def compared(name):
    left, right, beside = COMPARED[name]
    return symtconv.compare(left, right, **beside)


def found(name):
    return compared(name) if name in COMPARED else symtconv.convert(CONVERTED[name][0], to=CONVERTED[name][1])


@pytest.mark.latex
@pytest.mark.parametrize("name", [*COMPARED, *CONVERTED])
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.lang)
def test_every_page_compiles_without_a_complaint(tmp_path, style, name):
    program = "xelatex" if style.lang == "ko" else "pdflatex"
    engine(program)
    (tmp_path / "calls.tex").write_text(found(name).to_latex(style), encoding="utf-8")
    command = [program, "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "calls.tex"]
    for _ in range(2):
        run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False)
        assert run.returncode == 0, run.stdout[-2000:]
    assert complaints((tmp_path / "calls.log").read_text(errors="replace")) == []


@pytest.mark.parametrize("name", COMPARED)
@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.lang)
def test_the_page_says_what_the_comparison_says(name, style):
    verdict = compared(name)
    assert verdict.outcome == re.split(r"[ ,]", name)[0]
    pages = verdict.to_latex(style), verdict.to_html(style), verdict.to_text(style)
    words = {"proved": ("Proved.", "증명됨."), "refuted": ("Refuted.", "반증됨.")}
    for page in pages:
        for outcome, both in words.items():
            assert (both[style.lang == "ko"] in page) == (outcome == verdict.outcome)
        assert verdict.certificate.digest[:16] in page
    plain = pages[2]
    for call in (verdict.left, verdict.right):
        assert call[:40] in plain
    assert (("differs" if style.lang == "en" else "다름") in plain) == (
        verdict.found.forms[0] != verdict.found.forms[1]
        and any(a != b for a, b in zip(*(_letters(form) for form in verdict.found.forms), strict=True))
    )


def _letters(form):
    return (form.kernel, form.stride, form.dilation, form.ends, form.groups, form.in_channels, form.out_channels)


@pytest.mark.parametrize("name", [name for name in COMPARED if name.startswith("refuted")])
def test_the_first_difference_is_written_on_both_sides(name):
    verdict = compared(name)
    text = " ".join(verdict.to_text(Style()).split())
    for side in (verdict.counterexample.left, verdict.counterexample.right):
        place = "x'_{" + ",".join(map(str, verdict.counterexample.entry)) + "}"
        expected = f"has no entry {place}" if side == "no such entry" else f"{place} = {side}"
        assert expected[:60] in text
    drawn = "A and B: the flipped kernel" in verdict.to_html()
    assert drawn == (name not in ("refuted, groups", "refuted, large"))


def test_weights_go_from_one_to_the_other_in_one_line():
    numpy = pytest.importorskip("numpy")
    verdict = compared("proved")
    line = re.search(r"in one line:\s+(w\S.*)", verdict.to_text(Style()))[1]
    w = numpy.arange(2 * 8 * 4 * 4).reshape(2, 8, 4, 4)
    moved = {"w.transpose(2, 3, 1, 0)": w.transpose(2, 3, 1, 0)}[line]
    assert moved[1, 2, 5, 1] == w[1, 5, 1, 2]
    assert "are no weights of the other" in " ".join(compared("refuted, kernels").to_text(Style()).split())


def test_engines_that_compute_another_layer_are_named():
    assert "auto_pad is dropped" in compared("proved with engines").to_text(Style())
    assert "What to know" not in compared("proved").to_text(Style())


def test_the_exact_condition_of_the_words_stands_on_the_page():
    text = " ".join(found("not said").to_text(Style()).split())
    (way,) = re.findall(r'padding="same", output_padding=None (.*?) padding="same", output_padding=v', text)
    assert way.startswith("K <= s or (K - s) % 2 == 0 l = max((K - s) // 2, 0), e = s - K + max((K - s) // 2, 0)")
    assert "symtconv conventions keras --json" in text


def test_a_conversion_without_a_call_says_what_to_write():
    text = found("not said").to_text(Style())
    assert text.startswith("A layer of Keras for which PyTorch has no call")
    for part in ("No call.", "ConvTranspose1d(C_in, 8, 3, stride=2)", "pad(convt(y, w, stride=2), 0, -1)"):
        assert part in text
    assert "<title>No call: " in found("not said").to_html()
    assert "<title>proved: " in found("said").to_html().lower()


@pytest.mark.parametrize("name", [*COMPARED, *CONVERTED])
def test_the_html_is_one_file_that_loads_nothing(name):
    html = found(name).to_html()
    assert "//" not in html.replace("http://www.w3.org/", "").replace("(K - s) // 2", "")
    assert "<script" not in html


def test_the_commands_write_the_pages(tmp_path, capsys):
    left, right, _ = COMPARED["refuted"]
    files = [tmp_path / f"c.{end}" for end in ("html", "tex", "txt", "json")]
    assert run_app(["compare", left, right, "--lang", "ko", *(w for f in files for w in ("-o", str(f)))]) == 1
    assert "반증됨" in files[0].read_text(encoding="utf-8")
    assert json.loads(files[3].read_text(encoding="utf-8"))["verdict"] == "refuted"
    assert "refuted" in capsys.readouterr().out
    assert "symtconv verify c.json" in files[2].read_text(encoding="utf-8")
    assert run_app(["verify", str(files[3])]) == 1
    assert "refuted" in capsys.readouterr().out
    said = tmp_path / "v.html"
    assert run_app(["convert", CONVERTED["said"][0], "--to", "onnx", "-o", str(said), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["to"] == "onnx"
    assert "<h1>" in said.read_text(encoding="utf-8")


def test_a_form_that_there_is_none_of_is_refused_before_anything_is_written(tmp_path, capsys):
    left, right, _ = COMPARED["refuted"]
    assert run_app(["compare", left, right, "-o", str(tmp_path / "c.html"), "-o", str(tmp_path / "c.v")]) == 2
    assert "no form is called '.v'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(InputError):
        compared("proved").save(tmp_path / "c.sarif")


def test_the_fast_way_does_not_take_a_page():
    assert run_words("compare", [ONE_AXIS, ONE_AXIS, "-o", "x.html"]) == 2
