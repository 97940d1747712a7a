"""The claim language as data.

A term is a `Number`, a `Name` or an `Operation`; a formula is a `Comparison` of terms or a `Connective` of
formulas. What they mean is in `symtconv.arithmetic.sizes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypeVar


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
    """An operator or function of `MEANING`, or a named size of `SIZES`, with its terms."""

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
N = TypeVar("N", bound=Node)

DIVISIONS = ("//", "%", "floor", "ceil", "/")
AT_LEAST = {**dict.fromkeys("inksdg", 1), **dict.fromkeys("lhpa", 0)}
# Names that frameworks have for these letters, alone or with an axis behind them: ``stride_h``, ``kernel_size_0``.
LONG = {
    "i": ("H", "W", "D", "H_in", "W_in", "D_in", "L_in", "input_size", "in_size", "input_length", "height", "width"),
    "n": ("H_out", "W_out", "D_out", "L_out", "output_size", "out_size", "output_length"),
    "k": ("kernel", "kernel_size", "kernel_shape", "filter_size", "ksize"),
    "s": ("stride", "strides"),
    "d": ("dilation", "dilations", "dilation_rate"),
    "g": ("groups", "group", "in_channels", "out_channels", "channels", "C_in", "C_out"),
    "p": ("padding", "pad", "pads"),
    "a": ("output_padding", "out_padding", "adj"),
}
_LETTERS = {name: letter for letter, names in LONG.items() for name in names}
_AXIS = re.compile(r"(_?[0-9]+|_[hwd]|_height|_width)\Z")


def children(node: Node) -> tuple[Node, ...]:
    """Give the parts of a node."""
    match node:
        case Operation(_, parts) | Connective(_, parts):
            return parts
        case Comparison(_, left, right):
            return (left, right)
    return ()


def rebuilt(node: N, parts: Iterable[Any]) -> N:
    """Give the same node with other parts."""
    match node:
        case Operation():
            return replace(node, terms=tuple(parts))
        case Connective():
            return replace(node, parts=tuple(parts))
        case Comparison(word):
            return type(node)(word, *parts)
    return node


def walk(node: Node) -> Iterator[Node]:
    """Yield the node and all below it, innermost first, left to right."""
    for part in children(node):
        yield from walk(part)
    yield node


def parts_in(node: Node) -> int:
    """Count the node and all below it."""
    return sum(1 for _ in walk(node))


def names_of(*nodes: Node) -> tuple[str, ...]:
    """Names in order of first appearance."""
    return tuple(dict.fromkeys(part.name for node in nodes for part in walk(node) if isinstance(part, Name)))


def domain_of(names: Sequence[str]) -> tuple[Comparison, ...]:
    """Say what the letters promise: ``k1 >= 1``, ``stride >= 1``, ``a >= 0``; other names are any integers."""
    bounds = ((name, AT_LEAST.get(letter_of(name) or "")) for name in names)
    return tuple(Comparison(">=", Name(name), Number(low)) for name, low in bounds if low is not None)


def letter_of(name: str) -> str | None:
    """Give the letter whose domain a name has.

    Examples
    --------
    >>> letter_of("k1"), letter_of("kernel_size"), letter_of("stride_h"), letter_of("kernels")
    ('k', 'k', 's', None)
    """
    if len(name) == 1 or name[1:].isdigit():
        return _LETTERS.get(name[0], name[0])
    return _LETTERS.get(name) or _LETTERS.get(_AXIS.sub("", name))


def conjuncts(formula: Formula) -> Iterator[Formula]:
    """Take a conjunction apart."""
    if isinstance(formula, Connective) and formula.word == "and":
        for part in formula.parts:
            yield from conjuncts(part)
    else:
        yield formula
