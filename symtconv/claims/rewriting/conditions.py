"""Conditions that may be the one under which a rewrite holds, written as people write them, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, permutations
from math import gcd

import numpy as np
from numpy.typing import NDArray

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.term import AT_LEAST, names_of
from symtconv.claims.atoms import USUAL
from symtconv.claims.program import Program
from symtconv.claims.rewriting.differ import low_of
from symtconv.claims.rewriting.learning import Alternative, alternatives, joined, truth_of
from symtconv.claims.rewriting.maps import linear
from symtconv.programs.node import Pad, nodes_in, sizes_in
from symtconv.programs.question import Question
from symtconv.programs.shape import needs, shape
from symtconv.programs.size import Opaque, Size, Values, name, of

MANY = 10  # names, beyond which they are not compared with one another
LEAST = 0.04  # of the good points that an alternative has to take in
JOINED = 4  # conditions of two or three that are tried before one is learned


def candidates_of(question: Question, points: Sequence[Values], good: Sequence[bool]) -> list[str]:
    """Give conditions with the truth of the sample: an atom, then two, then three of them, then what is learned."""
    goal, found = _bits(good), _truths(question, points)
    if goal in found:
        return [found[goal]]
    told = list(islice(_joined(found, goal), JOINED))
    learned, taken = alternatives(found, goal)
    return [*told, joined(learned)] if taken == goal else told


def enough_of(question: Question, points: Sequence[Values], good: Sequence[bool]) -> list[Alternative]:
    """Give alternatives under each of which the whole sample is good, those that take in most of it first.

    One that takes in a few points only is an accident of the sample.
    """
    goal, truths = _bits(good), _truths(question, points)
    found, _ = alternatives(truths, goal)
    own = {told: truth for truth, told in truths.items()}
    least = goal.bit_count() * LEAST
    return [parts for parts in found if truth_of(own, parts).bit_count() >= least]


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
    for one, other in ((one, other) for one in divisors for other in question.names if other != one):
        yield from (f"{other} % {one} == 0", f"({other} - 1) % {one} == 0")
    yield from (f"n >= {one}*{other}" for one, other in combinations(divisors, 2) if "n" in known - {one, other})


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
    lengths = zip(*(shape(program.root) for program in question.programs), strict=True)
    gaps = (one - other for one, other in lengths)
    sizes: dict[Size, None] = {gap: None for gap in gaps if all(len(monomial) <= 1 for monomial in gap.terms)}
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
    yield from _nothing_left(question)


def _nothing_left(question: Question) -> Iterator[str]:
    """Yield conditions under which a crop leaves nothing of what it crops."""
    names = set(question.names)
    for program in question.programs:
        for node in nodes_in(program.root):
            length = shape(node.of)[node.axis] if isinstance(node, Pad) else of(0)
            for crop in (-node.low, -node.high) if isinstance(node, Pad) else ():
                bound = crop - length
                if not crop.names or not bound.names <= names or list(bound.opaques()):
                    continue
                letter = min(crop.names)
                if crop in (name(letter), -name(letter)) and low_of(letter) is None:
                    yield f"abs({letter}) >= {length.text}"
                yield written(bound, ">=")


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
