"""A program as code: one walk over its nodes for all libraries, which say in their own words what a node does.

Arrays that come from ``y`` have a batch axis in front, which the program does not know of.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import ClassVar, TypeAlias, TypeVar

from symtconv.codegen.convolution import Convolution, convolution
from symtconv.codegen.rules import simplified
from symtconv.geometry import InputError
from symtconv.programs.node import (
    Dilate,
    Einsum,
    Interleave,
    Leaf,
    Merge,
    Node,
    Pad,
    Reverse,
    Slice,
    Split,
    Transpose,
    Zeros,
    nodes_in,
    substituted,
    word_of,
)
from symtconv.programs.shape import shape
from symtconv.programs.size import Size, of

Pads: TypeAlias = Sequence[tuple[Size, Size]]
OneAxis = TypeVar("OneAxis", Pad, Dilate, Interleave)
WIDTH = 110


@dataclass(frozen=True)
class Cut:
    """Which entries of an axis are taken: ``first, first + step, …``, so many; a negative step goes backwards."""

    first: int
    step: int
    count: int
    length: int

    @property
    def is_backwards(self) -> bool:
        """Whether the order is reversed."""
        return self.step < 0

    @property
    def last(self) -> int:
        """The last entry that is taken."""
        return self.first + self.step * (self.count - 1)

    @property
    def forwards(self) -> Cut:
        """The same entries in their own order."""
        return replace(self, first=self.last, step=-self.step) if self.step < 0 else self

    @property
    def text(self) -> str:
        """The slice in Python."""
        if self.count == self.length:
            return ":" if self.step > 0 else "::-1"
        if self.count == 1:
            return f"{self.first}:{self.first + 1}"
        stop = self.last + (1 if self.step > 0 else -1)
        return f"{self.first or ''}:{'' if stop < 0 else stop}{f':{self.step}' if self.step != 1 else ''}"


class Writer(ABC):
    """Writes a program, line by line; `value` gives the expression of a node.

    A library is a subclass with its words; ``most_axes`` is how many spatial axes its convolutions have at most.

    Parameters
    ----------
    leaves : sequence of Leaf
        The tensors.
    least : mapping of str to int
        The least value of each size that is open.
    """

    library: ClassVar[str] = ""
    imports: ClassVar[str] = ""
    batch: ClassVar[str] = "y.shape[0]"
    most_axes: ClassVar[int] = 9
    kernels: ClassVar[tuple[str, ...]] = ("w",)  # tensors without a batch axis

    definitions: ClassVar[dict[str, str]] = {}  # what stands behind the functions, by the name that calls it
    function_name: ClassVar[str] = "conv_transpose"

    def __init__(self, leaves: Sequence[Leaf], least: Mapping[str, int]) -> None:
        self.leaves, self.least = leaves, least
        self.lines: list[str] = []
        self._kept: dict[str, str] = {}
        self._taken: Counter[str] = Counter()

    @abstractmethod
    def function(self, name: str, root: Node, about: Sequence[str] = ()) -> str:
        """Write a function that computes a program and adds a bias along its first axis."""

    @abstractmethod
    def pad(self, node: Node, pads: Pads) -> str:
        """Say an array with zeros at the ends of its axes; a negative number crops."""

    @abstractmethod
    def dilate(self, node: Node, steps: Sequence[Size]) -> str:
        """Say an array with ``step - 1`` zeros between neighbours."""

    @abstractmethod
    def take(self, value: str, cuts: Sequence[Cut | None], *, batched: bool) -> str:
        """Say which entries are taken."""

    @abstractmethod
    def reshape(self, value: str, dims: Sequence[str]) -> str:
        """Say an array in another shape."""

    @abstractmethod
    def transpose(self, value: str, order: Sequence[int]) -> str:
        """Say an array with its axes in another order."""

    @abstractmethod
    def zeros(self, dims: Sequence[str], *, product: bool) -> str:
        """Say zeros: of the type of y, or of y and w together."""

    @abstractmethod
    def convolve(self, found: Convolution) -> str:
        """Say a convolution over a batch, with groups where both have an axis in front."""

    @abstractmethod
    def interleaved(self, whole: Unrolled) -> str:
        """Say phases that are interleaved."""

    def value(self, node: Node) -> str:  # noqa: C901, PLR0911 - one case a node
        """Give the expression of a node; what needs statements is written before."""
        match node:
            case Leaf(name):
                return name
            case Zeros():
                return self.zeros(self.dims(node, batched=True), product=True)
            case Pad():
                return self.pad(*self._pads(node))
            case Dilate():
                return self.dilate(*self._steps(node))
            case Slice() | Reverse():
                inner, cuts = self._cuts(node)
                value = self.value(inner) if self.batched(inner) else self.kernel(inner)
                return self.take(value, cuts, batched=self.batched(inner))
            case Transpose(inner, order):
                lead = self.batched(inner)
                return self.transpose(self.value(inner), [*range(lead), *(axis + lead for axis in order)])
            case Split(inner):
                return self.reshape(self.value(inner), self.dims(node))
            case Merge(inner):
                made = convolution(inner)
                if made is not None and made.batch == 1 and node.axis == 0:
                    return self.native(made)
                return self.reshape(self.value(inner), self.dims(node))
            case Interleave():
                return self.interleaved(self.phases(node))
            case Einsum():
                made = convolution(node)
                if made is not None:
                    found = self.native(made)
                    return self.reshape(found, self.dims(node)) if made.batch else found
        msg = f"no code is emitted for {word_of(node)}"
        raise InputError(msg)

    def native(self, made: Convolution) -> str:
        """Say a convolution as libraries have it: one axis of channels on either side, groups inside it."""
        if made.ins != 1 or made.outs != 1 or made.batch > 1 or not self.batched(made.of) or self.batched(made.kernel):
            msg = "code is emitted for convolutions with an axis of channels in and one out, and at most one of groups"
            raise InputError(msg)
        if made.rank > self.most_axes:
            msg = f"{self.library} convolves 1 to {self.most_axes} spatial axes and this has {made.rank}; emit numpy"
            raise InputError(msg)
        return self.convolve(made)

    @staticmethod
    def read(made: Convolution) -> Node:
        """Give what a convolution reads, its groups inside the axis of channels."""
        return simplified(Merge(made.of, 0)) if made.batch else made.of

    @staticmethod
    def slid(made: Convolution) -> Node:
        """Give the kernel, with axes (outs, ins of a group, taps...)."""
        return simplified(Merge(made.kernel, 0)) if made.batch else made.kernel

    @staticmethod
    def groups(made: Convolution) -> str:
        """Give the number of groups."""
        return shape(made.kernel)[0].text if made.batch else "1"

    def batched(self, node: Node) -> bool:
        """Tell whether an array has a batch axis in front."""
        return any(isinstance(part, Leaf) and part.name not in self.kernels for part in nodes_in(node))

    def crops_within(self, node: Node, pads: Pads) -> bool:
        """Tell whether what is cropped is there, whatever the open sizes are: a library's own padding is then right."""
        dims = [size.value(self.least) for size in shape(node)]
        numbers = [(low.constant, high.constant) for low, high in pads]
        return all(
            low is not None and high is not None and max(-low, 0) + max(-high, 0) <= size
            for size, (low, high) in zip(dims, numbers, strict=True)
        )

    def is_product(self, node: Node) -> bool:
        """Tell whether an array has weights in it, and so their type."""
        return any(isinstance(part, Leaf) and part.name in self.kernels for part in nodes_in(node))

    def dims(self, node: Node, *, batched: bool | None = None) -> list[str]:
        """Give the shape of an array as texts, its batch axis included."""
        lead = self.batched(node) if batched is None else batched
        return [*([self.batch] if lead else []), *(size.text for size in shape(node))]

    def kernel(self, node: Node) -> str:
        """Give a kernel that is in another order than its tensor a name, the same for the same."""
        value = self.value(node)
        if isinstance(node, Leaf | Slice | Reverse):
            return value
        if value not in self._kept:
            self._kept[value] = self.fresh("kernel", value)
        return self._kept[value]

    def fresh(self, word: str, value: str) -> str:
        """Give a value a name of its own."""
        name = f"{word}{self._taken[word] or ''}"
        self._taken[word] += 1
        self.lines.append(f"{name} = {value}")
        return name

    def _pads(self, node: Node) -> tuple[Node, Pads]:
        inner, pads = chain(node, Pad)
        none = of(0), of(0)
        return inner, [(pads[axis].low, pads[axis].high) if axis in pads else none for axis in range(len(shape(inner)))]

    def _steps(self, node: Node) -> tuple[Node, list[Size]]:
        inner, steps = chain(node, Dilate)
        return inner, [steps[axis].step if axis in steps else of(1) for axis in range(len(shape(inner)))]

    def _cuts(self, node: Node) -> tuple[Node, list[Cut | None]]:
        """Take slices and reversals together."""
        steps = []
        while isinstance(node, Slice | Reverse):
            steps.append(node)
            node = node.of
        cuts: list[Cut | None] = [None] * len(shape(node))
        for step in reversed(steps):
            length = number(shape(step.of)[step.axis])
            have = cuts[step.axis] or Cut(0, 1, length, length)
            if isinstance(step, Reverse):
                made = replace(have, first=have.last, step=-have.step)
            else:
                start, stop, by = number(step.start), number(step.stop), number(step.step)
                count = len(range(start, stop, by))
                made = replace(have, first=have.first + have.step * start, step=have.step * by, count=count)
            cuts[step.axis] = made
        return node, cuts

    def phases(self, node: Interleave) -> Unrolled:
        """Give the phases of nested interleavings at numbers."""
        inner, axes = chain(node, Interleave)
        places = sorted(axes)
        counts = [number(axes[axis].count) for axis in places]
        if prod(counts) > MOST_PIECES:
            msg = f"the phases would be {prod(counts)} pieces of code; the limit is {MOST_PIECES}; use view lowering"
            raise InputError(msg)
        pieces = {}
        for residues in product(*map(range, counts)):
            phases = {axes[axis].phase: of(r) for axis, r in zip(places, residues, strict=True)}
            pieces[residues] = simplified(substituted(inner, phases))
        return Unrolled(node, tuple(places), tuple(counts), pieces)


MOST_PIECES = 256


@dataclass(frozen=True)
class Unrolled:
    """Unrolled phases at numbers: along ``axes[i]`` piece ``(…, r_i, …)`` has the places ``r_i mod counts[i]``."""

    node: Interleave
    axes: tuple[int, ...]
    counts: tuple[int, ...]
    pieces: dict[tuple[int, ...], Node]


def chain(node: Node, kind: type[OneAxis]) -> tuple[Node, dict[int, OneAxis]]:
    """Take operations of one kind on different axes together: give what they are of, and each by its axis."""
    found: dict[int, OneAxis] = {}
    while isinstance(node, kind) and node.axis not in found:
        found[node.axis] = node
        node = node.of
    return node, found


def number(size: Size) -> int:
    """Give a size that has to be a number.

    Raises
    ------
    InputError
        When it is not.
    """
    if size.constant is None:
        msg = f"code needs a number where the program has {size.text}"
        raise InputError(msg)
    return size.constant


def wrapped(line: str, indent: str = "    ") -> str:
    """Break a long line of code inside its last parentheses.

    Examples
    --------
    >>> print(wrapped("x = f(" + ", ".join(["argument"] * 12) + ")"))
        x = f(
            argument, argument, argument, argument, argument, argument, argument, argument, argument, argument,
            argument, argument,
        )
    """
    if len(indent + line) <= WIDTH or line.startswith("#") or not line.endswith(")"):
        return indent + line
    depth, start, commas = 0, 0, []
    for place in range(len(line) - 1, -1, -1):  # to the bracket that the last one closes
        depth += (line[place] in ")]") - (line[place] in "([")
        if depth == 1 and line[place : place + 2] == ", ":
            commas.append(place)
        if depth == 0:
            start = place + 1
            break
    ends = [*reversed(commas), len(line) - 1]
    parts = [line[a:b].strip(", ") for a, b in zip([start, *ends[:-1]], ends, strict=True)]
    inner = indent + "    "
    rows = [""]
    for part in parts:
        if rows[-1] and len(inner + rows[-1]) + len(part) + 2 > WIDTH:
            rows.append("")
        rows[-1] += f"{' ' if rows[-1] else ''}{part},"
    if len(parts) == 1:
        rows = [parts[0]]
    told = [wrapped(row.rstrip(","), inner) + ("," if row.endswith(",") else "") for row in rows]
    return "\n".join([indent + line[:start], *told, indent + ")"])


def texts(sizes: Sequence[Size]) -> str:
    """Give sizes as a tuple in Python."""
    return f"({', '.join(size.text for size in sizes)}{',' if len(sizes) == 1 else ''})"


def docstring(about: Sequence[str]) -> str:
    """Write what a function is about, if there is anything to say."""
    if not about:
        return ""
    first, *more = about
    if not more:
        return f'    """{first}"""\n'
    return "\n".join([f'    """{first}', "", *(f"    {line}".rstrip() for line in more), '    """', ""])
