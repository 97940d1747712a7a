"""A function of a shared library, called through ctypes, with the arguments that were declared.

``lib.so:symbol`` takes ``y w x N C M n k s d p i`` unless ``args=...`` says another list: ``y``, ``w``, ``b`` and ``x``
are pointers to float32 (or float64, ``real=double``); ``N C M g`` are the batch, channels and groups; ``n k s d p a i``
are numbers of the last axis, and ``n0``, ``n1``, ... those of an axis.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.geometry import InputError
from symtconv.grids.words import Words

USUAL = "y w x N C M n k s d p i"
ARRAYS, WHOLE, ROWS = "ywxb", "NCMg", "nksdpai"


class Library(Target):
    """A function of a shared library; it is asked in a process of its own, since a wrong address ends it."""

    dialect = "torch"
    layouts = ("contiguous",)
    isolated = True

    def __init__(self, function: Callable[..., Any], arguments: list[str], *, double: bool) -> None:
        self.function, self.arguments = function, arguments
        self.dtypes = ("float64",) if double else ("float32",)
        self.rank = 1 + max((int(name[1:]) for name in arguments if name[1:].isdigit()), default=0)

    def fit(self, words: Words) -> Words | None:
        """Leave out what the function has no argument for."""
        if words.rank != self.rank or words.a is None or words.auto or words.size is not None:
            return None
        has = {name[0] for name in self.arguments}
        one, zero = (1,) * words.rank, (0,) * words.rank
        pads = words.l if "p" in has else zero
        channels = (
            words.c_in if "C" in has else 1,
            words.c_out if "M" in has else 1,
            words.groups if "g" in has else 1,
        )
        return Words(
            words.n, words.k, words.s if "s" in has else one, words.d if "d" in has else one, pads, pads,
            words.a if "a" in has else zero, *channels, words.bias and "b" in has, words.batch if "N" in has else 1,
        )  # fmt: skip

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:
        """Call the function; it writes x, whose entries are not numbers before."""
        lengths = tuple(
            (n - 1) * s + d * (k - 1) + 1 - 2 * p + a
            for n, k, s, d, p, a in zip(words.n, words.k, words.s, words.d, words.l, words.extra, strict=True)
        )
        x = np.full((words.batch, words.c_out, *lengths), np.nan, variant.dtype)
        arrays = {"y": np.ascontiguousarray(y), "w": np.ascontiguousarray(w), "x": x, "b": bias}
        rows = {"n": words.n, "k": words.k, "s": words.s, "d": words.d, "p": words.l, "a": words.extra, "i": lengths}
        whole = {"N": words.batch, "C": words.c_in, "M": words.c_out, "g": words.groups}
        given: list[Any] = []
        for name in self.arguments:
            if name in ARRAYS:
                array = arrays[name]
                given.append(ctypes.c_void_p(None if array is None else array.ctypes.data))
            elif name in whole:
                given.append(ctypes.c_int(whole[name]))
            else:
                given.append(ctypes.c_int(rows[name[0]][int(name[1:]) if name[1:] else -1]))
        self.function(*given)
        return x


def from_spec(head: str, settings: str) -> Library:
    """Open a library and find the function.

    Raises
    ------
    InputError
        When there is no such library, function or argument.
    """
    path, _, symbol = head.rpartition(":")
    given = dict(part.split("=", 1) for part in settings.split("&") if "=" in part)
    arguments = given.get("args", USUAL).replace(",", " ").split()
    for name in arguments:
        known = name in ARRAYS or name in WHOLE or (name[0] in ROWS and (name[1:].isdigit() or not name[1:]))
        if not known:
            msg = f"args: {name!r} is no argument; there are y w x b, N C M g, and n k s d p a i (n0, n1, ... by axis)"
            raise InputError(msg)
    try:
        function = getattr(ctypes.CDLL(str(Path(path).expanduser().resolve())), symbol)
    except OSError as error:
        msg = f"{path} cannot be opened as a shared library: {error}"
        raise InputError(msg) from None
    except AttributeError:
        msg = f"{path} has no function {symbol!r}"
        raise InputError(msg) from None
    function.restype = None
    made = Library(function, arguments, double=given.get("real") == "double")
    made.name = head
    return made
