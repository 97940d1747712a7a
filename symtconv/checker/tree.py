"""A tree shows that facts cannot all hold. It opens the alternatives that it needs; nothing else is opened.

A tree is one of

    {"sum": [[c, [i, j, ...]], ...]}       positive integers c times products of known polynomials, which are all
                                           ≥ 0, by their numbers; the sum is a negative number
    {"split": p, "yes": tree, "no": tree}  p ≥ 0 becomes known for the one and -p - 1 ≥ 0 for the other; p is a list
                                           of [coefficient, [name, ...]]
    {"cases": i, "of": [tree, ...]}        alternatives number i are taken away, and for each of them a tree is given
                                           for which it is known

What is known stands in the order in which it became known, polynomials and alternatives numbered apart from 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from symtconv.arithmetic.polynomial import Polynomial, add, constant, increase, multiply
from symtconv.certificates.format import fail, shown
from symtconv.certificates.limits import Budget
from symtconv.checker.facts import Alternatives, Fact, Together

MAX_OPENED, MAX_PRODUCT = 32, 8


def closes(facts: Iterable[Fact], tree: object, budget: Budget, opened: int = 0) -> bool:
    """Tell whether a tree shows that the facts cannot all hold.

    Raises
    ------
    CertificateError
        For what is written in no tree.
    LimitError
        When the budget is spent.
    """
    known = tuple(flattened(facts))
    budget.spend(len(known) + 1)
    match tree:
        case {"sum": list(terms), **rest} if not rest:
            polynomials = [fact for fact in known if isinstance(fact, dict)]
            total: Polynomial = {}
            for term in terms:
                increase(total, _product(polynomials, term, budget))
            return set(total) == {()} and total[()] < 0
        case {"split": list(terms), "yes": yes, "no": no, **rest} if not rest and opened < MAX_OPENED:
            split = polynomial(terms, budget)
            cases: tuple[Fact, ...] = (split, add(constant(-1), split, -1))
            trees = [yes, no]
        case {"cases": number, "of": list(trees), **rest} if not rest and opened < MAX_OPENED:
            choices = [(place, fact.parts) for place, fact in enumerate(known) if isinstance(fact, Alternatives)]
            if type(number) is not int or not 0 <= number < len(choices):
                fail(f"there are no alternatives {shown(number)}")
            place, cases = choices[number]
            known = (*known[:place], *known[place + 1 :])
            if len(trees) != len(cases):
                fail(f"alternatives {number} must have {len(cases)} trees")
        case _:
            return False
    return all(closes((*known, case), branch, budget, opened + 1) for case, branch in zip(cases, trees, strict=True))


def flattened(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Take apart what holds together."""
    for fact in facts:
        if isinstance(fact, Together):
            yield from flattened(fact.parts)
        else:
            yield fact


def polynomial(terms: Sequence[object], budget: Budget) -> Polynomial:
    """Read a polynomial from a certificate."""
    total: Polynomial = {}
    for term in terms:
        match term:
            case [int(coefficient), list(names)] if type(coefficient) is int and all(type(n) is str for n in names):
                budget.keep(1 + len(names))
                increase(total, {tuple(sorted(names)): coefficient})
            case _:
                fail("a split is a list of [coefficient, [name, ...]]")
    return total


def _product(known: Sequence[Polynomial], term: object, budget: Budget) -> Polynomial:
    match term:
        case [int(factor), list(numbers)] if type(factor) is int and factor > 0 and 0 < len(numbers) <= MAX_PRODUCT:
            budget.spend(4)
            product = constant(factor)
            for number in numbers:
                if type(number) is not int or not 0 <= number < len(known):
                    fail(f"there is no polynomial {shown(number)}")
                budget.spend(len(product) * len(known[number]) + 1)
                product = multiply(product, known[number])
            return product
    fail("a term of a sum is a positive integer with a list of numbers of polynomials")
