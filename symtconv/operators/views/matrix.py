"""The view `matrix`: x′ = Cᵀy, with C built from the definition."""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.geometry import Axis, ConvTranspose, Relation
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.result import Result
from symtconv.operators.views.view import Joins, Route, View


@dataclass(frozen=True, slots=True)
class ByDefinition:
    """The route that C is built from: the relation of the axis itself."""

    def joins(self, axis: Axis) -> Joins:
        """Give the triples of the relation."""
        return [(j, o, t) for t, o, j in axis.relation.triples()]

    def relation(self, axis: Axis) -> Relation:
        """Give the definition ``j = s·o + d·t - l``."""
        return axis.relation


def evaluate(layer: ConvTranspose, _: Route) -> Result:
    """Build C, which reads `Axis.relation`, transpose it, apply it to y.

    Examples
    --------
    >>> VIEW.evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return convolution_matrix(layer).T.apply()


VIEW = View(name="matrix", title="The transpose of the convolution matrix", route=ByDefinition(), sums=evaluate)
