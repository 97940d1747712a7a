"""Configurations as columns of integers, so that conditions in the claim language can be asked of all at once.

A condition speaks of one axis: n, k, s, d, l, h, a as in the relation (l and h those that the words come to, so that
``SAME_UPPER`` has them too), and of the whole: ``C`` and ``M`` channels in and out, ``groups``, ``N`` for the batch,
``bias``, ``rank``, ``output_shape`` (the length asked for, or 0), and ``valid``, ``same_upper``, ``same_lower``,
``same``, ``none`` (1 or 0; the last is Keras' ``output_padding=None``). ``i`` is the length of x′, and ``s0``, ``d0``,
``k0``, ``l0``, ``h0``, ``a0`` are those of the first axis. A condition of `where` must hold on every axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.term import names_of
from symtconv.claims.program import Program
from symtconv.claims.reading import read_claim
from symtconv.geometry import InputError
from symtconv.grids.form import Form
from symtconv.grids.words import Words

Flags: TypeAlias = NDArray[np.bool_]
Columns: TypeAlias = dict[str, NDArray[Any]]

WHOLE_NAMES = ("C", "M", "N", "groups", "g", "bias", "rank", "valid", "same_upper", "same_lower", "same", "none")
AXIS_NAMES = ("n", "k", "s", "d", "l", "h", "a", "output_shape", "i")
FIRST_NAMES = ("k0", "s0", "d0", "l0", "h0", "a0")
NAMES = (*AXIS_NAMES, *FIRST_NAMES, *WHOLE_NAMES)


def columns_of(asked: Sequence[tuple[Words, Form | None]]) -> tuple[Columns, NDArray[np.intp]]:
    """Give one row for each axis of each configuration, and for each row the number of its configuration."""
    rows: list[tuple[int, ...]] = []
    owner: list[int] = []
    for number, (words, form) in enumerate(asked):
        extra = words.extra
        lows = words.l if form is None else form.l
        highs = words.h if form is None else tuple(a - e for a, e in zip(extra, form.e, strict=True))
        sizes = words.size or (0,) * words.rank
        first = (words.k[0], words.s[0], words.d[0], lows[0], highs[0], extra[0])
        rest = (*first, *_whole(words))
        for n, k, s, d, l, h, a, size in zip(
            words.n, words.k, words.s, words.d, lows, highs, extra, sizes, strict=True
        ):
            rows.append((n, k, s, d, l, h, a, size, (n - 1) * s + d * (k - 1) + 1 - l - h + a, *rest))
            owner.append(number)
    table = np.array(rows, np.int64).reshape(len(rows), len(NAMES))
    return {name: table[:, at] for at, name in enumerate(NAMES)}, np.array(owner, np.intp)


def _whole(words: Words) -> tuple[int, ...]:
    auto = words.auto
    flags = (auto == "VALID", auto == "SAME_UPPER", auto == "SAME_LOWER", auto == "same", words.a is None)
    return (
        words.c_in, words.c_out, words.batch, words.groups, words.groups, int(words.bias), words.rank,
        *map(int, flags),
    )  # fmt: skip


@lru_cache(maxsize=512)
def program_of(conditions: tuple[str, ...]) -> Program:
    """Compile conditions.

    Raises
    ------
    InputError
        For a condition that cannot be read, or that speaks of what no configuration has.
    """
    claims = [_read(condition) for condition in conditions]
    return Program.of([claim.goal for claim in claims])


def _read(condition: str) -> Claim:
    claim = read_claim(condition)
    foreign = [name for name in names_of(claim.goal) if name not in NAMES]
    if foreign:
        msg = f"{condition!r} speaks of {foreign[0]!r}, which no configuration has; there are {', '.join(NAMES)}"
        raise InputError(msg)
    return claim


def truths(conditions: Sequence[str], columns: Columns) -> list[Flags]:
    """Give for each condition where it holds, row by row."""
    count = len(columns["n"])
    return [np.asarray(found) for found in program_of(tuple(conditions)).run(columns, count)]


def admitted(asked: Sequence[tuple[Words, Form | None]], where: Sequence[str]) -> list[bool]:
    """Tell of each configuration whether every condition holds on every one of its axes.

    Examples
    --------
    >>> one, two = (Words((2, 2), (1, 1), (s, 1), (1, 1), (0, 0), (0, 0), (0, 0)) for s in (1, 2))
    >>> admitted([(one, None), (two, None)], ["s == 1"])
    [True, False]
    """
    if not where or not asked:
        return [True] * len(asked)
    columns, owner = columns_of(asked)
    bad = np.zeros(len(asked), np.int64)
    for truth in truths(where, columns):
        np.add.at(bad, owner, ~truth)
    return [not count for count in bad.tolist()]
