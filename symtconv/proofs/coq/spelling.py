"""How numbers, axes and the lowering are spelt: in Coq's words, and in the words of a header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symtconv.geometry import ConvTranspose


def numbers(values: Iterable[int]) -> str:
    """Spell a list of integers.

    Examples
    --------
    >>> numbers((2, -1))
    '[2; -1]'
    """
    return "[" + "; ".join(map(str, values)) + "]"


def axis_record(parameters: Sequence[int]) -> str:
    """Spell an axis from its seven integers ``(n, k, s, d, l, h, a)``.

    Examples
    --------
    >>> axis_record((2, 3, 2, 1, 1, -1, 0))
    'Axis 2 3 2 1 1 (-1) 0'
    """
    return "Axis " + " ".join(f"({v})" if v < 0 else str(v) for v in parameters)


def by(values: Iterable[int]) -> str:
    """Spell one number per axis for people: ``2x3``."""
    return "x".join(map(str, values))


def pads(pairs: Iterable[tuple[int, int]]) -> str:
    """Spell low and high padding per axis for people: ``1:2x0:1``."""
    return "x".join(f"{low}:{high}" for low, high in pairs)


def grouping(layer: ConvTranspose) -> tuple[int, int, int]:
    """Give the groups, and the channels of y and of x′ in each."""
    return layer.groups, layer.channels.inputs_per_group, layer.channels.outputs_per_group


def program(layer: ConvTranspose, w: str, y: str) -> str:
    """Spell the lowering as a program on arrays, all its numbers literal."""
    lowering, kernel = layer.lowering(), numbers(layer.kernel)
    lows, highs = zip(*lowering.pad, strict=True)
    padded = (
        f"pad {numbers(lows)} {numbers(highs)} (dilate {numbers(lowering.dilate)} (Array {numbers(layer.input)} {y}))"
    )
    ones = numbers([1] * layer.rank)
    return f"slide (flipped {kernel} {w}) {kernel} {ones} {numbers(lowering.dilation)}\n    ({padded})"
