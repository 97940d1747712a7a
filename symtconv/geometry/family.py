"""A layer whose input has names for sizes: one layer for every value of each name that leaves an output."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symtconv.geometry.axis import Axis
from symtconv.geometry.errors import GeometryError
from symtconv.geometry.layer import ConvTranspose

Size = int | str
FAR = 10**18
"""A size at which any layer has an output."""

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,15}\Z")


@dataclass(frozen=True, slots=True)
class Family:
    """A layer for every size.

    Parameters
    ----------
    pattern : ConvTranspose
        The layer at some sizes; everything but its input is that of every member.
    input : tuple of int or str
        Entries of y per axis: a number, or the name of a size; one name may stand for several axes.
    start : mapping of str to int, optional
        Values below are not meant.

    Raises
    ------
    GeometryError
        For a name that is none, or sizes of another rank.

    Examples
    --------
    >>> family = Family(ConvTranspose(input=9, kernel=4, stride=2, padding=1), ("n",))
    >>> family.lengths, family.least, family.at({"n": 5}).output
    (('2*n',), {'n': 1}, (10,))
    """

    pattern: ConvTranspose
    input: tuple[Size, ...]
    start: Mapping[str, int] | None = None

    def __post_init__(self) -> None:
        if len(self.input) != self.pattern.rank:
            msg = (
                f"the input has {len(self.input)} sizes and the layer {self.pattern.rank} axes; give one size per axis"
            )
            raise GeometryError(msg)
        for size in self.input:
            if isinstance(size, str) and not NAME.match(size):
                msg = f"{size[:40]!r} names no size; use a letter, and letters or digits behind it"
                raise GeometryError(msg)
        self.at(self.least)  # a size that is a number has to leave an output too

    @property
    def names(self) -> tuple[str, ...]:
        """The names, in the order of the axes."""
        return tuple(dict.fromkeys(size for size in self.input if isinstance(size, str)))

    @property
    def least(self) -> dict[str, int]:
        """For each name the least value that is meant and leaves an output: ``(n-1)s + K - l - h + a ≥ 1``."""
        found = {name: max((self.start or {}).get(name, 1), 1) for name in self.names}
        for size, axis in zip(self.input, self.pattern.axes, strict=True):
            if isinstance(size, str):
                found[size] = max(found[size], 1 - (constant(axis) - 1) // axis.stride)
        return found

    @property
    def lengths(self) -> tuple[Size, ...]:
        """Entries of x′ per axis: a number, or a formula in the name."""
        return tuple(
            linear(axis.stride, size, constant(axis) - axis.stride) if isinstance(size, str) else length
            for size, axis, length in zip(self.input, self.pattern.axes, self.at(self.least).output, strict=True)
        )

    def at(self, values: Mapping[str, int]) -> ConvTranspose:
        """Give one layer of the family."""
        sizes = [values[size] if isinstance(size, str) else size for size in self.input]
        return ConvTranspose(**{**self.pattern.to_dict(), "input": sizes})

    def fixed(self, name: str, value: int) -> Family:
        """Give the members with one value of a name."""
        return replace(self, input=tuple(value if size == name else size for size in self.input))

    def beginning(self, name: str, value: int) -> Family:
        """Give the members with values of a name that are not below one."""
        return replace(self, start={**(self.start or {}), name: value})

    def to_dict(self) -> dict[str, Any]:
        """Give the family as plain data, with names among the sizes of the input."""
        return {**self.pattern.to_dict(), "input": list(self.input)}

    @classmethod
    def of_words(cls, words: Mapping[str, Any], input: Sequence[Size]) -> Family:  # noqa: A002 - PyTorch's word
        """Make the family of a layer's words and an input with names; a number in it is that of every member."""
        layer = ConvTranspose(**{**words, "input": [FAR if isinstance(size, str) else size for size in input]})
        return cls(layer, tuple(input))


def constant(axis: Axis) -> int:
    """Give the length at n = 1: ``K - l - h + a``."""
    return axis.span - axis.low - axis.high + axis.output_padding


def linear(factor: int, name: str, more: int) -> str:
    """Write ``factor·name + more``.

    Examples
    --------
    >>> linear(2, "n", -1), linear(1, "H", 0)
    ('2*n - 1', 'H')
    """
    term = name if factor == 1 else f"{factor}*{name}"
    return term if more == 0 else f"{term} {'+' if more > 0 else '-'} {abs(more)}"
