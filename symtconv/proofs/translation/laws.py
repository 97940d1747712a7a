"""The laws of conventions as claims: what each framework reaches, and when its words are another's.

A framework's image is a condition on ``(l, e)`` of one axis; each of its ways has words with conditions and gives l
and e as terms of them. Three kinds of claims follow, all about every k, s, d:

- *sound*: whatever a way says lies in the image;
- *complete*: what lies in the image is said by one of the ways, with words that are given as terms of l and e;
- *pair*: what a way of A says lies in the image of B if, and only if, a condition on A's words holds.

The span K is a name of its own with ``K ≥ 1``: what holds for every such K holds for ``K = d(k-1) + 1``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symtconv.conventions.framework import Framework, Way

ALWAYS, NEVER = "always", "never"
SPAN = ("K >= 1",)
_NAME = re.compile(r"\b[A-Za-z]\w*\b")
_FUNCTIONS = {"max", "min", "and", "or", "not", "iff", "implies", "if", "else", "true"}


@dataclass(frozen=True, slots=True)
class TableClaim:
    """A claim with its conditions.

    Parameters
    ----------
    name : str
    claim : str
    where : tuple of str
    """

    name: str
    claim: str
    where: tuple[str, ...]


def substituted(text: str, terms: dict[str, str]) -> str:
    """Put terms for names, in one pass.

    Examples
    --------
    >>> substituted("l >= 0 and l + e < s", {"l": "p", "e": "a - p"})
    'p >= 0 and p + (a - p) < s'
    """

    def term(found: re.Match[str]) -> str:
        name = found.group()
        new = terms.get(name, name)
        return new if name in _FUNCTIONS or new.isidentifier() or new.isdigit() else f"({new})"

    return _NAME.sub(term, text)


def ends_in(image: str, way: Way) -> str:
    """Write that the ends of a way lie in an image."""
    return substituted(image, {"l": way.low, "e": way.extra})


def names_in(text: str) -> set[str]:
    """Give the names of a text."""
    return set(_NAME.findall(text)) - _FUNCTIONS


def spans(*texts: str) -> tuple[str, ...]:
    """Give the condition on the span, where it occurs."""
    return SPAN if any("K" in names_in(text) for text in texts) else ()


def sound(framework: Framework) -> list[TableClaim]:
    """Give the claims that every way of a framework lies in its image."""
    if framework.image == "true":
        return []
    laws = []
    for way in framework.ways:
        claim = ends_in(framework.image, way)
        laws.append(TableClaim(f"{framework.name}: {way.name} lies in the image", claim, (*way.where, *spans(claim))))
    return laws


def complete(framework: Framework) -> TableClaim:
    """Give the claim that every pair in the image is said by a way.

    The letters l and e are written x and e there, since l is never negative in the language of claims.
    """
    reached = []
    for way in framework.ways:
        parts = [substituted(part, dict(way.inverse)) for part in way.where]
        parts += [
            f"{substituted(way.low, dict(way.inverse))} == l",
            f"{substituted(way.extra, dict(way.inverse))} == e",
        ]
        reached.append(" and ".join(parts))
    said = " or ".join(f"({part})" for part in reached)
    claim = said if framework.image == "true" else f"implies({framework.image}, {said})"
    claim = substituted(claim, {"l": "x"})
    return TableClaim(f"{framework.name}: the ways are the whole image", claim, spans(claim))


def pair(way: Way, image: str, condition: str, also: tuple[str, ...] = ()) -> TableClaim | None:
    """Give the claim that a way lies in an image if and only if a condition holds; None where there is nothing to show.

    Examples
    --------
    >>> pair(Way("p", ("p >= 0",), "p", "-p"), "l >= 0 and 0 <= l + e", ALWAYS)
    TableClaim(name='p', claim='p >= 0 and 0 <= p + (-p)', where=('p >= 0',))
    """
    if image == "true":
        return None
    goal = ends_in(image, way)
    claim = {ALWAYS: goal, NEVER: f"not ({goal})"}.get(condition, f"iff({goal}, {condition})")
    where = (*way.where, *also)
    return TableClaim(way.name, claim, (*where, *spans(claim, *where)))
