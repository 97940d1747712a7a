"""The map of a model file: its transposed convolutions in the order of the file, and how much stands between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from symtconv.rendering.figures.bounds import finish
from symtconv.rendering.figures.figure import LINE_WIDTH, Cell, Figure, Label, Portion, Shape, Stroke, Tone, measure
from symtconv.rendering.figures.words import words

MOST_BOXES = 36
"""So many boxes are drawn at most."""

BOX, HIGH, GAP, ROW = (44.0, 13.0, 10.0, 8.0)
COLUMNS, AIR = 3, 0.4


@dataclass(frozen=True, slots=True)
class Link:
    """One box of the map.

    Parameters
    ----------
    lines : tuple of str
        What stands in it: at most two lines.
    chosen : bool
        Whether it is a transposed convolution.
    times : int
        How often it stands there, one after the other, with what is before it.
    """

    lines: tuple[str, ...]
    chosen: bool
    times: int = 1


def chain(links: Sequence[Link], *, width: float = LINE_WIDTH, lang: str = "en") -> Figure:
    """Draw boxes from left to right and from top to bottom, with arrows between.

    Parameters
    ----------
    links : sequence of Link
        In the order of the file; of more than `MOST_BOXES` the first ones, and how many are left out.
    width : float
        Room in mm.
    lang : str
        Language of the words.
    """
    say = words(lang)
    shown = list(links[:MOST_BOXES])
    box = min(BOX, (width - (COLUMNS - 1) * GAP) / COLUMNS)
    if len(links) > len(shown):
        shown[-1] = Link((say["chain.more"].format(count=len(links) - len(shown) + 1),), chosen=False)
    parts = [
        Portion("layer" if link.chosen else "operators", tuple(_box(link, *_place(number, box), box)))
        for number, link in enumerate(shown)
    ]
    parts.append(Portion("arrows", tuple(_arrows(len(shown), box))))
    chosen = sum(link.chosen * link.times for link in links)
    return finish(
        "chain",
        parts,
        say["chain"],
        (say["chain.caption"],),
        say["describe.chain"].format(count=chosen, boxes=len(shown)),
    )


def _place(number: int, box: float) -> tuple[float, float]:
    return number % COLUMNS * (box + GAP), number // COLUMNS * (HIGH + ROW)


def _box(link: Link, x: float, y: float, box: float) -> list[Shape]:
    shapes: list[Shape] = [Cell(x, y, box, HIGH, "entry" if link.chosen else "gap")]
    room = box - 3 - (7 if link.times > 1 else 0)
    spread = 4.4 if len(link.lines) > 1 else 0.0
    for row, line in enumerate(link.lines[:2]):
        tone: Tone = "ink" if link.chosen and row == 0 else "quiet"
        at = y + HIGH / 2 + spread * (row - 0.5)
        shapes.append(Label(x + 1.5, at, (fitting(line, room),), 8, tone, "start", bold=link.chosen and row == 0))
    if link.times > 1:
        shapes.append(Label(x + box - 1.5, y + HIGH / 2, (f"×{link.times}",), 9, "ink", "end"))
    return shapes


def _arrows(count: int, box: float) -> list[Shape]:
    """Join each box to the next; from the end of a row a line goes back to the beginning of the one below."""
    shapes: list[Shape] = []
    for number in range(count - 1):
        x, y = _place(number, box)
        to_x, to_y = _place(number + 1, box)
        if y == to_y:
            shapes.append(Stroke(x + box, y + HIGH / 2, to_x - AIR, y + HIGH / 2, "arrow"))
            continue
        down, middle, target = y + HIGH, y + HIGH + ROW / 2, to_x + box / 2
        shapes += [
            Stroke(x + box / 2, down, x + box / 2, middle, "rule"),
            Stroke(x + box / 2, middle, target, middle, "rule"),
            Stroke(target, middle, target, to_y - AIR, "arrow"),
        ]
    return shapes


def fitting(text: str, room: float, size: int = 8) -> str:
    """Cut a text to a width in mm.

    Examples
    --------
    >>> fitting("a short one", 40.0), fitting("a very, very long text indeed", 20.0)
    ('a short one', 'a very, very lo…')
    """
    if measure((text,), size) <= room:
        return text
    while text and measure((f"{text}…",), size) > room:
        text = text[:-1]
    return f"{text}…"
