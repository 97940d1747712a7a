"""The page: one HTML file that needs nothing else, with the document and a desk to try it on."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import Any

from symtconv.checker.verdict import EntryDifference
from symtconv.geometry import ConvTranspose
from symtconv.rendering.documents.compose import compose
from symtconv.rendering.documents.document import Block, Document, Paragraph, Spans, Strong, Text, Title
from symtconv.rendering.documents.facts import Facts
from symtconv.rendering.figures.figure import Index, Sign, Spelling
from symtconv.rendering.figures.palette import tap_colours
from symtconv.rendering.figures.svg import STYLE
from symtconv.rendering.notation.style import Style
from symtconv.rendering.printers.html.blocks import HtmlBlocks
from symtconv.rendering.printers.html.desk import Desk
from symtconv.rendering.printers.html.scene import Scene
from symtconv.rendering.printers.html.values import tables
from symtconv.rendering.printers.html.vary import vary
from symtconv.rendering.printers.html.words import SCRIPT, lettered
from symtconv.rendering.printers.html.words import words as words_in

__all__ = ["plain_page", "to_html"]


def to_html(facts: Facts, style: Style | None = None) -> str:
    """Write the page of a layer.

    Parameters
    ----------
    facts : Facts
        What was found out; nothing is decided here.
    style : Style, optional
        Letters, index base, title and language.

    Returns
    -------
    str
        A whole HTML document. It loads nothing, and its content policy allows only its own script and style.

    Examples
    --------
    >>> from symtconv.proofs.instance import prove
    >>> layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    >>> page = to_html(Facts(layer=layer, call="a call", verdict=prove(layer), lowering=layer.lowering()))
    >>> page.startswith("<!DOCTYPE html>"), "http://" in page.replace("http://www.w3.org/", "")
    (True, False)
    """
    style = replace(style or Style(), fragment=False)
    document = compose(facts, style)
    blocks = HtmlBlocks(document, style)
    scene = Scene(facts.layer, Spelling.of(style), document.lang, _difference(facts))
    front, sections = blocks.sections_of(_without_verdict(document.blocks))
    words = words_in(document.lang)
    values = tables(facts.numbers)
    desk = Desk(scene, blocks.formula, judged=facts.verdict.outcome != "proved", values=values).html()
    header = _header(facts, document, blocks, words, style) + _beginning(scene, words)
    body = (
        f"<body>\n{header}<main>\n{front}{desk}{sections}</main>\n"
        f"<footer><p>{escape(words['made'])}</p></footer>\n{_data(scene, words, values)}"
    )
    return _page(document, _heading_text(facts, document, words), body, _colours(facts.layer), _script())


def _difference(facts: Facts) -> Index | None:
    """Give the first entry at which the lowering that was judged differs."""
    found = facts.verdict.counterexample
    return found.entry if isinstance(found, EntryDifference) else None


def _without_verdict(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Leave out the verdict that opens the text: the line under the title has said it."""
    first, *rest = blocks
    if not isinstance(first, Paragraph) or not isinstance(first.spans[0], Strong):
        return blocks
    after = first.spans[1]
    spans = (Text(after.text.lstrip()), *first.spans[2:]) if isinstance(after, Text) else first.spans[1:]
    return (replace(first, spans=spans), *rest)


def plain_page(document: Document, style: Style, *, outcome: str) -> str:
    """Write a document that has no layer to try: a page without a script.

    Parameters
    ----------
    document : Document
    style : Style
    outcome : str
        The verdict, for the title of the window.
    """
    style = replace(style, fragment=False)
    blocks = HtmlBlocks(document, style)
    front, sections = blocks.sections_of(document.blocks)
    words, title = words_in(document.lang), document.title
    author = f'<p class="author">{escape(title.author)}</p>' if title.author else ""
    call = f'<p class="call"><code>{escape(title.call)}</code></p>' if title.call else ""
    body = (
        f'<body class="plain">\n<header>\n<h1>{blocks.spans(title.title)}</h1>\n{author}{call}</header>\n'
        f"<main>\n{front}{sections}</main>\n<footer><p>{escape(words['made'])}</p></footer>\n"
    )
    return _page(document, f"{words[outcome]}: {title.call}", body)


def _page(document: Document, title: str, body: str, colours: str = "", script: str = "") -> str:
    style = colours + _asset("page.css") + STYLE
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    scripted = f"<script>{script}</script>\n" if script else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n{body}{scripted}</body>\n</html>\n"
    )


def _header(facts: Facts, document: Document, blocks: HtmlBlocks, words: dict[str, str], style: Style) -> str:
    title: Title = document.title
    author = f'<p class="author">{escape(title.author)}</p>' if title.author else ""
    outcome = facts.verdict.outcome
    found = escape(words[f"verdict.{outcome}"])
    size = words["size"].format(call="\n", input=_size(facts.layer.input))
    before, after = (escape(part) for part in size.split("\n"))
    return (
        f"<header>\n<h1>{blocks.spans(title.title)}</h1>\n{author}"
        f'<p class="verdict {outcome}"><strong>{escape(words[outcome])}</strong> {found}</p>\n'
        f'<p class="call">{before}<code>{escape(title.call)}</code>{after}</p>\n'
        f"{_parameters(facts.layer, words, style)}</header>\n"
    )


def _beginning(scene: Scene, words: dict[str, str]) -> str:
    """Say in plain words what the page is about, folded."""
    lines = "".join(f"<p>{escape(scene.say(f'begin.{n}'))}</p>" for n in (1, 2, 3))
    named = (scene.say(name).partition(": ") for name in words if name.startswith("gloss."))
    terms = "".join(f"<dt>{escape(term)}</dt><dd>{escape(meaning)}</dd>" for term, _, meaning in named)
    return (
        f'<details class="begin"><summary>{escape(scene.say("begin"))}</summary>{lines}'
        f'<dl class="glossary">{terms}</dl></details>\n'
    )


def _parameters(layer: ConvTranspose, words: dict[str, str], style: Style) -> str:
    """Give the numbers of the layer on one line, one for all axes where they are alike."""
    axes = layer.axes

    def own(role: str) -> str:
        return escape(Spelling.of(style).letter(Sign(role)))

    low, high = [axis.low for axis in axes], [axis.high for axis in axes]
    items = [
        (own("n"), _size(layer.input), "input"),
        (own("k"), _size(layer.kernel), "kernel"),
        (own("s"), _alike(layer.stride), "stride"),
        (own("d"), _alike(layer.dilation), "dilation"),
        (f"{own('l')}, {own('h')}", f"{_alike(low)}, {_alike(high)}", "padding"),
        (own("a"), _alike(layer.output_padding), "output_padding"),
        (own("K"), _alike([axis.span for axis in axes]), "span"),
        (
            "P<sub>lo</sub>, P<sub>hi</sub>",
            f"{_alike([axis.pad_low for axis in axes])}, {_alike([axis.pad_high for axis in axes])}",
            "pads",
        ),
        (own("i"), _size(layer.output), "output"),
    ]
    if layer.has_channels:
        items.append(("c", f"{layer.in_channels}, {layer.out_channels}", "channels"))
        items.append((own("g"), str(layer.groups), "groups"))
    cells = (
        f"<div><dt><i>{letter}</i></dt><dd>{escape(value)}<small>{escape(words[name])}</small></dd></div>"
        for letter, value, name in items
    )
    return f'<dl class="par">{"".join(cells)}</dl>\n'


def _data(scene: Scene, words: dict[str, str], values: dict[str, Any] | None) -> str:
    """Give what the script needs; no ``<`` in it can end the element."""
    counts = (name for name in words if name.endswith(".count"))
    said = {name: lettered(words[name], scene.spelling) for name in (*SCRIPT, *counts)}
    data = {**scene.data(), "vary": vary(scene), "values": values, "words": said}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    safe = text.replace("<", "\\u003c")
    return f'<script type="application/json" id="data">{safe}</script>\n'


def _colours(layer: ConvTranspose) -> str:
    """Give a class for each tap: its ground and the ink on it."""
    return "".join(f".{tap.name}{{--c:#{tap.fill};--i:#{tap.ink}}}" for tap in tap_colours(layer.kernel)) + "\n"


def _heading_text(facts: Facts, document: Document, words: dict[str, str]) -> str:
    spans: Spans = document.title.title
    sizes = f"{_size(facts.layer.input)} → {_size(facts.layer.output)}"
    text = "".join(span.text for span in spans if isinstance(span, Text)) if len(spans) == 1 else sizes
    return f"{words[facts.verdict.outcome]}: {text}"


@cache
def _script() -> str:
    return f'(function () {{\n"use strict";\n{_asset("pictures.js")}\n{_asset("page.js")}\n{_asset("vary.js")}}})();'


@cache
def _asset(name: str) -> str:
    return files("symtconv.rendering.printers.html").joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _size(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def _alike(values: tuple[int, ...] | list[int]) -> str:
    return str(values[0]) if len(set(values)) == 1 else f"({', '.join(map(str, values))})"
