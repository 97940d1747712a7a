"""Calls that ask for a length: what they say about every input, or which one input they take."""

from __future__ import annotations

from collections.abc import Callable

from symtconv.conventions.arguments import Arguments
from symtconv.conventions.value import Expression, Value
from symtconv.geometry.words import integer

Row = tuple[int, ...]


def remainders(
    arguments: Arguments, word: str, entries: tuple[Value, ...], stride: Row, inputs: Callable[[int, int], int]
) -> tuple[Row, Row | None]:
    """Give ``R = O - (n-1)s`` per axis, and the input where the lengths are numbers.

    Parameters
    ----------
    arguments : Arguments
    word : str
        The word that asks for lengths.
    entries : tuple of value
        One length per axis: a number, or ``s*H + c`` for any name H, which stands for the input's size.
    stride : tuple of int
    inputs : callable
        From an axis and a length to the input's size, by the framework's rule.

    Raises
    ------
    GeometryError
        Where a length is no number and no multiple of the input's size by the stride.
    """
    rests: list[int] = []
    sizes: list[int] = []
    for axis, (entry, s) in enumerate(zip(entries, stride, strict=True)):
        if isinstance(entry, Expression):
            line = entry.linear
            if line is None or not line.name:
                arguments.refuse(word, f"holds {entry!r} on axis {axis}; write its value, or s*H + c for an input of H")
            if line.factor != s:
                why = f"holds {entry!r} on axis {axis}, and at stride {s} the length grows by {s} with each entry"
                arguments.refuse(word, f"{why}: no one layer has these lengths; write {s}*{line.name} + c")
            rests.append(s + line.constant)  # O - (H-1)s
        else:
            length = integer(word, entry)
            if length < 1:
                arguments.refuse(word, f"asks for {length} entries on axis {axis}; 1 is the least")
            n = inputs(axis, length)
            sizes.append(n)
            rests.append(length - (n - 1) * s)
    return tuple(rests), tuple(sizes) if len(sizes) == len(entries) else None


def spatial(arguments: Arguments, word: str, rank: int, *, channels_last: bool = False) -> tuple[Value, ...]:
    """Give the spatial entries of a shape that may hold batch and channels too."""
    value = arguments.values[word]
    if not isinstance(value, tuple) or len(value) not in (rank, rank + 2):
        arguments.refuse(word, f"is no list of {rank} lengths, nor of these with batch and channels")
    if len(value) == rank:
        return value
    return value[1:-1] if channels_last else value[2:]
