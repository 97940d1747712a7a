"""When does it go wrong: a condition in the claim language that the failures meet and no right answer does.

A condition is a conjunction that must hold on one and the same axis. It is a reading of one run, never a theorem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeAlias

import numpy as np

from symtconv.grids.columns import Flags, columns_of, truths
from symtconv.grids.form import Form
from symtconv.grids.words import Words

Asked: TypeAlias = Sequence[tuple[Words, Form | None]]

FEATURES: tuple[tuple[str, str], ...] = (
    ("a > 0", "a == 0"), ("a >= s", "a < s"), ("s > 1", "s == 1"), ("d > 1", "d == 1"), ("d > s", "d <= s"),
    ("d > 1 and k > 1", "d == 1 or k == 1"), ("l > 0", "l <= 0"), ("h > 0", "h <= 0"),
    ("l >= span(k,d)", "l < span(k,d)"), ("h - a >= span(k,d)", "h - a < span(k,d)"),
    ("h >= span(k,d)", "h < span(k,d)"),
    ("a > h", "a <= h"), ("l != h", "l == h"), ("k < s", "k >= s"), ("span(k,d) < s", "span(k,d) >= s"),
    ("k % 2 == 0", "k % 2 == 1"), ("span(k,d) % 2 == 0", "span(k,d) % 2 == 1"),
    ("k > 1", "k == 1"), ("n > 1", "n == 1"),
    ("groups > 1", "groups == 1"), ("C > 1", "C == 1"), ("C > groups", "C == groups"), ("M > 1", "M == 1"),
    ("M > groups", "M == groups"), ("C == M", "C != M"), ("bias == 1", "bias == 0"), ("N > 1", "N == 1"),
    ("output_shape > 0", "output_shape == 0"), ("same_upper == 1", "same_upper == 0"),
    ("same_lower == 1", "same_lower == 0"), ("valid == 1", "valid == 0"), ("same == 1", "same == 0"),
    ("none == 1", "none == 0"), ("(l + h) % 2 == 1", "(l + h) % 2 == 0"), ("i == M", "i != M"), ("i < n", "i >= n"),
    ("i < span(k,d)", "i >= span(k,d)"), ("span(k,d) + a > s", "span(k,d) + a <= s"),
    ("span(k,d) + a != s", "span(k,d) + a == s"),
    ("s != s0", "s == s0"), ("d != d0", "d == d0"), ("l != l0", "l == l0"),
    ("a != a0", "a == a0"), ("k != k0", "k == k0"),
    ("rank == 1", "rank > 1"), ("rank == 2", "rank != 2"), ("rank == 3", "rank != 3"),
    ("n % s == 0", "n % s > 0"), ("d % s == 0", "d % s > 0"),
    *((f"i % {m} == 1 and i > {m}", f"i % {m} != 1 or i <= {m}") for m in (4, 8, 16, 32)),
    *((f"i > {m}", f"i <= {m}") for m in (4, 8, 16, 32)),
    *((f"n > {m}", f"n <= {m}") for m in (8, 16, 32)),
    *((f"{name} >= {m}", f"{name} < {m}") for name in "CM" for m in (4, 8, 16)),
)  # fmt: skip
"""Conditions and their opposites; the opposite is used only where it says more."""
OPPOSITES = frozenset(no for _, no in FEATURES)

MUST = (
    "a > 0", "s > 1", "d > 1 and k > 1", "d > s", "l > 0", "l >= span(k,d)", "l != h", "k < s", "k % 2 == 0", "n == 1",
    "groups > 1", "C > 1", "M > 1", "bias == 1", "N > 1", "s != s0", "l != l0", "n > 16", "a >= s",
    "a > 0 and l > 0", "d > 1 and l > 0", "d > 1 and s > 1", "groups > 1 and bias == 1", "groups > 1 and M > groups",
    "groups > 1 and C > groups", "a >= s and l > 0", "l >= span(k,d) and s > 1", "k % 2 == 0 and s > 1",
)  # fmt: skip
"""What a grid should meet; what it did not is told."""

DEEPEST, WIDTH, MOST_CLAUSES, MOST_SAID = 4, 48, 6, 3
WORTH = 0.1
"""A clause is said where it holds of this part of the failures, or shuts out this part of what is right."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Clauses, one of which holds on some axis of ``bad`` of the failures; ``right`` right answers meet one too."""

    clauses: tuple[tuple[str, ...], ...]
    right: int
    of_right: int
    bad: int
    of_bad: int

    @property
    def text(self) -> str:
        """The condition in the claim language."""
        parts = [" and ".join(f"({part})" if " or " in part else part for part in clause) for clause in self.clauses]
        return " or ".join(f"({part})" if len(parts) > 1 else part for part in parts)

    @property
    def exact(self) -> bool:
        """Whether no right answer meets it."""
        return self.right == 0


class Table:
    """Rows of configurations as bit sets, one for each feature and axis: a conjunction is an *and* of integers."""

    def __init__(self, bad: Asked, good: Asked) -> None:
        self.bad, self.good = len(bad), len(good)
        columns, owner = columns_of([*bad, *good])
        texts = [text for pair in FEATURES for text in pair]
        first = np.concatenate([[True], owner[1:] != owner[:-1]]) if len(owner) else np.zeros(0, bool)
        axis = np.arange(len(owner)) - np.maximum.accumulate(np.where(first, np.arange(len(owner)), 0))
        self.axes = int(axis.max()) + 1 if len(owner) else 1
        self.planes: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        for text, truth in zip(texts, truths(texts, columns), strict=True):
            self.planes[text] = self._split(truth, owner, axis)
        self.everything = self._split(np.ones(len(owner), bool), owner, axis)

    def _split(
        self,
        truth: Flags,
        owner: np.ndarray[tuple[int], np.dtype[np.intp]],
        axis: np.ndarray[tuple[int], np.dtype[np.intp]],
    ) -> tuple[tuple[int, ...], tuple[int, ...]]:
        planes = np.zeros((self.axes, self.bad + self.good), bool)
        planes[axis[truth], owner[truth]] = True
        return tuple(map(_bits, planes[:, : self.bad])), tuple(map(_bits, planes[:, self.bad :]))


def _bits(row: Flags) -> int:
    return int.from_bytes(np.packbits(row, bitorder="little").tobytes(), "little")


def _any(planes: tuple[int, ...]) -> int:
    return _union(planes)


def _and(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(x & y for x, y in zip(one, other, strict=True))


def condition(bad: Asked, good: Asked) -> Condition | None:
    """Learn when it goes wrong: clauses that no right answer meets where a few make most of it, else what all have.

    Parameters
    ----------
    bad, good : sequence of (Words, Form or None)
        Configurations that failed and that did not.
    """
    if not bad:
        return None
    table = Table(bad, good)
    found, covered = list(_clauses(table)), 0
    whole = len(found) <= MOST_SAID and _union(rows for _, rows in found).bit_count() == len(bad)
    clauses = []
    for clause, rows in found[:MOST_SAID]:
        if whole or (rows & ~covered).bit_count() >= WORTH * len(bad):
            clauses.append(clause)
            covered |= rows
    if clauses and covered.bit_count() * 2 >= len(bad):
        return Condition(tuple(clauses), 0, len(good), covered.bit_count(), len(bad))
    return _necessary(table)


def _union(rows: Iterable[int]) -> int:
    return reduce(or_, rows, 0)


def _clauses(table: Table) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield clauses that no right answer meets, each covering the most of what is left."""
    left = (1 << table.bad) - 1
    for _ in range(MOST_CLAUSES):
        found = _best(table, left)
        if found is None:
            return
        yield found
        left &= ~found[1]
        if not left:
            return


def _cost(clause: tuple[str, ...]) -> float:
    """Prefer few words, and what is said to what is said by its opposite."""
    return 1 - sum(0.04 + 0.03 * (part in OPPOSITES) + 0.007 * part.count(" ") for part in clause)


def _best(table: Table, left: int) -> tuple[tuple[str, ...], int] | None:
    best: tuple[float, tuple[str, ...], int] | None = None
    beam: list[tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]] = [((), *table.everything)]
    seen: set[frozenset[str]] = set()
    for _ in range(DEEPEST):
        grown = []
        for clause, b, g in beam:
            for text, (plane_b, plane_g) in table.planes.items():
                key = frozenset((*clause, text))
                if text in clause or key in seen:
                    continue
                seen.add(key)
                b2, g2 = _and(b, plane_b), _and(g, plane_g)
                covers = (_any(b2) & left).bit_count()
                if not covers or g2 == g:
                    continue
                hits = _any(g2).bit_count()
                if not hits:
                    score = covers * _cost((*clause, text))
                    if best is None or score > best[0]:
                        best = (score, (*clause, text), _any(b2))
                else:
                    grown.append(((covers / table.bad) - hits / table.good, (*clause, text), b2, g2))
        grown.sort(key=lambda row: (-row[0], row[1]))
        beam = [(clause, b, g) for _, clause, b, g in grown[:WIDTH]]
        if best is not None and best[2] & left == left:
            break
    return None if best is None else (best[1], best[2])


def _necessary(table: Table) -> Condition:
    """Give what all failures meet on one axis and the fewest right answers do."""
    clause: tuple[str, ...] = ()
    (b, g), everyone = table.everything, (1 << table.bad) - 1
    while len(clause) < DEEPEST:
        options = []
        most = (1 - WORTH) * _any(g).bit_count()
        for text, (plane_b, plane_g) in table.planes.items():
            b2, g2 = _and(b, plane_b), _and(g, plane_g)
            if _any(b2) == everyone and _any(g2).bit_count() < most:
                options.append((_any(g2).bit_count(), len(text), text, b2, g2))
        if not options:
            break
        _, _, text, b, g = min(options)
        clause = (*clause, text)
    return Condition((clause,) if clause else (), _any(g).bit_count(), table.good, table.bad, table.bad)


def meets(found: Condition, words: Words, form: Form | None) -> bool:
    """Tell whether a configuration meets a condition, on one axis."""
    if not found.clauses:
        return True
    columns, _ = columns_of([(words, form)])
    return any(bool(np.logical_and.reduce(truths(clause, columns)).any()) for clause in found.clauses)


def never_met(asked: Asked) -> list[str]:
    """Give what no configuration of a run had: nothing is said about it."""
    if not asked:
        return ["anything"]
    columns, _ = columns_of(asked)
    return [text for text, truth in zip(MUST, truths(MUST, columns), strict=True) if not truth.any()]
