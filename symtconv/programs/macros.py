"""What people write in one word and what it is made of: convolutions, shuffles, im2col and Python's slices.

A macro is its expansion: both meanings of a program see nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.programs.node import Col2im, Concat, Einsum, Merge, Node, Pad, Slice, Split, Transpose, Windows, Zeros
from symtconv.programs.shape import shape, span
from symtconv.programs.size import Opaque, Size, extreme, floor_div, modulo, name, of

Pads = Sequence[tuple[Size, Size]]
BATCH, INS, OUTS, TAPS, PLACES = "ABCD", "IJKL", "OPQR", "tuvw", "mnxy"
MOST_AXES = 4


def append(e: Node, more: Size, axis: int) -> Node:
    """Append zeros at the end of an axis."""
    dims = list(shape(e))
    dims[axis] = more
    return Concat((e, Zeros(tuple(dims))), axis)


def start(length: Size, phase: str) -> Size | None:
    """Give where a phase starts when phases of such lengths stand behind one another, or None.

    Where phase r has ⌈(n - r)/s⌉ entries, those before it have r·⌊n/s⌋ + min(r, n mod s). That holds for r up to s, and
    ``min(r, n)`` is taken for r: whether the phases follow each other so is a need of the program, shown like others.

    Examples
    --------
    >>> from symtconv.programs.size import ceil_div
    >>> n, r, s = map(name, "nrs")
    >>> start(ceil_div(n - r, s), "r").text
    'min(r, n - (n//s)*s) + (n//s)*r'
    """
    here, total = name(phase), of(0)
    for monomial, factor in length.terms.items():
        varying = [atom for atom in monomial if phase in Size({(atom,): 1}).names]
        times = Size({tuple(atom for atom in monomial if atom not in varying): factor})
        summed = here if not varying else _sum_of_quotients(varying[0], phase) if len(varying) == 1 else None
        if summed is None:
            return None
        total = total + times * summed
    return total


def _sum_of_quotients(atom: str, phase: str) -> Size | None:
    """Sum ⌊(a ± r)/s⌋ over the phases before r."""
    if not isinstance(atom, Opaque) or atom.word != "//":
        return None
    here = name(phase)
    dividend = atom.sizes[0].replaced(lambda part: here if isinstance(part, Opaque) and here in part.sizes else None)
    divisor, rest = atom.sizes[1], dividend.substitute({phase: of(0)})
    sign = (dividend - rest).terms.get((phase,))
    if phase in divisor.names or sign not in (1, -1) or dividend != rest + here * sign or phase in rest.names:
        return None
    count = -rest if sign == 1 else rest + 1  # it is -⌈(count - r)/s⌉, or ⌈(count - r)/s⌉ - 1
    whole = here * floor_div(count, divisor) + extreme("min", here, modulo(count, divisor))
    return -whole if sign == 1 else whole - here


def pyslice(e: Node, start: Size, stop: Size, axis: int) -> Node:
    """Give ``e[start:stop]`` with Python's meaning: negative numbers count from the end, what is beyond is cut."""
    length = shape(e)[axis]

    def place(number: Size) -> Size:
        negative = extreme("min", of(1), extreme("max", of(0), -number))  # 1 for a negative number, else 0
        return extreme("min", extreme("max", number + length * negative, of(0)), length)

    low = place(start)
    return Slice(e, axis, low, extreme("max", low, place(stop)), of(1))


def split(e: Node, inner: Size, axis: int) -> Node:
    """Split an axis into (length // inner, inner)."""
    return Split(e, axis, floor_div(shape(e)[axis], inner), inner)


def padded(e: Node, first: int, pads: Pads) -> Node:
    """Pad axes, the first of them at ``first``; a pair of zeros is no node."""
    for number, (low, high) in enumerate(pads):
        if low.constant != 0 or high.constant != 0:
            e = Pad(e, first + number, low, high)
    return e


def conv(
    e: Node, w: Node, strides: Sequence[Size], dilations: Sequence[Size], pads: Pads, batch: int, ins: int, outs: int
) -> Node:
    """Slide a kernel: windows of the padded array times w, whose axes are (batch, outs, ins, taps...)."""
    rank, first = len(strides), batch + ins
    taps = shape(w)[batch + ins + outs :]
    e = padded(e, first, pads)
    for axis in range(rank):
        e = Windows(e, first + 2 * axis, taps[axis], strides[axis], dilations[axis])
    b, i, o, t, m = BATCH[:batch], INS[:ins], OUTS[:outs], TAPS[:rank], PLACES[:rank]
    windows = "".join(tap + place for tap, place in zip(t, m, strict=True))
    return Einsum((b + o + i + t, b + i + windows), b + o + m, (w, e))


def convt(
    e: Node,
    w: Node,
    strides: Sequence[Size],
    dilations: Sequence[Size],
    pads: Pads,
    extra: Sequence[Size],
    batch: int,
    ins: int,
    outs: int,
) -> Node:
    """Transpose of `conv`: products, added at their places, cropped; w's axes are (batch, ins, outs, taps...)."""
    rank, first = len(strides), batch + outs
    b, i, o, t, m = BATCH[:batch], INS[:ins], OUTS[:outs], TAPS[:rank], PLACES[:rank]
    windows = "".join(tap + place for tap, place in zip(t, m, strict=True))
    made: Node = Einsum((b + i + o + t, b + i + m), b + o + windows, (w, e))
    for axis in range(rank):
        made = Col2im(made, first + axis, strides[axis], dilations[axis])
    return padded(made, first, [(-low, more - high) for (low, high), more in zip(pads, extra, strict=True)])


def product_of(sizes: Sequence[Size]) -> Size:
    """Multiply sizes."""
    total = of(1)
    for size in sizes:
        total = total * size
    return total


def unmerged(e: Node, axis: int, lengths: Sequence[Size]) -> Node:
    """Split one axis into axes of these lengths."""
    for number in range(len(lengths) - 1):
        e = Split(e, axis + number, lengths[number], product_of(lengths[number + 1 :]))
    return e


def merged(e: Node, axis: int, count: int) -> Node:
    """Merge so many neighbouring axes into one."""
    for _ in range(count - 1):
        e = Merge(e, axis)
    return e


def depth_to_space(e: Node, strides: Sequence[Size], mode: str, channels: int, axes: Sequence[int]) -> Node:
    """Move phases from the channels to the spatial axes: DCR has them before the channels that stay, CRD behind."""
    dims, rank = shape(e), len(strides)
    kept = floor_div(dims[channels], product_of(strides))
    block = [*strides, kept] if mode == "DCR" else [kept, *strides]
    e = unmerged(e, channels, block)
    keeps = channels + (rank if mode == "DCR" else 0)
    phases = [channels + number + (mode == "CRD") for number in range(rank)]
    order: list[int] = []
    for axis in range(len(dims)):
        moved = axis + rank if axis > channels else axis
        order.append(keeps if axis == channels else moved)
        if axis in axes:
            order.append(phases[list(axes).index(axis)])
    e = Transpose(e, tuple(order))
    for axis in sorted(axes, reverse=True):
        e = Merge(e, axis + sum(other < axis for other in axes))
    return e


def space_to_depth(e: Node, strides: Sequence[Size], mode: str, channels: int, axes: Sequence[int]) -> Node:
    """Undo `depth_to_space`."""
    dims, rank = shape(e), len(strides)
    step = dict(zip(axes, strides, strict=True))
    for axis in sorted(axes, reverse=True):
        e = Split(e, axis, floor_div(dims[axis], step[axis]), step[axis])
    at = {axis: axis + sum(other < axis for other in axes) for axis in range(len(dims))}
    phases, order = [at[axis] + 1 for axis in axes], []
    for axis in range(len(dims)):
        if axis == channels:
            order += [*phases, at[axis]] if mode == "DCR" else [at[axis], *phases]
        else:
            order.append(at[axis])
    return merged(Transpose(e, tuple(order)), channels, rank + 1)


def unfold(e: Node, taps: Sequence[Size], strides: Sequence[Size], dilations: Sequence[Size], first: int) -> Node:
    """Windows of neighbouring axes, merged as (channels and taps, places); without a channel axis (taps, places)."""
    rank = len(taps)
    for axis in range(rank):
        e = Windows(e, first + 2 * axis, taps[axis], strides[axis], dilations[axis])
    of_taps, of_places = [first + 2 * axis for axis in range(rank)], [first + 2 * axis + 1 for axis in range(rank)]
    behind = range(first + 2 * rank, len(shape(e)))
    e = Transpose(e, (*range(first), *of_taps, *of_places, *behind)) if rank > 1 else e
    e = merged(e, first + rank, rank)
    return merged(e, first - 1, rank + 1) if first else merged(e, 0, rank)


def fold(
    e: Node,
    lengths: Sequence[Size],
    taps: Sequence[Size],
    strides: Sequence[Size],
    dilations: Sequence[Size],
    pads: Sequence[Size],
) -> Node:
    """Undo the order of `unfold` and add overlaps: (channels and taps, places) to (channels, lengths...)."""
    rank, dims = len(taps), shape(e)
    whole = product_of(taps)
    channels = [] if dims[0] == whole else [floor_div(dims[0], whole)]
    places = [
        floor_div(length + 2 * pad - span(k, d), s) + 1
        for length, pad, k, d, s in zip(lengths, pads, taps, dilations, strides, strict=True)
    ]
    e = unmerged(e, 1, places) if rank > 1 else e
    e, first = unmerged(e, 0, [*channels, *taps]), len(channels)
    pairs = [axis for number in range(rank) for axis in (first + number, first + rank + number)]
    e = Transpose(e, (*range(first), *pairs)) if rank > 1 else e
    for axis in range(rank):
        e = Col2im(e, first + axis, strides[axis], dilations[axis])
    full = shape(e)[first:]
    crops = [(-pad, length - size + pad) for pad, length, size in zip(pads, lengths, full, strict=True)]
    return padded(e, first, crops)
