"""What a notebook shows of a layer, a verdict or a derivation: some blocks of the page, without its proof."""

from __future__ import annotations

from collections.abc import Callable

from symtconv.rendering.documents import abstract, entries, layer, lowering
from symtconv.rendering.documents.document import Block, Document, Heading
from symtconv.rendering.documents.setting import Setting

Section = Callable[[Setting], tuple[Block, ...]]


def layer_card(setting: Setting) -> Document:
    """Give the numbers of the layer, its kernel and its lengths."""
    return _card(setting, layer.blocks)


def verdict_card(setting: Setting) -> Document:
    """Give what was found, and for a refutation both sides of the first difference."""
    return _card(setting, abstract.blocks, lowering.sides)


def derivation_card(setting: Setting) -> Document:
    """Give what was found, and the entries of x′ by both routes."""
    return _card(setting, abstract.blocks, lowering.sides, entries.blocks)


def _card(setting: Setting, *sections: Section) -> Document:
    blocks = (block for section in sections for block in section(setting))
    return Document(
        title=abstract.title(setting),
        blocks=tuple(block for block in blocks if not isinstance(block, Heading)),
        kernel=setting.layer.kernel,
        lang=setting.style.lang,
    )
