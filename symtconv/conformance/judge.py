"""One configuration, one target: right, wrong (and where), inexact, refused, unstable, died. Exact, on integers."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import numpy as np

from symtconv.conformance import probes
from symtconv.conformance.limit import time_limit
from symtconv.conformance.reference import Array, first_difference, other_result, result
from symtconv.conformance.slips import explain
from symtconv.conformance.target import DiedError, RefusedError, StartError, Target, Variant, typed
from symtconv.geometry import DisagreementError
from symtconv.grids.dialects import SILENT, meaning, readings
from symtconv.grids.form import Form
from symtconv.grids.words import Words

MOST_SAID = 200
RUNGS = (
    (127, "127, a signed byte"), (255, "255, a byte"), (2**8, "2^8, bfloat16"), (2**11, "2^11, float16"),
    (2**15 - 1, "2^15-1, 16 bits"), (2**24, "2^24, float32"), (2**31 - 1, "2^31-1, 32 bits"),
)  # fmt: skip
"""Where a narrower type stops being exact."""


class Question(NamedTuple):
    """Everything that is handed to a target, and what it means."""

    words: Words
    form: Form
    variant: Variant
    y: Array
    w: Array
    bias: Array | None


class Answer(NamedTuple):
    """What came: an array, or the reason why none did; ``died`` where that was the end of the process."""

    got: Array | None
    error: str
    died: bool = False


def judge(
    target: Target, words: Words, variant: Variant, seed: int, *, limit: float = 0.0, diagnose: bool = True
) -> dict[str, Any]:
    """Ask one configuration and judge the answer.

    Parameters
    ----------
    target : Target
    words : Words
    variant : Variant
    seed : int
        With the words it fixes every number that is sent.
    limit : float
        Seconds for a call in this process, or 0 for no limit.
    diagnose : bool
        Whether to look for the slip behind a wrong answer.

    Returns
    -------
    dict
        A record: words, variant, outcome, difference, slips, seed, cpu_s; more where there is more to say.
    """
    started = time.process_time()
    record: dict[str, Any] = {"words": words.to_dict(), "variant": variant.to_dict(), "outcome": "not asked"}
    record |= {"difference": None, "slips": [], "seed": seed}
    form = meaning(words, target.dialect)
    if form is None or form == SILENT:
        record |= _beyond(target, words, variant, seed, limit, form)
    else:
        record |= _legal(target, words, form, variant, seed, limit, diagnose)
    record["cpu_s"] = round(time.process_time() - started, 6)
    return record


def question(words: Words, form: Form, variant: Variant, seed: int, most: int | None = None) -> Question:
    """Give the numbers that are sent for a configuration."""
    at = probes.seed_of(words.text, seed)
    y, w, bias = probes.dense(form, variant.dtype, at, batch=words.batch, bias=words.bias, most=most)
    return Question(words, form, variant, y, w, bias)


def _legal(
    target: Target,
    words: Words,
    form: Form,
    variant: Variant,
    seed: int,
    limit: float,
    diagnose: bool,  # noqa: FBT001
) -> dict[str, Any]:
    asked = question(words, form, variant, seed)
    answer = ask(target, asked, limit)
    if answer.got is None:
        return {"outcome": "died" if answer.died else "refused", "error": answer.error}
    if target.shapes_only:
        shape = [words.batch, form.c_out, *form.out]
        got = [int(length) for length in answer.got]
        return {"outcome": "right"} if got == shape else _wrong({"at": None, "got": got, "want": shape})
    want = result(asked.y, asked.w, form, asked.bias)
    difference = first_difference(answer.got, want)
    if difference is None:
        return {"outcome": "right"}
    _two_references(asked, want)
    return _how(target, asked, answer.got, want, difference, limit, seed, diagnose)


def _wrong(difference: dict[str, Any], slips: list[str] | None = None) -> dict[str, Any]:
    return {"outcome": "wrong", "difference": difference, "slips": slips or []}


def _two_references(asked: Question, want: Array) -> None:
    """Nobody is called wrong before two ways to compute the layer, which share nothing, agree."""
    other = other_result(asked.y, asked.w, asked.form, asked.bias)
    found = first_difference(other, want)
    if found is not None:
        msg = f"our own two references disagree on {asked.words.text}: {found}; nothing is said about the target"
        raise DisagreementError(msg)


def _how(
    target: Target, asked: Question, got: Array, want: Array, difference: dict[str, Any], limit: float, seed: int,
    diagnose: bool,  # noqa: FBT001
) -> dict[str, Any]:  # fmt: skip
    again = ask(target, asked, limit)
    if again.got is None or not np.array_equal(again.got, got, equal_nan=_floats(got)):
        return {"outcome": "unstable", "difference": difference}
    if got.shape == want.shape:
        finite = bool(np.isfinite(got).all())
        if finite and np.array_equal(np.round(got), want):
            return {"outcome": "inexact", "difference": difference, "exact_to": "the nearest integer, before rounding"}
        bound = _ladder(target, asked, limit, seed)
        if bound is not None:
            return {"outcome": "inexact", "difference": difference, "exact_to": bound}
        if not finite:
            return _wrong(difference) | {"note": "not every entry is a finite number"}
    slips = explain(got, asked.y, asked.w, asked.bias, asked.words, asked.form) if diagnose else []
    return _wrong(difference, slips)


def _floats(array: Array) -> bool:
    return array.dtype.kind == "f"


def ask(target: Target, asked: Question, limit: float = 0.0) -> Answer:
    """Call the target; whatever happens is an answer."""
    words, variant = asked.words, asked.variant
    y, w = (probes.variants_of(typed(array, variant.dtype), variant.layout) for array in (asked.y, asked.w))
    bias = None if asked.bias is None else typed(asked.bias, variant.dtype)
    _poison(asked.form, words.batch, y.dtype)
    try:
        with time_limit(limit):
            got = np.asarray(target.call(y, w, bias, words, variant))
    except DiedError as error:
        return Answer(None, str(error), died=True)
    except SystemExit as error:
        return Answer(None, f"it called sys.exit({error.code!r})", died=True)
    except (KeyboardInterrupt, StartError):
        raise
    except BaseException as error:
        own = type(error).__module__.partition(".")[0] == __name__.partition(".")[0]
        if own and not isinstance(error, Exception):  # the command itself is being ended
            raise
        return Answer(None, _said(error))
    if target.shapes_only:
        return Answer(got, "")
    if got.dtype.kind not in "biuf":
        return Answer(None, f"it answers with {got.dtype}, not with real numbers")
    return Answer(got if got.dtype.itemsize > 2 else got.astype(np.float64), "")


def _poison(form: Form, batch: int, dtype: np.dtype[Any]) -> None:
    """Leave memory of the size of the answer full of what no answer holds, so that unwritten entries show."""
    if dtype.kind == "f":
        np.full((batch, form.c_out, *form.out), np.nan, dtype)
    else:
        np.full((batch, form.c_out, *form.out), np.iinfo(dtype).max, dtype)


def _said(error: BaseException) -> str:
    lines = str(error).strip().splitlines() or [""]
    named = lines[0] if isinstance(error, RefusedError) else f"{type(error).__name__}: {lines[0]}"
    return named.removesuffix(": ")[:MOST_SAID]


def _ladder(target: Target, asked: Question, limit: float, seed: int) -> str | None:
    """Say up to which sums the answers are exact, if those of the lowest rung are; None otherwise."""
    best = None
    for bound, name in RUNGS:
        v = int((bound / max(1, asked.form.terms)) ** 0.5)
        if bound > probes.EXACT[asked.variant.dtype] or not v:
            break
        if asked.form.terms * v * v + (v if asked.words.bias else 0) > bound:
            break
        for turn in range(4):  # a wrong map must not pass by luck; and the largest sums are met once
            small = question(asked.words, asked.form, asked.variant, seed + 7919 * (turn + 1), most=v)
            if turn == 3:
                small = small._replace(y=np.full_like(small.y, v), w=np.full_like(small.w, v))
            got = ask(target, small, limit).got
            if got is None or first_difference(got, result(small.y, small.w, asked.form, small.bias)):
                return best
        best = f"sums within {name}"
    return best


def _beyond(
    target: Target, words: Words, variant: Variant, seed: int, limit: float, form: Form | str | None
) -> dict[str, Any]:
    """Ask what the dialect forbids or leaves open: what the target makes of it is told, and not judged."""
    kind = "illegal" if form is None else SILENT
    taken = {"the definition": meaning(words, "definition")} if form is None else dict(readings(words))
    forms = {name: other for name, other in taken.items() if isinstance(other, Form)}
    if not forms:
        return {"kind": kind}
    asked = question(words, next(iter(forms.values())), variant, seed)
    answer = ask(target, asked, limit)
    if answer.got is None:
        return {"kind": kind, "did": "died" if answer.died else "refused", "error": answer.error}
    if target.shapes_only:
        got = [int(length) for length in answer.got]
        like = [name for name, other in forms.items() if got == [words.batch, other.c_out, *other.out]]
    else:
        like = [
            name for name, other in forms.items()
            if not first_difference(answer.got, result(asked.y, asked.w, other, asked.bias))
        ]  # fmt: skip
    return {"kind": kind, "did": "answered", "like": like}
