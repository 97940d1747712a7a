"""The claims under which two programs are equal only where a condition holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symtconv.arithmetic.term import Connective
from symtconv.certificates.format import fail
from symtconv.checker.entries import MAX_PLAN
from symtconv.checker.guards import Known
from symtconv.checker.obligations import of_text
from symtconv.checker.plan import read_pair, read_size
from symtconv.checker.sides import FALSE, Obligation, Safe, Sides, matches, paired
from symtconv.programs.guard import Guard, equal, inside
from symtconv.programs.question import Question
from symtconv.programs.size import Size, name


def under(question: Question, condition: str) -> Question:
    """Give the question with one condition more."""
    return Question(question.tensors, question.left, question.right, question.let, (*question.where, condition))


def differences(question: Question, condition: str, tree: object) -> Iterator[Obligation]:
    """Yield the claims under which the programs differ wherever both are defined and a condition does not hold.

    Where only one of them is defined they differ as it is.
    """
    where: tuple[Known, ...] = question.conditions
    safe = Safe(where)
    yield from of_text(question, safe)
    if condition != "never":
        where = (*where, Connective("not", (question.condition(condition),)))
    yield from _differ(question, where, safe, tree, 0)


def _differ(question: Question, base: tuple[Known, ...], safe: Safe, tree: object, depth: int) -> Iterator[Obligation]:
    match tree:
        case {"split": str(text), "yes": yes, "no": no, **rest} if not rest and depth < MAX_PLAN:
            formula = question.condition(text)
            for part, known in ((yes, formula), (no, Connective("not", (formula,)))):
                yield from _differ(question, (*base, known), Safe((*base, known), safe), part, depth + 1)
        case {"replace": list(pairs), "by": how, **rest} if not rest:
            replaced: dict[str, Size] = {}
            for pair in pairs:
                old, new = read_pair(pair, question.names)
                yield from safe.claims(f"{old} is {new.text}", base, equal(Size({(old,): 1}), new))
                replaced[old] = new
            sides = Sides(question, base, replaced)
            given = (*base, *dict.fromkeys((*sides.facts(0), *sides.facts(1))))
            yield from _differ_by(sides, given, Safe(given, safe), how)
        case _:
            fail("condition.only_if is a split, or holds replace and by")


def _differ_by(sides: Sides, known: tuple[Known, ...], safe: Safe, how: object) -> Iterator[Obligation]:
    """Yield the claims for one way to differ: nothing is there, a need that fails, a length, or an entry."""
    match how:
        case "nowhere":
            yield from safe.claims("both are defined nowhere", known, FALSE)
        case {"need": [int(side), int(number)], "at": dict(at), **rest} if not rest and side in (0, 1):
            found = sides.needs(side)
            if not 0 <= number < len(found):
                fail("condition.only_if: there is no such need")
            phases = {phase: read_size(text, sides.question.names) for phase, text in at.items()}
            for guard in found[number].context:
                yield from safe.claims("the phase is one", known, guard.substitute(phases))
            broken = found[number].guard.substitute(phases)
            yield from safe.claims(f"undefined: {found[number].why}", (*known, broken), FALSE)
        case {"length": int(axis), "sign": 1 | -1 as sign, **rest} if not rest and 0 <= axis < len(sides.index):
            gap = sides.lengths(0)[axis] - sides.lengths(1)[axis]
            yield from safe.claims(f"length of axis {axis} differs", known, Guard(">=", gap * sign - 1))
        case {"entry": dict(at), "side": 0 | 1 as side, "term": int(number), **rest} if not rest:
            yield from _differ_at(
                sides, known, safe, {k: read_size(v, sides.question.names) for k, v in at.items()}, side, number
            )
        case _:
            fail("condition.only_if: by is nowhere, a need, a length or an entry")


def _differ_at(
    sides: Sides, known: tuple[Known, ...], safe: Safe, at: Mapping[str, Size], side: int, number: int
) -> Iterator[Obligation]:
    """Claim that a product occurs at an index on one side and not on the other, given by sizes."""
    both = sides.collections()
    if not 0 <= number < len(both[side].terms):
        fail("condition.only_if: there is no such term")
    term = both[side].terms[number]
    if set(at) != {*term.variables, *sides.index}:
        fail("condition.only_if: at gives the variables of the term and the index")
    place = {j: at[j] for j in sides.index}
    ranges = [
        guard for j, length in zip(sides.index, sides.lengths(0), strict=True) for guard in inside(name(j), length)
    ]
    for guard in (*ranges, *term.guards):
        there = guard.substitute(at)
        if not there.is_trivial:
            yield from safe.claims(f"the product is there: {guard.text}", known, there)
    letters = [(letter, tuple(size.substitute(at) for size in index)) for letter, index in term.letters]
    for other in both[1 - side].terms:
        theirs = [(letter, tuple(size.substitute(place) for size in index)) for letter, index in other.letters]
        for match_ in matches(letters, theirs):
            met = [equal(a, b) for _, a, b in paired(letters, match_)]
            guards = [guard.substitute(place) for guard in other.guards]
            yield from safe.claims("the product is not on the other side", (*known, *guards, *met), FALSE)
