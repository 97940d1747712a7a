"""Operators against the definition, written out here by its own loops, and against SymPy."""

from __future__ import annotations

import pickle
from itertools import product

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.checker.entry import Reading
from symtconv.geometry import ConvTranspose, GeometryError, InputError, Lowering
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.estimate import entries
from symtconv.operators.matrix import Operator
from symtconv.operators.result import Result
from symtconv.operators.ring import ONE, ZERO, Polynomial, constant, symbol, weight
from symtconv.operators.stages import crop_then_pad, dilate, lowering_stages, pad
from symtconv.operators.views import VIEWS, evaluate_lowering
from tests.strategies import layers, lowerings

small = {"size": 3, "kernel": 3, "step": 3, "pad": 4, "extra": 4}


def defined(layer: ConvTranspose) -> dict:
    """C by the definition: every (y, x, tap) is tried."""
    found = {}
    groups_in, groups_out = layer.in_channels // layer.groups, layer.out_channels // layer.groups
    for ci, co in product(range(layer.in_channels), range(layer.out_channels)):
        if ci // groups_in != co // groups_out:
            continue
        for o, j, t in product(
            *(list(product(*map(range, shape))) for shape in (layer.input, layer.output, layer.kernel))
        ):
            if all(
                b == s * a + d * c - low
                for a, b, c, s, d, (low, _) in zip(o, j, t, layer.stride, layer.dilation, layer.padding, strict=True)
            ):
                lead = ((ci,), (co,), (ci, co % groups_out)) if layer.has_channels else ((), (), ())
                found[lead[0] + o, lead[1] + j] = weight(lead[2] + t)
    return found


def by_reading(reading: Reading) -> Result:
    """x′ by the checker's walk over the kernel, which builds no operator."""
    shape = reading.shape
    walked = (reading.terms(index) for index in product(*map(range, shape)))
    return Result(shape, tuple(tuple(sorted(((1, *t) for t in terms), key=lambda x: (x[2], x[1]))) for terms in walked))


@settings(max_examples=60)
@given(layers(rank=st.integers(1, 2), **small))
def test_the_matrix_is_the_definition(layer):
    C = convolution_matrix(layer)
    assert {(row, column): entry for row, column, entry in C} == defined(layer)
    assert (C.row_shape, C.column_shape) == (layer.y_shape, layer.x_shape)
    estimate = entries(layer)
    assert (estimate.rows, estimate.columns, estimate.nonzeros) == (*C.shape, C.nnz)


@given(layers(**small))
def test_the_transpose_is_extended_after_pad_after_dilate(layer):
    extended, padded, spread = lowering_stages(layer, layer.lowering())
    assert extended @ padded @ spread == convolution_matrix(layer).T
    assert (extended @ padded) @ spread == extended @ (padded @ spread)


@settings(max_examples=200)
@given(layers(rank=st.integers(1, 2), **small).flatmap(lambda l: st.tuples(st.just(l), lowerings(l.rank))))
def test_any_lowering_does_what_its_relation_says(pair):
    layer, lowering = pair
    reading = Reading.of_lowering(layer, lowering)
    if not reading.channels.fits:
        with pytest.raises(GeometryError, match="do not fit"):
            evaluate_lowering(layer, lowering)
        return
    assert evaluate_lowering(layer, lowering) == by_reading(reading)


@given(layers(rank=st.integers(1, 2), **small))
def test_applied_to_y_the_transpose_is_the_entry_by_entry_definition(layer):
    result = VIEWS["matrix"].evaluate(layer)
    assert result == by_reading(Reading.of_layer(layer))
    assert all(
        result.text(index) == Reading.of_layer(layer).text(index)
        for index in result.indices()
        if len(result.at(index)) < 12
    )


def test_the_output_padding_above_the_stride_leaves_the_first_rows():
    layer = ConvTranspose(input=2, kernel=2, stride=2, output_padding=5)
    whole = ConvTranspose.of_conv(input=layer.output, kernel=2, stride=2)
    C, longer = convolution_matrix(layer), convolution_matrix(whole)
    assert layer.conv_outputs == whole.input == (4,)
    assert {(r, c): e for r, c, e in longer if r[0] < 2} == {(r, c): e for r, c, e in C}


matrices = st.integers(1, 4)


@st.composite
def operators(draw, rows, columns):
    cells = st.sampled_from(
        [ZERO, ZERO, ONE, constant(-2), weight((0,)), weight((1,)) + weight((0,)), weight((1,)) * constant(-1)]
    )
    return Operator.of_entries(
        (rows,), (columns,), {((r,), (c,)): draw(cells) for r in range(rows) for c in range(columns)}
    )


def dense(operator: Operator) -> sympy.Matrix:
    return sympy.Matrix(operator.to_sympy())


@settings(max_examples=50)
@given(st.data(), matrices, matrices, matrices)
def test_products_and_transposes_are_sympys(data, rows, middle, columns):
    a, b = data.draw(operators(rows, middle)), data.draw(operators(middle, columns))
    assert dense(a @ b) == (dense(a) * dense(b)).applyfunc(sympy.expand)
    assert (a @ b).T == b.T @ a.T
    assert (a == b) == ((a.row_shape, a.column_shape) == (b.row_shape, b.column_shape) and dense(a) == dense(b))
    assert a == a.T.T
    assert len(list(a)) == a.nnz


def test_equal_polynomials_are_one_object_and_cancel():
    p = weight((0,)) + weight((1,))
    assert p is weight((1,)) + weight((0,))
    assert p + p * constant(-1) is ZERO
    assert not ZERO
    assert str(p * p) == "w_{0}*w_{0} + 2*w_{0}*w_{1} + w_{1}*w_{1}"
    assert pickle.loads(pickle.dumps(p)) is p  # noqa: S301 - our own bytes


def test_nothing_can_be_changed():
    layer = ConvTranspose(input=2, kernel=2)
    C = convolution_matrix(layer)
    with pytest.raises(AttributeError, match="cannot be changed"):
        C.row_shape = (3,)
    with pytest.raises(AttributeError, match="cannot be changed"):
        weight((0,))._terms = {}
    with pytest.raises(TypeError):
        weight((0,)).terms[()] = 1
    shown = C.to_sympy()
    shown[0, 0] = 7
    assert C.to_sympy()[0, 0] == symbol("w", (0,))


def test_sympy_gets_the_named_symbols():
    layer = ConvTranspose.of_conv(input=(4, 4), kernel=(3, 3), stride=2, padding=1)
    matrix = convolution_matrix(layer).to_sympy()
    assert isinstance(matrix, sympy.SparseMatrix)
    assert matrix.shape == (4, 16)
    assert matrix[0, 0] == sympy.Symbol("w_{1,1}")
    assert matrix[3, 15] == sympy.Symbol("w_{2,2}")


def test_channels_stand_as_blocks():
    layer = ConvTranspose(input=2, kernel=1, in_channels=4, out_channels=4, groups=2)
    C = convolution_matrix(layer)
    assert C.at((2, 0), (3, 0)) == weight((2, 1, 0))
    assert C.at((2, 0), (1, 0)) is ZERO


def test_what_does_not_fit_is_refused():
    C = convolution_matrix(ConvTranspose(input=2, kernel=2))
    with pytest.raises(InputError, match="do not compose"):
        C @ C
    with pytest.raises(InputError, match="no index"):
        C.at((2,), (0,))
    with pytest.raises(InputError, match="not linear"):
        (C @ C.T).apply()


def test_a_crop_longer_than_what_it_crops_is_told_from_crop_then_pad():
    # The smallest case on which the two differ: (i, k, s, d, l, h) = (1, 1, 3, 1, 2, 0).
    layer = ConvTranspose.of_conv(input=1, kernel=1, stride=3, padding=((2, 0),))
    right = layer.lowering()
    wrong = Lowering(**{**right.to_dict(), "crop_first": True})
    assert evaluate_lowering(layer, right) == VIEWS["matrix"].evaluate(layer)
    assert evaluate_lowering(layer, wrong).shape != layer.output
    for shape, pads in product([(1,), (3,)], [((-2, 2),), ((-1, 1),), ((1, -3),)]):
        same = pad(shape, pads) == crop_then_pad(shape, pads)
        assert same == all(-p <= shape[0] for p in pads[0])


def test_a_window_longer_than_what_is_read_leaves_no_entry():
    layer = ConvTranspose(input=1, kernel=3)
    assert evaluate_lowering(layer, Lowering(pad=0, flip=True)) == Result((0,), ())


def test_dilation_keeps_channels_apart():
    assert dilate((2, 2), (3,)).row_shape == (2, 4)


def test_a_huge_layer_is_estimated_at_once():
    found = entries(ConvTranspose(input=(10**6, 10**6), kernel=3, stride=2, padding=1, output_padding=1))
    assert found.entries > 10**23
    assert found.nonzeros == (3 * 10**6 - 1) ** 2


def test_the_constructor_drops_zero_coefficients():
    assert Polynomial({((0,),): 0}) is ZERO
