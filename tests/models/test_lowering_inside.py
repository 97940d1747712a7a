"""Nodes inside branches, loops and functions are replaced where they stand; run, the model computes the same."""

from __future__ import annotations

import struct
from math import prod

import numpy as np
import pytest

from symtconv.geometry import InputError
from symtconv.models import onnx
from symtconv.models.lowering import WAYS, lower
from symtconv.results.model import read_model
from tests.models import files
from tests.models.test_lowering import session
from tests.peers import required

LAYER = {
    "kernel": [3, 4], "stride": [2, 3], "dilation": [1, 2], "padding": [[1, 0], [2, 1]], "output_padding": [1, 0],
    "groups": 1, "in_channels": 2, "out_channels": 3,
}  # fmt: skip
OTHER = {
    **LAYER,
    "kernel": [2, 2],
    "stride": [2, 2],
    "dilation": [1, 1],
    "padding": [[0, 0]] * 2,
    "output_padding": [0, 0],
}
IMAGE, BACK = ["N", 2, "H", "W"], ["N", 3, "h", "w"]


def graph_of(name, made):
    """An attribute that is a graph."""
    return files.f(5, [files.f(1, name), files.f(6, made), files.f(20, 5)])


def weights(layer, name, seed=1):
    numbers = np.random.default_rng(seed).integers(-4, 5, prod(files.weight_shape(layer)))
    return files.tensor(name, files.weight_shape(layer), struct.pack(f"<{len(numbers)}f", *numbers))


def branches(*, inside: bool, shared: bool = False):
    """If c then one layer, else another; the weights stand in the branches or around them."""
    made = []
    for word, layer, w in (("then_branch", LAYER, "w1"), ("else_branch", OTHER, "w2")):
        nodes = [files.transposed(layer, "x", w, f"y_{w}", name=f"up_{w}")]
        nodes += (
            [
                files.node("ReduceSum", [w], [f"s_{w}"], "sum", keepdims=0),
                files.node("Add", [f"y_{w}", f"s_{w}"], [f"z_{w}"]),
            ]
            if shared
            else []
        )
        out = f"{'z' if shared else 'y'}_{w}"
        made.append(
            graph_of(word, files.graph(nodes, [], [files.info(out, BACK)], [weights(layer, w)] if inside else []))
        )
    choice = [*files.node("If", ["c"], ["y"], "choice"), *made]
    constants = [] if inside else [weights(LAYER, "w1"), weights(OTHER, "w2")]
    inputs = [files.info("x", IMAGE), files.info("c", [], dtype=9)]
    return files.model(files.graph([choice], inputs, [files.info("y", BACK)], constants))


def called(layers, *, inside: bool, stride_of_caller: bool = False):
    """A function with one layer in it, called for each of the layers; its weights are given to it, or its own."""
    first = layers[0]
    words = [files.node("Constant", [], ["w"], "own")] if inside else []
    if inside:
        words = [
            [
                *files.node("Constant", [], ["w"], "own"),
                files.f(5, [files.f(1, "value"), files.f(5, weights(first, "w")), files.f(20, 4)]),
            ]
        ]
    body = files.transposed(first, "x", "w", "y", name="up")
    if stride_of_caller:
        body = [one for one in body if b"strides" not in one]
        body.append(files.f(5, [files.f(1, "strides"), files.f(20, 7), files.f(21, "by")]))
    function = [
        files.f(1, "Up"), files.f(4, "x"), *([] if inside else [files.f(4, "w")]), files.f(5, "y"), files.f(10, "ours"),
        *([files.f(6, "by")] if stride_of_caller else []), *(files.f(7, one) for one in [*words, body]),
        files.f(9, [files.f(1, ""), files.f(2, 17)]),
    ]  # fmt: skip
    nodes, outputs, constants = [], [], []
    for number, layer in enumerate(layers):
        given = {"by": layer["stride"]} if stride_of_caller else {}
        given_ = ["x"] if inside else ["x", f"w{number}"]
        nodes.append(files.node("Up", given_, [f"y{number}"], f"call{number}", "ours", **given))
        outputs.append(files.info(f"y{number}", BACK))
        constants += [] if inside else [weights(layer, f"w{number}", number)]
    made = files.graph(nodes, [files.info("x", IMAGE)], outputs, constants)
    return files.model(made, functions=[function], domains=["ours"])


def same(content, lowered, feeds):
    assert b"ConvTranspose" not in lowered
    for ours, theirs in zip(session(lowered).run(None, feeds), session(content).run(None, feeds), strict=True):
        assert ours.shape == theirs.shape
        assert (ours == theirs).all()


def image(*sizes):
    return np.random.default_rng(7).integers(-4, 5, sizes).astype(np.float32)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("shared", [False, True], ids=["", "weights read elsewhere"])
@pytest.mark.parametrize("inside", [False, True], ids=["around", "inside"])
def test_a_layer_in_a_branch_is_replaced_there(inside, shared, way):
    required("onnxruntime")
    content = branches(inside=inside, shared=shared)
    found = onnx.read(content)
    lowered, done = lower(content, found.nodes, found.opset, way)
    assert [one.name for one in done] == ["choice/then_branch/up_w1", "choice/else_branch/up_w2"]
    assert all(one.folded for one in done)
    for chosen in (True, False):
        same(content, lowered, {"x": image(2, 2, 3, 4), "c": np.array(chosen)})
    assert (b"\x42\x02w1" in lowered) is shared  # a constant that nobody reads any more is gone, one that is read stays


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("inside", [False, True], ids=["given", "its own"])
def test_a_layer_in_a_function_is_replaced_once_for_all_calls(inside, way):
    required("onnxruntime")
    content = called([LAYER, LAYER], inside=inside)
    found = onnx.read(content)
    assert len(found.nodes) == 2
    lowered, (done,) = lower(content, found.nodes, found.opset, way)
    assert done.folded is inside
    same(content, lowered, {"x": image(2, 2, 3, 4)})


def test_a_function_that_is_two_layers_is_refused(tmp_path):
    content = called([{**LAYER, "stride": [2, 2]}, {**LAYER, "stride": [3, 3]}], inside=False, stride_of_caller=True)
    found = onnx.read(content)
    assert [node.geometry.stride for node in found.nodes] == [(2, 2), (3, 3)]
    with pytest.raises(InputError, match="call0/up and call1/up are one node of a function and two layers; inline"):
        lower(content, found.nodes, found.opset)
    path = tmp_path / "a.onnx"
    path.write_bytes(content)
    with pytest.raises(InputError, match="two layers"):
        read_model(path).lower()


def test_a_function_with_a_call_that_could_not_be_read_is_refused(tmp_path):
    content = called([LAYER, LAYER], inside=False).replace(
        b"w1\x4a", b"v1\x4a"
    )  # the second call's weights are nowhere
    path = tmp_path / "a.onnx"
    path.write_bytes(content)
    model = read_model(path)
    assert len(model.nodes) == 1 == len(model.contents.unread)
    with pytest.raises(InputError, match="could not be read; inline the function first"):
        model.lower()


def test_the_onnx_checker_accepts_what_is_written():
    checker = required("onnx").checker
    model = required("onnx").load_model_from_string
    for content in (
        branches(inside=True),
        branches(inside=False),
        called([LAYER], inside=False),
        called([LAYER], inside=True),
    ):
        found = onnx.read(content)
        lowered, _ = lower(content, found.nodes, found.opset)
        checker.check_model(model(lowered))
