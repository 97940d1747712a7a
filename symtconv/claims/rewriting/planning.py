"""A plan for two programs: replacements, splits, and for every product where its points go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

from symtconv.arithmetic.polynomial import divided
from symtconv.checker.guards import Known
from symtconv.checker.obligations import of_plan, of_text
from symtconv.checker.sides import FALSE, Obligation, Safe, Sides, matches
from symtconv.claims.rewriting.deciding import decided, of_alternatives, undecided
from symtconv.claims.rewriting.engine import Engine, Proof
from symtconv.claims.rewriting.maps import met, order_of, renamed, solve
from symtconv.claims.rewriting.points import points_of
from symtconv.geometry import LimitError, Message
from symtconv.programs.arrays import UndefinedError, run
from symtconv.programs.denotation import Term
from symtconv.programs.guard import Guard, at_least, equal
from symtconv.programs.question import Question
from symtconv.programs.size import Opaque, Size, Values, name, of

Plan = dict[str, Any]
DEPTH, ROOT_DEPTH = 4, 3


class NoPlanError(Exception):
    """No plan was found; the message says what is missing."""


@dataclass(frozen=True)
class Found:
    """A plan whose claims are all proved."""

    plan: object
    proofs: list[Proof]


def proved(question: Question, engine: Engine, configurations: Sequence[Values]) -> Found:
    """Find a plan and prove its claims.

    Parameters
    ----------
    question : Question
    engine : Engine
    configurations : sequence of assignments
        At which both programs are defined and equal.

    Raises
    ------
    NoPlanError
        With what could not be found or shown.
    """
    safe = Safe(question.conditions)
    text = shown_all(engine, of_text(question, safe))
    plan, proofs = _rooted(question, engine, configurations, question.conditions, safe, 0)
    return Found(plan, [*text, *proofs])


def _rooted(
    question: Question,
    engine: Engine,
    configurations: Sequence[Values],
    base: tuple[Known, ...],
    safe: Safe,
    depth: int,
) -> tuple[object, list[Proof]]:
    if not configurations and engine.prove(base, FALSE, 1) is not None:
        return "never", shown_all(engine, of_plan(question, base, Safe(base, safe), "never", depth))
    replaced = decided(question, engine, configurations, base)
    either = list(of_alternatives(base, configurations))[:1] if depth == 0 else []
    reason = ""
    for asked in (engine.hasty(), engine) if either else (engine,):
        for by_maps in (False, True):
            try:
                plan = _Planner(question, asked, configurations, base, replaced, by_maps=by_maps).plan()
                if plan is not None:
                    return plan, shown_all(asked, of_plan(question, base, Safe(base, safe), plan, depth))
            except NoPlanError as error:
                reason = reason or error.args[0]
        if asked is not engine:  # what a condition leaves open makes claims harder
            try:
                return _split(question, engine, configurations, base, safe, depth, either)
            except NoPlanError as error:
                reason = reason or error.args[0]
    sizes = [*undecided(question, replaced, configurations), *of_alternatives(base, configurations)]
    try:
        return _split(
            question, engine, configurations, base, safe, depth, [size for size in sizes if size not in either]
        )
    except NoPlanError as error:
        raise NoPlanError(reason or error.args[0]) from None


def _split(
    question: Question,
    engine: Engine,
    configurations: Sequence[Values],
    base: tuple[Known, ...],
    safe: Safe,
    depth: int,
    sizes: Sequence[Size],
) -> tuple[object, list[Proof]]:
    """Find a plan on either side of the sign of one of some sizes."""
    reason = ""
    for size in sizes if depth < ROOT_DEPTH else ():
        found = []
        for guard in (at_least(size), at_least(-size, 1)):
            kept = [values for values in configurations if guard.holds(values)]
            try:
                found.append(_rooted(question, engine, kept, (*base, guard), Safe((*base, guard), safe), depth + 1))
            except NoPlanError as error:
                reason = reason or error.args[0]
                break
        if len(found) == 2:
            (yes, ours), (no, theirs) = found
            return {"split": size.text, "yes": yes, "no": no}, [*ours, *theirs]
    raise NoPlanError(reason)


def shown_all(engine: Engine, claims: Iterator[Obligation]) -> list[Proof]:
    """Prove every claim; `NoPlanError` names the first that has no proof."""
    proofs = []
    for claim in claims:
        proof = engine.prove(claim.known, claim.goal)
        if proof is None:
            raise NoPlanError(Message("{name}: {goal} could not be shown", name=claim.name, goal=claim.goal.text))
        proofs.append(proof)
    return proofs


@dataclass
class _Planner:
    question: Question
    engine: Engine
    configurations: Sequence[Values]
    base: tuple[Known, ...]
    replaced: dict[str, Size]
    by_maps: bool
    sides: Sides = field(init=False)
    used: set[object] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.sides = Sides(self.question, self.base, self.replaced)
        self.known = self.sides.known()
        self.collections = self.sides.collections()

    def plan(self) -> Plan | None:
        """Give a plan; None where letters alone cannot keep points apart."""
        twice = [self.repeats(side) for side in (0, 1)]
        if not self.by_maps and any(twice):
            return None
        to: list[list[object]] = [[], []]
        for side in (0, 1):
            self.used = set()
            for number, term in enumerate(self.collections[side].terms):
                points = points_of(term, self.sides.index, self.sides.lengths(0), self.configurations)
                tree = self.tree(side, term, term.guards, points, DEPTH)
                if tree is None:
                    said = "no map for term {number} of the {side} was found"
                    raise NoPlanError(Message(said, number=number, side=self.collections[side].word))
                to[side].append(tree)
        apart = [
            {
                "maps" if self.by_maps and (any(twice) or True) else "letters": [
                    self.order(term) for term in self.collections[side].terms
                ]
            }
            for side in (0, 1)
        ]
        pairs = [[str(old), new.text] for old, new in self.replaced.items()]
        return {"replace": pairs, "apart": apart, "to": to}

    def repeats(self, side: int) -> bool:
        """Tell whether a product occurs twice in an entry, at one of a few sizes."""
        terms = self.collections[side].terms
        if len({id(term) for term in terms}) < len(terms) or (
            len(set(map(_shape_of, terms))) < len(terms) and _alike(terms)
        ):
            return True
        for values in self.configurations[:12]:
            try:
                array = run(self.question.programs[side].root, values)
            except (UndefinedError, LimitError):
                continue
            if any(abs(factor) > 1 for entry in array.entries.values() for factor in entry.terms.values()):
                return True
        return False

    def order(self, term: Term) -> list[str]:
        found = order_of(term, self.configurations)
        return found if sorted(found) == sorted(term.variables) else list(term.variables)

    def tree(
        self, side: int, term: Term, guards: tuple[Guard, ...], points: Sequence[Values], depth: int
    ) -> object | None:
        known = (*self.known, *guards)
        if not points and self.engine.prove(known, FALSE, 1) is not None:
            return "never"
        best: tuple[int, Size] | None = None
        for number, other, order, letters, map_ in self.candidates(side, term, points):
            goals = [*met(other, letters, map_), *(guard.substitute(map_) for guard in other.guards)]
            bad = [goal for goal in goals if not all(goal.holds(point) for point in points)]
            if not bad and self.free(number, map_, points):
                return self.leaf(term, other, number, map_, order, known, points)
            useful = [goal.size for goal in bad if goal.word == ">=" and any(goal.holds(point) for point in points)]
            if not bad:  # two points go to one place: a variable tells them apart
                useful = [name(variable) - 1 for variable in term.variables]
                useful = [size for size in useful if len({at_least(size).holds(point) for point in points}) == 2]
            score = sum(all(goal.holds(point) for goal in goals) for point in points)
            if useful and score and (best is None or score > best[0]):
                best = (score, useful[0])
        if best is None or depth == 0:
            return None
        return self.split(side, term, guards, points, depth, best[1])

    def candidates(
        self, side: int, term: Term, points: Sequence[Values]
    ) -> Iterator[tuple[int, Term, list[int] | None, Any, dict[str, Size]]]:
        """Yield terms of the other side with ways to match the letters and maps."""
        for number, other in enumerate(self.collections[1 - side].terms):
            for letters, order in self.pairings(term, other):
                same = renamed(term, other, letters)
                if same is not None:
                    yield number, other, order, letters, same
                for map_ in solve(other, letters, points or self.configurations, term):
                    yield number, other, order, letters, map_

    def split(
        self, side: int, term: Term, guards: tuple[Guard, ...], points: Sequence[Values], depth: int, size: Size
    ) -> object | None:
        branches = []
        for guard in (at_least(size), at_least(-size, 1)):
            kept = [point for point in points if guard.holds(point)]
            branch = self.tree(side, term, (*guards, guard), kept, depth - 1)
            if branch is None:
                return None
            branches.append(branch)
        return {"split": size.text, "yes": branches[0], "no": branches[1]}

    def pairings(self, term: Term, other: Term) -> Iterator[tuple[Any, list[int] | None]]:
        """Yield the letters of the term in the other's order, and what the plan says of it."""
        for number, found in enumerate(matches(term.letters, other.letters)):
            # found holds the other's letters in the term's order; turned round: the term's in the other's order.
            places = _places(found, other.letters)
            turned = [term.letters[places.index(place)] for place in range(len(other.letters))]
            yield turned, places if number else None

    def free(self, number: int, map_: Mapping[str, Size], points: Sequence[Values]) -> bool:
        """Tell whether no other point of this side goes where these would go; and take the places."""
        if not self.by_maps:
            return True
        places = set()
        fixed = (*self.question.names, *self.sides.index)
        for point in points:
            image = (number, *(point[n] for n in fixed), *(map_[v].value(point) for v in sorted(map_)))
            if image in self.used or image in places:
                return False
            places.add(image)
        self.used |= places
        return True

    def leaf(
        self,
        term: Term,
        other: Term,
        number: int,
        map_: Mapping[str, Size],
        order: list[int] | None,
        known: tuple[Known, ...],
        points: Sequence[Values],
    ) -> Plan:
        leaf: Plan = {"term": number, "map": {variable: size.text for variable, size in map_.items()}}
        if order is not None:
            leaf["letters"] = order
        letters = next(letters for letters, found in self.pairings(term, other) if found == order)
        goals = [*met(other, letters, map_), *(guard.substitute(map_) for guard in other.guards)]
        goals = [goal for goal in goals if not goal.is_trivial]
        hard = [goal for goal in goals if self.engine.prove(known, goal, 0) is None]
        if not hard:
            return leaf
        digits, gained = self.digits(term)
        if digits:
            leaf["digits"], known = digits, (*known, *gained)
        lemmas = self.lemmas(term, known, points)
        if lemmas:
            leaf["lemmas"] = [lemma.size.text for lemma in lemmas]
            known = (*known, *lemmas)
        leaf["order"] = self.arranged(goals, known)
        return leaf

    def digits(self, term: Term) -> tuple[list[list[object]], list[Guard]]:
        """Find phases and places that stand in a position as they are."""
        found: list[list[object]] = []
        gained: list[Guard] = []
        for number, cat in enumerate(term.places):
            others = [variable for variable in term.variables if variable not in (cat.place, cat.phase)]
            for phase, place in permutations(others, 2):
                if cat.position == cat.offset.substitute({cat.symbol: name(phase)}) + name(place):
                    found.append([number, phase, place])
                    gained += [equal(name(cat.place), name(place)), equal(name(cat.phase), name(phase))]
                    break
        return found, gained

    def arranged(self, goals: Sequence[Guard], known: tuple[Known, ...]) -> list[int]:
        """Give an order in which every goal follows easily from those before it."""
        order: list[int] = []
        todo = list(range(len(goals)))
        while todo:
            now = (*known, *(goals[number] for number in order))
            easy = [number for number in todo if self.engine.prove(now, goals[number], 0) is not None]
            if not easy:
                break
            order += easy
            todo = [number for number in todo if number not in easy]
        return order + todo

    def lemmas(self, term: Term, known: tuple[Known, ...], points: Sequence[Values]) -> list[Guard]:
        """Find equations A = a that follow from ``c*A + B = 0`` with ``|B| < c``: the digits of a number are unique."""
        found: list[Guard] = []
        local = {*term.variables, *self.sides.index}
        for part in known:
            if not isinstance(part, Guard) or part.word != "==" or not points:
                continue
            size = part.size
            heads: list[Size] = [
                name(atom)
                for atom in sorted({atom for monomial in size.terms for atom in monomial})
                if atom not in local and not isinstance(atom, Opaque)
            ]
            heads += [of(number) for number in sorted({abs(c) for m, c in size.terms.items() if m and abs(c) > 1})]
            for head in heads:
                whole = _divided(size, head)
                if whole.constant is not None:
                    continue
                values = {whole.value(point) for point in points}
                if len(values) != 1:
                    continue
                number = values.pop()
                for lemma in (equal(whole, of(number)), Guard("==", size - (whole - number) * head)):
                    if not lemma.is_trivial and self.engine.prove((*known, *found), lemma, 1, 3.0) is not None:
                        found.append(lemma)
        return found


def _divided(size: Size, head: Size) -> Size:
    number = head.constant
    if number is not None:
        return Size({m: c // number for m, c in size.terms.items() if c % number == 0})
    return Size(divided(size.terms, head.terms)[0])


def _places(found: Sequence[object], letters: Sequence[object]) -> list[int]:
    """Say which of some letters stand in another order, equal ones one after the other."""
    left = list(range(len(letters)))
    places = []
    for part in found:
        place = next(number for number in left if letters[number] is part)
        left.remove(place)
        places.append(place)
    return places


def _shape_of(term: Term) -> tuple[object, ...]:
    return (term.variables, term.guards, term.letters)


def _alike(terms: Sequence[Term]) -> bool:
    return len(set(map(_shape_of, terms))) < len(terms)
