"""Where do two programs differ first? Sizes in shells of growing sum, both programs evaluated array by array.

The search evaluates in large pseudo-random numbers, which tell different sums apart; what it finds is evaluated
again in letters before it is shown.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

import numpy as np

from symtconv.arithmetic.sizes import DivisorError, divisors_of
from symtconv.arithmetic.term import AT_LEAST
from symtconv.checker.rewrite import Difference, difference_of, evaluated
from symtconv.claims.box import Shells
from symtconv.claims.deadline import Deadline
from symtconv.geometry import LimitError
from symtconv.programs.arrays import Array, Index, UndefinedError, run
from symtconv.programs.question import Question
from symtconv.programs.size import Values

SAME, DIFFERENT, NOWHERE = "same", "different", "nowhere"
WORK_AT_A_POINT = 60_000
SPREAD = {1: (1, 1, 2, 2, 3, 3, 4, 5, 6), 0: (0, 0, 1, 1, 2, 3, 4), None: (-3, -2, -1, 0, 1, 2, 3)}


@dataclass
class Search:
    """A search that can be continued.

    Attributes
    ----------
    seen : list of (assignment, outcome)
        Admissible sizes in the order in which they were looked at; an outcome is "same", "different" or "nowhere".
    hit : assignment or None
        The smallest at which the programs differ.
    """

    question: Question
    seen: list[tuple[dict[str, int], str]] = field(default_factory=list)
    hit: dict[str, int] | None = None
    skipped: int = 0
    complete: bool = False

    @cached_property
    def points(self) -> Iterator[dict[str, int]]:
        """Admissible sizes, smallest sum first."""
        return self._points()

    def _points(self) -> Iterator[dict[str, int]]:
        question = self.question
        conditions = sorted(question.conditions, key=lambda part: bool(divisors_of(part)))
        shells = Shells(question.names, (*question.bounds, *conditions))
        for batch in shells:
            if not batch.size:
                continue
            columns = [np.asarray(batch.columns[letter]) for letter in question.names]
            total = sum((np.abs(column) for column in columns), start=np.zeros(batch.size, dtype=np.int64))
            for number in np.lexsort((*reversed(columns), total)):
                yield batch.point(int(number))
        self.complete = shells.complete

    def run(self, points: int, deadline: Deadline) -> dict[str, int] | None:
        """Look at so many sizes more, until one has a difference or the time is up."""
        for values in islice(self.points, points) if self.hit is None else ():
            outcome = self.outcome(values)
            self.seen.append((values, outcome))
            if outcome == DIFFERENT:
                self.hit = values
                break
            if deadline.passed:
                break
        return self.hit

    def outcome(self, values: Values) -> str:
        """Compare the programs at an assignment."""
        found: list[Array | None] = []
        for program in self.question.programs:
            try:
                found.append(run(program.root, values, self.number, WORK_AT_A_POINT))
            except UndefinedError:
                found.append(None)
            except LimitError:
                self.skipped += 1
                return NOWHERE
        left, right = found
        if left is None or right is None:
            return NOWHERE if left is right else DIFFERENT
        return SAME if left.shape == right.shape and _nonzero(left) == _nonzero(right) else DIFFERENT

    def difference(self, values: Values) -> Difference | None:
        """Give the difference at an assignment, in letters."""
        return difference_of(*evaluated(self.question, values))

    @cached_property
    def numbers(self) -> dict[tuple[str, Index], int]:
        """Entries of the tensors."""
        return {}

    @cached_property
    def chance(self) -> random.Random:
        """Where they come from."""
        return random.Random(0)  # noqa: S311 - repeatable, nothing secret

    def number(self, letter: str, index: Index) -> int:
        """Give an entry of a tensor as a large number."""
        key = (letter, index)
        if key not in self.numbers:
            self.numbers[key] = self.chance.getrandbits(60)
        return self.numbers[key]

    def spread(self, count: int, tries: int = 4000, seed: int = 5) -> list[tuple[dict[str, int], str]]:
        """Give sizes drawn at random, further out than the smallest, each with its outcome; none that lies nowhere."""
        chance, found = random.Random(seed), []  # noqa: S311 - as above
        lows = {letter: low_of(letter) for letter in self.question.names}
        for _ in range(tries):
            values = {letter: chance.choice(SPREAD[low]) for letter, low in lows.items()}
            try:
                if not self.question.admits(values):
                    continue
            except DivisorError:
                continue
            outcome = self.outcome(values)
            if outcome != NOWHERE:
                found.append((values, outcome))
            if len(found) >= count:
                break
        return found


def low_of(letter: str) -> int | None:
    """Give what a letter promises to be at least."""
    return AT_LEAST.get(letter[0]) if len(letter) == 1 or letter[1:].isdigit() else None


def _nonzero(array: Array) -> dict[Index, int]:
    return {index: value for index, value in array.entries.items() if value}
