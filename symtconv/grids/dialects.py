"""What a configuration means in each dialect: a layer, nothing that is legal, or something its text leaves open.

The maps are those of the conventions (their sources stand in ``symtconv/conventions``); they are written again here
for speed, and a test compares the two on every small configuration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Literal, TypeAlias

from symtconv.geometry import InputError
from symtconv.grids.form import Form
from symtconv.grids.words import Words

SILENT: Final = "silent"
Meaning: TypeAlias = "Form | Literal['silent'] | None"
Ends: TypeAlias = "list[tuple[int, int]] | Literal['silent'] | None"


def meaning(words: Words, dialect: str) -> Meaning:
    """Give the layer that a configuration means.

    Parameters
    ----------
    words : Words
    dialect : str
        One of `DIALECTS`.

    Returns
    -------
    Form, None or ``"silent"``
        None where the dialect has no such layer, ``"silent"`` where its text does not say what is meant.

    Raises
    ------
    InputError
        For a dialect that is not known.

    Examples
    --------
    >>> words = Words((1,), (2,), (1,), (1,), (0,), (0,), (0,), size=(1,))
    >>> meaning(words, "onnx").l, meaning(words, "torch")
    ((1,), None)
    """
    if dialect not in DIALECTS:
        msg = f"no dialect is called {dialect!r}; there are {', '.join(DIALECTS)}"
        raise InputError(msg)
    if words.c_in % words.groups or words.c_out % words.groups:
        return None
    ends = DIALECTS[dialect](words)
    if ends is None or ends == SILENT:
        return ends
    lows, extras = zip(*ends, strict=True)
    form = Form(words.n, words.k, words.s, words.d, tuple(lows), tuple(extras), words.c_in, words.c_out, words.groups)
    return form if min(form.out) >= 1 else None


def _definition(words: Words) -> Ends:
    if words.auto or words.size is not None or words.a is None or min(words.a) < 0:
        return None
    return [(l, a - h) for l, h, a in zip(words.l, words.h, words.a, strict=True)]


def _below(words: Words) -> bool:
    """Tell whether ``a < max(s, d)`` on every axis."""
    rows = list(zip(words.extra, words.s, words.d, strict=True))
    return not [a for a, s, d in rows if a >= s and a >= d]  # a list is faster than a generator, and this is hot


def _torch(words: Words) -> Ends:
    legal = words.l == words.h and min(words.l) >= 0 and _below(words) and len(words.n) <= 3
    return _definition(words) if legal else None


def _onnx(words: Words) -> Ends:
    if words.a is None or not _below(words) or min(*words.l, *words.h) < 0:
        return None
    if words.auto == "VALID":
        return None if words.size is not None else [(0, a) for a in words.a]
    if words.auto not in ("SAME_UPPER", "SAME_LOWER") and words.size is None:
        return _definition(words) if not words.auto else None
    found = []
    for total, length, natural in _totals(words):
        if total < 0:
            return SILENT
        low = total // 2 if words.auto == "SAME_UPPER" else total - total // 2
        found.append((low, length - natural + low))
    return found


def _totals(words: Words) -> Iterator[tuple[int, int, int]]:
    """Yield per axis the total padding, the length asked for, and that of the layer without padding."""
    sizes = words.size if words.size is not None else tuple(n * s for n, s in zip(words.n, words.s, strict=True))
    for n, k, s, d, a, size in zip(words.n, words.k, words.s, words.d, words.extra, sizes, strict=True):
        natural = (n - 1) * s + d * (k - 1) + 1
        yield natural + a - size, size, natural


def _keras(words: Words) -> Ends:
    if words.groups != 1 or any(words.l) or any(words.h) or words.size is not None or len(words.n) > 3:
        return None
    if words.auto not in ("", "same") or (max(words.s) > 1 and max(words.d) > 1):
        return None
    found = []
    for axis, (k, s, d) in enumerate(zip(words.k, words.s, words.d, strict=True)):
        span, extra = d * (k - 1) + 1, None if words.a is None else words.a[axis]
        if extra is not None and not 0 <= extra < s:
            return None
        if words.auto == "":
            found.append((0, max(s - span, 0) if extra is None else extra))
        elif extra is None:
            low = max((span - s) // 2, 0)
            found.append((low, s - span + low))
        else:
            low = max(0, span // 2 - (extra + 1) // 2)
            found.append((low, extra - 2 * (span // 2) + low))
    return found


DIALECTS: dict[str, Callable[[Words], Ends]] = {
    "definition": _definition,
    "torch": _torch,
    "onnx": _onnx,
    "keras": _keras,
}
"""Dialect -> the ends ``(l, e)`` per axis that its words mean."""


def readings(words: Words) -> dict[str, Form]:
    """Give the layers that an ONNX configuration with a negative total padding has been taken for, by name.

    Examples
    --------
    >>> words = Words((1,), (1,), (1,), (1,), (0,), (0,), (0,), auto="SAME_UPPER", size=(2,))
    >>> {name: form.l for name, form in readings(words).items()}["half of the total, rounded down"]
    (-1,)
    """
    upper = words.auto == "SAME_UPPER"
    rules: dict[str, Callable[[int], int]] = {
        "half of the total, rounded down": lambda total: total // 2 if upper else total - total // 2,
        "half of the total, rounded to zero": lambda total: int(total / 2) if upper else total - int(total / 2),
        "no padding, the length as asked": lambda total: max(total, 0) // 2 if upper else -(-max(total, 0) // 2),
    }
    found: dict[str, Form] = {}
    for name, rule in rules.items():
        for own in (False, True) if name.startswith("no padding") else (False,):
            ends = []
            for total, length, natural in _totals(words):
                asked = total + length if own and total < 0 else length  # the natural length, a included
                low = rule(total)
                ends.append((low, asked - natural + low))
            lows, extras = zip(*ends, strict=True)
            form = Form(
                words.n, words.k, words.s, words.d, tuple(lows), tuple(extras), words.c_in, words.c_out, words.groups
            )
            if min(form.out) >= 0:
                found["no padding, the natural length" if own else name] = form
    return found
