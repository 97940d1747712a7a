"""Where to split a case: which integers to ask the sign of, the most promising first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from math import gcd

from symtconv.arithmetic.polynomial import (
    Monomial,
    Polynomial,
    add,
    constant,
    divided,
    multiply,
    variable,
    without,
)
from symtconv.claims.lemmas import Quotient
from symtconv.geometry import LimitError

MANY = 4  # quotients, beyond which their triples are too many to try


def candidates(hypotheses: Sequence[Polynomial], quotients: Sequence[Quotient]) -> Iterator[Polynomial]:
    """Yield polynomials to split at, none twice."""
    seen: set[tuple[tuple[Monomial, int], ...]] = set()
    for source in (_factors(hypotheses), _comparisons(hypotheses, quotients)):
        for split in source:
            key = tuple(sorted(split.items()))
            if any(monomial for monomial in split) and key not in seen:
                seen.add(key)
                yield split


def aligned(hypotheses: Sequence[Polynomial], quotients: Sequence[Quotient]) -> Iterator[Polynomial]:
    """Yield how two quotients of one divisor should compare: by what it divides of their dividends' difference.

    ``floor((x + 3 s)/s)`` and ``floor(x/s)`` are 3 apart, whatever the equalities make of x.
    """
    known = {tuple(sorted(hypothesis.items())) for hypothesis in hypotheses}
    rules, _ = _equalities(hypotheses)
    for (one, dividend, divisor), (other, subtracted, by) in combinations(quotients, 2):
        if divisor != by or not any(divisor):
            continue
        reduced, unit = _reduce(add(dividend, subtracted, -1), rules), _reduce(divisor, rules)
        sign = -1 if len(unit) == 1 and min(unit.values()) < 0 else 1
        whole, _ = divided(add({}, reduced, sign), add({}, unit, sign))
        apart = add(add(variable(one), variable(other), -1), whole, -1)
        for split in (apart, add({}, apart, -1)):
            if tuple(sorted(split.items())) not in known:
                yield split


def rounded(hypotheses: Sequence[Polynomial]) -> Iterator[Polynomial]:
    """Yield what a hypothesis says of integers: ``2 x - 1 >= 0``, modulo the equalities, says ``x - 1 >= 0``."""
    known = {tuple(sorted(hypothesis.items())) for hypothesis in hypotheses}
    rules, _ = _equalities(hypotheses)
    for hypothesis in hypotheses:
        reduced = _reduce(hypothesis, rules)
        content = gcd(*(factor for monomial, factor in reduced.items() if monomial))
        if content < 2 or not reduced.get((), 0) % content:
            continue
        whole: Polynomial = {monomial: factor // content for monomial, factor in reduced.items()}
        split = {monomial: factor for monomial, factor in whole.items() if factor}
        if tuple(sorted(split.items())) not in known:
            yield split


def names_in(polynomial: Polynomial) -> set[str]:
    """Give the names of a polynomial."""
    return {name for monomial in polynomial for name in monomial}


def _factors(hypotheses: Sequence[Polynomial]) -> Iterator[Polynomial]:
    """Yield P where a hypothesis, modulo the equalities, is ``m P + c`` with a term m: P is an integer, P ≥ -c/m.

    ``2x - 2y = 1`` has rational solutions and no integer ones; only a split at x - y tells.
    """
    rules, others = _equalities(hypotheses)
    reduced_ones = [_reduce(hypothesis, rules) for hypothesis in hypotheses]
    for reduced in (*reduced_ones, *_congruent(reduced_ones, others)):
        free = {monomial: factor for monomial, factor in reduced.items() if monomial}
        shared, content = _content(free)
        if not free or (not shared and content < 2):
            continue
        quotient = {without(monomial, shared) or (): factor // content for monomial, factor in free.items()}
        yield add(quotient, constant(-1))
        yield quotient
        yield add(quotient, constant(1))


def _congruent(hypotheses: Sequence[Polynomial], equalities: Sequence[Polynomial]) -> Iterator[Polynomial]:
    """Add a multiple of an equality to a hypothesis so that all its factors have a divisor in common.

    ``15 i = 16 q`` has no term to solve for, and yet ``i - 16 r >= 1`` becomes ``16 i - 16 q - 16 r >= 1`` by it.
    """
    for equality in equalities:
        for modulus in sorted({abs(factor) for monomial, factor in equality.items() if monomial} - {1}, reverse=True):
            head = next((m for m, factor in equality.items() if m and gcd(factor, modulus) == 1), None)
            if head is None:
                continue
            inverse = pow(equality[head], -1, modulus)
            for hypothesis in hypotheses:
                times = -hypothesis.get(head, 0) * inverse % modulus
                joined = add(hypothesis, equality, times if 2 * times <= modulus else times - modulus)
                if times and not any(factor % modulus for monomial, factor in joined.items() if monomial):
                    yield joined


def _equalities(hypotheses: Sequence[Polynomial]) -> tuple[dict[Monomial, Polynomial], list[Polynomial]]:
    """Read pairs h ≥ 0, -h ≥ 0 as rules: a term of coefficient ±1 and what it equals; and give those without one."""
    known = {tuple(sorted(hypothesis.items())) for hypothesis in hypotheses}
    rules: dict[Monomial, Polynomial] = {}
    others: list[Polynomial] = []
    for hypothesis in hypotheses:
        opposite = tuple(sorted((monomial, -factor) for monomial, factor in hypothesis.items()))
        if opposite not in known:
            continue
        reduced = _reduce(hypothesis, rules)
        heads = [monomial for monomial, factor in reduced.items() if monomial and abs(factor) == 1]
        heads = [head for head in heads if not any(set(head) <= set(other) for other in reduced if other != head)]
        # A name of the claim goes before a quotient and before a product, so that what is left speaks of these.
        head = min(heads, key=lambda monomial: (len(monomial), monomial[0].startswith("_")), default=None)
        if head is not None:
            rest = {monomial: factor for monomial, factor in reduced.items() if monomial != head}
            rules[head] = add({}, rest, -reduced[head])
        elif any(reduced):
            others.append(reduced)
    return rules, others


def _reduce(polynomial: Polynomial, rules: Mapping[Monomial, Polynomial]) -> Polynomial:
    for _ in range(len(rules)):
        before = polynomial
        for head, value in rules.items():
            polynomial = _substitute(polynomial, head, value)
        if polynomial == before:
            break
    return polynomial


def _substitute(polynomial: Polynomial, head: Monomial, value: Polynomial) -> Polynomial:
    total: Polynomial = {}
    for monomial, factor in polynomial.items():
        part: Polynomial = {monomial: factor}
        left = without(monomial, head)
        if left is not None:
            try:
                part = multiply({left: factor}, value)
            except LimitError:
                return polynomial
        total = add(total, part)
    return total


def _content(polynomial: Mapping[Monomial, int]) -> tuple[Monomial, int]:
    """Give what all terms share: names, and a number."""
    monomials = list(polynomial)
    shared: list[str] = []
    for name in sorted(set(monomials[0])) if monomials else ():
        shared += [name] * min(monomial.count(name) for monomial in monomials)
    # A term of its own is shared by itself; leave one name to split at.
    return tuple(shared[:-1] if len(monomials) == 1 else shared), gcd(*polynomial.values())


def _comparisons(hypotheses: Sequence[Polynomial], given: Sequence[Quotient]) -> Iterator[Polynomial]:
    """Yield quotients, how they compare, and how a name compares with its bound or another name."""
    # What divides exactly is taken off first, so that ⌊i/2⌋ and ⌊(i-7)/2⌋ compare as ⌊i/2⌋ and ⌊(i+1)/2⌋ do.
    quotients = [add(variable(name), divided(dividend, divisor)[0], -1) for name, dividend, divisor in given]
    forms = [add(ours, theirs, -1) for ours, theirs in combinations(quotients, 2)]
    forms += [add(ours, theirs) for ours, theirs in combinations(quotients, 2)]
    if len(quotients) <= MANY:
        for number, quotient in enumerate(quotients):
            others = combinations(quotients[:number] + quotients[number + 1 :], 2)
            forms += [add(add(ours, theirs), quotient, -1) for ours, theirs in others]
    for form in [*forms, *quotients]:
        yield form
        yield add(form, constant(-1))
        yield add(form, constant(1))
    found = sorted(set().union(*map(names_in, hypotheses)))
    own = [variable(name) for name in found if not name.startswith("_")]
    for name in own:
        yield add(name, constant(-2))
        yield add(name, constant(-1))
    for ours, theirs in combinations(own, 2):
        yield add(ours, theirs, -1)
