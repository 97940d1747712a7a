"""Conditions that the algebra of a claim gives: its two sides subtracted, and what that says of remainders and names.

Two floors of one divisor are equal exactly when ``0 <= Y % m + (X - Y) < m``; a floor times its divisor is a
remainder short of its dividend; and what is linear in a name can be solved for it. All of these are candidates, to be
proved like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import gcd

from symtconv.arithmetic.polynomial import Polynomial, add, constant, multiply, variable, without
from symtconv.arithmetic.rewriting import rewrite_term
from symtconv.arithmetic.sizes import SIZES, unfolded
from symtconv.arithmetic.term import Comparison, Connective, Formula, Name, Number, Operation, Term, names_of, walk
from symtconv.claims.normal import NormalForm, Shape, shape, term_of
from symtconv.geometry import LimitError

REST, PRODUCT, SPAN = "_rest", "_product", "_span"  # names that stand for what is written out in the end
MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def solved(goal: Formula) -> list[Formula]:
    """Give the conditions that are read off a comparison; none for anything else, or where it is too long."""
    if not isinstance(goal, Comparison):
        return []
    try:
        found = list(_Solving(goal).conditions())
    except LimitError:
        return []
    return [formula for formula in found if not any(name[0] == "_" for name in names_of(formula))]


def remainders(goal: Formula) -> dict[tuple[Shape, Shape], Operation]:
    """Give what the claim's own sizes leave over, as people write it, by dividend and divisor."""
    found: dict[tuple[Shape, Shape], Operation] = {}
    for part in walk(goal):
        if isinstance(part, Operation) and part.word in ("conv_size", "residue"):
            dividend, divisor = unfolded(Operation("residue", part.terms)).terms
            form = NormalForm()
            key = shape(form.of(dividend)), shape(form.of(divisor))
            if not form.floors and not any(isinstance(term, Operation) and term.word in SIZES for term in part.terms):
                found.setdefault(key, Operation("residue", part.terms))
    return found


class _Solving:
    def __init__(self, goal: Comparison) -> None:
        self.form, self.word = NormalForm(), goal.word
        self.own = remainders(goal)
        left, right = (self.form.of(unfolded(side)) for side in (goal.left, goal.right))
        self.difference = add(left, right, -1)

    def conditions(self) -> Iterator[Formula]:
        names = {name for monomial in self.difference for name in monomial if name[0] == "_"}
        factors = {name: self.factor(name) for name in names}
        if not names:
            yield from self.of_names(self.difference)
        elif all(name in self.form.floors for name in names) and all(factor for factor in factors.values()):
            rest = {m: c for m, c in self.difference.items() if not any(name in names for name in m)}
            known = [(self.form.floors[name], factor or {}) for name, factor in sorted(factors.items())]
            if len(known) == 1:
                yield from self.of_one(*known[0], rest)
            if len(known) == 2 and self.word == "==":
                yield from self.of_two(known[0], known[1], rest)

    def factor(self, name: str) -> Polynomial | None:
        """Give what a floor is multiplied by, None where it stands with another floor."""
        found: Polynomial = {}
        for monomial, factor in self.difference.items():
            left = without(monomial, (name,)) if name in monomial else None
            if left is not None:
                if any(part[0] == "_" for part in left):
                    return None
                found[left] = factor
        return found

    def of_names(self, difference: Polynomial) -> Iterator[Formula]:
        """Solve for each name in turn, what all terms share taken out."""
        if not any(difference):
            return
        shared = [name for name in set(next(iter(difference))) if all(name in monomial for monomial in difference)]
        for name in shared:
            yield Comparison("==", Name(name), term_of({}))
        divided = {without(monomial, tuple(shared)) or (): factor for monomial, factor in difference.items()}
        common = gcd(*divided.values())
        divided = {monomial: factor // common for monomial, factor in divided.items()}
        yield _compared(self.word, divided, {})
        for (*head,), factor in divided.items():
            if len(head) == 1 and abs(factor) == 1 and sum(head[0] in monomial for monomial in divided) == 1:
                rest = {monomial: value for monomial, value in divided.items() if monomial != (head[0],)}
                word = self.word if factor > 0 else MIRRORED[self.word]
                yield Comparison(word, Name(head[0]), term_of(add({}, rest, -factor)))

    def of_one(self, floor: tuple[Polynomial, Polynomial], factor: Polynomial, rest: Polynomial) -> Iterator[Formula]:
        dividend, divisor = floor
        if self.word == "==" and factor in ({(): 1}, {(): -1}):
            # the floor is a term T exactly when  0 <= X - m T < m
            gap = add(dividend, multiply(divisor, rest), factor[()])
            yield from self.between(gap, divisor, {})
        for sign in (1, -1):
            if shape(factor) == shape(add({}, divisor, sign)):
                # m floor(X/m) = X - X % m
                value = add(add(rest, dividend, sign), variable(REST), -sign)
                yield _compared(self.word, value, self.written(dividend, divisor))

    def of_two(
        self,
        one: tuple[tuple[Polynomial, Polynomial], Polynomial],
        other: tuple[tuple[Polynomial, Polynomial], Polynomial],
        rest: Polynomial,
    ) -> Iterator[Formula]:
        (((x, by), factor), ((y, by_too), opposite)) = one, other
        shift = _quotient(rest, factor)
        if shape(by) != shape(by_too) or shape(add({}, factor, -1)) != shape(opposite) or shift is None:
            return
        gap = add(add(x, multiply(by, shift)), y, -1)  # floor((y + gap) / m) = floor(y / m)
        yield from self.between(add(gap, variable(REST)), by, self.written(y, by))
        yield from self.between(add(variable(REST), gap, -1), by, self.written(x, by))

    def between(self, value: Polynomial, divisor: Polynomial, written: Mapping[str, Term]) -> Iterator[Formula]:
        """Yield ``0 <= value``, ``value < divisor``, and both."""
        low, high = _compared(">=", value, written), _compared("<", add(value, divisor, -1), written)
        yield from (low, high, Connective("and", (low, high)))

    def written(self, dividend: Polynomial, divisor: Polynomial) -> dict[str, Term]:
        """Say what the remainder of a division is written as."""
        key = shape(dividend), shape(divisor)
        for (known, by), term in self.own.items():
            difference = add(dict(known), dividend, -1)
            if by == key[1] and _quotient(difference, divisor) is not None:
                return {REST: term}
        return {REST: Operation("%", (term_of(dividend), term_of(divisor)))}


def _compared(word: str, value: Polynomial, written: Mapping[str, Term]) -> Comparison:
    """Write ``value word 0`` without minus signs."""
    value, products = _grouped(value)
    written = {**written, **products}
    more = {monomial: factor for monomial, factor in value.items() if factor > 0}
    less = {monomial: -factor for monomial, factor in value.items() if factor < 0}
    if (not more and less) or any(REST in monomial for monomial in less):
        more, less, word = less, more, MIRRORED[word]

    def put(term: Term) -> Term:
        return written.get(term.name, term) if isinstance(term, Name) else term

    return Comparison(word, rewrite_term(term_of(more), put), rewrite_term(term_of(less), put))


def _grouped(value: Polynomial) -> tuple[Polynomial, dict[str, Term]]:
    """Put names for what is written out: the span ``d*(k - 1) + 1`` and products ``(x - 1)*(y - 1)``."""
    products: dict[str, Term] = {}
    factor = value.get(("d", "k"), 0)
    if factor and value.get(("d",)) == -factor and ("k",) not in value:
        products[SPAN] = Operation("span", (Name("k"), Name("d")))
        value = add(add(value, {("d", "k"): 1, ("d",): -1, (): 1}, -factor), variable(SPAN), factor)
    for monomial, factor in list(value.items()):
        x, y = monomial if len(monomial) == 2 else ("", "")
        if x != y and value.get((x,)) == value.get((y,)) == -factor:
            name = f"{PRODUCT}{len(products)}"
            spelt: Polynomial = {monomial: 1, (x,): -1, (y,): -1, (): 1}
            value = add(add(value, spelt, -factor), variable(name), factor)
            less = [Operation("-", (Name(part), Number(1))) for part in sorted((x, y), reverse=True)]
            products[name] = Operation("*", tuple(less))
    return value, products


def _quotient(value: Polynomial, divisor: Polynomial) -> Polynomial | None:
    """Give value / divisor for a divisor of one term, None where it does not divide."""
    if not value:
        return {}
    if len(divisor) != 1:
        return constant(1) if shape(value) == shape(divisor) else None
    ((head, unit),) = divisor.items()
    found: Polynomial = {}
    for monomial, factor in value.items():
        left = without(monomial, head)
        if left is None or factor % unit:
            return None
        found[left] = factor // unit
    return found
