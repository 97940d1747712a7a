"""From two programs and a plan to the claims whose truth makes the programs equal.

An entry is a sum over guarded integer points of products of letters. Terms with a negative coefficient change sides
and a coefficient is as many terms, so that two finite collections of products remain. They are the same when each
goes into the other, product by product and point by point, no two points into one: then every product occurs as
often here as there. A plan says where points go (a map, or a split); that no two go to one place is shown by their
letters, which are then different, or by the maps. Both programs have to be defined at the same sizes, and equally long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from symtconv.certificates.format import fail
from symtconv.checker.entries import MAX_PLAN, Entries
from symtconv.checker.guards import Known, divisors_in
from symtconv.checker.plan import read_pair, read_size
from symtconv.checker.sides import FALSE, Obligation, Safe, Sides
from symtconv.programs.guard import at_least, equal
from symtconv.programs.question import Question
from symtconv.programs.size import Size


def obligations(question: Question, plan: object) -> Iterator[Obligation]:
    """Yield every claim under which a plan shows the programs equal.

    Raises
    ------
    CertificateError
        When the plan is none for these programs: what in it is wrong.
    """
    where: tuple[Known, ...] = question.conditions
    safe = Safe(where)
    yield from of_text(question, safe)
    yield from of_plan(question, where, safe, plan, 0)


def of_text(question: Question, safe: Safe) -> Iterator[Obligation]:
    """Yield that every divisor of the texts is at least 1."""
    where: tuple[Known, ...] = question.conditions
    for number, condition in enumerate(where):
        for divisor in divisors_in(condition):
            if divisor not in safe.shown and (divisor.constant or 0) < 1:
                safe.shown.add(divisor)
                yield Obligation(
                    f"condition {number + 1}: the divisor {divisor.text}", where[:number], at_least(divisor, 1)
                )
    for word, program in zip(("left", "right"), question.programs, strict=True):
        for need in program.divisors:
            yield from safe.claims(f"{word}: {need.why}", (*where, *need.context), need.guard)
            if not need.context:
                safe.shown.add(need.guard.size + 1)


def of_plan(question: Question, base: tuple[Known, ...], safe: Safe, plan: object, depth: int) -> Iterator[Obligation]:
    """Yield the claims of a plan under more conditions: a split at the sizes, or a plan without one."""
    match plan:
        case "never":
            yield from safe.claims("there are no such sizes", base, FALSE)
        case {"split": str(text), "yes": yes, "no": no, **rest} if not rest and depth < MAX_PLAN:
            size = read_size(text, question.names)
            for part, guard in ((yes, at_least(size)), (no, at_least(-size, 1))):
                yield from of_plan(question, (*base, guard), Safe((*base, guard), safe), part, depth + 1)
        case {"replace": list(pairs), "apart": [_, _] as apart, "to": [list(left), list(right)], **rest} if not rest:
            replaced: dict[str, Size] = {}
            for pair in pairs:
                old, new = read_pair(pair, question.names)
                yield from safe.claims(f"{old} is {new.text}", base, equal(Size({(old,): 1}), new))
                replaced[old] = new
            sides = Sides(question, base, replaced)
            yield from _equally_defined(sides, safe)
            yield from _equal_entries(sides, safe, apart, (left, right))
        case _:
            fail("a plan is a split at a size, or holds replace, apart and to")


def _equally_defined(sides: Sides, safe: Safe) -> Iterator[Obligation]:
    """Where one side is defined, the other is; each need may use those before it."""
    for side, word in ((1, "right"), (0, "left")):
        known = [*sides.base, *sides.facts(1 - side)]
        stage = Safe(known, safe)
        for need in sides.needs(side):
            yield from stage.claims(f"{word} defined: {need.why}", (*known, *need.context), need.guard)
            if not need.context:
                known.append(need.guard)
                stage.base.add(need.guard)


def _equal_entries(
    sides: Sides, safe: Safe, apart: Sequence[object], to: Sequence[list[object]]
) -> Iterator[Obligation]:
    known = sides.known()
    lengths = sides.known()[: len(known) - 2 * len(sides.index)]
    safe = Safe(known, safe)
    for axis, (one, other) in enumerate(zip(sides.lengths(0), sides.lengths(1), strict=True)):
        if one != other:
            yield from safe.claims(f"length of axis {axis}", lengths, equal(one, other))
    collections = sides.collections()
    prover = Entries(known, safe, collections, sides.question.prefix("c"))
    for side in (0, 1):
        if len(to[side]) != len(collections[side].terms):
            fail(
                f"to must hold a tree for each of {len(collections[side].terms)} terms of the {['left', 'right'][side]}"
            )
        yield from prover.below_all(side, to[side])
    for side in (0, 1):
        yield from prover.apart(side, apart[side], to[side])
