"""What `simplified` gives is the same array: each rule is an equation between two programs, and both sides are run."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from symtconv.codegen import rules
from symtconv.codegen.convolution import convolution
from symtconv.codegen.rules import simplified
from symtconv.programs.arrays import UndefinedError, run
from symtconv.programs.node import Merge, Pad, Reverse, Slice, Split, Zeros, nodes_in
from symtconv.programs.of_layer import LayerWords
from symtconv.programs.reader import Reader
from symtconv.programs.size import of
from tests.strategies import layers

NUMBERS = st.integers(-2, 4)


def same(root) -> None:
    """Run a program and what it is simplified to: both give one array, entry by entry."""
    wanted = run(root, {})
    found = run(simplified(root), {})
    assert found.shape == wanted.shape
    assert {at: e for at, e in found.entries.items() if e.terms} == {
        at: e for at, e in wanted.entries.items() if e.terms
    }


@st.composite
def chains(draw) -> str:
    """A chain of operations on an array of two or three axes, at numbers: many are undefined."""
    text, rank = "x", 2
    for _ in range(draw(st.integers(1, 6))):
        axis, a, b, c = draw(st.integers(0, rank - 1)), draw(NUMBERS), draw(NUMBERS), draw(st.integers(1, 3))
        word = draw(
            st.sampled_from(["pad", "pad", "slice", "slice", "reverse", "dilate", "transpose", "split", "merge"])
        )
        match word:
            case "pad":
                text = f"pad({text}, {a}, {b}, axis={axis})"
            case "slice":
                text = f"slice({text}, {abs(a)}, {abs(a) + abs(b)}, {c}, axis={axis})"
            case "reverse":
                text = f"reverse({text}, axis={axis})"
            case "dilate":
                text = f"dilate({text}, {c}, axis={axis})"
            case "transpose":
                order = draw(st.permutations(range(rank)))
                text = f"transpose({text}, {', '.join(map(str, order))})"
            case "split" if rank < 5:
                text, rank = f"split({text}, {c}, axis={axis})", rank + 1
            case "merge" if axis + 1 < rank and rank > 2:
                text, rank = f"merge({text}, axis={axis})", rank - 1
    return text


@settings(max_examples=300, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(chains())
@example("pad(pad(x, -1, 0), 1, 0)")
@example("pad(pad(x, 2, 1), -1, -1)")
@example("slice(pad(x, 2, 3), 1, 7, 2)")
@example("slice(pad(x, 2, 3), 0, 2)")
@example("reverse(pad(x, 1, 2))")
@example("transpose(reverse(slice(pad(x, 1, 2, axis=1), 0, 5, 2, axis=1), axis=1), 1, 0)")
@example("merge(pad(split(x, 2), 1, 0, axis=2))")
@example("pad(dilate(split(x, 2), 3, axis=2), 1, 2, axis=2)")
def test_a_chain_is_the_same_array(text):
    root = Reader("x[4,3]").program(text).root
    try:
        run(root, {})
    except UndefinedError:
        assume(False)
    same(root)


@settings(max_examples=60)
@given(layers(size=3, kernel=3, step=4, pad=4, extra=4), st.sampled_from([LayerWords.lowering, LayerWords.phases]))
def test_what_stands_for_a_layer_is_the_same_array(layer, program):
    words = LayerWords.of(layer, channels=True)
    same(Reader(words.tensors).program(program(words)).root)


@pytest.mark.parametrize(
    "kernel", ["pad(w, 1, 0)", "pad(w, 0, 2)", "reverse(pad(w, 2, 1))", "slice(pad(w, 0, 3), 1, 6, 2)"]
)
@pytest.mark.parametrize("words", ["", ", dilation=2", ", stride=2, pad=1", ", stride=2, dilation=3, pad=(2, -1)"])
def test_zeros_in_a_kernel_become_crops_of_what_it_reads(kernel, words):
    root = Reader("x[17] w[3]").program(f"conv(x, {kernel}{words})").root
    same(root)
    found = convolution(next(node for node in nodes_in(simplified(root)) if convolution(node)))
    assert not any(isinstance(node, Pad) for node in nodes_in(found.kernel))


def test_a_phase_that_no_tap_reaches_is_zero():
    root = Reader("x[5] w[2]").program("conv(x, slice(pad(w, 0, 3), 2, 5, 2))").root
    assert isinstance(simplified(root), Zeros)
    same(root)


def test_groups_are_met_where_they_are_joined():
    y, w = "pad(dilate(split(y, 3), 2, axis=2), 1, 1, axis=2)", "transpose(split(w, 3), 0, 2, 1, 3)"
    root = Reader("y[6,4] w[6,2,3]").program(f"merge(conv({y}, {w}, batch=1, ins=1, outs=1))").root
    same(root)
    read = convolution(simplified(root).of)
    assert not any(isinstance(node, Split) for node in nodes_in(simplified(Merge(read.of, 0))))


PLANTS = {
    "a crop is forgotten": (
        "_padded",
        "pad(pad(x, -1, 0), 1, 0)",
        lambda node: (
            Pad(node.of.of, 0, node.of.low + node.low, node.of.high + node.high) if of_pad(node, Pad) else None
        ),
    ),
    "the ends stay where they are": (
        "_padded",
        "reverse(pad(x, 1, 2))",
        lambda node: Pad(Reverse(node.of.of, 0), 0, node.of.low, node.of.high) if of_pad(node, Reverse) else None,
    ),
    "what is read begins one too late": (
        "_sliced",
        "slice(pad(x, 2, 3), 1, 7, 2)",
        lambda node: Pad(Slice(node.of.of, 0, of(0), of(4), of(2)), 0, of(1), of(0)) if of_pad(node, Slice) else None,
    ),
}


def of_pad(node, kind) -> bool:
    """Whether it is an operation of a kind on a pad."""
    return isinstance(node, kind) and isinstance(node.of, Pad)


@pytest.mark.parametrize("plant", PLANTS)
def test_a_wrong_rule_is_seen(plant, monkeypatch):
    name, text, wrong = PLANTS[plant]
    root = Reader("x[4,3]").program(text).root
    same(root)
    monkeypatch.setattr(rules, "RULES", tuple(wrong if rule.__name__ == name else rule for rule in rules.RULES))
    with pytest.raises(AssertionError):
        same(root)
