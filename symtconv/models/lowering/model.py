"""The model around the nodes: which are replaced, what becomes of their constants, and the bytes that stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symtconv.geometry import InputError
from symtconv.models.graph import Graph, Op, graph
from symtconv.models.lowering import encode
from symtconv.models.lowering.build import Build
from symtconv.models.lowering.forms import Job, at_once, between, phases
from symtconv.models.lowering.plan import plan
from symtconv.models.lowering.weights import computed, constant, flipped, phased
from symtconv.models.node import Geometry, Node
from symtconv.models.onnx import name_of
from symtconv.models.wire import Buffer, Span, Wire, part

WAYS = ("auto", "phases", "zeros")


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
