"""Residues of a small modulus: what a product leaves over is seen once each of its names is ``m q + r``.

``k (k - 1)`` is even, and no linear programme finds it: k has to be divided by 2 first. The divisions that are added
stand at the root of the tree (`symtconv.checker.facts.with_divisions`); below them the sign of each name, its residue,
and what every quotient of the claim then is, are split at one by one, and each wrong side is closed at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from typing import TypeAlias

from symtconv.arithmetic.polynomial import Polynomial, add, constant, increase, multiply, variable
from symtconv.checker.facts import Elimination
from symtconv.checker.tree import MAX_OPENED, MAX_PRODUCT
from symtconv.claims.plan import Held, Plan, Sum, halves, opened

LARGEST, MOST_CASES = 12, 64  # of a modulus, and of the residues of all names together
Known: TypeAlias = tuple[Held, ...]
Planner: TypeAlias = Callable[[Known], Plan | None]
Products: TypeAlias = tuple[tuple[int, tuple[Held, ...]], ...]


@dataclass(frozen=True, slots=True)
class Remainder:
    """A quotient of the claim by its name: what is divided, and the number by which."""

    quotient: str
    dividend: Polynomial
    modulus: int

    @property
    def rest(self) -> Polynomial:
        """What is left over."""
        return add(self.dividend, variable(self.quotient), -self.modulus)


@dataclass(frozen=True, slots=True)
class Residue:
    """A name as ``modulus * quotient + number``, with its sign and its quotient's, as they are known."""

    equal: tuple[Held, Held]  # name - modulus * quotient - number ≥ 0, and its opposite
    signs: Mapping[str, tuple[int, Held]]
    value: Polynomial


def remainders_in(known: Elimination) -> tuple[Remainder, ...]:
    """Give the quotients of products by small numbers, in names of the claim alone."""
    found = []
    for (word, parts), name in known.named.items():
        if word == "//" and [monomial for monomial, _ in parts[1]] == [()]:
            one = Remainder(name, dict(parts[0]), parts[1][0][1])
            own = not any(each.startswith("_") for monomial in one.dividend for each in monomial)
            if own and 2 <= one.modulus <= LARGEST and 2 <= max(map(len, one.dividend), default=0) < MAX_PRODUCT:
                found.append(one)
    return tuple(found)


def divisions_for(remainders: Sequence[Remainder]) -> list[tuple[str, int]]:
    """Give what to divide and by what; nothing where there is nothing to divide, or too much."""
    names = sorted({each for one in remainders for monomial in one.dividend for each in monomial})
    modulus = lcm(*(one.modulus for one in remainders))
    deepest = len(names) * (modulus + 2) + 4 * len(remainders)  # splits one below the other
    if modulus > LARGEST or modulus ** len(names) > MOST_CASES or deepest >= MAX_OPENED:
        return []
    return [(name, modulus) for name in names]


@dataclass(frozen=True)
class Residues:
    """Goes through the residues of names.

    Parameters
    ----------
    quotients : mapping
        From each name that is divided to the name of its quotient.
    modulus : int
    remainders : sequence of Remainder
    finish : callable
        Plans for what is known when all is said.
    """

    quotients: Mapping[str, str]
    modulus: int
    remainders: Sequence[Remainder]
    finish: Planner

    def plan(self, known: Known) -> Plan | None:
        """Plan for every sign and residue of every name."""
        return self.signed(known, {})

    def signed(self, known: Known, residues: Mapping[str, Residue]) -> Plan | None:
        """Split at the sign of the next name, and say its quotient's."""
        name = next((each for each in self.quotients if each not in residues), None)
        if name is None:
            return self.valued(known, residues, self.remainders)
        quotient, m = self.quotients[name], self.modulus
        low = add(variable(name), variable(quotient), -m)
        least, most = stated(known, low), stated(known, add(constant(m - 1), low, -1))
        yes, no = halves(variable(name))

        def above(known: Known) -> Plan | None:
            signs = {name: (1, yes[0])}
            closed = ((1, yes), (1, (most,)))
            return granted(
                known,
                variable(quotient),
                lambda wrong: (*closed, (m, (wrong,))),
                lambda known: self.residue(known, residues, name, signs | {quotient: (1, known[-1])}, m - 1),
            )

        def below(known: Known) -> Plan | None:
            def quotient_signed(known: Known) -> Plan | None:
                signs = {name: (-1, known[-1])}
                return granted(
                    known,
                    {(quotient,): -1},
                    lambda wrong: ((1, no), (1, (least,)), (m, (wrong,))),
                    lambda known: self.residue(known, residues, name, signs | {quotient: (-1, known[-1])}, m - 1),
                )

            return granted(known, {(name,): -1}, lambda wrong: ((1, no), (1, (wrong,))), quotient_signed)

        negative = (*known, *no)
        return opened(
            variable(name),
            [(yes, lambda: above((*known, *yes))), (no, lambda: self.finish(negative) or below(negative))],
        )

    def residue(
        self,
        known: Known,
        residues: Mapping[str, Residue],
        name: str,
        signs: Mapping[str, tuple[int, Held]],
        number: int,
    ) -> Plan | None:
        """Split at the largest residue that is left, and go on with each."""
        line = add({(self.quotients[name],): self.modulus}, constant(number))
        gap = add(variable(name), line, -1)

        def chosen(known: Known) -> Plan | None:
            equal = stated(known, gap), stated(known, add({}, gap, -1))
            return self.signed(known, {**residues, name: Residue(equal, signs, line)})

        if number == 0:
            return chosen(known)
        yes, no = halves(gap)
        return opened(
            gap,
            [
                (yes, lambda: chosen((*known, *yes))),
                (no, lambda: self.residue((*known, *no), residues, name, signs, number - 1)),
            ],
        )

    def valued(self, known: Known, residues: Mapping[str, Residue], waiting: Sequence[Remainder]) -> Plan | None:
        """Say which number each remainder is, and finish."""
        if not waiting:
            return self.finish(known)
        one, m = waiting[0], waiting[0].modulus
        value, same, opposite = substituted(one.dividend, residues)
        left = value.get((), 0) % m
        whole = {monomial: factor // m for monomial, factor in add(value, constant(-left)).items()}
        low, high = (stated(known, fact) for fact in (one.rest, add(constant(m - 1), one.rest, -1)))
        apart = add(whole, variable(one.quotient), -1)  # of what the quotient is, and the quotient
        further = add(apart, constant(-1))

        def at_most(known: Known) -> Plan | None:
            below = known[-1]  # apart ≤ 0
            return granted(known, apart, lambda wrong: ((m, (wrong,)), (1, (low,)), *opposite), partial_rest(below))

        def partial_rest(below: Held) -> Planner:
            def rest(known: Known) -> Plan | None:
                least, above = add(one.rest, constant(-left)), known[-1]
                return granted(
                    known,
                    least,
                    lambda wrong: ((1, (wrong,)), (m, (above,)), *same),
                    lambda known: granted(
                        known,
                        add({}, least, -1),
                        lambda wrong: ((1, (wrong,)), (m, (below,)), *opposite),
                        lambda known: self.valued(known, residues, waiting[1:]),
                    ),
                )

            return rest

        yes, no = halves(further)
        closed = summed(((m, yes), (1, (high,)), *same))
        return opened(further, [(yes, lambda: closed), (no, lambda: at_most((*known, *no)))])


def substituted(polynomial: Polynomial, residues: Mapping[str, Residue]) -> tuple[Polynomial, Products, Products]:
    """Put the residues into a polynomial; give products that add up to ``polynomial - value``, and to its opposite."""
    signs = {name: sign for one in residues.values() for name, sign in one.signs.items()}
    ways: tuple[list[tuple[int, tuple[Held, ...]]], ...] = ([], [])
    for name, one in residues.items():
        # x^a - v^a = (x - v) (x^(a-1) + x^(a-2) v + ... + v^(a-1))
        factor: Polynomial = {}
        value: Polynomial = {}
        for monomial, coefficient in polynomial.items():
            others: Polynomial = {tuple(each for each in monomial if each != name): coefficient}
            power = constant(1)
            for place in range(monomial.count(name)):
                before = {(name,) * (monomial.count(name) - 1 - place): 1}
                increase(factor, multiply(others, multiply(before, power)))
                power = multiply(power, one.value)
            increase(value, multiply(others, power))
        for monomial, coefficient in factor.items():
            sign = 1 if coefficient > 0 else -1
            for each in monomial:
                sign *= signs[each][0]
            rest = tuple(signs[each][1] for each in monomial)
            for way, products in zip((sign, -sign), ways, strict=True):
                products.append((abs(coefficient), (one.equal[way < 0], *rest)))
        polynomial = value
    return polynomial, tuple(ways[0]), tuple(ways[1])


def granted(known: Known, fact: Polynomial, contradiction: Callable[[Held], Products], go_on: Planner) -> Plan | None:
    """Plan with one more fact, whose opposite is closed by a sum."""
    yes, no = halves(fact)
    closed = summed(contradiction(no[0]))
    return opened(fact, [(yes, lambda: go_on((*known, *yes))), (no, lambda: closed)])


def summed(terms: Products) -> Sum:
    """Give the sum of products of what is known."""
    return Sum(terms, frozenset(one for _, product in terms for one in product))


def stated(known: Known, fact: Polynomial) -> Held:
    """Give what says a fact; it has to be known."""
    return next(one for one in known if one.fact == fact)
