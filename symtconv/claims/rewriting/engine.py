"""Proofs of the claims that a rewrite comes down to: a few known facts and a tree, or None."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from symtconv.arithmetic.term import names_of
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import Elimination
from symtconv.checker.guards import Known, divisors_in, facts_of
from symtconv.checker.sides import Obligation
from symtconv.checker.tree import closes
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.proof import Prover, Tree
from symtconv.geometry import LimitError
from symtconv.programs.guard import Guard

SECONDS, HASTE, MAX_STEPS = 4.0, 0.1, 200_000
Proof = dict[str, Any]


@dataclass
class Engine:
    """Finds proofs until a deadline, each of them once.

    Parameters
    ----------
    deadline : Deadline
        Of everything; a single claim gets `SECONDS` at most.
    """

    deadline: Deadline
    parameters: frozenset[str] = frozenset()
    patience: float = SECONDS
    found: dict[tuple[Guard, tuple[Known, ...]], Proof | None] = field(default_factory=dict)
    tried: dict[tuple[Guard, tuple[Known, ...]], int] = field(default_factory=dict)
    asked: int = 0

    def prove(self, known: Sequence[Known], goal: Guard, splits: int = 2, seconds: float | None = None) -> Proof | None:
        """Give a proof of a claim with at most so many splits one below the other, or None."""
        key = (goal, tuple(dict.fromkeys(known)))
        done = self.found.get(key)
        if done is not None or self.tried.get(key, -1) >= splits:
            return done
        self.deadline.tick()
        self.asked += 1
        self.tried[key] = splits
        self.found[key] = proof = _Search(
            key[1], goal, Deadline(seconds or self.patience, self.deadline), splits, self.parameters
        ).proof()
        return proof

    def hasty(self) -> Engine:
        """Give one that soon gives a claim up; what it gives up, this one may still try."""
        return Engine(self.deadline, self.parameters, HASTE, self.found)

    def all(self, claims: Sequence[Obligation]) -> tuple[list[Proof], Obligation | None]:
        """Prove claims in order; give the proofs, and the first claim that has none."""
        proofs: list[Proof] = []
        for claim in claims:
            proof = self.prove(claim.known, claim.goal)
            if proof is None:
                return proofs, claim
            proofs.append(proof)
        return proofs, None


@dataclass
class _Search:
    known: tuple[Known, ...]
    goal: Guard
    deadline: Deadline
    splits: int
    parameters: frozenset[str]
    made: dict[tuple[int, ...], Elimination] = field(default_factory=dict)

    def proof(self) -> Proof | None:
        try:
            subsets = self.subsets()
            for splits in range(self.splits + 1):
                for use in subsets:
                    tree = self.tree(use, splits)
                    if tree is not None:
                        return {"use": use, "tree": tree}
        except (LimitError, OutOfTimeError):
            return None
        return None

    def subsets(self) -> list[list[int]]:
        """Give what to try with: the plain facts that hang together with the goal, all of these, then everything."""
        near = self.near()
        of_goal = _atoms(self.goal)
        plain = [number for number in near if _atoms(self.known[number]) <= of_goal]
        closest = [number for number in plain if self.names[number] & _names(self.goal)]
        everything = list(range(len(self.known)))
        return [list(use) for use in dict.fromkeys(map(tuple, (closest, plain, near, everything)))]

    @cached_property
    def names(self) -> list[frozenset[str]]:
        """The names of every known fact."""
        return [_names(part) for part in self.known]

    def near(self) -> list[int]:
        """Give the facts whose variables hang together with those of the goal, and facts about their sizes."""
        if not self.parameters:
            return list(range(len(self.known)))
        of_goal = _names(self.goal)
        variables = {name for name in of_goal if name not in self.parameters}
        if not variables:
            return [number for number, names in enumerate(self.names) if names <= self.parameters or not of_goal]
        grown = True
        while grown:
            grown = False
            for names in self.names:
                own = names - self.parameters
                if own & variables and not own <= variables:
                    variables |= own
                    grown = True
        close = [names for names in self.names if names & variables]
        sizes = frozenset().union(of_goal, *close) & self.parameters
        return [
            n for n, names in enumerate(self.names) if names & variables or (names <= self.parameters and names & sizes)
        ]

    def tree(self, use: Sequence[int], splits: int) -> Tree | None:
        known = self.made.get(tuple(use))
        if known is None:
            known = self.made[tuple(use)] = facts_of([self.known[number] for number in use], self.goal, Budget())
        tree = Prover(self.deadline).refute(known, splits, least=splits)  # with fewer it was tried before
        return tree if tree is not None and closes(known.facts, tree, Budget(MAX_STEPS)) else None


def _names(part: Known) -> frozenset[str]:
    if isinstance(part, Guard):
        return part.size.names
    return frozenset(names_of(part))


def _atoms(part: Known) -> frozenset[str]:
    if isinstance(part, Guard):
        return frozenset(part.size.opaques())
    return frozenset(divisor.text for divisor in divisors_in(part))
