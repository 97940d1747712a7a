"""``{checker-lines}``: the files that must be right for "proved" to be true, with their lines, counted by the build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

import symtconv

PACKAGE = Path(symtconv.__file__).resolve().parent


def rows(room: str) -> list[tuple[str, int, str]]:
    """Give (file, lines, first sentence of its docstring) for every file of a room."""
    found = []
    for path in sorted((PACKAGE / room).glob("*.py")):
        text = path.read_text(encoding="utf-8")
        said = text.split('"""')[1].strip().splitlines()[0].replace("`", "") if text.startswith('"""') else ""
        found.append((f"{room}/{path.name}", text.count("\n"), said))
    return found


class CheckerLines(Directive):
    def run(self) -> list[nodes.Node]:
        files = [*rows("geometry"), *rows("checker")]
        total = ("in all", sum(lines for _, lines, _ in files), "")
        table = nodes.table(classes=["checker"])
        group = nodes.tgroup(cols=3)
        table += group
        group += [nodes.colspec(colwidth=width) for width in (30, 10, 60)]
        group += nodes.thead("", _row("File of symtconv/", "Lines", "What it is"))
        group += nodes.tbody("", *(_row(name, str(lines), said) for name, lines, said in [*files, total]))
        return [table]


def _row(*cells: str) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_directive("checker-lines", CheckerLines)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
