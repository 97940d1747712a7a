"""A claim's certificate as a Coq file: the claim, and the tree spelt out, with nothing left to search for.

The claim is stated in the words of the library. Its proof has three layers: the tree of the certificate (facts
that cannot all hold); a lemma about numbers that *are* the quotients, minima and maxima; and the claim, in which
those numbers are put in. Each divisor is shown to be at least 1 in the same way, before it is used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.rewriting import rewrite
from symtconv.arithmetic.sizes import unfold
from symtconv.arithmetic.term import Comparison, Formula, Name, Number, Operation, Term, walk
from symtconv.certificates.format import Certificate
from symtconv.checker.claim import replay_claim
from symtconv.checker.facts import obligations, with_divisions
from symtconv.geometry import InputError
from symtconv.proofs.coq.cases import Numbers
from symtconv.proofs.coq.formula import letter, nodes, plain, plain_term, spell, spell_term
from symtconv.proofs.coq.spelling import checking, resting
from symtconv.proofs.coq.tree import tree_lemma


def emit_claim(certificate: Certificate) -> str:
    """Write a Coq file that states and proves what a claim's certificate shows.

    Parameters
    ----------
    certificate : Certificate
        Of a claim, proved or refuted; it is replayed first.

    Returns
    -------
    str
        A ``.v`` file. It opens with what it states and how to check it.

    Raises
    ------
    CertificateError
        When the certificate does not replay.

    Examples
    --------
    >>> from symtconv.claims.decide import check
    >>> text = emit_claim(check("conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n", where=["a < s"]).certificate)
    >>> print(text.split("Theorem claim : ")[1].split("Proof.")[0])
    forall n k s d l h a : Z,
      n >= 1 ->
      k >= 1 ->
      s >= 1 ->
      d >= 1 ->
      l >= 0 ->
      h >= 0 ->
      a >= 0 ->
      a < s ->
      conv_size (convt_size n k s d l h a) k s d l h = n.
    <BLANKLINE>
    """
    replay_claim(certificate)
    body = certificate.body
    claim = Claim.read(body["claim"], body["where"])
    if body["verdict"] == "refuted":
        code, names = [_refutation(claim, body["counterexample"])], ["counterexample", "refuted"]
    else:
        code, names = [*_proof(claim, body), _witness(claim, body["witness"])], ["claim", "not_vacuous"]
    return "\n".join([_header(claim, body["verdict"]), _IMPORTS, *code, resting(names)])


def _header(claim: Claim, verdict: str) -> str:
    says = "holds for all integers of its domain" if verdict == "proved" else "fails at the integers given below"
    words = f"{claim.text}   for   {', '.join(claim.domain) or 'all integers'}".replace("(*", "( *").replace(
        "*)", "* )"
    )
    return f"""\
(* A claim about sizes, {verdict}.  Written by symtconv; Coq is the judge.

{fill(words, 108, initial_indent="     ", subsequent_indent="     ", break_long_words=False)}

   What is stated: the claim {says}.

{checking("conv_size and its like are defined in its Geometry.v")} *)"""


_IMPORTS = """\
From Coq Require Import ZArith Lia.
From Symtconv Require Import Geometry Claims.
Open Scope Z_scope.
"""


@dataclass(frozen=True)
class _Obligation:
    """A goal to be proved from what is known, and the tree that does it."""

    name: str
    names: tuple[str, ...]
    formulas: tuple[Formula, ...]  # as the checker takes them: what is known, and the opposite of the goal
    goal: Formula
    tree: Any


def _proof(claim: Claim, body: Any) -> list[str]:
    names = claim.names
    if any(
        isinstance(part, Operation) and part.word == "gcd" for one in (claim.goal, *claim.where) for part in walk(one)
    ):
        msg = "a claim with gcd is not written for Coq; its certificate replays with symtconv verify"
        raise InputError(msg)
    *of_divisors, of_claim = obligations(claim)
    parts: list[str] = []
    shown: dict[Term, tuple[int, int]] = {}
    for number, (formulas, tree) in enumerate(zip(of_divisors, body["divisors"], strict=True)):
        below = formulas[-1]
        if not isinstance(below, Comparison):  # an obligation about a divisor ends with that it is below 1
            raise TypeError
        exact = below.word == ">"  # or about an exact quotient, with that something is left over
        goal = Comparison("<=", below.left, Number(0)) if exact else Comparison(">=", below.left, Number(1))
        parts += _prove(_Obligation(f"divisor_{number}", names, formulas, goal, tree), shown)
        if not exact:
            shown[plain_term(below.left)] = (number, len(formulas) - 1)
    facts, tree = with_divisions(of_claim, body["tree"])
    main = _Obligation("unfolded", names, tuple(facts), claim.goal, tree)
    # The divisions that a proof adds are premises of its lemma, each an equality of the same.
    exactly = "exact unfolded." if len(facts) == len(of_claim) else "intros. apply unfolded; assumption || reflexivity."
    statement = _statement(names, [spell(part) for part in (*claim.assumptions, claim.goal)])
    return [*parts, *_prove(main, shown), f"Theorem claim : {statement}.\nProof. {exactly} Qed.\n"]


def _statement(names: Sequence[str], lines: Sequence[str]) -> str:
    bound = f"forall {' '.join(map(letter, names))} : Z,\n  " if names else ""
    *premises, goal = lines
    return bound + "".join(f"({line}) ->\n  " if "->" in line else f"{line} ->\n  " for line in premises) + goal


def _prove(obligation: _Obligation, shown: dict[Term, tuple[int, int]]) -> list[str]:
    """Write the lemmas of the tree, of the numbers, and of the goal itself."""
    name, names = obligation.name, obligation.names
    known = obligation.formulas[:-1]
    formulas = [rewrite(rewrite(part, unfold), plain) for part in (*known, obligation.goal)]
    numbers = Numbers(obligation.formulas, formulas)
    parts = [
        tree_lemma(f"{name}_tree", names, numbers.given, numbers.facts, obligation.tree),
        numbers.lemma(name, names),
    ]
    hypotheses = [f"H{number}'" for number in range(len(known))]
    arguments = [*map(letter, names), *(spell_term(node) for node in nodes(formulas))]
    for node in nodes(formulas):
        if node.word in ("//", "%"):
            p, q = map(spell_term, node.terms)
            word = "quotient" if node.word == "//" else "remainder"
            arguments.append(f"({word} {p} {q} {_positive(node.terms[1], names, shown)})")
        else:
            arguments.append("eq_refl")
    statement = _statement(names, [spell(part) for part in formulas])
    intros = " ".join([*map(letter, names), *hypotheses])
    parts.append(
        f"Lemma {name} : {statement}.\nProof.\n{f'  intros {intros}.' if intros else ''}\n"
        f"  exact ({' '.join([name + '_numbers', *arguments, *hypotheses])}).\nQed.\n"
    )
    return parts


def _positive(divisor: Term, names: Sequence[str], shown: dict[Term, tuple[int, int]]) -> str:
    """Give the proof that a divisor is at least 1."""
    if divisor not in shown:
        return "ltac:(lia)"  # a literal
    number, known = shown[divisor]
    hypotheses = (f"H{place}'" for place in range(known))
    return f"(Z.ge_le _ _ ({' '.join([f'divisor_{number}', *map(letter, names), *hypotheses])}))"


def _instance(claim: Claim, values: Mapping[str, int]) -> dict[Term, str]:
    return {Name(name): f"({values[name]})" for name in claim.names}


def _at(values: Mapping[str, int]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items()) or "there are no names"


def _witness(claim: Claim, values: Mapping[str, int]) -> str:
    known = _instance(claim, values)
    domain = [f"({spell(part, known)})" for part in claim.assumptions] or ["True"]
    joined = " /\\ ".join(domain)
    return f"""\
(* The domain is not empty: {_at(values)}. *)
Fact not_vacuous : {joined}.
Proof. vm_compute; intuition discriminate. Qed.
"""


def _refutation(claim: Claim, values: Mapping[str, int]) -> str:
    known = _instance(claim, values)
    there = [f"({spell(part, known)})" for part in claim.assumptions]
    fails = " /\\ ".join([*there, f"~ ({spell(claim.goal, known)})"])
    statement = _statement(claim.names, [spell(part) for part in (*claim.assumptions, claim.goal)])
    arguments = " ".join(known.values())
    taken = " ".join(f"H{number}'" for number in range(len(there)))
    pattern = "H'"
    for number in reversed(range(len(there))):
        pattern = f"[H{number}' {pattern}]"
    return f"""\
(* It fails at {_at(values)}. *)
Theorem counterexample : {fails}.
Proof. vm_compute; intuition discriminate. Qed.

Theorem refuted : ~ ({statement}).
Proof. intro A'. pose proof counterexample as {pattern}. exact (H' (A' {arguments} {taken})). Qed.
"""
