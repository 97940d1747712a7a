"""Both programs of a rewrite as collections of products, and claims about them with their divisors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import permutations, product
from typing import TypeAlias

from symtconv.checker.guards import Known, divisors_in
from symtconv.geometry import LimitError
from symtconv.programs.denotation import Term, entry
from symtconv.programs.guard import Guard, at_least, inside
from symtconv.programs.question import Question
from symtconv.programs.shape import Need, needs, shape
from symtconv.programs.size import Size, name, of

Letters: TypeAlias = Sequence[tuple[str, tuple[Size, ...]]]
FALSE = Guard("==", of(1))
MAX_COPIES, MAX_MATCHES = 64, 24


@dataclass(frozen=True)
class Obligation:
    """One claim: from what is known the goal follows.

    Parameters
    ----------
    name : str
        What it is for.
    known : tuple of Guard or Formula
    goal : Guard
    """

    name: str
    known: tuple[Known, ...]
    goal: Guard


@dataclass(frozen=True)
class Side:
    """One of the two collections of products: its terms, each with coefficient 1."""

    word: str
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Sides:
    """Both programs under a plan's replacements: needs, lengths, and the entry at the index j0, j1, ..."""

    question: Question
    base: tuple[Known, ...]
    replaced: Mapping[str, Size] = field(default_factory=dict)

    def guard(self, guard: Guard) -> Guard:
        """Put what minima, maxima and quotients were shown to equal in."""
        if not self.replaced:
            return guard
        return Guard(guard.word, self.size(guard.size))

    def size(self, size: Size) -> Size:
        """Do the same for a size."""
        return size.replaced(self.replaced.get) if self.replaced else size

    def needs(self, side: int) -> list[Need]:
        """Give what a side needs to be defined."""
        found = needs(self.question.programs[side].root)
        return [Need(tuple(map(self.guard, need.context)), self.guard(need.guard), need.why) for need in found]

    def facts(self, side: int) -> tuple[Guard, ...]:
        """Give what may be used where a side is defined."""
        return tuple(dict.fromkeys(need.guard for need in self.needs(side) if not need.context))

    def lengths(self, side: int) -> tuple[Size, ...]:
        """Give the lengths of a side."""
        return tuple(map(self.size, shape(self.question.programs[side].root)))

    @property
    def index(self) -> tuple[str, ...]:
        """The names of the index."""
        prefix = self.question.prefix("j")
        return tuple(f"{prefix}{axis}" for axis in range(len(self.lengths(0))))

    def entry(self, side: int) -> list[Term]:
        """Give the entry of one side."""
        prefix = self.question.prefix("uv"[side])
        terms = entry(self.question.programs[side].root, [name(j) for j in self.index], prefix)
        return [self.term(term) for term in terms]

    def term(self, term: Term) -> Term:
        """Put what was shown into a term."""
        if not self.replaced:
            return term
        letters = tuple((letter, tuple(map(self.size, index))) for letter, index in term.letters)
        places = tuple(
            replace(
                place,
                count=self.size(place.count),
                offset=self.size(place.offset),
                length=self.size(place.length),
                position=self.size(place.position),
            )
            for place in term.places
        )
        return replace(term, guards=tuple(map(self.guard, term.guards)), letters=letters, places=places)

    def collections(self) -> tuple[Side, Side]:
        """Give both sides as collections of products with coefficient 1."""
        found: tuple[list[Term], list[Term]] = ([], [])
        for side in (0, 1):
            for term in self.entry(side):
                place = side if term.coefficient > 0 else 1 - side
                copies = abs(term.coefficient)
                if copies + len(found[place]) > MAX_COPIES:
                    msg = f"more than {MAX_COPIES} products in an entry"
                    raise LimitError(msg)
                found[place].extend([replace(term, coefficient=1)] * copies)
        return Side("left", tuple(found[0])), Side("right", tuple(found[1]))

    def known(self) -> tuple[Known, ...]:
        """Give what is known wherever both sides are defined and an entry is asked for."""
        ranges = [
            guard for j, length in zip(self.index, self.lengths(0), strict=True) for guard in inside(name(j), length)
        ]
        return (*self.base, *dict.fromkeys((*self.facts(0), *self.facts(1), *ranges)))


class Safe:
    """Divisors that were shown to be at least 1 from what is known throughout."""

    def __init__(self, base: Sequence[Known], before: Safe | None = None) -> None:
        self.base = set(base)
        self.shown: set[Size] = set() if before is None else set(before.shown)

    def claims(self, name_: str, known: Sequence[Known], goal: Guard) -> Iterator[Obligation]:
        """Yield a claim, and before it those about divisors in it that are not known to be at least 1."""
        own: set[Size] = set()
        known = tuple(dict.fromkeys(known))
        for number, part in enumerate((*known, goal)):
            for divisor in divisors_in(part):
                if divisor in self.shown or divisor in own or (divisor.constant or 0) >= 1:
                    continue
                yield Obligation(f"{name_}: the divisor {divisor.text}", known[:number], at_least(divisor, 1))
                everywhere = self.base.issuperset(known[:number])
                (self.shown if everywhere else own).add(divisor)
        yield Obligation(name_, known, goal)


def paired(ours: Letters, theirs: Letters) -> list[tuple[str, Size, Size]]:
    """Pair the indices of letters in the same order."""
    return [
        (letter, a, b)
        for (letter, one), (_, other) in zip(ours, theirs, strict=True)
        for a, b in zip(one, other, strict=True)
    ]


def matches(ours: Letters, theirs: Letters) -> Iterator[list[tuple[str, tuple[Size, ...]]]]:
    """Yield the orders of the second product in which its letters are those of the first."""
    if sorted(letter for letter, _ in ours) != sorted(letter for letter, _ in theirs):
        return
    groups = {letter: [part for part in theirs if part[0] == letter] for letter, _ in ours}
    total = 1
    for group in groups.values():
        for number in range(2, len(group) + 1):
            total *= number
    if total > MAX_MATCHES:
        msg = f"{total} ways to match the letters of two products; the limit is {MAX_MATCHES}"
        raise LimitError(msg)
    for chosen in product(*(permutations(group) for group in groups.values())):
        queues = {letter: list(parts) for letter, parts in zip(groups, chosen, strict=True)}
        yield [queues[letter].pop(0) for letter, _ in ours]
