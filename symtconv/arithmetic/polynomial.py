"""Polynomials with integer coefficients as dictionaries: a sorted tuple of names -> its coefficient, never 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, TypeVar

from symtconv.geometry import LimitError, Message

Monomial: TypeAlias = tuple[str, ...]
Polynomial: TypeAlias = dict[Monomial, int]
Part = TypeVar("Part")

MAX_WORK, MAX_DEGREE = 40_000, 16


def constant(value: int) -> Polynomial:
    """Give a number as a polynomial."""
    return {(): value} if value else {}


def variable(name: str) -> Polynomial:
    """Give a name as a polynomial."""
    return {(name,): 1}


def add(left: Mapping[Monomial, int], right: Mapping[Monomial, int], factor: int = 1) -> Polynomial:
    """Give ``left + factor * right``."""
    total = dict(left)
    increase(total, right, factor)
    return total


def increase(total: dict[Part, int], by: Mapping[Part, int], factor: int = 1) -> None:
    """Add ``factor * by`` to a polynomial, or to another sum whose coefficients are never 0, in its place."""
    for part, coefficient in by.items():
        value = total.get(part, 0) + factor * coefficient
        if value:
            total[part] = value
        else:
            total.pop(part, None)


def multiply(left: Mapping[Monomial, int], right: Mapping[Monomial, int]) -> Polynomial:
    """Give the product; one that would be too long or of too high a degree is refused."""
    degree = max(map(len, left), default=0) + max(map(len, right), default=0)
    if len(left) * len(right) > MAX_WORK or degree > MAX_DEGREE:
        said = "a product of {left} by {right} terms of degree {degree}; the limits are {work} and {most}"
        raise LimitError(Message(said, left=len(left), right=len(right), degree=degree, work=MAX_WORK, most=MAX_DEGREE))
    product: Polynomial = {}
    for ours, a in left.items():
        for theirs, b in right.items():
            monomial = tuple(sorted(ours + theirs))
            product[monomial] = product.get(monomial, 0) + a * b
    return {monomial: coefficient for monomial, coefficient in product.items() if coefficient}


def divided(dividend: Polynomial, divisor: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Give q and r with ``dividend = divisor * q + r``, all that a divisor of one term takes out.

    Exact whatever the divisor is, so that ``⌊dividend / divisor⌋ = q + ⌊r / divisor⌋`` where it is positive.

    Examples
    --------
    >>> divided({("n", "s"): 3, ("n",): 1}, {("s",): 1})
    ({('n',): 3}, {('n',): 1})
    """
    if len(divisor) != 1 or min(divisor.values()) < 1:
        return {}, dict(dividend)
    ((head, unit),) = divisor.items()
    quotient: Polynomial = {}
    rest: Polynomial = {}
    for monomial, coefficient in dividend.items():
        left = without(monomial, head)
        whole, part = (0, coefficient) if left is None else divmod(coefficient, unit)
        if whole and left is not None:
            quotient[left] = whole
        if part:
            rest[monomial] = part
    return quotient, rest


def without(monomial: Monomial, factor: Monomial) -> Monomial | None:
    """Take names out of a product; None where one of them is not in it."""
    left = list(monomial)
    for name in factor:
        if name not in left:
            return None
        left.remove(name)
    return tuple(left)
