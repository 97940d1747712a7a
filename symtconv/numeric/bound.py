"""Exact on integers: a call whose sums could leave int64 is refused before it starts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symtconv.numeric.sizes import Sizes

MOST = 2**63 - 1


def refuse_overflow(y: NDArray[np.int64], w: NDArray[np.int64], bias: NDArray[np.int64], sizes: Sizes) -> None:
    """Refuse unless ``Σ|w|·max|y| + |bias| <= 2**63 - 1`` for every output channel.

    Each partial sum of an entry of x′ is within the bound of its channel, so that none of them can wrap either. The
    bound itself is computed in Python's integers.

    Raises
    ------
    OverflowError
        With the channel, its bound, and what to do.
    """
    largest = _largest(y)
    by_size = _largest(w) * (w.size // w.shape[1] // sizes.groups) * largest + _largest(bias)
    if by_size <= MOST:  # the usual case, without a sum
        return
    for channel in range(sizes.groups * sizes.c_out):
        group, local = divmod(channel, sizes.c_out)
        weights = _sum_of_sizes(w[group * sizes.c_in : (group + 1) * sizes.c_in, local])
        bound = weights * largest + abs(int(bias[channel]))
        if bound > MOST:
            msg = (
                f"output channel {channel} could overflow int64: sum|w| * max|y| + |bias| = "
                f"{weights} * {largest} + {abs(int(bias[channel]))} = {bound}, and {MOST} is the most; "
                f"use smaller integers, or float64 (exact up to 2**53, rounded beyond)"
            )
            raise OverflowError(msg)


def _largest(values: NDArray[np.int64]) -> int:
    return max(int(values.max()), -int(values.min())) if values.size else 0


def _sum_of_sizes(values: NDArray[np.int64]) -> int:
    # |-2**63| does not fit int64: np.abs leaves the bits of 2**63, which uint64 reads rightly. Halves of 32 bits cannot
    # overflow their sums below 2**32 weights, which would be 32 GiB of them.
    sizes = np.abs(values).view(np.uint64)
    return (int((sizes >> np.uint64(32)).sum()) << 32) + int((sizes & np.uint64(2**32 - 1)).sum())
