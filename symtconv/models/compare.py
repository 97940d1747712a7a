"""Two files, layer by layer: the same layers in the same order, or which differ and in what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from symtconv.models.node import Geometry, Node

FIELDS = ("kernel", "stride", "dilation", "in_channels", "out_channels", "groups")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two nodes at the same place of their files; one is missing where a file has fewer."""

    left: Node | None
    right: Node | None
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """All pairs."""

    pairs: tuple[Pair, ...]

    @property
    def same(self) -> bool:
        """Whether both files hold the same layers."""
        return not any(pair.differences for pair in self.pairs)

    def lines(self) -> list[str]:
        """Say pair by pair what differs."""
        told = []
        for pair in self.pairs:
            names = " | ".join(node.name if node is not None else "(none)" for node in (pair.left, pair.right))
            told.append(f"  {'; '.join(pair.differences) or 'the same layer'}: {names}")
        return told


def pair(left: Sequence[Node], right: Sequence[Node]) -> Pairing:
    """Compare nodes in order.

    A layer is (k, s, d, l, a - h) per axis with its channels and groups; sizes differ where both files fix them.
    """
    return Pairing(
        tuple(
            Pair(one, other, ("only in one file",) if one is None or other is None else tuple(_differences(one, other)))
            for one, other in zip_longest(left, right)
        )
    )


def _differences(one: Node, other: Node) -> list[str]:
    ours, theirs = one.geometry, other.geometry
    told = [
        f"{word.replace('_', ' ')} {_said(getattr(ours, word))} against {_said(getattr(theirs, word))}"
        for word in FIELDS
        if getattr(ours, word) != getattr(theirs, word)
    ]
    if ours.rank == theirs.rank and _ends(ours) != _ends(theirs):
        told.append(f"l and a - h {_ends(ours)} against {_ends(theirs)}")
    sizes = zip(ours.sizes, theirs.sizes, strict=False)
    told += [f"input {a} against {b}" for a, b in sizes if isinstance(a, int) and isinstance(b, int) and a != b]
    return told


def _ends(geometry: Geometry) -> list[tuple[int, int]]:
    rows = zip(geometry.padding, geometry.output_padding, strict=True)
    return [(low, extra - high) for (low, high), extra in rows]


def _said(value: object) -> str:
    return "×".join(map(str, value)) if isinstance(value, tuple) else str(value)
