"""Terms in a normal form: a polynomial in names and in floors, each floor with a name of its own.

Floors of floors are one floor, what divides is taken out, and remainders and ceilings are written by floors. What
stands on the two sides of a claim can then be subtracted, and what is left says when they are equal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, constant, divided, multiply, variable
from symtconv.arithmetic.term import Name, Number, Operation, Term

Shape = tuple[tuple[Monomial, int], ...]


def shape(value: Mapping[Monomial, int]) -> Shape:
    """Give a polynomial as something that can be a key."""
    return tuple(sorted(value.items()))


@dataclass
class NormalForm:
    """Turns unfolded terms into polynomials, naming each floor once.

    Attributes
    ----------
    floors : dict
        Name of a floor -> its dividend and its divisor.
    """

    floors: dict[str, tuple[Polynomial, Polynomial]] = field(default_factory=dict)
    _names: dict[tuple[str, tuple[Shape, ...]], str] = field(default_factory=dict)

    def of(self, term: Term) -> Polynomial:
        """Give a term as a polynomial.

        Raises
        ------
        LimitError
            When it is too long.
        """
        if isinstance(term, Number):
            return constant(term.value)
        if isinstance(term, Name):
            return variable(term.name)
        parts = [self.of(part) for part in term.terms]
        match term.word, parts:
            case "+" | "-" as word, (left, right):
                value = add(left, right, 1 if word == "+" else -1)
            case "*", (left, right):
                value = multiply(left, right)
            case "neg", (part,):
                value = add({}, part, -1)
            case "//" | "floor" | "/", (left, right):
                value = self.floor(left, right)
            case "ceil", (left, right):
                value = add({}, self.floor(add({}, left, -1), right), -1)
            case "%", (left, right):
                value = add(left, multiply(right, self.floor(left, right)), -1)
            case _:
                value = variable(self._name(term.word, *parts))
        return value

    def floor(self, dividend: Polynomial, divisor: Polynomial) -> Polynomial:
        """Give ⌊dividend / divisor⌋ for a divisor of at least 1."""
        inner = [name for name in self.floors if dividend.get((name,)) == 1]
        if len(inner) == 1 and sum(inner[0] in monomial for monomial in dividend) == 1:
            below, by = self.floors[inner[0]]
            rest = {monomial: factor for monomial, factor in dividend.items() if monomial != (inner[0],)}
            return self.floor(add(below, multiply(by, rest)), multiply(by, divisor))
        whole, rest = divided(dividend, divisor)
        if not rest or (not any(rest) and not any(divisor)):  # 0 <= rest < divisor where both are numbers
            return whole
        name = self._name("//", rest, divisor)
        self.floors[name] = (rest, divisor)
        return add(whole, variable(name))

    def _name(self, word: str, *parts: Polynomial) -> str:
        key = (word, tuple(map(shape, parts)))
        return self._names.setdefault(key, f"_{len(self._names)}")


def term_of(value: Polynomial) -> Term:
    """Write a polynomial as a term, what is added first; ``d*k - d + 1`` as ``span(k, d)``."""
    value = dict(value)
    parts: list[tuple[int, Term]] = []
    for factor in (1, -1):
        if value.get(("d", "k")) == factor and value.get(("d",)) == -factor:
            parts.append((factor, Operation("span", (Name("k"), Name("d")))))
            value = add(value, {("d", "k"): 1, ("d",): -1, (): 1}, -factor)
    parts += [(factor, _product(monomial, abs(factor))) for monomial, factor in sorted(value.items(), key=_place)]
    parts.sort(key=lambda part: part[0] < 0)
    if not parts:
        return Number(0)
    (factor, total), *rest = parts
    total = total if factor > 0 else Operation("neg", (total,))
    for factor, part in rest:
        total = Operation("+" if factor > 0 else "-", (total, part))
    return total


def _place(item: tuple[Monomial, int]) -> tuple[bool, int, Monomial]:
    monomial, _ = item
    return not monomial, -len(monomial), monomial


def _product(monomial: Monomial, factor: int) -> Term:
    terms: list[Term] = [Name(name) for name in monomial]
    if factor != 1 or not terms:
        terms = [Number(factor), *terms]
    total = terms[0]
    for term in terms[1:]:
        total = Operation("*", (total, term))
    return total
