"""The words of the page around the document: the script has none of its own."""

from __future__ import annotations

import re
from functools import cache

from symtconv.rendering.figures.figure import Sign, Spelling
from symtconv.rendering.notation.catalogue import sentences

SCRIPT = (
    "vary.none", "cover.even", "cover.uneven", "cover.gaps", "play", "pause", "more", "of", "say", "term", "plus",
    "rest", "zero", "copy", "copied", "formula",
)  # fmt: skip
"""What the script says."""


@cache
def words(lang: str) -> dict[str, str]:
    """Give the sentences of a language by key."""
    return sentences(lang, "desk")


def lettered(text: str, spelling: Spelling) -> str:
    """Put the author's letters into words.

    Examples
    --------
    >>> lettered("Entries of $y$: {c}.", Spelling({"y": "Y"}))
    'Entries of Y: {c}.'
    """
    return re.sub(r"\$(\w)\$", lambda found: spelling.letter(Sign(found[1])), text)
