"""From a call's arguments to the words of one signature, and from a word to integers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NoReturn, cast

from symtconv.conventions.call import Call, Value
from symtconv.geometry import GeometryError, InputError
from symtconv.geometry.words import PerAxis, integer, per_axis


@dataclass(frozen=True, slots=True)
class Signature:
    """The words that a callee takes, in the order of its documentation: the required ones first.

    Parameters
    ----------
    required : tuple of str
        Words without a default.
    optional : mapping of str
        The other words with their defaults. Words that do not touch the geometry are read and dropped.
    by_position : bool
        Whether arguments may stand by position.
    """

    required: tuple[str, ...]
    optional: Mapping[str, Value] = field(default_factory=dict)
    by_position: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """Every word, in the order of the positions."""
        return (*self.required, *self.optional)

    def bind(self, call: Call, speaker: str) -> Arguments:
        """Give every word its value.

        Raises
        ------
        InputError
            For a word that is unknown, given twice or missing, and for too many arguments by position.
        """
        given: dict[str, Value] = {}
        for place, argument in enumerate(call.arguments):
            word = argument.word or self._at(place, argument.column, speaker)
            if word not in self.words:
                near = suggestion(word, self.words)
                msg = f"column {argument.column}: {speaker} has no {word!r}{near}; it has {', '.join(self.words)}"
                raise InputError(msg)
            if word in given:
                msg = f"column {argument.column}: {word!r} is given twice; leave one out"
                raise InputError(msg)
            given[word] = argument.value
        missing = [word for word in self.required if word not in given]
        if missing:
            msg = f"{speaker} needs {' and '.join(missing)}; write {', '.join(f'{word}=...' for word in missing)}"
            raise InputError(msg)
        return Arguments(speaker, {**self.optional, **given})

    def _at(self, place: int, column: int, speaker: str) -> str:
        if not self.by_position:
            msg = f"column {column}: {speaker} is read by keywords alone; write one of {', '.join(self.words)} before ="
            raise InputError(msg)
        if place >= len(self.words):
            msg = f"column {column}: {speaker} takes {len(self.words)} arguments at most: {', '.join(self.words)}"
            raise InputError(msg)
        return self.words[place]


@dataclass(frozen=True, slots=True)
class Arguments:
    """The value of every word of a signature; what the speaker's rules refuse is refused in the speaker's name.

    Examples
    --------
    >>> Arguments("PyTorch ConvTranspose2d", {"stride": 0}).row("stride", 2)
    Traceback (most recent call last):
    ...
    symtconv.geometry.errors.GeometryError: PyTorch ConvTranspose2d: stride=0 is below 1; use 1 or more
    """

    speaker: str
    values: Mapping[str, Value]

    def refuse(self, word: str, why: str) -> NoReturn:
        """Raise GeometryError about the value of ``word``."""
        msg = f"{self.speaker}: {word}={self.values[word]!r} {why}"
        raise GeometryError(msg)

    def number(self, word: str, least: int = 1) -> int:
        """Give an integer that is ``least`` or more."""
        try:
            number = integer(word, self.values[word])
        except GeometryError as error:
            raise self._named(error) from None
        if number < least:
            self.refuse(word, f"is below {least}; use {least} or more")
        return number

    def row(self, word: str, rank: int, *, least: int = 1, lone: bool = True, single: bool = False) -> tuple[int, ...]:
        """Give one integer per axis, each ``least`` or more.

        Parameters
        ----------
        word : str
            The word whose value is read.
        rank : int
            Number of spatial axes.
        least : int
            The smallest number allowed.
        lone, single : bool
            Whether a number, and whether a list of one number, stands for all axes.
        """
        value = self.values[word]
        if single and isinstance(value, tuple) and len(value) == 1:
            value = value[0]
        if not lone and not isinstance(value, tuple):
            self.refuse(word, f"is no list; write one number per axis, such as {word}={[1] * rank}")
        try:
            row = per_axis(word, cast("PerAxis", value), rank)  # which refuses what is none
        except GeometryError as error:
            raise self._named(error) from None
        if min(row) < least:
            self.refuse(word, f"is below {least}; use {least} or more")
        return row

    def channels(self) -> tuple[int, int, int]:
        """Give ``in_channels``, ``out_channels`` and ``groups``, which divides both."""
        inner, outer, groups = (self.number(word) for word in ("in_channels", "out_channels", "groups"))
        if inner % groups or outer % groups:
            self.refuse("groups", f"does not divide in_channels={inner} and out_channels={outer}; use one that does")
        return inner, outer, groups

    def choice(self, word: str, choices: tuple[str, ...]) -> str:
        """Give the text of a word, one of the choices."""
        value = self.values[word]
        if not isinstance(value, str) or value not in choices:
            quoted = " or ".join(f'"{choice}"' for choice in choices)
            near = suggestion(value, choices) if isinstance(value, str) else ""
            self.refuse(word, f"is not {quoted}{near}")
        return value

    def _named(self, error: GeometryError) -> GeometryError:
        return GeometryError(f"{self.speaker}: {error}")


def suggestion(word: str, words: tuple[str, ...]) -> str:
    """Give a near miss as ``" (did you mean 'stride'?)"``, or nothing; capitals and underscores do not count."""
    plain = {_plain(known): known for known in reversed(words)}
    near = get_close_matches(_plain(word[:60]), list(plain), n=1)
    return f" (did you mean {plain[near[0]]!r}?)" if near else ""


def _plain(word: str) -> str:
    return word.lower().replace("_", "")
