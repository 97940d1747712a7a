"""The smallest counterexample: shells of growing Σ|v|, one after the other, until one has a hit.

Among the hits of a shell the one comes first whose first-named value is least, then the second-named, and so on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from time import thread_time

import numpy as np
from numpy.typing import NDArray

from symtconv.arithmetic.claim import Claim
from symtconv.arithmetic.sizes import holds
from symtconv.arithmetic.term import Formula, domain_of
from symtconv.claims.deadline import Deadline
from symtconv.claims.program import Column, Program
from symtconv.claims.ranges import Range, ranges_of
from symtconv.geometry import LimitError

FIRST_BATCH, LAST_BATCH, LARGEST_SHELL = 512, 1 << 16, 1 << 18
LARGEST_BATCH = 1 << 25  # numbers held at once: one for each point, name and step of a formula
MOST_LOOKED, SHELL_WORK = 200_000, 8
SLOW = 0.2  # seconds for a batch, beyond which batches shrink, so that a deadline is kept
FITS = 2**61
SCATTER = 9  # how far from the least value of a name points are drawn


@dataclass(frozen=True)
class Batch:
    """Points of whole shells that satisfy the assumptions, one column per name."""

    columns: dict[str, Column]
    size: int

    def point(self, number: int) -> dict[str, int]:
        """Give one point in Python integers."""
        return {name: int(column[number]) for name, column in self.columns.items()}

    def least(self, chosen: NDArray[np.bool_]) -> dict[str, int] | None:
        """Give the smallest of the chosen points."""
        numbers = np.flatnonzero(chosen)
        if not numbers.size:
            return None
        columns = [column[numbers] for column in self.columns.values()]
        total = sum((np.abs(column) for column in columns), start=np.zeros(len(numbers), dtype=np.int64))
        numbers = numbers[total == total.min()]
        return min((self.point(int(number)) for number in numbers), key=lambda point: tuple(point.values()))

    def with_more(self, other: Batch) -> Batch:
        """Give the points of both."""
        columns = {name: np.concatenate([column, other.columns[name]]) for name, column in self.columns.items()}
        return Batch(columns, self.size + other.size)


class Shells:
    """All admissible points of a claim in order of Σ|v|, in batches of whole shells.

    Parameters
    ----------
    names : sequence of str
    assumptions : sequence of Formula
        Those that divide last, as `Claim.assumptions` gives them; every divisor among them at least 1.
    steps : int
        Columns that whoever takes the batches makes of one, so that no batch is too large for that.

    Attributes
    ----------
    looked : int
        Work done so far: points, and a few more for every shell.
    searched : int
        Admissible points given so far.
    complete : bool
        Whether the domain is finite and was given to its end.
    """

    def __init__(self, names: Sequence[str], assumptions: Sequence[Formula], steps: int = 0) -> None:
        self.names, self.complete = tuple(names), False
        self.looked = self.searched = 0
        self._ranges = _ranges(names, assumptions)
        bounds = set(domain_of(names))
        self._filter = Program.of([part for part in assumptions if part not in bounds])
        self._least = [_least(span) for span in self._ranges or ()]
        self._spare = [_most(span) - least for span, least in zip(self._ranges or (), self._least, strict=True)]
        self._after = [sum(self._spare[first + 1 :]) for first in range(len(self._spare))]
        self._tables: dict[tuple[int, int], NDArray[np.int64]] = {}
        self._counts: dict[tuple[int, int], int] = {}
        self._both = sum(low < 0 for low, _ in self._ranges or ())  # names that may have either sign
        self._signed_counts: dict[tuple[int, int], int] = {}
        self._most = LARGEST_BATCH // (len(self.names) + max(steps, len(self._filter.steps)) + 1)

    @property
    def lows(self) -> dict[str, int]:
        """The least value of each name that has one."""
        ranges = zip(self.names, self._ranges or (), strict=False)
        return {name: int(low) for name, (low, _) in ranges if abs(low) < FITS}

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches without end, or until the domain or the memory for one shell is."""
        if self._ranges is None:
            self.complete = True
            return
        shells: list[int] = []
        wanted, points, held = FIRST_BATCH, 0, 0
        for shell in count():
            if shell > sum(self._spare):
                self.complete = True
                break
            size = self._count(0, shell)
            signed = self._signed(0, shell) if size << self._both > LAST_BATCH else size << self._both
            if size > LARGEST_SHELL or signed > self._most:
                break
            if held + signed > self._most:
                yield self._batch(shells)
                shells, points, held = [], 0, 0
            held += signed
            shells.append(shell)
            points += size + SHELL_WORK
            if points >= wanted:
                start = thread_time()
                yield self._batch(shells)
                quick = thread_time() - start < SLOW
                wanted = min(2 * wanted, LAST_BATCH) if quick else max(wanted // 2, FIRST_BATCH)
                shells, points, held = [], 0, 0
        if shells:
            yield self._batch(shells)

    def _batch(self, shells: Sequence[int]) -> Batch:
        table = np.concatenate([self._table(0, shell) for shell in shells], axis=1)
        rows = [_shifted(row, int(least)) for row, least in zip(table, self._least, strict=True)]
        rows = self._with_signs(rows)
        size = table.shape[1] if not rows else len(rows[0])
        columns = dict(zip(self.names, rows, strict=True))
        self.looked += size + SHELL_WORK * len(shells)
        mask = np.ones(size, dtype=bool)
        for truth in self._filter.run(columns, size):
            mask &= truth
        size = int(mask.sum())
        self.searched += size
        return Batch({name: column[mask] for name, column in columns.items()}, size)

    def _with_signs(self, rows: list[Column]) -> list[Column]:
        """From |v| to v: both signs where the range has them."""
        for number, (low, high) in enumerate(self._ranges or ()):
            if low >= 0:
                continue
            row = rows[number]
            above, below = row <= high, (row > 0) & (row <= -low)
            joined = [np.concatenate([other[above], other[below]]) for other in rows]
            joined[number] = np.concatenate([row[above], -row[below]])
            rows = joined
        return rows

    def _count(self, first: int, shell: int) -> int:
        """Count the ways to spread a sum over the names from ``first`` on."""
        if first == len(self._least):
            return int(shell == 0)
        key = (first, shell)
        if key not in self._counts:
            if first + 1 == len(self._least):
                self._counts[key] = int(shell <= self._spare[first])
            elif first + 2 == len(self._least):
                self._counts[key] = len(self._own(first, shell))
            else:
                self._counts[key] = sum(self._count(first + 1, shell - own) for own in self._own(first, shell))
        return self._counts[key]

    def _signed(self, first: int, shell: int) -> int:
        """Count the points that these ways become when every number has its sign."""
        if first == len(self._least):
            return int(shell == 0)
        key = (first, shell)
        if key not in self._signed_counts:
            rest = ((own, self._signed(first + 1, shell - own)) for own in self._own(first, shell))
            self._signed_counts[key] = sum(self._signs(first, own) * count for own, count in rest)
        return self._signed_counts[key]

    def _signs(self, first: int, share: int) -> int:
        low, high = (self._ranges or ())[first]
        size = share + self._least[first]
        return 1 if low >= 0 else int(size <= high) + int(0 < size <= -low)

    def _table(self, first: int, shell: int) -> NDArray[np.int64]:
        """List these ways, one column each, in lexicographic order."""
        key = (first, shell)
        if key not in self._tables:
            if first + 1 >= len(self._least):
                fits = self._count(first, shell)
                self._tables[key] = np.full((len(self._least) - first, fits), shell, dtype=np.int64)
            elif first + 2 == len(self._least):
                own = self._own(first, shell)
                split = np.arange(own.start, own.stop, dtype=np.int64)
                self._tables[key] = np.stack([split, shell - split])
            else:
                parts = []
                for share in self._own(first, shell):
                    rest = self._table(first + 1, shell - share)
                    parts.append(np.vstack([np.full((1, rest.shape[1]), share, dtype=np.int64), rest]))
                self._tables[key] = np.concatenate(parts, axis=1)
        return self._tables[key]

    def _own(self, first: int, shell: int) -> range:
        """Give the shares that a name can have of a sum, so that the names after it can take up the rest."""
        least = shell - min(shell, self._after[first])
        return range(int(least), int(min(shell, self._spare[first])) + 1)


class Search:
    """A search for the smallest point at which the assumptions hold and the goal does not; it can be continued.

    Attributes
    ----------
    witness : dict or None
        The smallest admissible point seen.
    hit : dict or None
        The smallest counterexample, evaluated again in Python integers.
    """

    def __init__(self, names: Sequence[str], assumptions: Sequence[Formula], goal: Formula) -> None:
        self._assumptions, self._goal = assumptions, goal
        self._program = Program.of([goal])
        self.shells = Shells(names, assumptions, len(self._program.steps))
        self._batches = iter(self.shells)
        self.witness: dict[str, int] | None = None
        self.hit: dict[str, int] | None = None

    @property
    def searched(self) -> int:
        """Admissible points looked at."""
        return self.shells.searched

    def run(self, points: int, deadline: Deadline) -> dict[str, int] | None:
        """Search on until so many points were looked at in all; give the hit."""
        while self.hit is None and self.shells.looked < points and not deadline.passed:
            batch = next(self._batches, None)
            if batch is None:
                break
            if batch.size == 0:
                continue
            if self.witness is None:
                self.witness = batch.least(np.ones(batch.size, dtype=bool))
            (truth,) = self._program.run(batch.columns, batch.size)
            self.hit = batch.least(~truth)
        if self.hit is not None:
            self._confirm(self.hit)
        return self.hit

    def _confirm(self, values: dict[str, int]) -> None:
        if not all(holds(part, values) for part in self._assumptions) or holds(self._goal, values):
            msg = f"the search found {values}, which Python's integers do not confirm; please report this"
            raise AssertionError(msg)


def sample(claim: Claim, points: int, deadline: Deadline) -> Batch:
    """Give about so many of the smallest admissible points of a claim, fewer when the time is up."""
    batches, found, shells = [], 0, Shells(claim.names, claim.assumptions)
    for batch in shells:
        batches.append(batch)
        found += batch.size
        if found >= points or shells.looked >= MOST_LOOKED or deadline.passed:
            break
    columns = {name: np.concatenate([batch.columns[name] for batch in batches]) for name in claim.names if batches}
    return Batch(columns, found)


def scattered(claim: Claim, points: int) -> Batch:
    """Give admissible points among so many that are drawn, always the same ones, not far from the least."""
    ranges = _ranges(claim.names, claim.assumptions) or [(0, 0)] * len(claim.names)
    columns: dict[str, Column] = {}
    for number, (name, span) in enumerate(zip(claim.names, ranges, strict=True)):
        low, high = (int(max(min(end, FITS), -FITS)) for end in span)
        near = min(max(low, -SCATTER), high - SCATTER) if high - low > SCATTER else low
        far = min(high, near + 2 * SCATTER if near < 0 else near + SCATTER)
        columns[name] = near + (_drawn(number, points) % np.uint64(far - near + 1)).astype(np.int64)
    mask = np.ones(points, dtype=bool)
    for truth in Program.of(list(claim.assumptions)).run(columns, points):
        mask &= truth
    return Batch({name: column[mask] for name, column in columns.items()}, int(mask.sum()))


def _drawn(seed: int, count: int) -> NDArray[np.uint64]:
    """Give numbers that look drawn: the finalizer of MurmurHash3 over a count (numpy.random takes as long to load)."""
    mixed = np.arange(seed * count + 1, (seed + 1) * count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        mixed = (mixed ^ (mixed >> np.uint64(33))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(33))


def _ranges(names: Sequence[str], assumptions: Sequence[Formula]) -> list[Range] | None:
    try:
        return ranges_of(assumptions, names)
    except LimitError:  # too much to look through: the bounds that the letters promise will do
        return ranges_of(domain_of(names), names)


def _least(span: Range) -> float:
    low, high = span
    return 0 if low <= 0 <= high else min(abs(low), abs(high))


def _most(span: Range) -> float:
    return max(abs(span[0]), abs(span[1]))


def _shifted(row: NDArray[np.int64], least: int) -> Column:
    return row + least if least < FITS else row.astype(object) + least
