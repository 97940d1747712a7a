"""The operations of the language, one function each: arguments by name -> node."""

from __future__ import annotations

import ast
from collections.abc import Callable

from symtconv.programs import macros
from symtconv.programs.node import (
    Add,
    Col2im,
    Concat,
    ConcatAll,
    Dilate,
    Einsum,
    Interleave,
    Merge,
    Node,
    Pad,
    Reverse,
    Scale,
    Slice,
    Stack,
    Sum,
    Transpose,
    Windows,
    Zeros,
)
from symtconv.programs.shape import shape
from symtconv.programs.size import name, of
from symtconv.programs.text import Bound, Text, one

MAX_FACTOR, MAX_PARTS = 64, 32


def _many(text: Text, arguments: Bound, key: str, least: int = 1) -> tuple[ast.expr, ...]:
    found = arguments[key]
    parts = found if isinstance(found, tuple) else ()
    if not least <= len(parts) <= MAX_PARTS:
        text.fail(f"{least} to {MAX_PARTS} of them are needed here, not {len(parts)}", one(arguments, "call") or 0)
    return parts


def _zeros(text: Text, a: Bound) -> Node:
    return Zeros(tuple(text.integer(part) for part in _many(text, a, "lengths", 0)))


def _pad(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    return Pad(e, text.axis(a, e), text.integer(one(a, "low")), text.integer(one(a, "high")))


def _crop(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    return Pad(e, text.axis(a, e), -text.integer(one(a, "low")), -text.integer(one(a, "high")))


def _append(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    return macros.append(e, text.integer(one(a, "count")), text.axis(a, e))


def _dilate(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    return Dilate(e, text.axis(a, e), text.integer(one(a, "step")))


def _reverse(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    return Reverse(e, text.axis(a, e))


def _slice(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    start, stop = text.integer(one(a, "start")), text.integer(one(a, "stop"))
    step = text.integer(one(a, "step"), of(1))
    return Slice(e, text.axis(a, e), start, stop, step)


def _pyslice(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    return macros.pyslice(e, text.integer(one(a, "start")), text.integer(one(a, "stop")), text.axis(a, e))


def _ranked(text: Text, a: Bound) -> tuple[Node, ...]:
    parts = tuple(text.node(part) for part in _many(text, a, "programs"))
    ranks = [len(shape(part)) for part in parts]
    if len(set(ranks)) > 1:
        text.fail(f"programs of one rank are needed here; they have {ranks} axes", one(a, "call") or 0)
    return parts


def _concat(text: Text, a: Bound) -> Node:
    parts = _ranked(text, a)
    return Concat(parts, text.axis(a, parts[0]))


def _add(text: Text, a: Bound) -> Node:
    return Add(_ranked(text, a))


def _scale(text: Text, a: Bound) -> Node:
    factor = text.literal(one(a, "factor"), 1, "the factor")
    if abs(factor) > MAX_FACTOR:
        text.fail(f"the factor {factor} is beyond {MAX_FACTOR}", one(a, "factor") or 0)
    return Scale(text.node(one(a, "E")), factor)


def _sum(text: Text, a: Bound) -> Node:
    total = text.integer(one(a, "count"))
    phase, inner = text.within(one(a, "r"), total)
    return Sum(phase, total, inner.node(one(a, "E")))


def _stack(text: Text, a: Bound) -> Node:
    total = text.integer(one(a, "count"))
    phase, inner = text.within(one(a, "r"), total)
    return Stack(phase, total, inner.node(one(a, "E")))


def _interleave(text: Text, a: Bound) -> Node:
    count, total = text.integer(one(a, "count")), text.integer(one(a, "total"))
    phase, inner = text.within(one(a, "r"), count)
    e = inner.node(one(a, "E"))
    return Interleave(phase, count, total, e, text.axis(a, e))


def _concat_all(text: Text, a: Bound) -> Node:
    count = text.integer(one(a, "count"))
    phase, inner = text.within(one(a, "r"), count)
    _, around = text.within(one(a, "r"), count + 1, phase)  # the end of the last phase is an offset too
    e = inner.node(one(a, "E"))
    axis, written = text.axis(a, e), one(a, "offset")
    offset = macros.start(shape(e)[axis], phase) if written is None else around.integer(written)
    if offset is None:
        symbol = text.source(a["r"])[0] if isinstance(a["r"], ast.expr) else "r"
        length = shape(e)[axis].substitute({phase: name(symbol)}).text
        told = f"give the offset at which it starts, as in concat_all({symbol}, {count.text}, OFFSET, ...)"
        text.fail(f"phase {symbol} has length {length}, and where it starts was not found; {told}", one(a, "call") or 0)
    return ConcatAll(phase, count, offset, e, axis)


def _split(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    return macros.split(e, text.integer(one(a, "inner")), text.axis(a, e))


def _merge(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    return Merge(e, text.axis(a, e, more=1))


def _transpose(text: Text, a: Bound) -> Node:
    e, parts = text.node(one(a, "E")), _many(text, a, "axes", 0)
    order = tuple(text.literal(part, 0, "an axis") for part in parts)
    if sorted(order) != list(range(len(shape(e)))):
        told = ", ".join(map(str, order))
        text.fail(f"transpose needs each of the {len(shape(e))} axes once; it got ({told})", one(a, "call") or 0)
    return Transpose(e, order)


def _einsum(text: Text, a: Bound) -> Node:
    spec = one(a, "letters")
    if not (isinstance(spec, ast.Constant) and isinstance(spec.value, str)):
        text.fail('einsum begins with its letters in quotes, as in einsum("to,t->o", E, F)', spec or 0)
    left, arrow, result = spec.value.replace(" ", "").partition("->")
    letters = tuple(left.split(","))
    parts = tuple(text.node(part) for part in _many(text, a, "programs"))
    if not arrow or not all(sign.isalpha() for sign in "".join(letters) + result):
        text.fail(f'the letters {spec.value!r} are not of the form "to,t->o"', spec)
    if len(letters) != len(parts):
        text.fail(f"{len(letters)} groups of letters for {len(parts)} programs", spec)
    for group, part in zip(letters, parts, strict=True):
        if len(group) != len(shape(part)):
            text.fail(f"the letters {group or 'none'} stand for a program of {len(shape(part))} axes", spec)
    for group in (*letters, result):
        if len(set(group)) < len(group):
            text.fail(f"a letter stands twice in {group}", spec)
    if not set(result) <= set("".join(letters)):
        text.fail(f"a letter of the result {result} is in no program", spec)
    return Einsum(letters, result, parts)


def _windows(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    stride, dilation = text.integer(one(a, "stride"), of(1)), text.integer(one(a, "dilation"), of(1))
    return Windows(e, text.axis(a, e), text.integer(one(a, "taps")), stride, dilation)


def _col2im(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    stride, dilation = text.integer(one(a, "stride"), of(1)), text.integer(one(a, "dilation"), of(1))
    return Col2im(e, text.axis(a, e, more=1), stride, dilation)


def _convolution(text: Text, a: Bound, *, transposed: bool) -> Node:
    e, w = text.node(one(a, "E")), text.node(one(a, "W"))
    batch, ins, outs = (text.literal(one(a, key), 0, key) for key in ("batch", "ins", "outs"))
    call = one(a, "call") or 0
    for key, number in (("batch", batch), ("ins", ins), ("outs", outs)):
        if not 0 <= number <= macros.MOST_AXES:
            text.fail(f"{key}={number}: it counts axes, 0 to {macros.MOST_AXES}", one(a, key) or call)
    rank = len(shape(e)) - batch - ins
    told = f"the program has {len(shape(e))} axes, batch={batch} and ins={ins} of them no spatial ones"
    if not 1 <= rank <= macros.MOST_AXES:
        text.fail(f"{told}: 1 to {macros.MOST_AXES} spatial axes are needed", call)
    expected = batch + ins + outs + rank
    if len(shape(w)) != expected:
        order = "batch, ins, outs, taps" if transposed else "batch, outs, ins, taps"
        text.fail(f"the kernel has {len(shape(w))} axes, not {expected} ({order}); {told}", call)
    strides = text.per_axis(one(a, "stride"), rank, 1, "stride")
    dilations = text.per_axis(one(a, "dilation"), rank, 1, "dilation")
    pads = text.pads(one(a, "pad"), rank)
    if transposed:
        extra = text.per_axis(one(a, "extra"), rank, 0, "extra")
        return macros.convt(e, w, strides, dilations, pads, extra, batch, ins, outs)
    return macros.conv(e, w, strides, dilations, pads, batch, ins, outs)


def _conv(text: Text, a: Bound) -> Node:
    return _convolution(text, a, transposed=False)


def _convt(text: Text, a: Bound) -> Node:
    return _convolution(text, a, transposed=True)


def _shuffle(text: Text, a: Bound, mode: str, build: Callable[..., Node]) -> Node:
    e = text.node(one(a, "E"))
    axes = text.axes(a, e, 1)
    channels = text.axis(a, e, key="channels")
    if channels in axes:
        text.fail(f"channels={channels} is one of the axes that are made longer", one(a, "call") or 0)
    strides = text.per_axis(one(a, "stride"), len(axes), 1, "stride")
    for stride in strides:
        text.note(stride, text.context, "a stride")
    return build(e, strides, mode, channels, axes)


def _mode(text: Text, a: Bound) -> str:
    node = one(a, "mode")
    if node is None:
        return "DCR"
    if not (isinstance(node, ast.Constant) and node.value in ("DCR", "CRD")):
        text.fail('mode is "DCR" or "CRD"', node)
    return str(node.value)


def _depth_to_space(text: Text, a: Bound) -> Node:
    return _shuffle(text, a, _mode(text, a), macros.depth_to_space)


def _space_to_depth(text: Text, a: Bound) -> Node:
    return _shuffle(text, a, _mode(text, a), macros.space_to_depth)


def _pixel_shuffle(text: Text, a: Bound) -> Node:
    return _shuffle(text, a, "CRD", macros.depth_to_space)


def _unfold(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    axes = text.axes(a, e, 0)
    if axes != list(range(axes[0], axes[0] + len(axes))):
        text.fail("unfold takes neighbouring axes in their order", one(a, "axis") or 0)
    rank = len(axes)
    taps = text.per_axis(one(a, "taps"), rank, 1, "taps")
    strides = text.per_axis(one(a, "stride"), rank, 1, "stride")
    return macros.unfold(e, taps, strides, text.per_axis(one(a, "dilation"), rank, 1, "dilation"), axes[0])


def _fold(text: Text, a: Bound) -> Node:
    e = text.node(one(a, "E"))
    if len(shape(e)) != 2:
        text.fail(f"fold takes (channels and taps, places), not {len(shape(e))} axes", one(a, "call") or 0)
    lengths = text.listed(one(a, "length"))
    rank = 1 if lengths is None else len(lengths)
    sizes = [
        text.per_axis(one(a, key), rank, default, key)
        for key, default in (("length", 0), ("taps", 1), ("stride", 1), ("dilation", 1), ("pad", 0))
    ]
    for key, numbers in (("a stride", sizes[2]), ("a number of taps", sizes[1])):
        for number in numbers:
            text.note(number, text.context, key)
    return macros.fold(e, *sizes)


OPERATIONS: dict[str, Callable[[Text, Bound], Node]] = {
    "zeros": _zeros,
    "pad": _pad,
    "crop": _crop,
    "append": _append,
    "dilate": _dilate,
    "reverse": _reverse,
    "slice": _slice,
    "pyslice": _pyslice,
    "concat": _concat,
    "concat_all": _concat_all,
    "add": _add,
    "scale": _scale,
    "sum": _sum,
    "stack": _stack,
    "interleave": _interleave,
    "split": _split,
    "merge": _merge,
    "transpose": _transpose,
    "einsum": _einsum,
    "windows": _windows,
    "col2im": _col2im,
    "conv": _conv,
    "convt": _convt,
    "depth_to_space": _depth_to_space,
    "space_to_depth": _space_to_depth,
    "pixel_shuffle": _pixel_shuffle,
    "unfold": _unfold,
    "fold": _fold,
}
