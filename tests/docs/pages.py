"""Read the fenced blocks of README.md and docs/: their language, caption, text and place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "docs" / "_build"
PAGES = [ROOT / "README.md", *sorted(path for path in ROOT.glob("docs/**/*.md") if BUILT not in path.parents)]
FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,}|:{3,})(?P<info>[^`]*)$")


@dataclass(frozen=True)
class Block:
    """A fenced block. A ``{code-block} toml`` with a caption is a file of that name for the blocks after it."""

    page: Path
    line: int
    language: str
    caption: str | None
    text: str

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> list[Block]:
    found, opened, body = [], None, []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        fence = FENCE.match(line)
        if opened is None:
            if fence and fence["ticks"][0] == "`":
                opened, body = (fence["ticks"], fence["info"].strip(), number), []
        elif line.strip() == opened[0]:
            found.append(_block(page, opened[2], opened[1], body))
            opened = None
        else:
            body.append(line)
    assert opened is None, f"{page}: the block of line {opened[2]} is not closed"
    return found


def _block(page: Path, line: int, info: str, body: list[str]) -> Block:
    language, caption = info, None
    if info.startswith("{code-block}"):
        language = info.removeprefix("{code-block}").strip()
        while body and body[0].startswith(":"):
            name, _, value = body.pop(0)[1:].partition(":")
            caption = value.strip() if name == "caption" else caption
    return Block(page, line, language, caption, "\n".join(body) + "\n")


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))
