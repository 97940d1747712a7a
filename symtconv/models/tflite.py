"""TFLite files: TRANSPOSE_CONV, CONV_3D_TRANSPOSE, and MediaPipe's custom Convolution2DTransposeBias.

Source: schema.fbs of TensorFlow Lite (version 3) and the operators as LiteRT 2.3.0 runs them. Weights are
(C_out, height, width, C_in); the output shape is a tensor, and where it is constant it decides the padding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symtconv.geometry import GeometryError, InputError, LimitError
from symtconv.models.flatbuffer import Table, root
from symtconv.models.node import Contents, Geometry, Met, Node, Unread, geometry_error, named
from symtconv.models.same import ends
from symtconv.models.wire import Buffer

TRANSPOSE_CONV, CUSTOM, CONV_3D_TRANSPOSE, DEQUANTIZE = 67, 32, 141, 6
CUSTOM_NAME = "Convolution2DTransposeBias"
MOST_OPERATORS = 200_000
TYPES = {0: "float32", 1: "float16", 2: "int32", 3: "uint8", 4: "int64", 7: "int16", 9: "int8", 10: "float64"}
ACTIVATIONS = {1: "Relu", 2: "ReluN1To1", 3: "Relu6", 4: "Tanh"}
PADDING = {0: "SAME", 1: "VALID"}
CHANGES = {0: "Add", 14: "Logistic", 19: "Relu", 21: "Relu6", 28: "Tanh", 34: "Pad", 45: "StridedSlice", 65: "Slice",
           98: "LeakyRelu", 54: "PRelu", 117: "HardSwish"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Options:
    """What an operator says: its padding word, and per axis its steps."""

    padding: str
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    fused: int = 0


@dataclass(slots=True)
class _Subgraph:
    """A subgraph as far as it is needed."""

    path: str
    tensors: list[Table]
    operators: list[Table]
    codes: list[tuple[int, str]]
    buffers: list[Table]

    def shape(self, tensor: int) -> tuple[int | None, ...]:
        """Give a tensor's shape; None for what its signature leaves open."""
        table = self.tensors[tensor]
        signature = table.numbers(7) or table.numbers(0)
        return tuple(size if size > 0 else None for size in signature)

    def constant(self, tensor: int) -> list[int] | None:
        """Give the 32-bit integers of a constant tensor, None where the graph computes it."""
        if not 0 <= tensor < len(self.tensors):
            return None
        data = self.buffers[self.tensors[tensor].number(2, signed=False)].bytes(0)
        return [int.from_bytes(data[at : at + 4], "little", signed=True) for at in range(0, len(data), 4)] or None

    def code(self, operator: Table) -> tuple[int, str]:
        """Give the number and the custom name of an operator."""
        return self.codes[operator.number(0, signed=False)]


def read(buffer: Buffer) -> Contents:
    """Read the transposed convolutions of a TFLite model.

    Raises
    ------
    InputError, LimitError
        Where the bytes are no such model, or one too large.
    """
    if bytes(buffer[4:8]) != b"TFL3":
        msg = "bytes 4 to 8 are not TFL3, so it is no TFLite model of the current schema"
        raise InputError(msg)
    try:
        model = root(buffer)
        codes = [(max(code.number(0, 1), code.number(3)), code.text(1)) for code in model.tables(1)]
        buffers = model.tables(4)
        found: list[Met] = []
        total = 0
        subgraphs = model.tables(2)
        if not subgraphs:
            msg = "it holds no graph; the file is cut short or damaged"
            raise InputError(msg)
        for number, table in enumerate(subgraphs):
            graph = _Subgraph(f"subgraph {number}/" if number else "", table.tables(0), table.tables(3), codes, buffers)
            total += len(graph.operators)
            if total > MOST_OPERATORS:
                msg = f"it has more than {MOST_OPERATORS} operators"
                raise LimitError(msg)
            found += _found(graph)
    except IndexError:
        msg = "an index in it points to nothing; the file is damaged"
        raise InputError(msg) from None
    return Contents.of("tflite", "TFLite", found, total)


def _found(graph: _Subgraph) -> list[Met]:
    found: list[Met] = []
    for place, operator in enumerate(graph.operators):
        code, custom = graph.code(operator)
        if code in (TRANSPOSE_CONV, CONV_3D_TRANSPOSE) or (code == CUSTOM and custom == CUSTOM_NAME):
            found.append(_node(graph, place, operator, code))
        elif code == CUSTOM and ("transpose" in custom.lower() or "deconv" in custom.lower()):
            found.append(Unread(f"{graph.path}{custom}_{place}", f"the custom operator {custom} is not known here"))
        else:
            found.append(custom if code == CUSTOM and custom else f"builtin {code}")
    return found


def _node(graph: _Subgraph, place: int, operator: Table, code: int) -> Node | Unread:
    inputs, outputs = operator.numbers(1), operator.numbers(2)
    name = graph.tensors[outputs[0]].text(3) if outputs else ""
    name = f"{graph.path}{name or f'operator {place}'}"
    try:
        if code == CUSTOM:
            source, weights, bias, shape, options = inputs[0], inputs[1], inputs[2:], None, _custom(operator)
        else:
            shape = graph.constant(inputs[0])
            weights, source, bias = inputs[1], inputs[2], inputs[3:]
            options = _builtin(operator, code)
        return _read(graph, name, (source, weights, [b for b in bias if b >= 0]), shape, options)
    except GeometryError as error:
        return geometry_error(name, error)
    except InputError as error:
        return Unread(name, str(error))


def _builtin(operator: Table, code: int) -> _Options:
    options = operator.table(4)
    if options is None:
        msg = "it has no options"
        raise InputError(msg)
    padding = PADDING.get(options.number(0, 1), "unknown")
    if code == TRANSPOSE_CONV:
        return _Options(padding, (options.number(2), options.number(1)), (1, 1), options.number(3, 1))
    steps = tuple(options.number(field) for field in (1, 3, 2))
    gaps = tuple(options.number(field, default=1) for field in (5, 7, 6))
    return _Options(padding, steps, gaps, options.number(4, 1))


def _custom(operator: Table) -> _Options:
    data = operator.bytes(5)
    if len(data) < 12:
        msg = f"its options have {len(data)} bytes; padding, stride_width and stride_height take 12"
        raise InputError(msg)
    word, width, height = (int.from_bytes(data[at : at + 4], "little", signed=True) for at in (0, 4, 8))
    return _Options({1: "SAME", 2: "VALID"}.get(word, "unknown"), (height, width), (1, 1))


def _read(
    graph: _Subgraph,
    name: str,
    tensors: tuple[int, int, Sequence[int]],
    shape: list[int] | None,
    options: _Options,
) -> Node | Unread:
    source, weights, bias = tensors
    rank = len(options.stride)
    dims = graph.shape(weights)
    if len(dims) != rank + 2 or None in dims:
        return Unread(name, "the shape of its weights stands nowhere in the file")
    fixed = [size for size in dims if size is not None]
    three = rank == 3  # (depth, height, width, C_out, C_in); on two axes C_out stands first
    kernel, out, into = (fixed[:3], fixed[3], fixed[4]) if three else (fixed[1:3], fixed[0], fixed[3])
    given = graph.shape(source)
    sizes = list(given[1:-1]) if len(given) == rank + 2 else [None] * rank
    wanted = list(shape[1:-1]) if shape is not None and len(shape) == rank + 2 else [None] * rank
    rows = [
        ends(options.padding, size, goal, k, s, d)
        for size, goal, k, s, d in zip(sizes, wanted, kernel, options.stride, options.dilation, strict=True)
    ]
    geometry = Geometry(
        sizes=named(sizes),
        kernel=tuple(kernel),
        stride=options.stride,
        dilation=options.dilation,
        padding=tuple(pads for pads, _ in rows),
        output_padding=tuple(extra for _, extra in rows),
        in_channels=into,
        out_channels=out,
        groups=1,
    )
    geometry.layer()
    fused = ACTIVATIONS.get(options.fused)
    computed = shape is None and len(graph.tensors) and options.padding == "SAME"
    return Node(
        name=name,
        op="CONV_3D_TRANSPOSE" if three else "TRANSPOSE_CONV",
        geometry=geometry,
        words=(("padding", options.padding), ("stride", str(list(options.stride)))),
        dtype=TYPES.get(graph.tensors[weights].number(1, 1), "unknown"),
        weights="constant" if graph.buffers else "input",
        layout="(*kernel, C_out, C_in)" if three else "(C_out, *kernel, C_in)",
        bias=bool(bias),
        dynamic=len(given) == 0 or None in given,
        facts=(f"padding={options.padding}",),
        neighbours=(f"fused {fused}",) if fused else (),
        notes=("the output shape is computed in the graph; read as n·s",) if computed else (),
    )
