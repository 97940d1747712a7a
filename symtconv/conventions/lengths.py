"""Calls that ask for a length: what they say about every input, or which one input they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symtconv.conventions.arguments import Arguments
from symtconv.conventions.value import Expression, Value
from symtconv.geometry import NormalForm
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


def beyond_shortest(arguments: Arguments, word: str, least: Sequence[int], stride: Row) -> tuple[Row, Row | None]:
    """Give the output padding that the lengths asked for stand for, and the input where they are numbers.

    Parameters
    ----------
    arguments : Arguments
    word : str
        The word that asks for lengths, with batch and channels or without.
    least : sequence of int
        The shortest length of each axis at n = 1; ``a = O - (n-1)s - least``.
    stride : tuple of int
    """
    entries = spatial(arguments, word, len(stride))
    rests, sizes = remainders(
        arguments, word, entries, stride, lambda axis, length: (length - least[axis]) // stride[axis] + 1
    )
    return tuple(rest - low for rest, low in zip(rests, least, strict=True)), sizes


def below_stride(arguments: Arguments, word: str, extra: Row, stride: Row) -> None:
    """Refuse a word that makes an output padding which is negative, or not below the stride."""
    for axis, (a, s) in enumerate(zip(extra, stride, strict=True)):
        if not 0 <= a < s:
            arguments.refuse(word, f"makes an output padding of {a} on axis {axis}, which must be in 0..{s - 1}")


def spatial(arguments: Arguments, word: str, rank: int, *, channels_last: bool = False) -> tuple[Value, ...]:
    """Give the spatial entries of a shape that may hold batch and channels too."""
    value = arguments.values[word]
    if not isinstance(value, tuple) or len(value) not in (rank, rank + 2):
        arguments.refuse(word, f"is no list of {rank} lengths, nor of these with batch and channels")
    if len(value) == rank:
        return value
    return value[1:-1] if channels_last else value[2:]


def length_texts(form: NormalForm) -> list[str]:
    """Write the length of each axis: the number for a layer with its input, else a multiple of D, H or W."""
    names = ("D", "H", "W")[-form.rank :]
    sizes = form.input or (0,) * form.rank
    return [
        length_text(axis.length(n), axis.stride, name, form.input)
        for axis, n, name in zip(form.axes, sizes, names, strict=True)
    ]


def length_text(constant: int, stride: int, name: str, fixed: object) -> str:
    """Write a length as ``s*H + c``, or as the number that it is.

    Examples
    --------
    >>> length_text(-1, 2, "H", None), length_text(0, 1, "W", None), length_text(7, 2, "H", (4,))
    ('2*H - 1', 'W', '7')
    """
    if fixed is not None:
        return str(constant)
    head = name if stride == 1 else f"{stride}*{name}"
    return head if constant == 0 else f"{head} {'+' if constant > 0 else '-'} {abs(constant)}"
