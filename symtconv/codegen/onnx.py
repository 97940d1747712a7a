"""Code for ONNX: builds a model of plain operators (Reshape, Transpose, Slice, Pad, Conv, Concat), opset 13.

No ConvTranspose in it: the point is to compare with one. Negative padding is written as a Slice, so that a crop
longer than what it crops is right.
"""

from __future__ import annotations

from collections.abc import Sequence

from symtconv.codegen.plan import Piece, Plan
from symtconv.geometry import InputError

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

    def take(self, value, starts, ends, steps):
        """Slice the axes after batch and channel."""
        return self("Slice", value, starts, ends, [axis + 2 for axis in range(len(starts))], steps)

    def pad(self, value, low, high):
        return self("Pad", value, [0, 0, *low, 0, 0, *high])

    def zeros(self, shape):
        return self("ConstantOfShape", shape, value=helper.make_tensor("zero", TensorProto.FLOAT, [1], [0.0]))

    def model(self, inputs, result, shape):
        given = [helper.make_tensor_value_info(name, TensorProto.FLOAT, size) for name, size in inputs]
        made = helper.make_tensor_value_info(result, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, "conv_transpose", given, [made], self.constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
'''


def code(plan: Plan) -> str:
    """Write the plan as a function ``make_model(batch=1)`` of inputs y and w (and bias) that gives an ONNX model.

    Raises
    ------
    InputError
        For more than three spatial axes.
    """
    layer = plan.layer
    if layer.rank > 3:
        msg = f"ONNX runtimes convolve 1, 2 or 3 spatial axes and the layer has {layer.rank}; emit numpy"
        raise InputError(msg)
    order = [0, 2, 1, *range(3, 3 + layer.rank)]
    lines = [
        "g = Graph()",
        "# The channel axes change places within each group.",
        f'kernel = g("Transpose", g("Reshape", "w", {list(plan.grouped)}), perm={order})',
        f'kernel = g("Reshape", kernel, {list(plan.exchanged)})',
        *(_lowering(plan) if plan.view == "lowering" else _phases(plan)),
        "if bias:",
        f'    x = g("Add", x, g("Reshape", "bias", {[1, -1, *[1] * layer.rank]}))',
        f'inputs = [("y", [batch, {_row((layer.in_channels, *layer.input))}]), ("w", {list(layer.weight_shape)})]',
        f'inputs += [("bias", [{layer.out_channels}])] if bias else []',
        f"return g.model(inputs, x, [batch, {_row((layer.out_channels, *layer.output))}])",
    ]
    body = "\n".join(f"    {line}" for line in lines)
    head = f"{plan.header}\nfrom onnx import TensorProto, helper\n\n\ndef make_model(batch=1, bias=False):"
    return f"{head}\n{body}\n{_DEFINITIONS}"


def _lowering(plan: Plan) -> list[str]:
    layer = plan.layer
    split = [n for size in layer.input for n in (size, 1)]
    gaps = [n for step in plan.dilate for n in (0, step - 1)]
    spread = [size * step for size, step in zip(layer.input, plan.dilate, strict=True)]
    sizes = [(size - 1) * step + 1 for size, step in zip(layer.input, plan.dilate, strict=True)]
    return [
        "# Zeros behind every entry, and the last ones cut off again.",
        f'z = g("Reshape", "y", [batch, {_row((layer.in_channels, *split))}])',
        f"z = g.pad(z, {[0] * len(gaps)}, {gaps})",
        f'z = g("Reshape", z, [batch, {_row((layer.in_channels, *spread))}])',
        f"z = g.take(z, {[0] * layer.rank}, {sizes}, {[1] * layer.rank})",
        *_piece(plan, plan.pieces[0], "z", sizes, "x"),
    ]


def _phases(plan: Plan) -> list[str]:
    layer, rank = plan.layer, plan.layer.rank
    lines = ["pieces = []"]
    for piece in plan.pieces:
        lines.append(f"# residue {piece.residues}" + (": no tap reaches it" if piece.is_zero else ""))
        if piece.is_zero:
            lines.append(f"x = g.zeros([batch, {_row((layer.out_channels, *plan.windows))}])")
        else:
            lines += _piece(plan, piece, '"y"', layer.input, "x")
        lines.append(f'pieces.append(g("Unsqueeze", x, [{rank + 2}]))')
    # (batch, channel, *q, residues) -> (batch, channel, q, r, q, r, …)
    order = [0, 1, *(place for axis in range(rank) for place in (2 + axis, 2 + rank + axis))]
    whole = [q * s for q, s in zip(plan.windows, plan.interleave, strict=True)]
    ends = [start + size for start, size in zip(plan.cut, layer.output, strict=True)]
    return [
        *lines,
        f'x = g("Concat", *pieces, axis={rank + 2})',
        f'x = g("Reshape", x, [batch, {_row((layer.out_channels, *plan.windows, *plan.interleave))}])',
        f'x = g("Reshape", g("Transpose", x, perm={order}), [batch, {_row((layer.out_channels, *whole))}])',
        f"x = g.take(x, {list(plan.cut)}, {ends}, {[1] * rank})",
    ]


def _piece(plan: Plan, piece: Piece, read: str, sizes: Sequence[int], name: str) -> list[str]:
    starts = [reach.end - 1 for reach in piece.reaches]
    ends = [reach.first - 1 if reach.first else -1000000 for reach in piece.reaches]  # before the first
    steps = [-reach.step for reach in piece.reaches]
    parts = [inside(size, *pad) for size, pad in zip(sizes, piece.pads, strict=True)]
    if any(start == stop for (start, stop), _ in parts):  # nothing of y is left
        return [f"{name} = g.zeros([batch, {_row((plan.layer.out_channels, *plan.windows))}])"]
    first, last = [part[0][0] for part in parts], [part[0][1] for part in parts]
    low, high = [part[1][0] for part in parts], [part[1][1] for part in parts]
    return [
        f"padded = g.pad(g.take({read}, {first}, {last}, {[1] * len(parts)}), {low}, {high})",
        f"taps = g.take(kernel, {starts}, {ends}, {steps})",
        f'{name} = g("Conv", padded, taps, dilations={list(piece.dilation)}, group={plan.layer.groups})',
    ]


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


def _row(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
