"""What the assumptions say about each name alone: the least and the greatest value it can have.

Used to steer the search, never to prove: a range that is too wide costs time and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf

from symtconv.arithmetic.polynomial import Monomial, Polynomial
from symtconv.arithmetic.term import Formula
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import Alternatives, Fact, facts_of
from symtconv.checker.tree import flattened

Range = tuple[float, float]  # integers, or an infinity
EVERYTHING: Range = (-inf, inf)
ROUNDS, FAR, MOST_CASES = 8, 10**60, 256
MOST_STEPS, MOST_TERMS = 100_000, 100  # what it may cost: whatever is left out only widens a range


def ranges_of(assumptions: Iterable[Formula], names: Sequence[str]) -> list[Range] | None:
    """Give a range per name outside which the assumptions do not hold; None when they hold nowhere."""
    cases = _cases(facts_of(assumptions, Budget(MOST_STEPS)))
    found = [ranges for ranges in map(_of_case, cases) if ranges is not None]
    if not found:
        return None
    every = [[ranges.get(name, EVERYTHING) for ranges in found] for name in names]
    return [(min(low for low, _ in column), max(high for _, high in column)) for column in every]


def _cases(facts: Sequence[Fact]) -> list[list[Polynomial]]:
    """Open the alternatives in turn; those that would make too many cases are left out, which only widens."""
    done: list[list[Polynomial]] = []
    todo: list[tuple[Fact, ...]] = [tuple(flattened(facts))]
    while todo:
        case = todo.pop()
        place = next((place for place, fact in enumerate(case) if isinstance(fact, Alternatives)), None)
        if place is None:
            done.append([fact for fact in case if isinstance(fact, dict)])
            continue
        rest, opened = (*case[:place], *case[place + 1 :]), case[place]
        parts = opened.parts if isinstance(opened, Alternatives) else ()
        few = len(done) + len(todo) + len(parts) <= MOST_CASES
        todo += [tuple(flattened((*rest, part))) for part in parts] if few else [rest]
    return done


def _of_case(hypotheses: Sequence[Polynomial]) -> dict[str, Range] | None:
    """Tighten ranges by every hypothesis in turn, a few times over; None when one becomes empty."""
    ranges: dict[str, Range] = {}
    for _ in range(ROUNDS):
        before = dict(ranges)
        for hypothesis in hypotheses:
            if len(hypothesis) <= MOST_TERMS and not _tighten(ranges, hypothesis):
                return None
        if ranges == before:
            break
    return ranges


def _tighten(ranges: dict[str, Range], hypothesis: Mapping[Monomial, int]) -> bool:
    tops = {monomial: _top(ranges, monomial, factor) for monomial, factor in hypothesis.items()}
    unbounded = [monomial for monomial, top in tops.items() if top == inf]
    if not unbounded and sum(tops.values()) < 0:
        return False
    for monomial, factor in hypothesis.items():
        if len(monomial) != 1 or any(other != monomial for other in unbounded):
            continue
        rest = sum(top for other, top in tops.items() if other != monomial)  # factor * name >= -rest
        low, high = ranges.get(monomial[0], EVERYTHING)
        if factor > 0:
            low = max(low, -(rest // factor))
        else:
            high = min(high, rest // -factor)
        if low > high:
            return False
        ranges[monomial[0]] = (low if abs(low) < FAR else -inf, high if abs(high) < FAR else inf)
    return True


def _top(ranges: Mapping[str, Range], monomial: Monomial, factor: int) -> float:
    low: float = factor
    high: float = factor
    for name in monomial:
        ends = [_times(ours, theirs) for ours in (low, high) for theirs in ranges.get(name, EVERYTHING)]
        low, high = min(ends), max(ends)
    return high if abs(high) < FAR else inf


def _times(left: float, right: float) -> float:
    return 0 if left == 0 or right == 0 else left * right
