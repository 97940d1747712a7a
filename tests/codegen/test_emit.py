"""Emitted code is run: NumPy's on the whole grid against the plain-Python oracle, the others where they are there."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import re
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from symtconv.codegen import PROGRAMS, TARGETS, emit
from symtconv.geometry import ConvTranspose, InputError
from symtconv.operators.views import VIEWS
from tests.peers import required
from tests.strategies import layers

DRAW = np.random.default_rng(7)
LONG_CROP = ConvTranspose(input=1, kernel=1, stride=3, padding=((2, 0),), output_padding=2)
SHARED_FACTOR = ConvTranspose(input=(3, 2), kernel=(3, 4), stride=(4, 6), dilation=(2, 4), padding=((3, 1), (-1, 2)))
GROUPS = ConvTranspose(
    input=(2, 3), kernel=2, stride=2, padding=1, output_padding=1, in_channels=4, out_channels=6, groups=2
)
UNREACHED = ConvTranspose(input=(1, 1), kernel=(1, 2), stride=(2, 1), in_channels=2, out_channels=2, groups=2)
EXTENDED = ConvTranspose(
    input=2, kernel=2, stride=2, padding=((-2, -1),), output_padding=5, in_channels=2, out_channels=3
)
FEW = [
    ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1),
    LONG_CROP,
    SHARED_FACTOR,
    GROUPS,
    UNREACHED,
    EXTENDED,
]


def loaded(source: str) -> dict:
    names: dict = {}
    exec(compile(source, "<emitted>", "exec"), names)  # noqa: S102 - emitted code is there to be run
    return names


def arrays(layer: ConvTranspose, dtype=np.int64):
    y = DRAW.integers(-9, 10, (2, layer.in_channels, *layer.input)).astype(dtype)
    w = DRAW.integers(-9, 10, layer.weight_shape).astype(dtype)
    return y, w, DRAW.integers(-9, 10, layer.out_channels).astype(dtype)


def expected(layer: ConvTranspose, y: np.ndarray, w: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Cᵀy from the symbolic result, with the numbers put in."""
    result, named = VIEWS["matrix"].evaluate(layer), layer.has_channels
    w_at = dict(np.ndenumerate(w if named else w[0, 0]))
    x = [result.numbers(w_at, dict(np.ndenumerate(part if named else part[0]))) for part in y]
    return np.array(x).reshape(len(y), layer.out_channels, *layer.output) + bias.reshape(1, -1, *[1] * layer.rank)


@settings(max_examples=100)
@given(layers(size=4, kernel=3, step=4, pad=5, extra=5), st.sampled_from(list(PROGRAMS)))
@example(LONG_CROP, "lowering")
@example(LONG_CROP, "polyphase")
@example(SHARED_FACTOR, "polyphase")
@example(GROUPS, "polyphase")
@example(UNREACHED, "polyphase")
@example(EXTENDED, "polyphase")
def test_numpy_code_computes_the_layer(layer, view):
    y, w, bias = arrays(layer)
    found = loaded(emit(layer, "numpy", view=view))["conv_transpose"](y, w, bias)
    assert found.dtype == np.int64
    assert np.array_equal(found, expected(layer, y, w, bias))


GRID = [
    words
    for words in product((1, 2, 3), (1, 2, 3), (1, 2, 3), (1, 2), (-1, 0, 2), (0, 3), (0, 1, 4))
    if (words[0] - 1) * words[2] + words[3] * (words[1] - 1) + 1 - words[4] - words[5] + words[6] >= 1
]


@pytest.mark.parametrize("view", PROGRAMS)
def test_numpy_code_computes_every_layer_of_the_grid(view):
    for n, k, s, d, low, high, a in GRID:
        layer = ConvTranspose(input=n, kernel=k, stride=s, dilation=d, padding=((low, high),), output_padding=a)
        y, w, bias = arrays(layer)
        found = loaded(emit(layer, "numpy", view=view))["conv_transpose"](y, w, bias)
        assert np.array_equal(found, expected(layer, y, w, bias)), layer


@pytest.mark.parametrize("view", PROGRAMS)
@pytest.mark.parametrize("layer", FEW, ids=lambda layer: layer.call)
def test_torch_code_computes_the_layer(layer, view):
    torch = required("torch")
    y, w, bias = arrays(layer, np.float64)
    found = loaded(emit(layer, "torch", view=view))["conv_transpose"](*map(torch.from_numpy, (y, w, bias)))
    assert np.array_equal(found.numpy(), expected(layer, y, w, bias))


@pytest.mark.parametrize("view", PROGRAMS)
@pytest.mark.parametrize("layer", FEW, ids=lambda layer: layer.call)
def test_jax_code_computes_the_layer(layer, view):
    required("jax")
    y, w, bias = arrays(layer, np.float32)
    found = loaded(emit(layer, "jax", view=view))["conv_transpose"](y, w, bias)
    assert np.array_equal(np.asarray(found), expected(layer, y, w, bias))


@pytest.mark.parametrize("view", PROGRAMS)
@pytest.mark.parametrize("layer", FEW, ids=lambda layer: layer.call)
def test_the_onnx_model_computes_the_layer(layer, view):
    onnx, runtime = required("onnx"), required("onnxruntime")
    y, w, bias = arrays(layer, np.float32)
    model = loaded(emit(layer, "onnx", view=view))["make_model"](batch=2, bias=True)
    onnx.checker.check_model(model, full_check=True)
    session = runtime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"y": y, "w": w, "bias": bias})
    assert np.array_equal(found, expected(layer, y, w, bias))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("view", PROGRAMS)
def test_the_code_is_python_and_names_its_layer(target, view):
    for layer in FEW:
        source = emit(layer, target, view=view)
        compile(source, target, "exec")
        assert source.startswith(f"# x′ = Cᵀy of {layer.call}")
        imported = set(re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE))
        assert imported == {target}
        assert max(map(len, source.splitlines())) < 200


def test_a_flip_left_out_is_seen():
    # The same code without the reversal of the taps: the comparison above can fail.
    layer = FEW[0]
    y, w, bias = arrays(layer)
    wrong = emit(layer, "numpy").replace("::-1", ":")
    assert not np.array_equal(loaded(wrong)["conv_transpose"](y, w, bias), expected(layer, y, w, bias))


@settings(max_examples=40, deadline=None)
@given(layers(size=4, kernel=3, step=4, pad=5, extra=5), st.sampled_from(list(PROGRAMS)))
@example(LONG_CROP, "polyphase")
@example(EXTENDED, "lowering")
def test_emitted_code_checks_itself(layer, view):
    source = emit(layer, "numpy", view=view)
    entries = 2 * layer.out_channels * prod(layer.output)
    assert run(source) == f"conv_transpose: {entries} entries of random integers: equal to the definition\n"


@pytest.mark.parametrize(("target", "packages"), [("torch", ["torch"]), ("jax", ["jax"]), ("onnx", ["onnx"])])
@pytest.mark.parametrize("layer", [FEW[0], GROUPS], ids=lambda layer: layer.call)
def test_code_for_each_library_checks_itself(layer, target, packages):
    for package in packages:
        required(package)
    assert run(emit(layer, target)).endswith("equal to the definition\n")


def test_the_check_at_the_end_can_fail():
    source = emit(FEW[0], "numpy")
    with pytest.raises(SystemExit, match="entries differ from the definition, first"):
        run(source.replace("::-1", ":"))
    with pytest.raises(SystemExit, match="differ"):
        run(source.replace("else x +", "else -x +"))


def run(source: str) -> str:
    """Run a file as a program; give what it prints."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(source, "<emitted>", "exec"), {"__name__": "__main__"})  # noqa: S102 - as above
    return told.getvalue()


def test_what_cannot_be_emitted_is_refused():
    layer = FEW[0]
    with pytest.raises(InputError, match="target 'cuda'; use one of numpy, torch, onnx, jax"):
        emit(layer, "cuda")
    with pytest.raises(InputError, match="view 'row'; use one of lowering, polyphase"):
        emit(layer, "numpy", view="row")
    with pytest.raises(InputError, match="rank|spatial axes"):
        emit(ConvTranspose(input=(1, 1, 1, 1), kernel=1), "torch")
    with pytest.raises(InputError, match="the limit is 256"):
        emit(ConvTranspose(input=(1, 1), kernel=1, stride=17), "numpy", view="polyphase")


@pytest.mark.parametrize("view", PROGRAMS)
def test_the_batch_stays_open_when_torch_code_is_exported(view, tmp_path):
    torch = required("torch")
    layer = FEW[0]
    source = tmp_path / "emitted.py"  # torch.export reads the source of what it traces
    source.write_text(emit(layer, "torch", view=view))
    spec = importlib.util.spec_from_file_location("emitted", source)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    class Layer(torch.nn.Module):
        def forward(self, y, w):
            return module.conv_transpose(y, w)

    y, w, _ = arrays(layer, np.float32)
    given_ = tuple(map(torch.from_numpy, (y, w)))
    exported = torch.export.export(Layer(), given_, dynamic_shapes=({0: torch.export.Dim("N", min=2)}, None))
    more = torch.from_numpy(np.concatenate([y, y, y]))
    assert np.array_equal(exported.module()(more, given_[1]).numpy(), Layer()(more, given_[1]).numpy())


@pytest.mark.parametrize("view", PROGRAMS)
def test_the_batch_stays_open_when_jax_code_is_exported(view):
    jax = required("jax")
    from jax import export  # noqa: PLC0415 - a peer

    layer = FEW[0]
    y, w, _ = arrays(layer, np.float32)
    shape = export.symbolic_shape(f"N, {', '.join(map(str, y.shape[1:]))}")
    spoken = jax.ShapeDtypeStruct(shape, np.float32), jax.ShapeDtypeStruct(w.shape, np.float32)
    call = loaded(emit(layer, "jax", view=view))["conv_transpose"]
    exported = export.export(jax.jit(call))(*spoken)
    more = np.concatenate([y, y, y])
    assert np.array_equal(np.asarray(exported.call(more, w)), np.asarray(call(more, w)))


def test_libraries_pad_and_dilate_in_their_own_words_where_they_can():
    torch_code, jax_code = (emit(FEW[0], target) for target in ("torch", "jax"))
    assert "F.pad(" in torch_code
    assert "def pad(" not in torch_code
    assert "lhs_dilation=(2, 2)" in jax_code
    assert "def " not in jax_code.split("def conv_transpose", 1)[1].split("if __name__")[0]
    for target in ("torch", "jax"):  # a crop longer than what it crops is made by the index map
        assert "def pad(" in emit(LONG_CROP, target)
