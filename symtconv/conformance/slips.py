"""Slips as data: read from ``slips.toml``, computed, and compared with what a target answered."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np

from symtconv.arithmetic.parse import parse
from symtconv.arithmetic.sizes import evaluate, holds
from symtconv.arithmetic.term import Comparison, Formula, Term
from symtconv.conformance.reference import Array, result
from symtconv.grids.form import Form
from symtconv.grids.words import Words

FILE = "slips.toml"
PARTS = ("s", "d", "l", "e", "t", "drop_low", "drop_high", "zeros")


@dataclass(frozen=True, slots=True)
class Index:
    """What a slip gets wrong but places: names with their ranges, and when the two indices, or values, are one."""

    equal: str
    names: Mapping[str, str] = field(default_factory=dict)
    witness: Mapping[str, str] = field(default_factory=dict)
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip; what its fields mean stands at the head of ``slips.toml``."""

    name: str
    text: str
    ko: str
    harmless_iff: str
    change: Mapping[str, str] = field(default_factory=dict)
    weights: str = ""
    outputs: str = ""
    bias: str = ""
    batch: str = ""
    needs: str = ""
    letters: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    witness: tuple[tuple[str, ...], ...] = ()
    split: tuple[str, ...] = ()
    index: Index | None = None

    def said(self, lang: str) -> str:
        """Give the slip in words of a language."""
        return self.ko if lang == "ko" else self.text


@cache
def catalogue() -> dict[str, Slip]:
    """Give every slip by its name, in the order of the file.

    Examples
    --------
    >>> catalogue()["stride ignored"].change, len(catalogue()) >= 44
    ({'s': '1'}, True)
    """
    found: dict[str, Slip] = {}
    for row in tomllib.loads(files(__package__).joinpath(FILE).read_text(encoding="utf-8"))["slip"]:
        plain = dict(row)
        plain |= {key: tuple(plain.get(key, ())) for key in ("where", "split", "letters")}
        plain["witness"] = tuple(tuple(pair) for pair in plain.get("witness", ()))
        if "index" in plain:
            index = dict(plain["index"])
            plain["index"] = Index(**{**index, "where": tuple(index.get("where", ()))})
        found[plain["name"]] = Slip(**plain)
    return found


@cache
def term_of(text: str) -> Term:
    """Read one term of the claim language.

    Examples
    --------
    >>> evaluate(term_of("span(k,d) - 1 - l"), {"k": 3, "d": 2, "l": 1})
    3
    """
    read = parse(f"{text} == 0")
    if not isinstance(read, Comparison):
        msg = f"{text!r} is no term"
        raise TypeError(msg)
    return read.left


@cache
def _formula(text: str) -> Formula:
    return parse(text)


def _axes(words: Words, form: Form) -> Iterator[dict[str, int]]:
    """Yield for each axis the values of the names that a slip may speak of."""
    extra = words.extra
    high = tuple(a - e for a, e in zip(extra, form.e, strict=True))
    sizes = words.size or (0,) * words.rank
    rows = {"k": form.k, "s": form.s, "d": form.d, "l": form.l, "h": high, "a": extra}
    whole = {f"{name}0": row[0] for name, row in rows.items()}
    whole |= {"C": words.c_in, "M": words.c_out, "N": words.batch, "groups": words.groups, "rank": words.rank}
    whole |= {"bias": int(words.bias), "valid": int(words.auto == "VALID"), "same": int(words.auto == "same")}
    whole |= {"same_upper": int(words.auto == "SAME_UPPER"), "same_lower": int(words.auto == "SAME_LOWER")}
    for axis in range(words.rank):
        own = {name: row[axis] for name, row in rows.items()}
        other = {f"{name}1": row[-1 - axis] for name, row in rows.items()}
        yield {**whole, **own, **other, "n": form.n[axis], "output_shape": sizes[axis]}


def explain(got: Array, y: Array, w: Array, bias: Array | None, words: Words, form: Form) -> list[str]:
    """Name the slips that give exactly what came.

    Parameters
    ----------
    got : array
        A wrong answer to ``y``, ``w`` and ``bias``.
    words : Words
    form : Form
        The layer that was meant.
    """
    axes = list(_axes(words, form))
    found = []
    for name, slip in catalogue().items():
        other = answer(slip, y, w, bias, form, axes, got.shape[2:])
        if other is not None and other.shape == got.shape and np.array_equal(other, got):
            found.append(name)
    return found


def answer_of(slip: Slip, y: Array, w: Array, bias: Array | None, words: Words, form: Form) -> Array | None:
    """Give what an implementation with this slip answers, or None where the slip has no answer of its own."""
    return answer(slip, y, w, bias, form, list(_axes(words, form)))


def answer(
    slip: Slip,
    y: Array,
    w: Array,
    bias: Array | None,
    form: Form,
    axes: list[dict[str, int]],
    lengths: tuple[int, ...] | None = None,
) -> Array | None:
    """Give the answer of a slip, the values of its names at hand; None also where its lengths are not those wanted."""
    if slip.needs and not any(holds(_formula(slip.needs), values) for values in axes):
        return None
    weights = _weights(slip.weights, w, form)
    if weights is None or (slip.batch and len(y) < 2):
        return None
    read = {"": y, "first": y[:1], "sum": y.sum(0, keepdims=True)}[slip.batch]
    x = _changed(slip, read, weights, form, axes, lengths)
    if x is None:
        return None
    if slip.batch:
        x = np.repeat(x, len(y), 0)
    if slip.outputs == "zero":
        return np.zeros_like(x)
    if slip.outputs == "interleave groups":
        shape = x.shape
        x = x.reshape(shape[0], form.groups, -1, *shape[2:]).swapaxes(1, 2).reshape(shape)
    return x if bias is None else _with_bias(slip.bias, x, bias, form)


def _weights(change: str, w: Array, form: Form) -> Array | None:
    if change == "flip":
        return np.flip(w, axis=tuple(range(2, w.ndim)))
    if change == "flip first axis":
        return np.flip(w, axis=2)
    if change == "transpose":
        return np.swapaxes(w, -1, -2) if form.rank >= 2 and w.shape[-1] == w.shape[-2] else None
    if change == "swap channels":
        return np.swapaxes(w, 0, 1) if form.groups == 1 and form.c_in == form.c_out else None
    return w


def _form_of(slip: Slip, form: Form, axes: list[dict[str, int]]) -> tuple[Form | None, dict[str, tuple[int, ...]]]:
    change = {name: text for name, text in slip.change.items() if name != "t"}  # the tap is turned by `weights`
    rows = {name: tuple(evaluate(term_of(text), values) for values in axes) for name, text in change.items()}
    other = form._replace(
        s=rows.get("s", form.s), d=rows.get("d", form.d), l=rows.get("l", form.l), e=rows.get("e", form.e)
    )
    return (None if min(other.out) < 0 or min(*other.s, *other.d) < 1 else other), rows


def _changed(
    slip: Slip, y: Array, w: Array, form: Form, axes: list[dict[str, int]], lengths: tuple[int, ...] | None
) -> Array | None:
    other, rows = _form_of(slip, form, axes)
    if other is None or (lengths is not None and other.out != lengths):
        return None
    zero = (0,) * form.rank
    low, high = rows.get("drop_low", zero), rows.get("drop_high", zero)
    if any(low) or any(high):
        kept = np.zeros_like(y)
        ends = zip(low, high, form.n, strict=True)
        window = (slice(None), slice(None), *(slice(a, max(a, n - b)) for a, b, n in ends))
        kept[window] = y[window]
        y = kept
    x = result(y, w, other)
    for axis, count in enumerate(rows.get("zeros", zero)):
        if count > 0:
            x[(slice(None),) * (2 + axis) + (slice(max(0, x.shape[2 + axis] - count), None),)] = 0
    return x


def _with_bias(how: str, x: Array, bias: Array, form: Form) -> Array | None:
    ones = (1,) * form.rank
    if how == "none":
        return x
    if how == "last axis":
        return x + bias if x.shape[-1] == len(bias) else None
    if how == "first group":
        bias = np.tile(bias[: form.c_out // form.groups], form.groups)
    if how == "twice":
        bias = 2 * bias
    if how == "per tap":
        one = form._replace(c_in=1, c_out=1, groups=1)
        hits = result(np.ones((1, 1, *form.n)), np.ones((1, 1, *form.k)), one)
        return x + hits * bias.reshape(1, -1, *ones)
    return x + bias.reshape(1, -1, *ones)
