"""Claims in Coq: the words say what the claim says, every proof found is accepted, every spoilt one refused."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.sizes import holds
from symtconv.certificates.format import Certificate
from symtconv.claims.decide import check
from symtconv.claims.library import LIBRARY
from symtconv.geometry import CertificateError, EngineError
from symtconv.proofs.coq import compile_file, emit_claim
from symtconv.proofs.coq.build import check_closed
from symtconv.proofs.coq.formula import spell, spell_polynomial
from tests.proofs.coq.test_certificates import compiled, together

GOLDEN = Path(__file__).parent / "golden"
INVERSE = "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n"
HALF = "conv_size(i,k,1,1,floor(k/2),floor(k/2)) == i"
OWN = {
    "every_connective": ("iff(a < s, not (a >= s)) and (implies(a < s, a // s == 0) or a == -1)", []),
    "chain": ("0 <= i % s < s", []),
    "minima_and_maxima": ("max(x, -x, y) >= abs(x) and min(x, y) <= max(x, y)", []),
    "quotient_of_a_maximum": ("max(i - k, 0) // s >= 0", []),
    "ceiling": ("ceil(i/s) == (i + s - 1) // s", []),
    "unequal": ("i + 1 != i", []),
    "names_that_coq_keeps": ("mod + plus + Z == Z + mod + plus and forall % s < s and quotient - quotient == 0", []),
    "names_of_commands": ("Theorem + Definition - Fixpoint == Definition - Fixpoint + Theorem and Axiom * 0 == 0", []),
    "names_of_lemmas": ("divisor_0 // 3 <= divisor_0 or unfolded_numbers > claim + unfolded_tree", ["divisor_0 > 0"]),
    "residues": ("(k*(k-1)*(k-2)) % 3 == 0", []),
    "residues_of_any_sign": ("(x*x) % 4 != 2", []),
    "no_names": ("7 // 2 == 3 and -7 % 3 == 2", []),
    "a_divisor_from_a_condition": ("(x * b) // b == x", ["b > 0"]),
    "a_divisor_that_divides": ("i // (k // k) == i", ["k // 1 == k"]),
    "many_maxima": (" and ".join(f"max(x{n}, 0) >= 0" for n in range(8)), []),
    "one_quotient_in_two_ways": ("(i + k) // s == (k + i) // s and max(i + k, s) == max(s - 0, k + i)", []),
    "a_condition_with_alternatives": ("x*x >= 1", ["x != 0", "x > 0 or x < 5"]),
    "split": ("(i // 2) * 2 <= i and implies(i % 2 == 1, (i // 2) * 2 + 1 == i)", []),
}
REFUTED = {
    "half": (HALF, []),
    "inverse": (INVERSE, []),
    "an_implication": ("implies(a % s == 0, a == s)", []),
    "an_equivalence": ("iff(a < s, a <= s)", []),
    "no_names_and_false": ("2 < 1", []),
    "nothing_promised": ("x*x == y*y", []),
    "negative_values": ("x // s * s == x", ["x < -3"]),
}


def certificate(claim, where=()):
    found = check(claim, where=list(where)).certificate
    assert found is not None
    return found


def test_the_text_is_stable_byte_for_byte():
    path = GOLDEN / "claim_inverse.v"
    text = emit_claim(certificate(INVERSE, ["a < s"]))
    if os.environ.get("SYMTCONV_WRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"{path.name} was written; read the difference, then run without SYMTCONV_WRITE_GOLDEN")
    assert text == path.read_text(encoding="utf-8"), "SYMTCONV_WRITE_GOLDEN=1 rewrites it"


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("conv_size(i,k,1,1,0,0) == i - k + 1", "conv_size i k 1 1 0 0 = (i - k) + 1"),
        ("floor((i-k)/s) != ceil(i/s)", "(i - k) / s <> - ((- i) / s)"),
        ("i % s < s <= i // 2", r"(i mod s < s) /\ (s <= i / 2)"),
        ("not max(i, k, s) > abs(-i)", "~ (Z.max i (Z.max k s) > Z.abs (- i))"),
        ("implies(i >= k, iff(i < s, i <= k)) or i == mod", r"((i >= k) -> ((i < s) <-> (i <= k))) \/ (i = mod')"),
    ],
)
def test_a_claim_in_the_words_of_coq(claim, words):
    assert spell(parse(claim)) == words


def test_a_polynomial_in_the_words_of_coq():
    assert spell_polynomial({("_q0", "s"): -1, ("i",): 1, (): -7}, {"_q0": "q0'"}) == "(-1) * q0' * s + i + (-7)"
    assert spell_polynomial({}, {}) == "0"


def test_an_altered_certificate_is_not_written():
    body = certificate(INVERSE, ["a < s"]).body
    with pytest.raises(CertificateError):
        emit_claim(Certificate({**body, "where": ["a < s + 1"]}))


def test_a_comment_cannot_be_closed_from_within():
    text = emit_claim(certificate("i * (k) == k*(i)"))
    header = text.split("\nFrom Coq")[0]
    assert header.count("(*") == header.count("*)") == 1


def random_term(draw, depth):
    word = draw.choice(
        ["number", "name", "name"] if depth == 0 else ["number", "name", *"+-*/%", "ceil", "min", "max", "abs"]
    )
    if word == "number":
        return str(draw.randint(0, 9))
    if word == "name":
        return draw.choice("xyz")
    left, right = (random_term(draw, depth - 1) for _ in "ab")
    return {
        "/": f"(({left}) // {draw.randint(1, 4)})",
        "%": f"(({left}) % {draw.randint(1, 4)})",
        "ceil": f"ceil(({left})/{draw.randint(1, 4)})",
        "min": f"min({left}, {right})",
        "max": f"max({left}, {right}, {draw.randint(0, 3)})",
        "abs": f"abs({left})",
    }.get(word, f"({left} {word} {right})")


def random_formula(draw, depth):
    if depth == 0:
        left, right = (random_term(draw, 2) for _ in "ab")
        return f"{left} {draw.choice(['==', '!=', '<', '<=', '>', '>='])} {right}"
    left, right = (random_formula(draw, depth - 1) for _ in "ab")
    return draw.choice(
        [
            f"({left} and {right})",
            f"({left} or {right})",
            f"not ({left})",
            f"implies({left}, {right})",
            f"iff({left}, {right})",
        ]
    )


@pytest.mark.coq
def test_coq_and_the_checker_mean_the_same_by_a_formula(coq_library, tmp_path):
    draw = random.Random(4)  # noqa: S311 - formulas, not secrets
    lines, outcomes = ["From Coq Require Import ZArith.", "Open Scope Z_scope."], set()
    for number in range(150):
        claim = Claim.read(random_formula(draw, 2))
        values = {name: draw.randint(-9, 9) for name in claim.names}
        truth = holds(claim.goal, values)
        outcomes.add(truth)
        words = re.sub(r"\b[xyz]\b", lambda name: f"({values[name.group()]})", spell(claim.goal))
        sign = "" if truth else "~ "
        lines.append(f"Fact f{number} : {sign}({words}).\nProof. vm_compute; intuition discriminate. Qed.")
    assert outcomes == {True, False}
    compiled("\n".join(lines) + "\n", coq_library, tmp_path)


@pytest.mark.coq
def test_every_known_formula(coq_library, tmp_path):
    texts = [emit_claim(certificate(known.claim, known.where)) for known in LIBRARY.values()]
    path, printed = compiled(together(texts), coq_library, tmp_path)
    assert check_closed(path, printed) == 1


@pytest.mark.coq
def test_every_kind_of_claim(coq_library, tmp_path):
    found = [certificate(*asked) for asked in (*OWN.values(), *REFUTED.values())]
    assert [each.body["verdict"] for each in found] == ["proved"] * len(OWN) + ["refuted"] * len(REFUTED)
    path, printed = compiled(together(map(emit_claim, found)), coq_library, tmp_path)
    assert check_closed(path, printed) == 1


SPOILT = {
    # what is wrong: (claim, conditions, pattern, what is put in its place)
    "the_goal": (INVERSE, ["a < s"], r" = n\.\nProof\. exact", " = n + 1.\nProof. exact"),
    "a_condition_dropped": (INVERSE, ["a < s"], r"  a < s ->\n(  conv_size.*\nProof\. exact)", r"\1"),
    "a_bound_weakened": (INVERSE, ["a < s"], r"Theorem claim((?:.*\n)*)  s >= 1 ->", r"Theorem claim\1  s >= 0 ->"),
    "a_multiplier": ("0 <= i % s < s", [], r"\(scaled 1 _ (.*)\)\) as N'", r"(scaled 2 _ \1)) as N'"),
    "a_hypothesis_of_a_case": (INVERSE, ["a < s"], r"(pose proof .*)H\d+'(.*)\) as N'", r"\1H0'\2) as N'"),
    "the_counterexample": (HALF, [], r"\(conv_size \(1\) \(2\)", "(conv_size (1) (1)"),
    "the_refuted_domain": (HALF, [], r"k >= 1 ->", "k >= 3 ->"),
}


@pytest.mark.coq
@pytest.mark.parametrize("what", SPOILT)
def test_a_spoilt_file_is_refused(coq_library, tmp_path, what):
    claim, where, there, instead = SPOILT[what]
    text, changes = re.subn(there, instead, emit_claim(certificate(claim, where)))
    assert changes, "nothing to spoil"
    with pytest.raises(EngineError, match=r"Certificate\.v: Coq refuses it") as refused:
        compiled(text, coq_library, tmp_path)
    assert "Syntax error" not in str(refused.value)


@pytest.mark.coq
def test_a_claim_on_its_own_takes_no_search(coq_library, tmp_path):
    path = tmp_path / "Alone.v"
    path.write_text(emit_claim(certificate(INVERSE, ["a < s"])), encoding="utf-8")
    assert check_closed(path, compile_file(path, coq_library)) == 1
