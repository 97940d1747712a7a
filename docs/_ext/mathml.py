"""Formulas as MathML, by latex2mathml: readable without a network, a script or a font of ours.

Browsers draw MathML themselves, and screen readers read it.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
# latex2mathml takes the font of \mathsf{T} into the character, of \mathsf T into an attribute that browsers have dropped.
FONT = re.compile(r"\\(math(?:sf|rm|bf|cal|bb)) ([A-Za-z0-9])")


def mathml(latex: str, display: str, node: nodes.Element) -> str:
    try:
        written = convert(FONT.sub(r"\\\1{\2}", latex), display=display)
        if r"\\" in latex and "<mtable" not in written:  # gathered, for one, comes out as one long line
            LOGGER.warning("latex2mathml does not break the lines of %r; use aligned", latex, location=node)
        return written
    except Exception as error:
        LOGGER.warning("latex2mathml cannot read %r: %r", latex, error, location=node)
        return f"<code>{escape(latex)}</code>"


def visit_inline(self: Any, node: nodes.math) -> None:
    self.body.append(f'<span class="math">{mathml(node.astext(), "inline", node)}</span>')
    raise nodes.SkipNode


def visit_block(self: Any, node: nodes.math_block) -> None:
    self.body.append(self.starttag(node, "div", CLASS="math"))
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    self.body.append(f"{number}{mathml(node.astext(), 'block', node)}</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
