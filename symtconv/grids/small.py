"""Every small configuration, and those about the sizes where code changes: what random draws, being larger, miss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from symtconv.grids.words import Words

MOST = {"n": 2, "k": 3, "s": 2, "d": 2, "p": 2, "size": 6}
"""The bounds of `small`: 852 configurations of ONNX, 87 of PyTorch."""


def small(dialect: str, most: dict[str, int] | None = None) -> Iterator[Words]:
    """Yield every configuration of one axis and one channel up to some bounds; those that mean nothing included.

    Examples
    --------
    >>> from symtconv.grids.dialects import SILENT, meaning
    >>> len({words for words in small("onnx") if meaning(words, "onnx") not in (None, SILENT)})
    852
    """
    top = {**MOST, **(most or {})}
    for n, k, s, d in product(*(range(1, top[name] + 1) for name in "nksd")):
        for l, h, a, auto, size in _forms(dialect, s, d, top):
            row = None if size is None else (size,)
            yield Words((n,), (k,), (s,), (d,), (l,), (h,), None if a is None else (a,), auto=auto, size=row)


def _forms(dialect: str, s: int, d: int, top: dict[str, int]) -> Iterator[tuple[int, int, int | None, str, int | None]]:
    pads, extras = range(top["p"] + 1), range(max(s, d))
    if dialect == "keras":
        yield from ((0, 0, a, auto, None) for a in (None, *range(s)) for auto in ("", "same"))
        return
    for l, a in product(pads, extras):
        yield from ((l, h, a, "", None) for h in ((l,) if dialect == "torch" else pads))
    if dialect == "onnx":
        lengths = range(1, top["size"] + 1)
        yield from ((0, 0, a, auto, None) for a in extras for auto in ("VALID", "SAME_UPPER", "SAME_LOWER"))
        yield from (
            (0, 0, a, auto, size) for a in extras for auto in ("", "SAME_UPPER", "SAME_LOWER") for size in lengths
        )


def about(dialect: str, sizes: Sequence[int]) -> Iterator[Words]:
    """Yield configurations whose length, or number of channels, is one of the sizes.

    Examples
    --------
    >>> [words.text for words in about("torch", [17])][:2]
    ['n=17 k=1', '2-D n=3x17 k=1']
    """
    none = (0,)
    for size in sizes:
        for s, k in product((1, 2), (1, 3)):
            yield Words((size,), (k,), (s,), (1,), none, none, none)
            yield Words((3, size), (1, k), (1, s), (1, 1), (0, 0), (0, 0), (0, 0))
            if dialect != "keras" and k > 1:
                yield Words((size,), (k,), (s,), (1,), (1,), (1,), (s - 1,))
        if size <= 256:
            yield Words((3,), (3,), (2,), (1,), none, none, none, size, 2)
            yield Words((3,), (3,), (2,), (1,), none, none, none, 2, size)
            if dialect != "keras":
                yield Words((3,), (3,), (2,), (1,), none, none, none, size, size, size)
