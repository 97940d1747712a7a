"""ONNX files: every ConvTranspose of the graph, of graphs inside nodes and of functions, without the weights.

Source: onnx.proto and the text of ConvTranspose, versions 1, 11 and 22. Only the operator of ONNX's own domain is
read; what other domains call alike (com.microsoft has one whose padding is an input) is named and refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from symtconv.conventions import Spec, spec_of_call
from symtconv.geometry import GeometryError, InputError, LimitError, SymtconvError
from symtconv.models.graph import DEEPEST, Attribute, Graph, Op, Tensor, attributes, function, graph
from symtconv.models.node import Contents, Geometry, Met, Node, Unread, named
from symtconv.models.wire import Buffer, Span, Wire, part, signed

MOST_INSTANCES = 20_000
"""Nodes that are looked at, those inside functions once for each call."""
ACTIVATIONS = frozenset(
    ("Relu", "LeakyRelu", "PRelu", "Sigmoid", "Tanh", "Elu", "Selu", "Clip", "HardSwish", "HardSigmoid", "Gelu",
     "Softplus", "Mish", "ThresholdedRelu", "Celu")
)  # fmt: skip
CHANGES = frozenset(("Add", "BatchNormalization", "Slice", "Pad", "Crop", "Mul")) | ACTIVATIONS
_LISTS = {"kernel_shape", "strides", "pads", "output_padding", "dilations", "output_shape"}


@dataclass(slots=True)
class _Walk:
    """What is carried through the graphs: the wire, the functions, and how much has been looked at."""

    wire: Wire
    functions: dict[tuple[str, str], tuple[Graph, list[str]]]
    left: int = MOST_INSTANCES

    def count(self) -> None:
        self.left -= 1
        if self.left < 0:
            msg = f"the functions of the file open into more than {MOST_INSTANCES} nodes; it is not read further"
            raise LimitError(msg)


def read(buffer: Buffer) -> Contents:
    """Read the transposed convolutions of an ONNX model.

    Parameters
    ----------
    buffer : bytes or mmap
        The file; weights in it are passed over, external ones are not opened.

    Raises
    ------
    InputError
        Where the bytes are no ONNX model.
    LimitError
        For a file that would cost more than a reader should pay.
    """
    wire = Wire(buffer)
    spans: list[Span] = []
    opset, functions, version = 0, {}, None
    for number, value, _ in wire.fields((0, len(buffer))):
        if number == 1 and isinstance(value, int):
            version = value
        elif number == 7:
            spans.append(part(value))
        elif number == 8:
            opset = max(opset, opset_of(part(value), wire))
        elif number == 25:
            key, body, inputs = function(part(value), wire)
            functions[key] = (body, inputs)
    if not spans or version is None:
        msg = "it holds no graph with an IR version, so it is no ONNX model"
        raise InputError(msg)
    walk = _Walk(wire, functions)
    whole = graph(spans[0], wire, "")
    return Contents.of("onnx", f"ONNX, opset {opset}", _walk(whole, walk, 0), len(whole.ops), opset)


def opset_of(span: Span, wire: Wire) -> int:
    """Read the version of ONNX's own operators that a model, or a function, imports; 0 for another domain."""
    domain, version = "", 0
    for number, value, _ in wire.fields(span):
        if number == 1:
            domain = wire.text(value)
        elif number == 2 and isinstance(value, int):
            version = signed(value)
    return version if domain in ("", "ai.onnx") else 0


def _walk(here: Graph, walk: _Walk, depth: int) -> Iterator[Met]:
    """Give what every node of a graph holds, graphs inside nodes and functions included, in their order."""
    if depth > DEEPEST:
        msg = f"graphs and functions are nested more than {DEEPEST} deep"
        raise LimitError(msg)
    for place, op in enumerate(here.ops):
        name = name_of(op, place, here)
        if op.op == "ConvTranspose" and op.standard:
            walk.count()
            yield replace(_node(name, op, here, walk.wire), site=op.span)
        elif (op.domain, op.op) in walk.functions:
            walk.count()
            yield from _walk(_called(op, name, here, walk), walk, depth + 1)
        elif "ConvTranspose" in op.op or "Deconv" in op.op:
            why = f"{op.domain or 'ai.onnx'}.{op.op} is no operator of ONNX's own text; its rules may differ"
            yield Unread(name, why)
        else:
            yield op.op
            inner = op.op in ("If", "Loop", "Scan", "SequenceMap") or not op.standard
            for word, attribute in attributes(op, walk.wire).items() if inner else ():
                for span in attribute.graphs:
                    yield from _walk(graph(span, walk.wire, f"{name}/{word}/", here), walk, depth + 1)


def name_of(op: Op, place: int, here: Graph) -> str:
    """Name a node by the path of its graph and its own name, or by its operator and its place."""
    return f"{here.path}{op.name or f'{op.op}_{place}'}"


def _called(op: Op, name: str, here: Graph, walk: _Walk) -> Graph:
    """Give the body of a function as a graph inside the one that calls it: its inputs are the caller's values."""
    body, inputs = walk.functions[op.domain, op.op]
    values = {word: _resolved(value, here) for word, value in attributes(op, walk.wire).items()}
    renamed = {inner: op.given(place) for place, inner in enumerate(inputs)}
    return replace(body, path=f"{name}/", around=here, renamed=renamed, values=values)


def _resolved(attribute: Attribute, here: Graph) -> Attribute:
    """Give an attribute of a node inside a function that names one of the function's own."""
    return here.values.get(attribute.refers, Attribute()) if attribute.refers else attribute


def _node(name: str, op: Op, here: Graph, wire: Wire) -> Node | Unread:
    """Read one ConvTranspose; whatever keeps it from being a layer is said, and the others are read on."""
    given = {word: _resolved(value, here) for word, value in attributes(op, wire).items()}
    weights = here.tensor(op.given(1), wire)
    dims = weights.dims if weights is not None else _fixed(here.shape(op.given(1)))
    if dims is None or len(dims) < 3:
        return Unread(name, "the shape of its weights stands nowhere in the file, so its channels are unknown")
    try:
        spec = spec_of_call(_call(given, dims))
        return _certified(name, op, here, wire, spec, dims, weights, given)
    except GeometryError as error:
        return Unread(name, str(error), illegal=True)
    except SymtconvError as error:
        return Unread(name, str(error), illegal=isinstance(error, InputError))


def _fixed(shape: tuple[int | None, ...] | None) -> tuple[int, ...] | None:
    if shape is None or None in shape:
        return None
    return tuple(size for size in shape if size is not None)


def _call(given: Mapping[str, Attribute], dims: tuple[int, ...]) -> str:
    """Write the node as the call that `symtconv.conventions` reads; the kernel's shape is that of the weights.

    Raises
    ------
    InputError
        When ``kernel_shape`` says otherwise, or an attribute is none that the operator has.
    """
    stated = given.get("kernel_shape")
    if stated is not None and stated.numbers and tuple(stated.numbers) != dims[2:]:
        msg = f"kernel_shape is {stated.numbers} and the weights have the shape {list(dims)}; one of them is wrong"
        raise InputError(msg)
    words = [f"kernel_shape={list(dims[2:])}"]
    for word, attribute in given.items():
        if word in _LISTS - {"kernel_shape"} and attribute.numbers:
            words.append(f"{word}={attribute.numbers}")
        elif word == "group" and attribute.number is not None:
            words.append(f"group={attribute.number}")
        elif word == "auto_pad" and _auto(attribute):
            words.append(f"auto_pad={_auto(attribute)!r}")
    return f"ConvTranspose({', '.join(words)})"


def _auto(attribute: Attribute | None) -> str:
    """Give auto_pad where it is more than the default; letters alone, since it becomes text of a call."""
    text = "".join(filter(lambda c: c.isalnum() or c == "_", attribute.text)) if attribute else ""
    return "" if text == "NOTSET" else text


def _certified(
    name: str,
    op: Op,
    here: Graph,
    wire: Wire,
    spec: Spec,
    dims: tuple[int, ...],
    weights: Tensor | None,
    given: Mapping[str, Attribute],
) -> Node | Unread:
    shape = here.shape(op.given(0))
    rank = len(dims) - 2
    if shape is not None and len(shape) != rank + 2:
        return Unread(name, f"its input has {len(shape)} axes and its weights are for {rank + 2}", illegal=True)
    if dims[0] % spec.groups or (shape is not None and shape[1] not in (None, dims[0])):
        told = "unknown" if shape is None else shape[1]
        why = f"the weights take {dims[0]} channels in {spec.groups} groups, and the input has {told}"
        return Unread(name, why, illegal=True)
    sizes = list(shape[2:]) if shape is not None else [None] * rank
    padding, extra = spec.padding, spec.output_padding
    if spec.output_shape is not None:
        fixed = _fixed(tuple(sizes))
        if fixed is None:
            return Unread(
                name, "output_shape is fixed and the input's size is open, so its padding depends on the size"
            )
        layer = spec.layer(fixed)
        padding, extra = layer.padding, layer.output_padding
    geometry = Geometry(
        sizes=named(sizes),
        kernel=spec.kernel,
        stride=spec.stride,
        dilation=spec.dilation,
        padding=padding,
        output_padding=extra,
        in_channels=dims[0],
        out_channels=dims[1] * spec.groups,
        groups=spec.groups,
    )
    geometry.layer()  # its numbers are those of a layer, or this says why not
    facts = [f"auto_pad={_auto(given.get('auto_pad'))}"] if _auto(given.get("auto_pad")) else []
    facts += ["output_shape"] if spec.output_shape is not None else []
    return Node(
        name=name,
        op=op.op,
        geometry=geometry,
        words=tuple((word, _said(value)) for word, value in given.items()),
        dtype=weights.dtype if weights is not None else "unknown",
        weights=weights.where if weights is not None else "input",
        bias=bool(op.given(2)),
        dynamic=shape is None or None in shape,
        facts=tuple(facts),
        neighbours=tuple(_neighbours(op, here, wire)),
    )


def _said(attribute: Attribute) -> str:
    if attribute.numbers:
        return str(attribute.numbers)
    return str(attribute.number) if attribute.number is not None else attribute.text


def _neighbours(op: Op, here: Graph, wire: Wire) -> Iterator[str]:
    """Name up to three operators behind a node that change its answer, as long as each is read by one alone."""
    for _ in range(3):
        out = op.outputs[0] if op.outputs else ""
        readers = here.readers.get(out, [])
        if len(readers) != 1 or readers[0].op not in CHANGES:
            return
        op = readers[0]
        if op.op in ("Add", "Mul"):
            other = next((name for name in op.inputs if name != out), "")
            constant = here.tensor(other, wire)
            if constant is None:
                return
            yield f"{op.op} bias" if op.op == "Add" else "Mul by a constant"
        else:
            yield op.op
