"""What a printed page looks like from afar: how much of its foot is empty, and on which page each thing stands.

    python tests/rendering/feet.py PAGE.pdf...

prints the empty foot of every page as a share of the height of the text. Needs pdftoppm and pdftotext (poppler).
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

TOP, TEXT, INCH = 19.0, 255.0, 25.4
"""Where the text of an A4 page begins, its height, and an inch, in millimetres."""

DOTS = 30
"""Dots an inch."""

WHITE = 245


def feet(pdf: Path) -> list[float]:
    """Give the empty foot of every page of the text, as a share of its height."""
    command = ["pdftoppm", "-r", str(DOTS), "-gray", str(pdf)]
    return [_foot(page) for page in _pages(subprocess.run(command, capture_output=True, check=True).stdout)]


def words(pdf: Path) -> list[str]:
    """Give the text of every page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, check=True)
    return done.stdout.decode("utf-8").split("\f")[:-1]


def places(pages: list[str], pattern: str) -> list[tuple[int, re.Match[str]]]:
    """Give every match with the number of its page."""
    return [(number, found) for number, page in enumerate(pages) for found in re.finditer(pattern, page, re.M)]


def _pages(stream: bytes) -> list[tuple[int, bytes]]:
    """Part a stream of grey pictures (binary PGM) into pages: the width, and the dots row by row."""
    pages, start = [], 0
    while start < len(stream):
        head = re.compile(rb"P5\s(\d+)\s(\d+)\s255\s").match(stream, start)
        assert head
        width, height = int(head[1]), int(head[2])
        start = head.end() + width * height
        pages.append((width, stream[head.end() : start]))
    return pages


def _foot(page: tuple[int, bytes]) -> float:
    """Give what is white below the last ink of the text; the number of the page stands below the text."""
    width, dots = page
    last = int((TOP + TEXT + 1) * DOTS / INCH)
    inked = [row for row in range(last) if min(dots[row * width : (row + 1) * width], default=255) < WHITE]
    return max(0.0, 1 - ((max(inked, default=0) + 1) * INCH / DOTS - TOP) / TEXT)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, " ".join(f"{foot:.2f}" for foot in feet(Path(name))))
