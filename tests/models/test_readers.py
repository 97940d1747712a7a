"""Every shipped layer, rebuilt as a file of each kind that can say it, is read as the layer that it is."""

from __future__ import annotations

import pytest

from symtconv.geometry import InputError, LimitError
from symtconv.models.node import Contents
from symtconv.models.read import read_file
from tests.models import files
from tests.models.files import LAYERS

RANKS = {1: ("n",), 2: ("n1", "n2"), 3: ("n1", "n2", "n3")}


def read(tmp_path, name, content) -> Contents:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_file(path)


def same(geometry, layer):
    """Whether k, s, d, l, a - h and the channels are those of a layer."""
    low, high = zip(*layer["padding"], strict=True)
    extra = [a - h for a, h in zip(layer["output_padding"], high, strict=True)]
    assert list(geometry.kernel) == layer["kernel"]
    assert list(geometry.stride) == layer["stride"]
    assert list(geometry.dilation) == layer["dilation"]
    assert tuple(l for l, _ in geometry.padding) == low
    assert [a - h for a, (_, h) in zip(geometry.output_padding, geometry.padding, strict=True)] == extra
    channels = (geometry.in_channels, geometry.out_channels, geometry.groups)
    assert channels == (layer["in_channels"], layer["out_channels"], layer["groups"])


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer["id"])
def test_onnx_and_ncnn_say_every_shipped_layer(layer, tmp_path):
    for name, content in (("a.onnx", files.onnx(layer)), ("a.param", files.ncnn(layer))):
        found = read(tmp_path, name, content)
        assert not found.unread
        (node,) = found.nodes
        same(node.geometry, layer)
        assert node.geometry.sizes == RANKS[len(layer["kernel"])]
        assert node.geometry.form == layer["form"]
        assert node.geometry.coverage == layer["coverage"]
        assert len(node.geometry.layer().output) == len(layer["kernel"])


def test_what_a_layer_of_ncnn_leaves_out_is_taken_from_the_width_or_from_the_low_end(tmp_path):
    def geometry(words, name="Deconvolution"):
        text = f"7767517\n2 2\nInput x 0 1 x\n{name} up 1 1 x y 0=1 6=27 {words}\n"
        return read(tmp_path, "a.param", text).nodes[0].geometry

    plane = geometry("1=3 3=2 4=3 18=1")
    assert (plane.kernel, plane.stride, plane.padding, plane.output_padding) == (
        (3, 3), (2, 2), ((3, 3), (3, 3)), (1, 1),
    )  # fmt: skip
    assert geometry("1=3 4=3 14=1").padding == ((1, 1), (3, 3))
    assert geometry("1=3 4=3 15=2 16=0").padding == ((3, 0), (3, 2))
    assert geometry("1=3 11=1 13=2 19=0 18=1").output_padding == (0, 1)
    space = geometry("1=3 4=2 17=1", "Deconvolution3D")
    assert (space.kernel, space.padding) == ((3, 3, 3), ((2, 1), (2, 2), (2, 2)))


def words_of(layer):
    """The padding word of TensorFlow that gives a layer, where one does: with the output that it usually has."""
    rows = list(zip(layer["kernel"], layer["stride"], layer["dilation"], layer["padding"], layer["output_padding"],
                    strict=True))  # fmt: skip
    plain = set(layer["dilation"]) == {1} and layer["groups"] == 1
    if plain and all(pad == [0, 0] and a == 0 for _, _, _, pad, a in rows):
        return "VALID"
    total = [(max(k - s, 0), l + h - a, l) for k, s, _, (l, h), a in rows]
    return "SAME" if plain and all(t == e and l == t // 2 for t, e, l in total) else None


def test_tensorflow_files_say_the_layers_that_they_can(tmp_path):
    seen = 0
    for layer in LAYERS:
        word, rank = words_of(layer), len(layer["kernel"])
        if word is None or rank == 1:
            continue
        found = read(tmp_path, "model.json", files.tfjs(layer, word))
        same(found.nodes[0].geometry, layer)
        assert found.nodes[0].neighbours == ("BiasAdd",)
        seen += 1
        if rank == 2:
            for custom in (False, True):
                content = files.tflite(layer, word, [None, 5], custom=custom)
                found = read(tmp_path, "model.tflite", content)
                same(found.nodes[0].geometry, layer)
                assert found.nodes[0].geometry.sizes == ("n1", 5)
    assert seen >= 12


def test_a_fixed_output_shape_decides_the_padding_of_a_tflite_node(tmp_path):
    layer = {"kernel": [3, 3], "stride": [2, 2], "in_channels": 2, "out_channels": 1}
    # T = (n-1)s + K - O = 1·2 + 3 - 3 = 2 of the height, 1·2 + 3 - 4 = 1 of the width: the low half is the lesser one
    (node,) = read(tmp_path, "a.tflite", files.tflite(layer, "SAME", [2, 2], [3, 4])).nodes
    assert node.geometry.padding == ((1, 1), (0, 1))
    assert node.geometry.output == (3, 4)
    # more than everything: the rest is zeros at the high end
    (node,) = read(tmp_path, "a.tflite", files.tflite(layer, "SAME", [2, 2], [6, 5])).nodes
    assert (node.geometry.padding, node.geometry.output_padding) == (((0, 0), (0, 0)), (1, 0))
    (unread,) = read(tmp_path, "a.tflite", files.tflite(layer, "SAME", [None, 2], [3, 4])).unread
    assert "depends on the size" in unread.why


ONE = {
    "kernel": [4], "stride": [2], "padding": [[1, 1]], "dilation": [1], "output_padding": [0], "in_channels": 4,
    "out_channels": 6, "groups": 2,
}  # fmt: skip


def test_nodes_in_branches_and_functions_are_found_and_named_by_their_path(tmp_path):
    branch = files.graph([files.transposed(ONE, "inner", "w", name="up")])
    then = [files.f(1, "then_branch"), files.f(6, branch), files.f(20, 5)]
    chosen = [*files.node("If", ["c"], ["z"], "choice"), files.f(5, then)]
    call = files.node("Up", ["x", "w"], ["y"], "call", "mine", step=2)
    stride = [files.f(1, "strides"), files.f(20, 7), files.f(21, "steps")]
    body = [*files.node("ConvTranspose", ["a", "b"], ["c"], "inside", group=2), files.f(5, stride)]
    function = [
        files.f(1, "Up"),
        files.f(4, "a"),
        files.f(4, "b"),
        files.f(5, "c"),
        files.f(7, body),
        files.f(10, "mine"),
    ]
    made = files.graph(
        [chosen, call],
        [files.info("x", ["N", 4, 7]), files.info("inner", ["N", 4, None])],
        constants=[files.tensor("w", files.weight_shape(ONE))],
    )
    found = read(tmp_path, "a.onnx", files.model(made, functions=[function], domains=["mine"]))
    assert [node.name for node in found.nodes] == ["choice/then_branch/up", "call/inside"]
    assert found.nodes[0].geometry.sizes == ("n",)
    assert found.nodes[0].geometry.stride == (2,)
    assert found.nodes[1].geometry.sizes == (7,)
    assert (found.nodes[1].geometry.in_channels, found.nodes[1].geometry.out_channels) == (4, 6)


def test_an_attribute_of_a_function_is_that_of_its_call(tmp_path):
    steps = [files.f(1, "steps"), files.f(8, 3), files.f(20, 7)]
    call = [*files.node("Up", ["x", "w"], ["y"], "call", "mine"), files.f(5, steps)]
    stride = [files.f(1, "strides"), files.f(20, 7), files.f(21, "steps")]
    body = [*files.node("ConvTranspose", ["a", "b"], ["c"], "inside", group=2), files.f(5, stride)]
    function = [
        files.f(1, "Up"),
        files.f(4, "a"),
        files.f(4, "b"),
        files.f(5, "c"),
        files.f(7, body),
        files.f(10, "mine"),
    ]
    made = files.graph([call], [files.info("x", ["N", 4, 7])], constants=[files.tensor("w", files.weight_shape(ONE))])
    (node,) = read(tmp_path, "a.onnx", files.model(made, functions=[function], domains=["mine"])).nodes
    assert node.geometry.stride == (3,)


def test_weights_are_found_behind_a_cast_in_a_constant_node_and_in_an_external_file(tmp_path):
    value = [files.f(1, "value"), files.f(5, files.tensor("", files.weight_shape(ONE), dtype=10)), files.f(20, 4)]
    constant = [*files.node("Constant", [], ["half"]), files.f(5, value)]
    cast = files.node("Cast", ["half"], ["w"], to=1)
    made = files.graph([constant, cast, files.transposed(ONE)], [files.info("x", ["N", 4, "L"])])
    (node,) = read(tmp_path, "a.onnx", files.model(made)).nodes
    assert (node.dtype, node.weights) == ("float16", "constant, Cast")
    outside = files.tensor("w", files.weight_shape(ONE), external=True)
    made = files.graph([files.transposed(ONE)], [files.info("x", ["N", 4, "L"])], constants=[outside])
    (node,) = read(tmp_path, "a.onnx", files.model(made)).nodes
    assert node.weights == "external file"
    assert node.geometry.out_channels == 6


def test_cousins_are_named_and_refused_and_what_is_illegal_is_told_from_what_is_open(tmp_path):
    cousin = files.node("ConvTransposeWithDynamicPads", ["x", "w", "p"], ["y"], "cousin", "com.microsoft")
    lost = files.transposed(ONE, w="nowhere", name="lost")
    wrong = files.node("ConvTranspose", ["x", "w"], ["z"], "wrong", strides=[2], output_padding=[5], group=2)
    narrow = files.node("ConvTranspose", ["thin", "w"], ["t"], "narrow", group=2)
    made = files.graph(
        [cousin, lost, wrong, narrow],
        [files.info("x", ["N", 4, "L"]), files.info("thin", ["N", 3, "L"])],
        constants=[files.tensor("w", files.weight_shape(ONE))],
    )
    unread = {one.name: one for one in read(tmp_path, "a.onnx", files.model(made)).unread}
    assert "com.microsoft" in unread["cousin"].why
    assert not unread["cousin"].illegal
    assert not unread["lost"].illegal
    assert unread["wrong"].illegal
    assert "output_padding" in unread["wrong"].why
    assert unread["narrow"].illegal


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.onnx", b"", "empty"),
        ("a.onnx", b"\x08\x08", "no graph"),
        ("a.onnx", b"\x0b\x00\x00", "kind 3"),
        ("a.onnx", b"\x3a\xff\xff\x7f", "cut short"),
        ("a.param", b"7767517\n1 1\nDeconvolution\n", "line 3"),
        ("a.param", b"\x00\x01", "first line"),
        ("a.json", b"{", "JSON"),
        ("a.json", b"[" * 100_000, "JSON"),
        ("a.json", b"{}", "modelTopology"),
        ("a.tflite", b"\x00\x00\x00\x00TFL3", "damaged"),
        ("a.tflite", b"nothing at all", "TFL3"),
        ("a.pth", b"x", "no kind of model"),
    ],
)
def test_what_is_no_model_is_said_in_one_sentence(name, content, said, tmp_path):
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path, name, content)
    assert "\n" not in str(caught.value)


def test_functions_that_call_each_other_without_end_are_refused(tmp_path):
    body = files.node("Up", ["a"], ["b"], "again", "mine")
    function = [files.f(1, "Up"), files.f(4, "a"), files.f(5, "b"), files.f(7, body), files.f(10, "mine")]
    made = files.graph([files.node("Up", ["x"], ["y"], "call", "mine")])
    with pytest.raises(LimitError, match="nested"):
        read(tmp_path, "a.onnx", files.model(made, functions=[function]))
