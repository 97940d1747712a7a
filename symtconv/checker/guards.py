"""From guards and conditions to facts: sizes as polynomials, their atoms by name, with what defines them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from symtconv.arithmetic.polynomial import Polynomial, add, constant
from symtconv.arithmetic.sizes import divisors_of, evaluate
from symtconv.arithmetic.term import Formula, domain_of, names_of
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import OPPOSITE, Alternatives, Elimination, Fact, Together
from symtconv.programs.guard import Guard
from symtconv.programs.size import Opaque, Size, size_of

Known: TypeAlias = Guard | Formula


@dataclass
class Assumed(Elimination):
    """Facts from guards and formulas; what a letter promises comes in with its first name."""

    letters: set[str] = field(default_factory=set)

    def know(self, known: Known, *, holds: bool = True) -> None:
        """Add a guard or a formula, or its opposite."""
        if isinstance(known, Guard):
            more = self.size(known.size)
            self.facts.append(_compared(known.word if holds else OPPOSITE[known.word], more))
            return
        self.promise(names_of(known))
        if holds:
            self.assume(known)
        else:
            self.facts.append(self.fact(known, holds=False))

    def size(self, size: Size) -> Polynomial:
        """Give a size with its atoms by name."""
        total: Polynomial = {}
        for monomial, factor in size.terms.items():
            part: Polynomial = constant(factor)
            for atom in monomial:
                part = self.product(part, self.atom(atom))
            total = self.sum(total, part)
        return total

    def atom(self, atom: str) -> Polynomial:
        """Give an atom as a name."""
        if isinstance(atom, Opaque):
            return self.name(atom.word, [self.size(part) for part in atom.sizes])
        self.promise([atom])
        return {(atom,): 1}

    def promise(self, names: Sequence[str]) -> None:
        """Add what letters promise, at their first occurrence."""
        for letter in names:
            if letter not in self.letters:
                self.letters.add(letter)
                for bound in domain_of([letter]):
                    self.facts.append(add({(letter,): 1}, constant(evaluate(bound.right, {})), -1))


def facts_of(known: Sequence[Known], goal: Guard, budget: Budget) -> Assumed:
    """Give the facts that cannot all hold if a goal follows from what is known."""
    facts = Assumed(budget)
    for part in known:
        facts.know(part)
    facts.know(goal, holds=False)
    return facts


def _compared(word: str, more: Polynomial) -> Fact:
    less = add({}, more, -1)
    match word:
        case ">=":
            return more
        case "<":
            return add(less, constant(-1))
        case "==":
            return Together((more, less))
    return Alternatives((add(more, constant(-1)), add(less, constant(-1))))


def divisors_in(known: Known) -> Iterator[Size]:
    """Yield the divisors in a guard or a formula, innermost first."""
    if isinstance(known, Guard):
        for atom in known.size.opaques():
            if atom.word == "//":
                yield atom.sizes[1]
    else:
        yield from map(size_of, divisors_of(known))
