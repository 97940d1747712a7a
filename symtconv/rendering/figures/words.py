"""What the figures say: titles, captions and keys, with slots for what varies.

A Korean sentence glues no particle to a slot, since the particle would depend on the sound before it.
"""

from __future__ import annotations

from functools import cache

from symtconv.rendering.notation.catalogue import sentences


@cache
def words(lang: str) -> dict[str, str]:
    """Give the sentences of a language by key.

    Raises
    ------
    InputError
        For a language that there is none of.
    """
    return sentences(lang, "figures")
