"""The page of a model file: its transposed convolutions in one table, and each distinct one with what it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from symtconv.geometry import ConvTranspose
from symtconv.models.certify import Certified
from symtconv.models.node import Contents, Geometry
from symtconv.models.report import brief, what_it_is
from symtconv.rendering.documents.document import (
    Block,
    Code,
    Document,
    Heading,
    Illustration,
    Paragraph,
    Spans,
    Strong,
    Table,
    TableRow,
    Text,
    Title,
)
from symtconv.rendering.documents.words import Words, joined
from symtconv.rendering.figures import FIGURES
from symtconv.rendering.figures.chain import Link, chain
from symtconv.rendering.figures.words import words as figure_words
from symtconv.rendering.notation.style import Style

DRAWN = 3
"""Entries of y along an axis of a figure: as few as show what happens inside."""
MOST_TAPS = 8
"""A kernel with more taps along an axis is not drawn."""


def model_page(
    path: str, contents: Contents, nodes: Sequence[Certified], style: Style, versions: Mapping[str, str]
) -> Document:
    """Write the page.

    Parameters
    ----------
    path : str
    contents : Contents
    nodes : sequence of Certified
    style : Style
    versions : mapping of str to str
        Of the programs that the page names.
    """
    words = Words(style.lang)
    kinds: dict[str, list[Certified]] = {}
    for one in nodes:
        kinds.setdefault(brief(one.node) + "→" + "×".join(map(str, one.output)), []).append(one)
    title = words.say("model.title") if style.title is None else (Text(style.title),)
    blocks: list[Block] = [Paragraph(_front(words, contents, nodes, len(kinds)))]
    blocks += [_table(words, kinds)] if kinds else []
    blocks += _unread(words, contents)
    blocks += _map(words, contents, nodes, style)
    for number, alike in enumerate(kinds.values(), 1):
        blocks += _section(words, number, alike, style)
    blocks.append(Paragraph(words.say("model.made", version=versions["symtconv"]), quiet=True))
    return Document(Title(title, path, style.author), tuple(blocks), kernel=(1,), lang=style.lang)


def _front(words: Words, contents: Contents, nodes: Sequence[Certified], kinds: int) -> Spans:
    proved = sum(one.verdict == "proved" for one in nodes)
    found = len(nodes) + len(contents.unread)
    front = words.say("model.front", title=contents.title, found=str(found), kinds=str(kinds))
    if not nodes:
        return front
    key = "model.proved" if proved == found else "model.some"
    return joined((front, words.say(key, proved=str(proved), found=str(found))))


def _table(words: Words, kinds: Mapping[str, Sequence[Certified]]) -> Table:
    heads = ("model.layer", "model.output", "model.count", "model.is", "model.coverage")
    rows = tuple(
        TableRow(
            (
                (Code(brief(alike[0].node)),),
                (Code(" × ".join(map(str, alike[0].output))),),
                (Text(str(len(alike))),),
                (Text(words.told(what_it_is(alike[0].node.geometry))),),
                words.say(f"model.{alike[0].node.geometry.coverage}"),
            )
        )
        for alike in kinds.values()
    )
    return Table("llrlp", rows, tuple((Strong(words.word(head)),) for head in heads))


def _map(words: Words, contents: Contents, nodes: Sequence[Certified], style: Style) -> list[Block]:
    """Draw where the nodes stand in the file; of one node alone there is nothing to be seen."""
    links = links_of(contents, nodes, style.lang)
    if style.figures is False or len(links) < 2:
        return []
    figure = chain(links, lang=style.lang)
    return [Heading(words.say("model.map"), "map"), Illustration(figure, (Text(str(figure.caption[0])),), "fig:map")]


def links_of(contents: Contents, nodes: Sequence[Certified], lang: str) -> list[Link]:
    """Give the boxes of the map; stretches that are alike become one."""
    say, known = figure_words(lang), {one.node.name: one for one in nodes}
    found: list[tuple[Link | None, Link | None]] = []
    for step in contents.trail:
        count = sum(number for _, number in step.passed)
        kinds = ", ".join(f"{number} {kind}" if number > 1 else kind for kind, number in step.passed)
        others = say["chain.others.1" if count == 1 else "chain.others.many"].format(count=count)
        passed = Link((others, kinds), chosen=False) if count else None
        one = known.get(step.name or "")
        lines = (brief(one.node), " × ".join(map(str, one.output))) if one is not None else (step.name or "", "?")
        found.append((passed, None if step.name is None else Link(lines, chosen=True)))
    links: list[Link] = []
    for pair, same in groupby(found):
        times = len(list(same))
        links += [replace(link, times=times) for link in pair if link is not None]
    return links


def _unread(words: Words, contents: Contents) -> list[Block]:
    if not contents.unread:
        return []
    rows = tuple(TableRow(((Code(one.name),), (Text(one.why),))) for one in contents.unread)
    return [Heading(words.say("model.unread"), "unread"), Table("lp", rows)]


def _section(words: Words, number: int, alike: Sequence[Certified], style: Style) -> list[Block]:
    one = alike[0]
    node, geometry = one.node, one.node.geometry
    names = ", ".join(each.node.name for each in alike[:12]) + (f" (+{len(alike) - 12})" if len(alike) > 12 else "")
    products, sizes = geometry.multiplications
    rows: list[tuple[str, Spans]] = [
        ("model.nodes", (Text(names),)),
        ("model.verdict", words.say(f"verdict.{one.verdict}") if one.reason is None else (Text(one.reason),)),
        ("model.length", (Code(" × ".join(map(str, one.output))),)),
        ("model.is", (Text(words.told(what_it_is(geometry))),)),
        ("model.products", (Code(" * ".join([f"{products:,}", *sizes])),)),
        ("model.wasted", (Text(f"{100 * geometry.wasted:.0f} %"),)),
    ]
    rows += [
        (f"model.call.{name}", (Code(call) if call else Text(one.whys[name]),)) for name, call in one.calls.items()
    ]
    rows += [("model.behind", (Text(", ".join(node.neighbours)),))] if node.neighbours else []
    rows += [("model.engine", (Text(f"{r.engine} {r.version}: {r.what}; {r.cure}"),)) for r in one.engines]
    rows += [("model.note", (Text(note),)) for note in node.notes]
    rows += [("model.program", (Code(text),)) for text in dict.fromkeys(proof.right for proof in one.proofs)]
    table = Table("lp", tuple(TableRow(((Strong(words.word(key)),), said)) for key, said in rows))
    blocks: list[Block] = [Heading((Code(brief(node)),), f"layer{number}"), table]
    drawn = telling(geometry)
    if drawn is not None and style.figures is not False and style.colours:
        blocks.append(
            Illustration(FIGURES["coverage"](drawn, lang=style.lang), words.say("model.figure"), f"fig:layer{number}")
        )
    return blocks


def telling(geometry: Geometry) -> ConvTranspose | None:
    """Give a layer with the node's numbers, one channel and few entries, for a figure; None where that is large."""
    if geometry.rank > 2 or max(geometry.kernel) > MOST_TAPS or max(geometry.stride) > MOST_TAPS:
        return None
    rows = zip(geometry.sizes, geometry.least, strict=True)
    sizes = tuple(max(DRAWN, least if isinstance(size, str) else 1) for size, least in rows)
    if max(sizes) > 2 * DRAWN:
        return None
    return ConvTranspose(
        input=sizes,
        kernel=geometry.kernel,
        stride=geometry.stride,
        padding=geometry.padding,
        output_padding=geometry.output_padding,
        dilation=geometry.dilation,
    )
