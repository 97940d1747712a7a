"""What a figure of a notebook says of itself becomes its alternative text; otherwise that would be a file name."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from docutils import nodes
from sphinx.application import Sphinx

SPACE = "{http://www.w3.org/2000/svg}"


def describe(app: Sphinx, tree: nodes.document) -> None:
    for image in tree.findall(nodes.image):
        path = Path(app.srcdir, image["uri"])
        if path.suffix == ".svg" and not image.get("alt") and path.is_file():
            told = ElementTree.parse(path).getroot().find(f"{SPACE}desc")
            if told is not None and told.text:
                image["alt"] = told.text


def setup(app: Sphinx) -> dict[str, Any]:
    app.connect("doctree-read", describe)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
