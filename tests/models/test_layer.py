"""`derive --emit onnx -o x.onnx`: one layer as a model without the operator, run at sizes that were never named."""

import numpy as np
import pytest

from symtconv.cli.app import run_app
from tests.peers import required

LAYER = ("--kernel", "3x2", "--stride", "2", "--padding", "1", "--output-padding", "1")
CHANNELS = ("--in-channels", "2", "--out-channels", "3")


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
def test_a_model_without_the_operator_runs_at_other_sizes(tmp_path, layer, folded):
    onnx, runtime, torch = required("onnx"), required("onnxruntime"), required("torch")
    draw = np.random.default_rng(3)
    kernel = tuple(map(int, layer[1].split("x")))
    w = draw.integers(-4, 5, (2, 3, *kernel))
    target, weights = tmp_path / "up.onnx", tmp_path / "w.npy"
    np.save(weights, w)
    given = ("--w", weights) if folded else ()
    words = ("derive", "--input", "3x3", *layer, *CHANNELS, *given, "--emit", "onnx", "-o", target)
    assert run_app(list(map(str, words))) == 0
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
