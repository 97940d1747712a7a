"""One entry of x′ in all views at once: the same terms, found four times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Literal

from symtconv.geometry import ConvTranspose, InputError, Phase
from symtconv.geometry.phases import phase
from symtconv.operators.result import Entry, Index

Kind = Literal["entry", "between", "padding"]

SAID = {
    "row": "row of Cᵀ: {row}",
    "at": "{weight} at {place}",
    "zero": "zero",
    "window": "window: of {cells} cells {entry} hold an entry of y, {between} a zero between, {padding} padding",
    "scatter": "scatter: at {place} of the uncropped sum lie copies of the kernel times {copies}",
    "scatter.none": "scatter: no copy of the kernel reaches it",
    "windows": "windows that read it: {count} of {all}",
    "window.at": "{source} at {place}",
    "phase": "phase: {classes}",
    "residue": "residue {residue} (taps: {taps})",
}
"""The sentences of an explanation, as they are translated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What the window of the lowering sees under one weight of the flipped kernel.

    Parameters
    ----------
    place : tuple of int
        In the padded z̃ (channel of y first, where there are channels).
    weight : tuple of int
        The weight that lies there.
    kind : {"entry", "between", "padding"}
        An entry of y, a zero put between entries, or padding.
    source : tuple of int or None
        The entry of y.
    """

    place: Index
    weight: Index
    kind: Kind
    source: Index | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One product that reaches the entry, in the words of a view.

    Parameters
    ----------
    weight, source : tuple of int
        The factors.
    place : tuple of int
        For `scatter` the place on the canvas; for a window of the convolution its first place in x (negative in
        the padding).
    """

    weight: Index
    source: Index
    place: Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One entry of x′ in the views; made by `explain`.

    Parameters
    ----------
    entry : tuple of int
        Which.
    terms : tuple of (int, tuple, tuple)
        Its sum in normal form.
    row : tuple of (tuple, tuple)
        The row of Cᵀ: (column, weight) of every non-zero entry.
    window : tuple of Cell
        What the window of the lowering sees, zeros and all.
    scatter : tuple of Product
        The copies of the kernel that reach the entry.
    windows : tuple of Product
        The windows of the convolution that read the entry: where the gradient flows back from.
    windows_in_all : int
        Number of windows (entries of y) in all.
    phases : tuple of Phase
        Its phase along every spatial axis.
    base : int
        What the words count from; all that is here counts from 0.
    """

    entry: Index
    terms: Entry
    row: tuple[tuple[Index, Index], ...]
    window: tuple[Cell, ...]
    scatter: tuple[Product, ...]
    windows: tuple[Product, ...]
    windows_in_all: int
    phases: tuple[Phase, ...]
    base: int = 0

    def __str__(self) -> str:
        return self.text()

    def text(self, tell: Callable[[str], str] = str) -> str:
        """Give the explanation line by line; `tell` gives a sentence of `SAID` in another language."""

        def name(letter: str, index: Index) -> str:
            return f"{letter}_{{{self._counted(index)}}}"

        def said(found: Product) -> dict[str, str]:
            return {"source": name("y", found.source), "place": f"({self._counted(found.place)})"}

        kinds = [cell.kind for cell in self.window]
        row = ", ".join(tell(SAID["at"]).format(weight=name("w", w), place=name("y", y)) for y, w in self.row)
        read = ", ".join(tell(SAID["window.at"]).format(**said(found)) for found in self.windows)
        terms = " + ".join(f"{name('w', w)}*{name('y', y)}" for y, w in self.row)
        classes = (tell(SAID["residue"]).format(residue=phase.residue, taps=phase.taps) for phase in self.phases)
        cells = {kind: kinds.count(kind) for kind in ("entry", "between", "padding")}
        scatter = tell(SAID["scatter.none"])
        if self.scatter:  # all lie at one place, that of the entry
            copies = ", ".join(said(found)["source"] for found in self.scatter)
            scatter = tell(SAID["scatter"]).format(place=said(self.scatter[0])["place"], copies=copies)
        found = {"count": len(self.windows), "all": self.windows_in_all}
        lines = (
            tell(SAID["row"]).format(row=row or tell(SAID["zero"])),
            tell(SAID["window"]).format(cells=len(kinds), **cells),
            scatter,
            tell(SAID["windows"]).format(**found) + (f" ({read})" if read else ""),
            tell(SAID["phase"]).format(classes="; ".join(classes)),
        )
        entry = name("x'", self.entry)
        return "\n  ".join((f"{entry} = {terms or '0'}", *lines))

    def _counted(self, index: Index) -> str:
        return ",".join(str(part + self.base) for part in index)


def explain(layer: ConvTranspose, entry: Iterable[int], *, base: int = 0) -> Explanation:
    """Explain one entry of x′; the cost is that of the kernel, not of the layer.

    Parameters
    ----------
    layer : ConvTranspose
    entry : sequence of int
        Its index over ``layer.x_shape``.
    base : int
        What the index is counted from, and what the words of the explanation count from.

    Raises
    ------
    InputError
        When there is no such entry.

    Examples
    --------
    >>> layer = ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    >>> print(explain(layer, (1, 2)))
    x'_{1,2} = w_{2,1}*y_{0,1} + w_{0,1}*y_{1,1}
      row of Cᵀ: w_{2,1} at y_{0,1}, w_{0,1} at y_{1,1}
      window: of 9 cells 2 hold an entry of y, 4 a zero between, 3 padding
      scatter: at (2,3) of the uncropped sum lie copies of the kernel times y_{0,1}, y_{1,1}
      windows that read it: 2 of 4 (y_{0,1} at (-1,1), y_{1,1} at (1,1))
      phase: residue 0 (taps: 2); residue 1 (taps: 1)
    """
    index = tuple(part - base for part in entry)
    if len(index) != len(layer.x_shape) or not all(0 <= j < size for j, size in zip(index, layer.x_shape, strict=True)):
        shown, shape = ",".join(str(part + base) for part in index), "x".join(map(str, layer.x_shape))
        msg = f"there is no entry {shown}; x′ has the shape {shape}, counted from {base}"
        raise InputError(msg)
    co, row = (index[0], index[1:]) if layer.has_channels else (0, index)
    found = sorted(_row(layer, co, row))
    return Explanation(
        entry=index,
        terms=tuple((1, w, y) for y, w in found),
        row=tuple(found),
        window=tuple(_window(layer, co, row)),
        scatter=tuple(sorted(_scatter(layer, co, row), key=lambda p: p.source)),
        windows=tuple(sorted(_windows(layer, co, row), key=lambda p: p.source)),
        windows_in_all=len(list(_channels(layer, co))) * prod(layer.input),
        phases=tuple(phase(axis, (j + axis.low) % axis.stride) for axis, j in zip(layer.axes, row, strict=True)),
        base=base,
    )


def _row(layer: ConvTranspose, co: int, row: Index) -> Iterator[tuple[Index, Index]]:
    """Read the row of Cᵀ off the relation."""
    joins = product(*(list(axis.relation.at(j)) for axis, j in zip(layer.axes, row, strict=True)))
    spatial = [(tuple(o for _, o in join), tuple(t for t, _ in join)) for join in joins]
    for y_lead, w_lead in _channels(layer, co):
        for source, tap in spatial:
            yield (*y_lead, *source), (*w_lead, *tap)


def _window(layer: ConvTranspose, co: int, row: Index) -> Iterator[Cell]:
    """Lay the window at this place of z̃: tap ``k-1-u`` lies on place ``j + d·u``."""
    for y_lead, w_lead in _channels(layer, co):
        for u in product(*map(range, layer.kernel)):
            place = tuple(j + axis.dilation * b for axis, j, b in zip(layer.axes, row, u, strict=True))
            tap = tuple(axis.kernel - 1 - b for axis, b in zip(layer.axes, u, strict=True))
            dilated = [m - axis.pad_low for axis, m in zip(layer.axes, place, strict=True)]
            kind: Kind = "entry"
            if not all(0 <= z <= (a.size - 1) * a.stride for z, a in zip(dilated, layer.axes, strict=True)):
                kind = "padding"
            elif any(z % a.stride for z, a in zip(dilated, layer.axes, strict=True)):
                kind = "between"
            source = tuple(z // a.stride for z, a in zip(dilated, layer.axes, strict=True))
            yield Cell(
                place=(*y_lead, *place),
                weight=(*w_lead, *tap),
                kind=kind,
                source=(*y_lead, *source) if kind == "entry" else None,
            )


def _scatter(layer: ConvTranspose, co: int, row: Index) -> Iterator[Product]:
    """Ask at place ``j + l`` of the canvas for every tap that can have come to lie there, by the copy it belongs to."""
    place = tuple(j + axis.low for axis, j in zip(layer.axes, row, strict=True))
    for tap in product(*map(range, layer.kernel)):
        rest = [m - axis.dilation * t for axis, m, t in zip(layer.axes, place, tap, strict=True)]
        if all(
            r % axis.stride == 0 and 0 <= r // axis.stride < axis.size for axis, r in zip(layer.axes, rest, strict=True)
        ):
            source = tuple(r // axis.stride for axis, r in zip(layer.axes, rest, strict=True))
            for y_lead, w_lead in _channels(layer, co):
                yield Product(weight=(*w_lead, *tap), source=(*y_lead, *source), place=place)


def _windows(layer: ConvTranspose, co: int, row: Index) -> Iterator[Product]:
    """Try every window of the convolution near enough to read this entry."""
    near = []
    for axis, j in zip(layer.axes, row, strict=True):
        first, last = -(-(j + axis.low - axis.span + 1) // axis.stride), (j + axis.low) // axis.stride
        starts = [(o, axis.stride * o - axis.low) for o in range(max(first, 0), min(last, axis.size - 1) + 1)]
        near.append(
            [(o, start, (j - start) // axis.dilation) for o, start in starts if (j - start) % axis.dilation == 0]
        )
    for window in product(*near):
        source, start, tap = (tuple(part[i] for part in window) for i in range(3))
        for y_lead, w_lead in _channels(layer, co):
            yield Product(weight=(*w_lead, *tap), source=(*y_lead, *source), place=start)


def _channels(layer: ConvTranspose, co: int) -> Iterator[tuple[Index, Index]]:
    """Yield what stands before the spatial indices of y and of w, for every channel of y that reaches ``co``."""
    if not layer.has_channels:
        yield (), ()
        return
    for ci in layer.channels.inputs_of(co):
        yield (ci,), (ci, co % layer.weight_shape[1])
