"""What SymPy gets wrong, written down: the reasons why no verdict here rests on these functions.

A canary that fails says that this SymPy is better; then the rule it stands for can be looked at again, in
`docs/decisions/`. Nothing in the package calls what is called here.
"""

from __future__ import annotations

import itertools
import os

import pytest
import sympy
from sympy import KroneckerDelta, Mod, Sum, Symbol, ceiling, floor, symbols

from symtconv.geometry import ConvTranspose
from symtconv.operators.convolution import convolution_matrix

x = Symbol("x", integer=True)
# As released; the fixes of sympy#28759 are on its development branch.
released = pytest.mark.skipif(
    tuple(map(int, sympy.__version__.split(".")[:2])) > (1, 14), reason="seen in SymPy 1.14; look again"
)


@released
def test_mod_of_integer_symbols_is_wrong_at_construction():
    # sympy#28744: the outer modulus is dropped.
    twice = Mod(2 * Mod(x, 3), 3)
    assert twice == 2 * Mod(x, 3)
    assert twice.subs(x, 2) == 4 != (2 * (2 % 3)) % 3


@released
def test_mod_of_a_floor_is_wrong_at_construction():
    # sympy#29757, found on tensor tiling logic.
    tiled = Mod(8 * Mod(floor(x / 64), 4), 64)
    assert tiled.subs(x, 128) == 32 != (8 * ((128 // 64) % 4)) % 64


@released
def test_more_than_half_of_the_forms_with_two_moduli_are_wrong():
    forms = wrong = 0
    for c, m, q in itertools.product(range(1, 9), range(2, 9), range(2, 13)):
        forms += 1
        found = Mod(c * Mod(x, m), q)
        wrong += any(found.subs(x, v) != (c * (v % m)) % q for v in range(m))
    assert forms == 616
    assert wrong > 300


@released
@pytest.mark.parametrize("n", range(2, 7))
def test_equals_says_false_to_hermites_identity(n):
    # sympy#29781: Σ floor(x + i/n) over i is floor(n·x), and here x/n stands for x.
    identity = sum(floor((x + i) / n) for i in range(n)) - x
    assert all(identity.subs(x, value) == 0 for value in range(-30, 30))
    assert identity.equals(0) is False


@released
def test_equals_says_false_to_a_ceiling_that_is_a_floor():
    identity = ceiling(x / 2) - floor((x + 1) / 2)
    assert all(identity.subs(x, value) == 0 for value in range(-30, 30))
    assert identity.equals(0) is False


@released
def test_simplify_leaves_true_floor_identities_as_they_are():
    identity = floor(x / 2) + floor((x + 1) / 2) - x
    assert sympy.simplify(identity) != 0


@released
def test_a_sum_over_a_kronecker_delta_forgets_that_the_stride_divides():
    # Dilation written as Σ_o [m = s·o]·y(o): the condition s | m is lost, so the zeros between entries are too.
    m, o, n = symbols("m o n", integer=True, positive=True)
    y = sympy.Function("y")
    dilated = Sum(KroneckerDelta(m, 2 * o) * y(o), (o, 1, n)).doit()
    at_three = dilated.subs({m: 3, n: 5})
    assert at_three.has(y)  # y(3/2) stands where a zero belongs
    assert at_three.simplify() != 0


def test_sympify_runs_what_it_is_given():
    # Why no text of a user ever reaches it.
    assert sympy.sympify("__import__('os').getpid()") == os.getpid()


def test_what_we_do_rely_on_still_holds():
    # Symbols that differ by name differ, products of distinct symbols compare by structure, sums cancel.
    matrix = convolution_matrix(ConvTranspose.of_conv(input=(3, 3), kernel=2)).to_sympy()
    assert len(matrix.free_symbols) == 4
    a, b = sorted(matrix.free_symbols, key=str)[:2]
    assert a * b - b * a == 0
    assert a * b != a * a
    assert floor(7 - sympy.Integer(1) / 2) == 6
