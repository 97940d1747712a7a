"""What follows from hypotheses by multiplication alone and helps a proof, each with the products that show it.

A quotient of a quotient is a quotient: from ``0 <= p - a q <= a - 1`` and ``0 <= q + c - b r <= b - 1`` follows
``0 <= p + a c - a b r <= a b - 1``, the first plus a times the second. So a ladder of floors or ceilings, of any
length, is rewritten to one floor. A divisor times a hypothesis is what compares two quotients of one dividend.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, multiply, variable
from symtconv.geometry import LimitError

Quotient = tuple[str, Polynomial, Polynomial]  # name, dividend, divisor
Products = dict[tuple[int, ...], int]  # numbers of hypotheses that are multiplied -> how often
MAX_LADDERS, MAX_SCALED = 24, 60


@dataclass(frozen=True, slots=True)
class Lemma:
    """A polynomial that is ≥ 0 since it is a sum of products of hypotheses."""

    polynomial: Polynomial
    products: Products


@dataclass(frozen=True, slots=True)
class _Ladder:
    """``0 <= dividend - divisor * name <= divisor - 1`` for one or more quotients at once."""

    name: str
    dividend: Polynomial
    divisor: Polynomial
    low: Lemma
    high: Lemma


def lemmas(hypotheses: Sequence[Polynomial], quotients: Sequence[Quotient]) -> list[Lemma]:
    """Give what follows from the definitions of the quotients; nothing where none holds another or a product."""
    if not quotients:
        return []
    return _Lemmas(hypotheses, quotients).all()


class _Lemmas:
    def __init__(self, hypotheses: Sequence[Polynomial], quotients: Sequence[Quotient]) -> None:
        self.hypotheses = hypotheses
        self.places: dict[tuple[tuple[Monomial, int], ...], int] = {}
        for number, hypothesis in enumerate(hypotheses):
            self.places.setdefault(_key(hypothesis), number)
        self.bounds = dict(_bounds(hypotheses))
        self.quotients = [ladder for ladder in map(self.definition, quotients) if ladder is not None]

    def all(self) -> list[Lemma]:
        names = {ladder.name for ladder in self.quotients}
        found: list[_Ladder] = []
        for outer in self.quotients:
            for inner in (*self.quotients, *found):
                if outer.dividend.get((inner.name,)) == 1 and len(found) < MAX_LADDERS:
                    joined = self.joined(inner, outer)
                    found += [joined] if joined is not None else []
        # The longest ladders go down to what is no quotient: they alone compare with one another.
        given = [lemma for ladder in found for lemma in (ladder.low, ladder.high)]
        return [*given, *self.scaled([*self.quotients, *found], names)]

    def definition(self, quotient: Quotient) -> _Ladder | None:
        name, dividend, divisor = quotient
        low = add(dividend, multiply(divisor, variable(name)), -1)
        high = add(add(divisor, low, -1), constant(-1))
        places = self.places.get(_key(low)), self.places.get(_key(high))
        if places[0] is None or places[1] is None:
            return None
        return _Ladder(name, dividend, divisor, Lemma(low, {(places[0],): 1}), Lemma(high, {(places[1],): 1}))

    def joined(self, inner: _Ladder, outer: _Ladder) -> _Ladder | None:
        rest = {monomial: factor for monomial, factor in outer.dividend.items() if monomial != (inner.name,)}
        try:
            low, high = self.times(inner.divisor, outer.low), self.times(inner.divisor, outer.high)
            if low is None or high is None:
                return None
            dividend = add(inner.dividend, multiply(inner.divisor, rest))
            divisor = multiply(inner.divisor, outer.divisor)
        except LimitError:
            return None
        return _Ladder(outer.name, dividend, divisor, _sum(inner.low, low), _sum(inner.high, high))

    def scaled(self, ladders: Sequence[_Ladder], names: set[str]) -> list[Lemma]:
        """Multiply what compares quotients by the divisors that are products of names."""
        divisors = {_key(ladder.divisor): ladder.divisor for ladder in ladders if _degree(ladder.divisor)}
        if not divisors:
            return []
        own = {place for ladder in self.quotients for place in (*ladder.low.products, *ladder.high.products)}
        found: list[Lemma] = []
        for number, hypothesis in enumerate(self.hypotheses):
            if (number,) in own or _degree(hypothesis) != 1 or not any(m and m[0] in names for m in hypothesis):
                continue
            for divisor in divisors.values():
                lemma = self.times(divisor, Lemma(hypothesis, {(number,): 1}))
                if lemma is not None and len(found) < MAX_SCALED:
                    found.append(lemma)
        return found

    def times(self, divisor: Polynomial, lemma: Lemma) -> Lemma | None:
        """Multiply by a divisor that is one term, each name with its bound, or 1 plus a hypothesis."""
        if len(divisor) == 1:
            ((monomial, factor),) = divisor.items()
            if factor < 1:
                return None
            products = {numbers: times * factor for numbers, times in lemma.products.items()}
            for name in monomial:
                if name not in self.bounds:
                    return None
                low, place = self.bounds[name]
                products = _multiplied(products, place, low)
        else:
            place_of = self.places.get(_key(add(divisor, constant(-1))))
            if place_of is None:
                return None
            products = _multiplied(lemma.products, place_of, 1)
        return Lemma(multiply(divisor, lemma.polynomial), products)


def _multiplied(products: Products, place: int, low: int) -> Products:
    """Multiply by ``h + low``, h the hypothesis at a place."""
    found: Products = {tuple(sorted((*numbers, place))): times for numbers, times in products.items()}
    for numbers, times in products.items() if low else ():
        found[numbers] = found.get(numbers, 0) + low * times
    return found


def _sum(one: Lemma, other: Lemma) -> Lemma:
    products = dict(one.products)
    for numbers, times in other.products.items():
        products[numbers] = products.get(numbers, 0) + times
    return Lemma(add(one.polynomial, other.polynomial), products)


def _bounds(hypotheses: Sequence[Polynomial]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield names with a lower bound that is not negative, and the hypothesis that says so."""
    for number, hypothesis in enumerate(hypotheses):
        heads = [monomial for monomial in hypothesis if monomial]
        if len(heads) == 1 and len(heads[0]) == 1 and hypothesis[heads[0]] == 1 and hypothesis.get((), 0) <= 0:
            yield heads[0][0], (-hypothesis.get((), 0), number)


def _degree(polynomial: Polynomial) -> int:
    return max(map(len, polynomial), default=0)


def _key(polynomial: Polynomial) -> tuple[tuple[Monomial, int], ...]:
    return tuple(sorted(polynomial.items()))
