"""A sentence of the page's catalogue with formulas in it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from symtconv.rendering.notation.tree import Node
from symtconv.rendering.printers.html.formula import HtmlFormulas
from symtconv.rendering.printers.html.scene import Scene

_OPEN, _CLOSE = "\ue000", "\ue001"  # of the private area: no catalogue has them


def said(scene: Scene, formulas: HtmlFormulas, key: str, **slots: Node | Sequence[Node]) -> str:
    """Give a sentence of the catalogue, escaped, with a ``math`` element for each slot, or several with commas."""
    text = escape(scene.say(key, **{name: f"{_OPEN}{name}{_CLOSE}" for name in slots}))
    for name, node in slots.items():
        nodes = node if isinstance(node, Sequence) else (node,)
        text = text.replace(f"{_OPEN}{name}{_CLOSE}", ", ".join(map(formulas.math, nodes)))
    return text
