"""Formulas as MathML, by latex2mathml: readable without a network, a script or a font of ours.

Browsers draw MathML themselves. The LaTeX source goes along as the formula's alternative text.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)


def mathml(latex: str, display: str, node: nodes.Element) -> str:
    try:
        return convert(latex, display=display)
    except Exception as error:
        LOGGER.warning("latex2mathml cannot read %r: %r", latex, error, location=node)
        return f"<code>{nodes.make_id(latex)}</code>"


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
