"""A tree as it is found: it knows facts by what they are, not by their numbers, so that a part can be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from symtconv.arithmetic.polynomial import Polynomial, add, constant
from symtconv.checker.facts import Alternatives, Fact
from symtconv.checker.tree import flattened


@dataclass(frozen=True, slots=True, eq=False)
class OneFact:
    """A fact, and which of the two it is: a polynomial that is ≥ 0, or alternatives."""

    fact: Fact

    @property
    def is_choice(self) -> bool:
        """Whether it is alternatives, and no polynomial."""
        return isinstance(self.fact, Alternatives)

    @property
    def polynomial(self) -> Polynomial:
        """What is ≥ 0."""
        if not isinstance(self.fact, dict):
            raise TypeError
        return self.fact


@dataclass(frozen=True, slots=True, eq=False)
class Held(OneFact):
    """A fact that is known at some place of a tree; two are the same only if they are one object."""

    @property
    def parts(self) -> tuple[Fact, ...]:
        """What it offers to choose from."""
        return self.fact.parts if isinstance(self.fact, Alternatives) else ()


def held(facts: Iterable[Fact]) -> tuple[Held, ...]:
    """Take facts apart as the checker does."""
    return tuple(map(Held, flattened(facts)))


@dataclass(frozen=True, slots=True)
class Sum:
    """Products of known polynomials that add up to a negative number."""

    terms: tuple[tuple[int, tuple[Held, ...]], ...]
    uses: frozenset[Held]

    @classmethod
    def of(cls, terms: Iterable[tuple[int, Sequence[int]]], sources: Sequence[Held]) -> Sum:
        """Make it of numbers of polynomials."""
        known = tuple((factor, tuple(sources[number] for number in numbers)) for factor, numbers in terms)
        return cls(known, frozenset(one for _, product in known for one in product))

    def tree(self, known: tuple[Held, ...]) -> dict[str, Any]:
        """Write it as a tree for what is known there."""
        numbers = {one: number for number, one in enumerate(one for one in known if not one.is_choice)}
        return {"sum": [[factor, [numbers[one] for one in product]] for factor, product in self.terms]}


@dataclass(frozen=True, slots=True)
class Opened:
    """Cases of which one must be, with what is new in each and a plan: alternatives, or the sides of a split."""

    source: Held | Polynomial
    branches: tuple[tuple[tuple[Held, ...], Plan], ...]
    uses: frozenset[Held]

    @classmethod
    def of(cls, source: Held | Polynomial, branches: Sequence[tuple[tuple[Held, ...], Plan]]) -> Opened:
        """Make it of its branches."""
        uses = frozenset(one for new, plan in branches for one in plan.uses - set(new))
        return cls(source, tuple(branches), uses | {source} if isinstance(source, Held) else uses)

    def tree(self, known: tuple[Held, ...]) -> dict[str, Any]:
        """Write it as a tree for what is known there."""
        rest = tuple(one for one in known if one is not self.source)
        trees = [plan.tree((*rest, *new)) for new, plan in self.branches]
        if isinstance(self.source, Held):
            return {"cases": [one for one in known if one.is_choice].index(self.source), "of": trees}
        split = [[factor, list(monomial)] for monomial, factor in sorted(self.source.items())]
        return {"split": split, "yes": trees[0], "no": trees[1]}


Plan: TypeAlias = Sum | Opened
Branch: TypeAlias = tuple[tuple[Held, ...], Callable[[], Plan | None]]


def opened(source: Held | Polynomial, branches: Iterable[Branch]) -> Plan | None:
    """Plan every branch, none after one that has no plan; one that does not need what is new in it is enough."""
    plans = []
    for new, planned in branches:
        plan = planned()
        if plan is None or not plan.uses & set(new):
            return plan
        plans.append((new, plan))
    return Opened.of(source, plans)


def halves(split: Polynomial) -> tuple[tuple[Held, ...], tuple[Held, ...]]:
    """Give both sides of a split: it is ≥ 0, or its opposite less 1 is."""
    return held([split]), held([add(constant(-1), split, -1)])
