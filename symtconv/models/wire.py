"""Protocol Buffers read in place: the fields of a message as numbers and spans, nothing copied, every length checked.

Source: the encoding page of Protocol Buffers. ONNX is read with this instead of with a library, so that weights are
never loaded, nothing has to be installed, and a file that lies about a length is refused in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from mmap import mmap
from typing import TypeAlias

from symtconv.geometry import InputError, LimitError

Buffer: TypeAlias = "bytes | mmap"
Span: TypeAlias = "tuple[int, int]"
Field: TypeAlias = "tuple[int, int | Span, Span]"

MOST_FIELDS = 4_000_000
"""Fields that are looked at in one file; a field without an end to it would cost time, not memory."""
MOST_TEXT = 4096
"""Bytes of one name."""

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class Wire:
    """A buffer of encoded messages, with a budget for everything that is read from it.

    Parameters
    ----------
    buffer : bytes or mmap
    most : int
        Fields that may be read.
    """

    def __init__(self, buffer: Buffer, most: int = MOST_FIELDS) -> None:
        self.buffer = buffer
        self._left = self._most = most

    def fields(self, span: Span) -> Iterator[Field]:
        r"""Give every field of the message in a span: its number, its value or the span of its bytes, its own span.

        Raises
        ------
        InputError
            Where the bytes are no message.
        LimitError
            When the budget is used up.

        Examples
        --------
        >>> list(Wire(b"\x08\x96\x01\x12\x02ab").fields((0, 7)))
        [(1, 150, (0, 3)), (2, (5, 7), (3, 7))]
        """
        place, end = span
        while place < end:
            self._left -= 1
            if self._left < 0:
                msg = f"the file holds more than {self._most} fields outside its weights; it is not read further"
                raise LimitError(msg)
            start = place
            key, place = self.varint(place, end)
            number, kind = key >> 3, key & 7
            value: int | Span
            if kind == _BYTES:
                length, place = self.varint(place, end)
                value = (place, place + length)
                place += length
            elif kind == _VARINT:
                value, place = self.varint(place, end)
            elif kind in (_FIXED64, _FIXED32):
                width = 8 if kind == _FIXED64 else 4
                value = int.from_bytes(self.buffer[place : min(place + width, end)], "little")
                place += width
            else:
                msg = f"byte {start} begins a field of kind {kind}, which no such file holds; the file is damaged"
                raise InputError(msg)
            if place > end or number == 0:
                msg = f"the field at byte {start} does not fit into its message; the file is cut short or damaged"
                raise InputError(msg)
            yield number, value, (start, place)

    def varint(self, place: int, end: int) -> tuple[int, int]:
        """Read a number of variable length at a place; give it and the place behind it."""
        value = shift = 0
        while place < end and shift < 70:
            byte = self.buffer[place]
            place += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value & 0xFFFFFFFFFFFFFFFF, place
            shift += 7
        msg = f"the number at byte {place} has no end; the file is cut short or damaged"
        raise InputError(msg)

    def numbers(self, value: int | Span) -> list[int]:
        """Give the integers of a repeated field, which is one number or many packed into bytes."""
        if isinstance(value, int):
            return [signed(value)]
        place, end = value
        found = []
        while place < end:
            number, place = self.varint(place, end)
            found.append(signed(number))
            if len(found) > MOST_TEXT:
                msg = f"a list of more than {MOST_TEXT} numbers stands where a shape or an attribute should"
                raise LimitError(msg)
        return found

    def text(self, value: int | Span) -> str:
        """Give a name; what is no UTF-8 in it is shown as a sign of its own."""
        if isinstance(value, int):
            msg = "a number stands where a name should; the file is damaged"
            raise InputError(msg)
        start, end = value
        if end - start > MOST_TEXT:
            msg = f"a name has {end - start} bytes; {MOST_TEXT} is the most"
            raise LimitError(msg)
        return self.buffer[start:end].decode("utf-8", "replace")


def part(value: int | Span) -> Span:
    """Give the span of a field that has to be a message.

    Raises
    ------
    InputError
        When it is a number.
    """
    if isinstance(value, int):
        msg = "a number stands where a message should; the file is damaged"
        raise InputError(msg)
    return value


def signed(value: int) -> int:
    """Read 64 bits as a signed number.

    Examples
    --------
    >>> signed(2**64 - 1), signed(5)
    (-1, 5)
    """
    return value - (1 << 64) if value >= 1 << 63 else value
