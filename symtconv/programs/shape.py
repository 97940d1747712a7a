"""Lengths of a program as sizes, and the claims under which it is defined.

A program is defined at an assignment when all that is needed there holds: lengths at least 0, strides, dilations,
steps and counts at least 1, kernels with an entry, slices inside, windows that fit, splits that divide, and equal
lengths where arrays meet. Each need stands once, under the ranges of the phases around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from symtconv.programs.guard import Guard, at_least, equal, inside
from symtconv.programs.node import (
    Add,
    Binder,
    Col2im,
    Concat,
    ConcatAll,
    Dilate,
    Einsum,
    Interleave,
    Leaf,
    Merge,
    Node,
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
    children,
    word_of,
)
from symtconv.programs.size import Size, ceil_div, floor_div, name, of

Shape = tuple[Size, ...]


class Need(NamedTuple):
    """One condition of being defined: a guard that must hold for every phase that the context allows."""

    context: tuple[Guard, ...]
    guard: Guard
    why: str


def shape(node: Node) -> Shape:
    """Give the lengths of a program, right wherever it is defined; made once for a node."""
    found: Shape | None = node.__dict__.get("shape")
    if found is None:
        found = node.__dict__["shape"] = _shape(node)
    return found


def span(taps: Size, dilation: Size) -> Size:
    """Give what a kernel covers, K = d(k-1) + 1."""
    return dilation * (taps - 1) + 1


def _shape(node: Node) -> Shape:  # noqa: C901, PLR0911, PLR0912 - one case a node
    match node:
        case Leaf(_, dims) | Zeros(dims):
            return dims
        case Einsum():
            lengths = letter_lengths(node)
            return tuple(lengths[letter] for letter in node.result)
        case Concat(parts, axis):
            total = sum((shape(part)[axis] for part in parts), start=of(0))
            return _with(shape(parts[0]), axis, total)
        case Add(parts):
            return shape(parts[0])
        case Scale(inner, _) | Reverse(inner, _):
            return shape(inner)
        case Transpose(inner, order):
            return tuple(shape(inner)[axis] for axis in order)
        case Stack() | Sum() | Interleave() | ConcatAll():
            return _shape_of_binder(node)
    dims, axis = shape(node.of), node.axis
    match node:
        case Pad(_, _, low, high):
            return _with(dims, axis, dims[axis] + low + high)
        case Dilate(_, _, step):
            return _with(dims, axis, (dims[axis] - 1) * step + 1)
        case Slice(_, _, start, stop, step):
            return _with(dims, axis, ceil_div(stop - start, step))
        case Split(_, _, outer, inner_length):
            return _with(dims, axis, outer, inner_length)
        case Merge():
            return _with(dims, axis, dims[axis] * dims[axis + 1], drop=2)
        case Windows(_, _, taps, stride, dilation):
            return _with(dims, axis, taps, floor_div(dims[axis] - span(taps, dilation), stride) + 1)
        case Col2im(_, _, stride, dilation):
            return _with(dims, axis, (dims[axis + 1] - 1) * stride + span(dims[axis], dilation), drop=2)


def _shape_of_binder(node: Binder) -> Shape:
    dims = tuple(length.substitute({node.phase: of(0)}) for length in shape(node.of))
    match node:
        case Stack():
            return (node.count, *dims)
        case Sum():
            return dims
        case Interleave():
            return _with(dims, node.axis, node.total)
        case ConcatAll():
            return _with(dims, node.axis, node.offset.substitute({node.phase: node.count}))


def _with(dims: Shape, axis: int, *lengths: Size, drop: int = 1) -> Shape:
    return (*dims[:axis], *lengths, *dims[axis + drop :])


def letter_lengths(node: Einsum) -> dict[str, Size]:
    """Give the length of every letter, by its first occurrence."""
    lengths: dict[str, Size] = {}
    for letters, part in zip(node.letters, node.parts, strict=True):
        for letter, length in zip(letters, shape(part), strict=True):
            lengths.setdefault(letter, length)
    return lengths


def needs(node: Node, context: tuple[Guard, ...] = ()) -> Iterator[Need]:
    """Yield all that a program needs to be defined, those of its parts first; what is plain is left out."""
    own = context
    if isinstance(node, Stack | Sum | Interleave | ConcatAll):
        yield from _kept(node, context, [(at_least(node.count, 1), "a count of at least 1")])
        context = (*context, *inside(name(node.phase), node.count))
    for child in children(node):
        yield from needs(child, context)
    if isinstance(node, Stack | Sum | Interleave | ConcatAll):
        yield from _kept(node, context, _of_phases(node))
    yield from _kept(node, own, _of_node(node))


def _kept(
    node: Node, context: tuple[Guard, ...], found: Iterator[tuple[Guard, str]] | list[tuple[Guard, str]]
) -> Iterator[Need]:
    for guard, why in found:
        if not guard.is_trivial:
            yield Need(context, guard, f"{word_of(node)}: {why}")


def _of_node(node: Node) -> Iterator[tuple[Guard, str]]:  # noqa: C901, PLR0912 - one case a node
    match node:
        case Leaf(_, dims) | Zeros(dims):
            yield from ((at_least(length), "a length of at least 0") for length in dims)
        case Einsum():
            yield from _of_einsum(node)
        case Concat(parts) | Add(parts):
            for part in parts[1:]:
                for axis, (one, other) in enumerate(zip(shape(parts[0]), shape(part), strict=True)):
                    if isinstance(node, Add) or axis != node.axis:
                        yield equal(one, other), "equal lengths"
        case Pad(_, axis):
            yield at_least(shape(node)[axis]), "a length of at least 0"
        case Dilate(_, axis, step):
            yield at_least(step, 1), "a step of at least 1"
            yield at_least(shape(node)[axis]), "a length of at least 0"
        case Slice(inner, axis, start, stop, step):
            yield at_least(step, 1), "a step of at least 1"
            for gap in (start, stop - start, shape(inner)[axis] - stop):
                yield at_least(gap), "inside"
        case Split(inner, axis, outer, length):
            yield at_least(length, 1), "an inner length of at least 1"
            yield equal(shape(inner)[axis], outer * length), "a multiple"
        case Windows(inner, axis, taps, stride, dilation):
            yield from _of_window(taps, stride, dilation)
            yield at_least(shape(inner)[axis] - span(taps, dilation)), "the window fits"
        case Col2im(inner, axis, stride, dilation):
            yield from _of_window(shape(inner)[axis], stride, dilation)
            yield at_least(shape(node)[axis]), "a length of at least 0"
        case Interleave():
            yield at_least(node.total), "a length of at least 0"
        case ConcatAll():
            yield equal(node.offset.substitute({node.phase: of(0)}), of(0)), "the first phase at 0"


def _of_window(taps: Size, stride: Size, dilation: Size) -> Iterator[tuple[Guard, str]]:
    yield at_least(stride, 1), "a stride of at least 1"
    yield at_least(dilation, 1), "a dilation of at least 1"
    yield at_least(taps, 1), "a kernel with an entry"


def _of_einsum(node: Einsum) -> Iterator[tuple[Guard, str]]:
    lengths = letter_lengths(node)
    for letters, part in zip(node.letters, node.parts, strict=True):
        for letter, length in zip(letters, shape(part), strict=True):
            yield equal(lengths[letter], length), f"equal lengths of {letter}"


def _of_phases(node: Binder) -> Iterator[tuple[Guard, str]]:
    """Yield what every phase of a binder needs, beside the program under it."""
    phase, axis = name(node.phase), node.axis if isinstance(node, Interleave | ConcatAll) else None
    for number, length in enumerate(shape(node.of)):
        if number != axis:
            yield equal(length, length.substitute({node.phase: of(0)})), "one shape for all phases"
        elif isinstance(node, Interleave):
            yield equal(length, ceil_div(node.total - phase, node.count)), "lengths of the phases"
        elif isinstance(node, ConcatAll):
            following = node.offset.substitute({node.phase: phase + 1})
            yield equal(following, node.offset + length), "the next phase where this one ends"
