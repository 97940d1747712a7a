"""The layers of a model file as code: the file checks itself, and lengths that the model leaves open stay open."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json

import numpy as np
import pytest

from symtconv.cli.app import run_app
from symtconv.geometry import InputError
from symtconv.results.model import read_model
from tests.models import files
from tests.peers import required

TARGETS = ("torch", "jax", "numpy")


def weightless(layers, sizes=None):
    """A model of several layers, one after the other by name; no weights stand in it but their shapes."""
    made, inputs, constants = [], [], []
    for number, layer in enumerate(layers):
        made.append(
            files.transposed(layer, f"x{number}", f"w{number}", f"y{number}", name=f"/up.{number}/ConvTranspose")
        )
        rank = len(layer["kernel"])
        inputs.append(files.info(f"x{number}", ["N", layer["in_channels"], *(sizes or [f"h{a}" for a in range(rank)])]))
        constants.append(files.tensor(f"w{number}", files.weight_shape(layer)))
    return files.model(files.graph(made, inputs, [], constants))


SMALL = [
    layer for layer in files.LAYERS if layer["in_channels"] * layer["out_channels"] * max(layer["kernel"]) <= 70_000
]


def run(source: str) -> list[str]:
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(source, "<emitted>", "exec"), {"__name__": "__main__"})  # noqa: S102 - it is there to be run
    return told.getvalue().splitlines()


def smaller(layer):
    """The same layer with few channels, so that the definition in the file takes no time."""
    groups = min(layer["groups"], 2)
    return {**layer, "groups": groups, "in_channels": 2 * groups, "out_channels": groups}


def test_the_layers_people_ship_are_functions_that_check_themselves(tmp_path):
    layers = [smaller(layer) for layer in files.LAYERS]
    path = tmp_path / "shipped.onnx"
    path.write_bytes(weightless(layers))
    model = read_model(path)
    words = ("kernel", "stride", "padding", "output_padding", "dilation", "in_channels", "out_channels", "groups")
    distinct = {json.dumps([layer[word] for word in words]) for layer in layers}
    assert len(distinct) > 15
    for view in ("lowering", "polyphase"):
        told = run(model.emit("numpy", view=view))
        assert all(line.endswith("equal to the definition") for line in told)
        assert len({line.split(":")[0] for line in told}) == len(distinct)
        assert len(told) == 2 * len(distinct)  # at the least sizes and at others


@pytest.mark.parametrize("target", TARGETS)
def test_code_for_each_library_checks_itself(target, tmp_path):
    if target != "numpy":
        required(target)
    path = tmp_path / "two.onnx"
    path.write_bytes(weightless([smaller(files.LAYERS[0]), smaller(files.LAYERS[1]), smaller(files.LAYERS[0])]))
    source = tmp_path / "two.py"
    assert run_app(["model", str(path), "--emit", target, "-o", str(source)]) in (0, 1)
    told = run(source.read_text())
    assert told
    assert all(line.endswith("equal to the definition") for line in told)
    with pytest.raises(SystemExit, match="entries differ from the definition, first"):
        run(source.read_text().replace("else x +", "else -x +"))


def loaded(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LAYER = {
    "kernel": [4, 3], "stride": [2, 2], "dilation": [1, 1], "padding": [[1, 1], [0, 1]], "output_padding": [0, 1],
    "groups": 2, "in_channels": 4, "out_channels": 2,
}  # fmt: skip


@pytest.fixture(params=["lowering", "polyphase"])
def emitted(request, tmp_path):
    path = tmp_path / "up.onnx"
    path.write_bytes(weightless([LAYER]))

    def made(target):
        source = tmp_path / f"emitted_{target}_{request.param}.py"
        source.write_text(read_model(path).emit(target, view=request.param))
        return loaded(source).up_0_ConvTranspose

    return made


def arrays(batch, *sizes):
    draw = np.random.default_rng(5)
    return tuple(draw.integers(-3, 4, shape).astype(np.float32) for shape in ((batch, 4, *sizes), (4, 1, 4, 3)))


def test_batch_and_lengths_stay_open_through_torch_export(emitted, tmp_path):
    torch, call = required("torch"), emitted("torch")

    class Layer(torch.nn.Module):
        def forward(self, y, w):
            return call(y, w)

    dims = {axis: torch.export.Dim(name, min=2, max=64) for axis, name in ((0, "N"), (2, "H"), (3, "W"))}
    exported = torch.export.export(Layer(), tuple(map(torch.from_numpy, arrays(2, 5, 6))), dynamic_shapes=(dims, None))
    for shape in ((2, 5, 6), (7, 9, 4)):
        y, w = map(torch.from_numpy, arrays(*shape))
        expected = torch.nn.functional.conv_transpose2d(y, w, stride=2, groups=2)[:, :, 1:-1]
        expected = torch.nn.functional.pad(expected, (0, 1))[..., :-1]
        assert np.array_equal(exported.module()(y, w).numpy(), expected.numpy())


def test_batch_and_lengths_stay_open_through_jax_export(emitted):
    jax, call = required("jax"), emitted("jax")
    from jax import export  # noqa: PLC0415 - a peer

    y, w = arrays(2, 5, 6)
    shape = export.symbolic_shape("N, 4, H, W")
    spoken = jax.ShapeDtypeStruct(shape, np.float32), jax.ShapeDtypeStruct(w.shape, np.float32)
    exported = export.export(jax.jit(call))(*spoken)
    for sizes in ((2, 5, 6), (7, 9, 4)):
        y, w = arrays(*sizes)
        assert np.array_equal(np.asarray(exported.call(y, w)), np.asarray(call(y, w)))


def test_names_of_a_file_become_names_of_python(tmp_path):
    made = [
        files.transposed(LAYER, "x0", "w0", "y0", name="pad"),
        files.transposed({**LAYER, "stride": [3, 2]}, "x0", "w0", "y1", name='9"""\\n import os'),
        files.transposed({**LAYER, "stride": [3, 3]}, "x0", "w0", "y2", name="class"),
    ]
    path = tmp_path / "odd.onnx"
    inputs = [files.info("x0", ["N", 4, "h", "w"])]
    path.write_bytes(files.model(files.graph(made, inputs, [], [files.tensor("w0", files.weight_shape(LAYER))])))
    source = read_model(path).emit("numpy")
    told = run(source)
    assert {line.split(":")[0] for line in told} == {"pad_2", "layer_9_n_import_os", "layer_class"}


def test_what_cannot_be_emitted_is_said(tmp_path, capsys):
    path = tmp_path / "none.onnx"
    path.write_bytes(files.model(files.graph([], [], [])))
    with pytest.raises(InputError, match="no transposed convolution that could be written as code"):
        read_model(path).emit("torch")
    with pytest.raises(InputError, match="'cuda'; use one of torch, jax, numpy"):
        read_model(path).emit("cuda")
    for words in (["-o", "x.py"], ["--emit", "torch", "--json"], ["--emit", "torch", "-o", "x.html"]):
        assert run_app(["model", str(path), *words]) == 2
        assert "--emit" in capsys.readouterr().err


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
def test_batch_and_lengths_stay_open_through_torch_onnx_export(emitted, tmp_path):
    torch, runtime, call = required("torch"), required("onnxruntime"), emitted("torch")
    required("onnx")

    class Layer(torch.nn.Module):
        def forward(self, y, w):
            return call(y, w)

    path = tmp_path / "exported.onnx"
    names = {"y": {0: "N", 2: "H", 3: "W"}, "x": {0: "N"}}
    torch.onnx.export(
        Layer(), tuple(map(torch.from_numpy, arrays(2, 5, 6))), path, input_names=["y", "w"], output_names=["x"],
        dynamic_axes=names, dynamo=False, opset_version=17,
    )  # fmt: skip
    session = runtime.InferenceSession(path, providers=["CPUExecutionProvider"])
    for shape in ((2, 5, 6), (7, 9, 4)):
        y, w = arrays(*shape)
        (found,) = session.run(None, {"y": y, "w": w})
        assert np.array_equal(found, call(torch.from_numpy(y), torch.from_numpy(w)).numpy())
