"""The document says what is so, entry by entry, for any layer, and its size does not grow with the layer."""

from __future__ import annotations

import time
from dataclasses import replace
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.checker.entry import Reading
from symtconv.geometry import ConvTranspose, InputError, Lowering
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.document import (
    Chain,
    ChainLine,
    Columns,
    Display,
    Equation,
    Grid,
    Heading,
    Illustration,
    Math,
    Paragraph,
    Proof,
    Ref,
    Stated,
    Strong,
    Table,
)
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Chip, Num, Sub, Sym, math
from symtconv.rendering.printers.text import to_text
from symtconv.rendering.printers.text.formula import formula
from tests.rendering.pages import LAYERS, WRONG, facts, full
from tests.strategies import axes, layers, lowerings

PLAIN = Style().as_text


def walk(blocks):
    for block in blocks:
        yield block
        match block:
            case Stated(_, _, body) | Proof(body):
                yield from walk(body)
            case Columns(left, right):
                yield from walk((*left, *right))
            case Illustration(instead=instead):
                yield from walk(instead)


def spans_of(block):
    match block:
        case Paragraph(spans) | Heading(spans):
            yield from spans
        case Table(_, rows, head):
            for cell in [*head, *(cell for row in rows for cell in row.cells)]:
                yield from cell
        case Chain(lines):
            for line in lines:
                yield from line.reason if isinstance(line, ChainLine) else line.spans


def grids(document):
    return [part for block in walk(document.blocks) if isinstance(block, Display) for part in block.parts]


def named(document, name):
    """Give the matrix that a display names: the grid after ``C =``."""
    for block in walk(document.blocks):
        if isinstance(block, Display) and block.parts[0] == math(f"{name} ="):
            return next(part for part in block.parts if isinstance(part, Grid))
    return None


@settings(max_examples=60)
@given(layers(rank=st.integers(1, 4)), st.sampled_from([0, 1]))
def test_every_layer_has_a_document_in_which_every_reference_is_defined(layer, base):
    document = compose(full(layer), Style(index_base=base, figures=False))
    blocks = list(walk(document.blocks))
    labels = {block.label for block in blocks if isinstance(block, Stated | Equation) and block.label}
    wanted = {span.label for block in blocks for span in spans_of(block) if isinstance(span, Ref)}
    assert wanted
    assert wanted <= labels


@settings(max_examples=60)
@given(layers(rank=st.integers(1, 2), channels=False, size=2, kernel=3, pad=1, extra=1, step=2))
def test_c_shows_the_weight_that_joins_the_two_entries(layer):
    document = compose(facts(layer), PLAIN)
    grid = named(document, "C")
    if grid is None or len(grid.cells) != prod(layer.input) or len(grid.cells[0]) != prod(layer.output):
        return
    reading = Reading.of_layer(layer)
    sources, entries = places(layer.input), places(layer.output)
    for source, row in zip(sources, grid.cells, strict=True):
        for entry, cell in zip(entries, row, strict=True):
            weight = reading.weight(entry, source)
            if weight is None:
                assert cell == Sym("zero")
            else:
                assert cell == Chip(Sub(Sym("w"), tuple(map(Num, weight))), weight)


def places(shape):
    lines = [()]
    for size in shape:
        lines = [(*line, n) for line in lines for n in range(size)]
    return lines


@settings(max_examples=60)
@given(layers(rank=st.integers(1, 2)))
def test_both_columns_of_the_table_are_the_entry(layer):
    """Read back from the page: w′ at u times z̃ at m is w at k-1-u times y at (m - P_lo)/s."""
    document = compose(facts(layer), PLAIN)
    table = next(b for b in document.blocks if isinstance(b, Table) and b.centred)
    reading = Reading.of_layer(layer)
    for label, left, right in sums_of(table):
        if label == [Sym("vdots")]:
            continue
        entry = indices(label[0])
        terms = list(reading.terms(entry))
        ours = [term for line in left for term in products(line)]
        theirs = [unflipped(layer, term) for line in right for term in products(line)]
        if len(ours) == len(terms):
            assert ours == terms
        else:
            assert set(ours) <= set(terms)
        if len(theirs) == len(terms):
            assert theirs == terms
        else:
            assert set(theirs) <= set(terms)


def sums_of(table):
    """Give the name and both sums of every row; a sum may go on in a row without a name."""
    found = []
    for row in table.rows:
        name, *sums = ([span.node for span in cell if isinstance(span, Math)] for cell in row.cells)
        if name:
            found.append((name, *sums))
        else:
            for whole, more in zip(found[-1][1:], sums, strict=True):
                whole.extend(more)
    return found


def indices(node):
    return tuple(part.value for part in node.index)


def products(node):
    """Read the products of a sum: pairs of a coloured weight and an entry."""
    found = []
    for part in getattr(node, "items", ()):
        if isinstance(part, Chip):
            found.append((indices(part.label),))
        elif isinstance(part, Sub):
            found[-1] = (*found[-1], indices(part))
        else:
            found += products(part)
    return found


def unflipped(layer, term):
    flipped, place = term
    rank = layer.rank
    tap = tuple(axis.kernel - 1 - u for axis, u in zip(layer.axes, flipped[-rank:], strict=True))
    source = []
    for axis, m in zip(layer.axes, place[-rank:], strict=True):
        o, rest = divmod(m - axis.pad_low, axis.stride)
        assert rest == 0
        source.append(o)
    if not layer.has_channels:
        return tap, tuple(source)
    group, within = divmod(flipped[0], layer.out_channels // layer.groups)
    p = group * (layer.in_channels // layer.groups) + flipped[1]  # which counts within the group
    return (p, within, *tap), (place[0], *source)


@given(axes(), st.sampled_from([0, 1]))
def test_the_relation_on_the_page_is_the_layers(axis, base):
    layer = ConvTranspose(
        input=axis.size,
        kernel=axis.kernel,
        stride=axis.stride,
        padding=((axis.low, axis.high),),
        output_padding=axis.output_padding,
        dilation=axis.dilation,
    )
    document = compose(facts(layer), Style(index_base=base, figures=False))
    equation = next(b for b in walk(document.blocks) if isinstance(b, Equation) and b.label == "eq:tap")
    text = formula(equation.node, Style()).removeprefix("j = ").removesuffix(".")
    for tap, o, j in axis.relation.triples():
        assert value(text, o + base, tap + base) == j + base


def value(text, o, t):
    """Evaluate ``2o + t - 1``."""
    total, sign = 0, 1
    for word in text.replace("-", " - ").replace("+", " + ").split():
        if word in "+-":
            sign = -1 if word == "-" else 1
        else:
            number = word.rstrip("ot")
            total += sign * (int(number) if number else 1) * {"o": o, "t": t}.get(word[-1], 1)
            sign = 1
    return total


def test_a_refuted_lowering_is_said_with_both_sides_and_the_right_one():
    document = compose(facts(LAYERS["cs231n"], lowering=WRONG), PLAIN)
    words = to_text(document, PLAIN)
    assert "Refuted." in words
    assert "Proved." not in words
    assert "by the layer     x′[0,1] = w[1,2]·y[0,0] + w[1,0]·y[0,1]" in words
    assert "by the lowering  x̂[0,1] = w[1,0]·y[0,0] + w[1,2]·y[0,1]" in words
    assert LAYERS["cs231n"].lowering().brief in words
    assert "refutation" in words


def test_a_refutation_names_the_sizes_and_what_is_wrong_before_the_matrices():
    layer = ConvTranspose(input=(3, 3), kernel=3, stride=2)
    document = compose(full(layer, lowering=Lowering(dilate=2, pad=1, flip=True)))
    words = " ".join(to_text(document, PLAIN).split())
    assert "The lowering dilate=2 pad=1 flip, that is, putting one zero between neighbouring entries of y" in words
    assert "Its result x̂ has size 5×5, while x′ has size 7×7." in words
    assert "What is wrong: padding by 1 at both ends instead of 2." in words
    assert "by the definition of the layer and not by the lowering above" in words
    labels = [block.label for block in document.blocks if isinstance(block, Heading | Illustration) and block.label]
    start = labels.index("judged")
    assert labels[start : start + 4] == ["judged", "fig:wrong", "fig:right", "matrices"]
    assert "fig:lowering" not in labels


WRONGS = {
    "flip": (LAYERS["cs231n"], {"flip": False}, "the kernel as it is instead of the flipped one"),
    "zeros": (LAYERS["cs231n"], {"dilate": 1}, "zeros put between neighbours is 0 instead of 1"),
    "dilation": (LAYERS["cs231n"], {"dilation": 2}, "dilation 2 instead of 1"),
    "ends": (LAYERS["cs231n"], {"pad": ((2, 1), (2, 1))}, "padding by 2 low and 1 high instead of 1 and 2"),
    "swap": (LAYERS["groups"], {"swap": False}, "channel axes of the kernel as they are"),
    "across": (LAYERS["groups"], {"swap": "across"}, "exchanged across the groups instead of within each group"),
}


@pytest.mark.parametrize("name", sorted(WRONGS))
def test_only_what_is_wrong_is_called_wrong(name):
    layer, change, said = WRONGS[name]
    own = layer.lowering()
    words = {word: getattr(own, word) for word in ("dilate", "pad", "flip", "swap", "dilation")}
    asked = Lowering(**{**words, **change})
    if name in {"zeros", "dilation"}:
        asked = Lowering(**{**words, name.replace("zeros", "dilate"): (*change.values(),) * layer.rank})
    text = " ".join(to_text(compose(facts(layer, lowering=asked), PLAIN), PLAIN).split())
    wrong = text.partition("What is wrong: ")[2].partition(". Both first differ")[0]
    assert said in wrong
    assert ";" not in wrong


def test_what_letters_and_brackets_mean_is_said_before_they_are_used():
    words = " ".join(to_text(compose(full(LAYERS["cs231n"]), PLAIN), PLAIN).split())
    assert words.index("Letters are pairs") < words.index("The bracket [·] is 1") < words.index("[m = 2o]")
    order = [words.index(text) for text in ("For every size", "Theorem 4", "The theorem is proved in Coq")]
    assert order == sorted(order)


def test_channels_and_groups_are_named_in_title_and_abstract():
    words = " ".join(to_text(compose(full(LAYERS["groups"]), PLAIN), PLAIN).split())
    assert words.startswith("The transposed convolution that takes 4 channels of 4×4 to 4 of 7×7, in 2 groups")
    assert "The input has four channels, the output four channels, in two groups" in words


@settings(max_examples=40)
@given(st.data())
def test_the_abstract_opens_with_the_verdict_whatever_lowering_is_judged(data):
    layer = data.draw(layers(rank=st.integers(1, 2)))
    found = facts(layer, lowering=data.draw(lowerings(layer.rank)))
    document = compose(found, PLAIN)
    opening = document.blocks[0].spans[0]
    assert opening == Strong(found.verdict.outcome.capitalize() + ".")
    assert to_text(document, PLAIN)


def test_a_lowering_that_differs_in_words_alone_is_proved_and_named():
    same = Lowering(dilate=7, pad=0, flip=False)
    words = to_text(compose(facts(ConvTranspose(input=1, kernel=1), lowering=same), PLAIN), PLAIN)
    assert "Proved." in words
    assert f"The one that was asked about, {same.brief}, is the same operator here" in " ".join(words.split())


def test_the_cost_does_not_grow_with_the_layer():
    large = ConvTranspose(input=(10**9, 10**9), kernel=3, stride=2, padding=1)
    found = full(large)
    start = time.perf_counter()
    text = to_text(compose(found, PLAIN), PLAIN)
    assert time.perf_counter() - start < 5  # about the order, not the speed
    assert len(text) < 20_000


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_the_same_facts_give_the_same_document(name):
    assert compose(full(LAYERS[name]), PLAIN) == compose(full(LAYERS[name]), PLAIN)


def test_output_padding_from_the_stride_on_is_said_to_be_no_exact_transpose():
    words = " ".join(to_text(compose(facts(LAYERS["beyond"]), PLAIN), PLAIN).split())
    assert "The output padding a = 3 is not below the stride s = 2." in words
    assert (
        "n + ⌊a/s⌋ = 3 outputs, not 2; the layer is the transpose of the rows of its matrix that belong to the first 2."
        in words
    )
    assert "exact transpose of that" not in words


@pytest.mark.parametrize(
    ("symbols", "says"),
    [
        ({"y": "YY"}, "use one Latin letter"),
        ({"yy": "y"}, "no symbol 'yy'"),
        ({"w": "k"}, "would stand for w and for k"),
        ({"x": "\\input"}, "use one Latin letter"),
    ],
)
def test_letters_that_cannot_be_are_refused(symbols, says):
    with pytest.raises(InputError, match=says):
        Style(symbols=symbols)


def test_letters_of_the_author_stand_everywhere():
    style = Style(symbols={"y": "Y", "w": "kappa", "x": "X", "z": "Z", "Z": "V"}, figures=False)
    words = to_text(compose(full(LAYERS["cs231n"]), style), style)
    assert "X′[1,1]  κ[2,2]·Y[0,0] + κ[2,0]·Y[0,1] + κ[0,2]·Y[1,0] + κ[0,0]·Y[1,1]" in words
    assert not {"w[", "y[", "x′[", "z[", "w11"} & set(words.split())
    assert "y[" not in words


def test_a_formula_with_an_unknown_symbol_is_refused():
    with pytest.raises(ValueError, match="no symbol 'nonsense'"):
        math("j = nonsense")


@pytest.mark.parametrize("dilation", [(1, 1), (2, 2), (1, 2)])
@pytest.mark.parametrize("stride", [(2, 1), (2, 2), (1, 1)])
def test_powers_of_z_count_from_the_base_with_the_whole_place_in_brackets(stride, dilation):
    layer = ConvTranspose(input=(3, 2), kernel=(3, 2), stride=stride, dilation=dilation)
    text = to_text(compose(full(layer), replace(PLAIN, index_base=1)), replace(PLAIN, index_base=1))
    line = next(line for line in text.splitlines() if "x′[j] = [Z^" in line)
    assert "Z^(s·(o-1))" in line
    assert "Z^(d·(t-1))" in line
