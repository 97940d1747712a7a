"""The model around the nodes: which are replaced, what becomes of their constants, and the bytes that stay.

A node is told by the place of its bytes in the file, so one in the body of a function, which stands there once and is
called from many places, is replaced once, where all that call it make the same layer of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from symtconv.geometry import InputError, LimitError
from symtconv.models.graph import DEEPEST, Graph, Op, attributes, function, graph
from symtconv.models.lowering import encode
from symtconv.models.lowering.build import Build
from symtconv.models.lowering.forms import Job, at_once, between, phases
from symtconv.models.lowering.plan import plan
from symtconv.models.lowering.weights import computed, constant, flipped, phased
from symtconv.models.node import Geometry, Node
from symtconv.models.onnx import opset_of
from symtconv.models.wire import Buffer, Span, Wire, part

WAYS = ("auto", "phases", "zeros")
LEAST_OPSET = 5
GRAPH, FUNCTION = 7, 25  # fields of a ModelProto
OPSETS = 9  # of a FunctionProto
WHOLE_GRAPHS = (6, 11)  # fields of an AttributeProto that hold graphs


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
        Those to be replaced, as `symtconv.models.onnx.read` gave them.
    opset : int
    way : {"auto", "phases", "zeros"}
        ``zeros`` puts zeros between the entries of the input; the other two do not multiply by any.

    Raises
    ------
    InputError
        For another way, an opset without what is needed, and for a node of a function that is another layer for each
        of those that call it.
    """
    if way not in WAYS:
        msg = f"no way of lowering is called {way!r}; use one of {', '.join(WAYS)}"
        raise InputError(msg)
    wire = Wire(buffer)
    made = _Replacing(wire, _sites(nodes), way)
    fields = list(wire.fields((0, len(buffer))))
    for number, value, _ in fields:
        if number == GRAPH:
            made.visit(graph(part(value), wire, ""), part(value), opset)
        elif number == FUNCTION and made.is_wanted(part(value)):
            own = [opset_of(part(one), wire) for field_, one, _ in wire.fields(part(value)) if field_ == OPSETS]
            made.visit(function(part(value), wire)[1], part(value), max(own, default=0) or opset)
    parts = []
    for number, value, whole in fields:
        if number == GRAPH:
            parts.append(encode.message(number, _written_graph(made, part(value))))
        elif number == FUNCTION and part(value) in made.changed:
            parts.append(encode.message(number, _written_function(made, part(value))))
        else:
            parts.append(buffer[whole[0] : whole[1]])
    return b"".join(parts), tuple(made.done)


def _sites(nodes: Sequence[Node]) -> dict[Span, Node]:
    """Give the nodes by their places; those of one place have to be one layer."""
    found: dict[Span, Node] = {}
    for node in nodes:
        first = found.setdefault(node.site, node)
        if (first.geometry.layer(), first.geometry.form) != (node.geometry.layer(), node.geometry.form):
            msg = f"{first.name} and {node.name} are one node of a function and two layers; inline the function first"
            raise InputError(msg)
    return found


@dataclass(slots=True)
class _Replacing:
    """What is replaced, found on a first way through all graphs.

    Parameters
    ----------
    wire : Wire
    sites : mapping of span to Node
    way : str
    """

    wire: Wire
    sites: Mapping[Span, Node]
    way: str
    builds: dict[Span, Build] = field(default_factory=dict)
    owned: dict[Span, list[Build]] = field(default_factory=dict)
    changed: set[Span] = field(default_factory=set)
    done: list[Replaced] = field(default_factory=list)
    reads: Counter[str] = field(default_factory=Counter)
    let_go: set[str] = field(default_factory=set)
    constants: dict[str, Span] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def is_wanted(self, span: Span) -> bool:
        """Tell whether a node that is to be replaced stands inside."""
        return any(span[0] <= start < span[1] for start, _ in self.sites)

    def visit(self, here: Graph, span: Span, opset: int, depth: int = 0) -> None:
        """Build what stands for the nodes of a graph and of those inside it, and note who reads what."""
        if depth > DEEPEST:
            msg = f"graphs are nested more than {DEEPEST} deep"
            raise LimitError(msg)
        self.taken |= {*here.makers, *here.readers, *here.tensors}
        self.reads.update(here.results)
        self.constants |= {name: one.span for name, one in here.tensors.items() if name not in here.shapes}
        for op in here.ops:
            node = self.sites.get(op.span)
            if node is not None:
                self.replace(op, node, here, span, opset)
                continue
            self.reads.update(op.inputs)
            for value in attributes(op, self.wire).values():
                for inner in value.graphs:
                    self.visit(graph(inner, self.wire, "", here), inner, opset, depth + 1)
                    if inner in self.changed:
                        self.changed |= {op.span, span}

    def replace(self, op: Op, node: Node, here: Graph, span: Span, opset: int) -> None:
        """Build what stands for one node."""
        if opset < LEAST_OPSET:
            msg = f"{node.name} is of opset {opset}; what a lowering needs came with opset {LEAST_OPSET}"
            raise InputError(f"{msg}, so convert the model first")
        build = Build(op.name or node.name.rpartition("/")[2], self.stem(op), opset)
        folded = _replaced(build, op, node.geometry, here, self.wire, self.way)
        self.builds[op.span] = build
        self.owned.setdefault(span, []).append(build)
        self.changed.add(span)
        if folded:
            self.let_go.update(op.inputs[1:])
            self.reads.update(op.inputs[:1])
        else:
            self.reads.update(op.inputs)
        self.done.append(Replaced(name=node.name, operators=tuple(build.operators), folded=folded))

    def stem(self, op: Op) -> str:
        """Give what the new names begin with: nothing in the file does."""
        stem = f"{op.outputs[0]}__lowered"
        while any(name.startswith(stem) for name in self.taken):
            stem += "_"
        self.taken.add(stem)
        return stem

    @property
    def skipped(self) -> set[Span]:
        """Constants that nobody reads any more."""
        return {self.constants[name] for name in self.let_go if name in self.constants and not self.reads[name]}


def _written_graph(made: _Replacing, span: Span) -> bytes:
    """Copy a graph with its nodes replaced, new constants behind its own, and unused ones left out."""
    content = list(_copied(made, span, node_field=1, skipped=made.skipped))
    content += [encode.message(5, one) for build in made.owned.get(span, ()) for one in build.constants]
    return b"".join(content)


def _written_function(made: _Replacing, span: Span) -> bytes:
    """Copy a function; it has no constants but nodes, which stand before all others."""
    fresh = [
        encode.message(7, encode.node("Constant", [], [name], name, {"value": one}))
        for build in made.owned.get(span, ())
        for name, one in zip(build.constant_names, build.constants, strict=True)
    ]
    return b"".join([*fresh, *_copied(made, span, node_field=7, skipped=set())])


def _copied(made: _Replacing, span: Span, node_field: int, skipped: set[Span]) -> Iterator[bytes]:
    for number, value, whole in made.wire.fields(span):
        if number == node_field and value in made.builds:
            yield from (encode.message(number, node) for node in made.builds[part(value)].nodes)
        elif number == node_field and value in made.changed:
            yield encode.message(number, _written_node(made, part(value)))
        elif not (number == 5 and node_field == 1 and value in skipped):
            yield made.wire.buffer[whole[0] : whole[1]]


def _written_node(made: _Replacing, span: Span) -> bytes:
    """Copy a node that has graphs inside, which are written anew."""
    content = []
    for number, value, whole in made.wire.fields(span):
        if number != 5:
            content.append(made.wire.buffer[whole[0] : whole[1]])
            continue
        attribute = []
        for kind, inner, within in made.wire.fields(part(value)):
            if kind in WHOLE_GRAPHS and part(inner) in made.changed:
                attribute.append(encode.message(kind, _written_graph(made, part(inner))))
            else:
                attribute.append(made.wire.buffer[within[0] : within[1]])
        content.append(encode.message(number, b"".join(attribute)))
    return b"".join(content)


def _replaced(build: Build, op: Op, geometry: Geometry, here: Graph, wire: Wire, way: str) -> bool:
    """Build what stands for one node; tell whether its weights were folded."""
    axes = plan(geometry)
    zeros = way == "zeros" and any(axis.stride > 1 for axis in axes)
    kernel = constant(here.tensor(op.given(1), wire), wire)
    given = constant(here.tensor(op.given(2), wire), wire) if op.given(2) and kernel is not None else None
    added = op.given(2) if given is None else ""
    job = Job(build, op.given(0), geometry, axes, given, f"{build.stem}_before_bias" if added else op.outputs[0])
    if kernel is None:
        w = computed(build, op.given(1), geometry, axes, zeros=zeros)
        between(job, w) if zeros else at_once(job, w)
    elif zeros:
        between(job, build.weights(flipped(kernel[0], geometry.groups), kernel[1]))
    else:
        phases(job, phased(kernel[0], geometry.groups, axes), kernel[1], by_depth=way == "auto")
    if added:
        row = build("Reshape", added, [1, -1, *[1] * geometry.rank])
        build("Add", job.out, row, out=op.outputs[0])
    return kernel is not None
