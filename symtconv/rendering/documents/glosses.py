"""Words in the reader's language with the English behind them: at first use with it, then alone."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from functools import partial
from typing import Any

from symtconv.rendering.documents.document import Document, Math, Text
from symtconv.rendering.figures.figure import Figure as Model

_GLOSS = re.compile(r"(?<=[가-힣])\(([a-z][a-z -]*)\)")


def glossed_once(document: Document) -> Document:
    """Give the document without the English of a word that has been said before.

    Examples
    --------
    >>> from symtconv.rendering.documents.document import Paragraph, Title
    >>> said = tuple(Paragraph((Text("커널(kernel)의 행"),)) for _ in range(2))
    >>> once = glossed_once(Document(title=Title((), ""), blocks=said, kernel=(1,), lang="ko"))
    >>> [block.spans[0].text for block in once.blocks]
    ['커널(kernel)의 행', '커널의 행']
    """
    if document.lang == "en":
        return document
    return replace(document, blocks=_glossed(document.blocks, set()))


def _glossed(part: Any, seen: set[str]) -> Any:
    """Walk the blocks in the order in which they are read; the title is the author's."""
    if isinstance(part, Text):
        return Text(_GLOSS.sub(partial(_first, seen), part.text))
    if isinstance(part, tuple):
        return tuple(_glossed(one, seen) for one in part)
    if not is_dataclass(part) or isinstance(part, type | Math | Model):
        return part
    # What holds no words stays the same object, so that formulas are not copied.
    found = {field.name: _glossed(getattr(part, field.name), seen) for field in fields(part)}
    changed = {name: new for name, new in found.items() if new != getattr(part, name)}
    return replace(part, **changed) if changed else part


def _first(seen: set[str], found: re.Match[str]) -> str:
    known = found[1] in seen
    seen.add(found[1])
    return "" if known else found[0]
