"""The plain oracle: y is walked, and every tap adds its product to the entry of x′ that it reaches.

Python's own numbers throughout, so exact at any size. It is written from the definition alone, and shares no code with
the compiled gather: a mistake in one is not a mistake in the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

Index = tuple[int, ...]
Pairs = Sequence[tuple[int, int]]


def scatter(
    y: Sequence[Any],
    w: Sequence[Any],
    bias: Sequence[Any] | None = None,
    *,
    stride: Sequence[int],
    padding: Pairs,
    output_padding: Sequence[int],
    dilation: Sequence[int],
    groups: int = 1,
) -> list[Any]:
    r"""Give x′ as nested lists, from nested lists.

    Parameters
    ----------
    y : nested list, (N, C_in, \*spatial)
    w : nested list, (C_in, C_out/groups, \*kernel)
    bias : list, (C_out,), optional
    stride, output_padding, dilation : one int per axis
    padding : one (low, high) pair per axis

    Returns
    -------
    nested list, (N, C_out, \*spatial)

    References
    ----------
    M. D. Zeiler et al., *Deconvolutional networks*, CVPR 2010: the layer as a sum of shifted, weighted kernels.

    Examples
    --------
    >>> scatter([[[1, 2]]], [[[1, 10, 100]]], stride=[2], padding=[(1, 0)], output_padding=[0], dilation=[1])
    [[[10, 102, 20, 200]]]
    """
    if not y:
        return []
    y_size, w_size = _shape(y), _shape(w)
    words = zip(y_size[2:], w_size[2:], stride, padding, output_padding, dilation, strict=True)
    x_size = [(n - 1) * s + d * (k - 1) + 1 - low - high + a for n, k, s, (low, high), a, d in words]
    channels = groups * w_size[1]
    x = scatter_entries(
        _entries(y),
        _entries(w),
        in_channels=y_size[1],
        out_channels=channels,
        groups=groups,
        output=x_size,
        stride=stride,
        low=[low for low, _ in padding],
        dilation=dilation,
    )
    start = [0] * channels if bias is None else bias
    return _nested((y_size[0], channels, *x_size), lambda at: start[at[1]] + x.get(at, 0))


def scatter_entries(
    y: Mapping[Index, Any],
    w: Mapping[Index, Any],
    *,
    in_channels: int,
    out_channels: int,
    groups: int,
    output: Sequence[int],
    stride: Sequence[int],
    low: Sequence[int],
    dilation: Sequence[int],
) -> dict[Index, Any]:
    """Give the entries of x′ that anything reaches, by index (batch, channel, spatial…); y and w likewise.

    Entries left out of y and w are zeros, so that large layers can be checked on few entries.

    Examples
    --------
    >>> words = {"output": [9], "stride": [4], "low": [1], "dilation": [2]}
    >>> scatter_entries({(0, 0, 1): 5}, {(0, 0, 0): 1, (0, 0, 2): 7}, in_channels=1, out_channels=1, groups=1, **words)
    {(0, 0, 3): 5, (0, 0, 7): 35}
    """
    taps: dict[int, list[tuple[int, Index, Any]]] = {}
    for (c_in, local, *tap), weight in w.items():
        taps.setdefault(c_in, []).append((local, tuple(d * t for d, t in zip(dilation, tap, strict=True)), weight))
    x: dict[Index, Any] = {}
    for (batch, c_in, *place), value in y.items():
        corner = [s * o - l for s, o, l in zip(stride, place, low, strict=True)]
        first_channel = c_in // (in_channels // groups) * (out_channels // groups)
        for local, reach, weight in taps.get(c_in, ()):
            spot = tuple(a + b for a, b in zip(corner, reach, strict=True))
            if all(0 <= j < i for j, i in zip(spot, output, strict=True)):
                at = (batch, first_channel + local, *spot)
                x[at] = x.get(at, 0) + weight * value
    return x


def _shape(nested: Any) -> tuple[int, ...]:
    lengths = []
    while isinstance(nested, Sequence):
        lengths.append(len(nested))
        nested = nested[0]
    return tuple(lengths)


def _entries(nested: Any) -> dict[Index, Any]:
    return dict(_walk(nested, ()))


def _walk(nested: Any, at: Index) -> Iterator[tuple[Index, Any]]:
    if not isinstance(nested, Sequence):
        yield at, nested
        return
    for position, part in enumerate(nested):
        yield from _walk(part, (*at, position))


def _nested(shape: tuple[int, ...], value: Callable[[Index], Any]) -> list[Any]:
    flat: list[Any] = [value(at) for at in product(*map(range, shape))]
    for length in reversed(shape[1:]):
        flat = [flat[start : start + length] for start in range(0, len(flat), length)]
    return flat
