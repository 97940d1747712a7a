"""A program in a form that is short as code: the same array, with what needs no work taken out.

Groups are put together as early as possible, so that a convolution of a library meets them as it wants them; zeros
move out of a kernel into what it is slid over, and what is zero everywhere becomes zeros. Each rule is an
equation between two programs; a test runs both sides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symtconv.codegen.convolution import convolution
from symtconv.programs.macros import conv
from symtconv.programs.node import (
    Dilate,
    Einsum,
    Interleave,
    Merge,
    Node,
    Pad,
    Reverse,
    Slice,
    Split,
    Transpose,
    Zeros,
    rebuilt,
)
from symtconv.programs.shape import shape
from symtconv.programs.size import of

Moved = Pad | Dilate | Slice | Reverse
Rule = Callable[[Node], Node | None]


def simplified(node: Node) -> Node:
    """Apply the rules, innermost first, until none applies.

    Examples
    --------
    >>> from symtconv.programs.reader import Reader
    >>> made = simplified(Reader("w[4]").program("reverse(slice(pad(w, 0, 2), 1, 6, 2))").root)
    >>> type(made).__name__, type(made.of).__name__, made.low.text, made.high.text
    ('Pad', 'Reverse', '1', '0')
    """
    node = rebuilt(node, simplified)
    for rule in RULES:
        found = rule(node)
        if found is not None:
            return simplified(found)
    return node


def _idle(node: Node) -> Node | None:
    """Drop what changes nothing."""
    match node:
        case Pad(inner, _, low, high):
            idle = low.constant == high.constant == 0
        case Dilate(inner, _, step):
            idle = step.constant == 1
        case Slice(inner, axis, start, stop, step):
            idle = start.constant == 0 and step.constant == 1 and stop == shape(inner)[axis]
        case Reverse(inner, axis):
            idle = shape(inner)[axis].constant == 1
        case Transpose(inner, order):
            long = [axis for axis in order if shape(inner)[axis].constant != 1]
            idle = long == sorted(long) and shape(node) == shape(inner)
        case Merge(Split(inner, at), axis):
            idle = at == axis
        case _:
            return None
    return inner if idle else None


def _zero(node: Node) -> Node | None:
    """Say of what is zero that it is."""
    match node:
        case Pad(Zeros()) | Slice(Zeros()) | Reverse(Zeros()) | Split(Zeros()) | Merge(Zeros()) | Transpose(Zeros()):
            return Zeros(shape(node))
        case Einsum(_, _, parts) if any(isinstance(part, Zeros) for part in parts):
            return Zeros(shape(node))
    return None


def _merged(node: Node) -> Node | None:
    """Merge groups first, where the axes are others: what was split for the groups is then as it was."""
    match node:
        case Merge(Pad() | Dilate() | Slice() | Reverse() | Interleave() as inner, axis):
            if inner.axis not in (axis, axis + 1):
                return replace(inner, of=Merge(inner.of, axis), axis=inner.axis - (inner.axis > axis))
    return None


def _transposed(node: Node) -> Node | None:
    """Transpose first."""
    match node:
        case Transpose(Pad() | Slice() | Reverse() as inner, order):
            return replace(inner, of=Transpose(inner.of, order), axis=order.index(inner.axis))
        case Transpose(Transpose(inner, first), order):
            return Transpose(inner, tuple(first[axis] for axis in order))
    return None


def _padded(node: Node) -> Node | None:
    """Pad last; pads of one axis are one where none crops what the other adds."""
    match node:
        case Reverse(Pad(inner, at, low, high), axis):
            if at == axis:
                return Pad(Reverse(inner, axis), axis, high, low)
            return Pad(Reverse(inner, axis), at, low, high)
        case Slice(Pad(inner, at) as pad, axis) if at != axis:
            return replace(pad, of=replace(node, of=inner))
        case Pad(Pad(inner, at, a, b), axis, c, d) if at == axis:
            numbers = [size.constant for size in (a, b, c, d)]
            if None in numbers:
                return None
            apart = any(
                (inside or 0) < 0 < (around or 0) for inside, around in zip(numbers[:2], numbers[2:], strict=True)
            )
            return None if apart else Pad(inner, axis, a + c, b + d)
    return None


def _sliced(node: Node) -> Node | None:
    """Pick from what is padded by picking from what there is, and padding that."""
    match node:
        case Slice(Pad(inner, at, low, high), axis, start, stop, step) if at == axis:
            numbers = [size.constant for size in (low, high, start, stop, step, shape(inner)[axis])]
            if None in numbers:
                return None
            before, _, first, last, by, length = (number or 0 for number in numbers)
            if before < 0:
                return None
            kept = [place - before for place in range(first, last, by)]
            here = [place for place in kept if 0 <= place < length]
            if not here:
                return Zeros(shape(node))
            ahead = kept.index(here[0])
            picked = Slice(inner, axis, of(here[0]), of(here[-1] + 1), of(by))
            return Pad(picked, axis, of(ahead), of(len(kept) - ahead - len(here)))
    return None


def _of_kernel(node: Node) -> Node | None:
    """Crop what is read instead of padding the kernel with zeros."""
    found = convolution(node)
    if found is None or not isinstance(found.kernel, Pad):
        return None
    pad, first = found.kernel, found.batch + found.ins + found.outs
    if pad.axis < first or (pad.low.constant or 0) < 0 or (pad.high.constant or 0) < 0:
        return None
    axis = pad.axis - first
    by = found.dilations[axis]
    read = Pad(found.of, found.batch + found.ins + axis, -(by * pad.low), -(by * pad.high))
    return conv(
        read, pad.of, found.strides, found.dilations, [(of(0), of(0))] * found.rank, found.batch, found.ins, found.outs
    )


RULES: tuple[Rule, ...] = (_idle, _zero, _merged, _transposed, _padded, _sliced, _of_kernel)
