"""Figures of Cᵀ: the map that was meant beside the one that was found, on any number of axes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import product
from math import prod
from typing import TypeAlias

import numpy as np

from symtconv.conformance import probes
from symtconv.conformance.reference import Array, result
from symtconv.conformance.slips import Slip, answer_of
from symtconv.grids.form import Form
from symtconv.grids.words import Words

MOST_SIDE = 24
CELL, LETTER, LINE = 22, 8, 14
COLOURS = ("#4C78A8", "#F58518", "#54A24B", "#B279A2", "#E45756", "#72B7B2", "#9D755D", "#EECA3B")
Cells: TypeAlias = Mapping[tuple[int, int], int]


def slip_figure(slip: Slip, words: Words, form: Form, say: Mapping[str, str]) -> str:
    """Draw both maps of one channel where a slip changes them and they are small enough; else give nothing."""
    one = form._replace(c_in=1, c_out=1, groups=1)
    small = prod(form.n) <= MOST_SIDE and 0 < prod(form.out) <= MOST_SIDE
    if slip.bias or slip.batch or not small:
        return ""
    y, w = _asked(one)
    other = answer_of(slip, y, w, None, words, one)
    if other is None or prod(other.shape[2:]) > MOST_SIDE:
        return ""
    meant = result(y, w, one)
    if meant.shape == other.shape and np.array_equal(meant, other):
        return ""
    return _figure([_pair(one.n, meant, other)], say["page.figure"], _axes(form, say))


def layer_figure(meant: Form, found: Form, flip: tuple[bool, ...], say: Mapping[str, str]) -> str:
    """Draw the layer that was meant and the one that was found: as one matrix, or axis by axis where it is large."""
    sizes = (prod(meant.n), prod(found.n), prod(meant.out), prod(found.out))
    if max(sizes) <= MOST_SIDE:
        return _figure([_layers(meant, found, flip)], say["page.figure"], _axes(meant, say))
    axes = [_layers(_axis(meant, q), _axis(found, q), flip[q : q + 1]) for q in range(meant.rank)]
    if meant.rank == 1 or max(max(form.n + form.out) for form in (meant, found)) > MOST_SIDE:
        return ""
    return _figure(axes, say["page.figure"], say["page.each"])


def _axes(form: Form, say: Mapping[str, str]) -> str:
    return say["page.flat"] if form.rank > 1 else ""


def _axis(form: Form, axis: int) -> Form:
    n, k, s, d, l, e = ((row[axis],) for row in form[:6])
    return Form(n, k, s, d, l, e)


def _asked(form: Form) -> tuple[Array, Array]:
    """Give one-hot entries, and weights that are the numbers of their taps."""
    return probes.one_hot(form), np.arange(1, prod(form.k) + 1).reshape(1, 1, *form.k)


def _layers(meant: Form, found: Form, flip: tuple[bool, ...]) -> str:
    meant, found = (form._replace(c_in=1, c_out=1, groups=1) for form in (meant, found))
    turned = tuple(2 + axis for axis, turns in enumerate(flip) if turns)
    y, w = _asked(found)
    return _pair(meant.n, result(*_asked(meant), meant), result(y, np.flip(w, turned), found), found.n)


def _pair(n: tuple[int, ...], meant: Array, found: Array, other_n: tuple[int, ...] = ()) -> str:
    left, right = _cells(meant), _cells(found)
    return _svg(n, meant.shape[2:], left, right) + _svg(other_n or n, found.shape[2:], right, left)


def _cells(x: Array) -> Cells:
    """Give the tap in each place (j, o) of Cᵀ, axes flattened, the last one fastest."""
    rows = x.reshape(len(x), -1)
    return {(int(j), int(o)): int(rows[o, j]) - 1 for o, j in np.argwhere(rows)}


def _figure(pairs: list[str], caption: str, more: str) -> str:
    drawn = "".join(f'<div class="maps">{pair}</div>' for pair in pairs)
    return f"<figure>{drawn}<figcaption>{escape(' '.join(filter(None, (caption, more))))}</figcaption></figure>"


def _svg(n: tuple[int, ...], out: tuple[int, ...], cells: Cells, other: Cells) -> str:
    columns, rows = (list(product(*map(range, lengths))) for lengths in (n, out))
    left = max(CELL, 6 + LETTER * max((len(_name(row)) for row in rows), default=1))
    top = max(CELL, 8 + LINE * len(n))
    width, height = left + len(columns) * CELL + 2, top + len(rows) * CELL + 2
    marks = "".join((*_heads(columns, rows, left, top), *_marks(len(columns), len(rows), left, top, cells, other)))
    return f'<svg role="img" width="{width}" height="{height}" viewBox="0 0 {width} {height}">{marks}</svg>'


def _name(index: tuple[int, ...]) -> str:
    return ",".join(map(str, index))


def _heads(columns: list[tuple[int, ...]], rows: list[tuple[int, ...]], left: int, top: int) -> Iterator[str]:
    """Yield the indices: of an entry of y from above to below, of an entry of x′ from left to right."""
    for at, index in enumerate(columns):
        x = left + at * CELL + CELL / 2
        for line, number in enumerate(index):
            yield f'<text x="{x}" y="{top - 4 - LINE * (len(index) - line - 0.5)}">{number}</text>'
    for at, index in enumerate(rows):
        yield f'<text x="{left / 2}" y="{top + at * CELL + CELL / 2}">{_name(index)}</text>'


def _marks(columns: int, rows: int, left: int, top: int, cells: Cells, other: Cells) -> Iterator[str]:
    for j, o in product(range(rows), range(columns)):
        x, y, tap = left + o * CELL, top + j * CELL, cells.get((j, o))
        box = f'x="{x + 1}" y="{y + 1}" width="{CELL - 2}" height="{CELL - 2}" rx="3"'
        if tap is None:
            yield f"<rect {box}/>"
        else:
            yield f'<rect {box} style="fill:{COLOURS[tap % len(COLOURS)]}"/>'
            yield f'<text class="on" x="{x + CELL / 2}" y="{y + CELL / 2}">{chr(97 + tap % 26)}</text>'
        if tap != other.get((j, o)):
            yield f'<rect class="bad" {box}/>'
