"""From a claim to leaves: lists of polynomials that would all have to be ≥ 0 for the claim to fail.

Connectives and ``!=`` become alternatives, min, max and abs become cases, and every ⌊p/b⌋ a fresh integer q
with ``0 <= p - b q <= b - 1``, which is what it means for b ≥ 1. A claim holds when no leaf can be satisfied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from symtconv.arithmetic.parse import Claim
from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, divide, multiply, variable
from symtconv.arithmetic.term import (
    Comparison,
    Formula,
    Name,
    Node,
    Number,
    Operation,
    Term,
    divisors_of,
    rewrite,
    rewrite_term,
    unfold,
    walk,
)
from symtconv.geometry import LimitError

MAX_LEAVES = 256
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
Key = tuple[tuple[tuple[Monomial, int], ...], tuple[tuple[Monomial, int], ...]]


@dataclass(frozen=True)
class Leaf:
    """One case in which the claim would fail.

    Parameters
    ----------
    hypotheses : tuple of Polynomial
        All ≥ 0: those of the comparisons, then two per quotient.
    quotients : tuple of (str, Polynomial, Polynomial)
        Fresh name, dividend, divisor.
    atoms : tuple of Comparison
        What the hypotheses were made from.
    """

    hypotheses: tuple[Polynomial, ...]
    quotients: tuple[tuple[str, Polynomial, Polynomial], ...]
    atoms: tuple[Comparison, ...]


def main_leaves(claim: Claim) -> list[Leaf]:
    """Cases in which the assumptions hold and the claim does not."""
    return leaves_of(claim.assumptions, claim.goal)


def divisor_obligations(claim: Claim) -> list[tuple[Term, tuple[Formula, ...]]]:
    """Give every divisor with the assumptions from which it has to be shown ≥ 1.

    A condition may be used for the divisors that come after it, never for its own.
    """
    known: list[Formula] = []
    found: dict[Term, tuple[Formula, ...]] = {}
    for formula in (*claim.assumptions, claim.goal):
        for divisor in divisors_of(formula):
            found.setdefault(divisor, tuple(known))
        known.append(formula)
    return list(found.items())


def divisor_leaves(divisor: Term, known: Iterable[Formula]) -> list[Leaf]:
    """Cases in which what is known holds and the divisor is below 1."""
    return leaves_of(known, Comparison(">=", divisor, Number(1)))


def leaves_of(assumptions: Iterable[Formula], goal: Formula | None) -> list[Leaf]:
    """Cases in which all assumptions hold and the goal does not; without a goal, in which they hold."""
    alternatives = _all(_literals(rewrite(part, unfold), positive=True) for part in assumptions)
    if goal is not None:
        alternatives = _all([alternatives, _literals(rewrite(goal, unfold), positive=False)])
    leaves: list[Leaf] = []
    for atoms in chain.from_iterable(map(_cases, alternatives)):
        leaves.append(Elimination().leaf(tuple(atoms)))
        _limit(len(leaves))
    return leaves


def _literals(formula: Formula, *, positive: bool) -> list[list[Comparison]]:
    """Disjunctive normal form, as lists of comparisons without ``!=``."""
    if isinstance(formula, Comparison):
        word = formula.word if positive else OPPOSITE[formula.word]
        words = ("<", ">") if word == "!=" else (word,)
        return [[Comparison(word, formula.left, formula.right)] for word in words]
    word, parts = formula.word, formula.parts
    if word == "not":
        return _literals(parts[0], positive=not positive)
    if word == "implies":
        sides = [_literals(parts[0], positive=not positive), _literals(parts[1], positive=positive)]
        return _any(sides) if positive else _all(sides)
    if word == "iff":
        both = _all([_literals(parts[0], positive=True), _literals(parts[1], positive=positive)])
        return _any([both, _all([_literals(parts[0], positive=False), _literals(parts[1], positive=not positive)])])
    sides = [_literals(part, positive=positive) for part in parts]
    return _all(sides) if (word == "and") == positive else _any(sides)


def _any(sides: Iterable[list[list[Comparison]]]) -> list[list[Comparison]]:
    return _limited(chain.from_iterable(sides))


def _all(sides: Iterable[list[list[Comparison]]]) -> list[list[Comparison]]:
    total: list[list[Comparison]] = [[]]
    for side in sides:
        total = _limited(left + right for left in total for right in side)
    return total


def _limited(alternatives: Iterable[list[Comparison]]) -> list[list[Comparison]]:
    found = []
    for alternative in alternatives:
        found.append(alternative)
        _limit(len(found))
    return found


def _limit(count: int) -> None:
    if count > MAX_LEAVES:
        msg = f"more than {MAX_LEAVES} cases"
        raise LimitError(msg)


def _cases(atoms: Sequence[Comparison]) -> Iterator[list[Comparison]]:
    """Take the innermost min, max or abs away, once for each value that it may have."""
    node = next((part for atom in atoms for part in walk(atom) if _has_cases(part)), None)
    if not isinstance(node, Operation):
        yield list(atoms)
        return
    terms = node.terms if node.word != "abs" else (node.terms[0], Operation("neg", node.terms))
    word = "<=" if node.word == "min" else ">="
    for chosen in dict.fromkeys(terms):
        replaced = [_replace(atom, node, chosen) for atom in atoms]
        yield from _cases([*replaced, *(Comparison(word, chosen, other) for other in terms if other != chosen)])


def _has_cases(node: Node) -> bool:
    return isinstance(node, Operation) and node.word in ("min", "max", "abs")


def _replace(atom: Comparison, old: Term, new: Term) -> Comparison:
    left, right = (rewrite_term(side, lambda term: new if term == old else term) for side in (atom.left, atom.right))
    return Comparison(atom.word, left, right)


@dataclass
class Elimination:
    """Turns terms without min, max and abs into polynomials, naming each quotient once."""

    quotients: dict[Key, tuple[str, Polynomial, Polynomial]] = field(default_factory=dict)

    def leaf(self, atoms: tuple[Comparison, ...]) -> Leaf:
        """Give the case of these comparisons."""
        hypotheses = [part for atom in atoms for part in self.of_atom(atom)]
        for name, dividend, divisor in self.quotients.values():
            rest = add(dividend, multiply(divisor, variable(name)), -1)
            hypotheses += [rest, add(add(divisor, rest, -1), constant(-1))]
        return Leaf(tuple(hypotheses), tuple(self.quotients.values()), atoms)

    def of_atom(self, atom: Comparison) -> list[Polynomial]:
        """Give what is ≥ 0 exactly when a comparison holds."""
        more = add(self.of_term(atom.left), self.of_term(atom.right), -1)
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
            case _:
                return [add(less, constant(-1))]

    def of_term(self, term: Term) -> Polynomial:
        """Give a term, each quotient in it by its name."""
        if isinstance(term, Number):
            return constant(term.value)
        if isinstance(term, Name):
            return variable(term.name)
        if term.word == "neg":
            return add({}, self.of_term(term.terms[0]), -1)
        left, right = map(self.of_term, term.terms)
        match term.word:
            case "+" | "-":
                return add(left, right, 1 if term.word == "+" else -1)
            case "*":
                return multiply(left, right)
        quotient = self.quotient(left, right, ceiling=term.word == "ceil")
        return quotient if term.word != "%" else add(left, multiply(right, quotient), -1)

    def quotient(self, dividend: Polynomial, divisor: Polynomial, *, ceiling: bool) -> Polynomial:
        """Give ⌊dividend / divisor⌋ (or the ceiling), what divides exactly taken out first."""
        if not divisor:
            msg = "division by 0"
            raise LimitError(msg)
        sign = -1 if ceiling else 1
        whole, rest = divide(add({}, dividend, sign), divisor)
        of_constants = not any(chain(rest, divisor))  # divide leaves 0 <= rest < divisor then
        if not (of_constants and divisor[()] > 0) and rest:
            key = (tuple(sorted(rest.items())), tuple(sorted(divisor.items())))
            if key not in self.quotients:
                self.quotients[key] = (f"_q{len(self.quotients)}", rest, divisor)
            whole = add(whole, variable(self.quotients[key][0]))
        return add({}, whole, sign)
