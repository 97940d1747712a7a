"""Which convention a function's words follow: l and e as exact linear functions of what was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from symtconv.conformance.fit import UnreadableError, affine
from symtconv.conformance.settle import mapped
from symtconv.conformance.target import Target
from symtconv.grids.form import Form
from symtconv.grids.words import Words

LETTERS = ("p", "a", "K", "s")
KNOWN = {
    ("p", "a - p"): "PyTorch's and ONNX' meaning",
    ("p", "-p"): "PyTorch's and ONNX' meaning",
    ("K - p - 1", "p - K + 1"): "JAX's meaning: p pads the dilated convolution",
    ("K - p - 1", "a + p - K + 1"): "JAX's meaning: p pads the dilated convolution",
    ("-p", "p"): "TOSA's meaning: p adds instead of cropping",
    ("-p", "p + a"): "TOSA's meaning: p adds instead of cropping",
    ("0", "0"): "no padding",
    ("0", "a"): "no padding",
}
LEAST = 6


@dataclass(frozen=True, slots=True)
class Convention:
    """What was read from some configurations.

    Parameters
    ----------
    readings : int
        Axes of configurations from which it was read.
    l, e : str, optional
        As linear functions of p, a, K and s; None where they are none.
    stride, dilation : str
        ``"as asked"``, or what they are.
    flipped : bool, optional
        Whether the kernel stands the other way round; None where that differs.
    meaning : str, optional
        Whose convention it is.
    why : str
        Why less was read; empty otherwise.
    """

    readings: int
    l: str | None = None
    e: str | None = None
    stride: str = "as asked"
    dilation: str = "as asked"
    flipped: bool | None = None
    meaning: str | None = None
    why: str = ""


def _asked(target: Target, rank: int) -> Iterator[Words]:
    for n, k, s, d, p in product((3, 4, 5) if rank == 1 else (3,), (2, 3), (1, 2, 3), (1, 2), (0, 1, 2)):
        for a in (0, 1) if p else (0,):
            rows: dict[str, Any] = {
                name: (value,) * rank for name, value in zip("nksdlha", (n, k, s, d, p, p, a), strict=True)
            }
            words = target.fit(Words(**rows))
            if words is not None and words.rank == rank:
                yield words


def convention(target: Target, rank: int) -> Convention:
    """Read which convention a target's words follow."""
    rows: list[tuple[tuple[int, ...], tuple[int, ...], bool]] = []
    seen: set[Words] = set()
    last = ""
    for words in _asked(target, rank):
        if words in seen:
            continue
        seen.add(words)
        form = Form(words.n, words.k, words.s, words.d, words.l, words.l, words.c_in, words.c_out, words.groups)
        try:
            found = mapped(target, words, form)
        except UnreadableError as error:
            last = str(error)
            continue
        if found.form is None or found.notes:
            last = found.notes[0] if found.notes else "the map is no layer"
            continue
        read, K = found.form, words.d[0] * (words.k[0] - 1) + 1
        letters = (words.l[0], words.extra[0], K, words.s[0])
        values = (read.l[0], read.e[0], read.s[0] - words.s[0], read.d[0] - words.d[0])
        rows.append((letters, values, found.flip[0]))
    if len(rows) < LEAST:
        return Convention(len(rows), why=last or "too few configurations could be asked")
    letters_of = [row[0] for row in rows]
    l, e, s, d = (linear(affine(letters_of, [row[1][at] for row in rows])) for at in range(4))
    flips = {row[2] for row in rows}
    return Convention(
        len(rows),
        l,
        e,
        "as asked" if s == "0" else f"s + {s}" if s is not None else "no linear function of the words",
        "as asked" if d == "0" else f"d + {d}" if d is not None else "no linear function of the words",
        flips.pop() if len(flips) == 1 else None,
        KNOWN.get((l or "", e or "")),
    )


def linear(solved: list[Fraction] | None) -> str | None:
    """Write a linear function of p, a, K and s.

    Examples
    --------
    >>> linear([Fraction(-1), Fraction(-1), Fraction(0), Fraction(1), Fraction(0)])
    'K - p - 1'
    """
    if solved is None:
        return None
    parts = [(factor, name) for factor, name in zip(solved[1:], LETTERS, strict=True) if factor]
    parts.sort(key=lambda part: part[0] < 0)
    if solved[0]:
        parts.append((solved[0], ""))
    said = ""
    for factor, name in parts:
        size = abs(factor)
        body = str(size) if not name else name if size == 1 else f"{size}*{name}"
        sign = "-" if factor < 0 else "+"
        said += f" {sign} {body}" if said else ("-" if factor < 0 else "") + body
    return said or "0"
