"""A claim at one assignment, step by step."""

from __future__ import annotations

from collections.abc import Mapping

from symtconv.arithmetic.sizes import SIZES, evaluate
from symtconv.arithmetic.term import DIVISIONS, Comparison, Formula, Operation, walk
from symtconv.claims.writing import text

SHOWN = {*SIZES, *DIVISIONS, "min", "max", "abs"}


def steps(formula: Formula, values: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Give every size, quotient, minimum and maximum in a formula with its value, innermost first.

    Examples
    --------
    >>> from symtconv.arithmetic.parse import parse
    >>> steps(parse("conv_size(i,k,1,1,floor(k/2),0) == i"), {"i": 1, "k": 2})
    (('floor(k/2)', 1), ('conv_size(i, k, 1, 1, floor(k/2), 0)', 1))
    """
    shown = (part for part in walk(formula) if isinstance(part, Operation) and part.word in SHOWN)
    return tuple((text(part), evaluate(part, values)) for part in dict.fromkeys(shown))


def sides(formula: Formula, values: Mapping[str, int]) -> tuple[int, int] | tuple[None, None]:
    """Give both sides of a formula that is one comparison."""
    if isinstance(formula, Comparison):
        return evaluate(formula.left, values), evaluate(formula.right, values)
    return None, None
