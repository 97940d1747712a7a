"""Sizes for the variables of a product and for the index, at which it may be on one side and not on the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from symtconv.checker.sides import Sides, matches
from symtconv.claims.rewriting.maps import linear, met, solve, tops, zero_at
from symtconv.programs.denotation import Term
from symtconv.programs.guard import Guard
from symtconv.programs.size import Size, Values, floor_div, of

MOST = 4000


def corners(sides: Sides, side: int, term: Term, sample: Sequence[Values]) -> Iterator[dict[str, Size]]:
    """Yield sizes for the variables of a term and the index: ends of ranges, and what the other side just misses."""
    names = [*term.variables, *sides.index]
    ends: dict[str, list[Size]] = {}
    for variable in term.variables:
        last = (top - 1 for top in tops(variable, term.guards) if top.names.isdisjoint(names))
        ends[variable] = list(dict.fromkeys([of(0), *last]))
    for axis, j in enumerate(sides.index):
        ends[j] = [of(0), sides.lengths(0)[axis] - 1]
    own = [guard.size for guard in term.guards if guard.word == "=="]
    missed: dict[Size, None] = {}
    for other in sides.collections()[1 - side].terms:
        asked = list(_asked(term, other, sample))
        for variable, miss in _values_missed(asked, own, names):
            if miss not in ends[variable]:
                ends[variable].append(miss)
        over = (guard.size + 1 for guard in asked if guard.word == ">=")
        missed.update((size, None) for size in over if len(size.names & set(names)) > 1)
    seen: set[tuple[Size, ...]] = set()
    chosen = product(([], *([size] for size in missed)), product(*([None, *ends[letter]] for letter in names)))
    for more, values in islice(chosen, MOST):
        at = {letter: size for letter, size in zip(names, values, strict=True) if size is not None}
        if not _completed([*own, *more], names, at):
            continue
        key = tuple(at[letter] for letter in names)
        if key not in seen:
            seen.add(key)
            yield at


def _asked(term: Term, other: Term, sample: Sequence[Values]) -> Iterator[Guard]:
    """Yield what the other side would need for the product to be there."""
    letters = next(matches(other.letters, term.letters), None)
    map_ = None if letters is None else next(solve(other, letters, sample), None)
    if letters is not None and map_ is not None:
        yield from (guard.substitute(map_) for guard in (*other.guards, *met(other, letters, map_)))


def _values_missed(asked: Sequence[Guard], own: Sequence[Size], names: Sequence[str]) -> Iterator[tuple[str, Size]]:
    """Yield values of one variable at which what is asked just fails, an equation on either side."""
    for guard, variable in product(asked, names):
        size = guard.size if guard.word == ">=" else _without(guard.size, own, names, variable)
        parts = linear(size, variable)
        factor = None if parts is None else parts[0].constant
        if parts is None or not factor or not parts[1].names.isdisjoint(names):
            continue
        if guard.word == "==":
            meet = floor_div(parts[1] * (-1 if factor > 0 else 1), abs(factor))
            yield from ((variable, meet + 1), (variable, meet - 1))
        elif factor in (1, -1):
            yield variable, (parts[1] + 1) * -factor


def _without(size: Size, equations: Sequence[Size], names: Sequence[str], kept: str) -> Size:
    """Put what equations say of all other variables in."""
    for equation in equations:
        for letter in names:
            value = zero_at(equation, letter) if letter != kept and letter in size.names else None
            if value is not None:
                size = size.substitute({letter: value})
                break
    return size


def _completed(equations: Sequence[Size], names: Sequence[str], at: dict[str, Size]) -> bool:
    """Solve equations for what has no value yet."""
    for _ in names:
        open_ = [letter for letter in names if letter not in at]
        if not open_:
            return True
        for equation in equations:
            size = equation.substitute(at)
            free = [letter for letter in open_ if letter in size.names]
            value = zero_at(size, free[0]) if len(free) == 1 else None
            if value is not None:
                at[free[0]] = value
                break
        else:
            return False
    return all(letter in at for letter in names)
