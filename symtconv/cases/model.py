"""A model case: a file whose transposed convolutions are to be proved, and the engines that may differ on them."""

from __future__ import annotations

from symtconv.cases.schema import Case
from symtconv.geometry import SymtconvError
from symtconv.models.findings import Findings, find


def judge(case: Case) -> list[str]:
    """Give the lines to show when the case fails; none when it passes. The file stands beside the case file."""
    try:
        found = find(case.path.parent / case.data["file"], case.data.get("allow_engines", ()))
    except SymtconvError as error:
        return [f"  {error}"]
    problems: list[str] = []
    if found.outcome != case.data["expect"]:
        problems += [f"expected {case.data['expect']}, but it is {found.outcome}:", *_open(found)]
    problems += [f"{engine} is known to differ; write the cure, or allow it" for engine in found.differing]
    nodes = case.data.get("nodes")
    if nodes is not None and nodes != len(found.nodes):
        problems.append(f"expected {nodes} transposed convolutions, but there are {len(found.nodes)}")
    return [f"  {problem}" for problem in problems]


def _open(found: Findings) -> list[str]:
    """Name the nodes that keep the file from being proved."""
    nodes = [f"{one.node.name}: {one.reason or one.verdict}" for one in found.nodes if one.verdict != "proved"]
    return [*nodes, *(f"{one.name}: {one.why}" for one in found.contents.unread)]
