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
    walk = _Walk(term)
    chance = random.Random(3)  # noqa: S311 - a sample, nothing secret
    for values in configurations:
        try:
            shape = tuple(min(max(length.value(values), 0), 40) for length in lengths)
            places = list(box(shape)) if _few(shape) else [tuple(chance.randrange(n) for n in shape) for _ in range(40)]
            chance.shuffle(places)
            for place in places[:ENTRIES]:
                start = {**values, **dict(zip(index, place, strict=True))}
                for number, point in enumerate(walk.filled(list(term.variables), start)):
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


class _Walk:
    """Fills the variables of a term in, one after the other; what its guards say is read off them once."""

    def __init__(self, term: Term) -> None:
        self.guards = [(guard, guard.size.names) for guard in term.guards]
        self.tops = {name: [(top, top.names) for top in tops(name, term.guards)] for name in term.variables}

    def filled(self, names: list[str], values: Values, last: str | None = None) -> Iterator[Values]:
        """Yield every way to fill in the variables that are left; ``last`` is the one that was filled in before."""
        known = set(values)
        asked = (guard for guard, own in self.guards if own <= known and (last is None or last in own))
        if not all(guard.holds(values) for guard in asked):
            return
        if not names:
            yield values
            return
        # The variable with the tightest bound that is known goes first.
        bounds = {name: self.bound(name, values, known) for name in names}
        chosen = min(names, key=bounds.__getitem__)
        rest = [name for name in names if name != chosen]
        for number in range(min(bounds[chosen], WIDEST)):
            yield from self.filled(rest, {**values, chosen: number}, chosen)

    def bound(self, name: str, values: Values, known: set[str]) -> int:
        """Give the tightest bound of a variable that is known."""
        return min((top.value(values) for top, own in self.tops[name] if own <= known), default=WIDEST)
