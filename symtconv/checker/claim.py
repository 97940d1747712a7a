"""Replay of a claim's certificate.

The body of such a certificate holds, beside the keys that all have,

    claim, where    the formula and its conditions, as text
    domain          every assumption, as text
    counterexample  for a refutation the assignment of all names, else null
    witness         for a proof an assignment that satisfies the domain, so that the claim is not vacuous
    divisors        for a proof the trees that show each divisor ≥ 1
    cases           for a proof one tree for each case in which the claim would fail

A tree is ``{"sum": [[c, [i, j, ...]], ...]}``: positive integers c times products of hypotheses, which are all
≥ 0, whose sum is a negative number, so that the case cannot occur; or ``{"split": p, "yes": tree, "no": tree}``,
with the hypothesis p ≥ 0 added to the one and -p - 1 ≥ 0 to the other; p is a list of [coefficient, [name, ...]].
The leaves are rebuilt from the claim; nothing but the trees and the assignments is taken from the certificate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from symtconv.arithmetic.parse import Claim
from symtconv.arithmetic.polynomial import Polynomial, add, constant, increase, multiply
from symtconv.arithmetic.term import DivisorError, holds
from symtconv.certificates.format import Certificate, listed, shown
from symtconv.checker.euclid import divisor_leaves, divisor_obligations, main_leaves
from symtconv.checker.statement import Statement
from symtconv.checker.verdict import Verdict
from symtconv.geometry import CertificateError, InputError, LimitError

KEYS = {"format", "version", "kind", "verdict", "report"} | {
    *("claim", "where", "domain", "counterexample", "witness", "divisors", "cases"),
}
MAX_SPLITS, MAX_PRODUCT, MAX_WORK = 12, 4, 1_000_000
PROOF = "Euclidean division and non-negative combinations, case by case"
REFUTATION = "evaluation in integers"


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
    body = certificate.body
    if set(body) != KEYS:
        _fail(f"keys missing or unknown: {listed(set(body) ^ KEYS)}")
    claim = _claim(body["claim"], body["where"])
    if body["domain"] != list(claim.domain):
        _fail("domain is not what it is recomputed to be")
    proof = body["verdict"] == "proved"
    if not proof and body["verdict"] != "refuted":
        _fail(f"verdict {shown(body['verdict'])} is neither proved nor refuted")
    for key in ("counterexample",) if proof else ("witness", "divisors", "cases"):
        if body[key] is not None:
            _fail(f"{key} has no place in a certificate of this verdict")
    values = _assignment(claim, body["witness" if proof else "counterexample"])
    try:
        if proof:
            _check_proof(claim, body)
        elif holds(claim.goal, values):
            _fail("the claim holds at the counterexample")
    except LimitError as error:
        _fail(f"it is too large to check: {error}")
    except DivisorError as error:
        _fail(str(error))
    return Verdict(
        outcome=body["verdict"],
        statement=claim_statement(claim),
        method=PROOF if proof else REFUTATION,
        certificate=certificate,
        counterexample=None if proof else values,
    )


@dataclass
class Work:
    """What a certificate may still cost, in products of terms: it is small, and what it makes us do is bounded."""

    left: int = MAX_WORK

    def spend(self, steps: int) -> None:
        """Take steps off; `LimitError` when none are left."""
        self.left -= steps
        if self.left < 0:
            msg = f"more than {MAX_WORK} steps"
            raise LimitError(msg)


def closes(hypotheses: Sequence[Polynomial], tree: object, work: Work | None = None, splits: int = 0) -> bool:
    """Tell whether a tree shows that the hypotheses cannot all be ≥ 0."""
    work = work or Work()
    work.spend(len(hypotheses))
    match tree:
        case {"sum": list(terms), **rest} if not rest:
            total: Polynomial = {}
            for term in terms:
                increase(total, _product(hypotheses, term, work))
            return set(total) == {()} and total[()] < 0
        case {"split": list(terms), "yes": yes, "no": no, **rest} if not rest and splits < MAX_SPLITS:
            split = polynomial(terms)
            other = add(constant(-1), split, -1)
            branches = (([*hypotheses, split], yes), ([*hypotheses, other], no))
            return all(closes(known, branch, work, splits + 1) for known, branch in branches)
    return False


def polynomial(terms: Sequence[object]) -> Polynomial:
    """Read a polynomial from a certificate."""
    total: Polynomial = {}
    for term in terms:
        match term:
            case [int(coefficient), list(names)] if type(coefficient) is int and all(type(n) is str for n in names):
                increase(total, {tuple(sorted(names)): coefficient})
            case _:
                _fail("a split is a list of [coefficient, [name, ...]]")
    return total


def _product(hypotheses: Sequence[Polynomial], term: object, work: Work) -> Polynomial:
    match term:
        case [int(factor), list(numbers)] if type(factor) is int and factor > 0 and 0 < len(numbers) <= MAX_PRODUCT:
            product = constant(factor)
            for number in numbers:
                if type(number) is not int or not 0 <= number < len(hypotheses):
                    _fail(f"there is no hypothesis {shown(number)}")
                work.spend(len(product) * len(hypotheses[number]))
                product = multiply(product, hypotheses[number])
            return product
    _fail("a term of a sum is a positive integer with a list of hypotheses")


def _check_proof(claim: Claim, body: Any) -> None:
    divisors, work = divisor_obligations(claim), Work()
    found = body["divisors"]
    if not isinstance(found, list) or len(found) != len(divisors):
        _fail(f"divisors must hold one list of trees for each of {len(divisors)} divisors")
    for number, (obligation, trees) in enumerate(zip(divisors, found, strict=True)):
        _check_trees(f"divisors[{number}]", [leaf.hypotheses for leaf in divisor_leaves(*obligation)], trees, work)
    _check_trees("cases", [leaf.hypotheses for leaf in main_leaves(claim)], body["cases"], work)


def _check_trees(name: str, leaves: Sequence[Sequence[Polynomial]], trees: object, work: Work) -> None:
    if not isinstance(trees, list) or len(trees) != len(leaves):
        _fail(f"{name} must hold one tree for each of {len(leaves)} cases")
    for number, (hypotheses, tree) in enumerate(zip(leaves, trees, strict=True)):
        if not closes(hypotheses, tree, work):
            _fail(f"{name}[{number}] does not lead to a contradiction")


def _claim(text: object, where: object) -> Claim:
    if not isinstance(text, str) or not isinstance(where, list) or not all(isinstance(part, str) for part in where):
        _fail("claim and where must be text")
    try:
        return Claim.read(text, where)
    except InputError as error:
        _fail(f"the claim cannot be read: {error}")


def _assignment(claim: Claim, data: object) -> dict[str, int]:
    if not isinstance(data, dict) or set(data) != set(claim.names) or any(type(v) is not int for v in data.values()):
        _fail("an assignment must give one integer to each name of the claim, and to no other")
    values = {name: data[name] for name in claim.names}
    try:
        if claim.admits(values):
            return values
    except DivisorError as error:
        _fail(str(error))
    _fail("the assignment is outside the domain")


def _fail(obligation: str) -> NoReturn:
    msg = f"the certificate does not check: {obligation}"
    raise CertificateError(msg)
