"""Samples: points of a term at concrete sizes, on which maps and splits are tried before anything is proved."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from symtconv.arithmetic.sizes import DivisorError
from symtconv.claims.rewriting.maps import tops
from symtconv.programs.arrays import box
from symtconv.programs.denotation import Term
from symtconv.programs.size import Size, Values

MOST, PER_ENTRY, ENTRIES, WIDEST = 200, 6, 10, 9


def points_of(
    term: Term, index: Sequence[str], lengths: Sequence[Size], configurations: Sequence[Values]
) -> list[Values]:
    """Give points at which a term is there: sizes, index and variables together."""
    found: list[Values] = []
    chance = random.Random(3)  # noqa: S311 - a sample, nothing secret
    for values in configurations:
        try:
            shape = tuple(min(max(length.value(values), 0), 40) for length in lengths)
            places = list(box(shape)) if _few(shape) else [tuple(chance.randrange(n) for n in shape) for _ in range(40)]
            chance.shuffle(places)
            for place in places[:ENTRIES]:
                start = {**values, **dict(zip(index, place, strict=True))}
                for number, point in enumerate(_filled(term, list(term.variables), start)):
                    found.append(point)
                    if number + 1 >= PER_ENTRY:
                        break
        except DivisorError:
            continue
        if len(found) > 2 * MOST:
            break
    distinct = list({tuple(sorted(point.items())): point for point in found}.values())
    chance.shuffle(distinct)
    return distinct[:MOST]


def _few(shape: Sequence[int]) -> bool:
    total = 1
    for length in shape:
        total *= length
    return 0 <= total <= 4000


def _filled(term: Term, names: list[str], values: Values) -> Iterator[Values]:
    known = set(values)
    if not all(guard.holds(values) for guard in term.guards if guard.size.names <= known):
        return
    if not names:
        yield values
        return

    # The variable with the tightest bound that is known goes first.
    def bound(variable: str) -> int:
        ends = [top.value(values) for top in tops(variable, term.guards) if top.names <= known]
        return min(ends, default=WIDEST)

    chosen = min(names, key=bound)
    rest = [name for name in names if name != chosen]
    for number in range(min(bound(chosen), WIDEST)):
        yield from _filled(term, rest, {**values, chosen: number})
