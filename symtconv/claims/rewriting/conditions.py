"""Conditions that may be the one under which a rewrite holds, written as people write them, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from math import gcd

import numpy as np
from numpy.typing import NDArray

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.term import AT_LEAST, names_of
from symtconv.claims.atoms import USUAL
from symtconv.claims.program import Program
from symtconv.claims.rewriting.maps import linear
from symtconv.programs.node import Pad, nodes_in, sizes_in
from symtconv.programs.question import Question
from symtconv.programs.shape import needs
from symtconv.programs.size import Opaque, Size, Values

MANY = 10  # names, beyond which they are not compared with one another


def enough_of(question: Question, points: Sequence[Values], good: Sequence[bool]) -> list[str]:
    """Give conditions under which the whole sample is good, those that take in most of it first."""
    goal, found = _bits(good), _truths(question, points)
    within = sorted((truth.bit_count(), truth, told) for truth, told in found.items() if truth and not truth & ~goal)
    best = within[::-1][:12]
    pairs = sorted(((a | b).bit_count(), f"{one} or {two}") for (_, a, one), (_, b, two) in combinations(best, 2))
    return [*(told for _, told in pairs[::-1][:2]), *(told for _, _, told in best[:3])]


def candidates_of(question: Question, points: Sequence[Values], good: Sequence[bool]) -> Iterator[str]:
    """Yield conditions with the truth of the sample: atoms, then two, then three of them."""
    goal, found = _bits(good), _truths(question, points)
    if goal in found:
        yield found.pop(goal)
    yield from _joined(found, goal)


def _truths(question: Question, points: Sequence[Values]) -> dict[int, str]:
    """Give conditions by their truth on the points, each the first of its kind; none that is always so or never."""
    everything, found = (1 << len(points)) - 1, dict[int, str]()
    texts = list(dict.fromkeys((*_usual(question), *_own(question))))
    columns = {letter: np.array([values[letter] for values in points]) for letter in question.names}
    truths = Program.of([question.condition(told) for told in texts]).run(columns, len(points))
    for told, truth in zip(texts, map(_bits, truths), strict=True):
        if truth not in (0, everything):
            found.setdefault(truth, told)
    return found


def _joined(found: dict[int, str], goal: int) -> Iterator[str]:
    """Yield two or three conditions joined that have the truth of the goal."""
    within = [(told, truth) for truth, told in found.items() if not truth & ~goal]
    around = [(told, truth) for truth, told in found.items() if not goal & ~truth]
    yield from (f"{one} or {two}" for (one, a), (two, b) in combinations(within, 2) if a | b == goal)
    yield from (f"{one} and {two}" for (one, a), (two, b) in combinations(around, 2) if a & b == goal)
    for one, a in within[:30]:
        rest = goal & ~a
        over = [(told, truth) for truth, told in found.items() if not rest & ~truth]
        for (two, b), (three, c) in combinations(over[:60], 2):
            if a | (b & c) == goal:
                yield f"{one} or {two} and {three}"
    for (one, a), (two, b), (three, c) in combinations(within[:24], 3):
        if a | b | c == goal:
            yield f"{one} or {two} or {three}"


def _bits(truths: NDArray[np.bool_] | Sequence[bool]) -> int:
    return int.from_bytes(np.packbits(np.asarray(truths, dtype=bool), bitorder="little").tobytes(), "little")


def _usual(question: Question) -> Iterator[str]:
    """Yield what people write: of named integers, of the usual letters, and comparisons of names."""
    low = [letter for letter in question.names if AT_LEAST.get(letter[0]) != 1 or not _plain(letter)]
    known = set(question.names)
    wide = [*question.let, *(["k"] if "k" in known else []), *(["d*(k - 1) + 1"] if {"k", "d"} <= known else [])]
    for size in wide:
        less = "d*(k - 1)" if size.startswith("d*") else f"{size} - 1"
        for letter in low:
            yield from (f"{letter} <= {less}", f"{letter} >= {less}", f"2*{letter} == {less}")
    yield from (told for told in USUAL if set(names_of(parse(told))) <= known)
    yield from _of_names(question.names)
    divisors = [letter for letter in question.names if AT_LEAST.get(letter[0]) == 1 and _plain(letter)]
    yield from (f"{other} % {one} == 0" for one in divisors for other in question.names if other != one)


def _of_names(names: Sequence[str]) -> Iterator[str]:
    """Yield comparisons of names with small numbers and with one another."""
    for one in names:
        for value in (0, 1, 2, 3):
            yield from (f"{one} {word} {value}" for word in ("==", ">=", "<="))
        yield from (f"{one} % 2 == {value}" for value in (0, 1))
    for one, other in permutations(names, 2) if len(names) <= MANY else ():
        yield from (f"{one} {word} {other}" for word in ("==", "<=", "<"))


def _plain(letter: str) -> bool:
    return len(letter) == 1 or letter[1:].isdigit()


def _own(question: Question) -> Iterator[str]:
    """Yield comparisons that the programs themselves make: signs of pads and needs, the larger of two, a rest."""
    sizes: dict[Size, None] = {}
    rests: dict[str, None] = {}
    names = set(question.names)
    for program in question.programs:
        for node in nodes_in(program.root):
            sizes.update(dict.fromkeys((node.low, node.high) if isinstance(node, Pad) else ()))
        atoms = [atom for size, _ in sizes_in(program.root) for atom in size.opaques()]
        for atom in atoms:
            first, second = atom.sizes[0], atom.sizes[-1]
            if first.names | second.names <= names and atom.word == "//":
                rests[f"{first.atom} % {second.atom} == 0"] = None
            elif first.names | second.names <= names:
                sizes[first - second] = None
        sizes.update(dict.fromkeys(need.guard.size for need in needs(program.root) if not need.context))
    plain = [_primitive(size) for size in sizes if size.constant is None and size.names <= names]
    plain = [size for size in dict.fromkeys(plain) if len(size.text) < 60 and not list(size.opaques())]
    yield from (written(size, word) for size in plain[:24] for word in (">=", "<=", "=="))
    yield from list(rests)[:8]


def _primitive(size: Size) -> Size:
    """Take out the number that divides every coefficient."""
    content = gcd(*size.terms.values())
    return Size({monomial: factor // content for monomial, factor in size.terms.items()})


def written(size: Size, word: str) -> str:
    """Write ``size word 0`` as a person would: one name on the left, what a product shares taken out.

    Examples
    --------
    >>> from symtconv.arithmetic.parse import parse_term
    >>> from symtconv.programs.size import size_of
    >>> written(size_of(parse_term("d*(k-1) - p")), ">=")
    'p <= d*(k - 1)'
    """
    turned = {">=": "<=", "<=": ">=", "==": "=="}
    letters = [m[0] for m, c in size.terms.items() if len(m) == 1 and abs(c) == 1 and not isinstance(m[0], Opaque)]
    letters = [letter for letter in letters if linear(size, letter) is not None]
    for letter in sorted(letters, key=lambda part: (AT_LEAST.get(part[0]) == 1 and _plain(part), part)):
        parts = linear(size, letter)
        if parts is None:
            continue
        factor, rest = parts
        if factor.constant in (1, -1):
            own = word if factor.constant == 1 else turned[word]
            return f"{letter} {own} {factored(rest * -(factor.constant or 1))}"
    return f"{size.text} {word} 0"


def factored(size: Size) -> str:
    """Write a size, with ``d*k - d`` as ``d*(k - 1)``."""
    left = dict(size.terms)
    parts: list[str] = []
    for monomial in sorted(size.terms, key=len, reverse=True):
        for letter in monomial:
            if len(monomial) == 2 and left.get(monomial) == 1 and left.get((letter,)) == -1:
                other = next(atom for atom in monomial if atom != letter) if monomial[0] != monomial[1] else letter
                parts.append(f"{letter}*({other} - 1)")
                del left[monomial], left[letter,]
                break
    rest = Size(left)
    if not parts:
        return rest.text
    if rest.constant == 0:
        return " + ".join(parts)
    return " + ".join(parts) + (
        f" - {(-rest).text}" if rest.text.startswith("-") and len(rest.terms) == 1 else f" + {rest.text}"
    )
