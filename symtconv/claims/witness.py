"""An assignment that satisfies conditions, found by mending one name after the other; not the smallest.

The shells of the search begin at 0 and grow with every name. Where many names have to be other than 0, what they
look for lies far out; from any point a condition that fails can be mended by one of its own names.
"""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.arithmetic.sizes import DivisorError, holds
from symtconv.arithmetic.term import Formula, Number, names_of, walk
from symtconv.claims.deadline import Deadline
from symtconv.geometry import LimitError

ROUNDS, NEAR = 60, 3


def witness(names: Sequence[str], assumptions: Sequence[Formula], deadline: Deadline) -> dict[str, int] | None:
    """Give an assignment that satisfies all assumptions, or None when the mending comes to no end.

    Examples
    --------
    >>> from symtconv.arithmetic.parse import parse
    >>> witness(["x", "y"], [parse("x != 0"), parse("y > x + 1")], Deadline(1))
    {'x': -2, 'y': 0}
    """
    values = dict.fromkeys(names, 0)
    near = _values(assumptions)
    for _ in range(ROUNDS):
        failing = [part for part in assumptions if not _holds(part, values)]
        if not failing:
            return values
        found: tuple[int, dict[str, int]] | None = None
        for name in names_of(failing[0]):
            for value in dict.fromkeys([*near, values[name] - 1, values[name] + 1, 2 * values[name]]):
                deadline.tick()
                other = {**values, name: value}
                if _holds(failing[0], other):
                    wrong = sum(not _holds(part, other) for part in assumptions)
                    if found is None or wrong < found[0]:
                        found = (wrong, other)
        if found is None or (found[0] >= len(failing) and found[1] == values):
            return None
        values = found[1]
    return None


def _values(assumptions: Sequence[Formula]) -> list[int]:
    """Give small numbers, and those of the conditions with their neighbours; the nearest to 0 first."""
    literals = {part.value for formula in assumptions for part in walk(formula) if isinstance(part, Number)}
    every = {value + step for value in literals for step in (-1, 0, 1)} | set(range(-NEAR, NEAR + 1))
    return sorted(every, key=lambda value: (abs(value), value < 0))


def _holds(formula: Formula, values: dict[str, int]) -> bool:
    try:
        return holds(formula, values)
    except (DivisorError, LimitError):
        return False
