"""The one summation that the views share: products, each said to land in an entry of x′, become x′."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from symtconv.geometry import ConvTranspose
from symtconv.operators.convolution import weight_indices
from symtconv.operators.result import Entry, Result, size_of
from symtconv.operators.views.view import Joins, Route

Landing = tuple[int, int, int]  # row-major numbers of an entry of x′, of an entry of y, and of a weight


def by_axis(layer: ConvTranspose, route: Route) -> Result:
    """Add up the products of a view that is given axis by axis, each on its own.

    Examples
    --------
    >>> from symtconv.operators.views.view import Placed
    >>> route = Placed(lambda axis, o, t: axis.stride * o + axis.dilation * t - axis.low)
    >>> by_axis(ConvTranspose(input=2, kernel=3, stride=2, padding=1), route).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return summed(layer, across(layer, [route.joins(axis) for axis in layer.axes]))


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


def channel_joins(layer: ConvTranspose) -> Joins:
    """Give what the weights join across channels: ``(co, ci, pair of weight indices)``.

    Examples
    --------
    >>> channel_joins(ConvTranspose(input=1, kernel=1, in_channels=2, out_channels=2, groups=2))
    [(0, 0, 0), (1, 1, 1)]
    """
    local = layer.weight_shape[1]
    size = layer.in_channels // layer.groups
    return [(ci // size * local + m, ci, ci * local + m) for ci in range(layer.in_channels) for m in range(local)]


def across(layer: ConvTranspose, axes: Sequence[Joins]) -> Iterator[Landing]:
    """Yield the landings of a view that is given axis by axis; the channels are an axis like the others."""
    found: Iterable[Landing] = channel_joins(layer)
    for axis, joins in zip(layer.axes, axes, strict=True):
        found = _with_axis(found, joins, axis.output, axis.size, axis.kernel)
    yield from found


def _with_axis(found: Iterable[Landing], joins: Joins, length: int, size: int, taps: int) -> Iterator[Landing]:
    for entry, source, tap in found:
        for j, o, t in joins:
            yield entry * length + j, source * size + o, tap * taps + t
