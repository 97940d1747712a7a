"""The figures of a layer, by name, each a pure function from the layer to a `Figure`."""

from __future__ import annotations

from types import MappingProxyType
from typing import Protocol

from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures.coverage import coverage
from symtconv.rendering.figures.figure import Figure, Index
from symtconv.rendering.figures.judged import decided, judged
from symtconv.rendering.figures.legend import kernel
from symtconv.rendering.figures.lowering import lowering
from symtconv.rendering.figures.matrix import matrix
from symtconv.rendering.figures.polyphase import polyphase
from symtconv.rendering.figures.scatter import scatter


class Builder(Protocol):
    """Make a figure of a layer."""

    def __call__(
        self, layer: ConvTranspose, entry: Index | None = None, *, width: float = ..., lang: str = ...
    ) -> Figure:
        """Draw the layer; ``entry`` is the entry of x′ that is followed."""


FIGURES: MappingProxyType[str, Builder] = MappingProxyType(
    {
        "lowering": lowering,
        "scatter": scatter,
        "matrix": matrix,
        "polyphase": polyphase,
        "coverage": coverage,
    }
)
"""Every figure, by the name that ``derive --figure`` takes."""

__all__ = [
    "FIGURES",
    "Builder",
    "coverage",
    "decided",
    "judged",
    "kernel",
    "lowering",
    "matrix",
    "polyphase",
    "scatter",
]
