"""A grid: which configurations are asked, in which variants; drawn within the words that the target has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import Any

from symtconv.geometry import InputError
from symtconv.grids.columns import admitted, program_of
from symtconv.grids.dialects import DIALECTS, SILENT, meaning
from symtconv.grids.draw import drawn, kind_of
from symtconv.grids.form import Form
from symtconv.grids.small import about, small
from symtconv.grids.words import Words

LAYOUTS = ("contiguous", "strided", "reversed", "fortran")
DTYPES = ("float64", "float32", "float16", "bfloat16", "int64", "int32", "int8")
TRIES = 60
"""Draws for each configuration wanted, at most: a target with few words has few configurations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """What is to be asked.

    Parameters
    ----------
    dialect : str, optional
        Whose words; those of the target without it.
    small : bool
        Every small configuration of one axis and one channel.
    random : int
        So many others, drawn near the boundaries.
    sizes : tuple of int
        Lengths and numbers of channels to be tried.
    beyond : int
        So many configurations that the dialect forbids, and as many that its text leaves open: what the target does
        there is told, and not judged.
    ranks : tuple of int
        What ranks are drawn; repeat one to have more of it.
    seed : int
    where : tuple of str
        Conditions in the claim language, to hold on every axis.
    dtype, layout, threads : tuple
        Variants in which each configuration is asked; empty ones are the target's own.

    Raises
    ------
    InputError
        For a dialect, a variant or a number that there is none of.

    Examples
    --------
    >>> grid = Grid(dialect="torch", small=True, where=("s == 1",))
    >>> len(list(configurations(grid, "torch")))
    35
    """

    dialect: str | None = None
    small: bool = False
    random: int = 0
    sizes: tuple[int, ...] = ()
    beyond: int = 0
    ranks: tuple[int, ...] = (1, 1, 2, 2, 3)
    seed: int = 0
    where: tuple[str, ...] = ()
    dtype: tuple[str, ...] = ()
    layout: tuple[str, ...] = ()
    threads: tuple[int, ...] = ()
    most: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.dialect is not None and self.dialect not in DIALECTS:
            msg = f"no dialect is called {self.dialect!r}; there are {', '.join(DIALECTS)}"
            raise InputError(msg)
        for name, given, known in (("dtype", self.dtype, DTYPES), ("layout", self.layout, LAYOUTS)):
            for value in given:
                if value not in known:
                    msg = f"{name}: {value!r} is not known; there are {', '.join(known)}"
                    raise InputError(msg)
        for name, row in (("sizes", self.sizes), ("ranks", self.ranks), ("threads", self.threads)):
            if any(number < 1 for number in row):
                msg = f"{name}: {min(row)} is below 1; use 1 or more"
                raise InputError(msg)
        if not self.ranks or max(self.ranks) > 4:
            msg = f"ranks={list(self.ranks)}: give one or more of 1, 2, 3 and 4"
            raise InputError(msg)
        if min(self.random, self.beyond) < 0:
            msg = "random and beyond count configurations; use 0 or more"
            raise InputError(msg)
        program_of(self.where)

    @property
    def digest(self) -> str:
        """A short digest of the grid, as it stands at the head of a file of records."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]

    def variants(self, usual: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield the variants, the usual one first."""
        rows = (self.dtype or (usual["dtype"],), self.layout or (usual["layout"],), self.threads or (usual["threads"],))
        for dtype, layout, threads in product(*rows):
            yield {"dtype": dtype, "layout": layout, "threads": threads}


Fit = Callable[[Words], "Words | None"]


def configurations(grid: Grid, dialect: str, fit: Fit = lambda words: words) -> list[tuple[Words, str]]:
    """Give the configurations of a grid, each once, with its kind (``legal``, ``illegal``, ``silent``), smallest first.

    Parameters
    ----------
    grid : Grid
    dialect : str
        Whose words they are.
    fit : callable
        Brings a configuration within the words that the target has, or gives None where that cannot be.
    """
    found: dict[Words, str] = {}
    if grid.small:
        found.update(_kept(small(dialect, grid.most), dialect, fit, grid))
    if grid.sizes:
        found.update(_kept(about(dialect, grid.sizes), dialect, fit, grid, any_size=True))
    for kind, count in (("legal", grid.random), ("illegal", grid.beyond), ("silent", grid.beyond)):
        found.update(dict.fromkeys(_some(grid, dialect, fit, kind, count, found), kind))
    return sorted(found.items(), key=lambda item: (item[0].weight, item[0].text))


def _kept(
    stream: Iterable[Words], dialect: str, fit: Fit, grid: Grid, *, any_size: bool = False
) -> Iterator[tuple[Words, str]]:
    fitting = dict.fromkeys(words for words in map(fit, stream) if words is not None)
    legal: list[tuple[Words, Form | None]] = []
    for words in fitting:
        form = meaning(words, dialect)
        if form is not None and form != SILENT and (any_size or kind_of(words, form) == "legal"):
            legal.append((words, form))
        elif form == SILENT and grid.beyond:
            yield words, "silent"
    for (words, _), good in zip(legal, admitted(legal, grid.where), strict=True):
        if good:
            yield words, "legal"


def _some(grid: Grid, dialect: str, fit: Fit, kind: str, count: int, known: dict[Words, str]) -> list[Words]:
    """Draw distinct configurations of one kind that fit and meet the conditions."""
    found: dict[Words, None] = {}
    stream = drawn(dialect, grid.seed, grid.ranks, kind)
    left = TRIES * count
    while len(found) < count and left > 0:
        batch: dict[Words, Form | None] = {}
        for _ in range(min(left, 2 * (count - len(found)) + 32)):
            left -= 1
            came = next(stream)
            if came is None:
                continue
            words, form = fit(came[0]), came[1]
            if words is None or words in found or words in known or words in batch:
                continue
            if words is not came[0] and words != came[0]:
                form = meaning(words, dialect)
                if kind_of(words, form) != kind:
                    continue
            batch[words] = form if isinstance(form, Form) else None
        rows = list(batch.items())
        for (words, _), good in zip(rows, admitted(rows, grid.where), strict=True):
            if good and len(found) < count:
                found[words] = None
    return list(found)
