"""Which layout and which ranks a function takes: found by trying, with a probe that no other layout reads alike."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from math import prod
from typing import NamedTuple

import numpy as np

from symtconv.conformance.fit import Fitted, UnreadableError, fit, reads_of
from symtconv.conformance.layouts import INPUTS, WEIGHTS
from symtconv.conformance.limit import time_limit
from symtconv.conformance.target import SECONDS, Array, DiedError, Target, Variant, typed
from symtconv.conformance.targets.function import Function
from symtconv.geometry import SymtconvError
from symtconv.grids.form import Form
from symtconv.grids.words import Words

PROBE_N, PROBE_K = (4, 5, 3), (2, 3, 2)


class Settled(NamedTuple):
    """A layout that was tried: how bad it is (0 reads as a layer), its settings, and what was read."""

    badness: float
    rank: int
    input: str
    weight: str
    scalar: bool
    square: bool
    fitted: Fitted | None
    why: str


MOST_DEATHS = 3


def mapped(
    target: Target, words: Words, form: Form, variant: Variant | None = None, seconds: float = SECONDS
) -> Fitted:
    """Read the index map of a target at one configuration, one entry of y at a time.

    Raises
    ------
    UnreadableError
        When the target refuses, or what comes is no index map.
    DiedError
        When it ends, or gives no answer in time.
    """
    how = variant or target.usual
    together = target.fit(replace(words, batch=form.c_in * prod(form.n)))

    def at_once(y: Array, w: Array) -> Array:
        asked = replace(words, batch=len(y))
        return np.asarray(target.call(typed(y, how.dtype), typed(w, how.dtype), None, asked, how))

    def one_by_one(y: Array, w: Array) -> Array:
        parts = [at_once(y[at : at + 1], w) for at in range(len(y))]
        if len({part.shape for part in parts}) != 1:
            msg = "the shape of the answer depends on the numbers that are sent"
            raise UnreadableError(msg)
        return np.concatenate(parts)

    if together is not None and together.batch > 1:
        with suppress(Exception), time_limit(seconds):  # what cannot be read so is asked one by one
            reads, out = reads_of(at_once, form, how.dtype)
            found = fit(reads, form, out)
            if found.clean:
                return found
    call = one_by_one
    try:
        with time_limit(seconds):
            reads, out = reads_of(call, form, how.dtype)
    except (UnreadableError, SymtconvError, DiedError):
        raise
    except SystemExit as error:
        msg = f"it calls sys.exit({error.code!r})"
        raise DiedError(msg) from error
    except Exception as error:
        msg = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else ''}"
        raise UnreadableError(msg) from error
    return fit(reads, form, out)


def probe(target: Function, rank: int, *, square: bool = False, stride: int = 2) -> tuple[Words, Form]:
    """Give a configuration of unequal sizes, with the words that the function has."""
    n, k = PROBE_N[:rank], PROBE_K[:rank]
    if square:
        k = (k[-1],) * rank
    c_in, c_out = (1, 1) if target.input == "." else (2, 3)
    s = (stride if target.names["s"] is not None else 1,) * rank
    one, zero = (1,) * rank, (0,) * rank
    return Words(n, k, s, one, zero, zero, zero, c_in, c_out), Form(n, k, s, one, zero, zero, c_in, c_out)


def settle(target: Function, ranks: tuple[int, ...] = (1, 2, 3), seconds: float = SECONDS) -> list[Settled]:
    """Try every layout that was not said; set the best on the target, and give all that did as well.

    Returns
    -------
    list of Settled
        The best first; empty where no layout gives an answer that can be read.
    """
    tried: list[Settled] = []
    for rank in (target.rank,) if target.rank else ranks:
        tried += _tried(target, rank, seconds)
    if not tried:
        return []
    tried.sort(key=lambda row: row.badness)
    best = tried[0]
    _set(target, best)
    alike = [row for row in tried if row.rank == best.rank and row.badness == best.badness]
    read = {row.rank for row in tried if (row.input, row.weight) == (best.input, best.weight) and row.badness < 3}
    target.rank = best.rank if len(read) <= 1 else 0
    return alike


def _set(target: Function, row: Settled) -> None:
    target.input, target.weight, target.scalar, target.square = row.input, row.weight, row.scalar, row.square


def _tried(target: Function, rank: int, seconds: float) -> Iterator[Settled]:
    inputs = (target.input,) if target.input else INPUTS
    weights = (target.weight,) if target.weight else WEIGHTS
    deaths = 0
    fixed = target.input, target.weight, target.scalar, target.square
    for layout, weight in itertools.product(inputs, weights):
        if (layout == ".") != (weight == "."):
            continue
        for scalar, square in itertools.product(
            (False, True) if rank > 1 else (False,), (False, True) if rank > 1 else (False,)
        ):
            row = Settled(0, rank, layout, weight, scalar, square, None, "")
            _set(target, row)
            words, form = probe(target, rank, square=square)
            try:
                found = mapped(target, words, form, seconds=seconds)
            except DiedError as error:
                deaths += 1
                if deaths >= MOST_DEATHS:
                    raise
                yield row._replace(badness=12, why=f"it ends or hangs: {error}")
                continue
            except SystemExit as error:
                yield row._replace(badness=12, why=f"it ends: sys.exit({error.code})")
                continue
            except UnreadableError as error:
                yield row._replace(badness=10 + scalar, why=str(error))
                continue
            bad = len(found.notes) + 5 * (found.form is None) + 0.5 * scalar + 0.25 * square
            yield row._replace(badness=bad, fitted=found)
            if bad == 0:
                break
    target.input, target.weight, target.scalar, target.square = fixed
