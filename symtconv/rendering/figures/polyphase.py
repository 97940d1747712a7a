"""Polyphase: for each residue class of x′ the small dense kernel that alone reaches it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from symtconv.geometry import ConvTranspose, Phase
from symtconv.geometry.phases import phase
from symtconv.rendering.figures.board import Board, tap_cell
from symtconv.rendering.figures.bounds import finish, moved, reach
from symtconv.rendering.figures.elision import Ranges, elide
from symtconv.rendering.figures.figure import (
    LINE_WIDTH,
    Figure,
    Index,
    Label,
    Portion,
    Shape,
    Sign,
    Stroke,
    Words,
    fill,
)
from symtconv.rendering.figures.plane import Lead, Plane, plane
from symtconv.rendering.figures.words import words

FEW = 3
"""Classes that are drawn where not all can be: the first, the second and the last."""

TAP, SMALL = 6.2, 3.85
"""Largest side in mm of a tap, and of a cell of x′."""

TRIED = ((9, 1.0, 12), (9, 0.8, 12), (9, 0.65, 12), (9, 0.5, 12), (9, 0.65, 8), (FEW, 1.0, 12), (FEW, 0.65, 8))
"""How many classes are all drawn, how large the cells of x′ are, and how many a side: tried while it is too high."""

LEAST_LANE = 4.0
"""Width in mm of a sub-kernel without taps."""

HIGHEST = 120.0
"""Height in mm."""

Residue = tuple[int, ...]


def polyphase(
    layer: ConvTranspose, entry: Index | None = None, *, width: float = LINE_WIDTH, lang: str = "en"
) -> Figure:
    """Draw each residue class of x′ with its sub-kernel, already flipped.

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
    count = prod(layer.stride)
    residues, parts = _fitted(cut, width, say)
    caption = fill(
        say["polyphase.caption"],
        **{letter: Sign(letter) for letter in "lry"},
        j=Sign("j", counts=True),
        q=Sign("v" if layer.has_channels else "q"),  # with channels q is one of x′
        s=_factor("s", layer.stride),
        taps=(*(() if set(layer.dilation) == {1} else _factor("d", layer.dilation)), Sign("t", counts=True)),
        modulus=_factor("s", layer.stride)[0],
        axes=() if layer.rank == 1 else say["polyphase.axes"],
    )
    if count == 1:
        caption = (say["polyphase.single"],)
    elif len(residues) < count:
        caption = (*caption, say["polyphase.cut"].format(count=count))
    return finish(
        "polyphase",
        parts,
        say["polyphase"],
        caption,
        say["describe.polyphase"].format(size="×".join(map(str, layer.output))),
    )


def _fitted(cut: Plane, width: float, say: dict[str, str]) -> tuple[list[Residue], list[Portion]]:
    """Lay the classes out; while they are too high, with smaller cells of x′, and then with fewer of them."""
    for classes, scale, shown in TRIED:
        residues = _residues(cut.layer, classes)
        kernels = [_sub_kernel(cut, _phases(cut, residue)) for residue in residues]
        lane = max(reach(kernel)[2] if kernel else LEAST_LANE for kernel in kernels)
        parts = _laid(
            residues,
            [
                tuple(_block(cut, residue, kernel, say, (lane, scale * SMALL, shown)))
                for residue, kernel in zip(residues, kernels, strict=True)
            ],
            width,
        )
        if reach(shape for part in parts for shape in part.shapes)[3] <= HIGHEST:
            break
    return residues, parts


def _phases(cut: Plane, residue: Residue) -> list[Phase]:
    return [phase(axis, r) for axis, r in zip(cut.layer.axes, residue, strict=True)]


def _residues(layer: ConvTranspose, most: int) -> list[Residue]:
    count = prod(layer.stride)
    if count <= most:
        return list(product(*map(range, layer.stride)))
    first = (0,) * layer.rank
    second = (*first[:-1], 1) if layer.stride[-1] > 1 else _next(layer.stride)
    return [first, second, tuple(s - 1 for s in layer.stride)]


def _next(stride: Residue) -> Residue:
    last = max(axis for axis, s in enumerate(stride) if s > 1)
    return tuple(int(axis == last) for axis in range(len(stride)))


def _block(
    cut: Plane, residue: Residue, kernel: list[Shape], say: dict[str, str], size: tuple[float, float, int]
) -> Iterator[Shape]:
    """One class from (0, 0): its name, its sub-kernel, an arrow, and its members in x′."""
    lane, side, shown = size
    taps = prod(p.taps for p in _phases(cut, residue))
    words = say["polyphase.none"] if not taps else say["polyphase.one"] if taps == 1 else say["polyphase.many"]
    yield Label(0, 0, (*_equals(residue), ", ", words.format(count=taps)), 7, "quiet", "start")
    members = list(_members(cut, residue, side, shown))
    _, top, _, bottom = reach(kernel) if kernel else (0.0, 0.0, LEAST_LANE, LEAST_LANE)
    map_left, map_top, _, map_bottom = reach(members)
    height = max(bottom - top, map_bottom - map_top)
    middle = 2.6 + height / 2
    yield from (moved(shape, 0, middle - (top + bottom) / 2) for shape in kernel)
    if not kernel:
        yield Label(LEAST_LANE / 2, middle, ("0",), 9, "quiet")
    yield Stroke(lane + 1.6, middle, lane + 6.4, middle, "arrow")
    yield from (moved(shape, lane + 8 - map_left, middle - (map_top + map_bottom) / 2) for shape in members)


def _equals(residue: Residue) -> Words:
    numbers = ", ".join(map(str, residue))
    return (Sign("r"), " = ", numbers if len(residue) == 1 else f"({numbers})")


def _sub_kernel(cut: Plane, found: list[Phase]) -> list[Shape]:
    """Draw the taps of a class from (0, 0), last first; slices stand side by side. There may be none."""
    if not all(p.taps for p in found):
        return []
    shapes: list[Shape] = []
    rows = [0] if cut.flat else _flipped(found[-2])
    columns = _flipped(found[-1])
    slices = list(product(*(_flipped(p) for p in found[:-2]))) if cut.before else [()]
    side = min(TAP + 1.4 * len(cut.before), 46 / max(len(columns) * min(len(slices), 3), len(rows), 1))
    for number, front in enumerate(slices[:3]):
        left = number * (side * len(columns) + 2)
        for m, a in enumerate(rows):
            for n, b in enumerate(columns):
                name = cut.named((a, b), Lead(w=tuple(front)), (side, side))
                shapes += tap_cell(left + n * side, m * side, side, side, cut.colour(a, b), *name)
    if len(slices) > 3:
        shapes.append(Label(3 * (side * len(columns) + 2) + 1, side * len(rows) / 2, ("⋯",), 8, "quiet"))
    return shapes


def _flipped(found: Phase) -> list[int]:
    return [found.first + found.step * v for v in reversed(range(found.taps))]


def _members(cut: Plane, residue: Residue, most: float, shown: int) -> Iterator[Shape]:
    """Draw the entries of x′, those of the class dark."""
    axes = (cut.rows, cut.columns)
    wanted = (0, residue[-1]) if cut.flat else residue[-2:]
    rows, columns = (elide(0, axis.output, range(0), shown) for axis in axes)
    side = min(most, 30 / columns.length)
    board = Board(0, 0, side, Ranges((range(1),)) if cut.flat else rows, columns)
    dark = [
        (r, c)
        for r in board.rows
        for c in board.columns
        if (r + axes[0].low) % axes[0].stride == wanted[0] and (c + axes[1].low) % axes[1].stride == wanted[1]
    ]
    yield from (board.cell(r, c, "plain") for r in board.rows for c in board.columns)
    yield from (board.cell(r, c, "member") for r, c in dark)
    yield from board.dots()


def _laid(residues: list[Residue], blocks: list[tuple[Shape, ...]], width: float) -> list[Portion]:
    """Lay the blocks in a table as wide as the line allows, classes of one row residue beside each other."""
    sizes = [reach(block) for block in blocks]
    step_x, step_y = (max(s[end] - s[end - 2] for s in sizes) for end in (2, 3))
    fitting = max(int((width + 8) // (step_x + 8)), 1)
    per_row = sum(residue[:-1] == residues[0][:-1] for residue in residues)
    across = per_row if 1 < per_row <= fitting and len(residues) > FEW else min(fitting, len(residues))
    return [
        Portion(
            f"class {','.join(map(str, residue))}",
            tuple(moved(s, (step_x + 8) * (n % across), (step_y + 5) * (n // across)) for s in block),
        )
        for n, (residue, block) in enumerate(zip(residues, blocks, strict=True))
    ]


def _factor(letter: str, numbers: Index) -> Words:
    """Write a factor: the number where the axes are alike, else its letter."""
    return (str(numbers[0]),) if len(set(numbers)) == 1 else (Sign(letter), " ")
