"""Products modulo a small number: divided by it first, their residues gone through, and the certificate replayed."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv import check, verify
from symtconv.certificates.format import Certificate
from symtconv.claims.residues import LARGEST
from symtconv.geometry import CertificateError

TRUE = [
    "(k*(k-1)) % 2 == 0",
    "(k*(k-1)*(k-2)) % 6 == 0",
    "(i*i) % 4 <= 1",
    "(x*x*x - x) % 3 == 0",
    "(x*x) % 4 != 2",
    "(k*(k+1)*(2*k+1)) % 6 == 0",
    "(x*y*(x+y)) % 2 == 0",
    "(x*x + y*y) % 4 != 3",
    "ceil(k*(k-1)/2) == floor(k*(k-1)/2)",
    "2 * ((k*(k-1)) // 2) == k*(k-1)",
]


@pytest.mark.parametrize("claim", TRUE)
def test_a_residue_of_a_product_is_seen(claim):
    verdict = check(claim)
    assert verdict.outcome == "proved"
    assert "dividing" in verdict.certificate.body["tree"]
    assert verify(verdict.certificate).outcome == "proved"


@settings(deadline=None, max_examples=60)
@given(
    factors=st.lists(st.tuples(st.integers(-3, 3), st.integers(-4, 4)), min_size=2, max_size=3),
    modulus=st.integers(2, 7),
    asked=st.integers(0, 6),
    name=st.sampled_from(["k", "l", "x"]),  # ≥ 1, ≥ 0, any integer
)
def test_the_verdict_is_that_of_the_residues(factors, modulus, asked, name):
    product = "*".join(f"({a}*{name} + {b})" for a, b in factors).replace("(-", "(0-").replace("+ -", "- ")
    verdict = check(f"({product}) % {modulus} == {asked % modulus}", explain=False)
    left = set()
    for residue in range(modulus):
        value = 1
        for a, b in factors:
            value *= a * residue + b
        left.add(value % modulus)
    assert verdict.outcome == ("proved" if left == {asked % modulus} else "refuted")
    assert verify(verdict.certificate).outcome == verdict.outcome


def test_what_is_too_large_is_left_unknown():
    assert LARGEST < 24
    assert check("(k*(k-1)*(k-2)*(k-3)) % 24 == 0", timeout=1, explain=False).outcome == "unknown"


@pytest.mark.parametrize("pair", [["k", 1], ["k", 0], ["k", True], ["z", 2], ["k", "2"], ["_q0", 2], ["k"], "k"])
def test_a_division_is_one_of_a_name_by_a_number(pair):
    body = json.loads(check("(k*(k-1)) % 2 == 0").certificate.to_json())
    with pytest.raises(CertificateError):
        verify(altered(body, tree={**body["tree"], "dividing": [pair]}))


@pytest.mark.parametrize("pairs", [[], [["k", 3]], [["k", 2], ["k", 3]]])
def test_other_divisions_close_nothing(pairs):
    body = json.loads(check("(k*(k-1)*(k-2)) % 6 == 0").certificate.to_json())
    with pytest.raises(CertificateError, match="contradiction|no polynomial|no alternatives"):
        verify(altered(body, tree={**body["tree"], "dividing": pairs}))


def test_many_divisions_are_refused_before_they_are_made():
    body = json.loads(check("(k*(k-1)) % 2 == 0").certificate.to_json())
    with pytest.raises(CertificateError, match="32 divisions at most"):
        verify(altered(body, tree={**body["tree"], "dividing": [["k", number] for number in range(2, 35)]}))


def test_a_division_stands_at_the_root_alone():
    body = json.loads(check("(k*(k-1)) % 2 == 0").certificate.to_json())
    twice = {"dividing": body["tree"]["dividing"], "tree": body["tree"]}
    with pytest.raises(CertificateError, match="contradiction"):
        verify(altered(body, tree=twice))


def altered(body, **parts):
    return Certificate({key: value for key, value in {**body, **parts}.items() if key != "digest"})
