"""Replay of a rewrite's certificate: two programs that are equal wherever the conditions hold, or are not.

The body of such a certificate holds, beside the keys that all have,

    tensors, let, left, right, where    the question, as text
    domain          every assumption, as text
    witness         for a proof an assignment at which both programs are defined, so that it is not vacuous
    plan, proofs    for a proof how the points of each side go to the other, and one proof for each claim
    counterexample  for a refutation the assignment of all names
    difference      for a refutation what differs there, as `difference_data` writes it
    condition       for a refutation the condition under which the programs are equal, proved both ways, or null

A proof is ``{"use": [i, ...], "tree": tree}``: from those of the known facts alone the claim follows by the tree.
Texts are read again, claims are rebuilt, assignments are evaluated array by array; only plan, trees and assignments
are taken from the certificate.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from symtconv.arithmetic.sizes import DivisorError
from symtconv.certificates.format import Certificate, fail, holding, shown
from symtconv.certificates.limits import Budget
from symtconv.checker.condition import differences, under
from symtconv.checker.guards import facts_of
from symtconv.checker.obligations import obligations
from symtconv.checker.sides import Obligation
from symtconv.checker.statement import Statement
from symtconv.checker.tree import closes
from symtconv.checker.verdict import Verdict
from symtconv.geometry import CertificateError, InputError, LimitError
from symtconv.programs.arrays import Array, Letters, UndefinedError, run
from symtconv.programs.question import Question

QUESTION = ("tensors", "let", "left", "right", "where")
PROOF_KEYS, REFUTATION_KEYS = ("witness", "plan", "proofs"), ("counterexample", "difference", "condition")
KEYS = {"format", "version", "kind", "verdict", "report", "domain", *QUESTION, *PROOF_KEYS, *REFUTATION_KEYS}
PROOF = "maps of index points, one to one, found and checked claim by claim"
REFUTATION = "evaluation of both programs, array by array"
MAX_CLAIMS = 4000
ABSENT = "no such entry"


def rewrite_statement(question: Question) -> Statement:
    """Say in one sentence what a rewrite's certificate is about."""
    return Statement(f"{question.left} = {question.right}, {question.tensors}", question.domain)


@dataclass(frozen=True)
class Difference:
    """Where two programs differ first at an assignment.

    Parameters
    ----------
    entry : tuple of int or None
        The first entry, in row-major order, that one side lacks or whose sums differ; None where one is undefined.
    left, right : str or None
        The entry of either side, or "no such entry".
    left_shape, right_shape : tuple of int or str
        The lengths of either side, or "undefined: ...".
    """

    entry: tuple[int, ...] | None
    left: str | None
    right: str | None
    left_shape: tuple[int, ...] | str
    right_shape: tuple[int, ...] | str


def evaluated(question: Question, values: Mapping[str, int]) -> tuple[Array | str, Array | str]:
    """Evaluate both programs; a text says why one is undefined."""
    found: list[Array | str] = []
    for program in question.programs:
        try:
            found.append(run(program.root, values))
        except UndefinedError as error:
            found.append(f"undefined: {error}")
    return found[0], found[1]


def difference_of(left: Array | str, right: Array | str) -> Difference | None:
    """Compare two results of one rank; None when they are equal, or both undefined."""
    if isinstance(left, str) or isinstance(right, str):
        if isinstance(left, str) and isinstance(right, str):
            return None
        shapes = [side if isinstance(side, str) else side.shape for side in (left, right)]
        return Difference(None, None, None, *shapes)
    for index in sorted(places(left, right)):
        ours, theirs = entry_text(left, index), entry_text(right, index)
        if ours != theirs:
            return Difference(index, ours, theirs, left.shape, right.shape)
    return None


def places(left: Array, right: Array) -> set[tuple[int, ...]]:
    """Give the only places where two arrays can differ first, whatever their lengths.

    Those where one of them holds an entry, and for each the first, row by row, that the other has not got: it is 0 on
    every axis but the last one that is longer, and there it is the other's length; all 0 if the other has no entry.
    """
    found = {*left.entries, *right.entries}
    for mine, other in ((left.shape, right.shape), (right.shape, left.shape)):
        longer = [axis for axis, (a, b) in enumerate(zip(mine, other, strict=True)) if a > b]
        if longer and all(mine):
            found.add(tuple(other[axis] if axis == longer[-1] and all(other) else 0 for axis in range(len(mine))))
    return found


def entry_text(array: Array, index: tuple[int, ...]) -> str:
    """Write an entry in letters; one that is not there is said to be absent."""
    return str(array.entries.get(index, Letters({}))) if array.has(index) else ABSENT


def difference_data(difference: Difference) -> dict[str, Any]:
    """Write a difference as it stands in a certificate."""
    return {
        "entry": None if difference.entry is None else list(difference.entry),
        "left": difference.left,
        "right": difference.right,
        "left_shape": shape_data(difference.left_shape),
        "right_shape": shape_data(difference.right_shape),
    }


def shape_data(shape: tuple[int, ...] | str) -> list[int] | str:
    """Write lengths as a list, and a reason as it is."""
    return shape if isinstance(shape, str) else list(shape)


def replay_rewrite(certificate: Certificate) -> Verdict:
    """Check every obligation of a rewrite's certificate and give the verdict that it proves.

    Raises
    ------
    CertificateError
        With the obligation that fails.
    """
    body = holding(certificate, KEYS)
    outcome = body["verdict"]
    if outcome not in ("proved", "refuted"):
        fail(f"verdict {shown(outcome)} is neither proved nor refuted")
    for key in REFUTATION_KEYS if outcome == "proved" else PROOF_KEYS:
        if body[key] is not None:
            fail(f"{key} has no place in a certificate of this verdict")
    try:
        question = _question(body)
        if body["domain"] != list(question.domain):
            fail("domain is not what it is recomputed to be")
        if outcome == "proved":
            _check_proof(question, body)
        else:
            _check_refutation(question, body)
    except CertificateError:
        raise
    except DivisorError as error:
        fail(str(error))
    except LimitError as error:
        fail(f"it is too large to check: {error}")
    except InputError as error:
        fail(f"the programs cannot be read: {error}")
    return Verdict(
        outcome=outcome,
        statement=rewrite_statement(question),
        method=PROOF if outcome == "proved" else REFUTATION,
        certificate=certificate,
        counterexample=None if outcome == "proved" else {n: body["counterexample"][n] for n in question.names},
    )


def _question(body: Mapping[str, Any]) -> Question:
    tensors, let, left, right, where = (body[key] for key in QUESTION)
    texts = (
        isinstance(where, list)
        and isinstance(let, dict)
        and all(isinstance(text, str) for text in (tensors, left, right, *where, *let, *let.values()))
    )
    if not texts:
        fail("tensors, let, left, right and where must be text")
    return Question(tensors, left, right, let, tuple(where))


def _values(question: Question, data: object) -> dict[str, int]:
    if not isinstance(data, dict) or set(data) != set(question.names) or any(type(v) is not int for v in data.values()):
        fail("an assignment must give one integer to each name, and to no other")
    if not question.admits(data):
        fail("the assignment is outside the domain")
    return {letter: data[letter] for letter in question.names}


def _check_proof(question: Question, body: Mapping[str, Any]) -> None:
    left, right = evaluated(question, _values(question, body["witness"]))
    if isinstance(left, str) or isinstance(right, str) or difference_of(left, right) is not None:
        fail("the programs are not defined and equal at the witness")
    check_claims(obligations(question, body["plan"]), body["proofs"], "proofs", Budget())


def _check_refutation(question: Question, body: Mapping[str, Any]) -> None:
    found = difference_of(*evaluated(question, _values(question, body["counterexample"])))
    if found is None:
        fail("the programs do not differ at the counterexample")
    if json.dumps(body["difference"], sort_keys=True) != json.dumps(difference_data(found), sort_keys=True):
        fail("difference is not what it is recomputed to be")
    if body["condition"] is not None:
        _check_condition(question, body["condition"])


def check_claims(claims: Iterable[Obligation], proofs: object, where: str, budget: Budget) -> None:
    """Check one proof for every claim; `CertificateError` names the first that fails."""
    if not isinstance(proofs, list):
        fail(f"{where} must be a list")
    number = -1
    for number, claim in enumerate(claims):
        if number >= min(len(proofs), MAX_CLAIMS):
            fail(f"{where} holds {len(proofs)} proofs, and there are more claims: {claim.name}")
        check_claim(claim, proofs[number], f"{where}[{number}]", budget)
    if number + 1 != len(proofs):
        fail(f"{where} holds {len(proofs)} proofs for {number + 1} claims")


def check_claim(claim: Obligation, proof: object, where: str, budget: Budget) -> None:
    """Check the proof of one claim."""
    match proof:
        case {"use": list(numbers), "tree": tree, **rest} if not rest:
            pass
        case _:
            fail(f"{where} ({claim.name}): a proof holds use and tree")
    if not all(type(number) is int and 0 <= number < len(claim.known) for number in numbers):
        fail(f"{where} ({claim.name}): use names facts that are not there")
    known = [claim.known[number] for number in numbers]
    if not closes(facts_of(known, claim.goal, budget).facts, tree, budget):
        fail(f"{where} does not show: {claim.name}")


def _check_condition(question: Question, data: object) -> None:
    """Check that the programs are equal where a condition holds, and differ where it does not."""
    match data:
        case {"holds_when": str(text), "if": if_, "only_if": tree, "proofs": proofs, **rest} if not rest:
            pass
        case _:
            fail("a condition has holds_when, if, only_if and proofs")
    budget = Budget()
    if text != "never":
        narrowed = under(question, text)
        match if_:
            case {"plan": plan, "proofs": plan_proofs, **rest} if not rest:
                check_claims(obligations(narrowed, plan), plan_proofs, "condition.if.proofs", budget)
            case _:
                fail("condition.if has plan and proofs")
    elif if_ is not None:
        fail("condition.if has no place where nothing holds")
    if tree is not None:
        check_claims(differences(question, text, tree), proofs, "condition.proofs", budget)
