"""Proofs of the claims that a rewrite comes down to: a few known facts and a tree, or None."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from symtconv.arithmetic.polynomial import Polynomial
from symtconv.arithmetic.term import names_of
from symtconv.checker.claim import Work
from symtconv.checker.euclid import Leaf
from symtconv.checker.guards import Fact, divisors_in, flattened, refutes
from symtconv.checker.rewrite import facts_of
from symtconv.checker.sides import Known, Obligation
from symtconv.claims.deadline import Deadline, OutOfTimeError
from symtconv.claims.proof import Prover, Tree
from symtconv.geometry import LimitError
from symtconv.programs.guard import Guard

SECONDS, MAX_OPENED, MAX_STEPS = 6.0, 5, 400_000
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
    found: dict[tuple[Guard, tuple[Known, ...]], Proof | None] = field(default_factory=dict)
    tried: dict[tuple[Guard, tuple[Known, ...]], int] = field(default_factory=dict)
    asked: int = 0

    def prove(self, known: Sequence[Known], goal: Guard, splits: int = 2, seconds: float = SECONDS) -> Proof | None:
        """Give a proof of a claim with at most so many splits one below the other, or None."""
        key = (goal, tuple(dict.fromkeys(known)))
        done = self.found.get(key)
        if done is not None or self.tried.get(key, -1) >= splits:
            return done
        self.deadline.tick()
        self.asked += 1
        self.tried[key] = splits
        self.found[key] = proof = _Search(
            key[1], goal, Deadline(seconds, self.deadline), splits, self.parameters
        ).proof()
        return proof

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

    def proof(self) -> Proof | None:
        try:
            for splits in range(self.splits + 1):
                for use in self.subsets():
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
        facts = facts_of([self.known[number] for number in use], self.goal)
        tree = self.search(facts, splits, 0)
        if tree is None:
            return None
        try:
            return tree if refutes(facts, tree, Work(MAX_STEPS)) else None
        except LimitError:
            return None

    def search(self, facts: Sequence[Fact], splits: int, opened: int) -> Tree | None:
        flat = list(flattened(facts))
        polynomials: list[Polynomial] = [fact for fact in flat if isinstance(fact, dict)]
        quotients = sorted({name for part in polynomials for monomial in part for name in monomial if name[0] == "_"})
        leaf = Leaf(tuple(polynomials), tuple((name, {}, {}) for name in quotients), ())
        prover = Prover(self.deadline)
        places = [place for place, fact in enumerate(flat) if not isinstance(fact, dict)]
        shallow = prover.prove([leaf], 0)
        if shallow is not None:
            return shallow[0]
        for number in range(len(places) - 1, -1, -1):
            if opened >= MAX_OPENED:
                break
            rest = flat[: places[number]] + flat[places[number] + 1 :]
            branches: list[Tree] = []
            alternative = flat[places[number]]
            parts = alternative[1] if isinstance(alternative, tuple) else ()
            for part in parts:
                branch = self.search([*rest, part], splits, opened + 1)
                if branch is None:
                    break
                branches.append(branch)
            if len(branches) == len(parts):
                return {"cases": number, "of": branches}
            if number == len(places) - 1 and not opened and self.is_equation:
                return None  # the negated goal has to be opened by every proof
        if splits and not places:
            deep = prover.prove([leaf], splits)
            return deep[0] if deep is not None else None
        return None

    @property
    def is_equation(self) -> bool:
        return self.goal.word == "==" and self.goal.size.constant is None


def _names(part: Known) -> frozenset[str]:
    if isinstance(part, Guard):
        return part.size.names
    return frozenset(names_of(part))


def _atoms(part: Known) -> frozenset[str]:
    if isinstance(part, Guard):
        return frozenset(part.size.opaques())
    return frozenset(divisor.text for divisor in divisors_in(part))
