"""The second meaning of a program: array by array, at one assignment of all names.

It shares nothing with shapes and entries as sizes; refutations stand on it alone. Entries are whatever the letters
are made of, polynomials in named letters (`Letters`) or numbers; what an array does not hold is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeAlias

from symtconv.geometry import LimitError
from symtconv.programs.node import (
    Add,
    Col2im,
    Concat,
    ConcatAll,
    Dilate,
    Einsum,
    Interleave,
    Leaf,
    Merge,
    Node,
    OnAxis,
    Pad,
    Reverse,
    Scale,
    Slice,
    Split,
    Stack,
    Sum,
    Transpose,
    Windows,
    Zeros,
    word_of,
)
from symtconv.programs.size import Size, Values

Index: TypeAlias = tuple[int, ...]
Monomial: TypeAlias = tuple[tuple[str, Index], ...]
Entries: TypeAlias = dict[Index, Any]
MAX_WORK = 3_000_000


class UndefinedError(Exception):
    """The program has no meaning at the assignment; the message is the node and what it lacks."""


@dataclass(frozen=True)
class Array:
    """An array at concrete sizes.

    Parameters
    ----------
    shape : tuple of int
    entries : dict
        From an index to its value; 0 where there is none.
    """

    shape: Index
    entries: Entries

    def has(self, index: Index) -> bool:
        """Tell whether there is such an entry."""
        return len(index) == len(self.shape) and all(0 <= i < n for i, n in zip(index, self.shape, strict=True))


@dataclass(frozen=True)
class Letters:
    """A polynomial with integer coefficients in named letters."""

    terms: Mapping[Monomial, int]

    def __add__(self, other: Letters) -> Letters:
        total = dict(self.terms)
        for monomial, factor in other.terms.items():
            total[monomial] = total.get(monomial, 0) + factor
        return Letters({monomial: factor for monomial, factor in total.items() if factor})

    def __mul__(self, other: Letters | int) -> Letters:
        if isinstance(other, int):
            return Letters({monomial: factor * other for monomial, factor in self.terms.items() if other})
        found: dict[Monomial, int] = {}
        for ours, a in self.terms.items():
            for theirs, b in other.terms.items():
                monomial = tuple(sorted(ours + theirs))
                found[monomial] = found.get(monomial, 0) + a * b
        return Letters(found)

    def __str__(self) -> str:
        text = ""
        for monomial, factor in sorted(self.terms.items()):
            body = "*".join(f"{letter}[{','.join(map(str, index))}]" for letter, index in monomial) or "1"
            part = body if abs(factor) == 1 else f"{abs(factor)}*{body}"
            text += (" - " if factor < 0 else " + ") + part if text else ("-" if factor < 0 else "") + part
        return text or "0"


def letter(name: str, index: Index) -> Letters:
    """Give an entry of a tensor as itself."""
    return Letters({((name, index),): 1})


def run(node: Node, values: Values, leaf: Callable[[str, Index], Any] = letter, work: int = MAX_WORK) -> Array:
    """Evaluate a program.

    Parameters
    ----------
    node : Node
    values : mapping of str to int
        One integer for every name.
    leaf : callable
        What an entry of a tensor is; `letter` without it.
    work : int
        How many entries may be touched.

    Raises
    ------
    UndefinedError
        Where the program has no meaning.
    LimitError
        When more entries than that would be touched.

    Examples
    --------
    >>> from symtconv.programs.reader import Reader
    >>> program = Reader("x[n] w[k]").program("convt(x, w, stride=s)")
    >>> found = run(program.root, {"n": 2, "k": 2, "s": 1})
    >>> found.shape, str(found.entries[1,])
    ((3,), 'w[0]*x[1] + w[1]*x[0]')
    """
    return _Run(leaf, [work]).of(node, dict(values))


def box(shape: Index) -> Iterator[Index]:
    """Yield every index of a shape in row-major order."""
    return product(*(range(length) for length in shape))


@dataclass(frozen=True)
class _Run:
    leaf: Callable[[str, Index], Any]
    left: list[int] = field(default_factory=lambda: [MAX_WORK])

    def of(self, node: Node, values: dict[str, int]) -> Array:
        array = self.array(node, values)
        self.spend(len(array.entries) + 1)
        return array

    def spend(self, steps: int) -> None:
        self.left[0] -= steps
        if self.left[0] < 0:
            msg = f"more than {MAX_WORK} entries; look at smaller sizes"
            raise LimitError(msg)

    def array(self, node: Node, values: dict[str, int]) -> Array:  # noqa: PLR0911 - one case a node
        match node:
            case Leaf(name, dims):
                shape = self.lengths(node, dims, values)
                self.spend(_count(shape))
                return Array(shape, {index: self.leaf(name, index) for index in box(shape)})
            case Zeros(dims):
                return Array(self.lengths(node, dims, values), {})
            case Einsum():
                return self.einsum(node, values)
            case Concat(parts, axis):
                return _joined(node, [self.of(part, values) for part in parts], axis)
            case Add(parts):
                return _total(node, [self.of(part, values) for part in parts])
            case Scale(inner, factor):
                array = self.of(inner, values)
                return Array(array.shape, {i: value * factor for i, value in array.entries.items() if factor})
            case Transpose(inner, order):
                array = self.of(inner, values)
                turned = {tuple(index[axis] for axis in order): value for index, value in array.entries.items()}
                return Array(tuple(array.shape[axis] for axis in order), turned)
            case Stack() | Sum() | Interleave() | ConcatAll():
                return self.binder(node, values)
        return self.on_axis(node, self.of(node.of, values), values)

    def lengths(self, node: Node, dims: Iterable[Size], values: Values) -> Index:
        shape = tuple(length.value(values) for length in dims)
        if any(length < 0 for length in shape):
            _undefined(node, "a length of at least 0")
        return shape

    def binder(self, node: Stack | Sum | Interleave | ConcatAll, values: dict[str, int]) -> Array:
        count = node.count.value(values)
        if count < 1:
            _undefined(node, "a count of at least 1")
        self.spend(count)
        arrays = [self.of(node.of, {**values, node.phase: phase}) for phase in range(count)]
        match node:
            case Sum():
                return _total(node, arrays, "one shape for all phases")
            case Stack():
                if any(array.shape != arrays[0].shape for array in arrays):
                    _undefined(node, "one shape for all phases")
                entries = {
                    (r, *index): value for r, array in enumerate(arrays) for index, value in array.entries.items()
                }
                return Array((count, *arrays[0].shape), entries)
            case Interleave():
                return _interleaved(node, arrays, node.total.value(values))
        start = node.offset.value({**values, node.phase: 0})
        if start != 0:
            _undefined(node, "the first phase at 0")
        for phase, array in enumerate(arrays):
            start += array.shape[node.axis]
            if node.offset.value({**values, node.phase: phase + 1}) != start:
                _undefined(node, "the next phase where this one ends")
        return _joined(node, arrays, node.axis, "one shape for all phases")

    def on_axis(  # noqa: C901, PLR0911 - one case a node
        self, node: OnAxis, array: Array, values: Values
    ) -> Array:
        axis, shape, entries = node.axis, array.shape, array.entries
        length = shape[axis]

        def put(index: Index, *places: int, drop: int = 1) -> Index:
            return (*index[:axis], *places, *index[axis + drop :])

        match node:
            case Pad(_, _, low, high):
                low_, total = low.value(values), length + low.value(values) + high.value(values)
                if total < 0:
                    _undefined(node, "a length of at least 0")
                moved = {put(i, i[axis] + low_): v for i, v in entries.items() if 0 <= i[axis] + low_ < total}
                return Array(put(shape, total), moved)
            case Dilate(_, _, step):
                step_ = _positive(node, step.value(values), "a step of at least 1")
                total = (length - 1) * step_ + 1
                if total < 0:
                    _undefined(node, "a length of at least 0")
                return Array(put(shape, total), {put(i, i[axis] * step_): v for i, v in entries.items()})
            case Slice():
                return self.sliced(node, array, values)
            case Reverse():
                return Array(shape, {put(i, length - 1 - i[axis]): v for i, v in entries.items()})
            case Split(_, _, outer, width):
                width_ = _positive(node, width.value(values), "an inner length of at least 1")
                if outer.value(values) * width_ != length:
                    _undefined(node, "a multiple")
                divided = {put(i, *divmod(i[axis], width_)): v for i, v in entries.items()}
                return Array(put(shape, length // width_, width_), divided)
            case Merge():
                width_ = shape[axis + 1]
                merged = {put(i, i[axis] * width_ + i[axis + 1], drop=2): v for i, v in entries.items()}
                return Array(put(shape, length * width_, drop=2), merged)
            case Windows():
                return self.windows(node, array, values)
            case Col2im():
                return self.col2im(node, array, values)

    def sliced(self, node: Slice, array: Array, values: Values) -> Array:
        axis = node.axis
        start, stop = node.start.value(values), node.stop.value(values)
        step = _positive(node, node.step.value(values), "a step of at least 1")
        if not 0 <= start <= stop <= array.shape[axis]:
            _undefined(node, "inside")
        places = {place: number for number, place in enumerate(range(start, stop, step))}
        kept = {(*i[:axis], places[i[axis]], *i[axis + 1 :]): v for i, v in array.entries.items() if i[axis] in places}
        return Array((*array.shape[:axis], len(places), *array.shape[axis + 1 :]), kept)

    def windows(self, node: Windows, array: Array, values: Values) -> Array:
        axis, taps = node.axis, node.taps.value(values)
        stride, dilation = self.window(node, taps, node.stride.value(values), node.dilation.value(values))
        room = array.shape[axis] - (dilation * (taps - 1) + 1)
        if room < 0:
            _undefined(node, "the window fits")
        count = room // stride + 1
        entries: Entries = {}
        self.spend(taps * len(array.entries))
        for index, value in array.entries.items():
            for tap in range(taps):
                place, rest = divmod(index[axis] - dilation * tap, stride)
                if rest == 0 and 0 <= place < count:
                    entries[*index[:axis], tap, place, *index[axis + 1 :]] = value
        return Array((*array.shape[:axis], taps, count, *array.shape[axis + 1 :]), entries)

    def col2im(self, node: Col2im, array: Array, values: Values) -> Array:
        axis, taps, places = node.axis, array.shape[node.axis], array.shape[node.axis + 1]
        stride, dilation = self.window(node, taps, node.stride.value(values), node.dilation.value(values))
        total = (places - 1) * stride + dilation * (taps - 1) + 1
        if total < 0:
            _undefined(node, "a length of at least 0")
        entries: Entries = {}
        for index, value in array.entries.items():
            here = (*index[:axis], stride * index[axis + 1] + dilation * index[axis], *index[axis + 2 :])
            entries[here] = entries[here] + value if here in entries else value
        return Array((*array.shape[:axis], total, *array.shape[axis + 2 :]), entries)

    def window(self, node: Node, taps: int, stride: int, dilation: int) -> tuple[int, int]:
        _positive(node, stride, "a stride of at least 1")
        _positive(node, dilation, "a dilation of at least 1")
        _positive(node, taps, "a kernel with an entry")
        return stride, dilation

    def einsum(self, node: Einsum, values: dict[str, int]) -> Array:
        lengths: dict[str, int] = {}
        done, found = "", Array((), {})
        for number, (letters, part) in enumerate(zip(node.letters, node.parts, strict=True)):
            array = self.of(part, values)
            for name, length in zip(letters, array.shape, strict=True):
                if lengths.setdefault(name, length) != length:
                    _undefined(node, f"equal lengths of {name}")
            later = node.result + "".join(node.letters[number + 1 :])
            kept = "".join(name for name in dict.fromkeys(done + letters) if name in later)
            found = self.joined(done, found, letters, array, kept) if number else self.summed(letters, array, kept)
            done = kept
        found = self.summed(done, found, node.result)
        return Array(tuple(lengths[name] for name in node.result), found.entries)

    def summed(self, letters: str, array: Array, kept: str) -> Array:
        places = [letters.index(name) for name in kept]
        entries: Entries = {}
        for index, value in array.entries.items():
            here = tuple(index[place] for place in places)
            entries[here] = entries[here] + value if here in entries else value
        return Array((), entries)

    def joined(self, ours: str, left: Array, theirs: str, right: Array, kept: str) -> Array:
        """Multiply entries that agree on the shared letters, and sum over the letters that are not kept."""
        shared = [name for name in ours if name in theirs]
        of_left, of_right = [ours.index(name) for name in shared], [theirs.index(name) for name in shared]
        places = [(0, ours.index(name)) if name in ours else (1, theirs.index(name)) for name in kept]
        table: dict[Index, list[tuple[Index, Any]]] = {}
        for index, value in right.entries.items():
            table.setdefault(tuple(index[place] for place in of_right), []).append((index, value))
        entries: Entries = {}
        for index, value in left.entries.items():
            partners = table.get(tuple(index[place] for place in of_left), ())
            self.spend(len(partners))
            for other, factor in partners:
                both = (index, other)
                here = tuple([both[side][place] for side, place in places])
                made = value * factor
                entries[here] = entries[here] + made if here in entries else made
        return Array((), entries)


def _undefined(node: Node, why: str) -> None:
    msg = f"{word_of(node)}: {why}"
    raise UndefinedError(msg)


def _positive(node: Node, number: int, why: str) -> int:
    if number < 1:
        _undefined(node, why)
    return number


def _count(shape: Index) -> int:
    total = 1
    for length in shape:
        total *= length
    return total


def _joined(node: Node, arrays: list[Array], axis: int, why: str = "equal lengths") -> Array:
    entries: Entries = {}
    start, first = 0, arrays[0].shape
    for array in arrays:
        if any(a != b for n, (a, b) in enumerate(zip(first, array.shape, strict=True)) if n != axis):
            _undefined(node, why)
        for index, value in array.entries.items():
            entries[*index[:axis], index[axis] + start, *index[axis + 1 :]] = value
        start += array.shape[axis]
    return Array((*first[:axis], start, *first[axis + 1 :]), entries)


def _total(node: Node, arrays: list[Array], why: str = "equal lengths") -> Array:
    entries: Entries = {}
    for array in arrays:
        if array.shape != arrays[0].shape:
            _undefined(node, why)
        for index, value in array.entries.items():
            entries[index] = entries[index] + value if index in entries else value
    return Array(arrays[0].shape, entries)


def _interleaved(node: Interleave, arrays: list[Array], total: int) -> Array:
    axis, count, first = node.axis, len(arrays), arrays[0].shape
    if total < 0:
        _undefined(node, "a length of at least 0")
    entries: Entries = {}
    for phase, array in enumerate(arrays):
        if array.shape[axis] != -((phase - total) // count):
            _undefined(node, "lengths of the phases")
        if any(a != b for n, (a, b) in enumerate(zip(first, array.shape, strict=True)) if n != axis):
            _undefined(node, "one shape for all phases")
        for index, value in array.entries.items():
            entries[*index[:axis], index[axis] * count + phase, *index[axis + 1 :]] = value
    return Array((*first[:axis], total, *first[axis + 1 :]), entries)
