"""The instruction set: the best that the machine has, or the one that ``SYMTCONV_SIMD`` names; and how many threads."""

from __future__ import annotations

import os
from functools import cache

LEVELS = ("portable", "avx2", "avx512")
MOST_THREADS = 256


@cache
def chosen(best: int) -> int:
    """Give the index in `LEVELS` to use on a machine whose best is ``best``.

    Raises
    ------
    ValueError
        When ``SYMTCONV_SIMD`` names none, or one that this machine has not.
    """
    asked = os.environ.get("SYMTCONV_SIMD", "")
    if not asked:
        return best
    if asked not in LEVELS[: best + 1]:
        msg = f"SYMTCONV_SIMD={asked!r} is not one this machine has; use one of {', '.join(LEVELS[: best + 1])}"
        raise ValueError(msg)
    return LEVELS.index(asked)


@cache
def default_threads() -> int:
    """Give the threads of a call that does not say: ``SYMTCONV_THREADS``, or 1.

    Raises
    ------
    ValueError
        When ``SYMTCONV_THREADS`` is not a whole number from 1 to `MOST_THREADS`.
    """
    asked = os.environ.get("SYMTCONV_THREADS", "") or "1"
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked) <= MOST_THREADS):
        msg = f"SYMTCONV_THREADS={asked!r} is no number of threads; use a whole number from 1 to {MOST_THREADS}"
        raise ValueError(msg)
    return int(asked)
