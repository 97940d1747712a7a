"""The formulas of the desk, as printed, against the layer's own relation: in any letters, from 0 and from 1."""

from __future__ import annotations

import re
from fractions import Fraction
from html import unescape
from itertools import product
from math import floor, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.checker.entry import Reading
from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures.figure import Spelling
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html.desk import Desk
from symtconv.rendering.printers.html.equations import VIEWS, Equations
from symtconv.rendering.printers.html.formula import HtmlFormulas
from symtconv.rendering.printers.html.patterns import Patterns, patterns
from symtconv.rendering.printers.html.scene import Scene
from tests.strategies import axes, layers

THEIRS = {"x": "X", "y": "Y", "w": "kappa", "z": "A", "j": "e", "o": "f", "u": "b", "s": "c", "d": "mu", "l": "D"}
STYLES = [Style(index_base=base, symbols=letters) for base in (0, 1) for letters in ({}, THEIRS)]

styles = st.sampled_from(STYLES)


@st.composite
def every_layer(draw):
    """Any layer; half of them have the same numbers on every axis."""
    layer = draw(layers(size=4, kernel=4))
    if draw(st.booleans()):
        return layer
    axis = draw(axes(size=4, kernel=4))
    rank = layer.rank
    return ConvTranspose(
        input=(axis.size,) * rank,
        kernel=(axis.kernel,) * rank,
        stride=axis.stride,
        dilation=axis.dilation,
        padding=((axis.low, axis.high),) * rank,
        output_padding=axis.output_padding,
        in_channels=layer.in_channels,
        out_channels=layer.out_channels,
        groups=layer.groups,
    )


def desk_of(layer, style):
    return Desk(Scene(layer, Spelling.of(style), style.lang), HtmlFormulas(style, layer.kernel))


def printed(desk, name):
    """Give the LaTeX in a panel, and the line above it as text."""
    panel = desk.panel(name, "")
    latex = unescape(re.search(r'<div class="fm".*?<annotation[^>]*>(.*?)</annotation>', panel)[1])
    why = unescape(re.sub("<[^>]*>", "", re.search(r'<p class="why">(.*?)</p>', panel)[1]))
    return latex, why


def value(text, style, **numbers):
    """Evaluate what is printed: products without a sign, the author's letters."""
    text = re.sub(r"\\lfloor(.*)\\rfloor", r"floor(\1)", text).replace("−", "-").replace("\\", "").replace("'", "_")
    names = {style.letter(role.rstrip("_")) + "_" * role.endswith("_"): n for role, n in numbers.items()}
    text = re.sub(r"(?<=[\w)])\s+(?=[\w(])", "*", text.strip())
    text = re.sub(r"(?<!\w)\d+", r"Fraction(\g<0>)", text)
    return eval(text, {"floor": floor, "Fraction": Fraction}, names)  # noqa: S307 - what our own page prints


def index_of(latex, letter):
    """Give the parts of the last index that a letter has in a formula."""
    return re.search(re.escape(letter) + r"_(\{.*\}|\w)$", latex)[1].strip("{}").split(",")


def letters_of(axis):
    return {"s": axis.stride, "d": axis.dilation, "l": axis.low, "k": axis.kernel}


def letter(desk, role):
    return desk.formulas.printer.symbol(role)


@given(every_layer(), styles)
def test_the_window_reads_what_the_relation_joins(layer, style):
    desk, b = desk_of(layer, style), style.index_base
    latex, _ = printed(desk, "lowering")
    place = index_of(latex, letter(desk, "z~"))[-1]
    for axis in layer.axes:
        for j in range(axis.output):
            found = set()
            for u in range(axis.kernel):
                read = value(place, style, j=j + b, u=u + b, **letters_of(axis)) - b - axis.pad_low
                if read % axis.stride == 0 and 0 <= read // axis.stride < axis.size:
                    found.add((axis.kernel - 1 - u, read // axis.stride))
            assert found == set(axis.relation.at(j)), latex


@given(every_layer(), styles)
def test_the_scattered_weight_is_the_tap_of_the_relation(layer, style):
    """The index of w is a tap exactly where the relation joins, by the numbers that the line above names."""
    desk, b = desk_of(layer, style), style.index_base
    latex, why = printed(desk, "scatter")
    tap = index_of(latex, letter(desk, "w"))[-1]
    first, last = re.search(r"from (.+?) to (.+?)(?: on each axis)?\.$", why).groups()
    assert why.endswith(" on each axis.") == (layer.rank > 1)
    for axis in layer.axes:
        limits = (value(limit, style, **letters_of(axis)) for limit in (first, last))
        low, high = limits
        for j in range(axis.output):
            found = {(value(tap, style, j=j + b, o=o + b, **letters_of(axis)), o) for o in range(axis.size)}
            taps = {(t - b, o) for t, o in found if Fraction(t).denominator == 1 and low <= t <= high}
            assert taps == set(axis.relation.at(j)), latex


@given(every_layer(), styles)
def test_channels_are_in_the_formulas_where_indices_have_them(layer, style):
    desk, b = desk_of(layer, style), style.index_base
    found = {name: printed(desk, name)[0] for name in VIEWS}
    if not layer.has_channels:
        assert not any(re.search(r"\b[pq]\b", latex) for latex in found.values())
        return
    for name, latex in found.items():
        assert re.match(rf"{re.escape(letter(desk, 'x'))}'_\{{q,\w\}} = ", latex), latex
        assert re.search(rf"\\sum_\{{p ?, ?{letter(desk, 'u' if name == 'lowering' else 'o')}\}}", latex)
        assert re.search(r"_\{p,|\( p ,", latex), latex
    weight = index_of(found["scatter"], letter(desk, "w"))[:-1]
    flipped = re.search(r"'_\{(q,p'?),\w\}", found["lowering"])[1].split(",")
    for q in range(layer.out_channels):
        read = layer.channels.inputs_of(q)
        for p in read:
            within = {"p_": p - read.start + b, "q_": q % layer.channels.outputs_per_group + b}
            numbers = {"p": p + b, "q": q + b, **within}
            assert tuple(value(part, style, **numbers) - b for part in weight) == layer.channels.weight(q, p)
            assert [value(part, style, **numbers) - b for part in flipped] == [q, p - read.start]


@given(every_layer(), styles)
def test_residues_are_those_of_the_places(layer, style):
    desk, b = desk_of(layer, style), style.index_base
    place, modulus = (desk.formulas.latex(node) for node in desk.equations.residue())
    for axis in layer.axes:
        for j in range(axis.output):
            by = value(modulus, style, **letters_of(axis))
            assert value(place, style, j=j + b, **letters_of(axis)) % by == (j + axis.low) % axis.stride


@given(every_layer().filter(lambda layer: prod(layer.output) * prod(layer.kernel) < 600), styles)
def test_sums_by_taps_are_those_of_every_entry(layer, style):
    """A line of the table, with o as the note says it, is the sum of each of its entries."""
    formulas, b = HtmlFormulas(style, layer.kernel), style.index_base
    equations = Equations(layer, b, formulas.printer.symbol)
    latest = [formulas.latex(equations.latest(n)).split(" = ") for n in range(layer.rank)]
    wanted = Reading.of_layer(layer)
    own = {role: re.escape(formulas.printer.symbol(role)) for role in "wy"}
    product_of = rf"{own['w']}_(\{{.*?\}}|\w)\\, {own['y']}_(\{{(?:[^{{}}]|\{{\d+\}})*\}}|\w)"
    for classes in product(*map(patterns, layer.axes)):
        line = formulas.latex(Patterns(Scene(layer, Spelling.of(style)), formulas).total(classes))
        for entry in product(*(places for _, places in classes)):
            numbers = {}
            for n, ((left, right), j) in enumerate(zip(latest, entry, strict=True), 1):
                own_j = style.letter("j") if layer.rank == 1 else f"{style.letter('j')}_{n}"
                numbers[left] = eval_with(right, {own_j: j + b})
            found = [
                tuple(tuple(eval_with(part, numbers) - b for part in side.strip("{}").split(","))[-layer.rank :])
                for each in re.findall(product_of, re.sub(r"[pq]'?,", "", line))
                for side in each
            ]
            front = (0,) if layer.has_channels else ()
            terms = [(w[-layer.rank :], y[-layer.rank :]) for w, y in wanted.terms((*front, *entry))]
            assert sorted(zip(found[::2], found[1::2], strict=True)) == sorted(set(terms)), line


def eval_with(text, names):
    text = re.sub(r"\\lfloor (.*?) / (\d+) \\rfloor", r"(\1) // \2", text)
    return eval(text, {}, names)  # noqa: S307 - what our own page prints


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        (ConvTranspose(input=3, kernel=3, stride=2, padding=1), "Insert zeros, pad, slide the flipped kernel."),
        (ConvTranspose(input=3, kernel=3), "Pad, slide the flipped kernel."),
        (ConvTranspose(input=5, kernel=2, padding=2), "Crop, slide the flipped kernel."),
        (ConvTranspose(input=5, kernel=1), "Slide the flipped kernel."),
    ],
)
def test_the_lowering_is_said_as_it_is(layer, said):
    assert printed(desk_of(layer, Style()), "lowering")[1] == said
