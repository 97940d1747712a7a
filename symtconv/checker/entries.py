"""The claims under which every product of one side goes to one of the other, no two to the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from symtconv.arithmetic.term import names_of
from symtconv.certificates.format import fail
from symtconv.checker.guards import Known
from symtconv.checker.plan import listed, read_size
from symtconv.checker.sides import FALSE, Obligation, Safe, Side, matches, paired
from symtconv.programs.denotation import Term
from symtconv.programs.guard import Guard, at_least, equal, inside
from symtconv.programs.size import Size, name

MAX_PLAN = 12


@dataclass(frozen=True)
class Leaf:
    """Where a plan's tree ends: under these guards the points of a term go to those of another by a map."""

    guards: tuple[Guard, ...]
    to: int
    map: Mapping[str, Size]


@dataclass(frozen=True)
class Entries:
    """Both sides with what is known throughout, and the letter for second copies of variables."""

    known: tuple[Known, ...]
    safe: Safe
    sides: tuple[Side, Side]
    copy: str

    def below_all(self, side: int, trees: Sequence[object]) -> Iterator[Obligation]:
        """Yield the claims under which all products of a side go where the trees say."""
        for number, (term, tree) in enumerate(zip(self.sides[side].terms, trees, strict=True)):
            yield from self.below(side, term, tree, term.guards, f"{self.sides[side].word} term {number}", 0)

    def below(
        self, side: int, term: Term, tree: object, guards: tuple[Guard, ...], name_: str, depth: int
    ) -> Iterator[Obligation]:
        """Yield the claims under which the points of a term go where a tree says."""
        known = (*self.known, *guards)
        match tree:
            case "never":
                yield from self.safe.claims(f"{name_}: there is none", known, FALSE)
            case {"split": str(text), "yes": yes, "no": no, **rest} if not rest and depth < MAX_PLAN:
                size = self.size(text, term)
                for part, guard in ((yes, at_least(size)), (no, at_least(-size, 1))):
                    told = f"{name_}, {guard.text}"
                    yield from self.below(side, term, part, (*guards, guard), told, depth + 1)
            case {"term": _, "map": _} if isinstance(tree, dict):
                yield from self.leaf(side, term, tree, guards, name_)
            case _:
                fail(f'{name_}: a tree is "never", a split, or ends in a term and a map')

    def size(self, text: object, term: Term) -> Size:
        """Read a size over what is known and the variables of a term."""
        return read_size(text, (*self.names, *term.variables))

    @property
    def names(self) -> tuple[str, ...]:
        """The names in what is known."""
        return tuple(dict.fromkeys(letter for part in self.known for letter in _names(part)))

    def leaf(
        self, side: int, term: Term, tree: Mapping[str, Any], guards: tuple[Guard, ...], name_: str
    ) -> Iterator[Obligation]:
        """Yield the claims of a map."""
        if not set(tree) <= {"term", "map", "letters", "digits", "lemmas", "order"}:
            fail(f"{name_}: a map has no keys but term, map, letters, digits, lemmas and order")
        other, map_ = self.target(side, term, tree, name_)
        known = (*self.known, *guards)
        for own, needed, gained in self.gained(term, tree, name_):
            for guard in needed:
                yield from self.safe.claims(f"{name_}: {own} {guard.text}", known, guard)
            known = (*known, *gained)
        matched = self.matched(term, other, tree.get("letters"), name_)
        goals = [(f"the same {letter}", equal(one, there.substitute(map_))) for letter, one, there in matched]
        goals += [("guard", guard.substitute(map_)) for guard in other.guards]
        goals = [goal for goal in goals if not goal[1].is_trivial]
        order = tree.get("order")
        if order is not None and (
            not isinstance(order, list) or sorted(map(repr, order)) != sorted(map(repr, range(len(goals))))
        ):
            fail(f"{name_}: order must hold each of the {len(goals)} goals once")
        for number in range(len(goals)) if order is None else order:
            why, guard = goals[number]
            yield from self.safe.claims(f"{name_}: {why} {guard.text}", known, guard)
            if order is not None:
                known = (*known, guard)  # shown, so it may be used

    def gained(
        self, term: Term, tree: Mapping[str, Any], name_: str
    ) -> Iterator[tuple[str, tuple[Guard, ...], tuple[Guard, ...]]]:
        """Yield what has to be shown, and what is then known: digits of a position, and lemmas."""
        for item in listed(tree.get("digits", []), f"{name_}: digits"):
            match item:
                case [int(number), phase_, place_] if type(number) is int and 0 <= number < len(term.places):
                    found = term.places[number]
                case _:
                    fail(f"{name_}: digits are a number with a phase and a place")
            phase, place = self.size(phase_, term), self.size(place_, term)
            here = {found.symbol: phase}
            ranges = (*inside(phase, found.count), *inside(place, found.length.substitute(here)))
            needed = (*ranges, equal(found.position, found.offset.substitute(here) + place))
            shown = tuple(guard for guard in needed if not guard.is_trivial)
            yield "digits", shown, (equal(name(found.place), place), equal(name(found.phase), phase))
        for text in listed(tree.get("lemmas", []), f"{name_}: lemmas"):
            guard = Guard("==", self.size(text, term))
            yield "lemma", (guard,), (guard,)

    def target(self, side: int, term: Term, tree: Mapping[str, Any], name_: str) -> tuple[Term, dict[str, Size]]:
        """Give the term that a map leads to, and the map."""
        others, number, map_ = self.sides[1 - side].terms, tree["term"], tree["map"]
        if type(number) is not int or not 0 <= number < len(others):
            fail(f"{name_}: there is no such term on the other side")
        if not isinstance(map_, dict) or set(map_) != set(others[number].variables):
            fail(f"{name_}: the map must give each of {', '.join(others[number].variables) or 'no variables'}")
        return others[number], {variable: self.size(text, term) for variable, text in map_.items()}

    def matched(self, term: Term, other: Term, order: object, name_: str) -> list[tuple[str, Size, Size]]:
        """Pair the letters of two products; the k-th x with the k-th x, unless the plan says otherwise."""
        if order is None:
            found = next(iter(matches(term.letters, other.letters)), None)
        else:
            numbers = listed(order, f"{name_}: letters")
            if sorted(map(repr, numbers)) != sorted(map(repr, range(len(other.letters)))):
                fail(f"{name_}: letters must hold each letter of the other product once")
            found = [other.letters[number] for number in numbers]
        if found is None or [letter for letter, _ in found] != [letter for letter, _ in term.letters]:
            fail(f"{name_}: it goes to a product of other letters")
        return paired(term.letters, found)

    # no two points into one

    def apart(self, side: int, how: object, trees: Sequence[object]) -> Iterator[Obligation]:
        """Yield the claims under which no two points of a side go to one place."""
        terms, word = self.sides[side].terms, self.sides[side].word
        match how:
            case {"letters": list(orders), **rest} if not rest and len(orders) == len(terms):
                by_letters = True
            case {"maps": list(orders), **rest} if not rest and len(orders) == len(terms):
                by_letters = False
            case _:
                fail(f"apart: the {word} holds letters or maps, with an order of variables for each term")
        for number, (term, order) in enumerate(zip(terms, orders, strict=True)):
            if sorted(map(repr, listed(order, "apart: an order"))) != sorted(map(repr, term.variables)):
                fail(f"apart: {word} term {number} has the variables {', '.join(term.variables)}")
        for i, one in enumerate(terms):
            for i2 in range(i, len(terms)):
                other = terms[i2]
                copies = {variable: name(f"{self.copy}{variable}") for variable in other.variables}
                meets = (
                    self.same_letters(one, other, copies)
                    if by_letters
                    else self.same_place(one, other, trees[i], trees[i2], copies)
                )
                told = f"{word} terms {i} and {i2} are apart" if i != i2 else f"{word} term {i} is one to one"
                for met in meets:
                    guards = (*one.guards, *(guard.substitute(copies) for guard in other.guards), *met)
                    yield from self.distinct(told, one, guards, copies, orders[i] if i == i2 else None)

    def same_letters(self, one: Term, other: Term, copies: Mapping[str, Size]) -> Iterator[tuple[Guard, ...]]:
        """Yield the ways in which two products may be one."""
        there = [(letter, tuple(size.substitute(copies) for size in index)) for letter, index in other.letters]
        for found in matches(one.letters, there):
            yield tuple(equal(a, b) for _, a, b in paired(one.letters, found))

    def same_place(
        self, one: Term, other: Term, tree: object, tree2: object, copies: Mapping[str, Size]
    ) -> Iterator[tuple[Guard, ...]]:
        """Yield the ways in which points of two terms may go to one place."""
        for here, there in product(self.leaves(one, tree), self.leaves(other, tree2)):
            if here.to == there.to:
                met = [equal(here.map[v], there.map[v].substitute(copies)) for v in here.map]
                yield (*here.guards, *(guard.substitute(copies) for guard in there.guards), *met)

    def leaves(self, term: Term, tree: object, guards: tuple[Guard, ...] = ()) -> Iterator[Leaf]:
        """Yield the maps in which a tree ends, each with the guards above it."""
        match tree:
            case {"split": str(text), "yes": yes, "no": no}:
                size = self.size(text, term)
                yield from self.leaves(term, yes, (*guards, at_least(size)))
                yield from self.leaves(term, no, (*guards, at_least(-size, 1)))
            case {"term": int(number), "map": dict(map_)} if isinstance(tree, dict):
                gained = tuple(guard for _, _, found in self.gained(term, tree, "a map") for guard in found)
                sizes = {variable: self.size(text, term) for variable, text in map_.items()}
                yield Leaf((*guards, *gained), number, sizes)

    def distinct(
        self, name_: str, term: Term, guards: tuple[Guard, ...], copies: Mapping[str, Size], order: Sequence[str] | None
    ) -> Iterator[Obligation]:
        """Yield that two points are one, variable by variable; or, without an order, that there are none."""
        known = (*self.known, *guards)
        if order is None:
            yield from self.safe.claims(name_, known, FALSE)
            return
        for place in term.places:  # a position has one phase and one place in it
            gap = equal(place.position, place.position.substitute(copies))
            for variable in [v for v in order if v in place.position.names]:
                guard = equal(name(variable), copies[variable])
                yield from self.safe.claims(f"{name_}: {variable}", known, guard)
                known = (*known, guard)
            if not gap.is_trivial:
                yield from self.safe.claims(f"{name_}: one position", known, gap)
            known = (*known, *(equal(name(v), copies[v]) for v in (place.place, place.phase)))
        for variable in order:
            guard = equal(name(variable), copies[variable])
            if guard not in known:
                yield from self.safe.claims(f"{name_}: {variable}", known, guard)
                known = (*known, guard)


def _names(known: Known) -> Iterator[str]:
    yield from sorted(known.size.names) if isinstance(known, Guard) else names_of(known)
