"""What configurations mean: the fast maps of the grids are those of the conventions, which were measured."""

from __future__ import annotations

import pytest

from symtconv.conventions import layer_of_call
from symtconv.geometry import SymtconvError
from symtconv.grids.dialects import DIALECTS, SILENT, meaning, readings
from symtconv.grids.form import Form
from symtconv.grids.grid import Grid, configurations
from symtconv.grids.small import small
from symtconv.grids.words import Words


def torch_call(words):
    return (
        f"ConvTranspose1d(1, 1, {words.k[0]}, stride={words.s[0]}, padding={words.l[0]},"
        f" output_padding={words.a[0]}, dilation={words.d[0]})"
    )


def onnx_call(words):
    said = [f"kernel_shape=[{words.k[0]}]", f"strides=[{words.s[0]}]", f"dilations=[{words.d[0]}]"]
    said.append(f"output_padding=[{words.a[0]}]")
    if words.auto:
        said.append(f'auto_pad="{words.auto}"')
    elif words.size is None:
        said.append(f"pads=[{words.l[0]}, {words.h[0]}]")
    if words.size is not None:
        said.append(f"output_shape=[{words.size[0]}]")
    return f"ConvTranspose({', '.join(said)})"


def keras_call(words):
    extra = "None" if words.a is None else words.a[0]
    return (
        f'keras.layers.Conv1DTranspose(1, {words.k[0]}, strides={words.s[0]}, padding="{words.auto or "valid"}",'
        f" output_padding={extra}, dilation_rate={words.d[0]})"
    )


@pytest.mark.parametrize(("dialect", "call"), [("torch", torch_call), ("onnx", onnx_call), ("keras", keras_call)])
def test_every_small_configuration_means_what_the_convention_says(dialect, call):
    seen = 0
    for words in small(dialect):
        found = meaning(words, dialect)
        try:
            layer = layer_of_call(call(words), words.n)
            ends = layer.padding[0][0], layer.output_padding[0] - layer.padding[0][1]
        except SymtconvError:
            ends = None
        if isinstance(found, Form):
            seen += 1
            assert (found.l[0], found.e[0]) == ends, words.text
            assert found.out == layer.output
        elif found is None:  # of what is silent a convention may take one reading
            assert ends is None, f"{words.text}: {found}, and the convention has {ends}"
    assert seen > 80


def test_a_layer_of_several_axes_means_each_axis_by_itself():
    words = Words((2, 3), (3, 2), (2, 1), (1, 2), (1, 0), (0, 1), (1, 0), 4, 6, 2)
    form = meaning(words, "definition")
    assert form == Form((2, 3), (3, 2), (2, 1), (1, 2), (1, 0), (1, -1), 4, 6, 2)
    assert meaning(Words((2,), (3,), (1,), (1,), (0,), (0,), (0,), 3, 4, 2), "definition") is None  # 2 divides not 3


def test_what_the_text_of_onnx_leaves_open_is_silent_and_has_readings():
    words = Words((1,), (1,), (1,), (1,), (0,), (0,), (0,), auto="SAME_UPPER", size=(2,))
    assert meaning(words, "onnx") == SILENT
    assert readings(words)["no padding, the length as asked"].out == (2,)
    assert readings(words)["no padding, the natural length"].out == (1,)
    assert readings(words)["half of the total, rounded down"].l == (-1,)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_grid_is_legal_distinct_and_the_same_every_time(dialect):
    grid = Grid(random=300, small=True, seed=5)
    found = configurations(grid, dialect)
    assert found == configurations(grid, dialect)
    assert len({words for words, _ in found}) == len(found) >= 300
    assert all(isinstance(meaning(words, dialect), Form) for words, _ in found)
    assert [words.weight for words, _ in found] == sorted(words.weight for words, _ in found)
    assert len({words.text for words, _ in found}) == len(found)
    assert all(Words.of_dict(words.to_dict()) == words for words, _ in found)


def test_a_grid_is_drawn_within_the_words_of_the_target():
    def fit(words):
        return None if words.rank > 1 or words.bias or words.groups > 1 else words

    found = configurations(Grid(random=200), "torch", fit)
    assert len(found) == 200
    assert all(fit(words) == words for words, _ in found)


def test_where_holds_on_every_axis():
    found = configurations(Grid(random=200, where=("a < s", "l == h")), "definition")
    assert len(found) > 100
    for words, _ in found:
        assert all(a < s for a, s in zip(words.a, words.s, strict=True))
        assert words.l == words.h


def test_beyond_asks_what_is_forbidden_and_what_is_open():
    kinds = [kind for _, kind in configurations(Grid(beyond=30), "onnx")]
    assert kinds.count("illegal") == kinds.count("silent") == 30
