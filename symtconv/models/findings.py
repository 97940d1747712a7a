"""Everything that is found out about a model file, before it is a page: verdicts, exit code, plain data, lines."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symtconv.models.certify import Certified, certified
from symtconv.models.compare import Pairing, pair
from symtconv.models.node import Contents
from symtconv.models.read import read_file
from symtconv.models.report import lines, node_data, unread_data
from symtconv.models.sarif import sarif


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What was found out about a model file.

    Parameters
    ----------
    path : str
    contents : Contents
        What the reader found.
    nodes : tuple of Certified
        Every transposed convolution with its verdict for every size, its length, its calls, and who differs.
    allowed : frozenset of str
        Engines whose differences are no fault here.
    """

    path: str
    contents: Contents
    nodes: tuple[Certified, ...]
    allowed: frozenset[str] = frozenset()

    @property
    def outcome(self) -> str:
        """The word for the whole file: the weakest of its nodes'."""
        words = {one.verdict for one in self.nodes}
        if "refuted" in words or any(one.illegal for one in self.contents.unread):
            return "refuted"
        return "unknown" if "unknown" in words or self.contents.unread else "proved"

    @property
    def differing(self) -> tuple[str, ...]:
        """The engines that are known to compute a node otherwise, but for those that are allowed to."""
        found = dict.fromkeys(row.engine for one in self.nodes for row in one.engines)
        return tuple(engine for engine in found if engine not in self.allowed)

    @property
    def exit_code(self) -> int:
        """0 all proved and nothing differs, 1 a node is illegal or an engine differs, 3 a node could not be decided."""
        if self.outcome == "refuted" or self.differing:
            return 1
        return 0 if self.outcome == "proved" else 3

    def report(self) -> dict[str, Any]:
        """Give everything as plain data, format 1 of ``model --json``."""
        return {
            "format": 1,
            "file": self.path,
            "kind": self.contents.kind,
            "title": self.contents.title,
            "nodes": [node_data(one) for one in self.nodes],
            "unread": [unread_data(one) for one in self.contents.unread],
            "verdict": self.outcome,
        }

    def to_json(self) -> str:
        """Give `report` as JSON text."""
        return json.dumps(self.report(), ensure_ascii=False) + "\n"

    def sarif(self, version: str) -> str:
        """Give the report for code scanning, SARIF 2.1.0, by a version of the program."""
        made = sarif(self.path, self.nodes, self.contents.unread, version)
        return json.dumps(made, ensure_ascii=False, indent=1) + "\n"

    def summary(self, width: int = 100) -> list[str]:
        """Give the report in lines for a terminal."""
        return lines(self.path, self.contents, self.nodes, width)

    def against(self, other: Findings) -> Pairing:
        """Compare the layers of two files, in their order."""
        return pair([one.node for one in self.nodes], [one.node for one in other.nodes])

    def __str__(self) -> str:
        return "\n".join(self.summary())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.path}: {len(self.nodes)} transposed convolutions, {self.outcome}>"


def find(path: str | os.PathLike[str], allow_engines: Sequence[str] = ()) -> Findings:
    """Read a file and find out about every transposed convolution in it.

    Raises
    ------
    InputError, LimitError
        As `symtconv.models.read.read_file` does.
    """
    contents = read_file(path)
    return Findings(
        path=os.fspath(path),
        contents=contents,
        nodes=certified(contents.nodes, contents.kind),
        allowed=frozenset(allow_engines),
    )
