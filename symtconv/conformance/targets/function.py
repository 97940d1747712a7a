"""A Python function ``f(y, w, ...)`` with whatever names it has for stride and the rest. It runs the user's code."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from symtconv.conformance.layouts import INPUTS, WEIGHTS, get_output, put_input, put_weight
from symtconv.conformance.target import Array, Target, Variant
from symtconv.geometry import InputError
from symtconv.grids.words import Words

WORDS: Mapping[str, tuple[str, ...]] = {
    "s": ("stride", "strides", "s", "stride_size", "window_strides"),
    "p": ("padding", "pad", "pads", "p"),
    "a": ("output_padding", "output_pad", "outpad", "out_padding", "adj", "a", "extra"),
    "d": ("dilation", "dilations", "dilation_rate", "d", "rhs_dilation"),
    "groups": ("groups", "group", "g", "feature_group_count", "num_groups"),
    "bias": ("bias", "b"),
}
"""What a word of ours may be called."""


class Function(Target):
    """A function that takes y and w first, and words after them.

    Parameters
    ----------
    function : callable
    dialect : str
        What its words mean.
    settings : mapping
        ``input`` and ``weight``: layouts; ``scalar``: one number for all axes; ``square``: kernels of equal sides;
        ``rank``: the only rank it takes.
    """

    dtypes = ("float64", "float32", "float16", "int64", "int32")
    isolated = True

    def __init__(
        self, function: Callable[..., Any], *, dialect: str = "torch", settings: Mapping[str, str] | None = None
    ) -> None:
        given = dict(settings or {})
        self.function, self.dialect = function, given.get("dialect", dialect)
        self.name = getattr(function, "__qualname__", type(function).__name__)
        self.names = words_of(function)
        self.input, self.weight = given.get("input", ""), given.get("weight", "")
        self.scalar, self.square = given.get("scalar") == "1", given.get("square") == "1"
        self.rank = int(given.get("rank", "0"))
        for name, value, known in (("input", self.input, INPUTS), ("weight", self.weight, WEIGHTS)):
            if value and value not in known:
                msg = f"{name}={value!r} is no layout; use one of {', '.join(known)}"
                raise InputError(msg)

    @property
    def settings(self) -> dict[str, str]:
        """What was said or found about the function, as it stands in its spec."""
        found = {"dialect": self.dialect, "input": self.input, "weight": self.weight, "rank": str(self.rank)}
        return found | {"scalar": str(int(self.scalar)), "square": str(int(self.square))}

    def fit(self, words: Words) -> Words | None:
        """Leave out what the function has no word for."""
        if words.rank == 1 and self.rank > 1:  # what is small has one axis: the same on all of them
            words = on_all_axes(words, self.rank)
        rank, has = words.rank, self.names
        if (self.rank and rank != self.rank) or words.auto or words.size is not None or words.a is None:
            return None

        def row(name: str, row: tuple[int, ...], usual: int) -> tuple[int, ...]:
            if has[name] is None:
                return (usual,) * rank
            return (row[0],) * rank if self.scalar else row

        pads = row("p", words.l, 0)
        found = replace(
            words,
            s=row("s", words.s, 1),
            d=row("d", words.d, 1),
            a=row("a", words.extra, 0),
            l=pads,
            h=pads,
            k=(words.k[0],) * rank if self.square else words.k,
            groups=words.groups if has["groups"] is not None else 1,
            bias=words.bias and has["bias"] is not None,
        )
        if self.input == ".":
            found = replace(found, c_in=1, c_out=1, groups=1)
        return found if "N" in (self.input or "N") else replace(found, batch=1)

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Call the function in its own layout and words."""

        def plain(row: tuple[int, ...]) -> int | tuple[int, ...]:
            return row[0] if self.scalar or len(row) == 1 else row

        rows = {"s": plain(words.s), "p": plain(words.l), "a": plain(words.extra), "d": plain(words.d)}
        said: dict[str, Any] = {self.names[key] or "": value for key, value in rows.items()}
        said[self.names["groups"] or ""] = words.groups
        if bias is not None:
            said[self.names["bias"] or ""] = bias
        said.pop("", None)
        read, weight = put_input(y, self.input or "NC."), put_weight(w, self.weight or "IO.")
        return get_output(np.asarray(self.function(read, weight, **said)), self.input or "NC.", words.rank)

    def close(self) -> None:
        """End the process that the function may have of its own."""
        held: object = self.function
        if isinstance(held, Target):
            held.close()


def on_all_axes(words: Words, rank: int) -> Words:
    """Repeat a configuration of one axis on others.

    Examples
    --------
    >>> on_all_axes(Words((2,), (3,), (1,), (1,), (0,), (0,), (0,)), 2).text
    '2-D n=2 k=3'
    """
    size = None if words.size is None else words.size * rank
    extra = None if words.a is None else words.a * rank
    rows = {name: getattr(words, name) * rank for name in ("n", "k", "s", "d", "l", "h")}
    return replace(words, **rows, a=extra, size=size)


def words_of(function: Callable[..., Any]) -> dict[str, str | None]:
    """Find what a function calls stride, padding and the rest.

    Raises
    ------
    InputError
        When it does not take y and w, or does not say what it takes.

    Examples
    --------
    >>> def f(x, weight, strides=1, pad=0): ...
    >>> {key: name for key, name in words_of(f).items() if name}
    {'s': 'strides', 'p': 'pad'}
    """
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        msg = f"{function!r} does not say what it takes; give a Python function, such as def f(y, w, stride=1): ..."
        raise InputError(msg) from None
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if len(positional) < 2:
        msg = f"{function!r} takes fewer than two arguments by position; it has to take y and w first"
        raise InputError(msg)
    rest = [
        p.name for p in parameters if p.kind is not p.VAR_KEYWORD and p.name not in {q.name for q in positional[:2]}
    ]
    return {key: next((name for name in rest if name.lower() in known), None) for key, known in WORDS.items()}


def from_spec(head: str, settings: str) -> Function:
    """Import ``module:function``; the current folder is on the path, as for ``python -m``.

    Raises
    ------
    InputError
        When there is no such module or function.
    """
    module, _, name = head.rpartition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    try:
        found: Any = import_module(module)
    except ModuleNotFoundError as error:
        msg = f"{head}: there is no module {error.name!r}; give module:function, with the module on the path"
        raise InputError(msg) from None
    except Exception as error:  # noqa: BLE001 - the user's code, told as a sentence
        msg = f"{head}: importing {module} fails with {type(error).__name__}: {str(error)[:200]}"
        raise InputError(msg) from None
    for part in name.split("."):
        if not hasattr(found, part):
            msg = f"{head}: {module} has no {name!r}"
            raise InputError(msg)
        found = getattr(found, part)
    if not callable(found):
        msg = f"{head} is a {type(found).__name__}, which cannot be called; give a function"
        raise InputError(msg)
    pairs = dict(part.split("=", 1) for part in settings.split("&") if "=" in part)
    made = Function(found, settings=pairs)
    made.name = head
    return made
