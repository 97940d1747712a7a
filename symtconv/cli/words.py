"""What people type, as data: shapes, paddings, lowerings, symbols, numbers. Nothing here is evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from symtconv.geometry import InputError, Lowering
from symtconv.geometry.family import NAME

INTEGER = re.compile(r"[+-]?[0-9]{1,18}\Z")


def integer(name: str, text: str) -> int:
    """Read one integer of at most 18 digits."""
    if not INTEGER.match(text.strip()):
        msg = f"{name}: {text.strip()[:40]!r} is no integer; write a number such as 3 (at most 18 digits)"
        raise InputError(msg)
    return int(text)


def shape(name: str, text: str) -> int | tuple[int, ...]:
    """Read ``2`` (all axes) or ``2x3`` (one number per axis).

    Examples
    --------
    >>> shape("--stride", "2"), shape("--stride", "2x3")
    (2, (2, 3))
    """
    parts = text.lower().split("x")
    numbers = tuple(integer(name, part) for part in parts)
    return numbers if len(parts) > 1 else numbers[0]


def numbers(name: str, text: str | None) -> tuple[int, ...]:
    """Read ``7,8,9``; nothing is an empty row.

    Examples
    --------
    >>> numbers("--sizes", "7,8,9")
    (7, 8, 9)
    """
    return () if not text else tuple(integer(name, part) for part in text.split(","))


def sizes(name: str, text: str) -> tuple[int | str, ...]:
    """Read ``2x3`` or sizes with names, ``n`` or ``Hx320``; ``?`` is a name of its own.

    Examples
    --------
    >>> sizes("--input", "Hx320"), sizes("--input", "?x?"), sizes("--input", "2x3")
    (('H', 320), ('n1', 'n2'), (2, 3))
    """
    parts = [part.strip() for part in re.split("[xX]", text)]
    if not any(part == "?" or NAME.match(part) for part in parts):
        return (1,) if not text else tuple(integer(name, part) for part in parts)
    asked = iter(["n"] if parts.count("?") == 1 and "n" not in parts else [f"n{place}" for place in range(1, 99)])
    read = [next(asked) if part == "?" else part for part in parts]
    for part in read:
        if not NAME.match(part) and not INTEGER.match(part):
            msg = f"{name}: {part[:40]!r} is neither a number nor the name of a size, such as n"
            raise InputError(msg)
    return tuple(part if NAME.match(part) else int(part) for part in read)


def padding(name: str, text: str) -> int | tuple[int | tuple[int, int], ...]:
    """Read ``1``, ``1x2`` (one per axis) or ``1:2x0:1`` (low:high per axis).

    Examples
    --------
    >>> padding("--padding", "1:2x0"), padding("--padding", "1:2")
    (((1, 2), 0), ((1, 2),))
    """
    ends: list[int | tuple[int, int]] = []
    for part in text.lower().split("x"):
        numbers = [integer(name, number) for number in part.split(":")]
        if len(numbers) > 2:
            msg = f"{name}: {part!r} has {len(numbers)} numbers; write low:high"
            raise InputError(msg)
        ends.append(numbers[0] if len(numbers) == 1 else (numbers[0], numbers[1]))
    return ends[0] if len(ends) == 1 and isinstance(ends[0], int) else tuple(ends)


def lowering(text: str) -> Lowering:
    """Read ``"dilate=2 pad=1:2x1:2 flip"``; without ``flip`` the kernel is not flipped.

    Raises
    ------
    InputError
        For an unknown or repeated word, with the words there are.

    Examples
    --------
    >>> print(lowering("dilate=2 pad=1:2 flip"))
    dilate=2 pad=1:2 flip swap dilation=1
    """
    found: dict[str, Any] = {}
    for word in text.replace(",", " ").split():
        key, equals, value = word.partition("=")
        if equals and key in _VALUED:
            name, setting = key, _VALUED[key](value)
        elif word in _FLAGS:
            name, setting = _FLAGS[word]
        else:
            near = get_close_matches(key, (*_VALUED, *_FLAGS), 1, 0.6)
            hint = f"did you mean {near[0]}? The" if near else "the"
            msg = f"--lowering: {word[:40]!r} is not understood; {hint} words are {_LOWERING_WORDS}"
            raise InputError(msg)
        if name in found:
            msg = f"--lowering: {name} is said twice in {text[:80]!r}; say it once"
            raise InputError(msg)
        found[name] = setting
    if not found:
        msg = f"--lowering is empty; the words are {_LOWERING_WORDS}"
        raise InputError(msg)
    return Lowering(**{"flip": False, **found})


def _swap(text: str) -> str:
    if text != "across":
        msg = f"--lowering: swap={text[:40]} is not understood; write swap, no-swap or swap=across"
        raise InputError(msg)
    return text


_VALUED: dict[str, Callable[[str], Any]] = {
    "dilate": lambda text: shape("--lowering dilate", text),
    "pad": lambda text: padding("--lowering pad", text),
    "dilation": lambda text: shape("--lowering dilation", text),
    "swap": _swap,
}
_FLAGS: dict[str, tuple[str, bool]] = {
    "flip": ("flip", True),
    "no-flip": ("flip", False),
    "swap": ("swap", True),
    "no-swap": ("swap", False),
    "crop-first": ("crop_first", True),
}
_LOWERING_WORDS = "dilate=2 pad=1:2x1:2 dilation=1 flip|no-flip swap|no-swap|swap=across crop-first"


def entry(text: str) -> tuple[int, ...]:
    """Read ``1,2``: the index of an entry of x′.

    Examples
    --------
    >>> entry("1,2")
    (1, 2)
    """
    return tuple(integer("--explain", part) for part in text.split(","))


def symbols(text: str) -> dict[str, str]:
    """Read ``"y=Y,w=W"``: the author's letters by role.

    Examples
    --------
    >>> symbols("y=Y,w=W")
    {'y': 'Y', 'w': 'W'}
    """
    found: dict[str, str] = {}
    for item in text.split(","):
        name, equals, letter = (part.strip() for part in item.partition("="))
        if not (name and equals and letter) or name in found:
            msg = f"--symbols: {item.strip()[:40]!r} is not understood; write y=Y,w=W, each name once"
            raise InputError(msg)
        found[name] = letter
    return found


MAX_DATA = 1_000_000
UNREADABLE = (ValueError, EOFError, SyntaxError, TypeError, KeyError, OverflowError, RecursionError, MemoryError)
"""What NumPy raises for a header that it cannot read, or that promises more than there is memory for."""


def data(name: str, text: str) -> Any:
    """Read numbers: a nested list as text, or the path of a .npy file, which is never unpickled.

    Returns
    -------
    nested list of int or float, or a NumPy array.
    """
    if text.lstrip().startswith(("[", "{", "(")):
        return _nested(name, text)
    if text.endswith(".npy"):
        return _array(name, Path(text))
    msg = f"{name}: {text[:40]!r} is neither a nested list such as [[1,2],[3,4]] nor the name of a .npy file"
    raise InputError(msg)


def _nested(name: str, text: str) -> Any:
    import json  # noqa: PLC0415 - cli may import late, to start fast

    if len(text) > MAX_DATA:
        msg = f"{name} has {len(text)} characters; the limit is {MAX_DATA}; use a .npy file"
        raise InputError(msg)
    try:
        nested = json.loads(text)
    except (ValueError, RecursionError) as error:
        msg = f"{name}: {text[:40]!r} is no nested list of numbers such as [[1,2],[3,4]] ({error})"
        raise InputError(msg) from None
    if not isinstance(nested, list):
        msg = f"{name}: {text[:40]!r} is an object with names; write a nested list of numbers such as [[1,2],[3,4]]"
        raise InputError(msg)
    return nested


def _array(name: str, path: Path) -> Any:
    from tokenize import TokenError  # noqa: PLC0415 - as above

    import numpy as np  # noqa: PLC0415 - as above

    try:
        with path.open("rb") as file:
            _check_npy(name, path, file.read(6))
            file.seek(0)
            return np.lib.format.read_array(file, allow_pickle=False)
    except OSError as error:
        msg = f"{name}: cannot read {path}: {error.strerror or error}; give a .npy file"
        raise InputError(msg) from None
    except InputError:
        raise
    except (*UNREADABLE, TokenError) as error:
        why = " ".join(str(error.args[0] if error.args else "").split())[:200] or type(error).__name__
        msg = f"{name}: cannot read {path}: {why}; save it with numpy.save, without objects"
        raise InputError(msg) from None


def _check_npy(name: str, path: Path, beginning: bytes) -> None:
    if beginning == b"\x93NUMPY":
        return
    zipped = beginning.startswith(b"PK")
    what = "an archive such as .npz, which may hold several arrays" if zipped else "no .npy file"
    msg = f"{name}: {path} is {what}; save one array with numpy.save"
    raise InputError(msg)
