"""An ONNX graph as far as it is needed: nodes by name, shapes, constants, and who reads what. Weights stay unread.

Source: onnx.proto of ONNX 1.23 (field numbers have not changed since IR version 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from symtconv.geometry import LimitError
from symtconv.models.wire import Span, Wire, part, signed

MOST_NODES = 200_000
DEEPEST = 24
"""Graphs within graphs, and functions within functions."""

TYPES = {
    1: "float32", 2: "uint8", 3: "int8", 4: "uint16", 5: "int16", 6: "int32", 7: "int64", 8: "string", 9: "bool",
    10: "float16", 11: "float64", 12: "uint32", 13: "uint64", 16: "bfloat16",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor without its numbers: where it came from, its shape and type; ``span`` is that of its message."""

    dims: tuple[int, ...]
    dtype: str
    where: str
    span: Span


@dataclass(slots=True)
class Op:
    """One node as written; its attributes stay spans until someone asks."""

    name: str = ""
    op: str = ""
    domain: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    attributes: list[Span] = field(default_factory=list)
    span: Span = (0, 0)

    @property
    def standard(self) -> bool:
        """Whether it is one of ONNX's own operators."""
        return self.domain in ("", "ai.onnx")

    def given(self, place: int) -> str:
        """Give the name of an input, empty where it is left out."""
        return self.inputs[place] if place < len(self.inputs) else ""


@dataclass(slots=True)
class Graph:
    """One graph, or the body of a function, and the graph around it."""

    path: str
    around: Graph | None = None
    ops: list[Op] = field(default_factory=list)
    tensors: dict[str, Tensor] = field(default_factory=dict)
    shapes: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    makers: dict[str, Op] = field(default_factory=dict)
    readers: dict[str, list[Op]] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    results: set[str] = field(default_factory=set)
    values: dict[str, Attribute] = field(default_factory=dict)

    def shape(self, name: str) -> tuple[int | None, ...] | None:
        """Look a value's shape up, here and in the graphs around."""
        if name in self.shapes:
            return self.shapes[name]
        return self.around.shape(self.renamed.get(name, name)) if self.around else None

    def tensor(self, name: str, wire: Wire, depth: int = 0) -> Tensor | None:
        """Find the constant behind a name: an initializer, a Constant node, or one read through a cast."""
        if name in self.tensors:
            return self.tensors[name]
        maker = self.makers.get(name)
        if maker is None:
            return self.around.tensor(self.renamed.get(name, name), wire, depth + 1) if self.around else None
        if maker.op == "Constant":
            return next((a.tensor for a in attributes(maker, wire).values() if a.tensor is not None), None)
        if maker.op in ("Identity", "Cast", "DequantizeLinear") and maker.standard and depth < DEEPEST:
            found = self.tensor(maker.given(0), wire, depth + 1)
            return found if found is None else replace(found, where=f"{found.where}, {maker.op}")
        return None


@dataclass(slots=True)
class Attribute:
    """One attribute: the field that it fills."""

    number: int | None = None
    numbers: list[int] = field(default_factory=list)
    text: str = ""
    tensor: Tensor | None = None
    graphs: list[Span] = field(default_factory=list)
    refers: str = ""


def attributes(op: Op, wire: Wire) -> dict[str, Attribute]:
    """Read the attributes of a node, by name."""
    found: dict[str, Attribute] = {}
    for span in op.attributes:
        name, made = "", Attribute()
        for number, value, _ in wire.fields(span):
            if number == 1:
                name = wire.text(value)
            elif number == 3 and isinstance(value, int):
                made.number = signed(value)
            elif number == 4:
                made.text = wire.text(value) if part(value)[1] - part(value)[0] <= 64 else "…"
            elif number == 5:
                made.tensor = tensor(part(value), wire, "constant")[1]
            elif number in (6, 11):
                made.graphs.append(part(value))
            elif number == 8:
                made.numbers += wire.numbers(value)
            elif number == 21:
                made.refers = wire.text(value)
        found[name] = made
    return found


def tensor(span: Span, wire: Wire, where: str) -> tuple[str, Tensor]:
    """Read the name, the shape and the type of a tensor; its numbers are passed over."""
    dims: list[int] = []
    name, dtype, external = "", "unknown", False
    for number, value, _ in wire.fields(span):
        if number == 1:
            dims += wire.numbers(value)
        elif number == 2 and isinstance(value, int):
            dtype = TYPES.get(value, f"type {value}")
        elif number == 8:
            name = wire.text(value)
        elif number == 14 and isinstance(value, int):
            external = value == 1
    return name, Tensor(tuple(dims), dtype, "external file" if external else where, span)


def graph(span: Span, wire: Wire, path: str, around: Graph | None = None) -> Graph:
    """Read a graph: its nodes, its constants without numbers, and the shapes that it states."""
    made = Graph(path, around)
    for number, value, _ in wire.fields(span):
        if number == 1:
            add(made, node(part(value), wire))
        elif number == 5:
            name, constant = tensor(part(value), wire, "initializer")
            made.tensors[name] = constant
        elif number in (11, 12, 13):
            name, shape = value_info(part(value), wire)
            if number == 12:
                made.results.add(name)
            if shape is not None:
                made.shapes[name] = shape
    return made


def function(span: Span, wire: Wire) -> tuple[tuple[str, str], Graph, list[str]]:
    """Read a function of the model: its domain and name, its body, and the names of its inputs."""
    name = domain = ""
    body, inputs = Graph(""), []
    for number, value, _ in wire.fields(span):
        if number == 1:
            name = wire.text(value)
        elif number == 10:
            domain = wire.text(value)
        elif number == 4:
            inputs.append(wire.text(value))
        elif number == 7:
            add(body, node(part(value), wire))
    return (domain, name), body, inputs


def add(made: Graph, op: Op) -> None:
    """Put a node into a graph."""
    made.ops.append(op)
    if len(made.ops) > MOST_NODES:
        msg = f"the file holds more than {MOST_NODES} nodes in one graph; it is not read further"
        raise LimitError(msg)
    for name in op.outputs:
        made.makers[name] = op
    for name in op.inputs:
        made.readers.setdefault(name, []).append(op)


def node(span: Span, wire: Wire) -> Op:
    """Read one node; of its attributes the spans alone."""
    op = Op(span=span)
    for number, value, _ in wire.fields(span):
        match number:
            case 1:
                op.inputs.append(wire.text(value))
            case 2:
                op.outputs.append(wire.text(value))
            case 3:
                op.name = wire.text(value)
            case 4:
                op.op = wire.text(value)
            case 5:
                op.attributes.append(part(value))
            case 7:
                op.domain = wire.text(value)
    return op


def value_info(span: Span, wire: Wire) -> tuple[str, tuple[int | None, ...] | None]:
    """Read a value's name and its shape, None for a dimension that is open; no shape where none is stated."""
    name, shape = "", None
    for number, value, _ in wire.fields(span):
        if number == 1:
            name = wire.text(value)
        elif number == 2:
            for kind, inner, _ in wire.fields(part(value)):
                if kind == 1:  # a tensor, not a sequence or a map
                    shape = _shape(part(inner), wire)
    return name, shape


def _shape(span: Span, wire: Wire) -> tuple[int | None, ...] | None:
    for number, value, _ in wire.fields(span):
        if number == 2:
            return tuple(_dimensions(part(value), wire))
    return None


def _dimensions(span: Span, wire: Wire) -> Iterator[int | None]:
    for number, value, _ in wire.fields(span):
        if number == 1:
            fixed = [signed(n) for which, n, _ in wire.fields(part(value)) if which == 1 and isinstance(n, int)]
            yield fixed[0] if fixed and fixed[0] > 0 else None
