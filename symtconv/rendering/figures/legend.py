"""The kernel and its flip: the legend of every other figure."""

from __future__ import annotations

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figure import LINE_WIDTH, Figure, Part, Shape, Sign, fill
from symtconv.rendering.figures.board import Board
from symtconv.rendering.figures.bounds import finish
from symtconv.rendering.figures.elision import elide
from symtconv.rendering.figures.plane import Lead, Plane, plane
from symtconv.rendering.figures.words import words
from symtconv.rendering.palette import TAP_LIMIT


def kernel(layer: ConvTranspose, *, width: float = LINE_WIDTH, lang: str = "en") -> Figure:
    """Draw the kernel and the flipped kernel side by side; from rank 3 on the first slice of each.

    Parameters
    ----------
    layer : ConvTranspose
    width : float
        Room in mm.
    lang : str
        Language of the words.
    """
    say, cut = words(lang), plane(layer)
    rows, columns = cut.rows.kernel, cut.columns.kernel
    side = min(8.0, (width - 8) / (2 * min(columns, 12)))
    first = kernel_board(cut, 0, 0, side)
    second = kernel_board(cut, first.width + 8, 0, side)
    front = Lead(w=(0,) * len(cut.before))
    back = Lead(w=tuple(axis.kernel - 1 for axis in layer.axes[: len(cut.before)]))
    many = not cut.flat and rows * columns > TAP_LIMIT
    caption = say["kernel.caption.many" if many else "kernel.caption.line" if cut.flat else "kernel.caption"]
    titles = (
        first.title(fill(say["kernel.w"], w=Sign("w", front.w)), above=2.2),
        second.title(fill(say["kernel.flipped"], w=Sign("w", prime=True)), above=2.2),
    )
    return finish(
        "kernel",
        (
            Part("kernel", (*kernel_shapes(cut, first, front, flipped=False), titles[0])),
            Part("flipped kernel", (*kernel_shapes(cut, second, back, flipped=True), titles[1])),
        ),
        say["kernel"],
        (caption,),
        say["describe.kernel"].format(size=" × ".join(map(str, layer.kernel))),
    )


def kernel_board(cut: Plane, x: float, y: float, side: float) -> Board:
    """Lay out the taps of a slice; a kernel of more than 12 a side keeps its corners."""
    rows, columns = (elide(0, axis.kernel, range(axis.kernel), 12) for axis in (cut.rows, cut.columns))
    return Board(x, y, side, rows, columns)


def kernel_shapes(cut: Plane, board: Board, lead: Lead, *, flipped: bool) -> tuple[Shape, ...]:
    """Draw the taps of a slice, reversed on both axes if flipped."""
    shapes: list[Shape] = []
    for r in board.rows:
        for c in board.columns:
            a, b = (cut.rows.kernel - 1 - r, cut.columns.kernel - 1 - c) if flipped else (r, c)
            shapes.extend(board.tap(r, c, cut.colour(a, b), cut.weight(a, b, lead)))
    return (*shapes, *board.dots())
