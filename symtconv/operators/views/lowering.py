"""The view `lowering`: put zeros between the entries of y, pad, slide the flipped kernel over it."""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.geometry import Axis, ConvTranspose, Lowering, Relation
from symtconv.operators.result import Result
from symtconv.operators.stages import lowered
from symtconv.operators.views.view import Joins, Route, View


@dataclass(frozen=True, slots=True)
class OwnLowering:
    """The route of the words of the layer's own lowering, read as a relation."""

    def joins(self, axis: Axis) -> Joins:
        """Give the triples of the relation."""
        return [(j, o, t) for t, o, j in self.relation(axis).triples()]

    def relation(self, axis: Axis) -> Relation:
        """Give ``j + d·u - P_lo = s·o`` with ``t = k-1-u``."""
        n, k, s, d, low, high, a = axis.parameters
        alone = ConvTranspose(input=n, kernel=k, stride=s, padding=((low, high),), dilation=d, output_padding=a)
        return alone.lowering().relation(0, axis)


def evaluate(layer: ConvTranspose, _: Route) -> Result:
    """Apply E · Pad · Dilate to y: the words of the lowering, stage by stage, whatever their size.

    Examples
    --------
    >>> VIEW.evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return evaluate_lowering(layer, layer.lowering())


def evaluate_lowering(layer: ConvTranspose, lowering: Lowering) -> Result:
    """Apply any lowering to the layer's y, right or wrong, stage by stage as its words say.

    Returns
    -------
    Result
        Of the lowering's own shape, which need not be the layer's; an axis may have no entry.

    Raises
    ------
    GeometryError
        When the lowering is written for another rank, or its kernel does not fit the channels of y.
    """
    return lowered(layer, lowering).apply()


VIEW = View(
    name="lowering",
    title="Dilate, pad, correlate with the flipped kernel",
    route=OwnLowering(),
    sums=evaluate,
)
