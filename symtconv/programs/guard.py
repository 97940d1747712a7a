"""Guards: what has to hold for a term to be there, or for a program to be defined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from symtconv.programs.size import Size, Values


class Guard(NamedTuple):
    """``size == 0`` or ``size >= 0``."""

    word: Literal["==", ">="]
    size: Size

    @property
    def text(self) -> str:
        """The guard in the claim language."""
        return f"{self.size.text} {self.word} 0"

    @property
    def is_trivial(self) -> bool:
        """Whether it holds whatever the names are."""
        number = self.size.constant
        return number is not None and (number == 0 if self.word == "==" else number >= 0)

    def substitute(self, sizes: Mapping[str, Size]) -> Guard:
        """Put sizes in for names."""
        return Guard(self.word, self.size.substitute(sizes))

    def holds(self, values: Values) -> bool:
        """Tell whether it holds at an assignment."""
        number = self.size.value(values)
        return number == 0 if self.word == "==" else number >= 0


def at_least(size: Size, least: int = 0) -> Guard:
    """Say ``size >= least``."""
    return Guard(">=", size - least)


def equal(one: Size, other: Size) -> Guard:
    """Say that two sizes are equal."""
    return Guard("==", one - other)


def inside(place: Size, length: Size) -> tuple[Guard, Guard]:
    """Say ``0 <= place < length``."""
    return at_least(place), at_least(length - place - 1)
