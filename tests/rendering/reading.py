"""The words that a reader meets on a page: without mathematics, code, and what no one reads."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from html.parser import HTMLParser

from symtconv.rendering.documents.document import Emph, References, Strong, Text
from symtconv.rendering.figures.figure import Figure

SILENT = {"script", "style", "code", "math", "pre"}
SPOKEN = {"aria-label", "title", "alt", "placeholder"}
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect", "use", "circle", "line"}


def words_of_document(part) -> str:
    """Give the words of a document; its references, the call of the layer and the figures are left out."""
    if isinstance(part, Text | Strong | Emph):
        return part.text
    if isinstance(part, tuple):
        return "".join(map(words_of_document, part))
    if isinstance(part, References | Figure) or not is_dataclass(part):
        return " "
    return " ".join(words_of_document(getattr(part, field.name)) for field in fields(part))


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        if not SILENT & set(self.open):
            self.said.append(data)


def words_of_html(page: str) -> str:
    """Give the words of a page or of a picture, also those that are read aloud."""
    parser = _Page()
    parser.feed(page)
    return " ".join(parser.said)
