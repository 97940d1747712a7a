"""The user's own numbers beside the sum of the chosen entry.

``page.js`` writes the line of the other entries in the same way.
"""

from __future__ import annotations

from typing import Any

from symtconv.rendering.documents.facts import Numbers
from symtconv.rendering.documents.numbers import number
from symtconv.rendering.figures.figure import Index
from symtconv.rendering.printers.html.scene import Scene

LEAVES = 20_000
"""Numbers that a page carries at most; beyond, it has the sums in letters alone."""

PRODUCTS = 9
"""Products that are written in numbers."""


def tables(numbers: Numbers | None) -> dict[str, Any] | None:
    """Give the numbers as they are written, by letter; None where there are none, or too many."""
    if numbers is None:
        return None
    found = {letter: _written(nested) for letter, nested in (("w", numbers.w), ("y", numbers.y), ("x", numbers.x))}
    return found if sum(map(_leaves, found.values())) <= LEAVES else None


def line(scene: Scene, found: dict[str, Any], entry: Index) -> str:
    """Write the sum of an entry in numbers."""
    terms = scene.terms(entry)
    products = [f"{value(found['w'], term.w)}·{value(found['y'], term.y)}" for term in terms[:PRODUCTS]]
    products += ["…"] if len(terms) > PRODUCTS else []
    return f"= {' + '.join(products)} = {_at(found['x'], entry)}" if products else f"= {_at(found['x'], entry)}"


def value(nested: Any, index: Index) -> str:
    """Give one number, in brackets where it is negative."""
    text = _at(nested, index)
    return f"({text})" if text.startswith("−") else text


def _at(nested: Any, index: Index) -> str:
    for place in index:
        nested = nested[place]
    return str(nested)


def _written(nested: Any) -> Any:
    return [_written(part) for part in nested] if isinstance(nested, list | tuple) else _signed(nested)


def _signed(leaf: Any) -> str:
    return number(leaf).replace("-", "−")


def _leaves(nested: Any) -> int:
    return sum(map(_leaves, nested)) if isinstance(nested, list) else 1
