"""Each row of engines.toml is met by a node that it is about, and by no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symtconv.claims.reading import read_condition
from symtconv.models.engines import differing, rows
from symtconv.models.node import Geometry, Node

PLAIN = Node(
    name="up",
    op="ConvTranspose",
    geometry=Geometry(
        sizes=("n",), kernel=(4,), stride=(2,), dilation=(1,), padding=((1, 1),), output_padding=(0,), in_channels=1,
        out_channels=1, groups=1,
    ),
    dynamic=False,
)  # fmt: skip


def changed(facts=(), **words):
    node = {word: words.pop(word) for word in ("bias", "dynamic", "op") if word in words}
    return replace(PLAIN, geometry=replace(PLAIN.geometry, **words), facts=tuple(facts), **node)


def names(node, kind="onnx"):
    return {row.engine for row in differing(node, kind)}


def test_nothing_is_known_against_a_plain_layer():
    assert not any(names(PLAIN, kind) for kind in ("onnx", "ncnn", "tfjs", "tflite"))


SAME_UPPER, SAME_LOWER = ("auto_pad=SAME_UPPER",), ("auto_pad=SAME_LOWER",)
ODD = {"kernel": (3,), "padding": ((1, 0),)}


@pytest.mark.parametrize(
    ("node", "engine", "missed"),
    [
        (changed(SAME_UPPER, dynamic=True), "openvino", changed(SAME_UPPER)),
        (
            changed(["output_shape"], dynamic=True),
            "openvino",
            changed(["output_shape"], padding=((0, 0),), dynamic=True),
        ),
        (changed(["output_shape"], groups=2, in_channels=2, out_channels=2), "openvino", changed(["output_shape"])),
        (changed([*SAME_UPPER, "output_shape"], **ODD), "openvino", changed([*SAME_UPPER, "output_shape"])),
        (changed(output_padding=(1,), stride=(1,), dilation=(2,)), "openvino", changed(output_padding=(1,))),
        (changed(SAME_LOWER, **ODD), "MNN", changed(SAME_UPPER, **ODD)),
        (changed(SAME_LOWER, **ODD), "onnx2tf", changed(SAME_LOWER)),
        (changed(dilation=(2,)), "onnx2tf", changed(dilation=(2,), stride=(1,))),
        (changed(["output_shape"]), "onnx2torch", PLAIN),
        (changed(["output_shape"]), "tract", changed(["output_shape"], padding=((0, 2),))),
        (changed(output_padding=(1,), stride=(1,), dilation=(2,)), "onnxruntime", changed(output_padding=(1,))),
        (changed(SAME_UPPER, kernel=(1,), padding=((0, 0),)), "onnxruntime", changed(SAME_UPPER)),
        (changed(groups=2, in_channels=2, out_channels=2, bias=True), "onnx reference evaluator", changed(bias=True)),
        (
            changed(groups=2, in_channels=4, out_channels=2),
            "onnx reference evaluator",
            changed(groups=2, in_channels=2, out_channels=2),
        ),
        (changed(SAME_UPPER, output_padding=(1,)), "onnx shape inference", changed(SAME_UPPER)),
        (changed(SAME_UPPER), "opencv", changed(SAME_UPPER, stride=(1,))),
        (changed(["auto_pad=VALID"]), "tinygrad", changed(["auto_pad=VALID"], kernel=(2,), padding=((0, 0),))),
        (changed(padding=((4, 4),)), "mlx", changed(padding=((3, 3),))),
        (changed(padding=((0, 0),), output_padding=(1,)), "coremltools", changed(output_padding=(1,))),
    ],
)
def test_a_row_is_met_where_its_condition_is_and_nowhere_else(node, engine, missed):
    assert engine in names(node)
    assert engine not in names(missed)


def test_rows_about_other_formats_are_for_those_alone():
    words = {"kernel": (2,) * 3, "stride": (2,) * 3, "dilation": (1,) * 3, "padding": ((0, 0),) * 3}
    three = changed(**words, output_padding=(0,) * 3, sizes=("n1", "n2", "n3"))
    assert "tfjs (wasm)" in names(three, "tfjs")
    assert not names(three, "onnx")
    dilated = changed(dilation=(2,), stride=(1,), op="Conv2DTranspose")
    assert "tfjs (layers)" in names(dilated, "tfjs")


def test_every_row_is_whole_and_its_condition_can_be_read():
    assert len(rows()) >= 24
    for row in rows():
        assert all((row.engine, row.version, row.what, row.cure, row.source))
        assert set(row.kinds) <= {"onnx", "ncnn", "tfjs", "tflite"}
        if row.when:
            read_condition(row.when, "a row")
