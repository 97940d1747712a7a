"""One axis beside an axis of one entry, for engines that know no layer of one axis."""

from __future__ import annotations

from symtconv.grids.words import Words


def beside_one(words: Words) -> Words:
    """Give a configuration of one axis as one of two, whose first axis has one entry and one tap."""
    one, zero = (1,), (0,)
    return Words(
        one + words.n, one + words.k, one + words.s, one + words.d, zero + words.l, zero + words.h,
        None if words.a is None else zero + words.a, words.c_in, words.c_out, words.groups, words.bias, words.batch,
        words.auto, None if words.size is None else one + words.size,
    )  # fmt: skip
