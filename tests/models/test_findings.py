"""What is said of a whole file: verdicts for every size, exit codes, forms, and the file without the operator."""

from __future__ import annotations

import json
from math import prod

import numpy as np
import pytest

import symtconv as st
from symtconv.checker.check import replay
from symtconv.cli.app import run_app
from symtconv.geometry import InputError
from symtconv.models import onnx
from symtconv.models.findings import find
from symtconv.models.proof import prove_axis, prove_replacement
from tests.models import files
from tests.models.files import LAYERS
from tests.peers import required

GEOMETRIES = sorted(
    {
        row
        for layer in LAYERS
        for row in zip(
            layer["kernel"], layer["stride"], layer["dilation"], map(tuple, layer["padding"]), layer["output_padding"],
            strict=True,
        )
    }
)  # fmt: skip


@pytest.mark.parametrize("row", GEOMETRIES, ids=str)
def test_every_axis_of_the_shipped_layers_is_proved_for_every_size_and_its_certificate_replays(row):
    for proof in (prove_axis(*row), prove_replacement(*row)):
        assert proof.outcome == "proved", proof
        assert replay(proof.certificate).outcome == "proved"


def test_a_wrong_program_in_the_place_of_a_node_is_not_proved():
    from symtconv.claims.rewriting.decide import decide  # noqa: PLC0415 - beside the rows above

    proof = prove_replacement(4, 2, 1, (1, 1), 0)
    wrong = proof.right.replace("r + 3", "r + 2")
    assert wrong != proof.right
    assert decide(proof.left, wrong, tensors="y[n] w[4]", explain=False).outcome == "refuted"


def model(tmp_path, *layers, name="a.onnx"):
    nodes = [files.transposed(layer, f"x{q}", f"w{q}", f"y{q}", name=f"up.{q}") for q, layer in enumerate(layers)]
    constants = [
        files.tensor(f"w{q}", files.weight_shape(layer), b"\0" * 4 * prod(files.weight_shape(layer)))
        for q, layer in enumerate(layers)
    ]
    shapes = [["N", layer["in_channels"], *("T" for _ in layer["kernel"])] for layer in layers]
    inputs = [files.info(f"x{q}", shape) for q, shape in enumerate(shapes)]
    path = tmp_path / name
    path.write_bytes(files.model(files.graph(nodes, inputs, constants=constants)))
    return path


def run(capsys, *arguments):
    code = run_app([str(argument) for argument in arguments])
    return code, capsys.readouterr()


def test_the_report_says_of_each_node_what_it_is(tmp_path, capsys):
    path = model(tmp_path, LAYERS[2], LAYERS[8], LAYERS[25], LAYERS[2])
    code, told = run(capsys, "model", path, "--json")
    assert code == 0
    report = json.loads(told.out)
    assert [node["class"] for node in report["nodes"]] == ["phases", "depth_to_space", "conv", "phases"]
    assert report["nodes"][0]["output"] == ["10*n"]
    assert report["nodes"][1]["output"] == ["2*n1", "2*n2"]
    assert report["nodes"][0]["layer"]["input"] == ["n"]
    assert report["nodes"][0]["multiplications"] == f"{20 * 512 * 256}*n"
    assert report["nodes"][0]["wasted_by_zeros"] == 0.9
    assert report["nodes"][0]["calls"]["torch"] == "ConvTranspose1d(512, 256, 20, stride=10, padding=5)"
    assert report["verdict"] == "proved"
    code, told = run(capsys, "model", path)
    lines = told.out.splitlines()
    assert "4 transposed convolutions, 3 different" in lines[0]
    assert any(line.strip() == "up.0, up.3" for line in lines)


def test_an_engine_that_differs_and_an_illegal_node_end_with_1_and_an_open_one_with_3(tmp_path, capsys):
    same = {**files.LAYERS[4], "padding": [[0, 0]], "kernel": [4], "stride": [2]}
    node = files.node("ConvTranspose", ["x", "w"], ["y"], "up", strides=[2], auto_pad="SAME_UPPER")
    made = files.graph(
        [node], [files.info("x", ["N", 22, "L"])], constants=[files.tensor("w", files.weight_shape(same))]
    )
    path = tmp_path / "a.onnx"
    path.write_bytes(files.model(made))
    code, told = run(capsys, "model", path)
    assert code == 1
    assert "openvino" in told.out
    names = [one for row in find(path).differing for one in ("--allow-engine", row)]
    assert run(capsys, "model", path, *names)[0] == 0
    sarif = tmp_path / "a.sarif"
    run(capsys, "model", path, "--sarif", sarif)
    report = json.loads(sarif.read_text())
    assert report["version"] == "2.1.0"
    assert {result["ruleId"] for result in report["runs"][0]["results"]} == {"engine-differs"}

    illegal = files.node("ConvTranspose", ["x", "w"], ["y"], "bad", strides=[2], output_padding=[4])
    path.write_bytes(files.model(files.graph([illegal], constants=[files.tensor("w", files.weight_shape(same))])))
    code, told = run(capsys, "model", path)
    assert code == 1
    assert "illegal: bad" in told.out

    lost = files.node("ConvTranspose", ["x", "w"], ["y"], "lost")
    path.write_bytes(files.model(files.graph([lost])))
    code, told = run(capsys, "model", path)
    assert code == 3
    assert "not read: lost" in told.out

    path.write_bytes(b"no model")
    code, told = run(capsys, "model", path)
    assert code == 2
    assert len(told.err.splitlines()) == 1


def test_two_files_of_different_kinds_are_compared(tmp_path, capsys):
    one = model(tmp_path, LAYERS[8], LAYERS[10])
    other = tmp_path / "b.param"
    lines = files.ncnn(LAYERS[8]).splitlines()[3], files.ncnn(LAYERS[12]).splitlines()[3].replace(" up ", " up2 ")
    other.write_text("7767517\n2 2\n" + "\n".join(lines) + "\n")
    code, told = run(capsys, "model", one, "--against", other, "--json")
    assert code == 1
    pairs = json.loads(told.out)["pairs"]
    assert pairs[0]["differences"] == []
    assert pairs[1]["differences"][:2] == ["kernel 4×4 against 5×5", "stride 2×2 against 3×3"]
    assert run(capsys, "model", one, "--against", one)[0] == 0


def test_a_lowered_file_is_written_beside_its_report_and_runs(tmp_path, capsys):
    layer = {**LAYERS[22], "in_channels": 2, "out_channels": 3}
    numbers = np.random.default_rng(0)
    raw = numbers.integers(-4, 5, files.weight_shape(layer)).astype(np.float32).tobytes()
    path, lowered, page = (tmp_path / name for name in ("a.onnx", "b.onnx", "b.html"))
    path.write_bytes(files.onnx(layer, raw=raw))
    code, told = run(capsys, "model", path, "--lower", "auto", "-o", lowered, "-o", page)
    assert code == 0
    assert "weights folded" in told.out
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert not onnx.read(lowered.read_bytes()).nodes
    runtime = required("onnxruntime")
    y = numbers.integers(-4, 5, (2, 2, 5, 3)).astype(np.float32)
    x = [runtime.InferenceSession(one.read_bytes()).run(None, {"x": y})[0] for one in (path, lowered)]
    assert (x[0] == x[1]).all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lower", "auto"], "-o lowered.onnx"),
        (["--lower", "auto", "-o", "a.onnx"], "is the model that is read"),
        (["-o", "a.png"], "no form is called"),
    ],
)
def test_what_cannot_be_written_is_said_before_any_work(arguments, said, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = model(tmp_path, LAYERS[8])
    before = path.read_bytes()
    code, told = run(capsys, "model", "a.onnx", *arguments)
    assert code == 2
    assert said in told.err
    assert path.read_bytes() == before


def test_a_lowered_model_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "a.param"
    path.write_text(files.ncnn(LAYERS[8]))
    with pytest.raises(InputError, match="ONNX alone"):
        st.read_model(path).lower()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_has_every_layer_in_every_form(tmp_path, lang):
    path = model(tmp_path, LAYERS[2], LAYERS[10])
    found = st.read_model(path, style=st.Style(lang=lang, unicode_engine=lang == "ko"))
    for text in (found.to_html(), found.to_latex(), found.to_text()):
        assert "k20" in text
        assert "ConvTranspose1d(512, 256, 20, stride=10, padding=5)" in text.replace("\\", "").replace("\n", " ")
    assert len(find(path).nodes) == 2
