"""x′ written out: every entry a sum of products of a weight and an entry of y, in normal form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

from symtconv.geometry import InputError
from symtconv.operators.shown import Displayed

Index = tuple[int, ...]
Term = tuple[int, Index, Index]  # (coefficient, weight, y); the weight () stands for the factor 1
Entry = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Result(Displayed):
    """What an operator makes of y, entry by entry; two are the same for all w and y iff they are equal.

    Parameters
    ----------
    shape : tuple of int
        Index shape of x′ (channel first, where there are channels).
    entries : tuple of tuple of (int, tuple, tuple)
        Row-major; each entry its terms ``(coefficient, w-index, y-index)`` by y and then by w, none of them 0
        and no pair of indices twice. The empty tuple is the entry 0.

    Examples
    --------
    >>> r = Result((2,), (((1, (0,), (0,)), (1, (1,), (1,))), ()))
    >>> r.text((0,)), r.text((1,)), r.nnz
    ('w_{0}*y_{0} + w_{1}*y_{1}', '0', 2)
    """

    shape: Index
    entries: tuple[Entry, ...]

    @property
    def nnz(self) -> int:
        """Number of terms in all."""
        return sum(map(len, self.entries))

    def indices(self) -> Iterable[Index]:
        """Yield the index of every entry, row-major."""
        return product(*map(range, self.shape))

    def at(self, index: Index) -> Entry:
        """Give one entry.

        Raises
        ------
        InputError
            When there is no such entry.
        """
        if len(index) != len(self.shape) or not all(0 <= j < size for j, size in zip(index, self.shape, strict=True)):
            msg = f"there is no entry {','.join(map(str, index))}; x' has the shape {'x'.join(map(str, self.shape))}"
            raise InputError(msg)
        return self.entries[number_of(index, self.shape)]

    def text(self, index: Index) -> str:
        """Write one entry as a polynomial."""
        return entry_text(self.at(index))

    def first_difference(self, other: Result) -> Index | None:
        """Give the first entry that differs (or that one of them lacks); None when they are equal."""
        places = sorted({*self.indices(), *other.indices()}) if self.shape != other.shape else self.indices()
        return next((place for place in places if self._get(place) != other._get(place)), None)

    def numbers(self, w: Mapping[Index, int], y: Mapping[Index, int]) -> list[int]:
        """Evaluate every entry, row-major, with a number for every weight and every entry of y."""
        return [sum(c * (w[tap] if tap else 1) * y[source] for c, tap, source in entry) for entry in self.entries]

    def _get(self, index: Index) -> Entry | None:
        inside = all(j < size for j, size in zip(index, self.shape, strict=True))
        return self.entries[number_of(index, self.shape)] if inside else None


def number_of(index: Index, shape: Index) -> int:
    """Give the row-major number of an index."""
    number = 0
    for place, size in zip(index, shape, strict=True):
        number = number * size + place
    return number


def index_of(number: int, shape: Index) -> Index:
    """Give the index with a row-major number."""
    index: list[int] = []
    for size in reversed(shape):
        number, place = divmod(number, size)
        index.append(place)
    return tuple(reversed(index))


def size_of(shape: Index) -> int:
    """Count the indices of a shape."""
    return prod(shape)


def entry_text(entry: Entry) -> str:
    """Write an entry as a polynomial.

    Examples
    --------
    >>> entry_text(((1, (1, 1), (0, 0)), (-2, (0, 0), (0, 1)))), entry_text(())
    ('w_{1,1}*y_{0,0} - 2*w_{0,0}*y_{0,1}', '0')
    """
    return " + ".join(map(_term_text, entry)).replace("+ -", "- ") or "0"


def _term_text(term: Term) -> str:
    coefficient, tap, source = term
    factors = [_symbol("w", tap)] if tap else []
    sign = {1: "", -1: "-"}.get(coefficient, f"{coefficient}*")
    return sign + "*".join([*factors, _symbol("y", source)])


def _symbol(letter: str, index: Index) -> str:
    return f"{letter}_{{{','.join(map(str, index))}}}"
