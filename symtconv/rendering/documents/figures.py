"""The figures of a document: built for the layer, captioned in our spans, and what stands for them in plain text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from symtconv.geometry import Lowering
from symtconv.rendering.documents.document import (
    Block,
    Columns,
    Display,
    Grid,
    Illustration,
    Inline,
    Math,
    Ref,
    Spans,
    Text,
)
from symtconv.rendering.documents.setting import Setting
from symtconv.rendering.documents.words import joined
from symtconv.rendering.figures import FIGURES, kernel, matrix
from symtconv.rendering.figures.figure import Badge as FigureChip
from symtconv.rendering.figures.figure import Figure as Model
from symtconv.rendering.figures.figure import Sign, Spelling, Word
from symtconv.rendering.figures.judged import wrong
from symtconv.rendering.notation.style import Style
from symtconv.rendering.notation.tree import Chip, Index, Node, Num, Row, Sub, Sym

GAP = 6.0
"""Least space between two figures side by side, in millimetres."""

TALLEST = {"a4": 212.0, "letter": 194.0}
"""A higher picture has no room on a page with its caption, in millimetres."""

IN_TEXT = 12
"""A matrix with more rows is a figure, which may float: in the text it would leave much of a page empty."""

SIGNS = {"ᵀ": "T", "⋯": "cdots", "×": "times", "−": "neg", "≡": "equiv"}
"""Signs of mathematics among the words of a caption."""

_SIGNS = re.compile(f"([{''.join(SIGNS)}])")

NARROW = 44.0
"""A narrower column has no room for a caption."""


def figure(
    setting: Setting, name: str, fallback: tuple[Block, ...] = (), width: float | None = None
) -> tuple[Block, ...]:
    """Give a numbered figure, or where there are to be none what says the same without."""
    return _fitted(setting, name, partial(FIGURES[name], setting.layer), fallback, width)


def glance(setting: Setting, width: float | None = None) -> tuple[Block, ...]:
    """Give the figure of C; the page has the kernel already, in its first section."""
    return _fitted(setting, "matrix", partial(matrix, setting.layer, legend=False), width=width)


def compared(setting: Setting, asked: Lowering, entry: Index) -> tuple[Block, ...]:
    """Give the figures of a lowering that is wrong and of the one that is right, at the first entry that differs."""
    layer = setting.layer
    spatial = entry[-layer.rank :]
    there = all(j < i for j, i in zip(spatial, layer.output, strict=True))
    right = partial(FIGURES["lowering"], layer, spatial if there else None)
    found = (*_fitted(setting, "wrong", partial(wrong, layer, asked, entry)), *_fitted(setting, "right", right))
    return tuple(replace(block, stays=True) for block in found if isinstance(block, Illustration))


def _fitted(
    setting: Setting,
    name: str,
    draw: Callable[..., Model],
    fallback: tuple[Block, ...] = (),
    width: float | None = None,
) -> tuple[Block, ...]:
    if not setting.style.has_figures:
        return fallback
    room = (width or setting.style.line) - 2
    for share in (1, 0.8, 0.65, 0.5):  # a narrower picture shows fewer places, and is lower
        model = draw(width=room * share, lang=setting.style.lang)
        if model.height <= TALLEST[setting.style.paper]:
            return (Illustration(model, spans(setting.style, model), f"fig:{name}", fallback),)
    return fallback


def tall(display: Display) -> bool:
    """Whether a display has a matrix of more than `IN_TEXT` rows."""
    return any(len(part.cells) > IN_TEXT for part in display.parts if isinstance(part, Grid))


def displayed(setting: Setting, name: str, display: Display) -> tuple[Block, ...]:
    """Give a display as a numbered figure, or where there are to be none as it is."""
    if not setting.style.has_figures:
        return (display,)
    return (Illustration(display, setting.say(f"figure.{name}"), f"fig:{name}", (display,)),)


def refer(setting: Setting, *figures: tuple[Block, ...]) -> Spans:
    """Give the sentences of the running text that send the reader to figures: none without figures."""
    labels = [block.label for blocks in figures for block in blocks if isinstance(block, Illustration)]
    return joined(setting.say(f"refer.{label.partition(':')[2]}", figure=Ref(label)) for label in labels)


def legend(setting: Setting, fallback: tuple[Block, ...], width: float) -> tuple[Block, ...]:
    """Give the kernel and its flip, without a number: the key to all colours."""
    if not setting.style.has_figures:
        return fallback
    return (Illustration(kernel(setting.layer, width=width - 1, lang=setting.style.lang), (), "", fallback),)


def abreast(setting: Setting, *figures: tuple[Block, ...]) -> tuple[Block, ...]:
    """Put two figures side by side where both have room; otherwise one under the other."""
    line = setting.style.line
    models = [block for blocks in figures for block in blocks if isinstance(block, Illustration)]
    if len(models) != 2:
        return tuple(block for blocks in figures for block in blocks)
    left, right = (_wide(block) for block in models)
    if left + right + GAP > line:
        return tuple(models)
    spare = (line - left - right - GAP) / 2
    return (Columns((models[0],), (models[1],), round((left + spare) / line, 2), top=True),)


def _wide(block: Illustration) -> float:
    return max(block.model.width if isinstance(block.model, Model) else 0, NARROW)


def spans(style: Style, model: Model) -> Spans:
    """Give the caption of a figure in our spans."""
    found: list[Inline] = []
    for word in Spelling.of(style).counted(model.caption):
        for span in _spans(style, word):
            if span == Math(Sym("T")) and found and found[-1] == Math(Sym("C")):
                found[-1] = Math(Sym("CT"))
            else:
                found.append(span)
    return tuple(found)


def _spans(style: Style, word: Word) -> Spans:
    if isinstance(word, str):
        pieces = (piece for piece in _SIGNS.split(word) if piece)
        return tuple(Math(Sym(SIGNS[piece])) if piece in SIGNS else Text(piece) for piece in pieces)
    if isinstance(word, FigureChip):
        return (Math(Chip(_sign(style, word.sign), word.at)),)
    return (Math(_sign(style, word)),)


def _sign(style: Style, sign: Sign) -> Node:
    index: list[Node] = [Num(part + style.index_base) if isinstance(part, int) else Sym(part) for part in sign.index]
    if not sign.letter:  # the index alone, such as the number of a row
        return Row(tuple(item for part in index for item in (Sym(","), part))[1:])
    letter = Sym(sign.letter + "'" * sign.prime + "~" * sign.tilde + "^" * sign.hat)
    return Sub(letter, tuple(index)) if index else letter
