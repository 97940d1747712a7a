"""Code for ONNX: builds a model of plain operators (Reshape, Transpose, Slice, Pad, Conv, Concat), opset 13.

No ConvTranspose in it: the point is to compare with one. Negative padding is written as a Slice, so that a crop
longer than what it crops is right. All lengths but the batch are numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from symtconv.codegen.convolution import Convolution
from symtconv.codegen.rules import simplified
from symtconv.codegen.writer import Cut, Pads, Unrolled, Writer, docstring, number, wrapped
from symtconv.programs.node import Interleave, Node, Pad, Zeros
from symtconv.programs.shape import shape
from symtconv.programs.size import Size, of

BEFORE = -1_000_000
"""Where a Slice ends that goes backwards to the first entry."""

_DEFINITIONS = '''

class Graph:
    """Nodes and constants, as they are written down."""

    def __init__(self):
        self.nodes, self.constants = [], []

    def __call__(self, op, *inputs, **attributes):
        """Add an operator; numbers among its inputs become constants."""
        names = [value if isinstance(value, str) else self.constant(value) for value in inputs]
        name = f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, names, [name], **attributes))
        return name

    def constant(self, values):
        name = f"c{len(self.constants)}"
        self.constants.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))
        return name

    def take(self, value, axes, starts, ends, steps):
        return self("Slice", value, starts, ends, axes, steps)

    def zeros(self, shape):
        return self("ConstantOfShape", shape, value=helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0]))

    def model(self, inputs, result, shape):
        given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, size) for name, size in inputs]
        made = helper.make_tensor_value_info(result, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, "conv_transpose", given, [made], self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
'''


class ONNXWriter(Writer):
    """Writes a program as a function ``make_model(batch=1)`` of inputs y and w (and bias) that gives an ONNX model."""

    library = "ONNX runtimes"
    most_axes = 3
    imports = "from onnx import TensorProto, helper"
    batch = "batch"

    definitions: ClassVar[dict[str, str]] = {"Graph": _DEFINITIONS}
    function_name: ClassVar[str] = "make_model"

    def function(self, name: str, root: Node, about: Sequence[str] = ()) -> str:
        """Write ``NAME(batch=1, bias=False)``; the bias goes along the first axis of the result."""
        result = self.value(root)
        lines = ["g = Graph()", *self.lines, f"x = {result}" if result != "x" else "", "if bias:"]
        dims = [number(size) for size in shape(root)]
        column = [1, -1, *[1] * (len(dims) - 1)]
        tensors = {leaf.name: [number(size) for size in leaf.dims] for leaf in self.leaves}
        given = [
            f'("{name}", [{"" if name in self.kernels else "batch, "}{row(size)}])' for name, size in tensors.items()
        ]
        lines += [
            f'    x = g("Add", x, g("Reshape", "bias", {column}))',
            f"inputs = [{', '.join(given)}]",
            f'inputs += [("bias", [{dims[0]}])] if bias else []',
            f"return g.model(inputs, x, [batch, {row(dims)}])",
        ]
        body = "\n".join(wrapped(line) for line in lines if line)
        return f"def {name}(batch=1, bias=False):\n{docstring(about)}{body}\n"

    def zeros(self, dims: Sequence[str], *, product: bool) -> str:  # noqa: ARG002 - all is of one type
        """Say zeros."""
        return f"g.zeros([{', '.join(dims)}])"

    def pad(self, node: Node, pads: Pads) -> str:
        """Slice what stays, then pad with zeros."""
        if isinstance(node, Interleave) and all(number(end) <= 0 for pair in pads for end in pair):
            return self._joined(self.phases(node), pads)
        lead = self.batched(node)
        parts = [
            inside(number(size), number(low), number(high)) for size, (low, high) in zip(shape(node), pads, strict=True)
        ]
        lengths = [stop - start + low + high for (start, stop), (low, high) in parts]
        if any(start == stop for (start, stop), _ in parts):  # nothing is left
            return self.zeros([*([self.batch] if lead else []), *map(str, lengths)], product=False)
        cuts = [
            None if (start, stop) == (0, number(size)) else Cut(start, 1, stop - start, number(size))
            for ((start, stop), _), size in zip(parts, shape(node), strict=True)
        ]
        kept = self.take(self.value(node), cuts, batched=lead)
        low, high = ([0] * lead + [ends[side] for _, ends in parts] for side in (0, 1))
        return f'g("Pad", {kept}, {[*low, *high]})' if any(low) or any(high) else kept

    def dilate(self, node: Node, steps: Sequence[Size]) -> str:
        """Put zeros behind every entry, and cut the last ones off again."""
        sizes, by = [number(size) for size in shape(node)], [number(step) for step in steps]
        lead = ["batch"] if self.batched(node) else []
        split = [str(n) for size in sizes for n in (size, 1)]
        gaps = [n for step in by for n in (0, step - 1)]
        whole = [str(size * step) for size, step in zip(sizes, by, strict=True)]
        cuts = [
            None if step == 1 else Cut(0, 1, (size - 1) * step + 1, size * step)
            for size, step in zip(sizes, by, strict=True)
        ]
        value = self.value(node)
        self.lines.append("# Zeros behind every entry, and the last ones cut off again.")
        name = self.fresh("z", self.reshape(value, [*lead, *split]))
        self.lines.append(f'{name} = g("Pad", {name}, {[0] * (len(lead) + len(gaps)) + [0] * len(lead) + gaps})')
        self.lines.append(f"{name} = {self.reshape(name, [*lead, *whole])}")
        self.lines.append(f"{name} = {self.take(name, cuts, batched=bool(lead))}")
        return name

    def take(self, value: str, cuts: Sequence[Cut | None], *, batched: bool) -> str:
        """Slice, forwards and backwards."""
        found = [(axis + batched, cut) for axis, cut in enumerate(cuts) if cut is not None]
        if not found:
            return quoted(value)
        axes, starts = [axis for axis, _ in found], [cut.first for _, cut in found]
        ends = [
            BEFORE if cut.is_backwards and not cut.last else cut.last + (-1 if cut.is_backwards else 1)
            for _, cut in found
        ]
        return f"g.take({quoted(value)}, {axes}, {starts}, {ends}, {[cut.step for _, cut in found]})"

    def reshape(self, value: str, dims: Sequence[str]) -> str:
        """Say an array in another shape."""
        return f'g("Reshape", {quoted(value)}, [{", ".join(dims)}])'

    def transpose(self, value: str, order: Sequence[int]) -> str:
        """Say an array with its axes in another order."""
        return f'g("Transpose", {quoted(value)}, perm={list(order)})'

    def convolve(self, found: Convolution) -> str:
        """Say a Conv."""
        words = {
            "strides": [number(step) for step in found.strides],
            "dilations": [number(by) for by in found.dilations],
            "group": int(self.groups(found)),
        }
        told = "".join(f", {word}={value}" for word, value in words.items() if value not in (1, [1] * found.rank))
        read, slid = quoted(self.value(self.read(found))), quoted(self.kernel(self.slid(found)))
        return f'g("Conv", {read}, {slid}{told})'

    def interleaved(self, whole: Unrolled) -> str:
        """Make the phases equally long, put them beside each other, and cut off what is too much."""
        return self._joined(whole, [(of(0), of(0))] * len(shape(whole.node)))

    def _joined(self, whole: Unrolled, pads: Pads) -> str:
        dims = [number(size) for size in shape(whole.node)]
        count = dict(zip(whole.axes, whole.counts, strict=True))
        lengths = [-(-size // count.get(axis, 1)) for axis, size in enumerate(dims)]
        rank = len(dims)
        self.lines.append("pieces = []")
        for residues, piece in whole.pieces.items():
            made = self.value(longer(piece, lengths))
            self.lines.append(f"# residue {residues}" + (": no tap reaches it" if isinstance(piece, Zeros) else ""))
            self.lines.append(f"piece = {quoted(made)}")
            self.lines.append(f'pieces.append(g("Unsqueeze", piece, [{rank + 1}]))')
        order = [0]
        for axis in range(rank):
            order += [1 + axis, *([1 + rank + whole.axes.index(axis)] if axis in count else [])]
        full = [length * count.get(axis, 1) for axis, length in enumerate(lengths)]
        cuts = [
            None
            if number(size + high) == now and not number(low)
            else Cut(-number(low), 1, number(size + low + high), now)
            for now, size, (low, high) in zip(full, shape(whole.node), pads, strict=True)
        ]
        name = self.fresh("x", f'g("Concat", *pieces, axis={rank + 1})')
        self.lines.append(f"{name} = {self.reshape(name, ['batch', *map(str, lengths), *map(str, whole.counts)])}")
        self.lines.append(f"{name} = {self.reshape(self.transpose(name, order), ['batch', *map(str, full)])}")
        return self.take(name, cuts, batched=True)


def longer(node: Node, lengths: Sequence[int]) -> Node:
    """Pad an array at its ends to lengths."""
    for axis, (size, length) in enumerate(zip(shape(node), lengths, strict=True)):
        if number(size) != length:
            node = Pad(node, axis, of(0), of(length) - size)
    return simplified(node)


def inside(size: int, low: int, high: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Say padding by the index map ``m ↦ z[m - low]`` as a slice of z and zeros at both ends.

    Examples
    --------
    A crop that is longer than z leaves only zeros:

    >>> inside(3, 1, 2), inside(3, -1, 0), inside(1, -2, 3)
    (((0, 3), (1, 2)), ((1, 3), (0, 0)), ((0, 0), (0, 2)))
    """
    length = max(size + low + high, 0)
    start, stop = max(-low, 0), min(size, length - low)
    if start >= stop:
        return (0, 0), (0, length)
    return (start, stop), (low + start, length - low - stop)


def quoted(value: str) -> str:
    """Put quotation marks round the name of an input; what is made in the graph stands in a variable."""
    return f'"{value}"' if value in ("y", "w") else value


def row(numbers: Sequence[int]) -> str:
    """Give numbers with commas between."""
    return ", ".join(map(str, numbers))
