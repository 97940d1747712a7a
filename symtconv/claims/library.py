"""Known statements by name: the relationships of the guide, the theorems on lengths, and the frameworks' rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A named formula.

    Parameters
    ----------
    name : str
    claim : str
    where : tuple of str
    source : str
    expect : str
        Its verdict, which the tests confirm.
    """

    name: str
    claim: str
    where: tuple[str, ...]
    source: str
    expect: str = "proved"


LIBRARY: dict[str, Known] = {}


def expand(claim: str, where: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Put formulas for their names; a claim that is one name brings its own conditions."""
    alone = LIBRARY.get(claim.strip().replace("-", "_"))
    if alone is not None:
        return alone.claim, (*alone.where, *(_replaced(part) for part in where))
    return _replaced(claim), tuple(map(_replaced, where))


def _replaced(line: str) -> str:
    def formula(found: re.Match[str]) -> str:
        known = LIBRARY.get(found.group())
        if known is None:
            return found.group()
        guards = " and ".join(f"({part})" for part in known.where)
        return f"implies({guards}, {known.claim})" if guards else f"({known.claim})"

    return re.sub(r"[A-Za-z][A-Za-z0-9_]*", formula, line)
