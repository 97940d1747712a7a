"""Replay of a claim's certificate of version 1, which is no longer written.

To be removed with the second release after the one that writes version 2; until then files that were kept stay
readable. Nothing but such a file rests on this module, and nothing but the door of the checker imports it.

In version 1 the checker itself opens every case, and exact divisions are taken out of quotients. In place of
``tree``, and of one tree for each divisor, a proof has

    divisors  a list of trees for each divisor, one for each case in which it would be below 1
    cases     one tree for each case in which the claim would fail

A tree is a ``sum`` or a ``split`` as in `symtconv.checker.tree`, over the hypotheses of its case: those of the
comparisons, then two for each quotient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, divided, multiply, variable
from symtconv.arithmetic.rewriting import rewrite_term
from symtconv.arithmetic.sizes import unfolded
from symtconv.arithmetic.term import Comparison, Formula, Name, Node, Number, Operation, Term, walk
from symtconv.certificates.format import Certificate, fail
from symtconv.certificates.limits import Budget
from symtconv.checker.claim import KEYS, Body, replayed
from symtconv.checker.facts import OPPOSITE, obligations
from symtconv.checker.tree import closes
from symtconv.checker.verdict import Verdict
from symtconv.geometry import LimitError

MAX_LEAVES = 256
Key: TypeAlias = tuple[tuple[tuple[Monomial, int], ...], ...]
Atoms: TypeAlias = tuple[Comparison, ...]


def replay_claim(certificate: Certificate) -> Verdict:
    """Check every obligation of a claim's certificate of version 1 and give the verdict that it proves.

    Raises
    ------
    CertificateError
        With the obligation that fails.
    """
    return replayed(certificate, KEYS - {"tree"} | {"cases"}, _check_proof)


def _check_proof(claim: Claim, body: Body) -> None:
    budget, found = Budget(), body["divisors"]
    *of_divisors, of_claim = obligations(claim)
    if not isinstance(found, list) or len(found) != len(of_divisors):
        fail(f"divisors must hold one list of trees for each of {len(of_divisors)} divisors")
    for number, (formulas, trees) in enumerate(zip(of_divisors, found, strict=True)):
        _check_trees(f"divisors[{number}]", formulas, trees, budget)
    _check_trees("cases", of_claim, body["cases"], budget)


def _check_trees(name: str, formulas: Iterable[Formula], trees: object, budget: Budget) -> None:
    if not isinstance(trees, list):
        fail(f"{name} must be a list of trees")
    number = -1
    for number, hypotheses in enumerate(leaves_of(formulas, budget)):
        if number == len(trees):
            fail(f"{name} must hold one tree for each of more than {number} cases")
        if not closes(hypotheses, trees[number], budget):
            fail(f"{name}[{number}] does not lead to a contradiction")
    if number + 1 != len(trees):
        fail(f"{name} must hold one tree for each of {number + 1} cases")


def leaves_of(formulas: Iterable[Formula], budget: Budget) -> Iterator[list[Polynomial]]:
    """Yield the hypotheses of every case in which all formulas hold."""
    alternatives = _all((_literals(unfolded(part), budget, holds=True) for part in formulas), budget)
    for count, atoms in enumerate(chain.from_iterable(_cases(part, budget) for part in alternatives), 1):
        _limit(count)
        yield Elimination(budget).hypotheses(atoms)


def _literals(formula: Formula, budget: Budget, *, holds: bool) -> list[Atoms]:
    """Disjunctive normal form, as lists of comparisons without ``!=``."""
    if isinstance(formula, Comparison):
        word = formula.word if holds else OPPOSITE[formula.word]
        words = ("<", ">") if word == "!=" else (word,)
        return [(Comparison(word, formula.left, formula.right),) for word in words]
    word, parts = formula.word, formula.parts

    def side(part: Formula, *, same: bool) -> list[Atoms]:
        return _literals(part, budget, holds=same is holds)

    match word, parts:
        case "not", (part,):
            return side(part, same=False)
        case "implies", (left, right):
            sides = [side(left, same=False), side(right, same=True)]
            return _any(sides) if holds else _all(sides, budget)
        case "iff", (left, right):
            yes, no = (_literals(left, budget, holds=truth) for truth in (True, False))
            return _any([_all([yes, side(right, same=True)], budget), _all([no, side(right, same=False)], budget)])
    sides = [side(part, same=True) for part in parts]
    return _all(sides, budget) if (word == "and") == holds else _any(sides)


def _any(sides: Iterable[list[Atoms]]) -> list[Atoms]:
    found = list(chain.from_iterable(sides))
    _limit(len(found))
    return found


def _all(sides: Iterable[list[Atoms]], budget: Budget) -> list[Atoms]:
    total: list[Atoms] = [()]
    for side in sides:
        _limit(len(total) * len(side))
        total = [left + right for left in total for right in side]
        budget.keep(sum(map(len, total)))
    return total


def _limit(count: int) -> None:
    if count > MAX_LEAVES:
        msg = f"more than {MAX_LEAVES} cases"
        raise LimitError(msg)


def _cases(atoms: Atoms, budget: Budget) -> Iterator[Atoms]:
    """Take the innermost min, max or abs away, once for each value that it may have."""
    node = next((part for atom in atoms for part in walk(atom) if _has_cases(part)), None)
    if not isinstance(node, Operation):
        yield atoms
        return
    terms = node.terms if node.word != "abs" else (node.terms[0], Operation("neg", node.terms))
    word = "<=" if node.word == "min" else ">="
    for chosen in dict.fromkeys(terms):
        replaced = tuple(_replace(atom, node, chosen, budget) for atom in atoms)
        others = (Comparison(word, chosen, other) for other in terms if other != chosen)
        yield from _cases((*replaced, *others), budget)


def _has_cases(node: Node) -> bool:
    return isinstance(node, Operation) and node.word in ("min", "max", "abs")


def _replace(atom: Comparison, old: Term, new: Term, budget: Budget) -> Comparison:
    def rule(term: Term) -> Term:
        budget.keep(1)
        return new if term == old else term

    return Comparison(atom.word, rewrite_term(atom.left, rule), rewrite_term(atom.right, rule))


@dataclass
class Elimination:
    """Turns terms without min, max and abs into polynomials, naming each quotient once."""

    budget: Budget
    quotients: dict[Key, tuple[str, Polynomial, Polynomial]] = field(default_factory=dict)

    def hypotheses(self, atoms: Atoms) -> list[Polynomial]:
        """Give what is ≥ 0 in the case of these comparisons."""
        found = [part for atom in atoms for part in self.of_atom(atom)]
        for name, dividend, divisor in self.quotients.values():
            rest = self.sum(dividend, self.product(divisor, variable(name)), -1)
            found += [rest, add(self.sum(divisor, rest, -1), constant(-1))]
        return found

    def of_atom(self, atom: Comparison) -> list[Polynomial]:
        """Give what is ≥ 0 exactly when a comparison holds."""
        more = self.sum(self.of_term(atom.left), self.of_term(atom.right), -1)
        less = add({}, more, -1)
        match atom.word:
            case "==":
                return [more, less]
            case ">=":
                return [more]
            case ">":
                return [add(more, constant(-1))]
            case "<=":
                return [less]
        return [add(less, constant(-1))]

    def of_term(self, term: Term) -> Polynomial:
        """Give a term, each quotient in it by its name."""
        self.budget.spend(1)
        if isinstance(term, Number):
            return constant(term.value)
        if isinstance(term, Name):
            return variable(term.name)
        if term.word == "neg":
            return self.sum({}, self.of_term(term.terms[0]), -1)
        left, right = map(self.of_term, term.terms)
        match term.word:
            case "+" | "-":
                return self.sum(left, right, 1 if term.word == "+" else -1)
            case "*":
                return self.product(left, right)
        if term.word == "gcd":
            fail("gcd has no place in a certificate of version 1")
        quotient = self.quotient(left, right, ceiling=term.word == "ceil")
        return quotient if term.word != "%" else self.sum(left, self.product(right, quotient), -1)

    def quotient(self, dividend: Polynomial, divisor: Polynomial, *, ceiling: bool) -> Polynomial:
        """Give ⌊dividend / divisor⌋ (or the ceiling), what divides exactly taken out first."""
        if not divisor:
            msg = "division by 0"
            raise LimitError(msg)
        sign = -1 if ceiling else 1
        whole, rest = divided(self.sum({}, dividend, sign), divisor)
        of_constants = not any(chain(rest, divisor))  # divided leaves 0 <= rest < divisor then
        if not (of_constants and divisor[()] > 0) and rest:
            key = (tuple(sorted(rest.items())), tuple(sorted(divisor.items())))
            if key not in self.quotients:
                self.quotients[key] = (f"_q{len(self.quotients)}", rest, divisor)
            whole = add(whole, variable(self.quotients[key][0]))
        return self.sum({}, whole, sign)

    def sum(self, left: Polynomial, right: Polynomial, factor: int = 1) -> Polynomial:
        """Give ``left + factor * right``, paid for."""
        self.budget.keep(len(left) + len(right))
        return add(left, right, factor)

    def product(self, left: Polynomial, right: Polynomial) -> Polynomial:
        """Give the product, paid for."""
        self.budget.keep(len(left) * len(right))
        return multiply(left, right)
