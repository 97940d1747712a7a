"""``symtconv identify`` and ``symtconv conform``: black boxes from the shell."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from symtconv.cli.report import show
from symtconv.cli.words import shape
from symtconv.conformance.onnx_file import identify_node, nodes
from symtconv.conformance.words import catalogue_of
from symtconv.geometry import InputError
from symtconv.grids.file import read_grid
from symtconv.grids.grid import Grid
from symtconv.grids.store import changes, read
from symtconv.results.conformance import FORMS, USUAL, Conformance, conform
from symtconv.results.files import check_targets, write_all
from symtconv.results.identification import Identification, identify

IDENTIFY_FORMS = (".json", ".txt", ".html")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyRequest:
    """Everything that the command line said to identify."""

    target: str
    meant: str | None = None
    input: str | None = None
    rank: int | None = None
    settings: tuple[str, ...] = ()
    engine: str = "onnxruntime"
    isolate: bool | None = None
    seconds: float = 20.0
    lang: str = "en"
    outputs: tuple[Path, ...] = ()
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConformRequest:
    """Everything that the command line said to conform."""

    targets: tuple[str, ...]
    grid: Path | None = None
    grid_words: dict[str, Any]
    settings: tuple[str, ...] = ()
    jobs: int = 1
    dask: str | None = None
    isolate: bool | None = None
    seconds: float = 20.0
    memory: int = 0
    resume: bool = False
    strict: bool = False
    shrink: bool = True
    diff: bool = False
    engine: str = "onnxruntime"
    lang: str = "en"
    outputs: tuple[Path, ...] = ()
    json: bool = False


def run_identify(request: IdentifyRequest) -> int:
    """Identify, show or write, and give the exit code."""
    check_targets(request.outputs, IDENTIFY_FORMS)
    sizes = None if request.input is None else shape("--input", request.input)
    if request.target.endswith(".onnx"):
        return _nodes(request, sizes if isinstance(sizes, tuple) or sizes is None else (sizes,))
    spec = _spec(request.target, request.settings)
    with _own_stdout():
        found = identify(
            spec, meant=request.meant, input=sizes, rank=request.rank, isolate=request.isolate, seconds=request.seconds
        )
    _write(request.outputs, {".json": found.to_json, ".txt": lambda: found.to_text(request.lang),
                             ".html": lambda: found.to_html(request.lang)})  # fmt: skip
    if request.json:
        sys.stdout.write(found.to_json())
    else:
        show(found.to_text(request.lang).splitlines(), request.outputs, request.lang)
    return found.exit_code


def _write(outputs: Sequence[Path], forms: dict[str, Any]) -> None:
    write_all({path: forms[path.suffix]().encode() for path in outputs})


def _nodes(request: IdentifyRequest, sizes: tuple[int, ...] | None) -> int:
    """Identify every ConvTranspose of a model; the worst answer is the answer."""
    found: list[Identification] = []
    unread: list[str] = []
    with _own_stdout():
        for node in nodes(Path(request.target), sizes):
            if isinstance(node, str):
                unread.append(node)
            else:
                found.append(Identification(identify_node(node, request.engine)))
    code = max([one.exit_code for one in found] + [3] * bool(unread))
    plain = {"format": 1, "target": request.target, "nodes": [one.to_dict() for one in found], "unread": unread}
    text = "\n".join([one.to_text(request.lang).rstrip("\n") for one in found] + unread)
    page = "\n".join(one.to_html(request.lang) for one in found)
    told = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    _write(request.outputs, {".json": lambda: told, ".txt": lambda: text + "\n", ".html": lambda: page})
    if request.json:
        sys.stdout.write(told)
    else:
        show(text.splitlines(), request.outputs, request.lang)
    return code


def run_conform(request: ConformRequest) -> int:
    """Conform, show or write, and give the exit code."""
    if request.diff:
        return _diff(request)
    if len(request.targets) != 1:
        msg = f"conform takes one target, not {len(request.targets)}; two files are compared with --diff"
        raise InputError(msg)
    target = request.targets[0]
    if target.endswith(".onnx"):
        return run_identify(
            IdentifyRequest(
                target=target, outputs=request.outputs, engine=request.engine, lang=request.lang, json=request.json
            )
        )
    check_targets(request.outputs, FORMS)
    records = next((path for path in request.outputs if path.suffix == ".jsonl"), None)
    if request.resume and records is None:
        msg = "--resume goes on with a file of records; name it with -o FILE.jsonl"
        raise InputError(msg)
    with _own_stdout(), _counted(request) as told:
        found = conform(
            _spec(target, request.settings), _grid(request), jobs=request.jobs, dask_address=request.dask,
            isolate=request.isolate, seconds=request.seconds, memory=request.memory * 2**20, output=records,
            resume=request.resume, strict=request.strict, shrink=request.shrink, told=told,
        )  # fmt: skip
    write_all({path: found.to_form(path.suffix, request.lang) for path in request.outputs if path != records})
    _show(found, request)
    return found.exit_code


def _show(found: Conformance, request: ConformRequest) -> None:
    if request.json:
        sys.stdout.write(found.to_json())
    else:
        show(found.to_text(request.lang).splitlines(), request.outputs, request.lang)


def _grid(request: ConformRequest) -> Grid:
    grid = Grid() if request.grid is None else read_grid(request.grid)
    said = {name: value for name, value in request.grid_words.items() if value not in (None, (), False)}
    if "where" in said:
        said["where"] = (*grid.where, *said["where"])
    if request.grid is None and not {"small", "random", "sizes", "beyond"} & said.keys():
        grid = USUAL
    return replace(grid, **said)


def _spec(target: str, settings: Sequence[str]) -> str:
    return target if not settings else f"{target}|{'&'.join(settings)}"


def _diff(request: ConformRequest) -> int:
    """Say which configurations came out otherwise in two files of records."""
    if len(request.targets) != 2:
        msg = f"--diff compares two files of records, not {len(request.targets)}; name an old and a new one"
        raise InputError(msg)
    old, new = (read(Path(path)) for path in request.targets)
    found = changes(old, new)
    common = len(old.records.keys() & new.records.keys())
    if request.json:
        rows = [{"key": key, "old": before, "new": after} for key, before, after in found]
        sys.stdout.write(
            json.dumps({"format": 1, "common": common, "changed": rows}, ensure_ascii=False, indent=1) + "\n"
        )
    else:
        say = catalogue_of(request.lang)
        lines = [f"{before['text']}: {say[before['outcome']]} -> {say[after['outcome']]}" for _, before, after in found]
        names = [f"{kept.head.get('target')} {kept.head.get('version', '')}".strip() for kept in (old, new)]
        show([*lines, f"{names[0]} -> {names[1]}: {len(found)} of {common} changed"], (), request.lang)
    if not common:
        return 3
    return 1 if found else 0


@contextmanager
def _own_stdout() -> Iterator[None]:
    """Keep what a target prints away from the answer: it goes to standard error."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # no standard output: there is nothing to keep clean
        yield
        return
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


@contextmanager
def _counted(request: ConformRequest) -> Iterator[Any]:
    """Show how many have come and how long the rest will take, on a terminal."""
    if not sys.stderr.isatty() or request.json:
        yield lambda _done, _of: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where someone looks
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(request.targets[0], total=None)
        yield lambda done, of: progress.update(bar, completed=done, total=of)
