"""The map of a file: what stands before each node, stretches that are alike once, and no word outside its box."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.models.node import Contents, Stretch, Unread
from symtconv.rendering.figures.bounds import extent
from symtconv.rendering.figures.chain import MOST_BOXES, Link, chain
from symtconv.rendering.figures.figure import Cell, Label, Stroke
from symtconv.rendering.notation.style import Style
from symtconv.results.model import read_model
from tests.models import files

LAYER, OTHER = files.LAYERS[2], files.LAYERS[4]


def vocoder(blocks, tail=("Tanh",)):
    """A model of layers, each with the operators that stand before it."""
    nodes, constants, x = [], [], "x"
    for number, (before, layer) in enumerate(blocks):
        for op in before:
            nodes.append(files.node(op, [x], [f"{op}{len(nodes)}"], name=f"{op}_{len(nodes)}"))
            x = f"{op}{len(nodes) - 1}"
        nodes.append(files.transposed(layer, x, f"w{number}", f"up{number}", name=f"up.{number}"))
        constants.append(files.tensor(f"w{number}", files.weight_shape(layer)))
        x = f"up{number}"
    nodes += [files.node(op, [x], [f"out{place}"], name=op) for place, op in enumerate(tail)]
    return files.model(files.graph(nodes, [files.info("x", ["N", 512, "T"])], [], constants))


def test_the_trail_of_an_onnx_file_is_its_order(tmp_path):
    path = tmp_path / "a.onnx"
    path.write_bytes(vocoder([(["Conv", "Relu", "Conv"], LAYER), ([], OTHER), (["Add"], LAYER)]))
    assert read_model(path).contents.trail == (
        Stretch((("Conv", 2), ("Relu", 1)), "up.0"),
        Stretch((), "up.1"),
        Stretch((("Add", 1),), "up.2"),
        Stretch((("Tanh", 1),), None),
    )


def test_the_trail_goes_through_graphs_inside_nodes(tmp_path):
    inner = files.graph([files.node("Relu", ["x"], ["r"]), files.transposed(LAYER, "r", "w0", "y", name="up")], [], [])
    branch = [files.f(1, "then_branch"), files.f(6, inner), files.f(20, 5)]
    outer = [*files.node("If", ["c"], ["z"], name="choice"), files.f(5, branch)]
    made = files.graph(
        [outer, files.node("Tanh", ["z"], ["out"])], [], [], [files.tensor("w0", files.weight_shape(LAYER))]
    )
    path = tmp_path / "a.onnx"
    path.write_bytes(files.model(made))
    assert read_model(path).contents.trail == (
        Stretch((("If", 1), ("Relu", 1)), "choice/then_branch/up"),
        Stretch((("Tanh", 1),), None),
    )


def test_every_other_kind_of_file_has_its_trail(tmp_path):
    flat = next(layer for layer in files.LAYERS if len(layer["kernel"]) == 2 and layer["groups"] == 1)
    (tmp_path / "a.param").write_text(files.ncnn(flat))
    (tmp_path / "model.json").write_text(files.tfjs(flat, "SAME"))
    (tmp_path / "a.tflite").write_bytes(files.tflite(flat, "SAME", (4, 4)))
    for name in ("a.param", "model.json", "a.tflite"):
        contents = read_model(tmp_path / name).contents
        assert [step.name for step in contents.trail if step.name] == [node.name for node in contents.nodes] != []
        assert sum(n for step in contents.trail for _, n in step.passed) + len(contents.nodes) == contents.operators


def test_what_was_not_read_has_its_place():
    contents = Contents.of("onnx", "ONNX", ["Conv", Unread("odd", "why"), "Relu"], 3)
    assert [step.name for step in contents.trail] == ["odd", None]


def boxes(figure):
    return [shape for shape in figure.shapes if isinstance(shape, Cell)]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_stretches_that_are_alike_are_drawn_once(tmp_path, lang):
    path = tmp_path / "a.onnx"
    path.write_bytes(vocoder([(["Conv", "Relu"], LAYER)] * 8 + [(["Conv"], OTHER)]))
    model = read_model(path, style=Style(lang=lang))
    page = model.to_html()
    assert page.count("×8") == 2
    assert page.count('class="entry"') >= 1
    figure = chain([Link(("a", "b"), chosen=True, times=8), Link(("c",), chosen=False)], lang=lang)
    assert len(boxes(figure)) == 2
    assert "8" in figure.description


def test_a_file_with_a_thousand_nodes_has_a_map_of_one_page():
    links = [Link((f"layer {n}", f"{n}*n"), chosen=n % 2 == 1) for n in range(2000)]
    figure = chain(links)
    assert len(boxes(figure)) == MOST_BOXES
    assert "… 1965 more" in {shape.words[0] for shape in figure.shapes if isinstance(shape, Label)}
    assert figure.height < 260


@given(st.lists(st.tuples(st.text(max_size=90), st.booleans(), st.integers(1, 999)), min_size=2, max_size=50))
def test_words_stay_in_their_boxes_and_arrows_outside(rows):
    figure = chain([Link((text, text), chosen=chosen, times=times) for text, chosen, times in rows])
    cells = boxes(figure)
    for shape in figure.shapes:
        if isinstance(shape, Label):
            left, _, right, _ = extent(shape)
            assert any(c.x <= left and right <= c.x + c.width + 0.5 and c.y < shape.y < c.y + c.height for c in cells)
        elif isinstance(shape, Stroke):
            middle = ((shape.x1 + shape.x2) / 2, (shape.y1 + shape.y2) / 2)
            assert not any(c.x < middle[0] < c.x + c.width and c.y < middle[1] < c.y + c.height for c in cells)
