"""Where the points of a product go: maps of variables, found by solving the equations that letters and guards are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product

from symtconv.programs.denotation import Index, Term
from symtconv.programs.guard import Guard, equal
from symtconv.programs.size import Size, Values, floor_div, modulo, name, of

Letters = Sequence[tuple[str, Index]]
Map = dict[str, Size]
MAX_COPIES, MAX_FREE = 8, 64


def linear(size: Size, variable: str) -> tuple[Size, Size] | None:
    """Give (c, rest) with ``size = c * variable + rest``, or None."""
    factor, rest = {}, {}
    for monomial, number in size.terms.items():
        count = monomial.count(variable)
        others = [atom for atom in monomial if atom != variable]
        if count > 1 or any(variable in Size({(atom,): 1}).names for atom in others):
            return None
        if count:
            factor[tuple(others)] = number
        else:
            rest[monomial] = number
    return Size(factor), Size(rest)


def zero_at(size: Size, variable: str) -> Size | None:
    """Give what a variable has to be for a size to be zero, where its factor is 1 or -1, else None."""
    parts = linear(size, variable)
    if parts is None or parts[0].constant not in (1, -1):
        return None
    factor, rest = parts
    return rest * -(factor.constant or 1)


def sign_of(size: Size, sample: Sequence[Values]) -> int:
    """Give the sign that a size has on all of a sample, or 0."""
    number = size.constant
    if number is not None:
        return (number > 0) - (number < 0)
    signs = {(v > 0) - (v < 0) for v in (size.value(values) for values in sample if size.names <= set(values))}
    return signs.pop() if len(signs) == 1 else 0


def tops(variable: str, guards: Sequence[Guard]) -> Iterator[Size]:
    """Yield N where ``variable < N`` is among the guards."""
    for word, size in guards:
        if word == ">=" and variable in size.names:
            found = linear(size, variable)
            if found is not None and found[0].constant == -1:
                yield found[1] + 1


def solve(term: Term, letters: Letters, sample: Sequence[Values], source: Term | None = None) -> Iterator[Map]:
    """Yield values for the variables of a term at which its letters are the given ones, in this order.

    Coefficient ±1: solve. ``c*u + v`` with 0 <= v < c: u is a quotient and v what it leaves over. Another
    coefficient: a quotient, which the guards will tell to be exact. A variable that no equation determines may stand
    where one of the source does that has its range, or at a small number.
    """
    pairs = zip(letters, term.letters, strict=True)
    equations = [a - b for (_, one), (_, other) in pairs for a, b in zip(one, other, strict=True)]
    equations += [guard.size for guard in term.guards if guard.word == "=="]
    found: Map = {}
    todo = set(term.variables)
    while todo:
        best = _of_places(term, found, todo)
        for equation in equations if best is None else ():
            size = equation.substitute(found)
            candidate = _solved(size, sorted(todo & size.names), term, found, sample)
            if candidate is not None:
                cost, values = candidate
                key = (cost, sum(len(value.text) for value in values.values()))
                if best is None or key < best[0]:
                    best = (key, values)
        best = best or _of_one(term, found, todo, sample)
        if best is None:
            if source is not None:
                yield from _free(term, found, sorted(todo), source)
            return
        found.update(best[1])
        todo -= set(best[1])
    yield found


def renamed(source: Term, term: Term, letters: Letters) -> Map | None:
    """Give the map of variables in their order where it makes one product of the other as it is written."""
    if len(source.variables) != len(term.variables):
        return None
    map_ = dict(zip(term.variables, map(name, source.variables), strict=True))
    there = {guard.substitute(map_) for guard in term.guards} <= set(source.guards)
    return map_ if there and all(guard.is_trivial for guard in met(term, letters, map_)) else None


def _free(term: Term, found: Map, todo: Sequence[str], source: Term) -> Iterator[Map]:
    """Yield maps for variables that no equation determines."""
    if any(guard.word == "==" and guard.size.substitute(found).names & set(todo) for guard in term.guards):
        return
    choices: list[list[Size]] = []
    for variable in todo:
        ends = {top.substitute(found) for top in tops(variable, term.guards)}
        alike = [name(u) for u in source.variables if not ends.isdisjoint(tops(u, source.guards))]
        numbers = [of(number) for end in ends for number in range(min(end.constant or MAX_COPIES, MAX_COPIES))]
        choices.append([*alike, *numbers])
    for chosen in islice(product(*choices), MAX_FREE):
        yield {**found, **dict(zip(todo, chosen, strict=True))}


def _of_places(term: Term, found: Map, todo: set[str]) -> tuple[tuple[int, int], Map] | None:
    """Read a position that is an offset plus a place: the phase and the place stand there."""
    for cat in term.places:
        if not {cat.place, cat.phase} <= todo:
            continue
        position = cat.position.substitute(found)
        if position.names & todo:
            continue
        for phase in dict.fromkeys(found.values()):
            rest = position - cat.offset.substitute({cat.symbol: phase})
            if rest in found.values():
                return (0, 0), {cat.phase: phase, cat.place: rest}
    return None


def _of_one(term: Term, found: Map, todo: set[str], sample: Sequence[Values]) -> tuple[tuple[int, int], Map] | None:
    """Give 0 for a variable that has one value on all of the sample."""
    for variable in sorted(todo):
        if any(_always(top.substitute(found) - 1, sample) for top in tops(variable, term.guards)):
            return (4, 0), {variable: of(0)}
    return None


def _always(size: Size, sample: Sequence[Values]) -> bool:
    """Tell whether a size is 0 on all of a sample, and speaks of nothing else."""
    if size.constant is not None:
        return size.constant == 0
    return bool(sample) and all(size.names <= set(values) and size.value(values) == 0 for values in sample)


def _solved(  # noqa: PLR0911 - each shape of an equation has its own answer
    size: Size, free: list[str], term: Term, found: Map, sample: Sequence[Values]
) -> tuple[int, Map] | None:
    if len(free) == 1:
        value, parts = zero_at(size, free[0]), linear(size, free[0])
        if value is not None:
            return 0, {free[0]: value}
        if parts is None:
            return None
        factor, rest = parts
        sign = sign_of(factor, sample)
        return (2, {free[0]: floor_div(rest * -sign, factor * sign)}) if sign else None
    if len(free) != 2:
        return None
    for u, v in (free, free[::-1]):
        of_u, of_v = linear(size, u), linear(size, v)
        if of_u is None or of_v is None or v in of_u[0].names or of_v[0].constant not in (1, -1):
            continue
        sign = of_v[0].constant or 1
        factor, rest = of_u[0] * sign, size.substitute({u: of(0), v: of(0)}) * sign  # factor*u + v + rest = 0
        negative = sign_of(factor, sample) < 0
        width = -factor if negative else factor
        if any(_always(top.substitute(found) - width, sample) for top in tops(v, term.guards)):
            if negative:
                return 3, {u: -floor_div(-rest, width), v: modulo(-rest, width)}
            return 1, {u: floor_div(-rest, width), v: modulo(-rest, width)}
    return None


def order_of(term: Term, sample: Sequence[Values]) -> list[str]:
    """Give the variables in the order in which letters and guards determine them."""
    marks: list[tuple[str, Index]] = []
    for number, (letter, index) in enumerate(term.letters):
        marks.append((letter, tuple(name(f"z{number}_{axis}") for axis in range(len(index)))))
    found = next(solve(term, marks, sample), None)
    return list(found) if found is not None else list(term.variables)


def met(term: Term, letters: Letters, map_: Mapping[str, Size]) -> list[Guard]:
    """Say that the letters of a term, put through a map, are the given ones."""
    pairs = zip(letters, term.letters, strict=True)
    return [equal(a, b.substitute(map_)) for (_, one), (_, other) in pairs for a, b in zip(one, other, strict=True)]
