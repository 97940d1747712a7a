"""The nodes of a program: frozen data, each an array made of arrays.

Integers inside are sizes over the parameters and over the phase names of the binders around them; the reader
gives every binder a name of its own, so that nothing is captured.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias

from symtconv.programs.size import Size


@dataclass(frozen=True, eq=False)
class Leaf:
    """A tensor by its name."""

    name: str
    dims: tuple[Size, ...]


@dataclass(frozen=True, eq=False)
class Zeros:
    """Zeros of a shape."""

    dims: tuple[Size, ...]


@dataclass(frozen=True, eq=False)
class Pad:
    """Entry j is entry j - low, 0 outside; a negative number crops."""

    of: Node
    axis: int
    low: Size
    high: Size


@dataclass(frozen=True, eq=False)
class Dilate:
    """``step - 1`` zeros between neighbours."""

    of: Node
    axis: int
    step: Size


@dataclass(frozen=True, eq=False)
class Slice:
    """Entries start, start + step, ... below stop; 0 <= start <= stop <= length."""

    of: Node
    axis: int
    start: Size
    stop: Size
    step: Size


@dataclass(frozen=True, eq=False)
class Reverse:
    """The axis backwards."""

    of: Node
    axis: int


@dataclass(frozen=True, eq=False)
class Concat:
    """Arrays one behind the other."""

    parts: tuple[Node, ...]
    axis: int


@dataclass(frozen=True, eq=False)
class Add:
    """The sum of arrays of one shape."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Scale:
    """An array times a number."""

    of: Node
    factor: int


@dataclass(frozen=True, eq=False)
class Split:
    """An axis of outer*inner entries becomes two, (outer, inner)."""

    of: Node
    axis: int
    outer: Size
    inner: Size


@dataclass(frozen=True, eq=False)
class Merge:
    """Two axes (q, m) become one of q*m entries."""

    of: Node
    axis: int


@dataclass(frozen=True, eq=False)
class Transpose:
    """Axis a of the result is axis ``order[a]``."""

    of: Node
    order: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Stack:
    """The array for phase = 0 .. count-1, along a new first axis."""

    phase: str
    count: Size
    of: Node


@dataclass(frozen=True, eq=False)
class Sum:
    """The sum of the array for phase = 0 .. count-1."""

    phase: str
    count: Size
    of: Node


@dataclass(frozen=True, eq=False)
class Interleave:
    """Entry j is entry j // count of phase j % count."""

    phase: str
    count: Size
    total: Size
    of: Node
    axis: int


@dataclass(frozen=True, eq=False)
class ConcatAll:
    """The array for phase = 0 .. count-1, one behind the other; a phase starts at ``offset``."""

    phase: str
    count: Size
    offset: Size
    of: Node
    axis: int


@dataclass(frozen=True, eq=False)
class Einsum:
    """Products of entries, summed over the letters that the result lacks."""

    letters: tuple[str, ...]
    result: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Windows:
    """An axis becomes (taps, places): tap t at place o is entry stride*o + dilation*t."""

    of: Node
    axis: int
    taps: Size
    stride: Size
    dilation: Size


@dataclass(frozen=True, eq=False)
class Col2im:
    """Axes (taps, places) become one: tap t at place o is added to entry stride*o + dilation*t."""

    of: Node
    axis: int
    stride: Size
    dilation: Size


Binder: TypeAlias = Stack | Sum | Interleave | ConcatAll
OnAxis: TypeAlias = Pad | Dilate | Slice | Reverse | Split | Merge | Windows | Col2im
Node: TypeAlias = Leaf | Zeros | OnAxis | Concat | Add | Scale | Transpose | Binder | Einsum


def word_of(node: Node) -> str:
    """Give the word that the text of a program has for a node."""
    return WORDS.get(type(node).__name__, type(node).__name__.lower())


WORDS = {"ConcatAll": "concat_all", "Leaf": "tensor"}


def children(node: Node) -> tuple[Node, ...]:
    """Give the arrays that a node is made of."""
    if isinstance(node, Leaf | Zeros):
        return ()
    return node.parts if isinstance(node, Concat | Add | Einsum) else (node.of,)


def sizes_in(node: Node, bound: frozenset[str] = frozenset()) -> Iterator[tuple[Size, frozenset[str]]]:
    """Yield every size of a program with the phase names around it."""
    bound = bound | {node.phase} if isinstance(node, Stack | Sum | Interleave | ConcatAll) else bound
    for entry in fields(node):
        value = getattr(node, entry.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Size):
                yield part, bound
    for child in children(node):
        yield from sizes_in(child, bound)


def nodes_in(node: Node) -> Iterator[Node]:
    """Yield a node and all below it."""
    yield node
    for child in children(node):
        yield from nodes_in(child)


def rebuilt(node: Node, of: Callable[[Node], Node], size: Callable[[Size], Size] = lambda size: size) -> Node:
    """Give a node with what a function gives for each array below it, and for each of its own sizes."""

    def put(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(put, value))
        return size(value) if isinstance(value, Size) else of(value) if isinstance(value, Node) else value

    made: Node = replace(node, **{entry.name: put(getattr(node, entry.name)) for entry in fields(node)})
    return made


def substituted(node: Node, sizes: Mapping[str, Size]) -> Node:
    """Put sizes in for names everywhere in a program; no binder inside may be called like one of them."""
    return rebuilt(node, lambda part: substituted(part, sizes), lambda size: size.substitute(sizes))
