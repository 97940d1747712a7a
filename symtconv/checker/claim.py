"""Replay of a claim's certificate.

The body of such a certificate holds, beside the keys that all have,

    claim, where    the formula and its conditions, as text
    domain          every assumption, as text
    counterexample  for a refutation the assignment of all names, else null
    witness         for a proof an assignment that satisfies the domain, so that the claim is not vacuous
    divisors        for a proof one tree for each divisor that is no literal: it is not below 1
    tree            for a proof the tree that shows that the claim cannot fail

What a tree is stands in `symtconv.checker.tree`. The facts are rebuilt from the claim; nothing but the trees and
the assignments is taken from the certificate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.sizes import DivisorError, holds
from symtconv.arithmetic.term import Formula
from symtconv.certificates.format import Certificate, fail, holding, shown
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import facts_of, obligations, with_divisions
from symtconv.checker.statement import Statement
from symtconv.checker.tree import closes
from symtconv.checker.verdict import Verdict
from symtconv.geometry import InputError, LimitError

KEYS = frozenset({"format", "version", "kind", "verdict", "report"}) | {
    *("claim", "where", "domain", "counterexample", "witness", "divisors", "tree"),
}
PROOF = "Euclidean division and non-negative combinations, case by case"
REFUTATION = "evaluation in integers"
Body: TypeAlias = Mapping[str, Any]


def claim_statement(claim: Claim) -> Statement:
    """Say what a claim's certificate is about."""
    return Statement(claim.text, claim.domain)


def replay_claim(certificate: Certificate) -> Verdict:
    """Check every obligation of a claim's certificate and give the verdict that it proves.

    Raises
    ------
    CertificateError
        With the obligation that fails.
    """
    return replayed(certificate, KEYS, _check_proof)


def replayed(certificate: Certificate, keys: frozenset[str], check_proof: Callable[[Claim, Body], None]) -> Verdict:
    """Replay what all versions have in common; ``check_proof`` does the rest."""
    body = holding(certificate, keys)
    claim = _claim(body["claim"], body["where"])
    if body["domain"] != list(claim.domain):
        fail("domain is not what it is recomputed to be")
    proof = body["verdict"] == "proved"
    if not proof and body["verdict"] != "refuted":
        fail(f"verdict {shown(body['verdict'])} is neither proved nor refuted")
    for key in sorted(keys & ({"counterexample"} if proof else {"witness", "divisors", "cases", "tree"})):
        if body[key] is not None:
            fail(f"{key} has no place in a certificate of this verdict")
    try:
        values = _assignment(claim, body["witness" if proof else "counterexample"])
        if proof:
            check_proof(claim, body)
        elif holds(claim.goal, values):
            fail("the claim holds at the counterexample")
    except LimitError as error:
        fail(f"it is too large to check: {error}")
    except DivisorError as error:
        fail(str(error))
    return Verdict(
        outcome=body["verdict"],
        statement=claim_statement(claim),
        method=PROOF if proof else REFUTATION,
        certificate=certificate,
        counterexample=None if proof else values,
    )


def check_impossible(name: str, formulas: Sequence[Formula], tree: object, budget: Budget) -> None:
    """Check that a tree shows that formulas cannot all hold; ``name`` is what a refusal calls it."""
    formulas, tree = with_divisions(formulas, tree)
    if not closes(facts_of(formulas, budget), tree, budget):
        fail(f"{name} does not lead to a contradiction")


def _check_proof(claim: Claim, body: Body) -> None:
    budget, trees = Budget(), body["divisors"]
    if not isinstance(trees, list):
        fail("divisors must be a list of trees")
    *of_divisors, of_claim = obligations(claim)
    if len(trees) != len(of_divisors):
        fail(f"divisors must hold one tree for each of {len(of_divisors)} divisors")
    for number, (formulas, tree) in enumerate(zip(of_divisors, trees, strict=True)):
        check_impossible(f"divisors[{number}]", formulas, tree, budget)
    check_impossible("tree", of_claim, body["tree"], budget)


def _claim(text: object, where: object) -> Claim:
    if not isinstance(text, str) or not isinstance(where, list) or not all(isinstance(part, str) for part in where):
        fail("claim and where must be text")
    try:
        return Claim.read(text, where)
    except InputError as error:
        fail(f"the claim cannot be read: {error}")


def _assignment(claim: Claim, data: object) -> dict[str, int]:
    if not isinstance(data, dict) or set(data) != set(claim.names) or any(type(v) is not int for v in data.values()):
        fail("an assignment must give one integer to each name of the claim, and to no other")
    values = {name: data[name] for name in claim.names}
    if not claim.admits(values):
        fail("the assignment is outside the domain")
    return values
