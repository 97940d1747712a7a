"""`derive --emit … -o`: the lowering as a file that checks itself. The models are run in tests/models."""

import subprocess
import sys

import pytest

LAYER = ("--kernel", "3x2", "--stride", "2", "--padding", "1", "--output-padding", "1")
CHANNELS = ("--in-channels", "2", "--out-channels", "3")


def test_code_is_written_and_checks_itself(symtconv, tmp_path):
    target = tmp_path / "up.py"
    run = symtconv("derive", "--input", "3x3", *LAYER, *CHANNELS, "--emit", "numpy", "-o", target)
    assert (run.code, run.err) == (0, "")
    assert "def conv_transpose" not in run.out
    found = subprocess.run([sys.executable, target], capture_output=True, text=True, check=True)
    assert found.stdout == "conv_transpose: 180 entries of random integers: equal to the definition\n"


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        ((), "up.py", "up.py: to write the lowering as code add --emit numpy, torch, onnx, jax"),
        (("--emit", "torch"), "up.onnx", "up.onnx: --emit torch is written to a .py file; .onnx goes with --emit onnx"),
        (("--emit", "onnx", "--padding", "-1:0"), "up.onnx", "ONNX cannot say this layer"),
        (("--emit", "onnx", "--w", "[1,2,3]"), "up.onnx", "--w has the shape (3,) and the layer's kernel (1, 1, 2)"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is_left(symtconv, tmp_path, words, name, said):
    run = symtconv("derive", "--input", "3", "--kernel", "2", *words, "-o", tmp_path / name)
    assert run.code == 2
    assert said in run.err
    assert not list(tmp_path.iterdir())
