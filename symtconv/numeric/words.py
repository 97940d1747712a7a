"""The words of a call (stride, padding, …) as one tuple per axis, or an error that says what to write."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import SupportsIndex

import numpy as np

PerAxis = SupportsIndex | Sequence[SupportsIndex]
Padding = SupportsIndex | Sequence[SupportsIndex] | Sequence[tuple[SupportsIndex, SupportsIndex]]
Pairs = tuple[tuple[int, int], ...]


def whole(name: str, value: object, least: int | None = None) -> int:
    """Give ``value`` as an int, not below ``least``."""
    if isinstance(value, bool | np.bool_) or not hasattr(value, "__index__"):
        msg = f"{name}={value!r} is a {type(value).__name__}; use an integer"
        raise TypeError(msg)
    number = index(value)
    if least is not None and number < least:
        msg = f"{name}={number} is below {least}; use {least} or more"
        raise ValueError(msg)
    return number


def one_per_axis(name: str, value: PerAxis, rank: int, least: int) -> tuple[int, ...]:
    """Give one int per axis from one for all axes or one each."""
    if not _is_list(value):
        return (whole(name, value, least),) * rank
    entries = list(value)  # type: ignore[arg-type]  # _is_list has just said that it can be iterated
    if len(entries) != rank:
        msg = f"{name}={value!r} has {len(entries)} entries and the kernel has rank {rank}; give one number, or {rank}"
        raise ValueError(msg)
    return tuple(whole(f"{name}[{axis}]", entry, least) for axis, entry in enumerate(entries))


def pair_per_axis(name: str, value: Padding, rank: int) -> Pairs:
    """Give one (low, high) pair per axis from one number, one per axis, or one pair per axis."""
    if not _is_list(value):
        return ((whole(name, value),) * 2,) * rank
    entries = list(value)  # type: ignore[arg-type]  # as above
    if len(entries) != rank:
        remedy = f"give one number, {rank} numbers, or {rank} (low, high) pairs"
        if rank == 1 and len(entries) == 2 and not any(_is_list(entry) for entry in entries):
            remedy = f"for low {entries[0]} and high {entries[1]} on the one axis write (({entries[0]}, {entries[1]}),)"
        msg = f"{name}={value!r} has {len(entries)} entries and the kernel has rank {rank}; {remedy}"
        raise ValueError(msg)
    return tuple(_pair(f"{name}[{axis}]", entry) for axis, entry in enumerate(entries))


def _pair(name: str, entry: object) -> tuple[int, int]:
    if not _is_list(entry):
        number = whole(name, entry)
        return number, number
    ends = list(entry)  # type: ignore[call-overload]  # as above
    if len(ends) != 2:
        msg = f"{name}={entry!r} has {len(ends)} numbers; give (low, high)"
        raise ValueError(msg)
    return whole(f"{name} low", ends[0]), whole(f"{name} high", ends[1])


def _is_list(value: object) -> bool:
    if isinstance(value, Sequence):
        return not isinstance(value, str | bytes)
    return isinstance(value, np.ndarray) and value.ndim > 0
