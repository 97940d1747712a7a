"""From a call's arguments to the words of one signature, and from a word to integers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import NoReturn, cast

from symtconv.conventions.call import Argument, Call
from symtconv.conventions.value import Expression, Value, first_expression
from symtconv.conventions.weights import Layout, Weights
from symtconv.geometry import GeometryError, InputError
from symtconv.geometry.words import PerAxis, integer, per_axis

EVERYWHERE = ("w_shape", "x_shape", "w", "x")
"""Words that may stand in any call: the shapes of the arrays that it leaves out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is said beside a call, for what it leaves to its arrays; None where nothing is said.

    Parameters
    ----------
    input, kernel : int, sequence of int or None
        Spatial sizes; a lone number is for all axes.
    in_channels, out_channels : int or None
    """

    input: PerAxis | None = None
    kernel: PerAxis | None = None
    in_channels: int | None = None
    out_channels: int | None = None


NOTHING = Given()


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
    arrays : tuple of str
        Words in front of all others that hold arrays. Where the first argument has no keyword they stand by
        position; a call that leaves them out gives the others by keyword.
    at_call : tuple of str
        Words of the call of a layer once it is made, as ``output_size`` in PyTorch.
    prefixes : tuple of str
        What may stand before the callee, where not all prefixes of the framework may.
    alone : bool
        Whether the callee is read without a prefix.
    """

    required: tuple[str, ...]
    optional: Mapping[str, Value] = field(default_factory=dict)
    by_position: bool = True
    arrays: tuple[str, ...] = ()
    at_call: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    alone: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """Every word, in the order of the positions."""
        return (*self.arrays, *self.required, *self.optional, *self.at_call)

    def bind(self, call: Call, speaker: str, given: Given = NOTHING) -> Arguments:
        """Give every word its value.

        Raises
        ------
        InputError
            For a word that is unknown, given twice or missing, and for too many arguments by position.
        """
        said: dict[str, Value] = {}
        for place, argument in enumerate(call.arguments):
            self._take(said, argument, argument.word or self._at(place, argument.column, speaker), speaker)
        for place, argument in enumerate(call.later):
            word = argument.word or ("x", *self.at_call)[min(place, len(self.at_call))]
            self._take(said, argument, word, speaker)
        missing = [word for word in self.required if word not in said]
        if missing:
            msg = f"{speaker} needs {' and '.join(missing)}; write {', '.join(f'{word}=...' for word in missing)}"
            raise InputError(msg)
        empty: dict[str, Value] = dict.fromkeys((*EVERYWHERE, *self.arrays, *self.at_call))
        return Arguments(speaker, {**empty, **self.optional, **said}, given)

    def _take(self, said: dict[str, Value], argument: Argument, word: str, speaker: str) -> None:
        if word not in self.words and word not in EVERYWHERE:
            near = suggestion(word, self.words)
            msg = f"column {argument.column}: {speaker} has no {word!r}{near}; it has {', '.join(self.words)}"
            raise InputError(msg)
        if word in said:
            msg = f"column {argument.column}: {word!r} is given twice; leave one out"
            raise InputError(msg)
        said[word] = argument.value

    def _at(self, place: int, column: int, speaker: str) -> str:
        if not self.by_position:
            msg = f"column {column}: {speaker} is read by keywords alone; write one of {', '.join(self.words)} before ="
            raise InputError(msg)
        placed = (*self.arrays, *self.required, *self.optional)
        if place >= len(placed):
            msg = f"column {column}: {speaker} takes {len(placed)} arguments at most: {', '.join(placed)}"
            raise InputError(msg)
        return placed[place]


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
    given: Given = NOTHING

    def refuse(self, word: str, why: str) -> NoReturn:
        """Raise GeometryError about the value of ``word``."""
        msg = f"{self.speaker}: {word}={self.values[word]!r} {why}"
        raise GeometryError(msg)

    def literal(self, word: str) -> Value:
        """Give the value of a word, refusing names and expressions."""
        value = self.values[word]
        found = first_expression(value)
        if found is not None:
            inner = "" if found is value else f": {found!r}"
            self.refuse(word, f"{'holds what ' if inner else ''}{found.why}{inner}")
        return value

    def number(self, word: str, least: int = 1) -> int:
        """Give an integer that is ``least`` or more."""
        value = self.literal(word)
        try:
            number = integer(word, value)
        except GeometryError as error:
            raise self.named(error) from None
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
        value = self.literal(word)
        if single and isinstance(value, tuple) and len(value) == 1:
            value = value[0]
        if not lone and not isinstance(value, tuple):
            self.refuse(word, f"is no list; write one number per axis, such as {word}={[1] * rank}")
        try:
            row = per_axis(word, cast("PerAxis", value), rank)  # which refuses what is none
        except GeometryError as error:
            raise self.named(error) from None
        if min(row) < least:
            self.refuse(word, f"is below {least}; use {least} or more")
        return row

    def or_else(self, word: str, rank: int, default: int, *, least: int = 1, lone: bool = True) -> tuple[int, ...]:
        """Give one integer per axis, or the default for all of them where the word is None."""
        return (default,) * rank if self.values[word] is None else self.row(word, rank, least=least, lone=lone)

    def pairs(self, word: str, rank: int, *, least: int | None = 0) -> tuple[tuple[int, int], ...]:
        """Give one (low, high) pair per axis."""
        value = self.literal(word)
        if not isinstance(value, tuple) or len(value) != rank:
            self.refuse(word, f"is not one (low, high) pair for each of {rank} axes")
        return tuple(self._pair(word, axis, pair, least) for axis, pair in enumerate(value))

    def _pair(self, word: str, axis: int, pair: Value, least: int | None) -> tuple[int, int]:
        if not isinstance(pair, tuple) or len(pair) != 2:
            self.refuse(word, f"has no (low, high) pair on axis {axis}; write ((1, 1),) for one axis")
        low, high = Arguments(self.speaker, {word: pair}).row(word, 2, least=-(10**18) if least is None else least)
        return low, high

    def channel(self, word: str) -> int | None:
        """Give a number of channels; a name, as in ``ConvTranspose2d(dim, dim // 2, 2)``, leaves it open."""
        if isinstance(self.values[word], Expression):
            return None
        return self.number(word)

    def channels(self) -> tuple[int | None, int | None, int]:
        """Give ``in_channels``, ``out_channels`` and ``groups``, which divides both."""
        groups = self.number("groups")
        inner, outer = self.channel("in_channels"), self.channel("out_channels")
        inner = self.given.in_channels if inner is None else inner
        outer = self.given.out_channels if outer is None else outer
        if (inner or groups) % groups or (outer or groups) % groups:
            self.refuse("groups", f"does not divide in_channels={inner} and out_channels={outer}; use one that does")
        return inner, outer, groups

    def choice(self, word: str, choices: tuple[str, ...], *, fold: bool = False) -> str:
        """Give the text of a word, one of the choices; with ``fold`` capitals do not count."""
        value = self.literal(word)
        plain = value.lower() if fold and isinstance(value, str) else value
        if not isinstance(plain, str) or plain not in choices:
            quoted = " or ".join(f'"{choice}"' for choice in choices)
            near = suggestion(plain, choices) if isinstance(plain, str) else ""
            self.refuse(word, f"is not {quoted}{near}")
        return plain

    def truth(self, word: str) -> bool:
        """Give True or False."""
        value = self.literal(word)
        if not isinstance(value, bool):
            self.refuse(word, "is not True or False")
        return value

    def shape(self, *words: str) -> tuple[str, tuple[int | None, ...]] | None:
        """Give the first of these words that is a tuple, with its numbers: the shape of an array.

        None for an array that has a name; and for an entry that has one, such as a number of channels.
        """
        for word in words:
            value = self.values.get(word)
            if isinstance(value, tuple):
                return word, tuple(self._size(word, size) for size in value)
        return None

    def _size(self, word: str, value: Value) -> int | None:
        if isinstance(value, Expression):
            return None
        try:
            size = integer(word, value)
        except GeometryError as error:
            raise self.named(error) from None
        if size < 1:
            self.refuse(word, "has an entry below 1; use 1 or more")
        return size

    def weights(
        self,
        word: str,
        layout: Layout,
        *,
        rank: int | None = None,
        groups: int = 1,
        out_channels: int | None = None,
        kernel: PerAxis | None = None,
    ) -> Weights:
        """Give the kernel's sizes and the channels, from the shape of the weights or from what stands beside the call.

        Parameters
        ----------
        word : str
            The word that holds the weights, if there is one.
        layout : Layout
            The axes of the weights.
        rank, groups : int
            What the callee knows.
        out_channels, kernel : optional
            Where the call says them in words of their own.

        Raises
        ------
        GeometryError
            For a shape that cannot be the weights', or is not what the call says.
        InputError
            When nothing says the kernel's sizes.
        """
        said = self.shape(word, "w_shape", "w")
        asked = self.given
        out = out_channels if out_channels is not None else asked.out_channels
        if said is None:
            sizes = kernel if kernel is not None else asked.kernel
            if sizes is None:
                msg = (
                    f"{self.speaker} leaves the kernel's sizes to an array; give --kernel, or its shape as "
                    f"w_shape={layout.example(rank or 2)}"
                )
                raise InputError(msg)
            try:
                row = per_axis("kernel", sizes, rank or (len(tuple(sizes)) if _is_row(sizes) else 1))  # type: ignore[arg-type]
            except GeometryError as error:
                raise self.named(error) from None
            return Weights(row, asked.in_channels, out, groups)
        name, shape = said
        if len(shape) != layout.rank + (rank or max(len(shape) - layout.rank, 1)) or len(shape) <= layout.rank:
            axes = f" of {rank} spatial axes" if rank else ""
            self.refuse(name, f"is no shape {layout}{axes}; write {name}={layout.example(rank or 2)}")
        try:
            found = layout.read(shape, groups)
        except GeometryError as error:
            raise self.named(error) from None
        for what, ours, theirs in (
            ("in_channels", asked.in_channels, found.in_channels),
            ("out_channels", out, found.out_channels),
        ):
            if ours is not None and theirs is not None and ours != theirs:
                self.refuse(name, f"has {what}={theirs}, and {ours} is said beside it; leave one out")
        sizes = kernel if kernel is not None else asked.kernel
        if sizes is not None and per_axis("kernel", sizes, len(found.kernel)) != found.kernel:
            self.refuse(name, f"has kernel={found.kernel}, and {sizes!r} is said beside it; leave one out")
        inner = asked.in_channels if found.in_channels is None else found.in_channels
        return Weights(found.kernel, inner, out if found.out_channels is None else found.out_channels, found.groups)

    def input_of(
        self, word: str, rank: int, *, channels_last: bool = False
    ) -> tuple[tuple[int, ...] | None, int | None] | None:
        """Give the spatial sizes and the channels of the input array, where the call says its shape."""
        said = self.shape(word, "x_shape", "x")
        if said is None:
            return None
        name, shape = said
        if len(shape) == rank + 2:
            shape = shape[1:]
        if len(shape) != rank + 1:
            self.refuse(name, f"is no shape of an input with {rank} spatial axes, with or without the batch")
        sizes, channels = (shape[:-1], shape[-1]) if channels_last else (shape[1:], shape[0])
        known = tuple(size for size in sizes if size is not None)
        return (known if len(known) == rank else None), channels

    def named(self, error: GeometryError) -> GeometryError:
        """Give the same error in the speaker's name."""
        return GeometryError(f"{self.speaker}: {error}")


def _is_row(value: object) -> bool:
    return isinstance(value, tuple | list)


def suggestion(word: str, words: tuple[str, ...]) -> str:
    """Give a near miss as ``" (did you mean 'stride'?)"``, or nothing; capitals and underscores do not count."""
    plain = {_plain(known): known for known in reversed(words)}
    # Loaded late: it takes as long to start as a call takes to read, and most calls have no near miss.
    near = import_module("difflib").get_close_matches(_plain(word[:60]), list(plain), n=1)
    return f" (did you mean {plain[near[0]]!r}?)" if near else ""


def _plain(word: str) -> str:
    return word.lower().replace("_", "")
