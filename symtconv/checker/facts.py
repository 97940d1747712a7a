"""From a claim to facts: what would all have to hold for the claim to fail, or for a divisor to be below 1.

A fact is a polynomial that is at least 0, or facts that hold together, or alternatives of which one holds. Every
quotient, minimum and maximum gets a name of its own, and the facts that define it: ⌊p/b⌋ is the integer q with
``0 <= p - b q <= b - 1``, for b ≥ 1, which is an obligation of its own; max(x, y) is at least x and y, and at most
one of them. Nothing is expanded here: which alternatives are opened is the business of the tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import TypeAlias

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, multiply, variable
from symtconv.arithmetic.sizes import demands_of, unfolded
from symtconv.arithmetic.term import Comparison, Connective, Formula, Name, Number, Operation, Term, names_of
from symtconv.certificates.format import fail
from symtconv.certificates.limits import Budget

MAX_DIVISIONS = 32
LETTERS = {"//": "q", "gcd": "g"}
OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<="}
Key: TypeAlias = tuple[str, tuple[tuple[tuple[Monomial, int], ...], ...]]


@dataclass(frozen=True, slots=True)
class Together:
    """Facts that hold together."""

    parts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Alternatives: one of them holds."""

    parts: tuple[Fact, ...]


Fact: TypeAlias = Polynomial | Together | Alternatives


def obligations(claim: Claim) -> Iterator[tuple[Formula, ...]]:
    """Yield lists of formulas that must not hold together: a divisor below 1, a rest of ``p/q``, last the claim false.

    An assumption may be used for the divisors that come after it, never for its own.
    """
    known: list[Formula] = []
    shown: set[Comparison] = set()
    for formula in (*claim.assumptions, claim.goal):
        for demand in demands_of(formula):
            if demand not in shown:
                shown.add(demand)
                yield (*known, demand)
        known.append(formula)
    yield (*known[:-1], Connective("not", (claim.goal,)))


def with_divisions(formulas: Sequence[Formula], tree: object) -> tuple[Sequence[Formula], object]:
    """Give what a tree is to close, and the tree below the divisions that stand at its root.

    ``{"dividing": [["k", 2], ...], "tree": tree}`` adds ``k // 2 == k // 2`` before the last formula: it says nothing,
    and gives the quotient of a name of the claim a name of its own.

    Raises
    ------
    CertificateError
        When a division is not one of a name of the claim by a number above 1, or there are too many.
    """
    match tree:
        case {"dividing": list(pairs), "tree": inner, **rest} if not rest:
            if len(pairs) > MAX_DIVISIONS:
                fail(f"a tree adds {MAX_DIVISIONS} divisions at most")
            own, said = names_of(*formulas), []
            for pair in pairs:
                match pair:
                    case [str(name), int(by)] if type(by) is int and by > 1 and name in own:
                        quotient = Operation("//", (Name(name), Number(by)))
                        said.append(Comparison("==", quotient, quotient))
                    case _:
                        fail("a division is [a name of the claim, a number above 1]")
            return (*formulas[:-1], *said, formulas[-1]), inner
    return formulas, tree


def facts_of(formulas: Iterable[Formula], budget: Budget) -> list[Fact]:
    """Give what holds where all formulas hold; a point satisfies them exactly if its names can be given values."""
    elimination = Elimination(budget)
    for formula in formulas:
        elimination.assume(formula)
    return elimination.facts


@dataclass
class Elimination:
    """Facts so far, and the names that stand for quotients, minima and maxima in them."""

    budget: Budget
    facts: list[Fact] = field(default_factory=list)
    named: dict[Key, str] = field(default_factory=dict)

    def assume(self, formula: Formula) -> None:
        """Add what a formula says."""
        self.facts.append(self.fact(unfolded(formula), holds=True))

    def fact(self, formula: Formula, *, holds: bool) -> Fact:
        """Give a formula, or its opposite, as a fact."""
        self.budget.spend(1)
        if isinstance(formula, Comparison):
            return self.compared(formula.word if holds else OPPOSITE[formula.word], formula)
        word, parts = formula.word, formula.parts
        match word:
            case "not":
                return self.fact(parts[0], holds=not holds)
            case "implies":
                return self.fact(Connective("or", (Connective("not", parts[:1]), parts[1])), holds=holds)
            case "iff":
                either = Connective("or", (Connective("and", parts), Connective("not", (Connective("or", parts),))))
                return self.fact(either, holds=holds)
        together = Together if (word == "and") == holds else Alternatives
        return together(tuple(self.fact(part, holds=holds) for part in parts))

    def compared(self, word: str, formula: Comparison) -> Fact:
        """Give a comparison of two terms as a fact."""
        more = self.sum(self.value(formula.left), self.value(formula.right), -1)
        less = add({}, more, -1)
        self.budget.keep(2 * len(more))
        match word:
            case "==":
                return Together((more, less))
            case "!=":
                return Alternatives((add(more, constant(-1)), add(less, constant(-1))))
            case ">=" | ">":
                return more if word == ">=" else add(more, constant(-1))
        return less if word == "<=" else add(less, constant(-1))

    def value(self, term: Term) -> Polynomial:
        """Give a term as a polynomial; what is none becomes a name."""
        self.budget.spend(1)
        if isinstance(term, Number):
            return constant(term.value)
        if isinstance(term, Name):
            return variable(term.name)
        parts = tuple(map(self.value, term.terms))
        match term.word, parts:
            case "+" | "-" as word, (left, right):
                total = self.sum(left, right, 1 if word == "+" else -1)
            case "*", (left, right):
                total = self.product(left, right)
            case "neg", (part,):
                total = self.sum({}, part, -1)
            case "abs", (part,):
                total = self.name("max", (part, self.sum({}, part, -1)))
            case "//" | "floor" | "/", _:
                total = self.name("//", parts)
            case "%", (left, right):
                total = self.sum(left, self.product(right, self.name("//", parts)), -1)
            case "ceil", (left, right):
                total = self.sum({}, self.name("//", (self.sum({}, left, -1), right)), -1)
            case "gcd", _:
                total = self.common(parts)
            case word, _:
                total = self.name(word, parts)
        return total

    def common(self, parts: Sequence[Polynomial]) -> Polynomial:
        """Give a common divisor: of numbers, of what is one thing or 0, and else a name whatever the order is."""
        left, right = parts
        if all(set(part) <= {()} for part in parts):
            return constant(gcd(left.get((), 0), right.get((), 0)))
        if left == right or not left or not right:
            return self.name("max", (left or right, self.sum({}, left or right, -1)))
        return self.name("gcd", sorted(parts, key=lambda part: sorted(part.items())))

    def name(self, word: str, parts: Sequence[Polynomial]) -> Polynomial:
        """Give the name of a quotient, minimum or maximum, the same for the same parts."""
        key = (word, tuple(tuple(sorted(part.items())) for part in parts))
        if key not in self.named:
            self.named[key] = f"_{LETTERS.get(word, 'm')}{len(self.named)}"
            self.facts += self.defining(word, parts, variable(self.named[key]))
        return variable(self.named[key])

    def defining(self, word: str, parts: Sequence[Polynomial], new: Polynomial) -> Iterator[Fact]:
        """Yield what makes a name the quotient, minimum or maximum of the parts."""
        if word == "//":
            rest = self.sum(parts[0], self.product(parts[1], new), -1)
            yield rest
            yield add(self.sum(parts[1], rest, -1), constant(-1))
        elif word == "gcd":  # not negative, a divisor of both, and a combination of both
            (((name,), _),) = new.items()
            u, v, x, y = (variable(f"{name}{letter}") for letter in "uvxy")
            combined = self.sum(self.product(parts[0], x), self.product(parts[1], y))
            yield new
            for left, right in ((parts[0], self.product(new, u)), (parts[1], self.product(new, v)), (new, combined)):
                gap = self.sum(left, right, -1)
                yield Together((gap, self.sum({}, gap, -1)))
            for part, share in ((parts[0], u), (parts[1], v)):  # of what is positive it is a positive part
                positive = Together((add(new, constant(-1)), add(share, constant(-1))))
                yield Alternatives((self.sum({}, part, -1), positive))
        else:
            sign = 1 if word == "max" else -1
            gaps = [self.sum({}, self.sum(new, part, -1), sign) for part in parts]
            yield from gaps
            yield Alternatives(tuple(self.sum({}, gap, -1) for gap in gaps))

    def sum(self, left: Polynomial, right: Polynomial, factor: int = 1) -> Polynomial:
        """Give ``left + factor * right``, paid for."""
        self.budget.keep(len(left) + len(right))
        return add(left, right, factor)

    def product(self, left: Polynomial, right: Polynomial) -> Polynomial:
        """Give the product, paid for."""
        self.budget.spend(len(left) * len(right))
        total = multiply(left, right)
        self.budget.keep(len(total))
        return total
