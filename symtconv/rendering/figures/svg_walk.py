"""The window on its way over the padded input: one SVG that moves by style alone.

Every entry of x′ has its turn: the window stands over its cells, the frame in x′ is on it, its sum stands below.
Where a reader has asked for less motion, and in print, nothing moves and the chosen entry is shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import SubElement

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures.board import Board
from symtconv.rendering.figures.bounds import finish
from symtconv.rendering.figures.elision import Ranges
from symtconv.rendering.figures.figure import (
    LINE_WIDTH,
    PLAIN,
    Figure,
    Index,
    Label,
    Portion,
    Shape,
    Sign,
    Spelling,
    fill,
)
from symtconv.rendering.figures.padded import padded_shapes, window_shapes
from symtconv.rendering.figures.plane import Lead, Plane, pair, plane
from symtconv.rendering.figures.svg import SCALE, draw, frame, written
from symtconv.rendering.figures.words import words

STEPS = 64
"""Entries that have a turn; of more, the first ones."""

SECONDS = 0.9
"""Time of one turn."""

SIDE = 9.0
"""Largest side of a cell in mm."""

PLACES = 14
"""Places of x′ a side that are drawn; of a line, twice as many."""


def moving_window(
    layer: ConvTranspose,
    entry: Index | None = None,
    *,
    width: float = LINE_WIDTH,
    lang: str = "en",
    spelling: Spelling = PLAIN,
) -> str:
    """Draw the window moving over the padded input.

    Parameters
    ----------
    layer : ConvTranspose
        From rank 3 on, one pair of slices that meet in the chosen entry is shown.
    entry : tuple of int, optional
        Of x′: the one that is shown where nothing moves.
    width : float
        Room in mm.
    lang : str
        Language of the words.
    spelling : Spelling
        The author's letters and index base.

    Returns
    -------
    str
        One ``svg`` element, without script.

    Raises
    ------
    GeometryError
        When x′ has no such entry.
    """
    walk = Walk.of(plane(layer, entry), width)
    figure = walk.figure(words(lang))
    root = frame(figure, spelling=spelling, caption=True, style=True, name="walk")
    SubElement(root, "style").text = walk.style()
    for part in figure.parts:
        group = draw(root, part, spelling, "walk")
        kind, _, number = part.name.partition(" ")
        if kind == "sum":
            now = " now" if int(number) == walk.now else ""
            group.set("class", f"sum{now}")
            group.set("style", f"animation-delay:{SECONDS * (int(number) - len(walk.turns)):.1f}s")
    return written(root)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where everything is: the padded input, x′, and the entries in the order of their turns."""

    cut: Plane
    padded: Board
    result: Board
    turns: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, cut: Plane, width: float) -> Walk:
        """Lay both boards out, whole or from their low corner on."""
        axes = cut.down, cut.across
        most = PLACES * (2 if cut.flat else 1)
        # The chosen entry must be among those that are drawn.
        firsts = [max(min(at, axis.output) - most + 1, 0) for axis, at in zip(axes, cut.at, strict=True)]
        out = [range(first, min(first + most, axis.output)) for axis, first in zip(axes, firsts, strict=True)]
        cells = []
        for axis, places in zip(axes, out, strict=True):
            whole = len(places) == axis.output
            cells.append(range(axis.low, axis.high) if whole else range(places.start, places.stop - 1 + axis.span))
        across = len(cells[1]) + (0 if cut.flat else len(out[1]) + 2)
        side = min(SIDE, (width - 8) / across)
        padded = Board(0, 0, side, Ranges((cells[0],)), Ranges((cells[1],)))
        below = max((padded.height - side * len(out[0])) / 2, 0)
        x, y = (0.0, side * 2.6) if cut.flat else (padded.width + 2 * side, below)
        result = Board(x, y, side, Ranges((out[0],)), Ranges((out[1],)))
        turns = tuple((r, c) for r in out[0] for c in out[1])
        first = max(turns.index(cut.at) - STEPS + 1, 0)
        return cls(cut, padded, result, turns[first : first + STEPS])

    @property
    def now(self) -> int:
        """The turn of the chosen entry."""
        return self.turns.index(self.cut.at)

    def figure(self, say: dict[str, str]) -> Figure:
        """Give the picture: the ground, the window and the frame at the chosen entry, and every sum."""
        cut = self.cut
        lead = (cut.leads or (Lead((0,) * len(cut.before), (0,) * len(cut.before)),))[0]
        row, column = cut.at
        low = max(self.padded.y + self.padded.height, self.result.y + self.result.height) + 5
        parts = [
            Portion("ground", tuple(self._ground(lead))),
            Portion("walker", tuple(window_shapes(cut, self.padded, lead))),
            Portion("chooser", self.result.frame((row, row), (column, column), "choice")),
        ]
        for number, place in enumerate(self.turns):
            turn = Plane(cut.layer, (*cut.before, *cut.index(*place)))
            parts.append(Portion(f"sum {number}", (Label(self.padded.x, low, turn.sum, 9, anchor="start"),)))
        caption = fill(say["walk.caption"])
        if len(cut.leads) > 1:
            caption = (*caption, say["walk.slice"].format(count=len(cut.leads)))
        caption = (*caption, *pair(cut.layer, say))
        return finish("walk", parts, say["lowering"], caption, say["walk.caption"])

    def _ground(self, lead: Lead) -> list[Shape]:
        cut, result = self.cut, self.result
        shapes = list(padded_shapes(cut, self.padded, lead, hollow=not cut.leads, lifted=not cut.flat))
        shapes += self.padded.numbers(left=not cut.flat)
        shapes += [result.cell(r, c, "plain") for r in result.rows for c in result.columns]
        if result.side >= 6:
            shapes += [result.label(r, c, (cut.target(r, c),), 7, "quiet") for r in result.rows for c in result.columns]
        for board, name, above in ((self.padded, Sign("z", tilde=True), 5.2), (result, Sign("x", prime=True), 2.2)):
            beside = Label(board.x - 2, board.y + board.height / 2, (name,), 9, "quiet", "end")
            shapes.append(beside if cut.flat else board.title((name,), above=above))
        return shapes

    def style(self) -> str:
        """Give the movement: one key frame a turn, held until the next."""
        side, count = self.padded.side * SCALE, len(self.turns)
        row, column = self.cut.at
        frames = "".join(
            f"{100 * n / count:.3f}%{{transform:translate({(c - column) * side:.2f}px,{(r - row) * side:.2f}px)}}"
            for n, (r, c) in enumerate(self.turns)
        )
        return (
            "\n.sum{opacity:0}.sum.now{opacity:1}\n"
            "@media screen and (prefers-reduced-motion:no-preference){\n"
            f"@keyframes walk{{{frames}}}\n"
            f"@keyframes turn{{0%{{opacity:1}}{100 / count:.3f}%,100%{{opacity:0}}}}\n"
            f".walker,.chooser{{animation:walk {SECONDS * count:.1f}s step-end infinite}}\n"
            f".sum{{animation:turn {SECONDS * count:.1f}s step-end infinite}}\n}}\n"
        )
