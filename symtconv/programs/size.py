"""Integers inside programs: polynomials over names and over quotients, minima and maxima, which stand as names.

A `Size` is a normal form: equal polynomials are equal objects. Division, minimum, maximum and the rest are
`Opaque` atoms with their own sizes inside; what divides exactly is taken out of a quotient. The normal form says
nothing about divisors: that each divisor of the text is at least 1 is an obligation of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from typing import TypeAlias

from symtconv.arithmetic.polynomial import Monomial, Polynomial, add, divided, multiply
from symtconv.arithmetic.sizes import MEANING, SIZES
from symtconv.arithmetic.term import Name, Number, Term
from symtconv.geometry import InputError

Values: TypeAlias = Mapping[str, int]
Rule: TypeAlias = Callable[[str], "Size | None"]


class Opaque(str):
    """An integer that is no polynomial, as an atom of one; its text is its identity.

    Parameters
    ----------
    word : {"//", "min", "max"}
    sizes : tuple of Size
    """

    word: str
    sizes: tuple[Size, ...]

    def __new__(cls, word: str, sizes: tuple[Size, ...]) -> Opaque:
        """Make an atom."""
        if word == "//":
            text = "(" + "//".join(size.atom for size in sizes) + ")"
        else:
            text = f"{word}({', '.join(size.text for size in sizes)})"
        made = super().__new__(cls, text)
        made.word, made.sizes = word, sizes
        return made


class Size:
    """An integer as an immutable polynomial.

    Parameters
    ----------
    terms : Polynomial
        Sorted tuple of atoms -> coefficient, never 0; an atom is a name or an `Opaque`.

    Examples
    --------
    >>> n, s = name("n"), name("s")
    >>> ((n - 1) * s + s).text, floor_div(n * s + 1, s).text
    ('n*s', '(1//s) + n')
    """

    def __init__(self, terms: Polynomial) -> None:
        self.terms = terms

    @cached_property
    def key(self) -> frozenset[tuple[Monomial, int]]:
        """What equal sizes share."""
        return frozenset(self.terms.items())

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Size) and self.terms == other.terms

    def __add__(self, other: Size | int) -> Size:
        return Size(add(self.terms, of(other).terms))

    def __sub__(self, other: Size | int) -> Size:
        return Size(add(self.terms, of(other).terms, -1))

    def __neg__(self) -> Size:
        return Size({monomial: -factor for monomial, factor in self.terms.items()})

    def __mul__(self, other: Size | int) -> Size:
        return Size(multiply(self.terms, of(other).terms))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other: int) -> Size:
        return of(other) - self

    def __repr__(self) -> str:
        return f"Size({self.text!r})"

    @property
    def constant(self) -> int | None:
        """The number that it is, if it is one."""
        if not self.terms:
            return 0
        return self.terms.get(()) if len(self.terms) == 1 else None

    @cached_property
    def names(self) -> frozenset[str]:
        """All names, those inside atoms included."""
        found: set[str] = set()
        for monomial in self.terms:
            for atom in monomial:
                found.update(*(size.names for size in atom.sizes)) if isinstance(atom, Opaque) else found.add(atom)
        return frozenset(found)

    @cached_property
    def text(self) -> str:
        """The size in the claim language."""
        out = ""
        order = sorted(self.terms.items(), key=lambda item: (not item[0], item[1] < 0, len(item[0]), item[0]))
        for monomial, factor in order:
            body, count = "*".join(monomial), str(abs(factor))
            part = body if body and count == "1" else f"{count}*{body}" if body else count
            sign = ("-" if factor < 0 else "") if not out else (" - " if factor < 0 else " + ")
            out += sign + part
        return out or "0"

    @property
    def atom(self) -> str:
        """The text, in parentheses where it is more than a name or a number."""
        return self.text if self.text.replace("_", "").isalnum() else f"({self.text})"

    def value(self, values: Values) -> int:
        """Give the value; `DivisorError` where a divisor is below 1."""
        total = 0
        for monomial, factor in self.terms.items():
            part = factor
            for atom in monomial:
                if isinstance(atom, Opaque):
                    part *= MEANING[atom.word](*(size.value(values) for size in atom.sizes))
                else:
                    part *= values[atom]
            total += part
        return total

    def substitute(self, sizes: Mapping[str, Size]) -> Size:
        """Put sizes in for names, in atoms too."""
        return self if self.names.isdisjoint(sizes) else self.replaced(sizes.get)

    def replaced(self, rule: Rule) -> Size:
        """Put sizes in for atoms, innermost first, where the rule gives one."""
        total: Polynomial = {}
        for monomial, factor in self.terms.items():
            part: Polynomial = {(): factor}
            for atom in monomial:
                part = multiply(part, _atom_replaced(atom, rule).terms)
            total = add(total, part)
        return Size(total)

    def opaques(self) -> Iterator[Opaque]:
        """Yield the atoms that are no names, innermost first."""
        for monomial in self.terms:
            for atom in monomial:
                if isinstance(atom, Opaque):
                    for size in atom.sizes:
                        yield from size.opaques()
                    yield atom


def _atom_replaced(atom: str, rule: Rule) -> Size:
    if isinstance(atom, Opaque):
        made = apply(atom.word, *(size.replaced(rule) for size in atom.sizes))
        if len(made.terms) > 1 or made.constant is not None:
            return made
        ((monomial, factor),) = made.terms.items()
        new = rule(monomial[0]) if len(monomial) == 1 and isinstance(monomial[0], Opaque) else None
        return made if new is None else new * factor
    new = rule(atom)
    return Size({(atom,): 1}) if new is None else new


def of(value: Size | int) -> Size:
    """Give a number as a size; a size is one."""
    if isinstance(value, Size):
        return value
    return Size({(): value} if value else {})


def name(letter: str) -> Size:
    """Give a name as a size."""
    return Size({(letter,): 1})


def floor_div(dividend: Size | int, divisor: Size | int) -> Size:
    """Give ⌊dividend / divisor⌋ for a divisor of at least 1, what divides exactly taken out."""
    dividend, divisor = of(dividend), of(divisor)
    if not divisor.terms:
        msg = "division by 0: every divisor must be at least 1"
        raise InputError(msg)
    quotient, left = divided(dividend.terms, divisor.terms)
    whole, rest = Size(quotient), Size(left)
    if not rest.terms or divisor.constant == 1:
        return whole + rest
    if rest.constant is not None and (divisor.constant or 0) > 0:
        return whole + rest.constant // (divisor.constant or 1)
    return whole + Size({(Opaque("//", (rest, divisor)),): 1})


def ceil_div(dividend: Size | int, divisor: Size | int) -> Size:
    """Give ⌈dividend / divisor⌉."""
    return -floor_div(-of(dividend), divisor)


def modulo(dividend: Size | int, divisor: Size | int) -> Size:
    """Give what the division leaves over."""
    return of(dividend) - of(divisor) * floor_div(dividend, divisor)


def extreme(word: str, *sizes: Size | int) -> Size:
    """Give the least (``"min"``) or the greatest (``"max"``) of sizes."""
    parts = tuple(dict.fromkeys(map(of, sizes)))
    numbers = [part.constant for part in parts]
    if len(parts) == 1:
        return parts[0]
    if all(number is not None for number in numbers):
        return of(MEANING[word](*(number for number in numbers if number is not None)))
    return Size({(Opaque(word, parts),): 1})


def apply(word: str, *sizes: Size) -> Size:  # noqa: PLR0911 - one case a word
    """Apply an operation of the claim language."""
    match word:
        case "+":
            return sizes[0] + sizes[1]
        case "-":
            return sizes[0] - sizes[1]
        case "*":
            return sizes[0] * sizes[1]
        case "neg":
            return -sizes[0]
        case "//" | "floor":
            return floor_div(*sizes)
        case "ceil":
            return ceil_div(*sizes)
        case "%":
            return modulo(*sizes)
        case "abs":
            return extreme("max", sizes[0], -sizes[0])
        case "min" | "max":
            return extreme(word, *sizes)
    msg = f"{word} is not for sizes of programs; they are made of + - * // %, floor, ceil, min, max and abs"
    raise InputError(msg)


def size_of(term: Term) -> Size:
    """Give a term of the claim language as a size.

    Examples
    --------
    >>> from symtconv.arithmetic.parse import parse_term
    >>> size_of(parse_term("span(k,d) - (k-1)*d")).text
    '1'
    """
    if isinstance(term, Number):
        return of(term.value)
    if isinstance(term, Name):
        return name(term.name)
    sizes = tuple(map(size_of, term.terms))
    if term.word in SIZES:
        return _body(term.word).substitute(dict(zip(SIZES[term.word][0], sizes, strict=True)))
    return apply(term.word, *sizes)


@cache
def _body(word: str) -> Size:
    return size_of(SIZES[word][1])
