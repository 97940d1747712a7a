"""From facts to trees: what shows that they cannot all hold, by looking where that is enough.

A tree is what `symtconv.checker.tree` describes. The checker replays it before it is given out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from math import ceil
from typing import Any, TypeAlias

from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, multiply, variable
from symtconv.arithmetic.term import Formula
from symtconv.checker.facts import Elimination, Fact, with_divisions
from symtconv.checker.tree import MAX_OPENED, MAX_PRODUCT
from symtconv.claims.deadline import Deadline, OutOfTimeError, TimedBudget
from symtconv.claims.farkas import Pairs, combination
from symtconv.claims.lemmas import Lemma, Quotient, lemmas
from symtconv.claims.plan import Held, Plan, Sum, halves, held, opened
from symtconv.claims.residues import Residues, divisions_for, remainders_in
from symtconv.claims.simplex import Point
from symtconv.claims.splits import aligned, candidates, names_in, rounded
from symtconv.claims.squares import sum_of_squares

__all__ = ["OutOfTimeError", "Prover", "Tree"]

Tree: TypeAlias = dict[str, Any]
MOST_OPENED = 400  # alternatives in one attempt
EASY = 100  # terms of a hypothesis, beyond which it is left to the linear programme
MOST_CUT, MOST_TRIED = 12, 24  # cuts one below the other, and splits that are looked at for one


@dataclass(frozen=True)
class Prover:
    """Looks for trees until a deadline.

    Parameters
    ----------
    deadline : Deadline
        What every step looks at; `OutOfTimeError` when it has passed.
    """

    deadline: Deadline
    _known: dict[tuple[Formula, ...], Elimination] = field(default_factory=dict, repr=False, compare=False)
    _tried: set[tuple[int, int, bool]] = field(default_factory=set, repr=False, compare=False)

    def easy(self, formulas: Iterable[Formula]) -> Tree | None:
        """Give a tree that needs no linear programme for formulas that cannot all hold, or None."""
        known = self.eliminated(tuple(formulas))
        return _Attempt(quotients_in(known), self.deadline, programmes=False).tree(known.facts, 0)

    def prove(self, formulas: Iterable[Formula], splits: int, *, products: bool = True) -> Tree | None:
        """Give a tree for formulas that cannot all hold, with at most so many splits one below the other, or None.

        Few splits are tried before many, and sums of hypotheses before products, which cost ten times as much and are
        left out where ``products`` says so. What was tried for these formulas before is not tried again.
        """
        return self.refute(self.eliminated(tuple(formulas)), splits, products=products)

    def refute(self, known: Elimination, splits: int, *, products: bool = True, least: int = 0) -> Tree | None:
        """Do the same for facts that were made already, and with at least so many splits."""
        for depth in range(least, splits + 1):
            for multiplied in (False, True) if depth else (True,):
                tried = id(known), depth, multiplied
                if tried in self._tried or (multiplied and depth and not products):
                    continue
                tree = _Attempt(quotients_in(known), self.deadline, products=multiplied).tree(known.facts, depth)
                if tree is not None:
                    return tree
                if any(known is other for other in self._known.values()):  # its id is not used again
                    self._tried.add(tried)
        return None

    def by_residues(self, formulas: tuple[Formula, ...]) -> Tree | None:
        """Give a tree that divides names of the claim by a small number, and goes through what they leave over."""
        divisions = divisions_for(remainders_in(self.eliminated(formulas)))
        if not divisions:
            return None
        pairs = [list(pair) for pair in divisions]
        more, _ = with_divisions(formulas, {"dividing": pairs, "tree": {}})
        known = self.eliminated(tuple(more))
        attempt = _Attempt(quotients_in(known), self.deadline, products=False)
        quotients = {
            name: next(q for q, dividend, by in attempt.quotients if (dividend, by) == (variable(name), constant(m)))
            for name, m in divisions
        }
        facts = held(known.facts)
        residues = Residues(quotients, divisions[0][1], remainders_in(known), lambda known: attempt.below(known, 0, 0))
        plan = residues.plan(facts)
        return None if plan is None else {"dividing": pairs, "tree": plan.tree(facts)}

    def eliminated(self, formulas: tuple[Formula, ...]) -> Elimination:
        """Give what holds where all formulas hold; made once."""
        if formulas not in self._known:
            elimination = Elimination(TimedBudget(deadline=self.deadline))
            for formula in formulas:
                elimination.assume(formula)
            self._known[formulas] = elimination
        return self._known[formulas]


def quotients_in(known: Elimination) -> list[Quotient]:
    """Give the quotients among the names of facts."""
    named = known.named.items()
    return [(name, dict(parts[0]), dict(parts[1])) for (word, parts), name in named if word == "//"]


@dataclass
class _Attempt:
    """One search for a tree."""

    quotients: Sequence[Quotient]
    deadline: Deadline
    programmes: bool = True
    products: bool = True
    opened: int = 0
    pairs: Pairs = field(default_factory=Pairs)

    def tree(self, facts: Iterable[Fact], splits: int) -> Tree | None:
        known = held(facts)
        plan = self.below(known, splits, 0)
        return None if plan is None else plan.tree(known)

    def below(self, known: tuple[Held, ...], splits: int, depth: int) -> Plan | None:
        """Plan for what is known: a sum, else alternatives opened, else a split."""
        self.deadline.tick()
        sources = [one for one in known if not one.is_choice]
        hypotheses = [one.polynomial for one in sources]
        terms = _easy(hypotheses)
        if terms is not None:
            return Sum.of(terms, sources)
        found: Sequence[tuple[int, list[int]]] | Point | None = None
        follows = self.lemmas(hypotheses) if self.programmes else []
        if self.programmes:
            found = combination(hypotheses, follows, self.deadline, products=self.products, pairs=self.pairs)
            if not isinstance(found, Point):
                return Sum.of(found, sources)
        if depth == MAX_OPENED:
            return None
        choice = self.promising(known, hypotheses)
        if choice is not None:
            self.opened += 1
            rest = tuple(one for one in known if one is not choice)
            return self.each(choice, rest, [held([part]) for part in choice.parts], splits, depth)
        squares = sum_of_squares(sources, self.deadline) if self.products and isinstance(found, Point) else None
        if squares is not None or splits == 0 or not isinstance(found, Point):
            return squares
        return self.split(known, hypotheses, follows, found, splits, depth)

    def each(
        self,
        source: Held | Polynomial,
        rest: tuple[Held, ...],
        branches: Sequence[tuple[Held, ...]],
        splits: int,
        depth: int,
    ) -> Plan | None:
        """Plan for every branch; where one does not need what is new in it, that is the plan for all of them."""
        return opened(source, [(new, partial(self.below, (*rest, *new), splits, depth + 1)) for new in branches])

    def cut(self, hypotheses: Sequence[Polynomial], follows: Sequence[Lemma], point: Point) -> Polynomial | None:
        """Give a split of which one side is impossible at first sight, and which says something new."""
        at_once = rounded(hypotheses), aligned(hypotheses, self.quotients)
        for split in chain(*at_once, islice(self.separating(point, hypotheses, follows), MOST_TRIED)):
            for half in halves(split):
                more = [*hypotheses, half[0].polynomial]
                if not isinstance(combination(more, self.lemmas(more), self.deadline, products=False), Point):
                    return split
        return None

    def lemmas(self, hypotheses: Sequence[Polynomial]) -> list[Lemma]:
        """Give what follows from hypotheses in products that the checker takes."""
        return [one for one in lemmas(hypotheses, self.quotients) if max(map(len, one.products)) <= MAX_PRODUCT]

    def promising(self, known: Sequence[Held], hypotheses: Sequence[Polynomial]) -> Held | None:
        """Give the alternatives of which fewest are possible at first sight."""
        choices = [one for one in known if one.is_choice] if self.opened < MOST_OPENED else []
        # Of equals the last, which is the goal or near it: what it does not need is then never opened.
        possible = {one: sum(_possible(part, hypotheses) for part in one.parts) for one in reversed(choices)}
        return min(possible, key=possible.__getitem__, default=None)

    def split(
        self,
        known: tuple[Held, ...],
        hypotheses: Sequence[Polynomial],
        follows: Sequence[Lemma],
        point: Point,
        splits: int,
        depth: int,
    ) -> Plan | None:
        """Plan for both sides of a split; one that costs nothing is taken at once and does not count."""
        hypotheses = [hypothesis for hypothesis in hypotheses if len(hypothesis) <= EASY]
        cut = self.cut(hypotheses, follows, point) if depth < MOST_CUT else None
        if cut is not None:
            return self.each(cut, known, halves(cut), splits, depth)
        for split in chain(
            self.separating(point, hypotheses, follows), self.others(hypotheses, follows) if self.products else ()
        ):
            plan = self.each(split, known, halves(split), splits - 1, depth)
            if plan is not None:
                return plan
        return None

    def separating(
        self, point: Point, hypotheses: Sequence[Polynomial], follows: Sequence[Lemma]
    ) -> Iterator[Polynomial]:
        """Yield splits that leave the point out on both sides."""
        seen = set()
        for split in self.others(hypotheses, follows):
            form = {monomial: factor for monomial, factor in split.items() if monomial}
            key = tuple(sorted(form.items()))
            if key not in seen:
                seen.add(key)
                value = point.value(form)
                if value.denominator != 1:
                    yield add(form, constant(-ceil(value)))

    def others(self, hypotheses: Sequence[Polynomial], follows: Sequence[Lemma]) -> Iterator[Polynomial]:
        """Yield all splits; products may make one useful that the point alone does not ask for."""
        for split in candidates([*hypotheses, *(lemma.polynomial for lemma in follows)], self.quotients):
            self.deadline.tick()
            yield split


def _possible(part: Fact, hypotheses: Sequence[Polynomial]) -> bool:
    more = [one.polynomial for one in held([part]) if not one.is_choice]
    return _easy([*hypotheses, *more]) is None


def _easy(hypotheses: Sequence[Polynomial]) -> list[Any] | None:
    """Find a sum by looking: one or two hypotheses that contradict, or one that the bounds of names contradict."""
    return _opposites(hypotheses) or _beyond_bounds(hypotheses)


def _opposites(hypotheses: Sequence[Polynomial]) -> list[Any] | None:
    least: dict[tuple[tuple[Monomial, int], ...], int] = {}
    for number, hypothesis in enumerate(hypotheses):
        if len(hypothesis) > EASY:
            continue
        shape = tuple(sorted((monomial, factor) for monomial, factor in hypothesis.items() if monomial))
        if not shape and hypothesis.get((), 0) < 0:
            return [[1, [number]]]
        opposite = least.get(tuple((monomial, -factor) for monomial, factor in shape))
        if opposite is not None and hypothesis.get((), 0) + hypotheses[opposite].get((), 0) < 0:
            return [[1, [opposite]], [1, [number]]]
        known = least.get(shape)
        if known is None or hypothesis.get((), 0) < hypotheses[known].get((), 0):
            least[shape] = number
    return None


def _beyond_bounds(hypotheses: Sequence[Polynomial]) -> list[Any] | None:
    """Write the negative of a hypothesis in the names' distances from their bounds: if no sign is wrong, done."""
    bounds: dict[str, tuple[int, int]] = {}  # name -> its lower bound, and the hypothesis that says so
    for number, hypothesis in enumerate(hypotheses):
        heads = [monomial for monomial in hypothesis if monomial]
        if len(heads) == 1 and len(heads[0]) == 1 and hypothesis[heads[0]] == 1:
            low = -hypothesis.get((), 0)
            if low > bounds.get(heads[0][0], (low - 1, 0))[0]:
                bounds[heads[0][0]] = (low, number)
    for number, hypothesis in enumerate(hypotheses):
        if (
            len(hypothesis) > EASY
            or max(map(len, hypothesis), default=0) > MAX_PRODUCT
            or not names_in(hypothesis) <= set(bounds)
        ):
            continue
        shifted = _shifted(hypothesis, {name: low for name, (low, _) in bounds.items()})
        if all(factor < 0 for factor in shifted.values()) and shifted.get((), 0) < 0:
            spread = ((-factor, [bounds[name][1] for name in monomial]) for monomial, factor in shifted.items())
            return [[1, [number]], *([factor, numbers] for factor, numbers in spread if numbers)]
    return None


def _shifted(polynomial: Polynomial, lows: dict[str, int]) -> Polynomial:
    total: Polynomial = {}
    for monomial, factor in polynomial.items():
        parts: Polynomial = {(): factor}
        for name in monomial:
            parts = multiply(parts, add(variable(name), constant(lows[name])))
        total = add(total, parts)
    return total
