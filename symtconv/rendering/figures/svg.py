"""A figure as SVG: one file that needs nothing else, readable in light and dark, in colour and aloud."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from symtconv.rendering.figures.figure import (
    PLAIN,
    POINT,
    Badge,
    Cell,
    Figure,
    Label,
    Picture,
    Portion,
    Shape,
    Sign,
    Spelling,
    Stroke,
    Veil,
    Word,
    Words,
    measure,
)
from symtconv.rendering.figures.palette import FADE, HAIR, INK, MIST, QUIET
from symtconv.rendering.figures.tikz import baseline

SCALE = 4.0
"""Units of the picture in a millimetre."""

SERIF = '"Latin Modern Roman","CMU Serif","STIX Two Text","TeX Gyre Termes","Times New Roman","Noto Serif CJK KR",serif'

EDGE = 2.0
"""Millimetres of ground around a picture that stands alone."""

CAPTION_SIZE = 9
"""Points."""

STYLE = f"""
.sym{{font-family:{SERIF};font-variant-numeric:lining-nums}}
.sym .ink{{fill:#{INK}}} .sym .quiet{{fill:#{QUIET}}}
.sym .it{{font-style:italic}} .sym .bold{{font-weight:bold}}
.sym .m{{text-anchor:middle}} .sym .e{{text-anchor:end}}
.sym .entry{{fill:#fff;stroke:#{INK};stroke-width:.84}}
.sym .gap,.sym .block{{fill:#{MIST};stroke:#{HAIR};stroke-width:.42}}
.sym .pad,.sym .plain{{fill:#fff;stroke:#{HAIR};stroke-width:.42}}
.sym .extra{{stroke:#{HAIR};stroke-width:.42}}
.sym .member{{fill:#{QUIET};stroke:#{HAIR};stroke-width:.42}}
.sym .shade{{fill:#{INK};stroke:#{HAIR};stroke-width:.42}}
.sym .tap{{stroke:#fff;stroke-width:.56}}
.sym .veil{{fill:#fff;fill-opacity:{FADE}}}
.sym .window,.sym .choice{{fill:none;stroke:#{INK};stroke-width:1.83}}
.sym .edge{{fill:none;stroke:#{INK};stroke-width:.84}}
.sym .rule,.sym .arrow{{fill:none;stroke:#{QUIET};stroke-width:.42}}
.sym .hair{{fill:none;stroke:#{HAIR};stroke-width:.42}}
.sym .dashed{{fill:none;stroke:#{INK};stroke-width:.84;stroke-dasharray:2.8 2.1}}
.sym .dotted{{fill:none;stroke:#{QUIET};stroke-width:.42;stroke-dasharray:.8 1.7}}
.sym .halo{{paint-order:stroke;stroke:#fff;stroke-width:3;stroke-linejoin:round}}
.sym .ground{{fill:#fff}} .sym .hatch{{stroke:#{HAIR};stroke-width:.6}}
@media screen and (prefers-color-scheme:dark){{
.sym .ink{{fill:#eceae5}} .sym .quiet{{fill:#aaa79f}}
.sym .entry{{fill:#161617;stroke:#eceae5}} .sym .gap,.sym .block{{fill:#333335;stroke:#57575a}}
.sym .pad,.sym .plain{{fill:#161617;stroke:#57575a}} .sym .extra{{stroke:#57575a}}
.sym .member{{fill:#aaa79f;stroke:#57575a}} .sym .shade{{fill:#eceae5;stroke:#57575a}}
.sym .tap{{stroke:#161617}} .sym .veil{{fill:#161617}}
.sym .window,.sym .choice,.sym .edge,.sym .dashed{{stroke:#eceae5}}
.sym .rule,.sym .arrow,.sym .dotted{{stroke:#aaa79f}} .sym .hair{{stroke:#57575a}}
.sym .halo{{stroke:#161617}} .sym .ground{{fill:#161617}} .sym .hatch{{stroke:#57575a}}
}}
"""
"""One style for all figures; a page with several figures needs it once."""


def svg(
    figure: Figure,
    *,
    spelling: Spelling = PLAIN,
    caption: bool = True,
    style: bool = True,
    name: str | None = None,
) -> str:
    """Draw a figure as SVG.

    Parameters
    ----------
    figure : Figure
    spelling : Spelling
        The author's letters and index base.
    caption : bool
        Whether the caption stands below the picture; it is read aloud either way.
    style : bool
        Whether the picture stands alone, with its style and on its own ground, so that it can be read on any page;
        False inside a page that has `STYLE`.
    name : str, optional
        What the ids begin with; the figure's name by default. They must be unique in a page.

    Returns
    -------
    str
        One ``svg`` element.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> from symtconv.rendering.figures import FIGURES
    >>> picture = svg(FIGURES["lowering"](ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2)))
    >>> picture.startswith("<svg") and "w" in picture
    True
    """
    root = frame(figure, spelling=spelling, caption=caption, style=style, name=name or figure.name)
    for part in figure.parts:
        draw(root, part, spelling, name or figure.name)
    return written(root)


def mimebundle(figure: Figure, spelling: Spelling = PLAIN) -> dict[str, str]:
    """Give what a notebook shows: the picture, or where there is none its title and description.

    Returns
    -------
    dict of str to str
        Content by media type, as ``_repr_mimebundle_`` gives it.

    Examples
    --------
    >>> from symtconv.geometry import ConvTranspose
    >>> from symtconv.rendering.figures import FIGURES
    >>> sorted(mimebundle(FIGURES["coverage"](ConvTranspose(input=1, kernel=1))))
    ['image/svg+xml', 'text/plain']
    """
    # Several figures in one notebook must not share ids, and the paper of each is its own: ink on a dark page is lost.
    name = f"{figure.name}-{sha256(svg(figure, spelling=spelling).encode()).hexdigest()[:8]}"
    root = frame(figure, spelling=spelling, caption=True, style=True, name=name)
    root.insert(0, Element("rect", {"width": "100%", "height": "100%", "class": "ground"}))
    for part in figure.parts:
        draw(root, part, spelling, name)
    return {"image/svg+xml": written(root), "text/plain": str(Picture(figure, spelling))}


def frame(figure: Figure, *, spelling: Spelling, caption: bool, style: bool, name: str) -> Element:
    """Give the outer element with title, description, style, hatching and caption, still without the picture."""
    lines = _broken(figure.caption, max(figure.width, 90.0), spelling) if caption else []
    width = max([figure.width, *(1.03 * measure(line, CAPTION_SIZE, spelling) for line in lines)])
    height = figure.height + (3.5 + 4.6 * len(lines) if lines else 0)
    edge = EDGE if style else 0.0
    box = (-edge, -edge, width + 2 * edge, height + 2 * edge)
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": " ".join(_number(value * SCALE) for value in box),
            "width": f"{_number(box[2])}mm",
            "height": f"{_number(box[3])}mm",
            "class": "sym",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
        },
    )
    SubElement(root, "title", {"id": f"{name}-title"}).text = figure.title
    SubElement(root, "desc", {"id": f"{name}-desc"}).text = spelling.text(figure.caption) or figure.description
    if style:
        SubElement(root, "style").text = STYLE
        # The reader's page may be light where the system is dark, or the other way round.
        ground = dict(zip(("x", "y", "width", "height"), (_number(value * SCALE) for value in box), strict=True))
        SubElement(root, "rect", {"class": "ground", **ground})
    if any(isinstance(shape, Cell) and shape.kind == "extra" for shape in figure.shapes):
        _hatching(root, name)
    if any(isinstance(shape, Stroke) and shape.kind == "arrow" for shape in figure.shapes):
        _arrow_head(root, name)
    for number, line in enumerate(lines):
        y = figure.height + 3.5 + 4.6 * (number + 0.5)
        _label(root, Label(0, y, line, CAPTION_SIZE, anchor="start"), spelling)
    return root


def draw(root: Element, part: Portion, spelling: Spelling, name: str) -> Element:
    """Draw one part as a group, and give the group."""
    group = SubElement(root, "g", {"class": part.name.replace(" ", "-")})
    for key, shapes in groupby(part.shapes, _key):
        if key is None:
            for shape in shapes:
                if not isinstance(shape, Label):  # only labels have no key
                    raise TypeError
                _label(group, shape, spelling)
        else:
            attributes = dict(key)
            if attributes["class"] == "extra":
                attributes["fill"] = f"url(#{name}-hatch)"
            if attributes["class"] == "arrow":  # one path each: only the end of a path has a head
                for shape in shapes:
                    SubElement(group, "path", {**attributes, "d": _outline(shape), "marker-end": f"url(#{name}-head)"})
                continue
            SubElement(group, "path", {**attributes, "d": "".join(map(_outline, shapes))})
    return group


def written(root: Element) -> str:
    """Write an element, one child a line."""
    indent(root, " ")
    # The indentation must not add blanks between the runs of a word.
    for text in root.iter("text"):
        text.text = (text.text or "").strip("\n") if text.text and text.text.strip() else None
        for span in text:
            span.tail = None
    return tostring(root, encoding="unicode") + "\n"


def _key(shape: Shape) -> tuple[tuple[str, str], ...] | None:
    """Give what neighbours must share to be one path."""
    if isinstance(shape, Label):
        return None
    if isinstance(shape, Veil):
        return (("class", "veil"),)
    if isinstance(shape, Cell) and shape.tap:
        return (("class", "tap"), ("fill", f"#{shape.tap.fill}"))
    if isinstance(shape, Cell) and shape.kind == "shade":
        return (("class", "shade"), ("fill-opacity", _number(shape.shade)))
    return (("class", shape.kind),)


def _outline(shape: Shape) -> str:
    if isinstance(shape, Stroke):
        ends = (shape.x1, shape.y1, shape.x2, shape.y2)
        return "M{} {}L{} {}".format(*(_number(end * SCALE) for end in ends))
    if isinstance(shape, Label):  # labels are written, not outlined
        raise TypeError
    x, y, width, height = (_number(v * SCALE) for v in (shape.x, shape.y, shape.width, shape.height))
    return f"M{x} {y}h{width}v{height}h-{width}z"


def _label(parent: Element, label: Label, spelling: Spelling, width: float | None = None) -> None:
    """Write a label; with a width the words are spaced to it, whatever font the reader has."""
    if label.anchor == "start" and any(isinstance(word, Badge) for word in label.words):
        _line(parent, label, spelling)
        return
    tone = label.tone if isinstance(label.tone, str) else ""
    classes = [tone, {"middle": "m", "end": "e"}.get(label.anchor, "")]
    classes += ["halo"] * label.halo + ["bold"] * label.bold
    size = label.size * POINT * SCALE
    text = SubElement(
        parent,
        "text",
        {
            "x": _number(label.x * SCALE),
            "y": _number(baseline(label) * SCALE),
            "font-size": _number(size),
            "class": " ".join(filter(None, classes)),
        },
    )
    if not isinstance(label.tone, str):
        text.set("fill", f"#{label.tone.ink}")
    if width is not None:
        text.set("textLength", _number(width * SCALE))
    write(text, label.words, size, spelling)


def _line(root: Element, label: Label, spelling: Spelling) -> None:
    """Write a line in which some signs are on the colour of their tap: these are put at their measured place."""
    x, y, size = label.x, label.y, label.size
    blank = measure((" ",), size)
    for before, piece, after in _pieces(label.words):
        x += before * blank
        width = measure(piece, size, spelling)
        if piece and isinstance(piece[0], Badge):
            chip, height = piece[0], size * POINT * 1.35
            ground = Cell(x + 0.1, y - height / 2, width - 0.2, height, "tap", chip.tap)
            draw(root, Portion("chip", (ground,)), spelling, "")
            _label(root, Label(x + width / 2, y, (chip.sign,), size, chip.tap), spelling)
        elif piece:
            _label(root, Label(x, y, piece, size, anchor="start"), spelling, width)
        x += width + after * blank


def _pieces(words: Words) -> Iterator[tuple[bool, Words, bool]]:
    """Part words at the chips; blanks at the ends of a piece are told apart, since SVG would not draw them."""
    for is_chip, group in groupby(words, lambda word: isinstance(word, Badge)):
        if is_chip:
            yield from ((False, (chip,), False) for chip in group)
            continue
        piece: list[Word] = []
        for is_text, run in groupby(group, lambda word: isinstance(word, str)):
            found = list(run)
            piece += ["".join(map(str, found))] if is_text else found
        first, last = piece[0], piece[-1]
        before = isinstance(first, str) and first.startswith(" ")
        after = isinstance(last, str) and last.endswith(" ") and last != " "
        piece[0] = first.lstrip(" ") if isinstance(first, str) else first
        piece[-1] = piece[-1].rstrip(" ") if isinstance(piece[-1], str) else piece[-1]
        yield before, tuple(word for word in piece if word != ""), after or (last == " " and len(piece) > 1)


def write(text: Element, words: Words, size: float, spelling: Spelling) -> None:
    """Write words as runs of a text element: letters slanted, indices small and low."""
    lowered = 0.0
    for word in words:
        if isinstance(word, str):
            lowered = _run(text, word, size, {}, back=lowered)
            continue
        sign = word.sign if isinstance(word, Badge) else word
        letter, index = spelling.letter(sign), spelling.index(sign).replace("-", "−")
        if not letter:
            lowered = _run(text, index, size, {}, back=lowered)
            continue
        base = letter + ("\u0303" if sign.tilde else "\u0302" if sign.hat else "")
        lowered = _run(text, base, size, {"class": "it"}, back=lowered)
        if sign.prime:
            lowered = _run(text, "′", size, {}, back=lowered)
        if index:
            _run(text, index, max(0.72 * size, 5 * POINT * SCALE), {}, back=lowered - size * 0.2)
            lowered = size * 0.2


def _run(text: Element, words: str, size: float, attributes: dict[str, str], *, back: float) -> float:
    """Add a run, moved up by ``back``; a run at its natural place leaves nothing to undo."""
    span = SubElement(text, "tspan", attributes)
    if back:
        span.set("dy", _number(-back))
    if span.get("class") is None and text.get("font-size") != _number(size):
        span.set("font-size", _number(size))
    span.text = words
    return 0.0


def _broken(words: Words, width: float, spelling: Spelling) -> list[Words]:
    """Break words into lines no wider than ``width`` mm; a sign is never broken."""
    pieces: list[str | Sign | Badge] = []
    for word in spelling.counted(words):
        pieces += _split(word) if isinstance(word, str) else [word]
    lines: list[list[str | Sign | Badge]] = [[]]
    for unit in _units(pieces):
        if lines[-1] and measure((*lines[-1], *unit), CAPTION_SIZE, spelling) > 0.96 * width:
            lines.append([])
        lines[-1] += unit if lines[-1] or unit[0] != " " else unit[1:]
    return [tuple(line) for line in lines if line]


def _split(text: str) -> list[str]:
    parts = text.split(" ")
    return [piece for n, part in enumerate(parts) for piece in ((" ", part) if n else (part,)) if piece]


def _units(pieces: Iterable[str | Sign | Badge]) -> Iterator[list[str | Sign | Badge]]:
    """Give what may not be parted: everything from one blank to the next."""
    unit: list[str | Sign | Badge] = []
    for piece in pieces:
        if piece == " " and unit:
            yield unit
            unit = []
        unit.append(piece)
    if unit:
        yield unit


def _hatching(root: Element, name: str) -> None:
    size = _number(1.0 * SCALE)
    pattern = SubElement(
        SubElement(root, "defs"),
        "pattern",
        {
            "id": f"{name}-hatch",
            "width": size,
            "height": size,
            "patternUnits": "userSpaceOnUse",
            "patternTransform": "rotate(45)",
        },
    )
    SubElement(pattern, "rect", {"width": size, "height": size, "class": "ground"})
    SubElement(pattern, "path", {"d": f"M0 0V{size}", "class": "hatch"})


def _arrow_head(root: Element, name: str) -> None:
    head = SubElement(
        SubElement(root, "defs"),
        "marker",
        {"id": f"{name}-head", "viewBox": "0 0 6 6", "refX": "5", "refY": "3", "markerWidth": "6", "markerHeight": "6"}
        | {"orient": "auto", "markerUnits": "userSpaceOnUse"},
    )
    SubElement(head, "path", {"d": "M1 1L5 3L1 5", "class": "arrow"})


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"", "-0"} else text
