"""``symtconv model``: what the transposed convolutions of a file are, certified, compared, or replaced."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symtconv.cli.report import progress, show
from symtconv.geometry import InputError
from symtconv.models.findings import Findings, find

if TYPE_CHECKING:
    from symtconv.results.model import Lowered

LOWERED, CODE = ".onnx", ".py"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRequest:
    """Everything that the command line said."""

    file: str
    against: str | None = None
    lower: str | None = None
    emit: str | None = None
    allow_engine: tuple[str, ...] = ()
    sarif: Path | None = None
    outputs: tuple[Path, ...] = ()
    looks: Mapping[str, Any] = field(default_factory=dict)
    json: bool = False


def run_model(request: ModelRequest) -> int:
    """Read, certify, show or write, and give the exit code."""
    written = [*request.outputs, *([request.sarif] if request.sarif is not None else [])]
    _check(request, written)
    with progress("reading the model"):
        found = find(request.file, request.allow_engine)
        other = None if request.against is None else find(request.against)
        told = _write(request, found, written) if written else []
    if other is not None:
        return _compared(request, found, other)
    if request.emit is not None and not written:
        from symtconv.results.model import Model  # noqa: PLC0415 - most answers are not printed

        sys.stdout.write(Model.of(found).emit(request.emit))
    elif request.json:
        sys.stdout.write(found.to_json())
    else:
        show([*found.summary(_width()), *told], written)
    return found.exit_code


def _write(request: ModelRequest, found: Findings, written: Sequence[Path]) -> list[str]:
    """Write every file that was asked for; say what became of the nodes that were replaced."""
    from symtconv.rendering.notation.style import Style  # noqa: PLC0415 - most answers are not printed
    from symtconv.results.files import write_all  # noqa: PLC0415 - as above
    from symtconv.results.model import Model  # noqa: PLC0415 - as above

    model = Model.of(found, Style(**request.looks))
    lowered = None
    if any(path.suffix == LOWERED for path in written):
        lowered = model.lower(request.lower or "auto")
    special = {
        LOWERED: lambda: b"" if lowered is None else lowered.content,
        CODE: lambda: model.emit(request.emit or "").encode(),
    }
    made = {
        path: special[path.suffix]() if path.suffix in special else model.to_form(path.suffix)
        for path in request.outputs
    }
    if request.sarif is not None:
        made[request.sarif] = model.to_sarif().encode()
    write_all(made)
    return [] if lowered is None else _said(lowered)


def _check(request: ModelRequest, targets: Sequence[Path]) -> None:
    written = [path for path in request.outputs if path.suffix == LOWERED]
    if request.lower is not None and not written:
        msg = f"--lower {request.lower} writes a model; name it with -o lowered.onnx"
        raise InputError(msg)
    if request.emit is None and any(path.suffix == CODE for path in request.outputs):
        msg = "a .py file holds the layers as code; add --emit torch, jax or numpy"
        raise InputError(msg)
    if request.emit is not None and request.json:
        msg = "--emit prints code and --json a report; leave one of them out"
        raise InputError(msg)
    if request.emit is not None and targets and not any(path.suffix == CODE for path in request.outputs):
        msg = f"--emit {request.emit} writes code; name a file for it with -o x.py, or leave the other files out"
        raise InputError(msg)
    for path in written:
        if path.exists() and path.resolve() == Path(request.file).resolve():
            msg = f"{path} is the model that is read; write the lowered one to another file"
            raise InputError(msg)
    if targets:
        from symtconv.results.files import check_targets  # noqa: PLC0415 - most answers are not printed
        from symtconv.results.model import Model  # noqa: PLC0415 - as above

        check_targets(targets, (*Model.suffixes, LOWERED, CODE))


def _said(lowered: Lowered) -> list[str]:
    """Say what became of each node that was replaced."""
    told = ["  lowered, each replacement proved for every size:"]
    for one in lowered.replaced:
        folded = "weights folded" if one.folded else "weights rearranged by nodes"
        told.append(f"    {one.name}: {len(one.operators)} node{'s'[: len(one.operators) > 1]}, {folded}")
    return told


def _compared(request: ModelRequest, model: Findings, other: Findings) -> int:
    found = model.against(other)
    if request.json:
        pairs = [
            {
                "left": None if one.left is None else one.left.name,
                "right": None if one.right is None else one.right.name,
                "differences": list(one.differences),
            }
            for one in found.pairs
        ]
        told = {"format": 1, "left": model.path, "right": other.path, "same": found.same, "pairs": pairs}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        head = "the same layers" if found.same else "different layers"
        show([f"{head}: {model.path} | {other.path}", *found.lines()], [])
    unread = bool(model.contents.unread or other.contents.unread)
    return 1 if not found.same else 3 if unread else 0


def _width() -> int:
    return max(60, min(shutil.get_terminal_size((100, 24)).columns, 200))
