"""Why two programs differ wherever a condition does not hold: a length, or an entry given by sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.sizes import DivisorError, holds
from symtconv.arithmetic.term import Comparison, Connective, names_of, walk
from symtconv.checker.guards import Known
from symtconv.checker.sides import FALSE, Sides, matches, paired
from symtconv.claims.rewriting.corners import corners
from symtconv.claims.rewriting.deciding import decided
from symtconv.claims.rewriting.engine import Engine
from symtconv.claims.rewriting.maps import tops
from symtconv.claims.writing import text
from symtconv.programs.arrays import Array, UndefinedError, run
from symtconv.programs.denotation import Term
from symtconv.programs.guard import Guard, equal, inside
from symtconv.programs.question import Question
from symtconv.programs.size import Size, Values, name, of

SPLITS = ("s >= 2", "a >= 2", "d >= 2", "n >= 2", "k >= 2", "k >= s", "p >= k", "a >= p", "p >= s", "a >= s")
FEW, MOST_CORNERS = 8, 200  # what is looked at to find where to split


@dataclass
class Differing:
    """Looks for a tree that shows that two programs differ."""

    question: Question
    engine: Engine
    condition: str = "never"

    def tree(self, base: tuple[Known, ...], bad: Sequence[Values], depth: int) -> object | None:
        """Give a tree that shows that the programs differ wherever ``base`` holds and both are defined."""
        replaced = decided(self.question, self.engine, bad[:40], base) if bad else {}
        pairs = [[str(old), new.text] for old, new in replaced.items()]
        sides = Sides(self.question, base, replaced)
        known = (*base, *dict.fromkeys((*sides.facts(0), *sides.facts(1))))
        arrays = [(values, *self.arrays(values)) for values in bad]
        both = [(values, left, right) for values, left, right in arrays if left is not None and right is not None]
        for how in self.ways(sides, known, both):
            return {"replace": pairs, "by": how}
        if depth:
            return self.split(base, bad, both, sides, depth)
        return None

    def of_condition(self) -> list[str]:
        """Give the parts of the condition, and for an equation on which side its right side lies."""
        if self.condition == "never":
            return []
        parts = [part for part in walk(parse(self.condition)) if isinstance(part, Comparison)]
        found = [text(part) for part in parts] if len(parts) > 1 else []
        found += [text(Comparison(">=", part.left, part.right)) for part in parts if part.word == "=="]
        return list(dict.fromkeys(found))

    def arrays(self, values: Values) -> tuple[Array | None, Array | None]:
        """Evaluate both programs; None where one is undefined."""
        found: list[Array | None] = []
        for program in self.question.programs:
            try:
                found.append(run(program.root, values))
            except UndefinedError:
                found.append(None)
        return found[0], found[1]

    def ways(
        self, sides: Sides, known: tuple[Known, ...], both: Sequence[tuple[Values, Array, Array]]
    ) -> Iterator[Any]:
        """Yield the first way to differ that can be shown."""
        if not both:
            if self.engine.prove(known, FALSE, 1) is not None:
                yield "nowhere"
                return
            yield from self.unmet(sides, known)
            return
        for axis, (one, other) in enumerate(zip(sides.lengths(0), sides.lengths(1), strict=True)):
            for sign in (1, -1):
                gap = (one - other) * sign
                larger = all(gap.value(values) >= 1 for values, _, _ in both)
                if larger and self.engine.prove(known, Guard(">=", gap - 1)) is not None:
                    yield {"length": axis, "sign": sign}
                    return
        collections = sides.collections()
        for side in (0, 1):
            for number, term in enumerate(collections[side].terms):
                for at in corners(sides, side, term, [values for values, _, _ in both]):
                    everywhere = all(self.differs(sides, side, term, at, *point) for point in both)
                    if everywhere and self.shown(sides, known, side, term, at):
                        told = {letter: size.text for letter, size in at.items()}
                        yield {"entry": told, "side": side, "term": number}
                        return

    def unmet(self, sides: Sides, known: tuple[Known, ...]) -> Iterator[Any]:
        """Yield a need that fails at the first or the last phase."""
        for side in (0, 1):
            for number, need in enumerate(sides.needs(side)):
                phases = sorted(
                    {letter for guard in need.context for letter in guard.size.names} - set(self.question.names)
                )
                if not phases:
                    continue
                ends = [of(0), *(top - 1 for top in tops(phases[0], need.context))]
                for end in ends if len(phases) == 1 else ():
                    at = {phases[0]: end}
                    claims = [guard.substitute(at) for guard in need.context]
                    if any(self.engine.prove(known, claim, 1) is None for claim in claims):
                        continue
                    if self.engine.prove((*known, need.guard.substitute(at)), FALSE, 1) is not None:
                        yield {"need": [side, number], "at": {phases[0]: end.text}}
                        return

    def differs(
        self, sides: Sides, side: int, term: Term, at: Mapping[str, Size], values: Values, left: Array, right: Array
    ) -> bool:
        """Tell whether a product is there on one side and not on the other, at one point of the sample."""
        try:
            here = {**values, **{letter: size.value(values) for letter, size in at.items()}}
            place = tuple(here[j] for j in sides.index)
            if not left.has(place) or not all(guard.holds(here) for guard in term.guards):
                return False
            monomial = tuple(sorted((letter, tuple(s.value(here) for s in index)) for letter, index in term.letters))
        except DivisorError:
            return False
        theirs = (right, left)[side].entries.get(place)
        return theirs is None or monomial not in theirs.terms

    def shown(self, sides: Sides, known: tuple[Known, ...], side: int, term: Term, at: Mapping[str, Size]) -> bool:
        """Prove that a product is there on one side and not on the other."""
        ranges = [
            guard for j, length in zip(sides.index, sides.lengths(0), strict=True) for guard in inside(name(j), length)
        ]
        for guard in (*ranges, *term.guards):
            there = guard.substitute(at)
            if not there.is_trivial and self.engine.prove(known, there, 1) is None:
                return False
        place = {j: at[j] for j in sides.index}
        letters = [(letter, tuple(size.substitute(at) for size in index)) for letter, index in term.letters]
        for other in sides.collections()[1 - side].terms:
            theirs = [(letter, tuple(size.substitute(place) for size in index)) for letter, index in other.letters]
            for match_ in matches(letters, theirs):
                met = [equal(a, b) for _, a, b in paired(letters, match_)]
                guards = [guard.substitute(place) for guard in other.guards]
                if self.engine.prove((*known, *guards, *met), FALSE, 1) is None:
                    return False
        return True

    def of_corners(self, sides: Sides, bad: Sequence[Values], both: Sequence[tuple[Values, Array, Array]]) -> list[str]:
        """Give what the product at a corner needs to be there, of the corners that serve most of the sample."""
        few = both[:FEW]
        told: list[tuple[int, list[str]]] = []
        collections = sides.collections()
        for side, term in [(0, term) for term in collections[0].terms] + [(1, term) for term in collections[1].terms]:
            ranges = [
                guard
                for j, length in zip(sides.index, sides.lengths(0), strict=True)
                for guard in inside(name(j), length)
            ]
            for at in islice(corners(sides, side, term, [values for values, _, _ in both]), MOST_CORNERS):
                served = sum(self.differs(sides, side, term, at, *point) for point in few)
                if not served > 0:
                    continue
                there = [guard.substitute(at) for guard in (*ranges, *term.guards)]
                mixed = [
                    f"{guard.size.text} {guard.word} 0"
                    for guard in there
                    if guard.size.names <= set(self.question.names) and len({guard.holds(v) for v in bad}) == 2
                ]
                told.append((served, mixed))
        told.sort(key=lambda one: -one[0])
        return list(dict.fromkeys(text_ for _, mixed in told for text_ in mixed))[:3]

    def split(
        self,
        base: tuple[Known, ...],
        bad: Sequence[Values],
        both: Sequence[tuple[Values, Array, Array]],
        sides: Sides,
        depth: int,
    ) -> object | None:
        """Split at the sign of a difference of lengths, or at one of the usual conditions."""
        conditions = []
        for one, other in zip(sides.lengths(0), sides.lengths(1), strict=True):
            gap = one - other
            signs = {(number > 0) - (number < 0) for number in (gap.value(values) for values, _, _ in both)}
            if len(signs) > 1 and gap.names <= set(self.question.names):
                conditions += [f"{gap.text} >= 1", f"{gap.text} <= -1"]
        conditions += self.of_condition()
        conditions += self.of_corners(sides, bad, both)
        conditions += [told for told in SPLITS if set(names_of(parse(told))) <= set(self.question.names)]
        for told in conditions:
            formula = self.question.condition(told)
            truths = [holds(formula, values) for values in bad]
            if all(truths) or not any(truths):
                continue
            yes = self.tree((*base, formula), [v for v, t in zip(bad, truths, strict=True) if t], depth - 1)
            if yes is None:
                continue
            negated = Connective("not", (formula,))
            no = self.tree((*base, negated), [v for v, t in zip(bad, truths, strict=True) if not t], depth - 1)
            if no is not None:
                return {"split": told, "yes": yes, "no": no}
        return None
