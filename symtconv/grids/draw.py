"""Configurations drawn at random, near the boundaries: K-1-p below 0, a at s, d above s, n or k of 1."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from random import Random
from typing import TypeVar

from symtconv.grids.dialects import SILENT, Meaning, meaning
from symtconv.grids.words import Words

T = TypeVar("T")

SIZES = (1, 1, 2, 2, 3, 4, 5)
TAPS = (1, 1, 2, 2, 3, 3, 4, 5)
STRIDES = (1, 1, 2, 2, 3, 4)
DILATIONS = (1, 1, 1, 2, 2, 3)
PADS = (0, 0, 1, 1, 2, 3, 4)
CHANNELS = (
    *((1, 1, 1),) * 6, (2, 3, 1), (3, 2, 1), (2, 2, 1), (2, 2, 2), (4, 2, 2), (2, 4, 2), (4, 6, 2),
    (3, 3, 1), (3, 3, 3), (6, 3, 3),
)  # fmt: skip
WIDE = ((7, 8, 1), (8, 8, 1), (8, 16, 1), (16, 8, 2), (17, 9, 1), (9, 17, 1), (16, 16, 16), (8, 8, 8))
LONG = (7, 8, 9, 15, 16, 17, 31, 33)  # sizes about which vector and tile code changes
MOST_LENGTH, MOST_ENTRIES = 96, 4096


def draw(rng: Random, dialect: str, rank: int) -> Words:
    """Draw one configuration in the dialect's words; it need not be legal.

    Examples
    --------
    >>> draw(Random(1), "torch", 1) == draw(Random(1), "torch", 1)
    True
    """
    often = rng.random

    def choice(row: Sequence[T]) -> T:
        return row[int(often() * len(row))]  # four times as fast as Random.choice

    n, k, s, d = (tuple(choice(edges) for _ in range(rank)) for edges in (SIZES, TAPS, STRIDES, DILATIONS))
    if often() < 0.12:
        at = choice(range(rank))
        n = tuple(choice(LONG) if axis == at else size for axis, size in enumerate(n))
        s = tuple(min(step, 2) for step in s)
    low = tuple(choice(PADS) for _ in range(rank)) if often() < 0.7 else (0,) * rank
    high = low if dialect == "torch" or often() < 0.5 else tuple(choice(PADS) for _ in range(rank))
    a = tuple(choice((0, 0, 1, max(x, y) - 1, max(x, y) - 1, x - 1)) for x, y in zip(s, d, strict=True))
    channels = choice(WIDE) if often() < 0.08 else choice(CHANNELS)
    words = Words(n, k, s, d, low, high, a, *channels, often() < 0.4, choice((1, 1, 2, 3)))
    if dialect == "onnx":
        return _onnx(rng, words)
    return _keras(rng, words) if dialect == "keras" else words


def _with(words: Words, **changes: object) -> Words:
    fields = {name: getattr(words, name) for name in words.__dataclass_fields__}
    return Words(**{**fields, **changes})


def _onnx(rng: Random, words: Words) -> Words:
    auto, size = rng.choice(("", "", "", "", "VALID", "SAME_UPPER", "SAME_LOWER")), None
    if auto != "VALID" and rng.random() < 0.3:
        lengths = []
        for n, k, s, d in zip(words.n, words.k, words.s, words.d, strict=True):
            span = d * (k - 1) + 1
            lengths.append(max(1, (n - 1) * s + rng.choice((1, span, span - 1, span - 2, s, span + s - 1))))
        size = tuple(lengths)
    if not auto and size is None:
        return words
    zero = (0,) * words.rank
    return _with(words, auto=auto, size=size, l=zero, h=zero)


def _keras(rng: Random, words: Words) -> Words:
    zero, one = (0,) * words.rank, (1,) * words.rank
    s, d = (words.s, one) if rng.random() < 0.5 else (one, words.d)
    a = None if rng.random() < 0.5 else tuple(rng.randrange(step) for step in s)
    return _with(words, s=s, d=d, a=a, l=zero, h=zero, groups=1, auto=rng.choice(("", "same")))


def drawn(dialect: str, seed: int, ranks: tuple[int, ...], kind: str = "legal") -> DrawnWords:
    """Give an endless stream of configurations of one kind: ``legal``, ``illegal`` or ``silent``."""
    return DrawnWords(dialect, Random(seed), ranks, kind)  # noqa: S311 - what is drawn is no secret


class DrawnWords:
    """An endless iterator of configurations; None where what was drawn is of another kind, or too large."""

    def __init__(self, dialect: str, rng: Random, ranks: tuple[int, ...], kind: str) -> None:
        self.dialect, self.rng, self.ranks, self.kind = dialect, rng, ranks, kind

    def __iter__(self) -> DrawnWords:
        return self

    def __next__(self) -> tuple[Words, Meaning] | None:
        words = draw(self.rng, self.dialect, self.rng.choice(self.ranks))
        if self.kind == "illegal" and words.a is not None:
            words = _with(words, a=tuple(x + self.rng.choice((0, 1)) for x in words.a))
        found = meaning(words, self.dialect)
        return (words, found) if kind_of(words, found) == self.kind else None


def kind_of(words: Words, found: Meaning) -> str | None:
    """Say whether a configuration is legal, silent or illegal; None where it is no layer at all, or too large."""
    if found == SILENT:
        return "silent"
    if found is None:
        other = meaning(words, "definition") if words.c_in % words.groups == 0 == words.c_out % words.groups else None
        return "illegal" if other not in (None, SILENT) else None
    out = found.out
    return None if max(out) > MOST_LENGTH or prod(out) > MOST_ENTRIES else "legal"
