"""The plan of a walk: places in one line, phases in classes, blocks that fit the caches.

_walk.h says what a walk does. Here its numbers are chosen: where the phases begin, whether the entries of y are laid
along the line or once for each shift, and how much is done at a time. Of the few ways there are, the one with the
least estimated work is taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from symtconv.numeric.phases import Phases, phases
from symtconv.numeric.sizes import Sizes

VECTOR = 64
"""Bytes of the longest vector: blocks are whole numbers of these, whatever the machine."""
IMAGE, BUFFER, WEIGHTS = 3 << 17, 3 << 14, 1 << 15
"""Bytes of the parts of a block: its image keeps to the second cache, its sums and a turn's weights to the first."""
NEAR, SPAN = 1 << 18, 1 << 18
"""Bytes of weights that stay in the second cache by themselves. More are read once, in their own order, for as many
channels as have their sums in ``SPAN`` bytes."""
MOST_PHASES, MOST_AXES, MOST_TABLE, MOST_PRODUCTS = 64, 8, 1 << 14, 1 << 50
WASTE = 3
"""How many products with a zero between rows are worth one run: beyond, the rows are gathered run by run."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The numbers of a walk, as _walk.h names them; the batch is the first of the axes."""

    counts: tuple[int, int, int]  # groups, and the channels of y and of x′ in each
    n: tuple[int, ...]
    places: tuple[int, ...]
    x: tuple[int, ...]
    step: tuple[int, ...]
    off: tuple[int, ...]
    stride: tuple[int, ...]
    taps_of_pair: int
    phase: tuple[int, ...]
    phase_w: tuple[int, ...]
    classes: tuple[tuple[int, int, int, int], ...]
    taps: tuple[tuple[int, int], ...]
    positions: int
    block: int
    low: int
    chunk: int
    span: int
    deep: int
    copies: int
    table: NDArray[np.int32]
    borders: bool  # whether any entry is multiplied by a zero between rows
    useful: int  # products that are none of those, of one pair of channels
    work: float  # estimated, of a group, in products of vectors


@lru_cache(maxsize=512)
def layout(sizes: Sizes, itemsize: int) -> Layout | None:
    """Lay out a call; None where a walk along the line would multiply mostly zeros.

    Examples
    --------
    >>> from symtconv.numeric.sizes import sizes
    >>> words = {"stride": 2, "padding": 1, "output_padding": 0, "groups": 1, "dilation": 1}
    >>> found = layout(sizes((1, 64, 32, 32), (64, 3, 4, 4), 4, **words), 4)
    >>> found.step, found.off, found.stride, found.classes
    ((1, 2, 2), (0, 1, 1), (1089, 33, 1), ((0, 4, 0, 4),))
    """
    found = layouts(sizes, itemsize)
    if not found:
        return None
    best = min(found, key=lambda one: one.work)
    spent = sum(n_phases * n_taps for _, n_phases, _, n_taps in best.classes) * best.positions
    return best if spent <= WASTE * best.useful + 4096 else None


def layouts(sizes: Sizes, itemsize: int) -> list[Layout]:
    """Every way to lay out a call: phases begun tight or loose, entries along the line or by a table."""
    if sizes.batch == 0 or len(sizes.y) + 1 > MOST_AXES or prod(min(s, 65) for s in sizes.stride) > MOST_PHASES:
        return []
    pairs = sizes.groups * sizes.c_in * sizes.c_out * prod(sizes.kernel)
    if prod(sizes.kernel) > MOST_TABLE or (prod(sizes.y) + prod(sizes.x)) * sizes.batch * pairs > MOST_PRODUCTS:
        return []
    words = list(zip(sizes.y, sizes.kernel, sizes.stride, sizes.dilation, sizes.padding, sizes.x, strict=True))
    found: list[Layout] = []
    for loose in (False, True):
        axes = [phases(n, k, s, d, low, i, low % s if loose else 0) for n, k, s, d, (low, _), i in words]
        if loose and all(axis.off == 0 for axis in axes):
            continue
        found += [one for one in (_Line(sizes, axes, itemsize).layout(), _dense(sizes, axes, itemsize)) if one]
    return found


class _Line:
    """Entries of y along the line, zeros between the rows."""

    def __init__(self, sizes: Sizes, axes: list[Phases], itemsize: int) -> None:
        self.sizes, self.axes, self.itemsize = sizes, axes, itemsize
        self.lanes = VECTOR // itemsize
        self.kinds = _classes(axes)

    def layout(self) -> Layout:
        strides = [1]
        for axis in reversed(self.axes):
            strides.insert(0, strides[0] * axis.pitch)
        places = (self.sizes.batch, *(axis.places for axis in self.axes))
        positions = sum((q - 1) * st for q, st in zip(places, strides, strict=True)) + 1
        flat = [[sum(move * st for move, st in zip(shift, strides[1:], strict=True)) for shift, _ in kind.taps]
                for kind in self.kinds]  # fmt: skip
        low = max((shift for of in flat for shift in of), default=0)
        reach = low - min((shift for of in flat for shift in of), default=0)
        return self._finished(tuple(strides), positions, low, reach, [[low - s for s in of] for of in flat])

    def _finished(
        self,
        strides: tuple[int, ...],
        positions: int,
        low: int,
        reach: int,
        y_of: list[list[int]],
        table: NDArray[np.int32] | None = None,
    ) -> Layout:
        z, kinds = self.sizes, self.kinds
        chunk = min(self._chunk(positions), z.c_out)
        phase = tuple(f for kind in kinds for f, _ in kind.phases)
        kernel, copies = prod(z.kernel), 0 if table is None else len(table)
        deep = z.c_in if len(kinds) == 1 else min(z.c_in, max(16, WEIGHTS // (chunk * kernel * self.itemsize)))
        heavy = len(kinds) > 1 and z.c_in * z.c_out * kernel * self.itemsize > NEAR
        room = IMAGE // ((deep if heavy else z.c_in) * self.itemsize * max(copies, 1)) - reach
        sums = chunk * len(phase) * self.itemsize
        block = _block(positions, min(max(room, reach), BUFFER // sums), self.lanes)
        if reach > block:  # most of an image would be laid again and again
            block = _block(positions, min(max(room, reach), 2 * BUFFER // sums), self.lanes)
        turns = max(1, min(SPAN // (sums * block), -(-z.c_out // (4 * chunk)))) if heavy else 1
        y_of = [[copy * block for copy in of] for of in y_of] if copies else y_of
        classes, taps = _numbered(kinds, y_of)
        vectors = -(-positions // self.lanes)
        work = sum(len(kind.taps) * (len(kind.phases) * z.c_out + 0.6 * -(-len(kind.phases) * z.c_out // 8))
                   for kind in kinds) * vectors  # fmt: skip
        rows = z.batch * prod(z.y[:-1])
        lay = copies * positions if copies else 2 * vectors * (1 + reach / block) + 8 * rows
        return Layout(
            counts=(z.groups, z.c_in, z.c_out),
            n=(z.batch, *z.y),
            places=(z.batch, *(axis.places for axis in self.axes)),
            x=(z.batch, *z.x),
            step=(1, *(axis.step for axis in self.axes)),
            off=(0, *(axis.off for axis in self.axes)),
            stride=strides,
            taps_of_pair=kernel,
            phase=phase,
            phase_w=tuple(w for kind in kinds for _, w in kind.phases),
            classes=tuple(classes),
            taps=tuple(taps),
            positions=positions,
            block=block,
            low=low,
            chunk=chunk,
            span=chunk * turns,
            deep=deep,
            copies=copies,
            table=np.empty((0, 0), np.int32) if table is None else table,
            borders=any(axis.pitch > axis.size or axis.shifts != (0, 0) for axis in self.axes),
            useful=prod(axis.useful for axis in self.axes) * z.batch,
            work=z.c_in * (work + lay),
        )

    def _chunk(self, positions: int) -> int:
        parts = [(len(kind.phases), len(kind.taps)) for kind in self.kinds]
        chunk = _chunk(parts, -(-positions // self.lanes))
        if len(parts) == 1 and parts[0][1] > 1 and self.sizes.c_in >= 64 and positions > 6 * self.lanes:
            chunk *= 2  # a stretch of the image is long enough to be worth keeping for twice the rows
        return chunk


def _dense(sizes: Sizes, axes: list[Phases], itemsize: int) -> Layout | None:
    """Entries of y once for each shift, by a table: no zeros between rows, for layers smaller than a vector or two."""
    line = _Line(sizes, axes, itemsize)
    places = (sizes.batch, *(axis.places for axis in axes))
    positions = prod(places)
    shifts = sorted({shift for kind in line.kinds for shift, _ in kind.taps})
    entries = sizes.batch * sizes.groups * sizes.c_in * prod(sizes.y)
    if not 0 < len(shifts) * positions <= MOST_TABLE or entries > np.iinfo(np.int32).max:
        return None
    strides = tuple(prod(places[a + 1 :]) for a in range(len(places)))
    at = {shift: copy for copy, shift in enumerate(shifts)}
    y_of = [[at[shift] for shift, _ in kind.taps] for kind in line.kinds]
    return line._finished(strides, positions, 0, 0, y_of, _table(sizes, places, shifts))


def _table(sizes: Sizes, places: tuple[int, ...], shifts: list[tuple[int, ...]]) -> NDArray[np.int32]:
    plane = prod(sizes.y)
    grid = np.indices(places).reshape(len(places), -1)
    table = np.empty((len(shifts), prod(places)), np.int64)
    for copy, shift in enumerate(shifts):
        inside, at = np.ones(grid.shape[1], bool), np.zeros(grid.shape[1], np.int64)
        for n, q, move in zip(sizes.y, grid[1:], shift, strict=True):
            inside &= (q - move >= 0) & (q - move < n)
            at = at * n + (q - move)
        table[copy] = np.where(inside, at + grid[0] * sizes.groups * sizes.c_in * plane, -1)
    return table.astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Class:
    """Phases whose taps have the same shifts: ``(number, first tap)`` each, and ``(shift, tap from the first)``."""

    phases: list[tuple[int, int]]
    taps: list[tuple[tuple[int, ...], int]]


def _classes(axes: list[Phases]) -> list[_Class]:
    found: dict[tuple[tuple[tuple[int, ...], int], ...], _Class] = {}
    for number, of in enumerate(product(*(axis.taps for axis in axes))):
        taps = []
        for combination in product(*of):
            at = 0
            for axis, (t, _) in zip(axes, combination, strict=True):
                at = at * axis.kernel + t
            taps.append((tuple(move for _, move in combination), at))
        first = min((at for _, at in taps), default=0)
        key = tuple((shift, at - first) for shift, at in taps)
        found.setdefault(key, _Class([], list(key))).phases.append((number, first))
    return list(found.values())


_WIDTHS = {1: (8, 4, 3, 2, 1), 2: (8, 4, 3, 2, 1), 3: (6, 4, 2, 1), 4: (6, 4, 3, 2, 1), 6: (4, 3, 2, 1), 8: (3, 2, 1)}
"""The tiles there are, by rows: how many vectors wide (_walk_body.h, of the instruction sets with 32 registers)."""
_START, _LOAD, _LATENCY = 4, 0.5, 8
"""What a tile costs beside its products: a start, its loads of y, and that a sum waits for the sum before."""


def _numbered(
    kinds: list[_Class], y_of: list[list[int]]
) -> tuple[list[tuple[int, int, int, int]], list[tuple[int, int]]]:
    """Give where the phases and the taps of every class begin, with how many, and all taps with what they read."""
    classes: list[tuple[int, int, int, int]] = []
    taps: list[tuple[int, int]] = []
    first = 0
    for kind, of in zip(kinds, y_of, strict=True):
        classes.append((first, len(kind.phases), len(taps), len(kind.taps)))
        taps += [(y, w) for y, (_, w) in zip(of, kind.taps, strict=True)]
        first += len(kind.phases)
    return classes, taps


def _chunk(kinds: list[tuple[int, int]], vectors: int) -> int:
    """Channels summed together: the fewest whose rows fill the tiles best over so many vectors of positions."""
    each = {rows: _tiles(rows, min(vectors, 24)) for rows in _WIDTHS}

    def cost(chunk: int) -> float:
        return sum(taps * sum(each[rows] for rows in _split(phases * chunk)) for phases, taps in kinds) / chunk

    return min(range(1, 9), key=lambda chunk: (round(cost(chunk), 6), chunk))


def _tiles(rows: int, vectors: int) -> float:
    spent = 0.0
    while vectors:
        width = next(width for width in _WIDTHS[rows] if width <= vectors)
        spent += max(rows * width, _LATENCY) + _START + _LOAD * width
        vectors -= width
    return spent


def _split(left: int) -> list[int]:
    """Rows by tiles, as _walk_body.h takes them."""
    rows = []
    while left:
        if left >= 16 or left in (8, 11, 14):
            rows.append(8)
        elif left >= 9 or left == 6:
            rows.append(6)
        else:
            rows.append({7: 4, 5: 3}.get(left, left))
        left -= rows[-1]
    return rows


def _block(positions: int, room: int, lanes: int) -> int:
    """Positions of a block: whole vectors, by threes where there are many, blocks about equally long."""
    vectors = -(-positions // lanes)
    most = max(room // lanes, 1)
    if vectors <= most:
        return vectors * lanes
    each = -(-vectors // -(-vectors // most))
    return (-(-each // 3) * 3 if each >= 9 else each) * lanes
