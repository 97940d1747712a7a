"""What the claim language means: the named sizes, and the value of every term and formula in Python integers.

The named sizes are total formulas, never clamped. Both sides of every connective are evaluated, so nothing guards
a divisor.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from math import gcd

from symtconv.arithmetic.parse import BODIES, parse_term
from symtconv.arithmetic.term import (
    DIVISIONS,
    Comparison,
    Formula,
    N,
    Name,
    Node,
    Number,
    Operation,
    Term,
    children,
    rebuilt,
    walk,
)
from symtconv.geometry import InputError, LimitError

MAX_BITS = 10_000  # of a value; a formula that fits in a line can mean a number that fits in no memory
# named size -> its parameters and its body
SIZES = {word: (tuple(parameters.split()), parse_term(body)) for word, (parameters, body) in BODIES.items()}


class DivisorError(InputError):
    """A division by what is not at least 1, or one that is said to be exact and is not."""


def _floor(p: int, q: int) -> int:
    if q < 1:
        told = str(q) if q >= -(10**30) else "a number below -10^30"  # Python writes no number of any length
        msg = f"division by {told}: every divisor must be at least 1"
        raise DivisorError(msg)
    return p // q


def _exact(p: int, q: int) -> int:
    if p - q * _floor(p, q):
        msg = "an exact quotient leaves a remainder"
        raise DivisorError(msg)
    return p // q


# fmt: off
MEANING: dict[str, Callable[..., int]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "neg": operator.neg,
    "//": _floor, "floor": _floor, "%": lambda p, q: p - q * _floor(p, q), "ceil": lambda p, q: -_floor(-p, q),
    "/": _exact, "gcd": gcd, "min": min, "max": max, "abs": abs,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "and": lambda *parts: all(parts), "or": lambda *parts: any(parts), "not": operator.not_,
    "implies": lambda a, b: b or not a, "iff": operator.eq,
}
# fmt: on


def evaluate(node: Node, values: Mapping[str, int]) -> int:
    """Value of a term or truth of a formula.

    Raises
    ------
    DivisorError
        Where a divisor is not at least 1.
    LimitError
        For a value of more than 10,000 bits.
    """
    match node:
        case Number(value):
            return value
        case Name(name):
            return values[name]
    numbers = [evaluate(part, values) for part in children(node)]
    if node.word in SIZES:
        parameters, body = SIZES[node.word]
        return evaluate(body, dict(zip(parameters, numbers, strict=True)))
    value = MEANING[node.word](*numbers)
    if value.bit_length() > MAX_BITS:
        msg = f"a value has more than {MAX_BITS} bits"
        raise LimitError(msg)
    return value


def holds(formula: Formula, values: Mapping[str, int]) -> bool:
    """Truth of a formula; as `evaluate`."""
    return bool(evaluate(formula, values))


def unfold(term: Term) -> Term:
    """Replace a named size by its body; what is below it stays."""
    if isinstance(term, Operation) and term.word in SIZES:
        parameters, body = SIZES[term.word]
        return _put(body, dict(zip(parameters, term.terms, strict=True)))
    return term


def unfolded(node: N) -> N:
    """Replace every named size by its body."""
    node = rebuilt(node, map(unfolded, children(node)))
    return unfold(node) if isinstance(node, Operation) else node  # type: ignore[return-value]  # a term for a term


def simplified(node: N) -> N:
    """Leave out factors 1 and terms 0, and work out sums, differences and products of numbers.

    Examples
    --------
    >>> from symtconv.arithmetic.parse import parse_term
    >>> simplified(parse_term("1*(k - 1) + (2 - 1) - l")) == parse_term("k - l")
    True
    """
    node = rebuilt(node, map(simplified, children(node)))
    match node:
        case Operation("*", (Number(1), other)) | Operation("*", (other, Number(1))):
            return other  # type: ignore[return-value]  # a term for a term
        case Operation("+", (Number(0), other)) | Operation("+" | "-", (other, Number(0))):
            return other  # type: ignore[return-value]
        case Operation("+" | "-" | "*", (Number(), Number())):
            return Number(evaluate(node, {}))  # type: ignore[return-value]
        case Operation("+" | "-" as outer, (Operation("+" | "-" as inner, (other, Number(first))), Number(second))):
            total = (first if inner == "+" else -first) + (second if outer == "+" else -second)
            if total == 0:
                return other  # type: ignore[return-value]
            return Operation("+" if total > 0 else "-", (other, Number(abs(total))))  # type: ignore[return-value]
    return node


def _put(node: N, values: Mapping[str, Term]) -> N | Term:
    return (
        values[node.name] if isinstance(node, Name) else rebuilt(node, (_put(part, values) for part in children(node)))
    )


def demands_of(formula: Formula) -> tuple[Comparison, ...]:
    """Say what must not be in a formula, named sizes unfolded, innermost first: a divisor below 1, a rest of ``p/q``.

    Divisors that are literals of at least 1 are left out.
    """
    found: dict[Comparison, None] = {}
    for part in walk(unfolded(formula)):
        if isinstance(part, Operation) and part.word in DIVISIONS:
            divisor = part.terms[1]
            if not (isinstance(divisor, Number) and divisor.value >= 1):
                found.setdefault(Comparison("<", divisor, Number(1)))
            if part.word == "/":
                found.setdefault(Comparison(">", Operation("%", part.terms), Number(0)))
    return tuple(found)


def divisors_of(formula: Formula) -> tuple[Term, ...]:
    """Divisors in a formula, named sizes unfolded, innermost first, literals that are at least 1 left out."""
    return tuple(demand.left for demand in demands_of(formula) if demand.word == "<")
