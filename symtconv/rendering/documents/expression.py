"""Pieces of formulas with one number per axis: values, linear forms, index sets, sizes, sums of products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symtconv.rendering.notation.tree import Index, Node, Num, Row, Sub, Sup, Sym, Tuple

WHOLE_SET = 4
"""An index set of up to so many entries is written out."""


def value(numbers: Index) -> Node:
    """Give one number if all axes have the same, else one per axis.

    Examples
    --------
    >>> value((2, 2)), value((1, 2))
    (Num(value=2), Tuple(items=(Num(value=1), Num(value=2))))
    """
    if len(set(numbers)) == 1:
        return Num(numbers[0])
    return Tuple(tuple(Num(number) for number in numbers))


def linear(terms: Sequence[tuple[Index, Node]], constant: Index) -> Node:
    """Give the sum of coefficients times letters and a constant, one number per axis each.

    Examples
    --------
    >>> linear([((2, 2), Sym("o")), ((1, 1), Sym("t"))], (-1, -1)).items[-1]
    Num(value=1)
    """
    items: list[Node] = []
    for coefficients, node in terms:
        negative = all(c < 0 for c in coefficients)
        if items:
            items.append(Sym("-" if negative else "+"))
        elif negative:
            items.append(Sym("neg"))
        factor = tuple(abs(c) if negative else c for c in coefficients)
        items += [node] if set(factor) == {1} else [value(factor), node]
    if any(constant) or not items:
        below = all(c <= 0 for c in constant)
        if items:
            items.append(Sym("-" if below else "+"))
        elif below and any(constant):
            items.append(Sym("neg"))
        items.append(value(tuple(-c if below else c for c in constant)))
    return items[0] if len(items) == 1 else Row(tuple(items))


def index_set(sizes: Index, base: int) -> Node:
    """Give the set of all indices with these sizes: ``{0, 1}²``, or a product when the axes differ."""
    if len(set(sizes)) == 1:
        one = _interval(sizes[0], base)
        return one if len(sizes) == 1 else Sup(one, Num(len(sizes)))
    return spread([_interval(size, base) for size in sizes], Sym("cross"))


def _interval(size: int, base: int) -> Node:
    first, last = base, base + size - 1
    shown: list[Node] = (
        [Num(number) for number in range(first, last + 1)]
        if size <= WHOLE_SET
        else [Num(first), Sym("dots"), Num(last)]
    )
    return Row((Sym("{"), *spread(shown, Sym(",")).items, Sym("}")))


def spread(nodes: Sequence[Node], between: Node) -> Row:
    """Put a symbol between neighbours."""
    return Row(tuple(item for node in nodes for item in (between, node))[1:])


def size(numbers: Index) -> Node:
    """Give a size: ``4 × 4``."""
    return Num(numbers[0]) if len(numbers) == 1 else spread([Num(number) for number in numbers], Sym("times"))


def entry(role: str, index: Index, base: int) -> Node:
    """Give an entry of y, w, x′ …, with its index as the author counts."""
    return Sub(Sym(role), tuple(Num(number + base) for number in index))


def place(index: Index, base: int) -> Node:
    """Give an index by itself, as the author counts: a number, or a tuple of numbers."""
    numbers = tuple(Num(number + base) for number in index)
    return numbers[0] if len(numbers) == 1 else Tuple(numbers)


def total(terms: Iterable[Node]) -> Node:
    """Give the sum of terms, or 0."""
    nodes = tuple(terms)
    return spread(nodes, Sym("+")) if nodes else Num(0)


def signed(first: int, *rest: tuple[str, int]) -> Node:
    """Give a sum as the formula writes it, sign by sign; a negative number gets brackets.

    Examples
    --------
    >>> len(signed(3, ("-", 1), ("-", -2)).items)
    8
    """
    items: list[Node] = [Sym("neg"), Num(-first)] if first < 0 else [Num(first)]
    for sign, number in rest:
        items.append(Sym(sign))
        items += [Sym("("), Sym("neg"), Num(-number), Sym(")")] if number < 0 else [Num(number)]
    return Row(tuple(items))
