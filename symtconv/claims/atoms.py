"""What a condition may be made of: comparisons of a claim's names, remainders and sizes, each with a cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, permutations
from math import gcd

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.polynomial import Polynomial, add
from symtconv.arithmetic.sizes import SIZES, unfolded
from symtconv.arithmetic.term import (
    AT_LEAST,
    DIVISIONS,
    Comparison,
    Formula,
    Name,
    Node,
    Number,
    Operation,
    Term,
    children,
    names_of,
    walk,
)
from symtconv.claims.normal import NormalForm, term_of
from symtconv.claims.solving import remainders, solved
from symtconv.geometry import LimitError

RESIDUES = ("i,k,s,d,l,h", "i,k,s,d,p,p", "i,k,s,1,p,p", "i,k,s,1,0,0")
USUAL = (
    *("d == 1", "a == 0", "p == 0", "k == 1", "k == 2", "n == 1", "s == 1", "i == 1", "l == 0", "h == 0"),
    *("a < s", "a >= s", "span(k,d) == s", "k >= s", "k <= s", "span(k,d) >= s", "span(k,d) <= s"),
    *("k % 2 == 1", "k % 2 == 0", "k % s == 0", "l == h", "l + h == 0", "a < d", "s >= d", "s <= d", "k <= d"),
    *("i >= k", "n >= 2", "i >= span(k,d)", "i + l + h >= span(k,d)", "i + 2*p >= span(k,d)"),
    *("2*p == k - 1", "2*p == span(k,d) - 1", "l + h == span(k,d) - 1", "p < k", "p <= k", "s == k % 2 + 1"),
    *("span(k,d) % 2 == 1", "i % s == 0", "n % s == 0", "(k-1)*(d-1) % s == 0"),
    *(f"residue({letters}) == {value}" for letters in RESIDUES for value in ("0", "s - 1")),
)
MANY, FEW = 10, 4  # names: with more than so many they are not compared with one another, or not at a distance
SMALL, PARTS = 8, 8  # a modulus whose remainders are listed; terms of the claim that are compared


def cost(node: Node, *, sizes: bool = False) -> int:
    """Count the signs of a formula; a named size is a word, unless ``sizes`` says to count what stands in it."""
    if isinstance(node, Operation) and node.word in SIZES and not sizes:
        numbers = any(isinstance(part, Number) and part.value > 1 for part in node.terms)
        return 3 + numbers + sum(cost(part) for part in node.terms if isinstance(part, Operation))
    if isinstance(node, Operation) and node.word == "neg":
        return 2 + cost(node.terms[0], sizes=sizes)
    parts = children(node)
    return max(len(parts) - 1, 1) + sum(cost(part, sizes=sizes) for part in parts)


def tiers_of(goal: Formula) -> Iterator[list[Formula]]:
    """Give the comparisons to try, first the usual ones and what the algebra gives, then many more."""
    names = names_of(goal)
    known = set(names)
    usual = [formula for formula, used in _usual() if used <= known]
    first = dict.fromkeys([*usual, *solved(goal), *_of_names(names), *_few_remainders(goal)])
    yield list(first)
    second = dict.fromkeys([*_among_names(names), *_remainders(goal), *_parts(goal)])
    yield [formula for formula in second if formula not in first]


def restates(formula: Formula, goal: Formula) -> bool:
    """Tell a comparison that says what the claim says, by a constant or a sign, and no more simply."""
    if not isinstance(formula, Comparison) or not isinstance(goal, Comparison):
        return formula == goal
    form = NormalForm()
    try:
        ours, theirs = (add(form.of(unfolded(one.left)), form.of(unfolded(one.right)), -1) for one in (formula, goal))
    except LimitError:
        return False
    divided = any(name[0] == "_" for monomial in theirs for name in monomial)
    if divided:
        ours, theirs = ({m: factor for m, factor in side.items() if m} for side in (ours, theirs))
    if ours not in (theirs, add({}, theirs, -1)):
        return False
    if not divided:  # solved for a name it says more than the claim
        return not isinstance(formula.left, Name) or cost(formula) >= cost(goal, sizes=True)
    remains = any(isinstance(part, Operation) and part.word in ("%", "residue") for part in walk(formula))
    return not remains or cost(formula) >= cost(goal)


@cache
def _usual() -> tuple[tuple[Formula, frozenset[str]], ...]:
    return tuple((formula, frozenset(names_of(formula))) for formula in map(parse, USUAL))


def _of_names(names: Sequence[str]) -> Iterator[Formula]:
    """Yield comparisons of names with small numbers and with one another."""
    for name in map(Name, names):
        for value in map(Number, range(4)):
            yield from (Comparison(word, name, value) for word in ("==", ">=", "<="))
        for rest in map(Number, range(2)):
            yield Comparison("==", Operation("%", (name, Number(2))), rest)
    for one, other in permutations(names, 2) if len(names) <= MANY else ():
        yield from (Comparison(word, Name(one), Name(other)) for word in ("==", "<=", "<"))
        if _is_divisor(other):
            yield Comparison("==", Operation("%", (Name(one), Name(other))), Number(0))


def _is_divisor(name: str) -> bool:
    return AT_LEAST.get(name[0]) == 1 and (len(name) == 1 or name[1:].isdigit())


def _among_names(names: Sequence[str]) -> Iterator[Formula]:
    """Yield remainders of names by one another, and how names compare at a distance."""
    for one, other in permutations(names, 2) if len(names) <= MANY else ():
        if _is_divisor(other):
            yield from _of_remainder(Operation("%", (Name(one), Name(other))), names)
        if len(names) <= FEW:
            yield Comparison("==", Name(one), Operation("+", (Name(other), Number(1))))
            yield Comparison("==", Name(one), Operation("*", (Number(2), Name(other))))
    for one, other in combinations(names, 2) if len(names) <= FEW else ():
        yield Comparison("==", Operation("+", (Name(one), Name(other))), Number(2))


def _few_remainders(goal: Formula) -> Iterator[Formula]:
    for value, by in _divisions(goal):
        if set(by) == {()}:
            yield from (one for one in _of_numbers(value, by[()]) if one.word == "==")
    for rest in dict.fromkeys(remainders(goal).values()):
        yield from (Comparison("==", rest, Number(0)), Comparison(">=", rest, Number(1)))
        yield Comparison("==", rest, Operation("-", (rest.terms[2], Number(1))))


def _divisions(goal: Formula) -> Iterator[tuple[Polynomial, Polynomial]]:
    """Yield dividends and divisors without floors of the claim's divisions, a floor of a floor as one."""
    form = NormalForm()
    for part in dict.fromkeys(walk(unfolded(goal))):
        if isinstance(part, Operation) and part.word in DIVISIONS:
            try:
                form.of(part)
            except LimitError:
                continue
    for value, by in form.floors.values():
        if not any(name[0] == "_" for monomial in (*value, *by) for name in monomial):
            yield value, by


def _remainders(goal: Formula) -> Iterator[Formula]:
    """Yield what a division of the claim's own may leave over, its dividend simplified."""
    names, own = names_of(goal), remainders(goal)
    for part in dict.fromkeys(walk(goal)):
        if isinstance(part, Operation) and part.word in DIVISIONS:
            yield from _of_remainder(Operation("%", part.terms), names)
    for written in dict.fromkeys(own.values()):
        yield from _of_remainder(written, names)
    for value, by in _divisions(goal):
        if set(by) == {()}:
            yield from _of_numbers(value, by[()])
            continue
        for rest in (value, _without_multiples(value, by)):
            yield from _of_remainder(Operation("%", (term_of(rest), term_of(by))), names)
            for shift in (1, -1, 2, -2):
                moved = Operation("%", (term_of(_upright(add(rest, {(): shift}))), term_of(by)))
                yield Comparison("==", moved, Number(0))


def _upright(value: Polynomial) -> Polynomial:
    """Give a polynomial or its opposite, whichever begins with a plus: a divisor divides both or none."""
    first = min(value, key=lambda monomial: (not monomial, -len(monomial), monomial), default=())
    return value if value.get(first, 0) > 0 else add({}, value, -1)


def _without_multiples(value: Polynomial, by: Polynomial) -> Polynomial:
    """Leave out the terms that a divisor of one name divides."""
    heads = [monomial for monomial in by if len(by) == 1 and by[monomial] == 1 and len(monomial) == 1]
    return {m: factor for m, factor in value.items() if not heads or heads[0][0] not in m}


def _of_numbers(value: Polynomial, modulus: int) -> Iterator[Comparison]:
    """Yield the remainders modulo a number, the dividend without its constant and what the number divides."""
    reduced = {m: factor % modulus for m, factor in value.items() if m and factor % modulus}
    if modulus < 2 or not reduced:
        return
    first = next(iter(reduced.values()))
    if gcd(first, modulus) == 1:  # a multiple by what has an inverse leaves nothing over where the other does
        inverse = pow(first, -1, modulus)
        reduced = {monomial: factor * inverse % modulus for monomial, factor in reduced.items()}
    rest = Operation("%", (term_of(reduced), Number(modulus)))
    for left in range(modulus if modulus <= SMALL else 2):
        yield Comparison("==", rest, Number(left))
        yield Comparison("<=", rest, Number(left))
        yield Comparison(">=", rest, Number(left))
    yield Comparison("==", rest, Number(modulus - 1))


def _of_remainder(rest: Operation, names: Sequence[str]) -> Iterator[Formula]:
    for value in (0, 1):
        yield Comparison("==", rest, Number(value))
    yield Comparison(">=", rest, Number(1))
    yield Comparison("<=", rest, Number(1))
    for name in map(Name, names):
        yield Comparison("<=", rest, name)
        yield Comparison("<", rest, name)
    divisor = rest.terms[2] if rest.word == "residue" else rest.terms[1]
    yield Comparison("==", rest, Operation("-", (divisor, Number(1))))


def _parts(goal: Formula) -> Iterator[Formula]:
    """Yield comparisons of the claim's own terms with one another, with names and with small numbers."""
    found = [part for part in dict.fromkeys(walk(goal)) if isinstance(part, Operation) and _is_part(part)]
    parts = sorted(found, key=cost)[:PARTS]
    names = [Name(name) for name in names_of(goal)]
    for part in parts:
        near: list[Term] = [*map(Number, range(3)), *names]
        yield from (Comparison(word, part, other) for other in near for word in ("==", "<=", ">="))
    for one, other in permutations(parts, 2):
        yield from (Comparison(word, one, other) for word in ("==", "<=", "<"))
    own = list(dict.fromkeys(remainders(goal).values()))
    for rest in own:
        for part in parts:
            yield Comparison("<", rest, part)
            yield Comparison("<", Operation("+", (rest, Number(1))), part)


def _is_part(part: Operation) -> bool:
    return part.word != "neg" and (len(part.terms) > 2 or not isinstance(part.terms[-1], Number))
