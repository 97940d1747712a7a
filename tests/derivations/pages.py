"""Read the pages of `derivations/`: their code cells, headings and labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "derivations"
PAGES = sorted(FOLDER.glob("[0-9][0-9]-*.md"))
LABEL = re.compile(r"^\((?P<label>item-[A-E]\.\d)\)=$")
HEADING = re.compile(r"^(?P<level>#+) (?P<title>.+)$")


@dataclass(frozen=True)
class Cell:
    """A code cell, where it stands, and the label of the section it belongs to."""

    page: Path
    line: int
    source: str
    label: str | None


@dataclass(frozen=True)
class Page:
    """What is on a page."""

    path: Path
    headings: tuple[tuple[int, str], ...]
    cells: tuple[Cell, ...]
    text: dict[str, str]  # label -> all that is written in its section


def read(path: Path) -> Page:
    """Read a page; a section with a label goes on until the next heading of its level or above, or label."""
    headings, cells, text = [], [], {}
    label, source, start = None, None, 0
    pending = None
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if source is not None:
            if line == "```":
                cells.append(Cell(path, start, "\n".join(source), label))
                source = None
            else:
                is_option = line.startswith(":") and not any(source)  # :tags: before the code
                source.append("" if is_option else line)
        elif line.startswith("```{code-cell}"):
            source, start = [], number + 1
        elif found := LABEL.match(line):
            pending = found["label"]
        elif found := HEADING.match(line):
            headings.append((len(found["level"]), found["title"]))
            label, pending = pending, None
        if label:
            text[label] = text.get(label, "") + line + "\n"
    assert source is None, f"{path.name}: a code cell is not closed"
    return Page(path, tuple(headings), tuple(cells), text)
