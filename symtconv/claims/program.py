"""A formula as a straight list of steps over NumPy columns, exact at any magnitude.

Columns are int64 where a bound on every step shows that nothing can overflow, and Python integers otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symtconv.arithmetic.rewriting import rewrite
from symtconv.arithmetic.sizes import unfold
from symtconv.arithmetic.term import Comparison, Formula, Name, Node, Number, children

Column: TypeAlias = NDArray[Any]
LARGEST = 2**62


def _floor(p: Column, q: Column) -> Column:
    # Where a divisor is not positive the assumptions fail, and what stands here is not looked at.
    return np.floor_divide(p, np.maximum(q, 1))


def _remainder(p: Column, q: Column) -> Column:
    return np.mod(p, np.maximum(q, 1))


STEPS: dict[str, Callable[..., Column]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "neg": np.negative,
    "//": _floor,
    "floor": _floor,
    "/": _floor,  # exact wherever the assumptions hold
    "gcd": np.gcd,
    "%": _remainder,
    "ceil": lambda p, q: np.negative(_floor(np.negative(p), q)),
    "min": lambda *terms: reduce(np.minimum, terms),
    "max": lambda *terms: reduce(np.maximum, terms),
    "abs": np.abs,
    "==": np.equal,
    "!=": np.not_equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "and": lambda *parts: reduce(np.logical_and, parts),
    "or": lambda *parts: reduce(np.logical_or, parts),
    "not": np.logical_not,
    "implies": lambda a, b: np.logical_or(np.logical_not(a), b),
    "iff": np.equal,
}
# An upper bound of |result| from those of the arguments; whatever is not listed is a truth value.
BOUNDS: dict[str, Callable[..., int]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a + b,
    "*": lambda a, b: a * b,
    "neg": lambda a: a,
    "//": lambda a, _: a + 1,
    "floor": lambda a, _: a + 1,
    "/": lambda a, _: a + 1,
    "gcd": max,
    "ceil": lambda a, _: a + 1,
    "%": max,
    "min": max,
    "max": max,
    "abs": lambda a: a,
}


@dataclass(frozen=True)
class Program:
    """Formulas compiled together, common parts once.

    Parameters
    ----------
    steps : tuple of (word, operands)
        An operand is the number of an earlier step; "name" and "number" hold theirs instead.
    results : tuple of int
        The steps that are the formulas.
    """

    steps: tuple[tuple[str, Any], ...]
    results: tuple[int, ...]

    @classmethod
    def of(cls, formulas: Sequence[Formula]) -> Program:
        """Compile formulas."""
        known: dict[tuple[str, Any], int] = {}

        def place(node: Node) -> int:
            match node:
                case Number(value):
                    step: tuple[str, Any] = ("number", value)
                case Name(name):
                    step = ("name", name)
                case Comparison():
                    step = (node.word, (place(node.left), place(node.right)))
                case _:
                    step = (node.word, tuple(place(part) for part in children(node)))
            return known.setdefault(step, len(known))

        results = tuple(place(rewrite(formula, unfold)) for formula in formulas)
        return cls(tuple(known), results)

    def run(self, columns: Mapping[str, Column], count: int) -> list[NDArray[np.bool_]]:
        """Evaluate every formula at ``count`` points."""
        fits = self._fits(columns)
        if not fits:
            columns = {name: column.astype(object) for name, column in columns.items()}
        found: list[Column] = []
        for word, operands in self.steps:
            if word == "name":
                found.append(columns[operands])
            elif word == "number":
                # A column of one: NumPy takes a large Python integer only inside an array of objects.
                found.append(np.array([operands], dtype=np.int64 if fits else object))
            else:
                found.append(STEPS[word](*(found[operand] for operand in operands)))
        return [np.broadcast_to(np.asarray(found[result], dtype=bool), (count,)) for result in self.results]

    def _fits(self, columns: Mapping[str, Column]) -> bool:
        bounds: list[int] = []
        for word, operands in self.steps:
            if word == "name":
                column = columns[operands]
                bounds.append(max(abs(int(column.max())), abs(int(column.min()))) if column.size else 0)
            elif word == "number":
                bounds.append(operands)
            else:
                bounds.append(BOUNDS[word](*(bounds[at] for at in operands)) if word in BOUNDS else 1)
            if bounds[-1] >= LARGEST:
                return False
        return True
