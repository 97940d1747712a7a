"""The lowering as an equation: flipped kernel ⋆ padded input = x′, with the window of one entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures.board import Board, KeyItem, key
from symtconv.rendering.figures.bounds import finish, reach
from symtconv.rendering.figures.elision import Ranges, elide
from symtconv.rendering.figures.figure import (
    LINE_WIDTH,
    PLAIN,
    Cell,
    CellKind,
    Figure,
    Index,
    Label,
    Portion,
    Shape,
    Sign,
    Veil,
    Words,
    fill,
    joined,
)
from symtconv.rendering.figures.legend import kernel_board, kernel_shapes
from symtconv.rendering.figures.padded import (
    LEAST,
    WORDY,
    by_index,
    crops,
    cut_frame,
    naming,
    padded_shapes,
    window_shapes,
)
from symtconv.rendering.figures.plane import SHOWN_LEADS, Lead, Plane, pair, plane
from symtconv.rendering.figures.slices import other_slices
from symtconv.rendering.figures.slide import Slide
from symtconv.rendering.figures.words import words

HIGHEST = 190.0
"""Height in mm of all slices together, and of a lowering and the right one below it."""

BETWEEN = 9.0
"""Height in mm between two slices, with the title of the second."""

ROOMS = (
    (14, 14, True),
    (14, 6, True),
    (11, 6, True),
    (10, 6, True),
    (9, 6, True),
    (14, 6, False),
    (11, 6, False),
    (18, 6, False),
    (20, 6, False),
    (8, 6, False),
)
"""What is tried in turn until cells have words: places of the padded input, places of x′, and the kernel or not."""


def lowering(
    layer: ConvTranspose, entry: Index | None = None, *, width: float = LINE_WIDTH, lang: str = "en"
) -> Figure:
    """Draw y with zeros between its entries, padded or cropped, the window of an entry, and that entry.

    Parameters
    ----------
    layer : ConvTranspose
    entry : tuple of int, optional
        Of x′; without it the first one with most products.
    width : float
        Room in mm.
    lang : str
        Language of the words.

    Raises
    ------
    GeometryError
        When x′ has no such entry.

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    >>> picture = lowering(layer)
    >>> sum(shape.kind == "entry" for shape in picture.shapes if isinstance(shape, Cell)) - 1  # less the key's
    4
    """
    say, cut = words(lang), plane(layer, entry)
    parts = with_key(layer, (cut,), equation(cut, (width, HIGHEST), say), width, say)
    caption = fill(say["lowering.caption"], x=Sign("x", cut.entry, prime=True), z=Sign("z", tilde=True), sum=cut.sum)
    leads = len(cut.leads)
    if leads > SHOWN_LEADS:
        caption = (*caption, say["lowering.more"].format(count=leads, shown=SHOWN_LEADS))
    return finish(
        "lowering", parts, say["lowering"], (*caption, *other_slices(cut, say), *pair(layer, say)), described(cut, say)
    )


def equation(cut: Plane, room: tuple[float, float], say: dict[str, str]) -> list[Portion]:
    """Lay kernel, padded input and x′ out in a room of so many mm across and down."""
    return _line(cut, room[0]) if cut.flat else _rows(cut, room, say)


def with_key(
    layer: ConvTranspose, cuts: Sequence[Plane], parts: list[Portion], width: float, say: dict[str, str]
) -> list[Portion]:
    """Put below what the kinds of cell mean in the planes that are drawn."""
    left, _, _, bottom = reach(shape for part in parts for shape in part.shapes)
    items, _ = key(_key_items(layer, cuts, parts, say), left, bottom + 4, width)
    return [*parts, Portion("key", items)]


def described(cut: Plane, say: dict[str, str]) -> str:
    """Say the same to a reader who does not see it."""
    size = "×".join(str(slide.length) for slide in cut.slides)
    if cut.missing:
        return say["describe.lowering.none"].format(size=size, entry=PLAIN.plain(cut.result(cut.entry)))
    return say["describe.lowering"].format(size=size, sum=PLAIN.text(cut.sum))


def target_shapes(cut: Plane, board: Board) -> Iterator[Shape]:
    """Draw x′ with the chosen entry framed; where that is missing, its place outside x′ is framed and empty."""
    there = [(r, c) for r in board.rows for c in board.columns if cut.has(r, c)]
    yield from (board.cell(r, c, "plain") for r, c in there)
    name, size = naming((cut.target, by_index(cut)), there[-1:], board.side, 8)
    for r, c in there:
        if (r, c) == cut.at:
            yield board.label(r, c, (name(r, c) if size else cut.result(),), size or 5)
        elif size and board.side >= WORDY:
            yield board.label(r, c, (name(r, c),), size, "quiet")
    row, column = cut.at
    yield from board.frame((row, row), (column, column), "choice")
    yield from board.dots()


def _rows(cut: Plane, page: tuple[float, float], say: dict[str, str]) -> list[Portion]:
    """Lay the equation out from left to right, one line for each pair of slices that meet."""
    leads = cut.leads[:SHOWN_LEADS] or (_no_lead(cut),)
    hollow = not (cut.leads or cut.missing)
    room = Room.of(cut, page[0], page[1] / len(leads) - BETWEEN)
    side = room.side
    parts: list[Portion] = []
    top = 0.0
    for number, lead in enumerate(leads):
        board = Board(0, top, side, *room.padded)
        at = min(-side, board.left_of_numbers() - 1.8)
        shapes: list[Shape] = []
        if room.kernel:
            taps = kernel_board(cut, 0, 0, side)
            taps = kernel_board(cut, at - side * 0.7 - taps.width, top + (board.height - taps.height) / 2, side)
            # The slice of w′ is counted from the far end: w′ at u is w at k - 1 - u.
            front = tuple(slide.tap(t) for slide, t in zip(cut.slides, lead.w, strict=False))
            flip = cut.across.flip
            title = (Sign("w", front, prime=flip),)
            drawn = (*kernel_shapes(cut, taps, lead, flipped=flip), taps.title(title, above=2.2))
            parts.append(Portion("flipped kernel" if flip else "kernel", drawn))
            shapes.append(Label(at, top + board.height / 2, ("⋆",), 10))
            at = taps.x - side * 0.6
        if number:
            shapes.append(Label(at, top + board.height / 2, ("+",), 10))
        shapes += padded_shapes(cut, board, lead, hollow=hollow)
        shapes += [*board.dots(), *cut_frame(cut, board), *window_shapes(cut, board, lead), *board.numbers()]
        name = cut.padded
        place = tuple(slide.pad_low + slide.step * o for slide, o in zip(cut.slides, lead.y, strict=False))
        shapes.append(board.title((name,) if not lead.y else fill(say["slice"], index=Sign("", place)), above=5.2))
        parts.append(Portion("padded input", tuple(shapes)))
        if number == len(leads) - 1:
            parts.append(_result(cut, Board(board.width + side * 1.2, top, side, *room.result), board))
        top += board.height + BETWEEN
    return parts


def _result(cut: Plane, board: Board, beside: Board) -> Portion:
    middle = beside.y + beside.height / 2
    board = Board(board.x, middle - board.height / 2, board.side, board.rows, board.columns)
    title = (cut.result(cut.before),)
    equals = Label(beside.x + beside.width + board.side * 0.6, middle, ("=",), 10)
    return Portion("result", (equals, *target_shapes(cut, board), board.title(title, above=2.2)))


def _line(cut: Plane, width: float) -> list[Portion]:
    """Lay a line out: the padded input, its taps beneath the window, and x′ below."""
    slide, column = cut.across, cut.at[1]
    across = elide(slide.low, slide.high, _met(cut, slide, column), int((width - 12) / WORDY))
    out = elide(0, max(slide.output, column + 1), range(column, column + 1), max(int(across.length) - 1, 6))
    # Where both are whole, x′ stands below the middles of its windows.
    lead_in = (slide.span - 1) / 2 if len(across.runs) == len(out.runs) == 1 else 0.0
    side = max(min(9.0, (width - 12) / max(across.length, out.length + lead_in)), LEAST)
    one = Ranges((range(1),))
    board = Board(0, 0, side, one, across)
    lead = Lead()
    shapes = [*padded_shapes(cut, board, lead, hollow=False), *board.dots(), *cut_frame(cut, board)]
    shapes += [*window_shapes(cut, board, lead), *board.numbers(left=False)]
    shapes.append(Label(-2, side / 2, (cut.padded,), 9, "quiet", "end"))
    result = Board(side * lead_in, side * 2.4, side, one, out)
    name = Label(result.x - 2, result.y + side / 2, (cut.result(),), 9, "quiet", "end")
    return [Portion("padded input", tuple(shapes)), Portion("result", (*target_shapes(cut, result), name))]


@dataclass(frozen=True, slots=True)
class Room:
    """The side of a cell in mm, what is shown of the padded input and of x′, and whether the kernel stands beside."""

    side: float
    padded: tuple[Ranges, Ranges]
    result: tuple[Ranges, Ranges]
    kernel: bool

    @classmethod
    def of(cls, cut: Plane, width: float, tall: float) -> Room:
        """Try the ways of `ROOMS` until the window is whole and cells have words; then until they can be seen."""
        rooms = [cls.tried(cut, (width, tall), *way) for way in ROOMS]
        for least in (WORDY, LEAST):
            for room in rooms:
                if room.side >= least and room.holds(cut):
                    return room
        last = rooms[-1]
        return cls(max(last.side, LEAST), last.padded, last.result, last.kernel)

    @classmethod
    def tried(cls, cut: Plane, page: tuple[float, float], most: int, most_out: int, kernel: bool) -> Room:  # noqa: FBT001 - a row of ROOMS
        """Lay out with so many places at most."""
        padded, result = [], []
        for slide, at in zip((cut.down, cut.across), cut.at, strict=True):
            padded.append(elide(slide.low, slide.high, _met(cut, slide, at), most))
            result.append(elide(0, max(slide.output, at + 1), range(at, at + 1), most_out))
        taps = min(cut.columns.kernel, 12) + 1.7 if kernel else 0
        across, down = padded[1].length + result[1].length + 1.9 + taps, max(padded[0].length, result[0].length)
        side = min(9.0, (page[0] - 2) / across, page[1] / down)
        return cls(side, (padded[0], padded[1]), (result[0], result[1]), kernel)

    def holds(self, cut: Plane) -> bool:
        """Say whether the whole window is shown."""
        axes = zip(self.padded, (cut.down, cut.across), cut.at, strict=True)
        return all(place in shown for shown, slide, at in axes for place in _met(cut, slide, at))


def _met(cut: Plane, slide: Slide, at: int) -> range:
    """Give the places of the padded input that the window of the chosen entry stands over."""
    return range(slide.low, slide.low) if cut.missing else range(at, at + slide.span)


def _no_lead(cut: Plane) -> Lead:
    zeros = (0,) * len(cut.before)
    return Lead(zeros, zeros)


def _key_items(layer: ConvTranspose, cuts: Sequence[Plane], parts: list[Portion], say: dict[str, str]) -> list[KeyItem]:
    """Explain the kinds of cell that occur."""
    shapes = [shape for part in parts if part.name == "padded input" for shape in part.shapes]
    kinds = {shape.kind for shape in shapes if isinstance(shape, Cell)}
    extra = [axis.output_padding for axis in layer.axes if axis.output_padding]
    value = str(extra[0]) if len(set(extra)) == 1 else ", ".join(str(axis.output_padding) for axis in layer.axes)
    meanings: list[tuple[CellKind, Words]] = [
        ("entry", fill(say["key.entry"], y=Sign("y"))),
        ("gap", (say["key.gap"],)),
        ("pad", (say["key.pad"],)),
        ("extra", fill(say["key.extra"], a=Sign("a"), value=value)),
    ]
    items = [KeyItem(kind, meaning) for kind, meaning in meanings if kind in kinds]
    if any(isinstance(shape, Veil) for shape in shapes):
        names = [(cut.padded,) for cut in cuts if crops(cut)]
        items.append(KeyItem("dashed", fill(say["key.crop"], z=joined(names))))
    return items if all(cut.missing for cut in cuts) else [*items, KeyItem("window", (say["key.window"],))]
