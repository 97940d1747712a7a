"""The first look at a claim: its smallest points, one by one in Python's integers, before anything large is loaded.

Many counterexamples are tiny, and a proof needs one point that satisfies the assumptions; NumPy takes longer to start
than a hundred points take to look at. The points come as in `symtconv.claims.box`: by Σ|v|, then by value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import comb, gcd

from symtconv.arithmetic.sizes import unfolded
from symtconv.arithmetic.term import Formula, Name, Node, Number, children, domain_of
from symtconv.claims.ranges import Range

POINTS, SHELLS = 60, 12
Values = dict[str, int]
Evaluator = Callable[[Values], int]


@dataclass
class Opening:
    """What was seen among the first points.

    Parameters
    ----------
    hit, witness : dict or None
        The smallest counterexample, and the smallest admissible point.
    searched : int
        Admissible points looked at.
    """

    hit: Values | None = None
    witness: Values | None = None
    searched: int = 0


def opening(
    names: Sequence[str], assumptions: Sequence[Formula], goal: Formula, ranges: Sequence[Range] | None
) -> Opening:
    """Look at the smallest points of a claim, whole shells of one sum, until one has a hit or there were enough."""
    found = Opening()
    bounds = set(domain_of(names))
    rest = [compiled(part) for part in assumptions if part not in bounds]
    claim = compiled(goal)
    for points in _shells(names, ranges or ()):
        for values in points:
            if all(part(values) for part in rest):
                found.searched += 1
                found.witness = found.witness or values
                if not claim(values):
                    found.hit = values
                    return found
    return found


def _shells(names: Sequence[str], ranges: Sequence[Range]) -> Iterator[list[Values]]:
    """Yield the first shells, as many as have few points together."""
    if len(ranges) != len(names):
        return
    least = [0 if low <= 0 <= high else min(abs(low), abs(high)) for low, high in ranges]
    looked = 0
    both = sum(low < 0 for low, _ in ranges)  # names that may have either sign
    for shell in range(SHELLS):
        if shell and looked + (comb(shell + len(names) - 1, shell) << both) > POINTS * (1 + both):
            return
        points = [
            {name: int(value) for name, value in zip(names, signed, strict=True)}
            for spread in _spreads(shell, len(names))
            for signed in _signed([low + share for low, share in zip(least, spread, strict=True)], ranges)
        ]
        looked += len(points)
        yield sorted(points, key=lambda point: tuple(point.values())) if both else points


def _spreads(total: int, places: int) -> Iterator[tuple[int, ...]]:
    if places <= 1:
        yield from [(total,)] if places else [()] * (total == 0)
        return
    for first in range(total + 1):
        for others in _spreads(total - first, places - 1):
            yield (first, *others)


def _signed(sizes: Sequence[float], ranges: Sequence[Range]) -> Iterator[tuple[float, ...]]:
    """Give the values of these sizes, of either sign, that are in their ranges."""
    if not sizes:
        yield ()
        return
    own = [value for value in {sizes[0], -sizes[0]} if ranges[0][0] <= value <= ranges[0][1]]
    for others in _signed(sizes[1:], ranges[1:]) if own else ():
        for value in own:
            yield (value, *others)


def _floor(p: int, q: int) -> int:
    # Where a divisor is not positive an assumption fails, and what stands here is not looked at.
    return p // q if q > 0 else 0


MEANING: dict[str, Callable[..., int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "neg": operator.neg,
    "abs": abs,
    "gcd": gcd,
    **dict.fromkeys(("//", "floor", "/"), _floor),
    "%": lambda p, q: p - q * _floor(p, q),
    "ceil": lambda p, q: -_floor(-p, q),
    "min": min,
    "max": max,
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "not": operator.not_,
    "implies": lambda a, b: b or not a,
    "iff": operator.eq,
    "and": lambda *parts: all(parts),
    "or": lambda *parts: any(parts),
}


def compiled(formula: Formula) -> Evaluator:
    """Turn a formula into functions of the values.

    Examples
    --------
    >>> from symtconv.arithmetic.parse import parse
    >>> compiled(parse("conv_size(i,3,2,1,0,0) == 2"))({"i": 5})
    True
    """
    return _compiled(unfolded(formula))


def _compiled(node: Node) -> Evaluator:
    if isinstance(node, Number):
        return lambda _, value=node.value: value  # type: ignore[misc]  # bound now
    if isinstance(node, Name):
        return operator.itemgetter(node.name)
    apply = MEANING[node.word]
    parts = [_compiled(part) for part in children(node)]
    if len(parts) == 2:
        left, right = parts
        return lambda values: apply(left(values), right(values))
    return lambda values: apply(*[part(values) for part in parts])
