"""The letters of a text go where its indices say; nothing of them is parsed."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.geometry import ConvTranspose, InputError
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.letters import matrix_in, result_in
from symtconv.operators.result import Result
from symtconv.operators.ring import value
from symtconv.operators.views import VIEWS
from tests.strategies import layers

LAYER = ConvTranspose(input=2, kernel=2, in_channels=2, out_channels=1)


@settings(max_examples=40)
@given(layers(rank=st.integers(1, 2), size=3, kernel=3, step=3, pad=3), st.integers(0, 2**32 - 1))
def test_with_numbers_the_result_is_the_matrix_product(layer, seed):
    draw = np.random.default_rng(seed)
    w, y = draw.integers(-9, 10, layer.weight_shape), draw.integers(-9, 10, layer.y_shape)
    matrix = matrix_in(convolution_matrix(layer), layer, w=w.tolist())
    result = result_in(VIEWS["matrix"].evaluate(layer), layer, w=w, y=y.tolist())
    assert result.shape == layer.x_shape
    assert list(matrix.T * sympy.Matrix(y.ravel().tolist())) == list(sympy.flatten(result.tolist()))


def test_without_letters_they_are_the_symbols_of_the_contract():
    result = result_in(VIEWS["matrix"].evaluate(LAYER), LAYER)
    products = [(f"w_{{{c},0,0}}", f"y_{{{c},0}}") for c in range(2)]
    assert result.shape == LAYER.x_shape == (1, 3)
    assert result[0, 0] == sum(sympy.Symbol(w) * sympy.Symbol(y) for w, y in products)


def test_a_letter_is_a_name_and_no_expression():
    assert value("1+1") == sympy.Symbol("1+1")
    with pytest.raises(TypeError, match="no letter and no number"):
        value(object())


def test_too_few_letters_are_refused():
    with pytest.raises(InputError, match="w has 2 letters or numbers and the layer 4"):
        matrix_in(convolution_matrix(LAYER), LAYER, w="a b")


def test_entries_outside_are_refused_and_shapes_compared():
    one, two = Result((1,), ((),)), Result((2,), ((), ((1, (0,), (0,)),)))
    with pytest.raises(InputError, match=r"there is no entry 1"):
        one.at((1,))
    assert one.first_difference(two) == two.first_difference(one) == (1,)
    assert two.first_difference(two) is None
