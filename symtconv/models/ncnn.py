"""ncnn ``.param`` files: the deconvolution layers of the text; the weights' side file is not opened.

Source: ncnn's operator documentation and the parameters that its layers load, release 1.0.20261020, checked on nine
shipped layers. Width comes before height. Output padding goes to the high end and the pads crop, so that
``pad_left`` and ``output_pad_right - pad_right`` are the layer's l and a - h. The kernel is stored (C_out, C_in/g, …)
and not flipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from symtconv.geometry import GeometryError, InputError, LimitError
from symtconv.models.node import Contents, Geometry, Node, Unread, geometry_error, named

MAGIC = 7767517
MOST_LAYERS = 100_000
ACTIVATIONS = {1: "ReLU", 2: "LeakyReLU", 3: "Clip", 4: "Sigmoid", 5: "Mish", 6: "HardSwish"}
CHANGES = frozenset(
    ("Crop", "Padding", "BatchNorm", "Scale", "Bias", "ReLU", "PReLU", "Sigmoid", "TanH", "Clip", "ELU", "Swish",
     "HardSwish", "BinaryOp", "Slice")
)  # fmt: skip
_NAME = re.compile(r"Deconvolution(DepthWise)?(1D|3D)?$")
_NUMBER = re.compile(r"-?\d{1,12}$")


@dataclass(frozen=True, slots=True)
class _Words:
    """Where a layer's parameters say one axis: kernel, dilation, stride, pads, output padding, output size.

    Behind each number stand those that are taken where it is absent, one after the other.
    """

    kernel: tuple[int, ...]
    dilation: tuple[int, ...]
    stride: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    extra: tuple[int, ...]
    size: tuple[int, ...]


_WIDTH = _Words((1,), (2,), (3,), (4,), (15, 4), (18,), (20,))
_HEIGHT = _Words((11, 1), (12, 2), (13, 3), (14, 4), (16, 14, 4), (19, 18), (21, 20))
_WIDTH_3D = _Words((1,), (2,), (3,), (4,), (15, 4), (18,), (25,))
_HEIGHT_3D = _Words((11, 1), (12, 2), (13, 3), (14, 4), (16, 14, 4), (19, 18), (26, 25))
_DEPTH_3D = _Words((21, 1), (22, 2), (23, 3), (24, 4), (17, 24, 4), (20, 18), (27, 25))
_AXES = {"1D": (_WIDTH,), None: (_HEIGHT, _WIDTH), "3D": (_DEPTH_3D, _HEIGHT_3D, _WIDTH_3D)}
_DEFAULT = {1: 0, 2: 1, 3: 1}
_SAME = (-233, -234)


@dataclass(frozen=True, slots=True)
class _Line:
    type: str
    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    words: dict[int, str]

    def number(self, place: int, default: int) -> int:
        """Give an integer parameter.

        Raises
        ------
        InputError
            Where it is none.
        """
        text = self.words.get(place)
        if text is None:
            return default
        if not _NUMBER.match(text):
            msg = f"parameter {place} is {text[:20]!r}, and has to be an integer of at most 12 digits"
            raise InputError(msg)
        return int(text)

    def along(self, places: tuple[int, ...]) -> int:
        """Give a parameter of one axis, or the first of those that stand in for it."""
        place = next((place for place in places if place in self.words), places[-1])
        return self.number(place, _DEFAULT.get(place, 0))


def read(text: str) -> Contents:
    """Read the deconvolutions of a ``.param`` text.

    Raises
    ------
    InputError
        Where the text is none.
    LimitError
        For more layers than any network has.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != str(MAGIC):
        msg = f"its first line is not {MAGIC}, the number that a .param file begins with; binary ones are not read"
        raise InputError(msg)
    if len(lines) > MOST_LAYERS:
        msg = f"it has {len(lines)} lines; {MOST_LAYERS} is the most"
        raise LimitError(msg)
    layers = [_line(number, line) for number, line in enumerate(lines[2:], 3) if line.strip()]
    readers: dict[str, list[_Line]] = {}
    for layer in layers:
        for blob in layer.inputs:
            readers.setdefault(blob, []).append(layer)
    found = (_node(layer, readers) if "econv" in layer.type else layer.type for layer in layers)
    return Contents.of("ncnn", "ncnn .param", found, len(layers))


def _line(number: int, text: str) -> _Line:
    words = text.split()
    try:
        reads, writes = int(words[2][:6]), int(words[3][:6])
        blobs = words[4 : 4 + reads + writes]
        pairs = [word.split("=", 1) for word in words[4 + reads + writes :]]
        if min(reads, writes) < 0 or len(blobs) < reads + writes:
            raise ValueError
        given = {int(key[:8]): value for key, value in pairs}
    except (IndexError, ValueError):
        msg = f"line {number} is no layer: a type, a name, two counts, blobs, and parameters such as 0=64"
        raise InputError(msg) from None
    return _Line(words[0], words[1], tuple(blobs[:reads]), tuple(blobs[reads:]), given)


def _node(line: _Line, readers: dict[str, list[_Line]]) -> Node | Unread:
    kind = _NAME.match(line.type)
    if kind is None:
        return Unread(line.name, f"{line.type} is no deconvolution that ncnn's own text has; its rules may differ")
    try:
        return _read(line, _AXES[kind[2]], readers)
    except GeometryError as error:
        return geometry_error(line.name, error)
    except InputError as error:
        return Unread(line.name, str(error), illegal=True)


def _read(line: _Line, axes: tuple[_Words, ...], readers: dict[str, list[_Line]]) -> Node | Unread:
    if line.number(28, 0):
        return Unread(line.name, "its weights are an input (28=1), so that their shape stands nowhere in the file")
    pads = [(line.along(axis.low), line.along(axis.high)) for axis in axes]
    if any(line.along(axis.size) for axis in axes) or any(pad in _SAME for pair in pads for pad in pair):
        why = "it asks for an output size, or for padding SAME, which depends on the size of its input"
        return Unread(line.name, f"{why}; ncnn's text leaves that open")
    kernel = tuple(line.along(axis.kernel) for axis in axes)
    out, groups = line.number(0, 0), line.number(7, 1) if "DepthWise" in line.type else 1
    weights, taps = line.number(6, 0), prod(kernel)
    if min(*kernel, out, groups, taps) < 1 or weights * groups % (taps * out):
        why = f"it has {weights} weights, which are no whole number of channels for {out} outputs of {taps} taps"
        return Unread(line.name, f"{why} in {groups} groups", illegal=True)
    geometry = Geometry(
        sizes=named([None] * len(axes)),
        kernel=kernel,
        stride=tuple(line.along(axis.stride) for axis in axes),
        dilation=tuple(line.along(axis.dilation) for axis in axes),
        padding=tuple(pads),
        output_padding=tuple(line.along(axis.extra) for axis in axes),
        in_channels=weights * groups // (taps * out),
        out_channels=out,
        groups=groups,
    )
    geometry.layer()
    fused = ACTIVATIONS.get(line.number(9, 0))
    behind = [f"fused {fused}"] if fused else []
    return Node(
        name=line.name,
        op=line.type,
        geometry=geometry,
        words=tuple((str(place), value) for place, value in sorted(line.words.items())),
        weights="side file",
        layout="(C_out, C_in/groups, *kernel)",
        bias=bool(line.number(5, 0)),
        neighbours=(*behind, *_neighbours(line, readers)),
    )


def _neighbours(line: _Line, readers: dict[str, list[_Line]]) -> Iterator[str]:
    for _ in range(3):
        behind = readers.get(line.outputs[0], []) if line.outputs else []
        if len(behind) != 1 or behind[0].type not in CHANGES:
            return
        line = behind[0]
        yield line.type
