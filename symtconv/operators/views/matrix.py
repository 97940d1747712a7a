"""The view `matrix`: x′ = Cᵀy, with C built from the definition."""

from __future__ import annotations

from symtconv.geometry import ConvTranspose, Relation
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.result import Result
from symtconv.operators.views.view import View


def relations(layer: ConvTranspose) -> tuple[Relation, ...]:
    """Give the definition ``j = s·o + d·t - l``."""
    return tuple(axis.relation for axis in layer.axes)


def evaluate(layer: ConvTranspose) -> Result:
    """Build C, transpose it, apply it to y.

    Examples
    --------
    >>> evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    return convolution_matrix(layer).T.apply()


VIEW = View(name="matrix", title="The transpose of the convolution matrix", relations=relations, evaluate=evaluate)
