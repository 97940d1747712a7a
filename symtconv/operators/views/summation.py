"""The one summation that the views share: products, each said to land in an entry of x′, become x′."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from symtconv.geometry import ConvTranspose
from symtconv.operators.convolution import weight_indices
from symtconv.operators.result import Entry, Result, size_of

Landing = tuple[int, int, int]  # row-major numbers of an entry of x′, of an entry of y, and of a weight


def summed(layer: ConvTranspose, landings: Iterable[Landing]) -> Result:
    """Add up the products ``w[tap]·y[source]`` entry by entry, in normal form.

    Examples
    --------
    >>> layer = ConvTranspose(input=2, kernel=2)
    >>> summed(layer, [(0, 0, 1), (0, 0, 0), (0, 0, 1)]).text((0,))
    'w_{0}*y_{0} + 2*w_{1}*y_{0}'
    """
    taps, sources = weight_indices(layer), list(product(*map(range, layer.y_shape)))
    counts: list[dict[int, int]] = [{} for _ in range(size_of(layer.x_shape))]
    for entry, source, tap in landings:
        key = source * len(taps) + tap  # sorted by y and then by w, as the normal form is
        found = counts[entry]
        found[key] = found.get(key, 0) + 1

    def terms(found: dict[int, int]) -> Entry:
        return tuple((found[key], taps[key % len(taps)], sources[key // len(taps)]) for key in sorted(found))

    return Result(layer.x_shape, tuple(map(terms, counts)))
