"""``symtconv derive``: words to a layer, the derivation, and what is shown or written of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from pathlib import Path
from typing import Any

from symtconv.cli import words
from symtconv.cli.report import progress, show
from symtconv.codegen import TARGETS, emit
from symtconv.conventions import Given, layer_of_call
from symtconv.conventions.convolution import layer_of_convolution
from symtconv.geometry import ConvTranspose, InputError
from symtconv.geometry.family import Family
from symtconv.operators.estimate import check_size
from symtconv.operators.explain import explain
from symtconv.rendering.documents.words import Words
from symtconv.rendering.notation.style import Style
from symtconv.results.derivation import Derivation, derive, view_names
from symtconv.results.every_size import SizesDerivation, derive_sizes
from symtconv.results.files import certificate_among, check_targets, write_all
from symtconv.results.general import general
from symtconv.results.printable import named

# option -> how its text is read; the others are numbers already
READERS: dict[str, Callable[[str, str], Any]] = {
    "input": words.shape,
    "kernel": words.shape,
    "stride": words.shape,
    "padding": words.padding,
    "output_padding": words.shape,
    "dilation": words.shape,
}
PROBES = (*range(10**6, 10**6 + 13), 2 * 10**6 + 1)
"""Sizes at which a call is read to see that its layer does not depend on them."""


EMITTED = (".py", ".onnx")
"""Files of code, which --emit asks for."""
PREFIX = "program:"  # before a program, where the words of a lowering may stand
BESIDE = ("input", "kernel", "in_channels", "out_channels")  # what a call may leave to its arrays


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything that the command line said, still as text."""

    call: str | None
    words: Mapping[str, str | int | None]
    of_conv: bool = False
    views: str | None = None
    lowering: str | None = None
    explain: str | None = None
    emit: str | None = None
    y: str | None = None
    w: str | None = None
    general: bool = False
    looks: Mapping[str, Any] = field(default_factory=dict)
    symbols: str | None = None
    index_base: int = 0
    figure: str | None = None
    figure_width: float | None = None
    max_entries: int = 1_000_000
    outputs: tuple[Path, ...] = ()
    page: bool = False
    matrix: bool = False
    json: bool = False

    @property
    def lang(self) -> str:
        """The language of what is said."""
        return str(self.looks.get("lang", "en"))


def run_derive(request: Request) -> int:
    """Derive, show or write, and give the exit code."""
    if not is_program(request.lowering):
        check_targets(request.outputs, (*Derivation.suffixes, *EMITTED))
        _check_emitted(request)
    if request.figure_width is not None and request.figure is None:
        msg = "--figure-width is the room for a figure that is drawn alone; name it, such as --figure lowering"
        raise InputError(msg)
    if request.general:
        return _run_general(request)
    sizes = words.sizes("--input", str(request.words.get("input") or ""))
    if request.lowering is not None and is_program(request.lowering):
        return _run_program(request, sizes, request.lowering)
    if any(isinstance(size, str) for size in sizes):
        return _run_sizes(request, sizes)
    layer = layer_of(request)
    lowering = None if request.lowering is None else words.lowering(request.lowering)
    views = view_names(None if request.views is None else [name.strip() for name in request.views.split(",")])
    if request.figure == "matrix":  # what is asked for is the matrix
        check_size(layer, request.max_entries)
    said = Words(request.lang)
    folded = request.y is None and any(path.suffix == ".onnx" for path in request.outputs)  # into the model
    with progress(said.word("cli.deriving")):
        derivation = derive(
            layer,
            call=request.call,
            lowering=lowering,
            views=views,
            y=None if request.y is None else words.data("--y", request.y),
            w=None if request.w is None or folded else words.data("--w", request.w),
            style=style_of(request),
            max_entries=request.max_entries,
            whole=request.matrix,
        )
        asked = answer(layer, request)  # it may refuse, and then nothing is written
        made = {
            path: emitted(layer, request, path.suffix)
            if path.suffix in EMITTED
            else derivation.to_form(path.suffix, request.figure)
            for path in request.outputs
        }
        if any(path.suffix in EMITTED for path in made):
            asked = None
        if asked is None and request.json:
            asked = derivation.to_json()
    write_all(made)
    if asked is not None:
        sys.stdout.write(asked)
    else:
        lines = derivation.to_text().splitlines() if request.page else derivation.summary()
        show(lines, request.outputs, request.lang)
    return derivation.verdict.exit_code


def _run_sizes(request: Request, sizes: Sequence[int | str]) -> int:
    """Answer for every value of the names among the sizes of the input."""
    asked = {
        "--explain": request.explain, "--emit": request.emit, "--y": request.y, "--w": request.w,
        "--matrix": request.matrix, "--view": request.views, "--of-conv": request.of_conv,
    }  # fmt: skip
    beside = [name for name, value in asked.items() if value]
    if beside:
        msg = f"{', '.join(beside)} beside a size with a name; give numbers for --input, or leave it out"
        raise InputError(msg)
    check_targets(request.outputs, SizesDerivation.suffixes)
    family = _family(request, sizes)
    lowering = None if request.lowering is None else words.lowering(request.lowering)
    said = Words(request.lang)
    with progress(said.word("cli.deriving")):
        found = derive_sizes(family, call=request.call, lowering=lowering, style=style_of(request))
        made = {path: found.to_form(path.suffix, request.figure) for path in request.outputs}
    write_all(made)
    if request.json:
        sys.stdout.write(found.to_json())
    else:
        show(found.to_text().splitlines() if request.page else found.summary(), request.outputs, request.lang)
    return found.verdict.exit_code


def is_program(lowering: str | None) -> bool:
    """Tell whether what was given is a program."""
    return lowering is not None and lowering.lstrip().startswith(PREFIX)


def _run_program(request: Request, sizes: Sequence[int | str], lowering: str) -> int:
    """Judge a program that stands for the layer."""
    named = any(isinstance(size, str) for size in sizes)
    layer = _family(request, sizes).pattern if named else layer_of(request)
    given = sizes if named else layer.input
    from symtconv.cli.lowered import run_program  # noqa: PLC0415 - cli may import late, to start fast

    return run_program(lowering, layer, given, looks=request.looks, outputs=request.outputs, json=request.json)


def _family(request: Request, sizes: Sequence[int | str]) -> Family:
    """Make the layer of every size from the same words as that of one; they may not depend on the size."""
    found: dict[str, Any] = {}
    for probe in PROBES:
        numbers = "x".join(str(probe if isinstance(size, str) else size) for size in sizes)
        layer = layer_of(replace(request, words={**request.words, "input": numbers}))
        other = {name: value for name, value in layer.to_dict().items() if name != "input"}
        if found and found != other:
            changed = ", ".join(name for name in other if other[name] != found[name])
            msg = f"the layer of this call has another {changed} at another size; give numbers for --input"
            raise InputError(msg)
        found = other
    each = list(sizes) * (layer.rank if len(sizes) == 1 else 1)
    return Family.of_words(found, each)


def style_of(request: Request) -> Style:
    """Give the looks that were asked for."""
    return Style(
        **request.looks,
        symbols={} if request.symbols is None else words.symbols(request.symbols),
        index_base=request.index_base,
        figure_width=request.figure_width,
        certificate=certificate_among(request.outputs, "proof.json"),
    )


def _run_general(request: Request) -> int:
    beside = [_option(name) for name, value in request.words.items() if value is not None]
    if beside or request.call is not None or request.json:
        msg = f"--general is about every layer; leave out {', '.join(beside) or 'the call, and --json'}"
        raise InputError(msg)
    said = Words(request.lang)
    with progress(said.word("cli.general")):
        page = general(style_of(request))
        made = {path: page.to_form(path.suffix) for path in request.outputs}
    write_all(made)
    lines = [said.filled("summary.general", steps=len(page.steps))]
    show(lines if request.outputs and not request.page else page.to_text().splitlines(), request.outputs, request.lang)
    return 0


def layer_of(request: Request) -> ConvTranspose:
    """Make the layer of a call or of the options.

    Raises
    ------
    InputError
        When geometry options stand beside a call, or neither names a kernel.
    """
    said = {name: value for name, value in request.words.items() if value is not None}
    read: dict[str, Any] = {name: _read(name, value) for name, value in said.items()}
    if request.call is not None:
        beside = sorted(_option(name) for name in said if name not in BESIDE)
        if beside:
            msg = f"{', '.join(beside)} beside a call; say the geometry in the call, and only --input beside it"
            raise InputError(f"{msg}, or --kernel, --in-channels and --out-channels where its arrays decide them")
        left = {name: read.get(name) for name in BESIDE if name != "input"}
        if request.of_conv:
            return layer_of_convolution(request.call, read.get("input"), Given(**left))
        return layer_of_call(request.call, read.get("input"), **left)
    missing = [_option(name) for name in ("input", "kernel") if name not in read]
    if missing:
        msg = f"{' and '.join(missing)} missing; give --input and --kernel, or a call and --input"
        raise InputError(msg)
    _check_ends(read)
    if request.of_conv:
        if "output_padding" in read:
            msg = "--output-padding beside --of-conv; the convolution fixes it, so leave it out"
            raise InputError(msg)
        return ConvTranspose.of_conv(**read)
    return ConvTranspose(**read)


def _check_ends(read: Mapping[str, Any]) -> None:
    """Refuse a single low:high beside several axes: it is read as one axis, and seldom meant so."""
    rank = max(len(read[name]) if isinstance(read[name], tuple) else 1 for name in ("input", "kernel"))
    pads = read.get("padding")
    if rank > 1 and isinstance(pads, tuple) and len(pads) == 1 and isinstance(pads[0], tuple):
        low, high = pads[0]
        each = "x".join([f"{low}:{high}"] * rank)
        msg = f"--padding {low}:{high} is for one axis, and the layer has {rank}; for the same on each write {each}"
        raise InputError(msg)


def _check_emitted(request: Request) -> None:
    """Refuse a file of code where no code is asked for, or an ONNX file of another target's."""
    for path in request.outputs:
        if path.suffix in EMITTED and request.emit is None:
            msg = f"{named(path)}: to write the lowering as code add --emit {', '.join(TARGETS)}"
            raise InputError(f"{msg} (.onnx: --emit onnx)")
        if path.suffix == ".onnx" and request.emit != "onnx":
            msg = f"{named(path)}: --emit {request.emit} is written to a .py file; .onnx goes with --emit onnx"
            raise InputError(msg)


def emitted(layer: ConvTranspose, request: Request, suffix: str) -> bytes:
    """Give the code as a file, or the ONNX model itself: without the operator, its sizes open, given weights folded."""
    if suffix == ".py":
        return (answer(layer, request) or "").encode()
    from symtconv.results.model import lowered_layer  # noqa: PLC0415 - cli may import late, to start fast

    return lowered_layer(layer, None if request.w is None else _weights(layer, words.data("--w", request.w)))


def _weights(layer: ConvTranspose, data: Any) -> bytes:
    import numpy as np  # noqa: PLC0415 - as above

    kernel = np.asarray(data, dtype="<f4")
    if kernel.shape not in (layer.weight_shape, layer.kernel) or kernel.size != prod(layer.weight_shape):
        msg = f"--w has the shape {kernel.shape} and the layer's kernel {layer.weight_shape}; give one of that shape"
        raise InputError(msg)
    return kernel.tobytes()


def answer(layer: ConvTranspose, request: Request) -> str | None:
    """Give what was asked for instead of the document: the lowering as code, or one entry."""
    if request.emit is not None:
        phases = request.views is not None and "polyphase" in request.views
        return emit(layer, request.emit, view="polyphase" if phases else "lowering")
    if request.explain is not None:
        found = explain(layer, words.entry(request.explain), base=request.index_base)
        return found.text(Words(request.lang).told) + "\n"
    return None


def _read(name: str, value: str | int) -> Any:
    return READERS[name](_option(name), str(value)) if name in READERS else value


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
