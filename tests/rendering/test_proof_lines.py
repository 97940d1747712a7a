"""The chain on a page is the chain that was checked: a false line is no page, and a place is printed as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv import ConvTranspose, derive
from symtconv.arithmetic.sizes import evaluate
from symtconv.arithmetic.term import names_of
from symtconv.geometry import DisagreementError
from symtconv.proofs import line, theorem
from symtconv.proofs.line import bracket, factor, index, letters_of, total
from symtconv.rendering.documents.indices import Indices
from symtconv.rendering.documents.setting import TURNED
from symtconv.rendering.notation.tree import Num, Row, Sub, Sym, Tuple
from tests.strategies import axes

LAYER = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1)
MIXED = ConvTranspose(input=(2, 3), kernel=(3, 1), stride=(2, 1), padding=((1, 0), (-1, 2)), dilation=(1, 2))
U, O = total("u", "k"), total("o", "n")

FALSE = {
    "w[t] for w[k-1-u]": (4, theorem.Line((U, O), (factor("w", "t"), *theorem.LINES[4].factors[1:]))),
    "w[u] for w[k-1-u]": (4, theorem.Line((U, O), (factor("w", "u"), *theorem.LINES[4].factors[1:]))),
    "l forgotten": (
        2,
        theorem.Line((O, total("t", "k")), (factor("w", "t"), bracket("j", "s*o + d*t"), factor("y", "o"))),
    ),
    "a place further": (7, theorem.Line((U,), (factor("w'", "u"), factor("z~", "j + d*u + 1")))),
    "the other pad": (6, theorem.Line((U,), (factor("w'", "u"), factor("z", "j + d*u - Q")))),
    "a range too long": (6, theorem.Line((total("u", "k + 1"),), theorem.LINES[6].factors)),
}


@pytest.mark.parametrize("layer", [LAYER, MIXED], ids=["alike", "mixed"])
@pytest.mark.parametrize("form", ["to_text", "to_latex", "to_html"])
@pytest.mark.parametrize("name", FALSE)
def test_a_false_line_is_no_page(name, form, layer, monkeypatch):
    derivation = derive(layer)
    getattr(derivation, form)()
    number, false = FALSE[name]
    monkeypatch.setattr(theorem, "LINES", (*theorem.LINES[:number], false, *theorem.LINES[number + 1 :]))
    with pytest.raises(DisagreementError, match="the proof with the numbers of the layer fails at"):
        getattr(derivation, form)()


@pytest.mark.parametrize("letter", ["l", "P", "d", "s", "k"])
def test_numbers_that_are_not_the_layers_are_no_page(letter, monkeypatch):
    wrong = lambda axis: {**letters_of(axis), letter: letters_of(axis)[letter] + 1}  # noqa: E731 - a plant
    derivation = derive(ConvTranspose(input=3, kernel=3, stride=2, dilation=2, padding=1))
    derivation.to_text()
    for module in (line, theorem):
        monkeypatch.setattr(module, "letters_of", wrong)
    with pytest.raises(DisagreementError):
        derivation.to_text()


def read(node, axis, values):
    """Give the number that a printed place has along an axis; what is printed has +, -, a coefficient and brackets."""
    tokens = list(flat(node))
    total, sign, product, depth = [0], [1], None, []
    for token in [*tokens, Sym("+")]:
        match token:
            case Sym("+" | "-" | "neg" as name):
                if product is not None:
                    total[-1] += sign[-1] * product
                sign[-1], product = (1 if name == "+" else -1), None
            case Sym("("):
                depth.append(1 if product is None else product)
                total.append(0)
                sign.append(1)
                product = None
            case Sym(")"):
                inner = total.pop() + (sign.pop() * product if product is not None else 0)
                product = depth.pop() * inner
            case Sym("cdot"):
                pass
            case _:
                product = (1 if product is None else product) * number(token, axis, values)
    return total[0]


def flat(node):
    if isinstance(node, Row):
        for item in node.items:
            yield from flat(item)
    else:
        yield node


def number(token, axis, values):
    match token:
        case Num(value):
            return value
        case Tuple(items):
            return items[axis].value
        case Sym(name):
            return values[{"Plo": "P", "Phi": "Q"}.get(name, name)]
    raise AssertionError(token)


TERMS = [
    *(argument for entry in theorem.LINES for factor_ in entry.factors for argument in factor_.arguments),
    *(theorem.JOINS, theorem.REACH, TURNED, index("m - P"), index("s*o"), index("-u + 3")),
]


@given(st.lists(axes(size=4, kernel=4), min_size=1, max_size=3), st.sampled_from(TERMS), st.data())
def test_a_place_is_printed_as_it_is(of, term, data):
    base, lettered = data.draw(st.integers(0, 1)), data.draw(st.booleans())
    bound = {name: data.draw(st.integers(-5, 5), label=name) for name in names_of(term) if name in "otujm"}
    node = Indices((), base).place(term) if lettered else Indices(tuple(of), base).place(term)
    for place, axis in enumerate(of):
        letters = letters_of(axis)
        shown = {**letters, **{name: value + base for name, value in bound.items()}}
        assert read(node, place, shown) == evaluate(term, {**letters, **bound}) + base


@given(axes(size=4, kernel=4))
def test_the_lengths_are_those_of_the_axis(axis):
    sizes = theorem.sizes_at(axis)
    assert sizes.padded == sizes.dilated + axis.pad_low + axis.pad_high == axis.output + axis.span - 1
    assert (sizes.span, sizes.output) == (axis.span, axis.output)
    assert len(theorem.theorem_at(axis)) == 9


def test_a_sum_stands_before_the_first_factor_that_needs_it():
    text = derive(LAYER).to_text()
    assert "Σ_t w[t] Σ_o [j = 2o + t - 1]·y[o]" in text
    assert "Σ_o Σ_t w[t]·[j = 2o + t - 1]·y[o]" in text


def test_what_is_no_index_is_not_written():
    with pytest.raises(ValueError, match="does not occur in an index"):
        Indices().place(replace(index("s*o"), word="//"))
    assert isinstance(Indices().place(index("k-1-u")), Row)
    assert not isinstance(Indices().place(index("j")), Sub)
