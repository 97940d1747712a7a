"""Targets of every kind: programs over files and streams, shared libraries, model files, engines where they install."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys

import numpy as np
import pytest

from symtconv import Grid, conform, identify
from symtconv.cli.app import run_app
from symtconv.conformance.onnx_file import identify_node, nodes
from symtconv.conformance.target import AbsentError
from symtconv.conformance.targets import ENGINES, load
from symtconv.conformance.targets.onnx_model import model
from symtconv.geometry import InputError
from symtconv.grids.words import Words
from tests.peers import engine, required

C_SOURCE = """
void convt(const float *y, const float *w, float *x, int N, int C, int M, int n, int k, int s, int d, int p, int i) {
  for (int b = 0; b < N * M * i; b++) x[b] = 0;
  for (int b = 0; b < N; b++) for (int m = 0; m < M; m++) for (int base = 0; base < i; base += 8) {
    int end = base + 8 < i ? base + 8 : i;
    if (base && end - base == 1) continue;   /* the fault: a last tile of one entry is skipped */
    for (int j = base; j < end; j++) for (int t = 0; t < k; t++) {
      int q = j + p - d * t;
      if (q < 0 || q % s || q / s >= n) continue;
      for (int c = 0; c < C; c++) x[(b * M + m) * i + j] += y[(b * C + c) * n + q / s] * w[(c * M + m) * k + t];
    }
  }
}
"""
PROGRAM = """#!{python}
import sys, numpy as np
y, w, s = np.load(sys.argv[1]), np.load(sys.argv[2]), int(sys.argv[4])
N, C, n = y.shape; M, k = w.shape[1:]; x = np.zeros((N, M, (n - 1) * s + k))
for o in range(n): x[:, :, o * s : o * s + k] += np.einsum("nc,cmk->nmk", y[:, :, o], w)
np.save(sys.argv[3], np.clip(x, -128, 127))
"""
STREAM = """#!{python}
import json, sys, numpy as np
read, write = sys.stdin.buffer, sys.stdout.buffer
for line in read:
    head = json.loads(line)
    y, w = (np.frombuffer(read.read(8 * int(np.prod(head[key]))), "<f8").reshape(head[key]) for key in ("y", "w"))
    if head["bias"]: read.read(8 * head["bias"][0])
    if len(head["y"]) != 3 or head["groups"] > 1 or head["dilation"] != [1] or head["output_padding"] != [0]:
        write.write(b'{{"error": "not for me"}}\\n'); write.flush(); continue
    s, p = head["stride"][0], head["padding"][0]
    (N, C, n), (_, M, k) = y.shape, w.shape; x = np.zeros((N, M, (n - 1) * s + k))
    for o in range(n): x[:, :, o * s : o * s + k] += np.einsum("nc,cmk->nmk", y[:, :, o], w)
    x = np.ascontiguousarray(x[:, :, p : x.shape[2] - p])
    write.write(json.dumps({{"shape": x.shape}}).encode() + b"\\n" + x.tobytes()); write.flush()
"""


def script(path, text):
    path.write_text(text.format(python=sys.executable))
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(shutil.which("gcc") is None, reason="there is no C compiler")
def test_a_shared_library_and_its_tile_fault(tmp_path):
    (tmp_path / "convt.c").write_text(C_SOURCE)
    library = tmp_path / "libconvt.so"
    subprocess.run(["gcc", "-O1", "-shared", "-fPIC", tmp_path / "convt.c", "-o", library], check=True)
    arguments = "|args=y w x N C M n k s d p i"
    found = conform(f"{library}:convt{arguments}", Grid(small=True, sizes=(7, 8, 9, 17)))
    assert found.families[0].when.text == "i % 8 == 1 and i > 8"
    assert found.exit_code == 1
    with pytest.raises(InputError, match="has no function 'nosuch'"):
        load(f"{library}:nosuch")
    with pytest.raises(InputError, match="'q' is no argument"):
        load(f"{library}:convt|args=y w q")


def test_a_program_over_files_that_saturates(tmp_path):
    program = script(tmp_path / "prog.py", PROGRAM)
    found = conform(program + " {y} {w} {x} {s}", Grid(small=True, where=("n == 2", "k == 2", "d == 1", "s == 1")))
    assert {record["exact_to"] for record in found.records} == {"sums within 127, a signed byte"}


def test_a_program_that_is_started_once(tmp_path):
    program = script(tmp_path / "stream.py", STREAM)
    found = conform(f"{program}|stdin", Grid(small=True, where=("n == 2", "k <= 2")))
    assert found.counts.keys() == {"right", "refused"}
    assert found.exit_code == 0
    assert found.to_dict()["families"][0]["when"]["exact"]


def test_a_named_engine_whose_package_is_absent_says_so():
    absent = [name for name, engine in ENGINES.items() if importlib.util.find_spec(engine.module) is None]
    for name in absent:
        if ENGINES[name].module in ("openvino", "mlx", "tract", "tinygrad", "ncnn", "keras", "tensorflow"):
            with pytest.raises(AbsentError, match="pip install"):
                load(name)


def test_the_model_written_by_hand_is_the_one_that_onnx_reads():
    onnx = required("onnx")
    words = Words((2, 3), (2, 1), (2, 1), (1, 2), (1, 0), (0, 1), (1, 0), 4, 6, 2, bias=True)
    y, w, b = np.zeros((1, 4, 2, 3)), np.arange(24.0).reshape(4, 3, 2, 1), np.arange(6.0)
    read = onnx.load_model_from_string(model(words, y, w, b))
    onnx.checker.check_model(read, full_check=True)
    said = {one.name: onnx.helper.get_attribute_value(one) for one in read.graph.node[0].attribute}
    assert said == {
        "strides": [2, 1], "dilations": [1, 2], "group": 2, "pads": [1, 0, 0, 1], "output_padding": [1, 0],
    }  # fmt: skip
    weights = [onnx.numpy_helper.to_array(tensor) for tensor in read.graph.initializer]
    assert (weights[0] == w).all()
    assert (weights[1] == b).all()
    same = Words((2,), (2,), (1,), (1,), (0,), (0,), (0,), auto="SAME_LOWER", size=(3,))
    read = onnx.load_model_from_string(model(same, y[:, :, 0], w[..., 0], None))
    said = {one.name: onnx.helper.get_attribute_value(one) for one in read.graph.node[0].attribute}
    assert said == {"auto_pad": b"SAME_LOWER", "output_shape": [3]}


def two_nodes(path):
    onnx = required("onnx")
    helper, tensor = onnx.helper, onnx.TensorProto
    draw = np.random.default_rng(0)
    arrays = {
        "W": draw.standard_normal((8, 2, 3, 3)), "B": draw.standard_normal(8), "V": draw.standard_normal((8, 4, 3, 2)),
    }  # fmt: skip
    made = [
        helper.make_node("Relu", ["in"], ["X"]),
        helper.make_node(
            "ConvTranspose", ["X", "W", "B"], ["Y"], strides=[2, 2], group=4, output_shape=[9, 9], name="one"
        ),
        helper.make_node("ConvTranspose", ["Y", "V"], ["out"], strides=[3, 1], pads=[2, 0, 1, 1], name="two"),
    ]
    floats = {name: onnx.numpy_helper.from_array(array.astype(np.float32), name) for name, array in arrays.items()}
    graph = helper.make_graph(
        made, "g", [helper.make_tensor_value_info("in", tensor.FLOAT, [1, 8, None, None])],
        [helper.make_tensor_value_info("out", tensor.FLOAT, [None] * 4)], list(floats.values()),
    )  # fmt: skip
    read = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    read.ir_version = 9
    onnx.save(read, path)


def test_every_convtranspose_of_a_model_is_read_with_its_own_weights(tmp_path, capfd):
    required("onnxruntime")
    path = tmp_path / "two.onnx"
    two_nodes(path)
    found = [identify_node(node) for node in nodes(path)]
    assert [one.conforms for one in found] == [True, True]
    assert found[0].layer.l == (1, 1)
    reference = identify_node(next(iter(nodes(path))), "onnx-reference")
    assert reference.conforms is not True  # groups of more than one channel: it raises
    assert run_app(["identify", str(path)]) == 0
    assert capfd.readouterr().out.count("the layer that was meant") == 2


PRESENT = ("onnxruntime", "onnx-reference", "onnx-shapes", "torch", "torch-meta", "mlx", "opencv", "ncnn", "symtconv")
# Items of the list of known disagreements between released engines that come out by themselves: the engine, what is
# asked, the outcome, words of the condition or the slip that must be there, and the smallest configuration.
KNOWN = [
    ("onnxruntime", Grid(small=True), "refused", "a >= s", "n=1 k=1 d=2 a=1"),
    ("onnx-shapes", Grid(small=True), "wrong", "output_shape > 0", "n=2 k=1 output_shape=1"),
    ("onnx-shapes", Grid(small=True, where=("output_shape == 0",)), "wrong", "a > 0", None),
    ("onnx-reference", Grid(random=200), "wrong", "bias of the first group", "n=1 k=1 channels=2->2/2 bias"),
    ("onnx-reference", Grid(small=True), "wrong", "all cropped at the end", "n=1 k=1 d=2 a=1 output_shape=1"),
    ("openvino", Grid(small=True, where=("output_shape > 0", "n == 1", "d == 1")), "wrong", "other side", None),
    ("openvino", Grid(small=True, where=("output_shape == 0", "n == 1", "k == 1")), "wrong", "a >= s", None),
    ("tinygrad-onnx", Grid(small=True, where=("valid == 1 and n*d == 1",)), "wrong", "VALID read", "n=1 k=1 s=2 VALID"),
    ("tract", Grid(small=True, where=("same_upper == 1 and output_shape == 0", "n == 1 and k == 2")), "wrong",
     "output_padding is not added", None),
    ("opencv", Grid(small=True, where=("output_shape > 0", "n == 1")), "wrong", "", None),
    ("mlx", Grid(small=True), "wrong", "cropped before the zeros go in", "n=2 k=1 s=2 p=1 a=1"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "grid", "outcome", "said", "smallest"), KNOWN)
def test_known_disagreements_come_out_by_themselves(name, grid, outcome, said, smallest):
    engine(name)
    found = conform(name, grid)
    families = [family for family in found.families if family.outcome == outcome]
    assert families
    assert said in found.to_text() or said in str([family.slips for family in families])
    assert smallest is None or smallest in [family.smallest["text"] for family in families]


def test_what_is_forbidden_is_accepted_on_the_meta_device_alone():
    required("torch")
    grid = Grid(beyond=40, ranks=(1,))
    did = {name: {r["did"] for r in conform(name, grid).records} for name in ("torch", "torch-meta")}
    assert did == {"torch": {"refused"}, "torch-meta": {"answered"}}


def test_what_the_text_leaves_open_is_read_differently():
    required("onnxruntime")
    grid = Grid(beyond=40, ranks=(1,))
    text = {name: conform(name, grid).to_text() for name in ("onnxruntime", "onnx-reference")}
    assert "no padding, the natural length" in text["onnxruntime"]
    assert "half of the total, rounded down" in text["onnx-reference"]


def test_identify_reads_an_engine():
    required("torch")
    found = identify("torch", rank=1)
    assert found.found.convention.meaning == "PyTorch's and ONNX' meaning"
    assert identify("torch", meant="ConvTranspose2d(2, 4, 3, stride=2, padding=1, groups=2)").conforms is True
