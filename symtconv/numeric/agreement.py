"""Three ways to one result, compared exactly: the symbolic side's, the scatter oracle's and the compiled gather's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symtconv.numeric.gather import conv_transpose
from symtconv.numeric.scatter import scatter_entries

Array = NDArray[Any]
Symbolic = Callable[[NDArray[np.int64], NDArray[np.int64]], Any]

DTYPES = ("int64", "float64", "float32")
MOST_CASES = 4
LARGEST = 9
"""Numbers drawn lie within ±9 and are never zero, so that no wrong tap hides behind one. With at most
`LIMIT` products a case, no sum passes 81·20,000 < 2²⁴: float32 is exact too."""
LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Difference:
    """The first entry at which the three results are not one.

    Parameters
    ----------
    case : int
    dtype : str
        What the compiled gather computed in.
    index : tuple of int
        (channel, spatial…) in x′; empty where the shapes differ, and the values are then the shapes.
    symbolic, scatter, compiled : int, float or tuple
    """

    case: int
    dtype: str
    index: tuple[int, ...]
    symbolic: Any
    scatter: Any
    compiled: Any

    @property
    def odd_one_out(self) -> str:
        """The name of the one that differs from the other two, or ``"all three"``."""
        if self.scatter == self.compiled:
            return "symbolic"
        if self.symbolic == self.compiled:
            return "scatter"
        return "compiled" if self.symbolic == self.scatter else "all three"

    def __str__(self) -> str:
        """Say which of the three differ, where, and by what."""
        names = {"symbolic": "symbolic", "scatter": "scatter", "compiled": f"compiled ({self.dtype})"}
        values = ", ".join(f"{name} {getattr(self, key)}" for key, name in names.items())
        odd = self.odd_one_out
        if odd == "all three":
            return f"case {self.case}, x′{list(self.index)}: all three differ: {values}"
        pair = " and ".join(name for key, name in names.items() if key != odd)
        return f"case {self.case}, x′{list(self.index)}: {names[odd]} differs from {pair}: {values}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a comparison found: evidence beside a verdict, never a proof.

    Parameters
    ----------
    cases : int
        Random inputs compared, each in every dtype; the one that differs included.
    exact : bool
        Whether all three were equal, bit for bit, on every one.
    dtypes : tuple of str
    seed : int
        What the numbers were drawn from.
    first_difference : Difference, optional
    """

    cases: int
    exact: bool
    dtypes: tuple[str, ...]
    seed: int
    first_difference: Difference | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the agreement as it stands in reports."""
        plain: dict[str, Any] = {"cases": self.cases, "exact": self.exact}
        if self.first_difference is not None:
            plain["first_difference"] = str(self.first_difference)
        return plain


def agree(
    symbolic: Symbolic,
    *,
    input: Sequence[int],  # noqa: A002 - PyTorch's word, and the contract's
    kernel: Sequence[int],
    stride: Sequence[int],
    padding: Sequence[Sequence[int]],
    output_padding: Sequence[int],
    dilation: Sequence[int],
    in_channels: int,
    out_channels: int,
    groups: int,
    seed: int = 0,
    limit: int = LIMIT,
) -> Agreement:
    r"""Compare the symbolic side with both oracles on random integers; stop at the first difference.

    The words are those of the layer's own plain data, so that ``agree(symbolic, **layer.to_dict())`` is the call.

    Parameters
    ----------
    symbolic : callable
        Takes y ``(in_channels, \*input)`` and w ``(in_channels, out_channels/groups, \*kernel)``, int64 arrays, and
        gives x′ ``(out_channels, \*output)`` as an array or nested lists of integers.
    seed : int
    limit : int
        The most products that the plain oracle forms. A larger layer is compared once, on a y (and, if need be, a w)
        with few entries that are not zero.

    Raises
    ------
    TypeError
        When ``symbolic`` gives something that is not an integer.

    Examples
    --------
    >>> def double(y, w):
    ...     return 2 * w[0, 0] * y
    >>> layer = {"input": (3,), "kernel": (1,), "stride": (1,), "padding": ((0, 0),), "output_padding": (0,)}
    >>> layer |= {"dilation": (1,), "in_channels": 1, "out_channels": 1, "groups": 1}
    >>> found = agree(double, **layer)
    >>> found.exact, found.first_difference.index, found.first_difference.odd_one_out
    (False, (0, 0), 'symbolic')
    """
    y_shape, w_shape = (in_channels, *input), (in_channels, out_channels // groups, *kernel)
    pads = [(low, high) for low, high in padding]
    words = {"stride": tuple(stride), "padding": pads, "dilation": tuple(dilation), "groups": groups}
    words["output_padding"] = tuple(output_padding)
    cases = max(1, min(MOST_CASES, limit // (prod(y_shape) * prod(w_shape[1:]))))
    draw = np.random.default_rng(seed)
    for case in range(cases):
        w = _draw(draw, w_shape, limit)
        y = _draw(draw, y_shape, max(1, limit * in_channels // int(np.count_nonzero(w))))
        compiled = [conv_transpose(y[None].astype(kind), w.astype(kind), **words)[0] for kind in DTYPES]  # type: ignore[arg-type]  # the values differ in type, and a dict has one
        plain = np.zeros(compiled[0].shape, np.int64)
        for (_, *at), value in scatter_entries(
            _entries(y[None]),
            _entries(w),
            in_channels=in_channels,
            out_channels=out_channels,
            groups=groups,
            output=plain.shape[1:],
            stride=stride,
            low=[low for low, _ in pads],
            dilation=dilation,
        ).items():
            plain[tuple(at)] = value
        difference = _first_difference(case, _integers(symbolic(y, w)), plain, compiled)
        if difference is not None:
            return Agreement(case + 1, False, DTYPES, seed, difference)
    return Agreement(cases, True, DTYPES, seed)


def _draw(draw: np.random.Generator, shape: tuple[int, ...], most: int) -> NDArray[np.int64]:
    """Draw an array of numbers that are not zero, or of zeros with ``most`` such numbers where it is larger."""
    size = prod(shape)
    numbers: NDArray[np.int64] = draw.integers(1, LARGEST + 1, min(size, most)) * draw.choice([-1, 1], min(size, most))
    if size <= most:
        return numbers.reshape(shape)
    values = np.zeros(shape, np.int64)
    values.flat[draw.integers(0, size, most)] = numbers
    return values


def _entries(values: Array) -> dict[tuple[int, ...], int]:
    at = np.nonzero(values)
    return dict(zip(zip(*(axis.tolist() for axis in at), strict=True), values[at].tolist(), strict=True))


def _integers(result: Any) -> Array:
    array = np.asarray(result)
    if array.dtype == np.int64:
        return array
    if array.dtype != object and array.dtype.kind not in "iu":
        msg = f"the symbolic side gave {array.dtype}; it has to give integers"
        raise TypeError(msg)
    return np.array([index(value) for value in array.ravel()], object).reshape(array.shape)


def _first_difference(case: int, symbolic: Array, plain: Array, compiled: list[Array]) -> Difference | None:
    for kind, found in zip(DTYPES, compiled, strict=True):
        if symbolic.shape != plain.shape:
            return Difference(case, kind, (), symbolic.shape, plain.shape, found.shape)
        wrong = np.argwhere((symbolic != plain) | (found != plain))
        if len(wrong):
            at = tuple(wrong[0].tolist())
            return Difference(case, kind, at, index(symbolic[at]), int(plain[at]), found[at].item())
    return None
