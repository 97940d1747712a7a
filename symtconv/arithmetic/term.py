"""The claim language as data, and its meaning in Python integers.

A term is a `Number`, a `Name` or an `Operation`; a formula is a `Comparison` of terms or a `Connective` of
formulas. The named sizes are total formulas, never clamped.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from symtconv.geometry import InputError


@dataclass(frozen=True, slots=True)
class Number:
    """An integer literal."""

    value: int


@dataclass(frozen=True, slots=True)
class Name:
    """A variable over the integers."""

    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator or function of `APPLY`, or a named size of `sizes`, with its terms."""

    word: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left word right``."""

    word: str
    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Connective:
    """``and``, ``or`` (two or more parts), ``not`` (one), ``implies``, ``iff`` (two)."""

    word: str
    parts: tuple[Formula, ...]


Term: TypeAlias = Number | Name | Operation
Formula: TypeAlias = Comparison | Connective
Node: TypeAlias = Term | Formula


class DivisorError(InputError):
    """A division by what is not at least 1."""


def _floor(p: int, q: int) -> int:
    if q < 1:
        told = str(q) if q >= -(10**30) else "a number below -10^30"  # Python writes no number of any length
        msg = f"division by {told}: every divisor must be at least 1"
        raise DivisorError(msg)
    return p // q


APPLY: dict[str, Callable[..., int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "neg": operator.neg,
    "//": _floor,
    "floor": _floor,
    "%": lambda p, q: p - q * _floor(p, q),
    "ceil": lambda p, q: -_floor(-p, q),
    "min": min,
    "max": max,
    "abs": abs,
}
COMPARE: dict[str, Callable[[int, int], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
DIVISIONS = ("//", "%", "floor", "ceil")
AT_LEAST = {**dict.fromkeys("inksdg", 1), **dict.fromkeys("lhpa", 0)}


def _sizes() -> dict[str, tuple[tuple[str, ...], Term]]:
    def op(word: str, *terms: Term) -> Term:
        return Operation(word, terms)

    i, n, k, s, d, l, h, a, one = *map(Name, "inksdlha"), Number(1)
    span = op("+", op("*", d, op("-", k, one)), one)
    slack = op("-", op("+", op("+", i, l), h), span)
    convt = op("+", op("-", op("-", op("+", op("*", op("-", n, one), s), span), l), h), a)
    return {
        "span": (("k", "d"), span),
        "conv_size": (tuple("iksdlh"), op("+", op("//", slack, s), one)),
        "convt_size": (tuple("nksdlha"), convt),
        "residue": (tuple("iksdlh"), op("%", slack, s)),
    }


# named size -> its parameters and its body: the formulas of `symtconv.geometry.extent`
SIZES = _sizes()


def evaluate(term: Term, values: Mapping[str, int]) -> int:
    """Value of a term; `DivisorError` where a divisor is not at least 1."""
    match term:
        case Number(value):
            return value
        case Name(name):
            return values[name]
        case Operation(word, terms):
            numbers = [evaluate(part, values) for part in terms]
            if word in SIZES:
                parameters, body = SIZES[word]
                return evaluate(body, dict(zip(parameters, numbers, strict=True)))
            return APPLY[word](*numbers)


def holds(formula: Formula, values: Mapping[str, int]) -> bool:
    """Truth of a formula; both sides of every connective are evaluated, so nothing guards a divisor."""
    if isinstance(formula, Comparison):
        return COMPARE[formula.word](evaluate(formula.left, values), evaluate(formula.right, values))
    truths = [holds(part, values) for part in formula.parts]
    match formula.word:
        case "and":
            return all(truths)
        case "or":
            return any(truths)
        case "not":
            return not truths[0]
        case "implies":
            return truths[1] or not truths[0]
        case _:
            return truths[0] == truths[1]


def children(node: Node) -> tuple[Node, ...]:
    """Give the parts of a node."""
    match node:
        case Operation(_, terms):
            return terms
        case Comparison(_, left, right):
            return (left, right)
        case Connective(_, parts):
            return parts
    return ()


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, innermost first, left to right."""
    for part in children(node):
        yield from walk(part)
    yield node


def names_of(*nodes: Node) -> tuple[str, ...]:
    """Names in order of first appearance."""
    return tuple(dict.fromkeys(part.name for node in nodes for part in walk(node) if isinstance(part, Name)))


def rewrite_term(term: Term, rule: Callable[[Term], Term]) -> Term:
    """Apply a rule to a term and all below it, innermost first."""
    if isinstance(term, Operation):
        term = Operation(term.word, tuple(rewrite_term(part, rule) for part in term.terms))
    return rule(term)


def rewrite(formula: Formula, rule: Callable[[Term], Term]) -> Formula:
    """Apply a rule to every term of a formula, innermost first."""
    if isinstance(formula, Comparison):
        return Comparison(formula.word, rewrite_term(formula.left, rule), rewrite_term(formula.right, rule))
    return Connective(formula.word, tuple(rewrite(part, rule) for part in formula.parts))


def unfold(term: Term) -> Term:
    """Replace a named size by its body; a rule for `rewrite`."""
    if isinstance(term, Operation) and term.word in SIZES:
        parameters, body = SIZES[term.word]
        bound = dict(zip(parameters, term.terms, strict=True))
        return rewrite_term(body, lambda part: bound[part.name] if isinstance(part, Name) else part)
    return term


def domain_of(names: Sequence[str]) -> tuple[Comparison, ...]:
    """Say what the letters promise: ``k1 >= 1``, ``a >= 0``; other names are any integers."""
    bounds = ((name, AT_LEAST.get(name[0])) for name in names if name[1:].isdigit() or len(name) == 1)
    return tuple(Comparison(">=", Name(name), Number(low)) for name, low in bounds if low is not None)


def conjuncts(formula: Formula) -> Iterator[Formula]:
    """Take a conjunction apart."""
    if isinstance(formula, Connective) and formula.word == "and":
        for part in formula.parts:
            yield from conjuncts(part)
    else:
        yield formula


def divisors_of(formula: Formula) -> tuple[Term, ...]:
    """Divisors in a formula, named sizes unfolded, innermost first, literals that are at least 1 left out."""
    parts = walk(rewrite(formula, unfold))
    found = (part.terms[1] for part in parts if isinstance(part, Operation) and part.word in DIVISIONS)
    return tuple(dict.fromkeys(term for term in found if not (isinstance(term, Number) and term.value >= 1)))
