"""Entries of operators: polynomials in the weights, in exact normal form. The one module that imports SymPy.

A polynomial is a dictionary from monomials to non-zero integers, and a monomial the sorted tuple of its
weights' indices. Two polynomials are equal iff these dictionaries are: no simplifier decides anything. Equal
polynomials are one object (they are interned), so that a matrix of 150,000 entries over 9 weights holds 9.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar
from weakref import WeakValueDictionary

import sympy
from sympy.polys.orderings import lex
from sympy.polys.rings import PolyElement, PolyRing

Index = tuple[int, ...]
Monomial = tuple[Index, ...]


class Polynomial:
    """A sum of integer multiples of products of weights ``w_{a,b}``; immutable.

    Build one with `weight`, `constant`, `+` and `*`.

    Examples
    --------
    >>> p = weight((0, 1)) + weight((0, 1)) * constant(2)
    >>> p, p is constant(3) * weight((0, 1)), weight((0,)) * constant(0)
    (3*w_{0,1}, True, 0)
    """

    __slots__ = ("__weakref__", "_hash", "_terms")
    _known: ClassVar[WeakValueDictionary[frozenset[tuple[Monomial, int]], Polynomial]] = WeakValueDictionary()
    _terms: Mapping[Monomial, int]
    _hash: int

    def __new__(cls, terms: Mapping[Monomial, int]) -> Polynomial:
        """Give the one object for these terms; a coefficient 0 is dropped."""
        kept = {monomial: coefficient for monomial, coefficient in terms.items() if coefficient}
        key = frozenset(kept.items())
        found = cls._known.get(key)
        if found is None:
            found = super().__new__(cls)
            object.__setattr__(found, "_terms", MappingProxyType(kept))
            object.__setattr__(found, "_hash", hash(key))
            cls._known[key] = found
        return found

    def __eq__(self, other: object) -> bool:
        # Two threads could build one polynomial twice, so identity alone does not decide.
        if self is other:
            return True
        return isinstance(other, Polynomial) and self._terms == other._terms

    def __hash__(self) -> int:
        return self._hash

    def __setattr__(self, name: str, value: object) -> None:
        msg = "a polynomial cannot be changed; build another"
        raise AttributeError(msg)

    def __reduce__(self) -> tuple[Any, ...]:  # copied and sent between processes as its terms
        return Polynomial, (dict(self._terms),)

    @property
    def terms(self) -> Mapping[Monomial, int]:
        """Coefficient by monomial; none is 0."""
        return self._terms

    def __bool__(self) -> bool:
        return bool(self._terms)

    def __add__(self, other: Polynomial) -> Polynomial:
        total = dict(self._terms)
        for monomial, coefficient in other._terms.items():
            total[monomial] = total.get(monomial, 0) + coefficient
        return Polynomial(total)

    def __mul__(self, other: Polynomial) -> Polynomial:
        if other is ONE:
            return self
        return other if self is ONE else _product(self, other)

    def __repr__(self) -> str:
        if not self._terms:
            return "0"
        shown = " + ".join(_term_text(self._terms[monomial], monomial) for monomial in sorted(self._terms))
        return shown.replace("+ -", "- ")

    def to_expr(self) -> sympy.Expr:
        """Give the polynomial as a SymPy expression."""
        return sympy.Add(
            *(
                sympy.Mul(coefficient, *(symbol("w", index) for index in monomial))
                for monomial, coefficient in self._terms.items()
            )
        )


@lru_cache(maxsize=4096)
def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    total: dict[Monomial, int] = {}
    for mine, ours in left.terms.items():
        for other, theirs in right.terms.items():
            monomial = tuple(sorted(mine + other))
            total[monomial] = total.get(monomial, 0) + ours * theirs
    return Polynomial(total)


def _term_text(coefficient: int, monomial: Monomial) -> str:
    factors = [f"w_{{{','.join(map(str, index))}}}" for index in monomial]
    if not factors:
        return str(coefficient)
    sign = {1: "", -1: "-"}.get(coefficient, f"{coefficient}*")
    return sign + "*".join(factors)


def constant(value: int) -> Polynomial:
    """Give an integer as a polynomial."""
    return Polynomial({(): value})


def weight(index: Index) -> Polynomial:
    """Give the polynomial ``w_{index}``."""
    return Polynomial({(index,): 1})


ONE = constant(1)
ZERO = constant(0)


@lru_cache(maxsize=65536)
def symbol(letter: str, index: Index) -> sympy.Symbol:
    """Give the SymPy symbol of an entry: ``w_{a,b}``, ``y_{a,b}``, ``x_{a,b}``; commuting, nothing assumed.

    Examples
    --------
    >>> symbol("w", (1, 0))
    w_{1,0}
    """
    return sympy.Symbol(f"{letter}_{{{','.join(map(str, index))}}}")


def sparse_matrix(rows: int, columns: int, entries: Iterable[tuple[int, int, Polynomial]]) -> sympy.SparseMatrix:
    """Give a fresh SymPy matrix from the non-zero entries."""
    expressions: dict[Polynomial, sympy.Expr] = {}
    found: dict[tuple[int, int], sympy.Expr] = {}
    for row, column, entry in entries:
        expression = expressions.get(entry)
        if expression is None:
            expression = expressions[entry] = entry.to_expr()
        found[row, column] = expression
    return sympy.SparseMatrix(rows, columns, found)


def value(given: object) -> sympy.Expr:
    """Give a letter (text) as a symbol of that name, a number or a SymPy expression as itself; nothing is parsed.

    Raises
    ------
    TypeError
        For anything else.

    Examples
    --------
    >>> value("w22"), value(3), value("1+1").is_Symbol
    (w22, 3, True)
    """
    if isinstance(given, str):
        return sympy.Symbol(given)
    if isinstance(given, sympy.Expr):
        return given
    if hasattr(given, "__index__"):
        return sympy.Integer(int(given))
    if isinstance(given, float):
        return sympy.Float(given)
    msg = f"{given!r} is no letter and no number"
    raise TypeError(msg)


def sum_of_products(products: Iterable[tuple[int, Sequence[sympy.Expr]]]) -> sympy.Expr:
    """Give ``Σ coefficient · product`` as a SymPy expression."""
    return sympy.Add(*(sympy.Mul(coefficient, *factors) for coefficient, factors in products))


def array(flat: Sequence[sympy.Expr], shape: Index) -> sympy.Array:
    """Give a row-major list as a SymPy array."""
    return sympy.Array(flat, shape)


def whole_matrix(rows: int, columns: int, cells: Sequence[Sequence[sympy.Expr]]) -> sympy.Matrix:
    """Give a SymPy matrix that writes its zeros too."""
    return sympy.Matrix(rows, columns, [cell for row in cells for cell in row])


@lru_cache(maxsize=1024)
def window_gradient(taps: int) -> list[list[tuple[int, tuple[int, ...], int]]]:
    """Let SymPy differentiate ``y · Σ_i w_i·x_i``, a window of so many taps, by every ``x_i``.

    Returns
    -------
    list of list of (int, tuple of int, int)
        For every i the terms of the derivative: coefficient, the exponent of each w, the exponent of y.

    Examples
    --------
    >>> window_gradient(2)
    [[(1, (1, 0), 1)], [(1, (0, 1), 1)]]
    """
    names = [f"{letter}{number}" for letter in "wx" for number in range(taps)]
    letters = polynomial_ring([*names, "y"])
    *inner, y = letters.gens
    w, x = inner[:taps], inner[taps:]
    form = y * sum((a * b for a, b in zip(w, x, strict=True)), letters.zero)
    derivatives = [form.diff(variable) for variable in x]
    if any(any(powers[taps:-1]) for derivative in derivatives for powers in derivative):
        msg = f"a derivative of {form} still depends on x"
        raise ArithmeticError(msg)
    return [[(int(c), powers[:taps], powers[-1]) for powers, c in derivative.terms()] for derivative in derivatives]


def polynomial_ring(names: Sequence[str]) -> PolyRing:
    """Give SymPy's own sparse ring ``ZZ[names]``, whose product is not ours."""
    return PolyRing(names, sympy.ZZ, lex)


__all__ = [
    "ONE",
    "ZERO",
    "Index",
    "Monomial",
    "PolyElement",
    "PolyRing",
    "Polynomial",
    "array",
    "constant",
    "polynomial_ring",
    "sparse_matrix",
    "sum_of_products",
    "symbol",
    "value",
    "weight",
    "whole_matrix",
    "window_gradient",
]
