"""`derive --emit … -o`: the lowering as a file, code that checks itself or a model that runs at every size."""

import subprocess
import sys

import numpy as np
import pytest

from tests.peers import required

LAYER = ("--kernel", "3x2", "--stride", "2", "--padding", "1", "--output-padding", "1")
CHANNELS = ("--in-channels", "2", "--out-channels", "3")


def test_code_is_written_and_checks_itself(symtconv, tmp_path):
    target = tmp_path / "up.py"
    run = symtconv("derive", "--input", "3x3", *LAYER, *CHANNELS, "--emit", "numpy", "-o", target)
    assert (run.code, run.err) == (0, "")
    assert "def conv_transpose" not in run.out
    found = subprocess.run([sys.executable, target], capture_output=True, text=True, check=True)
    assert found.stdout == "180 entries of random integers: equal to the definition\n"


@pytest.mark.parametrize("folded", [False, True], ids=["weights as an input", "weights folded"])
@pytest.mark.parametrize(
    "layer",
    [
        LAYER,
        ("--kernel", "2x2", "--stride", "2"),
        (
            "--kernel",
            "1x3",
        ),
    ],
    ids=str,
)
def test_a_model_without_the_operator_runs_at_other_sizes(symtconv, tmp_path, layer, folded):
    onnx, runtime, torch = required("onnx"), required("onnxruntime"), required("torch")
    draw = np.random.default_rng(3)
    kernel = tuple(map(int, layer[1].split("x")))
    w = draw.integers(-4, 5, (2, 3, *kernel))
    target, weights = tmp_path / "up.onnx", tmp_path / "w.npy"
    np.save(weights, w)
    given = ("--w", weights) if folded else ()
    run = symtconv("derive", "--input", "3x3", *layer, *CHANNELS, *given, "--emit", "onnx", "-o", target)
    assert (run.code, run.err) == (0, "")
    model = onnx.load(target)
    assert "ConvTranspose" not in {node.op_type for node in model.graph.node}
    session = runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    for shape in ((1, 2, 3, 3), (2, 2, 5, 4)):
        y = draw.integers(-4, 5, shape).astype(np.float32)
        feeds = {"y": y} if folded else {"y": y, "w": w.astype(np.float32)}
        (found,) = session.run(None, feeds)
        options = {} if "--padding" not in layer else {"padding": 1, "output_padding": 1}
        stride = 2 if "--stride" in layer else 1
        arrays = map(torch.tensor, (y, w.astype(np.float32)))
        expected = torch.nn.functional.conv_transpose2d(*arrays, stride=stride, **options)
        assert np.array_equal(found, expected.numpy())


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
