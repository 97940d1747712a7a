"""Coverage: how many products each entry of x′ gets. Where the counts differ in a pattern, results show it."""

from __future__ import annotations

from math import gcd, prod
from typing import Literal

from symtconv.geometry import Axis, ConvTranspose
from symtconv.rendering.figures.board import Board
from symtconv.rendering.figures.bounds import finish
from symtconv.rendering.figures.elision import Ranges, elide
from symtconv.rendering.figures.figure import (
    LINE_WIDTH,
    Figure,
    Index,
    Label,
    Portion,
    Shape,
    Sign,
    Words,
    fill,
    joined,
)
from symtconv.rendering.figures.palette import count_shade
from symtconv.rendering.figures.plane import SEARCHED, Plane, plane
from symtconv.rendering.figures.words import words

COUNTED, DRAWN = 24, 60
"""Places a side up to which the map is whole with its counts, and without."""

HIGHEST = 120.0
"""Height of the map in mm."""

Spread = Literal["uneven", "gaps", "edges"]
WORST: tuple[Spread, ...] = ("uneven", "gaps", "edges")
"""Where counts are less than the largest, the worst first: one axis with it gives it to the whole map."""

CELL = 8.0
"""Largest side of a cell in mm."""


def coverage(
    layer: ConvTranspose, entry: Index | None = None, *, width: float = LINE_WIDTH, lang: str = "en"
) -> Figure:
    """Draw the count of products of each entry, with the counts of the axes on the margins.

    From rank 3 on the last two axes are a map, and each axis before them is a strip.

    Parameters
    ----------
    layer : ConvTranspose
    entry : tuple of int, optional
        Not needed; all figures take it.
    width : float
        Room in mm.
    lang : str
        Language of the words.
    """
    say, cut = words(lang), plane(layer, entry)
    shown = [_shown(axis) for axis in layer.axes]
    ranges = [[count(axis, j) for j in places] for axis, places in zip(layer.axes, shown, strict=True)]
    parts = _strips(cut, shown, width, say, ranges)
    parts.append(_map(cut, shown, width, top=12.0 * len(parts), ranges=ranges))
    caption = fill(say["coverage.line" if cut.flat else "coverage.caption"], x=Sign("x", prime=True))
    tallies = [tally(axis) for axis in layer.axes]
    least, most = (prod(bound(counts.values()) for counts in tallies) for bound in (min, max))
    found = set(map(spread, layer.axes, tallies))
    worst = next(one for one in WORST if one in found)
    told = say["coverage.even" if least == most else f"coverage.{worst}"].format(least=least, most=most)
    summed = layer.channels.inputs_per_group
    shares = fill(say["coverage.channels"], x=Sign("x", prime=True), y=Sign("y"), count=summed) if summed > 1 else ()
    return finish(
        "coverage",
        parts,
        say["coverage"],
        (*caption, told, *shares, *_left_out(cut, shown, say)),
        say["describe.coverage"].format(size="×".join(map(str, layer.output)), least=least, most=most),
    )


def count(axis: Axis, place: int) -> int:
    """Count the products at one place of an axis.

    Examples
    --------
    >>> axis = Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1)
    >>> [count(axis, j) for j in range(axis.output)]
    [1, 2, 1, 1]
    """
    return axis.relation.between(place, place + 1, 0, axis.size).count()


def tally(axis: Axis) -> dict[int, int]:
    """Count the products of the places at both ends, a whole period of the interior included: every count there is.

    Beyond `SEARCHED` places an end is cut.
    """
    inside = max(axis.span - 1 - axis.low, 0)
    beyond = max(min((axis.size - 1) * axis.stride - axis.low + 1, axis.output) - axis.stride, 0)
    first = range(min(axis.output, inside, SEARCHED))
    last = range(max(first.stop, beyond, axis.output - SEARCHED), axis.output)
    return {place: count(axis, place) for ends in (first, last) for place in ends}


def spread(axis: Axis, counts: dict[int, int]) -> Spread:
    """Say where the counts of an axis are less than the largest.

    Returns
    -------
    str
        ``uneven``: also at a place that would have no more if y went on, so that the pattern returns inside.
        ``gaps``: near the ends of y alone, but there between places that have all, as a dilated kernel makes it.
        ``edges``: near the ends of y alone, and from either end the counts rise to one run of the largest.

    Examples
    --------
    >>> smooth, rough = (Axis(size=3, kernel=k, stride=2) for k in (4, 3))
    >>> holed = Axis(size=3, kernel=2, stride=2, dilation=3)
    >>> list(tally(smooth).values()), spread(smooth, tally(smooth))
    ([1, 1, 2, 2, 2, 2, 1, 1], 'edges')
    >>> list(tally(rough).values()), spread(rough, tally(rough))
    ([1, 1, 1, 2, 1, 1], 'uneven')
    >>> list(tally(holed).values()), spread(holed, tally(holed))
    ([1, 0, 1, 1, 1, 1, 0, 1], 'gaps')
    """
    numbers, most = list(counts.values()), max(counts.values())
    if any(number < most and number == endless(axis, place) for place, number in counts.items()):
        return "uneven"
    first = numbers.index(most)
    rising, falling = numbers[:first], numbers[first:]
    plain = rising == sorted(rising) and falling == sorted(falling, reverse=True)
    return "edges" if plain else "gaps"


def endless(axis: Axis, place: int) -> int:
    """Count the products that a place would have if y had no ends: the taps of its residue class."""
    common = gcd(axis.dilation, axis.stride)
    turns, rest = divmod(place + axis.low, common)
    if rest:
        return 0
    period = axis.stride // common
    first = turns * pow(axis.dilation // common, -1, period) % period
    return len(range(first, axis.kernel, period))


def _shown(axis: Axis) -> Ranges:
    size = axis.output
    return elide(0, size, range(0), size if size <= DRAWN else COUNTED)


def _map(cut: Plane, shown: list[Ranges], width: float, *, top: float, ranges: list[list[int]]) -> Portion:
    rows, columns = (Ranges((range(1),)) if cut.flat else shown[-2]), shown[-1]
    side = min(CELL, (width - 6) / columns.length, HIGHEST / rows.length)
    board = Board(0, top, side, rows, columns)
    down = {0: 1} if cut.flat else dict(zip(rows, ranges[-2], strict=True))
    across = dict(zip(columns, ranges[-1], strict=True))
    largest = max(down.values()) * max(across.values())
    shapes: list[Shape] = []
    counts = {(r, c): down[r] * across[c] for r in rows for c in columns}
    order = sorted(counts, key=lambda place: counts[place])
    shapes += [board.cell(*place, "shade", count_shade(counts[place], largest)) for place in order]
    size = 9 if side >= 6 else 7 if side >= 4.4 else 5
    if side >= 3.2 and rows.length * columns.length <= (COUNTED + 1) ** 2:
        shapes += [board.label(*place, (str(number),), size) for place, number in counts.items()]
    if not cut.flat and side >= 3.2:
        small = min(size, 7)
        shapes += [
            Label(board.corner(0, c)[0] + side / 2, top - 1.7, (str(n),), small, "quiet") for c, n in across.items()
        ]
        shapes += [
            Label(-1, board.corner(r, 0)[1] + side / 2, (str(n),), small, "quiet", "end") for r, n in down.items()
        ]
    return Portion("counts", (*shapes, *board.dots()))


def _strips(
    cut: Plane, shown: list[Ranges], width: float, say: dict[str, str], ranges: list[list[int]]
) -> list[Portion]:
    """Draw a strip of counts for each axis before the last two."""
    parts = []
    for number in range(len(cut.before)):
        side = min(6.0, (width - 20) / shown[number].length)
        board = Board(14, 12.0 * number, side, Ranges((range(1),)), shown[number])
        counts = dict(zip(shown[number], ranges[number], strict=True))
        shapes: list[Shape] = [
            board.cell(0, j, "shade", count_shade(n, max(counts.values()))) for j, n in counts.items()
        ]
        shapes += [board.label(0, j, (str(n),), 8 if side > 4 else 5) for j, n in counts.items() if side > 3]
        name = Label(12, board.y + side / 2, (say["axis"].format(number=number + 1),), 8, "quiet", "end")
        parts.append(Portion(f"counts of axis {number + 1}", (*shapes, name, *board.dots())))
    return parts


def _left_out(cut: Plane, shown: list[Ranges], say: dict[str, str]) -> Words:
    rows = () if cut.flat else shown[-2].left_out(say)
    columns = shown[-1].left_out(say)
    named = (("left.rows", rows), ("left.columns", columns))
    places = [fill(say[key], places=gaps) for key, gaps in named if gaps]
    return fill(say["left.out"], places=joined(places)) if places else ()
