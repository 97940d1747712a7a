"""From the words people use (an int for all axes, one per axis, pairs) to one tuple per axis."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from operator import index
from typing import SupportsIndex

from symtconv.geometry.errors import GeometryError

PerAxis = SupportsIndex | Sequence[SupportsIndex]
Padding = SupportsIndex | Sequence[SupportsIndex | Sequence[SupportsIndex]]


def integer(name: str, value: object) -> int:
    """Give ``value`` as an int; a bool, a float or a string is refused by name."""
    if not isinstance(value, bool):
        with suppress(TypeError):
            return index(value)  # type: ignore[arg-type]  # the question is whether it is one
    msg = f"{name}={value!r} is a {type(value).__name__}; use an integer"
    raise GeometryError(msg)


def is_sequence(value: object) -> bool:
    """Tell a list, tuple or array from a number and from text."""
    if isinstance(value, Sequence):
        return not isinstance(value, str | bytes)
    return getattr(value, "ndim", 0) > 0  # an array, known without importing NumPy


def per_axis(name: str, value: PerAxis, rank: int) -> tuple[int, ...]:
    """Give one int per axis from an int (for all axes) or from one per axis."""
    if not is_sequence(value):
        return (integer(name, value),) * rank
    entries = tuple(value)  # type: ignore[arg-type]  # is_sequence has just said that it can be iterated
    if len(entries) != rank:
        msg = f"{name} has {len(entries)} numbers for {rank} spatial {_axes(rank)}; give one number, or {rank}"
        raise GeometryError(msg)
    return tuple(integer(f"{name}[{axis}]", entry) for axis, entry in enumerate(entries))


def padding_pairs(name: str, value: Padding, rank: int) -> tuple[tuple[int, int], ...]:
    """Give one (low, high) pair per axis from an int, one int per axis, or one pair per axis."""
    if not is_sequence(value):
        number = integer(name, value)
        return ((number, number),) * rank
    entries = tuple(value)  # type: ignore[arg-type]  # as above
    if len(entries) != rank:
        hint = ""
        if rank == 1 and len(entries) == 2 and not any(is_sequence(entry) for entry in entries):
            hint = f"; for one axis with low {entries[0]} and high {entries[1]} write (({entries[0]}, {entries[1]}),)"
        msg = f"{name}={value!r} has {len(entries)} entries for {rank} spatial {_axes(rank)}{hint}"
        raise GeometryError(msg)
    return tuple(_pair(f"{name}[{axis}]", entry) for axis, entry in enumerate(entries))


def _pair(name: str, entry: object) -> tuple[int, int]:
    if not is_sequence(entry):
        number = integer(name, entry)
        return number, number
    ends = tuple(entry)  # type: ignore[arg-type, var-annotated]  # as above
    if len(ends) != 2:
        msg = f"{name}={entry!r} has {len(ends)} numbers; give (low, high)"
        raise GeometryError(msg)
    return integer(f"{name} low", ends[0]), integer(f"{name} high", ends[1])


def _axes(rank: int) -> str:
    return "axis" if rank == 1 else "axes"
