"""The table of ``docs/mutants.md``: each row with a digest of the source that its figures are of.

``python tests/mutants_report.py`` reads the rows that ``make mutants`` printed (standard input, nothing without it),
puts them into the table and marks every other row whose file has changed since: its figures are of an earlier source.
A digest covers the figures and the code without imports, docstrings and comments, of which there are no mutants.
"""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "docs/mutants.md"
ROOMS = ("arithmetic", "certificates", "checker", "geometry")
EARLIER = "earlier"  # the figures are of a source that has changed since
ROW = re.compile(r"^\| `([\w/.]+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|(?: (\w+) \|)?", re.MULTILINE)
HEAD = "| File | Mutants | Killed | Equivalent, with a reason | Other survivors | Source |"


@dataclass(frozen=True)
class Row:
    """The figures of a file: mutants, killed, equivalent, other survivors; and of which source they are."""

    file: str
    figures: tuple[int, int, int, int]
    source: str

    def __str__(self) -> str:
        return f"| `{self.file}` | {' | '.join(map(str, self.figures))} | {self.source} |"


def digest(code: str, figures: tuple[int, ...]) -> str:
    """Give what a row says of its source when its figures are those of this code, whatever the Python."""
    dropped: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if docstring or isinstance(node, ast.Import | ast.ImportFrom):
            dropped |= set(range(node.lineno, node.end_lineno + 1))
    lines = [line.strip() for number, line in enumerate(code.splitlines(), 1) if number not in dropped]
    text = "\n".join(line for line in lines if line and not line.startswith("#"))
    return hashlib.sha256(f"{text} {figures}".encode()).hexdigest()[:8]


def files(root: Path = ROOT) -> list[str]:
    """Give the files that are mutated."""
    paths = (path for room in ROOMS for path in sorted((root / "symtconv" / room).glob("*.py")))
    return [f"{path.parent.name}/{path.name}" for path in paths if path.name != "__init__.py"]


def rows(text: str) -> dict[str, Row]:
    """Read the rows of a table, or of what `make mutants` printed."""
    found = {}
    for file, *numbers, source in ROW.findall(text):
        mutants, killed, equivalent, left = map(int, numbers)
        found[file] = Row(file, (mutants, killed, equivalent, left), source)
    return found


def problems(report: str, sources: dict[str, str]) -> list[str]:
    """Say what in the report is not so of the sources, by file."""
    stated, found = rows(report), []
    found += [f"{file}: has no row" for file in sources.keys() - stated.keys()]
    found += [f"{file}: is not there" for file in stated.keys() - sources.keys()]
    for file, row in stated.items():
        mutants, killed, equivalent, left = row.figures
        if mutants != killed + equivalent + left:
            found.append(f"{file}: {mutants} mutants are not {killed} + {equivalent} + {left}")
        if file in sources and row.source not in (EARLIER, digest(sources[file], row.figures)):
            found.append(f"{file}: the figures are not those of the source as it is")
    if re.search(r"^\| all \|.*$", report, re.MULTILINE) is None or f"\n{_sums(stated)}\n" not in report:
        found.append("the sums are not those of the rows")
    return sorted(found)


def updated(report: str, measured: str, sources: dict[str, str]) -> str:
    """Give the report with the rows that were measured, and the others marked where their file has changed."""
    old, new = rows(report), rows(measured)
    kept = {}
    for file, code in sources.items():
        if file in new:
            kept[file] = Row(file, new[file].figures, digest(code, new[file].figures))
        elif file in old:
            row = old[file]
            kept[file] = row if row.source == digest(code, row.figures) else Row(file, row.figures, EARLIER)
        else:
            kept[file] = Row(file, (0, 0, 0, 0), EARLIER)
    table = "\n".join([HEAD, "| --- " * 6 + "|", *map(str, kept.values()), _sums(kept)])
    return re.sub(r"^\| File \|.*?^\| all \|[^\n]*$", lambda _: table, report, flags=re.MULTILINE | re.DOTALL)


def _sums(table: dict[str, Row]) -> str:
    sums = [sum(column) for column in zip(*(row.figures for row in table.values()), strict=True)]
    earlier = sum(row.source == EARLIER for row in table.values())
    return f"| all | {' | '.join(map(str, sums))} | {f'{earlier} {EARLIER}' if earlier else ''} |"


def sources(root: Path = ROOT) -> dict[str, str]:
    """Read the files that are mutated."""
    return {file: (root / "symtconv" / file).read_text() for file in files(root)}


if __name__ == "__main__":
    measured = "" if sys.stdin.isatty() else sys.stdin.read()
    REPORT.write_text(updated(REPORT.read_text(), measured, sources()))
