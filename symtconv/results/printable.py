"""Text of others as it is shown on a terminal: nothing in it is obeyed, no line is forged, and digits end somewhere."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

LONGEST = 120
"""So many characters of a name are shown."""

DIGITS = 60
"""A number with more digits is cut."""


def printable(text: str) -> str:
    r"""Escape what a terminal would obey, line ends included, and cut long numbers.

    Examples
    --------
    >>> printable("a\x1b[2Jb\nproved")
    'a\\x1b[2Jb\\nproved'
    >>> printable(f"n = {10**99}")
    'n = 10000000000000000000… (100 digits)'
    """
    shown = text if text.isprintable() else "".join(map(_shown, text))
    return re.sub(rf"\d{{{DIGITS + 1},}}", lambda found: f"{found[0][:20]}… ({len(found[0])} digits)", shown)


def _shown(sign: str) -> str:
    category = unicodedata.category(sign)
    return ascii(sign)[1:-1] if category[0] == "C" or category in ("Zl", "Zp") else sign


def named(path: str | Path) -> str:
    r"""Give a path or a name as it is shown; a long one is cut.

    Examples
    --------
    >>> named("a\x1b[2Jb.tex")
    'a\\x1b[2Jb.tex'
    """
    text = printable(str(path))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
