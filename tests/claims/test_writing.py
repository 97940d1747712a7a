"""What is written is read back as the same formula; arguments say what the certificate says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.polynomial import add, multiply
from symtconv.claims.argument import Combination, argument_lines, argument_of
from symtconv.claims.decide import check
from symtconv.claims.library import LIBRARY
from symtconv.claims.report import reproduce
from symtconv.claims.writing import text
from symtconv.geometry import InputError
from symtconv.rendering.notation.formulas import formula_latex
from tests.checker.test_euclid import FORMULAS


def flat(node):
    """Conjunctions within conjunctions are written as one, and chains as conjunctions."""
    return re.sub(r"\s", "", text(node))


@given(FORMULAS)
def test_a_formula_survives_writing_and_reading(formula):
    again = parse(text(formula))
    assert flat(again) == flat(formula)
    assert text(parse(text(again))) == text(again)


def test_no_parentheses_more_than_needed():
    for written in ("a - (b - c)", "a - b - c", "a*(b + c)", "-(a + b)*c", "floor((a + b)/(c*d))", "floor(a*b/c)"):
        assert text(parse(f"{written} == 0")) == f"{written} == 0"
    for written in ("not (a == b and c < d)", "(a == b or c < d) and a < c", "a // b // c == 1", "a // (b // c) == 1"):
        assert text(parse(written)) == written


@pytest.mark.parametrize("name", ["right_inverse", "tensorflow_same", "nested_floors", "tensorflow_same_remainder"])
def test_the_printed_identities_are_true(name):
    argument = argument_of(check(name))
    combinations = 0

    def walk(reason, hypotheses):
        nonlocal combinations
        if isinstance(reason, Combination):
            total = {}
            for factor, numbers in reason.terms:
                product = {(): factor}
                for number in numbers:
                    product = multiply(product, hypotheses[number])
                total = add(total, product)
            assert total == {(): reason.total}
            assert reason.total < 0
            combinations += 1
        else:
            walk(reason.yes, {**hypotheses, reason.number: reason.polynomial})
            walk(reason.no, {**hypotheses, reason.number: add({(): -1}, reason.polynomial, -1)})

    for case in argument.cases:
        walk(case.reason, dict(case.hypotheses))
    assert combinations >= len(argument.cases) >= 1


def test_only_a_proof_has_an_argument():
    with pytest.raises(InputError, match="not proved"):
        argument_of(check("k == 1"))


def test_the_argument_in_words():
    lines = argument_lines(check("right_inverse"))
    assert lines[0].startswith("Claim: conv_size(convt_size")
    assert sum("contradiction" in line for line in lines) == 2
    assert any("let q0 = floor(a / s): 0 <= a - s*q0 <= s - 1" in line for line in lines)


def test_the_line_to_reproduce_is_quoted_for_a_shell():
    verdict = check("k*2 == 2*k", where=["k < 3"])
    assert reproduce(verdict) == "symtconv check 'k*2 == 2*k' --where 'k < 3'"


def test_names_reach_latex_escaped():
    assert formula_latex(parse("even_x + k1 + t == top_2 % s")) == r"\mathit{even\_x}+k_{1}+t=\mathit{top\_2}\bmod s"


def test_known_formulas_have_sources():
    assert all(known.source for known in LIBRARY.values())
    assert {f"guide_{number}" for number in range(1, 16)} <= set(LIBRARY)
