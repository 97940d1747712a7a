"""The user's own numbers: read into the index shapes of a layer, and put into Cᵀy, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, prod
from typing import Any

from symtconv.geometry import ConvTranspose, InputError
from symtconv.operators.result import Index, Result

Number = int | float
Nested = Any  # nested lists of Number


@dataclass(frozen=True, slots=True)
class Given:
    """Numbers for y and w, by index.

    Parameters
    ----------
    y, w : mapping of index to int or float
        Over ``layer.y_shape``, and over the kernel (``layer.weight_shape``, where there are channels).
    """

    y: Mapping[Index, Number]
    w: Mapping[Index, Number]

    @property
    def is_exact(self) -> bool:
        """Whether all numbers are integers, so that every implementation must give the same."""
        return all(isinstance(value, int) for part in (self.y, self.w) for value in part.values())

    def result(self, result: Result) -> list[Number]:
        """Evaluate Cᵀy, row-major: integers exactly, floats by exact fractions, rounded once at the end.

        Raises
        ------
        OverflowError
            When an entry is too large for a float.
        """
        if self.is_exact:
            return list(result.numbers(self.w, self.y))  # type: ignore[arg-type]  # all are integers
        w, y = _fractions(self.w), _fractions(self.y)
        return [float(sum((c * w[tap] * y[source] for c, tap, source in e), Fraction(0))) for e in result.entries]

    def magnitude(self, result: Result) -> list[float]:
        """Bound every entry by the sum of its absolute products, as rounding errors are bounded by it."""
        return [sum(abs(c) * abs(self.w[tap]) * abs(self.y[source]) for c, tap, source in e) for e in result.entries]


def given(layer: ConvTranspose, y: Nested, w: Nested) -> Given:
    """Read numbers for a layer.

    Parameters
    ----------
    y : nested list or array
        Shape ``(in_channels, *input)``; without channels also ``input``.
    w : nested list or array
        Shape ``(in_channels, out_channels/groups, *kernel)``; without channels also ``kernel``.

    Raises
    ------
    InputError
        When the numbers do not have the shape, or are none.

    Examples
    --------
    >>> numbers = given(ConvTranspose(input=2, kernel=2), [1, 2], [3, 4])
    >>> numbers.y, numbers.w
    ({(0,): 1, (1,): 2}, {(0,): 3, (1,): 4})
    """
    named = layer.has_channels
    full_y = (layer.in_channels, *layer.input)
    return Given(
        y=_read("y", y, (full_y,) if named else (layer.input, full_y)),
        w=_read("w", w, (layer.weight_shape,) if named else (layer.kernel, layer.weight_shape)),
    )


def nest(shape: Index, flat: list[Number]) -> Nested:
    """Put a row-major list into nested lists.

    Examples
    --------
    >>> nest((2, 2), [1, 2, 3, 4])
    [[1, 2], [3, 4]]
    """
    rows: list[Any] = list(flat)
    for size in reversed(shape[1:]):
        rows = [rows[start : start + size] for start in range(0, len(rows), size)]
    return rows


def _read(name: str, data: Nested, shapes: tuple[Index, ...]) -> dict[Index, Number]:
    nested = _listed(name, data) if hasattr(data, "tolist") else data
    shape = _shape(name, nested)
    if shape not in shapes:
        allowed = " or ".join("x".join(map(str, s)) for s in shapes)
        msg = f"{name} has the shape {'x'.join(map(str, shape)) or 'of a single number'}; this layer takes {allowed}"
        raise InputError(msg)
    surplus = len(shape) - len(shapes[0])
    return {index[surplus:]: value for index, value in _walk(name, nested, shape, ())}


def _listed(name: str, array: Any) -> Nested:
    """Give an array as a nested list; what is no array of numbers, or lacks some, is refused by its name."""
    kind = getattr(getattr(array, "dtype", None), "kind", "f")
    if kind not in "iuf":
        msg = f"{name} holds {array.dtype}; use integers or floating-point numbers"
        raise InputError(msg)
    if hasattr(array, "mask"):
        msg = f"{name} is a masked array, and a mask is no number; give {name}.filled(0), or what is meant in its place"
        raise InputError(msg)
    nested: Nested = array.tolist()
    return nested


def _shape(name: str, nested: Nested) -> Index:
    shape: list[int] = []
    if isinstance(nested, dict):
        msg = f"{name} is a table with names; give a nested list of numbers"
        raise InputError(msg)
    while isinstance(nested, list):
        shape.append(len(nested))
        if not nested:
            msg = f"{name} is an empty list; give one number per entry"
            raise InputError(msg)
        nested = nested[0]
    if prod(shape) > 10**8 or len(shape) > 64:
        msg = f"{name} is nested {len(shape)} deep; a layer needs far less"
        raise InputError(msg)
    return tuple(shape)


def _walk(name: str, nested: Nested, shape: Index, at: Index) -> Iterator[tuple[Index, Number]]:
    place = ",".join(map(str, at))
    if not shape:
        if isinstance(nested, bool) or not isinstance(nested, int | float) or not _is_finite(nested):
            msg = f"{name}[{place}] = {str(nested)[:40]!r} is no finite number; use integers, or decimal numbers"
            raise InputError(msg)
        yield at, nested
    elif not isinstance(nested, list) or len(nested) != shape[0]:
        msg = f"{name} is ragged at [{place}]: it must have {shape[0]} entries there"
        raise InputError(msg)
    else:
        for number, part in enumerate(nested):
            yield from _walk(name, part, shape[1:], (*at, number))


def _is_finite(number: Number) -> bool:
    return isinstance(number, int) or isfinite(number)  # an integer may be too large for isfinite


def _fractions(values: Mapping[Index, Number]) -> dict[Index, Fraction]:
    return {index: Fraction(value) for index, value in values.items()}
