"""`symtconv derive`: the formats and exit codes of the design, and one clear sentence for every bad input."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from symtconv import verify
from symtconv.certificates import limits as certificate
from symtconv.results.general import general

LINE = ("--input", "2", "--kernel", "2")
CS231N = ("--input", "2x2", "--kernel", "3x3", "--stride", "2", "--padding", "1", "--output-padding", "1")


def test_json_has_the_keys_of_the_contract(symtconv):
    run = symtconv("derive", *CS231N, "--json")
    assert (run.code, run.err) == (0, "")
    report = json.loads(run.out)
    assert list(report) == [
        "format", "layer", "output", "exact_transpose", "lowering", "matrix", "result", "result_text", "views",
        "agreement", "verdict", "certificate",
    ]  # fmt: skip
    assert report["layer"] == {
        "input": [2, 2], "kernel": [3, 3], "stride": [2, 2], "padding": [[1, 1], [1, 1]], "dilation": [1, 1],
        "output_padding": [1, 1], "in_channels": 1, "out_channels": 1, "groups": 1,
    }  # fmt: skip
    assert report["lowering"] == {
        "dilate": [2, 2], "pad": [[1, 2], [1, 2]], "flip": True, "swap": True, "dilation": [1, 1],
    }  # fmt: skip
    assert (report["format"], report["output"], report["exact_transpose"]) == (1, [4, 4], True)
    assert report["matrix"]["shape"] == [4, 16]
    assert report["matrix"]["entries"][0] == [0, 0, [[1, [1, 1]]]]
    assert report["result"][:2] == [
        [[1, [1, 1], [0, 0]]],
        [[1, [1, 2], [0, 0]], [1, [1, 0], [0, 1]]],
    ]
    assert report["result_text"][0] == "w_{1,1}*y_{0,0}"
    assert {view["verdict"] for view in report["views"].values()} == {"proved"}
    assert {"matrix", "lowering"} <= set(report["views"])
    assert report["agreement"]["exact"] is True
    assert report["agreement"]["cases"] >= 1
    assert report["verdict"] == "proved"


def test_the_report_replays_as_a_certificate(symtconv, tmp_path):
    assert symtconv("derive", *CS231N, "-o", "x.json").code == 0
    assert verify(tmp_path / "x.json").outcome == "proved"
    run = symtconv("verify", "x.json")
    assert (run.code, run.out.split(":")[0]) == (0, "proved")
    text = (tmp_path / "x.json").read_text()
    (tmp_path / "altered.json").write_text(text.replace('"output": [4, 4]', '"output": [4, 5]', 1))
    run = symtconv("verify", "altered.json")
    assert run.code == 2
    assert "altered" in run.err


def test_a_refuted_lowering_exits_with_1_and_says_where(symtconv):
    run = symtconv("derive", *CS231N, "--lowering", "dilate=2 pad=1:2x1:2", "--json")
    report = json.loads(run.out)
    assert (run.code, report["verdict"]) == (1, "refuted")
    view = report["views"]["lowering"]
    assert view["verdict"] == "refuted"
    assert (view["entry"], view["left"]) == ([0, 1], "w_{1,2}*y_{0,0} + w_{1,0}*y_{0,1}")
    assert view["right"] == "w_{1,0}*y_{0,0} + w_{1,2}*y_{0,1}"
    assert report["views"]["matrix"] == {"verdict": "proved", "by": "written out"}
    assert verify(report["certificate"]).outcome == "refuted"


def test_text_names_the_first_wrong_entry_and_the_right_lowering(symtconv):
    run = symtconv("derive", *CS231N, "--lowering", "dilate=2 pad=1:2x1:2", "--page")
    assert run.code == 1
    assert "Refuted." in run.out
    assert "w[1,2]·y[0,0] + w[1,0]·y[0,1]" in run.out
    assert "flip" in run.out


def test_a_call_and_the_options_are_one_layer(symtconv):
    call = symtconv(
        "derive", "ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)", "--input", "2x2", "--json"
    )
    options = symtconv("derive", *CS231N, "--json")
    of_conv = symtconv(
        "derive", "--of-conv", "--input", "4x4", "--kernel", "3", "--stride", "2", "--padding", "1", "--json"
    )
    reports = [json.loads(run.out) for run in (call, options, of_conv)]
    assert reports[0]["layer"] == reports[1]["layer"] == reports[2]["layer"]


def test_own_numbers(symtconv):
    run = symtconv(
        "derive",
        "--input",
        "2x2",
        "--kernel",
        "3x3",
        "--y",
        "[[1,2],[3,4]]",
        "--w",
        "[[1,2,7],[-2,1,0],[-3,1,2]]",
        "--json",
    )
    numbers = json.loads(run.out)["numbers"]
    assert numbers["x"] == [[1, 4, 11, 14], [1, 7, 31, 28], [-9, -10, 8, 4], [-9, -9, 10, 8]]
    assert [0, 0, 1] in numbers["matrix"]


def test_views_are_chosen_by_name(symtconv):
    run = symtconv("derive", *CS231N, "--view", "lowering,matrix", "--json")
    assert list(json.loads(run.out)["views"]) == ["matrix", "lowering"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "--input and --kernel missing"),
        (("--input", "2x2"), 2, "--kernel missing"),
        (("--input", "2x2", "--kernel", "3", "--stride", "0"), 2, "axis 0: stride=0 is below 1; use 1 or more"),
        (("--input", "2x2", "--kernel", "3x3x3"), 2, "differ in rank"),
        (("--input", "0", "--kernel", "3"), 2, "input=0 is below 1"),
        (("--input", "-2", "--kernel", "3"), 2, "input=-2 is below 1"),
        (("--input", "2", "--kernel", "three"), 2, "'three' is no integer"),
        (("--input", "2", "--kernel", "1", "--padding", "9"), 2, "the output is empty"),
        (("--input", "2", "--kernel", "1", "--in-channels", "3", "--groups", "2"), 2, "groups=2 does not divide"),
        (("--input", "2", "--kernel", "1", "--view", "nonsense"), 2, "there is no view 'nonsense'"),
        (("--input", "2", "--kernel", "1", "--y", "[1,2]"), 2, "numbers for w are missing"),
        (("--input", "2", "--kernel", "1", "--y", "[1]", "--w", "[1]"), 2, "y has the shape 1; this layer takes 2"),
        (("--input", "2", "--kernel", "1", "--y", '["a", 1]', "--w", "[1]"), 2, "is no finite number"),
        ((*LINE, "--y", "[1,1e308]", "--w", "[1e308,2]"), 2, "too large to be computed with in floating-point"),
        ((*LINE, "--y", f"[1,{'9' * 400}]", "--w", "[1,2]"), 2, "too large to be computed with in 64-bit integers"),
        ((*LINE, "--y", f"[1.5,{'9' * 400}]", "--w", "[1,2]"), 2, "too large to be computed with in floating-point"),
        (("--input", "2", "--kernel", "1", "--symbols", "y=w"), 2, "letter"),
        (("--input", "2", "--kernel", "1", "--lowering", "bogus"), 2, "'bogus' is not understood"),
        (
            ("--input", "2", "--kernel", "1", "--lowering", "dilate=1x1 flip"),
            2,
            "written for 2 axes and the layer has 1",
        ),
        (("--input", "2", "--kernel", "1", "-o", "x.doc"), 2, "no form is called '.doc'"),
        (("--input", "2", "--kernel", "1", "-o", "no/x.tex"), 2, "there is no folder no"),
        (("ConvTranspose2d(1, 1, 3)",), 2, "--input"),
        (("ConvTranspose2d(1, 1, 3)", "--input", "2x2", "--stride", "2"), 2, "--stride beside a call"),
        (("__import__('os').system('true')", "--input", "2"), 2, ""),
        (("--of-conv", "--input", "1", "--kernel", "3"), 2, "the convolution has no output"),
        (("--of-conv", "--input", "4", "--kernel", "3", "--output-padding", "1"), 2, "beside --of-conv"),
        (("--input", "1000000x1000000", "--kernel", "3", "--matrix"), 3, "the limit is 1000000 (--max-entries)"),
        (("--input", "9", "--kernel", "3", "--max-entries", "5", "--matrix"), 3, "the limit is 5 (--max-entries)"),
        (
            (*CS231N, "--explain", "4,0", "-o", "x.txt"),
            2,
            "there is no entry 4,0; x′ has the shape 4x4, counted from 0",
        ),
        (
            (*CS231N, "--explain", "0,1", "--index-base", "1"),
            2,
            "there is no entry 0,1; x′ has the shape 4x4, counted from 1",
        ),
        ((*CS231N, "--emit", "cuda", "-o", "x.txt"), 2, "cuda"),
        (
            ("--input", "1", "--kernel", "3", "--lowering", "dilate=7 pad=2 flip", "-o", "x.v"),
            2,
            "layer's own lowering, pad=2 flip, and dilate=7 pad=2 flip was judged; leave --lowering out",
        ),
        ((*CS231N, "--lowering", "dilate=2 pad=1 crop-first", "-o", "x.v"), 2, "cannot be said in Coq"),
        (("--nonsense",), 2, "No such option"),
    ],
)
def test_bad_input_is_one_clear_sentence(symtconv, tmp_path, arguments, code, message):
    run = symtconv("derive", *arguments)
    assert run.code == code
    assert message in run.err
    assert "Traceback" not in run.err
    assert run.out == ""
    assert list(tmp_path.iterdir()) == []


HUGE = ("--input", "1000000x1000000", "--kernel", "3", "--stride", "2")
NOTE = "  note: C is not written out: the matrix would have "


def test_a_verdict_is_had_of_any_size_with_a_note(symtconv, tmp_path):
    run = symtconv("derive", *HUGE, "--lowering", "dilate=2 pad=2 flip", "-o", "x.v", "-o", "x.json")
    assert run.code == 0
    assert run.out.splitlines()[0].startswith("proved: ConvTranspose(input=(1000000, 1000000), kernel=3, stride=2), ")
    assert run.out.splitlines()[-3].startswith(NOTE)
    assert run.out.splitlines()[-2:] == ["wrote x.v", "wrote x.json"]
    assert symtconv("verify", "x.json").out.startswith("proved: Cᵀy of the layer [input=1000000x1000000 ")
    assert "1000000" in (tmp_path / "x.v").read_text()
    run = symtconv("derive", *HUGE, "--lowering", "dilate=2 pad=1:2x2:2 flip")
    assert run.code == 1
    assert run.out.startswith("refuted: ")
    assert "  its output is 2000000x2000001, the layer's is 2000001x2000001; " in run.out
    # Here the layer is small, and what is judged is not.
    run = symtconv("derive", *LINE, "--lowering", "dilate=1 pad=1000000000000000 flip")
    assert run.code == 1
    assert run.out.splitlines()[-1].startswith("  note: the lowering is not written out: the lowering's padded input ")
    assert symtconv("derive", *HUGE, "--emit", "numpy").out.startswith("# x′ = Cᵀy of ConvTranspose(input=(1000000, ")
    assert symtconv("derive", *HUGE, "--explain", "7,8").out.startswith(
        "x'_{7,8} = w_{1,2}*y_{3,3} + w_{1,0}*y_{3,4}\n"
    )


@pytest.mark.parametrize("wrong", [False, True])
@pytest.mark.parametrize("layer", [HUGE, CS231N, ("--input", "30x30", "--kernel", "4")])
def test_json_on_stdout_and_in_a_file_are_one_object_of_any_size(symtconv, tmp_path, layer, wrong):
    asked = ("--lowering", "dilate=2 pad=2 flip dilation=3") if wrong else ()
    said = symtconv("derive", *layer, *asked, "--json")
    filed = symtconv("derive", *layer, *asked, "-o", "x.json")
    assert said.code == filed.code == int(wrong)
    report = json.loads(said.out)
    assert report == json.loads((tmp_path / "x.json").read_text())
    left_out = layer is not CS231N
    assert [report[key] is None for key in ("matrix", "result", "result_text", "agreement")] == [left_out] * 4
    assert ("notes" in report) == left_out
    assert verify(report).outcome == report["verdict"] == ("refuted" if wrong else "proved")


def test_the_matrix_is_held_where_it_is_asked_for(symtconv):
    run = symtconv("derive", "--input", "30x30", "--kernel", "4", "--matrix", "--json")
    report = json.loads(run.out)
    assert len(report["matrix"]["entries"]) == 14400
    assert report["agreement"]["exact"] is True
    assert "notes" not in report


def test_groups_that_are_alike_are_written_once(symtconv, tmp_path):
    few, many = (
        f"ConvTranspose2d({groups}, {2 * groups}, (1,3), stride=(1,2), padding=(0,1), groups={groups})"
        for groups in (1, 16)
    )
    one = json.loads(symtconv("derive", few, "--input", "20x16", "--json").out)
    run = symtconv("derive", many, "--input", "20x16", "--matrix", "-o", "x.json")
    assert run.code == 0
    report = json.loads((tmp_path / "x.json").read_text())
    assert (report["matrix"]["groups"], len(report["matrix"]["entries"])) == (16, len(one["matrix"]["entries"]))
    assert report["matrix"]["entries"] == one["matrix"]["entries"]
    assert report["result"] == one["result"]
    assert report["matrix"]["shape"] == [16 * size for size in one["matrix"]["shape"]]
    assert report["agreement"]["exact"] is True
    assert "the first of 16 groups" in report["notes"][-1]
    assert symtconv("verify", "x.json").code == 0


MANY = "x".join("12345")


@pytest.mark.parametrize(
    "more",
    [
        CS231N,
        HUGE,
        (*HUGE, "--lowering", "dilate=1 pad=-3:4 no-flip swap=across crop-first"),
        (*LINE, "--y", "[1,2]", "--w", "[3,4]"),
        ("--input", "300", "--kernel", "9", "--y", str([7] * 300), "--w", str([3] * 9)),
        ("--input", MANY, "--kernel", MANY, "--stride", "x".join("23456")),
        ("--input", MANY, "--kernel", MANY, "--lowering", "dilate=1x2x3x4x5 pad=1 no-flip"),
        ("ConvTranspose2d(64, 32, 4, stride=2, padding=1)", "--input", "56x56"),
        ("--input", "x".join("a" * 60), "--kernel", "1"),
        ("--input", "x".join("abcdefghij"), "--kernel", "x".join("1234512345")),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_answer_has_at_most_25_lines_that_can_be_read(symtconv, more, lang):
    run = symtconv("derive", *more, "--lang", lang)
    assert run.code in (0, 1)
    assert 3 <= len(run.out.splitlines()) <= 25
    assert max(map(len, run.out.splitlines())) <= 420


def test_the_page_is_printed_where_it_is_asked_for(symtconv):
    for layer in (CS231N, HUGE):
        run = symtconv("derive", *layer, "--page")
        assert run.code == 0
        assert len(run.out.splitlines()) > 100


@pytest.mark.parametrize(
    "more", [("--matrix",), ("--figure", "matrix", "-o", "x.svg"), ("--y", "[[1]]", "--w", "[[1]]", "-o", "x.txt")]
)
def test_what_is_the_matrix_has_a_limit(symtconv, tmp_path, more):
    run = symtconv("derive", *HUGE, *more)
    assert (run.code, run.out) == (3, "")
    assert "the limit is 1000000 (--max-entries)" in run.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (("--explain", "0", "-o", "x.v"), "there is no entry 0; x′ has the shape 2000001x2000001"),
        (("--view", "sideways", "-o", "x.v"), "there is no view 'sideways'"),
        (("--emit", "cuda", "-o", "x.v"), "cuda"),
        (("--lowering", "dilate=2 pad=1 crop-first", "-o", "x.v"), "cannot be said in Coq"),
        (("--lowering", "dilate=2x2x2 flip"), "the lowering is written for 3 axes and the layer has 2"),
    ],
)
def test_bad_words_beside_a_huge_layer(symtconv, tmp_path, more, message):
    run = symtconv("derive", *HUGE, *more)
    assert (run.code, run.out) == (2, "")
    assert message in run.err
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_verify_would_not_read_is_not_written(symtconv, tmp_path, monkeypatch):
    size = len(symtconv("derive", *CS231N, "--json").out.encode())
    monkeypatch.setattr(certificate, "MAX_BYTES", size)
    assert symtconv("derive", *CS231N, "-o", "x.json").code == 0
    assert symtconv("verify", "x.json").code == 0
    monkeypatch.setattr(certificate, "MAX_BYTES", size - 1)
    run = symtconv("derive", *CS231N, "-o", "x.txt", "-o", "y.json")
    assert (run.code, run.out) == (3, "")
    assert f"too large for symtconv verify: the file has more than {size - 1} bytes" in run.err
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_an_unwritable_place_is_refused_before_any_work(symtconv, tmp_path):
    place = tmp_path / "x.tex"
    place.mkdir()
    run = symtconv("derive", *CS231N, "-o", "x.tex", "-o", "y.txt")
    assert (run.code, run.err) == (2, "symtconv: x.tex is a folder; name a file in it\n")
    assert not (tmp_path / "y.txt").exists()


def test_files_are_written_and_named(symtconv, tmp_path):
    run = symtconv("derive", *CS231N, "-o", "x.tex", "-o", "x.txt", "-o", "x.json")
    assert run.code == 0
    for name in ("x.tex", "x.txt", "x.json"):
        assert f"wrote {name}" in run.out
        assert (tmp_path / name).stat().st_size > 500
    assert "-o x.json writes it, symtconv verify x.json replays the proof" in (tmp_path / "x.txt").read_text()
    assert symtconv("verify", "x.json").code == 0
    assert run.out.startswith("proved")


def test_a_fragment_has_no_preamble(symtconv, tmp_path):
    symtconv("derive", *CS231N, "--fragment", "-o", "x.tex")
    text = (tmp_path / "x.tex").read_text()
    assert "\\documentclass" not in text
    assert "\\begin{document}" not in text


def test_the_authors_words_reach_the_page(symtconv, tmp_path):
    symtconv(
        "derive",
        *CS231N,
        "--title",
        "50% & more_x",
        "--author",
        "Erdős",
        "--symbols",
        "y=Y,w=W",
        "--index-base",
        "1",
        "-o",
        "x.tex",
    )
    text = (tmp_path / "x.tex").read_text()
    assert r"50\% \& more\_x" in text
    assert "Y" in text


@pytest.mark.parametrize("command", [(), ("derive",), ("check",), ("test",), ("verify",), ("doctor",)])
def test_help_has_examples_and_exits_with_0(symtconv, command):
    run = symtconv(*command, "--help")
    assert run.code == 0
    assert "Usage: symtconv" in run.out
    if command not in {(), ("doctor",)}:
        said = " ".join(run.out.split())
        assert all(word in said for word in ("70", "internal", "74", "could not be printed"))
    if command == ("derive",):
        assert "symtconv derive --input 2x2" in run.out


def test_the_theorem_is_a_page_in_every_form_that_it_has(symtconv, tmp_path):
    run = symtconv("derive", "--general", "-o", "t.tex", "-o", "t.html", "-o", "t.txt")
    assert (run.code, run.out.splitlines()[1:]) == (0, ["wrote t.tex", "wrote t.html", "wrote t.txt"])
    for name in ("t.tex", "t.html", "t.txt"):
        text = (tmp_path / name).read_text()
        sign = r"\symbol{95}" if name == "t.tex" else "_"
        assert all(step.lemma.replace("_", sign) in text for step in general().steps)
    run = symtconv("derive", "--general", "-o", "t.v")
    assert run.code == 2
    assert "in Coq it is the library: symtconv.proofs.coq.build_library(FOLDER)" in run.err


def test_doctor_names_versions_and_programs(symtconv):
    run = symtconv("doctor")
    for word in ("symtconv", "python", "sympy", "numpy", "pdflatex", "coqc", "compiled", "kotex.sty", "Hangul"):
        assert word in run.out


def test_doctor_says_what_to_install(symtconv, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    run = symtconv("doctor")
    assert run.code == 0, "what is optional is not missed"
    lines = {line.split()[0]: line for line in run.out.splitlines() if "apt-get install" in line}
    assert {name: line.partition("apt-get install ")[2] for name, line in lines.items()} == {
        "pdflatex": "texlive-latex-recommended texlive-pictures",
        "xelatex": "texlive-xetex",
        "lualatex": "texlive-luatex",
        "coqc": "coq",
        "coqchk": "coq",
        "chromium": "chromium",
        "tikz.sty": "texlive-pictures",
        "standalone.cls": "texlive-latex-extra",
        "kotex.sty": "texlive-lang-korean",
        "Hangul": "fonts-noto-cjk",
    }
    assert "--lang ko" in lines["kotex.sty"]


def test_doctor_finds_the_font_that_korean_pages_are_set_in(symtconv, monkeypatch, tmp_path):
    for name, told in (("fc-list", "Some Font\nNoto Serif KR,Noto Serif KR Light"), ("kpsewhich", "")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho '{told}'\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    out = symtconv("doctor").out
    assert "  Hangul          Noto Serif KR\n" in out
    assert "  kotex.sty       not found: " in out


def test_verify_takes_one_readable_file(symtconv):
    assert symtconv("verify", "nothing.json").code == 2
    assert symtconv("verify").code == 2


def started(*arguments: str) -> set[str]:
    """Give the modules that a fresh interpreter imports for a command."""
    code = (
        "import sys; sys.argv[1:] = sys.argv[1:]\n"
        "from symtconv.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('\\n@' + ' '.join(sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(run.stdout.rpartition("@")[2].split())


@pytest.mark.parametrize(
    "arguments", [("--help",), ("derive", "--help"), ("doctor",), ("derive", "--nonsense"), ("verify", "nothing.json")]
)
def test_what_needs_no_mathematics_starts_without_it(arguments):
    loaded = started(*arguments)
    assert not {"sympy", "numpy", "scipy"} & loaded
    if arguments[0] == "verify":
        assert not {"click", "rich"} & loaded


def test_python_m_runs_the_same_command():
    run = subprocess.run([sys.executable, "-m", "symtconv", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("symtconv 0.")
