"""A lowered model computes the same, exactly: against a plain scatter, and run by onnxruntime where it is."""

from __future__ import annotations

import struct
from itertools import product
from math import prod

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symtconv.geometry import InputError
from symtconv.models import onnx
from symtconv.models.lowering import WAYS, lower
from symtconv.models.lowering.plan import along
from symtconv.models.lowering.weights import phased
from tests.models import files
from tests.peers import required

SMALL = st.integers(1, 4)


@given(
    k=st.integers(1, 6), s=SMALL, d=SMALL, low=st.integers(-3, 6), high=st.integers(-3, 6), a=st.integers(0, 4), n=SMALL
)
def test_the_residues_of_one_axis_read_the_same_places(k, s, d, low, high, a, n):
    """One axis, written out: the interleaved correlations against the sum of shifted kernels."""
    length = (n - 1) * s + d * (k - 1) + 1 - low - high + a
    assume(length >= 1)
    y, w = np.arange(1, n + 1), 10 ** np.arange(k)
    x = np.zeros(length, dtype=np.int64)
    for o, t in product(range(n), range(k)):
        if 0 <= s * o + d * t - low < length:
            x[s * o + d * t - low] += w[t] * y[o]
    axis = along(k, s, d, (low, high), a)
    kernels = phased(w.reshape(1, 1, k), 1, [axis])[0, :, 0]
    z = [y[m - axis.pad[0]] if 0 <= m - axis.pad[0] < n else 0 for m in range(n + sum(axis.pad))]
    reach = axis.step * (axis.taps - 1) + 1
    rows = [
        sum(kernels[r][v] * z[q + axis.step * v] for v in range(axis.taps))
        for q, r in product(range(len(z) - reach + 1), range(s))
    ]
    assert rows[axis.start : len(rows) - axis.behind] == x.tolist()


@st.composite
def layers(draw):
    rank = draw(st.integers(1, 3))
    groups = draw(st.integers(1, 2))
    row = lambda least, most: draw(st.lists(st.integers(least, most), min_size=rank, max_size=rank))  # noqa: E731
    stride = draw(st.one_of(st.integers(1, 3).map(lambda s: [s] * rank), st.lists(SMALL, min_size=rank, max_size=rank)))
    layer = {
        "kernel": row(1, 4), "stride": stride, "dilation": row(1, 3), "groups": groups,
        "padding": [[draw(st.integers(0, 4)), draw(st.integers(0, 4))] for _ in range(rank)],
        "in_channels": groups * draw(st.integers(1, 2)), "out_channels": groups * draw(st.integers(1, 2)),
    }  # fmt: skip
    layer["output_padding"] = [draw(st.integers(0, s - 1)) for s in stride]
    sizes = row(1, 4)
    lengths = [
        (n - 1) * s + d * (k - 1) + 1 - l - h + a
        for n, s, d, k, (l, h), a in zip(
            sizes, stride, layer["dilation"], layer["kernel"], layer["padding"], layer["output_padding"], strict=True
        )
    ]
    assume(min(lengths) >= 1)
    return layer, sizes


def session(content):
    runtime = required("onnxruntime")
    options = runtime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    return runtime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


@given(
    case=layers(), opset=st.sampled_from([9, 10, 11, 13, 17, 22]), bias=st.booleans(), seed=st.integers(0, 2**32 - 1)
)
@settings(deadline=None, max_examples=40)
def test_a_lowered_model_gives_the_same_numbers_with_every_size_open(case, opset, bias, seed):
    required("onnxruntime")
    layer, sizes = case
    numbers = np.random.default_rng(seed)
    w = numbers.integers(-5, 6, files.weight_shape(layer)).astype(np.float32)
    b = numbers.integers(-5, 6, layer["out_channels"]).astype(np.float32)
    content = files.onnx(layer, raw=w.tobytes(), bias=b.tobytes() if bias else None, opset=opset)
    found = onnx.read(content)
    assert not found.unread
    y = numbers.integers(-5, 6, (2, layer["in_channels"], *sizes)).astype(np.float32)
    wanted = session(content).run(None, {"x": y})[0]
    for way in WAYS:
        made, (replaced,) = lower(content, found.nodes, found.opset, way)
        assert replaced.folded
        assert b"ConvTranspose" not in made
        got = session(made).run(None, {"x": y})[0]
        assert got.shape == wanted.shape
        assert (got == wanted).all()


@given(case=layers(), way=st.sampled_from(WAYS), seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=20)
def test_weights_that_the_graph_computes_are_rearranged_by_nodes(case, way, seed):
    required("onnxruntime")
    layer, sizes = case
    rank = len(sizes)
    made = files.graph(
        [files.transposed(layer, bias=["b"])],
        [
            files.info("x", ["N", layer["in_channels"], *[f"d{axis}" for axis in range(rank)]]),
            files.info("w", files.weight_shape(layer)),
            files.info("b", [layer["out_channels"]]),
        ],
        [files.info("y", ["N", layer["out_channels"], *[f"o{axis}" for axis in range(rank)]])],
    )
    content = files.model(made)
    found = onnx.read(content)
    numbers = np.random.default_rng(seed)
    shapes = {"x": (1, layer["in_channels"], *sizes), "w": files.weight_shape(layer), "b": [layer["out_channels"]]}
    given_ = {name: numbers.integers(-5, 6, shape).astype(np.float32) for name, shape in shapes.items()}
    lowered, (replaced,) = lower(content, found.nodes, found.opset, way)
    assert not replaced.folded
    wanted, got = (session(one).run(None, given_)[0] for one in (content, lowered))
    assert got.shape == wanted.shape
    assert (got == wanted).all()


def test_everything_else_stays_byte_for_byte_and_shared_weights_stay():
    layer = files.LAYERS[12]
    raw = struct.pack(f"<{prod(files.weight_shape(layer))}f", *range(prod(files.weight_shape(layer))))
    other = files.node("Relu", ["y"], ["z"], "after")
    sums = files.node("ReduceSum", ["w"], ["s"], "reads the weights too")
    head = files.node("Identity", ["x0"], ["x"], "before")
    constant, other_constant = files.tensor("w", files.weight_shape(layer), raw), files.tensor("k", [1], b"\0\0\0\0")
    made = files.graph([head, files.transposed(layer), other, sums], [], [], [constant, other_constant])
    metadata = files.f(14, [files.f(1, "key"), files.f(2, "value")])
    content = files.model(made) + metadata
    found = onnx.read(content)
    lowered, _ = lower(content, found.nodes, found.opset)
    for kept in (head, other, sums):
        assert files.f(1, kept) in lowered
    assert files.f(5, constant) in lowered
    assert files.f(5, other_constant) in lowered
    assert lowered.endswith(metadata)
    alone = files.model(files.graph([files.transposed(layer)], constants=[constant]))
    lowered, _ = lower(alone, onnx.read(alone).nodes, 17)
    assert files.f(5, constant) not in lowered  # nobody reads it any more


def test_a_way_that_there_is_not_and_an_opset_that_is_too_old_are_refused():
    content = files.onnx(files.LAYERS[4])
    found = onnx.read(content)
    with pytest.raises(InputError, match="no way of lowering"):
        lower(content, found.nodes, 17, "fast")
    with pytest.raises(InputError, match="opset 4"):
        lower(content, found.nodes, 4)


def test_what_each_kind_of_layer_becomes():
    operators = {}
    for layer in files.LAYERS:
        numbers = prod(files.weight_shape(layer))
        content = files.onnx(layer, raw=b"\0" * 4 * numbers)
        _, (replaced,) = lower(content, onnx.read(content).nodes, 17)
        operators[layer["id"]] = replaced.operators
    assert operators["L25"] == operators["L20"] == ("Conv",)  # stride 1
    assert operators["L08"] == ("Conv", "DepthToSpace")  # k = s
    assert operators["L02"] == ("Conv", "Reshape", "Transpose", "Reshape", "Slice")  # one axis
    assert operators["L10"][0] == "Conv"
    assert operators["L23"][:2] == ("Conv", "Conv")  # depthwise: one for each residue
