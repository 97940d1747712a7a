"""FlatBuffers read in place: tables, their fields and vectors, with every offset checked against the file.

Source: the internals page of FlatBuffers. TFLite is read with this, so that nothing has to be installed.
"""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.geometry import InputError, LimitError
from symtconv.models.wire import MOST_TEXT, Buffer

MOST_ITEMS = 1_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table at a place of the buffer."""

    buffer: Buffer
    place: int

    def _integer(self, place: int, width: int = 4, *, signed: bool = False) -> int:
        if not 0 <= place <= len(self.buffer) - width:
            msg = f"it points to byte {place} and has {len(self.buffer)}; the file is cut short or damaged"
            raise InputError(msg)
        return int.from_bytes(self.buffer[place : place + width], "little", signed=signed)

    def _field(self, number: int) -> int | None:
        """Give the place of a field, None where it is left at its default."""
        vtable = self.place - self._integer(self.place, signed=True)
        if 4 + 2 * number + 2 > self._integer(vtable, 2):
            return None
        offset = self._integer(vtable + 4 + 2 * number, 2)
        return self.place + offset if offset else None

    def number(self, field: int, width: int = 4, default: int = 0, *, signed: bool = True) -> int:
        """Give a number of so many bytes."""
        place = self._field(field)
        return default if place is None else self._integer(place, width, signed=signed)

    def table(self, field: int) -> Table | None:
        """Give a table that a field points to."""
        place = self._field(field)
        return None if place is None else Table(self.buffer, place + self._integer(place))

    def _vector(self, field: int) -> tuple[int, int]:
        """Give the place of a vector's first item, and how many there are."""
        place = self._field(field)
        if place is None:
            return 0, 0
        start = place + self._integer(place)
        count = self._integer(start)
        return start + 4, count

    def tables(self, field: int) -> list[Table]:
        """Give the tables of a vector."""
        start, count = self._bounded(field, 4)
        places = range(start, start + 4 * count, 4)
        return [Table(self.buffer, place + self._integer(place)) for place in places]

    def numbers(self, field: int, width: int = 4, *, signed: bool = True) -> list[int]:
        """Give the numbers of a vector."""
        start, count = self._bounded(field, width)
        return [self._integer(place, width, signed=signed) for place in range(start, start + width * count, width)]

    def _bounded(self, field: int, width: int) -> tuple[int, int]:
        start, count = self._vector(field)
        if count > MOST_ITEMS:
            msg = f"a list of {count} items stands in it; {MOST_ITEMS} is the most"
            raise LimitError(msg)
        if start + width * count > len(self.buffer):
            msg = f"a list of {count} items begins at byte {start} and the file ends before it does; it is damaged"
            raise InputError(msg)
        return start, count

    def bytes(self, field: int, most: int = MOST_TEXT) -> bytes:
        """Give the bytes of a vector or a text.

        Raises
        ------
        LimitError
            For more than ``most``.
        """
        start, count = self._vector(field)
        if count > most:
            msg = f"a text of {count} bytes stands in it; {most} is the most"
            raise LimitError(msg)
        if start + count > len(self.buffer):
            msg = f"a text of {count} bytes begins at byte {start} and the file ends before it does; it is damaged"
            raise InputError(msg)
        return bytes(self.buffer[start : start + count])

    def text(self, field: int) -> str:
        """Give a text."""
        return self.bytes(field).decode("utf-8", "replace")


def root(buffer: Buffer) -> Table:
    """Give the table that a file begins with."""
    return Table(buffer, Table(buffer, 0)._integer(0))
