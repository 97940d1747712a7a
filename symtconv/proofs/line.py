"""One line of the general proof as data: sums over named ranges of a product of indexed factors.

Along one axis every line of the chain has the form ``Σ_a Σ_b … f[·] g[·] [· = ·]``. Indices are terms of the claim
language in the axis's letters and the bound indices, compared as polynomials in normal form, so that a step is checked
by index algebra and never by a computer algebra system. The same objects are checked, put numbers into, and printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from symtconv.arithmetic.parse import parse_term
from symtconv.arithmetic.polynomial import Polynomial, add, constant, multiply, variable
from symtconv.arithmetic.rewriting import rewrite_term
from symtconv.arithmetic.sizes import evaluate as evaluate_term
from symtconv.arithmetic.term import Name, Number, Operation, Term
from symtconv.geometry import Axis, InputError

BRACKET = "[]"  # the factor that is 1 where its two arguments are equal, and 0 elsewhere


@dataclass(frozen=True, slots=True)
class SumOver:
    """``Σ`` over ``0 ≤ index < count``."""

    index: str
    count: Term


@dataclass(frozen=True, slots=True)
class Factor:
    """``name[arguments]``, or the bracket ``[left = right]``."""

    name: str
    arguments: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A sum of products; ``sums`` from the outside in."""

    sums: tuple[SumOver, ...]
    factors: tuple[Factor, ...]

    def normal(self) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, tuple[str, ...]]]]:
        """Give the sums and factors without their order, every index in normal form."""
        sums = Counter((entry.index, text_of(polynomial(entry.count))) for entry in self.sums)
        factors = Counter((factor.name, _normal_arguments(factor)) for factor in self.factors)
        return sums, factors

    def same(self, other: Line) -> bool:
        """Tell whether both lines say the same, up to the order of sums and of factors."""
        return self.normal() == other.normal()

    def put(self, values: Mapping[str, Term]) -> Line:
        """Put terms for names, all at once."""
        sums = tuple(SumOver(entry.index, put(entry.count, values)) for entry in self.sums)
        return Line(sums, tuple(put_in(factor, values) for factor in self.factors))

    def __str__(self) -> str:
        sums = "".join(f"Σ_{{{entry.index}<{_text(entry.count)}}} " for entry in self.sums)
        return sums + " ".join(map(_factor_text, self.factors))


@cache
def index(text: str) -> Term:
    """Read an index, written in the claim language.

    Raises
    ------
    InputError
        For what is no polynomial, a floor for example.
    """
    term = parse_term(text)
    polynomial(term)  # which refuses what is none
    return term


def total(name: str, count: str) -> SumOver:
    """Give ``Σ`` over ``0 ≤ name < count``."""
    return SumOver(name, index(count))


def factor(name: str, *arguments: str) -> Factor:
    """Give ``name[arguments]``."""
    return Factor(name, tuple(map(index, arguments)))


def bracket(left: str, right: str) -> Factor:
    """Give ``[left = right]``."""
    return factor(BRACKET, left, right)


def put(term: Term, values: Mapping[str, Term]) -> Term:
    """Put terms for names, all at once."""
    return rewrite_term(term, lambda part: values.get(part.name, part) if isinstance(part, Name) else part)


def put_in(factor: Factor, values: Mapping[str, Term]) -> Factor:
    """Put terms for names in the arguments of a factor."""
    return Factor(factor.name, tuple(put(argument, values) for argument in factor.arguments))


def text_of(value: Polynomial) -> str:
    """Write a polynomial in normal form: one text for one polynomial."""
    return " ".join(f"{coefficient:+d}*{'*'.join(names) or '1'}" for names, coefficient in sorted(value.items())) or "0"


def polynomial(term: Term) -> Polynomial:
    """Bring an index, ``+ - *`` over names and numbers, into normal form.

    Raises
    ------
    InputError
        For anything else, a floor for example: an index is a polynomial.

    Examples
    --------
    >>> polynomial(index("d*(k-1-u) - l")) == polynomial(index("d*k - d - d*u - l"))
    True
    """
    match term:
        case Number(value=value):
            return constant(value)
        case Name(name=name):
            return variable(name)
        case Operation(word="neg", terms=(inner,)):
            return add({}, polynomial(inner), -1)
        case Operation(word="+" | "-" as word, terms=(left, right)):
            return add(polynomial(left), polynomial(right), 1 if word == "+" else -1)
        case Operation(word="*", terms=(left, right)):
            return multiply(polynomial(left), polynomial(right))
    msg = f"{term} is no index: only + - * over names and numbers"
    raise InputError(msg)


def _normal_arguments(factor: Factor) -> tuple[str, ...]:
    if factor.name != BRACKET:
        return tuple(text_of(polynomial(argument)) for argument in factor.arguments)
    # [A = B] says that A - B vanishes, and so does B - A: of the two the one that is first in order.
    left, right = map(polynomial, factor.arguments)
    return (min(text_of(add(left, right, -1)), text_of(add(right, left, -1))),)


def _factor_text(factor: Factor) -> str:
    if factor.name == BRACKET:
        return f"[{' = '.join(map(_text, factor.arguments))}]"
    return f"{factor.name}[{', '.join(map(_text, factor.arguments))}]"


def _text(term: Term) -> str:
    return text_of(polynomial(term))


def letters_of(axis: Axis) -> dict[str, int]:
    """Give the numbers that the letters of the proof have along an axis; P and Q are the two pads."""
    numbers = dict(zip("nksdlha", axis.parameters, strict=True))
    return {**numbers, "P": axis.pad_low, "Q": axis.pad_high}


Value = Counter[tuple[int, int]]  # how often w[t]·y[o] occurs


def evaluate(line: Line, axis: Axis, j: int) -> Value:
    """Evaluate a line at one entry of one axis, with indeterminate w and y.

    Every factor is evaluated by its own meaning, not by the definitions that the steps use: C from the tap
    relation, z by position, so that a wrong definition shows.

    Returns
    -------
    Counter
        How often each product ``w[t]·y[o]`` occurs.
    """
    letters = {**letters_of(axis), "j": j}
    sum_of_all: Value = Counter()
    for values in _assignments(line.sums, letters):
        terms: Value = Counter({(-1, -1): 1})
        for factor in line.factors:
            arguments = [evaluate_term(argument, values) for argument in factor.arguments]
            terms = _times(terms, _meaning(factor.name, arguments, axis))
            if not terms:
                break
        sum_of_all += terms
    return sum_of_all


def _assignments(sums: tuple[SumOver, ...], letters: Mapping[str, int]) -> Iterator[dict[str, int]]:
    ranges = [range(evaluate_term(entry.count, letters)) for entry in sums]
    for values in product(*ranges):
        yield {**letters, **{entry.index: value for entry, value in zip(sums, values, strict=True)}}


def _meaning(name: str, arguments: list[int], axis: Axis) -> Value:
    """Give a factor as the sum of products it is; -1 stands for a factor that is absent."""
    n, k, s = axis.size, axis.kernel, axis.stride
    place = arguments[0]
    found: tuple[int, int] | None = None
    match name:
        case "[]" if place == arguments[1]:
            found = (-1, -1)
        case "w" if 0 <= place < k:
            found = (place, -1)
        case "w'" if 0 <= place < k:
            found = (k - 1 - place, -1)
        case "y" if 0 <= place < n:
            found = (-1, place)
        case "z" | "z~":
            o, rest = divmod(place - (axis.pad_low if name == "z~" else 0), s)
            found = (-1, o) if rest == 0 and 0 <= o < n else None
        case "C":
            tap = axis.relation.tap(place, arguments[1])
            found = None if tap is None else (tap, -1)
    return Counter() if found is None else Counter({found: 1})


def _times(left: Value, right: Value) -> Value:
    found: Value = Counter()
    for (t, o), count in left.items():
        for (u, p), times in right.items():
            found[max(t, u), max(o, p)] += count * times
    return found
