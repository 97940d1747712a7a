"""Smaller neighbours of a configuration: the steps of shrinking."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace as replaced
from typing import Any

from symtconv.grids.words import Row, Words

CHANNELS = ((1, 1, 1), (2, 1, 1), (1, 2, 1), (2, 2, 2), (4, 2, 2), (2, 4, 2))
FLOORS = {"n": 1, "k": 1, "s": 1, "d": 1, "l": 0, "h": 0, "a": 0}


def simpler(words: Words) -> Iterator[Words]:
    """Yield neighbours that are smaller, the boldest step first; they need not be legal.

    Examples
    --------
    >>> words = Words((2,), (1,), (1,), (1,), (0,), (0,), (0,), bias=True)
    >>> [other.text for other in simpler(words)]
    ['n=2 k=1', 'n=1 k=1 bias']
    """
    seen = {words}
    for other in _steps(words):
        if other not in seen and other.weight < words.weight:
            seen.add(other)
            yield other


def _steps(words: Words) -> Iterator[Words]:
    yield from _fewer_axes(words)
    yield from (_with(words, size=None), _with(words, auto=""), _with(words, bias=False))
    if words.batch > 1:
        yield _with(words, batch=1)
        yield _with(words, batch=words.batch - 1)
    for c_in, c_out, groups in CHANNELS:
        yield _with(words, c_in=c_in, c_out=c_out, groups=groups)
    for name, floor in FLOORS.items():
        if getattr(words, name) is not None:
            yield from _lower(words, name, floor)
    if words.l == words.h:
        for step in (lambda _: 0, lambda p: p // 2, lambda p: max(0, p - 1)):
            row = tuple(step(p) for p in words.l)
            yield _with(words, l=row, h=row)
    if words.size is not None:
        for axis, length in enumerate(words.size):
            if length > 1:
                yield _with(words, size=_set(words.size, axis, length - 1))


def _fewer_axes(words: Words) -> Iterator[Words]:
    if words.rank == 1:
        return
    for axis in range(words.rank):
        rows = {name: getattr(words, name) for name in (*FLOORS, "size")}
        yield _with(
            words, **{name: None if row is None else row[:axis] + row[axis + 1 :] for name, row in rows.items()}
        )


def _lower(words: Words, name: str, floor: int) -> Iterator[Words]:
    row: Row = getattr(words, name)
    steps: tuple[Callable[[int], int], ...] = (lambda _: floor, lambda x: x // 2, lambda x: x - 1)
    for step in steps:
        yield _with(words, **{name: tuple(max(floor, step(x)) if x > floor else x for x in row)})
    for axis, value in enumerate(row):
        for target in dict.fromkeys(step(value) for step in steps):
            if not floor <= target < value:
                continue
            lower = _set(row, axis, target)
            yield _with(words, **{name: lower})
            if name == "l" and words.l == words.h:
                yield _with(words, l=lower, h=lower)
            if words.size is not None and name in "nk":
                step_of = words.s if name == "n" else words.d
                length = max(1, words.size[axis] - (value - target) * step_of[axis])
                yield _with(words, **{name: lower}, size=_set(words.size, axis, length))


def _with(words: Words, **changes: Any) -> Words:
    return replaced(words, **changes)


def _set(row: Row, axis: int, value: int) -> Row:
    return (*row[:axis], value, *row[axis + 1 :])
