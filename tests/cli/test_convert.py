"""``symtconv convert`` and ``compare``: what is printed, the exit codes, and what is never imported."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from symtconv import verify
from symtconv.cli.app import run_app
from symtconv.cli.convert import OPTIONS, run_words

SAME = "Conv2DTranspose(8, 3, strides=2, padding='same')"


def run(*arguments):
    return run_words(arguments[0], arguments[1:])


def test_a_conversion_that_is_said(capsys):
    assert run("convert", SAME, "--to", "onnx") == 0
    call, kernel, proved = capsys.readouterr().out.splitlines()
    assert call == "ConvTranspose(kernel_shape=[3, 3], strides=[2, 2], pads=[0, 0, 1, 1])"
    assert kernel.endswith("w.transpose(3, 2, 0, 1)")
    assert "proved" in proved


def test_a_conversion_that_does_not_exist(capsys):
    assert run("convert", SAME, "--to", "torch", "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert list(report) == [
        "format",
        "from",
        "to",
        "call",
        "kernel",
        "notes",
        "why",
        "remedy",
        "verdict",
        "certificate",
    ]
    assert (report["from"], report["to"], report["call"], report["verdict"]) == ("keras", "torch", None, "proved")
    assert verify(report["certificate"]).statement.text == (
        "implies(p >= 0 and 0 <= a and a < max(2, 1), not (p == 0 and a - p == -1))"
    )
    assert report["remedy"]["call"] == "ConvTranspose2d(C_in, 8, 3, stride=2)"
    assert report["remedy"]["program"] == "pad(pad(convt(y, w, stride=(2, 2)), 0, -1), 0, -1, axis=1)"
    assert run("convert", SAME, "--to=torch") == 1
    assert "PyTorch has no call for this layer" in capsys.readouterr().out


def test_a_comparison(capsys):
    layers = ("ConvTranspose1d(1, 1, 3, stride=2)", "ConvTranspose1d(1, 1, 3, stride=2, output_padding=1)")
    assert run("compare", *layers) == 1
    assert "smallest input: 1; the first writes 3, the second 4" in capsys.readouterr().out
    assert run("compare", layers[0], layers[0], "--json") == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "proved"


def test_what_a_call_leaves_to_its_arrays(capsys):
    call = "F.conv_transpose2d(x, w, stride=2, padding=1)"
    assert run("convert", call, "--to", "keras") == 2
    assert "give --kernel" in capsys.readouterr().err
    options = ("--kernel", "4x4", "--in-channels", "3", "--out-channels", "5", "--input", "Hx320")
    assert run("convert", call, "--to", "keras", *options) == 0
    assert capsys.readouterr().out.startswith('Conv2DTranspose(5, 4, strides=2, padding="same")')


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("convert", SAME), "--to is missing"),
        (("convert", "--to", "torch"), "takes 1 call, and got 0"),
        (("compare", SAME), "takes 2 calls, and got 1"),
        (("compare", SAME, SAME, "--to", "torch"), "no option --to"),
        (("convert", SAME, "--to"), "needs a value"),
        (("convert", SAME, "--to", "torch", "--to", "onnx"), "given twice"),
        (("convert", SAME, "--to", "pytorch"), "did you mean 'torch'"),
        (("convert", "foo.ConvTranspose2d(1, 1, 3)", "--to", "torch"), "is not read; its rules may differ"),
        (("convert", SAME, "--to", "torch", "--kernel", "n"), "is no size"),
        (("convert", SAME, "--to", "torch", "--in-channels", "x"), "no number of channels"),
        (("convert", SAME, "--to", "torch", "--out-channels", "3"), "the call says out_channels=8"),
    ],
)
def test_usage_is_one_sentence_and_exit_2(words, message, capsys):
    assert run(*words) == 2
    out, err = capsys.readouterr()
    assert message in err
    assert not out


def test_click_has_the_same_options(capsys):
    for command in ("convert", "compare"):
        assert run_app([command, "--help"]) == 0
        told = capsys.readouterr().out
        for option in OPTIONS:
            assert (option in told) == (option != "--to" or command == "convert")
    assert run_app(["convert", SAME, "--to", "onnx"]) == 0
    assert capsys.readouterr().out.startswith("ConvTranspose(kernel_shape=[3, 3]")


@pytest.mark.parametrize("words", [("convert", SAME, "--to", "torch"), ("compare", SAME, SAME)])
def test_neither_loads_numpy_sympy_or_click(words):
    code = f"""
import sys
from symtconv.__main__ import main
sys.argv = ["symtconv", *{list(words)!r}]
try:
    main()
except SystemExit:
    print(sorted({{"numpy", "sympy", "click", "rich"}} & set(sys.modules)))
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"
