"""What is written is read back as the same formula; arguments say what the certificate says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from symtconv import verify
from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.polynomial import add, multiply
from symtconv.certificates.format import Certificate
from symtconv.claims.argument import Combination, argument_lines, argument_of
from symtconv.claims.library import LIBRARY
from symtconv.claims.report import reproduce
from symtconv.claims.writing import text
from symtconv.geometry import InputError
from symtconv.rendering.notation.formulas import formula_latex
from symtconv.results.claim import check
from tests.checker.test_facts import FORMULAS


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
            for new, below in reason.cases:
                walk(below, {**hypotheses, **dict(new)})

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
    put = "let q0 = floor((n*s + a - s) / s): 0 <= n*s + a - s*q0 - s <= s - 1"
    assert sum(put in line for line in lines) == 2


def test_alternatives_are_told_where_they_are_opened():
    """Minima by what they are, and alternatives below a split like its halves."""
    lines = argument_lines(check("max(x, y)*min(x, y) == x*y"))
    assert any("let m0 = max(x, y)" in line for line in lines)
    assert any(line.startswith("Case 1 of ") and "max(x, y) == " in line for line in lines)
    verdict = check("min(x, y) <= x")
    leaf = {"sum": [[1, [0]], [1, [2]]]}
    tree = {"split": [[1, ["x"]]], "yes": {"cases": 0, "of": [leaf, leaf]}, "no": leaf}
    verdict = replace(verdict, certificate=Certificate({**verdict.certificate.body, "tree": tree}))
    assert verify(verdict.certificate).outcome == "proved"
    lines = argument_lines(verdict)
    told = ["if e3 = x >= 0:", "if e4 = m0 - x >= 0:", "otherwise e4 = m0 - y >= 0:", "otherwise e3 = -x - 1 >= 0:"]
    assert [line.strip() for line in lines if line.strip().startswith(("if", "otherwise"))] == told
    assert sum("contradiction" in line for line in lines) == 3
    assert "e4" in verdict.to_latex() or "e_{4}" in verdict.to_latex()


def test_the_line_to_reproduce_is_quoted_for_a_shell():
    verdict = check("k*2 == 2*k", where=["k < 3"])
    assert reproduce(verdict) == "symtconv check 'k*2 == 2*k' --where 'k < 3'"


def test_names_reach_latex_escaped():
    assert formula_latex(parse("even_x + k1 + t == top_2 % s")) == r"\mathit{even\_x}+k_{1}+t=\mathit{top\_2}\bmod s"


def test_known_formulas_have_sources():
    assert all(known.source for known in LIBRARY.values())
    assert {f"guide_{number}" for number in range(1, 16)} <= set(LIBRARY)
