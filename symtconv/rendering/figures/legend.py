"""The kernel and its flip: the legend of every other figure."""

from __future__ import annotations

from itertools import product

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures.board import Board
from symtconv.rendering.figures.bounds import finish
from symtconv.rendering.figures.elision import elide
from symtconv.rendering.figures.figure import LINE_WIDTH, Figure, Portion, Shape, Sign, fill, measure
from symtconv.rendering.figures.palette import TAP_LIMIT
from symtconv.rendering.figures.plane import Lead, Plane, plane
from symtconv.rendering.figures.words import words

SHOWN = 12
"""Taps a side up to which a kernel is whole."""


def kernel(layer: ConvTranspose, *, width: float = LINE_WIDTH, lang: str = "en") -> Figure:
    """Draw the kernel and the flipped kernel side by side; from rank 3 on the first slice of each.

    The first slice of the flipped kernel is the last one of the kernel, flipped; its title names both.

    Parameters
    ----------
    layer : ConvTranspose
    width : float
        Room in mm.
    lang : str
        Language of the words.
    """
    say, cut = words(lang), plane(layer)
    front = Lead(w=(0,) * len(cut.before))
    back = Lead(w=tuple(axis.kernel - 1 for axis in layer.axes[: len(cut.before)]))
    turned = "kernel.flipped.slice" if front.w else "kernel.flipped"
    titles = (
        fill(say["kernel.w"], w=Sign("w", front.w)),
        fill(say[turned], w=Sign("w", front.w, prime=True), source=Sign("w", back.w)),
    )
    first, second = _boards(cut, front, width, (measure(titles[0], 8), measure(titles[1], 8)))
    many = not cut.flat and cut.rows.kernel * cut.columns.kernel > TAP_LIMIT
    caption = say["kernel.caption.many" if many else "kernel.caption.line" if cut.flat else "kernel.caption"]
    return finish(
        "kernel",
        (
            Portion("kernel", (*kernel_shapes(cut, first, front, flipped=False), first.title(titles[0], above=2.2))),
            Portion(
                "flipped kernel", (*kernel_shapes(cut, second, back, flipped=True), second.title(titles[1], above=2.2))
            ),
        ),
        say["kernel"],
        (caption,),
        say["describe.kernel"].format(size="×".join(map(str, layer.kernel))),
    )


def _boards(cut: Plane, front: Lead, width: float, titles: tuple[float, float]) -> tuple[Board, Board]:
    """Lay the two out: side by side, else one below the other, else with fewer taps, until the taps have names."""
    for most, abreast in product((SHOWN, 10, 8, 6), (True, False)):
        one = kernel_board(cut, 0, 0, 1.0, most)
        side = min(8.0, (width - 8) / (2 * one.width) if abreast else width / one.width)
        first = kernel_board(cut, 0, 0, side, most)
        gap = max(8.0, 3 + sum(titles) / 2 - first.width)  # the titles must not meet
        x, y = (first.width + gap, 0.0) if abreast else (0.0, first.height + 8)
        if cut.named((0, 0), front, (side, side))[0]:
            break
    return first, kernel_board(cut, x, y, side, most)


def kernel_board(cut: Plane, x: float, y: float, side: float, most: int = SHOWN) -> Board:
    """Lay out the taps of a slice; a kernel of more than ``most`` a side keeps its corners."""
    rows, columns = (elide(0, axis.kernel, range(axis.kernel), most) for axis in (cut.rows, cut.columns))
    return Board(x, y, side, rows, columns)


def kernel_shapes(cut: Plane, board: Board, lead: Lead, *, flipped: bool) -> tuple[Shape, ...]:
    """Draw the taps of a slice, reversed on both axes if flipped."""
    shapes: list[Shape] = []
    for r in board.rows:
        for c in board.columns:
            a, b = (cut.rows.kernel - 1 - r, cut.columns.kernel - 1 - c) if flipped else (r, c)
            name = cut.named((a, b), lead, (board.side, board.side))
            shapes.extend(board.tap(r, c, cut.colour(a, b), *name))
    return (*shapes, *board.dots())
