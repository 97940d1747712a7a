"""ONNX files without ConvTranspose: each is replaced by what it is, and everything else stays byte for byte.

Constant weights are folded when the file is written; weights that the graph computes, or that stand in an external
file, are rearranged by nodes. Sizes and the batch stay as open as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, product
from math import prod

import numpy as np

from symtconv.geometry import InputError
from symtconv.models import encode
from symtconv.models.graph import Graph, Op, Tensor, graph
from symtconv.models.node import Geometry, Node
from symtconv.models.onnx import name_of
from symtconv.models.replacement import Along, plan
from symtconv.models.wire import Buffer, Span, Wire, part

WAYS = ("auto", "phases", "zeros")
ITEM = {1: 4, 10: 2, 11: 8, 16: 2, 3: 1, 2: 1, 6: 4, 7: 8}
"""Bytes of one number of the types whose weights are folded."""


@dataclass(slots=True)
class Build:
    """The nodes and constants that take one node's place.

    Parameters
    ----------
    name, stem : str
        Of the node that goes, and what new names begin with.
    opset : int
    """

    name: str
    stem: str
    opset: int
    nodes: list[bytes] = field(default_factory=list)
    constants: list[bytes] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)

    def __call__(self, op: str, *inputs: str | Sequence[int], out: str = "", **attributes: encode.Value) -> str:
        """Add an operator; lists among its inputs become constants. Gives the name of its result."""
        names = [value if isinstance(value, str) else self.integers(value) for value in inputs]
        result = out or f"{self.stem}_{len(self.nodes)}"
        self.nodes.append(encode.node(op, names, result, f"{self.name}/{op}_{len(self.nodes)}", attributes))
        self.operators.append(op)
        return result

    def integers(self, values: Sequence[int]) -> str:
        """Add a constant vector."""
        name = f"{self.stem}_c{len(self.constants)}"
        self.constants.append(encode.integers(name, values))
        return name

    def weights(self, values: np.ndarray, dtype: int) -> str:
        """Add a constant of weights."""
        name = f"{self.stem}_w{len(self.constants)}"
        self.constants.append(encode.tensor(name, values.shape, dtype, np.ascontiguousarray(values).tobytes()))
        return name

    def take(self, value: str, starts: Sequence[int], ends: Sequence[int], first: int = 2, *, out: str = "") -> str:
        """Slice axes from the first spatial one on; an end of 0 is the end."""
        axes = [first + at for at, pair in enumerate(zip(starts, ends, strict=True)) if any(pair)]
        if not axes:
            return value
        low = [starts[axis - first] for axis in axes]
        high = [ends[axis - first] or 2**62 for axis in axes]
        if self.opset < 10:
            return self("Slice", value, out=out, axes=axes, starts=low, ends=high)
        return self("Slice", value, low, high, axes, out=out)

    def pad(self, value: str, low: Sequence[int], high: Sequence[int]) -> str:
        """Put zeros around the last axes of a value of two axes more."""
        pads = [0, 0, *low, 0, 0, *high]
        if not any(pads):
            return value
        return self("Pad", value, pads=pads) if self.opset < 11 else self("Pad", value, pads)

    def unsqueeze(self, value: str, axes: Sequence[int]) -> str:
        """Put axes of length 1 in."""
        return self("Unsqueeze", value, axes=axes) if self.opset < 13 else self("Unsqueeze", value, axes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """One node that was replaced: its name, the operators that stand for it, and whether its weights were folded."""

    name: str
    operators: tuple[str, ...]
    folded: bool


def lower(buffer: Buffer, nodes: Sequence[Node], opset: int, way: str = "auto") -> tuple[bytes, tuple[Replaced, ...]]:
    """Give a model in which nodes are replaced, and what became of each.

    Parameters
    ----------
    buffer : bytes or mmap
        The model.
    nodes : sequence of Node
        Those to be replaced, as `symtconv.models.onnx.read` gave them; they stand in the main graph.
    opset : int
    way : {"auto", "phases", "zeros"}
        ``zeros`` puts zeros between the entries of the input; the other two do not multiply by any.

    Raises
    ------
    InputError
        For another way, or an opset without what is needed.
    """
    if way not in WAYS:
        msg = f"no way of lowering is called {way!r}; use one of {', '.join(WAYS)}"
        raise InputError(msg)
    if opset < 5:
        msg = f"the model is of opset {opset}; what a lowering needs came with opset 5, so convert the model first"
        raise InputError(msg)
    wire = Wire(buffer)
    span = next(part(value) for number, value, _ in wire.fields((0, len(buffer))) if number == 7)
    here = graph(span, wire, "")
    wanted = {node.name: node for node in nodes}
    taken = {*here.makers, *here.readers, *here.tensors}
    builds: dict[Span, Build] = {}
    made: list[Replaced] = []
    gone: set[str] = set()
    for place, op in enumerate(here.ops):
        node = wanted.get(name_of(op, place, here))
        if node is None or op.op != "ConvTranspose":
            continue
        build = Build(op.name or name_of(op, place, here), _stem(op, taken), opset)
        folded = _replace(build, op, node.geometry, here, wire, way)
        builds[op.span] = build
        if folded:
            gone.update(name for name in op.inputs[1:] if all(r.span in builds or r is op for r in here.readers[name]))
        made.append(Replaced(name=node.name, operators=tuple(build.operators), folded=folded))
    unused = {name for name in gone if all(reader.span in builds for reader in here.readers[name])} - here.results
    return _written(wire, span, here, builds, unused), tuple(made)


def _stem(op: Op, taken: set[str]) -> str:
    stem = f"{op.outputs[0]}__lowered"
    while any(name.startswith(stem) for name in taken):
        stem += "_"
    taken.add(stem)
    return stem


def _written(wire: Wire, span: Span, here: Graph, builds: dict[Span, Build], unused: set[str]) -> bytes:
    """Copy the model with the graph's nodes replaced, new constants behind its own, and unused ones left out."""
    buffer = wire.buffer
    skipped = {here.tensors[name].span for name in unused if name in here.tensors and name not in here.shapes}
    content: list[bytes] = []
    for number, value, whole in wire.fields(span):
        if number == 1 and value in builds:
            content += [encode.message(1, made) for made in builds[part(value)].nodes]
        elif number != 5 or value not in skipped:
            content.append(buffer[whole[0] : whole[1]])
    content += [encode.message(5, constant) for build in builds.values() for constant in build.constants]
    parts = []
    for number, _, whole in wire.fields((0, len(buffer))):
        parts.append(encode.message(7, b"".join(content)) if number == 7 else buffer[whole[0] : whole[1]])
    return b"".join(parts)


def _replace(build: Build, op: Op, geometry: Geometry, here: Graph, wire: Wire, way: str) -> bool:
    """Build what stands for one node; tell whether its weights were folded."""
    axes = plan(geometry)
    zeros = way == "zeros" and any(axis.stride > 1 for axis in axes)
    kernel, bias, folded = _weights(build, op, geometry, axes, here, wire, zeros=zeros)
    result = op.outputs[0]
    added = op.given(2) if bias is None else ""
    last = f"{build.stem}_before_bias" if added else result
    if zeros:
        _zeros(build, op.given(0), kernel, bias, geometry, last)
    else:
        _phases(build, op.given(0), kernel, bias, geometry, axes, last)
    if added:
        row = build("Reshape", added, [1, -1, *[1] * geometry.rank])
        build("Add", last, row, out=result)
    return folded


def _weights(
    build: Build, op: Op, geometry: Geometry, axes: Sequence[Along], here: Graph, wire: Wire, *, zeros: bool
) -> tuple[str, str | None, bool]:
    """Give the new kernel, the new bias (None where one has to be added behind), and whether they are constants."""
    kernel = constant(here.tensor(op.given(1), wire), wire)
    bias = constant(here.tensor(op.given(2), wire), wire) if op.given(2) else None
    if kernel is None:
        return _computed(build, op.given(1), geometry, axes, zeros=zeros), None if op.given(2) else "", False
    values, dtype = kernel
    made = flipped(values, geometry.groups) if zeros else phased(values, geometry.groups, axes)
    name = build.weights(made, dtype)
    if not op.given(2):
        return name, "", True
    if bias is None:
        return name, None, True
    each = 1 if zeros else prod(axis.stride for axis in axes)
    return name, build.weights(np.repeat(bias[0], each), bias[1]), True


def constant(found: Tensor | None, wire: Wire) -> tuple[np.ndarray, int] | None:
    """Give the numbers of a tensor as rows of their bytes' own width, and their type; None for what is not in the file.

    The numbers are moved, never computed with, so that every type of a known width will do.
    """
    if found is None or found.where not in ("initializer", "constant"):
        return None
    dtype, raw = 0, b""
    for number, value, _ in wire.fields(found.span):
        if number == 2 and isinstance(value, int):
            dtype = value
        elif number == 9 or (number in (4, 10) and not isinstance(value, int)):  # raw, or packed floats and doubles
            start, end = part(value)
            raw += wire.buffer[start:end]
    width = ITEM.get(dtype, 0)
    if not width or len(raw) != width * prod(found.dims):
        return None
    return np.frombuffer(raw, dtype=f"<u{width}").reshape(found.dims), dtype


def flipped(w: np.ndarray, groups: int) -> np.ndarray:
    """Give the kernel of the lowering: reversed along every axis, channels changed within each group.

    Parameters
    ----------
    w : array of shape (C_in, C_out/groups, *kernel)

    Returns
    -------
    array of shape (C_out, C_in/groups, *kernel)
    """
    into, out, *kernel = w.shape
    parts = w.reshape(groups, into // groups, out, *kernel).swapaxes(1, 2)
    return np.flip(parts.reshape(groups * out, into // groups, *kernel), axis=tuple(range(2, w.ndim)))


def phased(w: np.ndarray, groups: int, axes: Sequence[Along]) -> np.ndarray:
    """Give the kernel whose channels are, for each output channel, all residues of the strides, row-major.

    Returns
    -------
    array of shape (C_out·∏s, C_in/groups, *taps)
    """
    kernel = flipped(w, groups)
    out, into = kernel.shape[:2]
    strides = [axis.stride for axis in axes]
    made = np.zeros((out, *strides, into, *(axis.taps for axis in axes)), dtype=w.dtype)
    for residues in product(*map(range, strides)):
        places, taps = zip(*(_taps(axis, r) for axis, r in zip(axes, residues, strict=True)), strict=True)
        if all(places):
            one = made[(slice(None), *residues)]  # a view: (C_out, C_in/groups, *taps)
            one[(slice(None), slice(None), *np.ix_(*places))] = kernel[(slice(None), slice(None), *np.ix_(*taps))]
    return made.reshape(out * prod(strides), into, *made.shape[2 + len(axes) :])


def _taps(axis: Along, residue: int) -> tuple[list[int], list[int]]:
    """Give the places of the new kernel that hold a tap of a residue, and the tap of the flipped kernel in each."""
    if axis.stride == 1:
        return list(range(axis.kernel)), list(range(axis.kernel))
    taps = [t for t in range(axis.kernel) if axis.dilation * t % axis.stride == residue]
    places = [axis.taps - 1 - axis.dilation * t // axis.stride for t in taps]
    return places, [axis.kernel - 1 - t for t in taps]


def _computed(build: Build, w: str, geometry: Geometry, axes: Sequence[Along], *, zeros: bool) -> str:
    """Rearrange weights by nodes: fill with zeros, part by residues, exchange channels, reverse."""
    g, rank = geometry.groups, geometry.rank
    into, out = geometry.in_channels // g, geometry.out_channels // g
    if zeros:
        parts = [[k, 1] for k in geometry.kernel]
    else:
        w = _filled(build, w, axes)
        parts = [[axis.taps, axis.stride] if axis.stride > 1 else [axis.kernel, 1] for axis in axes]
    w = build("Reshape", w, [g, into, out, *chain(*parts)])
    order = [0, 2, *range(4, 4 + 2 * rank, 2), 1, *range(3, 3 + 2 * rank, 2)]
    w = build("Transpose", w, perm=order)
    taps = [n for n, _ in parts]
    w = build("Reshape", w, [g * out * prod(s for _, s in parts), into, *taps])
    return _reversed(build, w, taps)


def _reversed(build: Build, w: str, taps: Sequence[int]) -> str:
    """Reverse the spatial axes."""
    axes = [2 + at for at, n in enumerate(taps) if n > 1]
    if not axes:
        return w
    if build.opset < 10:
        for axis in axes:
            w = build("Gather", w, list(range(taps[axis - 2] - 1, -1, -1)), axis=axis)
        return w
    return build("Slice", w, [-1] * len(axes), [-(2**62)] * len(axes), axes, [-1] * len(axes))


def _filled(build: Build, w: str, axes: Sequence[Along]) -> str:
    """Put d-1 zeros between the taps of every strided axis, and fill it up to a multiple of the stride."""
    for at, axis in enumerate(axes):
        if axis.stride > 1 and axis.dilation > 1:
            shape = [a.filled if a.stride > 1 and before < at else a.kernel for before, a in enumerate(axes)]
            w = build.unsqueeze(w, [3 + at])
            gap = [0] * (len(axes) + 1)
            gap[at + 1] = axis.dilation - 1
            w = build.pad(w, [0] * (len(axes) + 1), gap)
            w = build("Reshape", w, [0, 0, *shape[:at], axis.kernel * axis.dilation, *shape[at + 1 :]])
            length = axis.kernel * axis.dilation
        else:
            length = axis.kernel
        if axis.stride > 1 and axis.filled != length:
            high = [0] * len(axes)
            high[at] = axis.filled - length
            low = [0] * len(axes)
            w = build.pad(w, low, high) if high[at] > 0 else build.take(w, low, high)
    return w


def _phases(
    build: Build, y: str, kernel: str, bias: str | None, geometry: Geometry, axes: Sequence[Along], out: str
) -> None:
    """Convolve once for all residues, then put them in order and cut."""
    strides = [axis.stride for axis in axes]
    low, high = [axis.pad[0] for axis in axes], [axis.pad[1] for axis in axes]
    cut = [axis.start for axis in axes], [-axis.behind for axis in axes]
    whole = not any(chain(*cut))
    spread = prod(strides) > 1
    y, pads = _padded(build, y, low, high)
    given = [y, kernel] + ([bias] if bias else [])
    dilations = [axis.step for axis in axes]
    shape = [axis.taps for axis in axes]
    x = build(
        "Conv", *given, out="" if spread else out, dilations=dilations, group=geometry.groups, kernel_shape=shape,
        pads=pads, strides=[1] * geometry.rank,
    )  # fmt: skip
    if not spread:
        return
    x = _interleaved(build, x, geometry.out_channels, strides, out if whole else "")
    if not whole:
        build.take(x, *cut, out=out)


def _padded(build: Build, y: str, low: Sequence[int], high: Sequence[int]) -> tuple[str, list[int]]:
    """Pad by the convolution itself; where something is cropped, by nodes: first the zeros, then the crop."""
    if min(*low, *high) >= 0:
        return y, [*low, *high]
    y = build.pad(y, [max(n, 0) for n in low], [max(n, 0) for n in high])
    y = build.take(y, [max(-n, 0) for n in low], [min(n, 0) for n in high])
    return y, [0] * (2 * len(low))


def _interleaved(build: Build, x: str, channels: int, strides: Sequence[int], out: str) -> str:
    """Put channel ``m·∏s + residues`` at place ``s·q + r`` of channel m."""
    rank = len(strides)
    if rank == 2 and strides[0] == strides[1] and build.opset >= 11:
        return build("DepthToSpace", x, out=out, blocksize=strides[0], mode="CRD")
    if rank == 1:
        x = build("Reshape", x, [0, channels, strides[0], -1])
        x = build("Transpose", x, perm=[0, 1, 3, 2])
        return build("Reshape", x, [0, channels, -1], out=out)
    sizes = build("Shape", x)
    sizes = build("Gather", sizes, list(range(2, 2 + rank)), axis=0)
    shape = build("Concat", [0, channels, *strides], sizes, axis=0)
    x = build("Reshape", x, shape)
    order = [0, 1, *chain(*((2 + rank + axis, 2 + axis) for axis in range(rank)))]
    x = build("Transpose", x, perm=order)
    shape = build("Concat", [0, channels], build("Mul", sizes, list(strides)), axis=0)
    return build("Reshape", x, shape, out=out)


def _zeros(build: Build, y: str, kernel: str, bias: str | None, geometry: Geometry, out: str) -> None:
    """Put zeros behind every entry, pad, and convolve once with the flipped kernel."""
    rank = geometry.rank
    spread = [axis for axis in range(rank) if geometry.stride[axis] > 1]
    rows = list(zip(geometry.layer().axes, geometry.stride, strict=True))
    low = [axis.pad_low for axis, _ in rows]
    high = [axis.pad_high - (s - 1) for axis, s in rows]
    for axis in reversed(spread):  # the last one first, so that the places before it stay what they are
        y = _spread(build, y, axis, rank, geometry.stride[axis])
    y, pads = _padded(build, y, low, high)
    given = [y, kernel] + ([bias] if bias else [])
    build(
        "Conv", *given, out=out, dilations=list(geometry.dilation), group=geometry.groups,
        kernel_shape=list(geometry.kernel), pads=pads, strides=[1] * rank,
    )  # fmt: skip


def _spread(build: Build, y: str, axis: int, rank: int, step: int) -> str:
    """Put step - 1 zeros behind every entry of one axis: a new axis, zeros along it, and both made one."""
    sizes = build("Shape", y)
    before: Callable[[Sequence[int]], str] = lambda places: build("Gather", sizes, places, axis=0)  # noqa: E731
    wide = build.unsqueeze(y, [3 + axis])
    gap = [0] * (rank + 1)
    gap[axis + 1] = step - 1
    wide = build.pad(wide, [0] * (rank + 1), gap)
    parts = [before(list(range(2 + axis))), build("Mul", before([2 + axis]), [step])]
    parts += [before(list(range(3 + axis, 2 + rank)))] if axis + 1 < rank else []
    return build("Reshape", wide, build("Concat", *parts, axis=0))
