"""The table of engines that differ, measured again by conform's own judge: each row's example, where its engine is."""

from __future__ import annotations

import pytest

from symtconv.conformance.isolate import isolated
from symtconv.conformance.judge import judge
from symtconv.grids.words import Words
from symtconv.models.engines import rows
from tests.peers import engine

NAMES = {
    "onnxruntime": "onnxruntime", "openvino": "openvino", "tract": "tract", "opencv": "opencv", "mlx": "mlx",
    "tinygrad": "tinygrad-onnx", "onnx reference evaluator": "onnx-reference", "onnx shape inference": "onnx-shapes",
}  # fmt: skip


def words_of(example, dialect):
    rank = len(example["kernel"])
    one, zero = (1,) * rank, (0,) * rank
    pads = tuple(example.get("pads", zero * 2))
    group = example.get("group", 1)
    auto = example.get("auto_pad", "")
    size = example.get("output_shape")
    return Words(
        tuple(example["n"]), tuple(example["kernel"]), tuple(example.get("strides", one)),
        tuple(example.get("dilations", one)), pads[:rank], pads[rank:], tuple(example.get("output_padding", zero)),
        group * example.get("per_group", 1), group, group, bool(example.get("bias")), 1,
        "" if auto == "NOTSET" or dialect == "torch" else auto, None if size is None else tuple(size),
    )  # fmt: skip


ROWS = [row for row in rows() if row.engine in NAMES and row.example and "dynamic" not in row.needs]


def test_the_table_has_rows_to_measure():
    assert len(ROWS) >= 8


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.engine}: {row.what}"[:70] for row in ROWS])
def test_a_row_is_still_so(row):
    target = engine(NAMES[row.engine])
    if target.isolated:
        target = isolated(target)
    try:
        fitting = target.fit(words_of(row.example, target.dialect))
        if fitting is None:
            pytest.skip("the example is not within the words of this target")
        record = judge(target, fitting, target.usual, 0)
    finally:
        target.close()
    assert record["outcome"] != "right", f"{row.engine} {target.version} answers as the text has it: {record['text']}"
    if record["outcome"] == "not asked":  # its text is silent: what it does is one reading of several
        assert record["did"] in ("refused", "died") or len(record["like"]) <= 2
