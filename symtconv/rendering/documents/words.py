"""How a sentence of the catalogue becomes spans."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from symtconv.geometry import Message
from symtconv.rendering.documents.document import Cite, Code, Emph, Inline, Math, Ref, Spans, Strong, Text
from symtconv.rendering.notation.catalogue import sentences
from symtconv.rendering.notation.tree import Chip, Given, Node, Num, Row, Sub, Sum, Sup, Sym, Tuple, math


@cache
def words_in(lang: str) -> dict[str, str]:
    """Give the sentences of pages, of models and of the terminal by key."""
    return sentences(lang, "page", "model", "terminal")


@cache
def told_in(lang: str) -> dict[str, str]:
    """Give what other floors say in English, and what that is in the language."""
    return sentences(lang, "told")


KINDS = {"def": "kind.definition", "prop": "kind.proposition", "thm": "kind.theorem", "fig": "figure"}
"""The word for what a label names, by what stands before its colon; an equation is its number alone."""

NODES = (Sym, Num, Sub, Sup, Sum, Row, Tuple, Chip, Given)

Slot = Node | Inline | Spans | str | int

_PIECES = re.compile(r"\$([^$]+)\$|\{([a-z_]+)\}|\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    Examples
    --------
    >>> Words("en").say("heading.layer")
    (Text(text='The layer'),)
    """

    lang: str

    def __post_init__(self) -> None:
        words_in(self.lang)  # which refuses a language that there is none of

    def say(self, key: str, **slots: Slot) -> Spans:
        """Give a sentence with its slots filled.

        Raises
        ------
        KeyError
            For a sentence or a slot that there is none of.
        """
        return _fill(words_in(self.lang)[key], slots)

    def count(self, key: str, number: int, **slots: Slot) -> Spans:
        """Give a sentence that depends on a number: the one for 0, for 1, or for many.

        Examples
        --------
        >>> Words("en").count("zeros", 1)
        (Text(text='one zero'),)
        """
        catalogue = words_in(self.lang)
        form = next(name for name in (f"{key}.{number}", f"{key}.many") if name in catalogue)
        return self.say(form, number=self.number(number), **slots)

    def number(self, number: int) -> str:
        """Give a small number as a word, a larger one in digits."""
        return words_in(self.lang).get(f"number.{number}", str(number))

    def word(self, key: str) -> str:
        """Give a word that has no slots, as it is."""
        return words_in(self.lang)[key]

    def filled(self, key: str, **slots: str | int) -> str:
        """Give a sentence whose slots are filled with text that is final: lines of a terminal, or LaTeX.

        Examples
        --------
        >>> Words("en").filled("cli.wrote", path="a.pdf")
        'wrote a.pdf'
        """
        return words_in(self.lang)[key].format(**slots)

    def told(self, text: str) -> str:
        """Give what another floor says in English; a sentence that is not known stays as it is.

        What has slots is a `Message`, or the template alone.

        Examples
        --------
        >>> Words("ko").told("A product of polynomials")
        '다항식의 곱'
        >>> Words("ko").told(Message("the divisor {divisor} could not be shown to be at least 1", divisor="k - 1"))
        '나누는 수 k - 1의 값이 1 이상임을 보이지 못하였다'
        """
        known = told_in(self.lang)
        if not isinstance(text, Message):
            return known.get(text, text)
        slots = {name: self.told(part) if isinstance(part, str) else part for name, part in text.slots.items()}
        return known.get(text.template, text.template).format(**slots)

    def plain(self, text: str) -> Spans:
        """Give text that is the same in every language."""
        return (Text(text),)


def joined(parts: Iterable[Spans], between: str = " ") -> Spans:
    """Put sentences one after the other."""
    spans: list[Inline] = []
    for part in parts:
        spans += [Text(between)] * bool(spans and part) + list(part)
    return tuple(spans)


def _fill(template: str, slots: dict[str, Slot]) -> Spans:
    spans: list[Inline] = []
    start = 0
    for found in _PIECES.finditer(template):
        if before := template[start : found.start()]:
            spans.append(Text(before))
        spans += _piece(found, slots)
        start = found.end()
    if rest := template[start:]:
        spans.append(Text(rest))
    return tuple(spans)


def _piece(found: re.Match[str], slots: dict[str, Slot]) -> Spans:
    formula, slot, strong, emph, code = found.groups()
    if formula:
        nodes = {name: node for name, node in slots.items() if isinstance(node, (*NODES, int))}
        return (Math(math(formula, **nodes)),)
    if slot:
        return _spans(slots[slot])
    return (Strong(strong),) if strong else (Emph(emph),) if emph else (Code(code),)


def _spans(value: Slot) -> Spans:
    if isinstance(value, tuple):
        return value
    if isinstance(value, str):
        return (Text(value),)
    if isinstance(value, int):
        return (Math(Num(value)),)
    if isinstance(value, Text | Strong | Emph | Code | Math | Ref | Cite):
        return (value,)
    return (Math(value),)
