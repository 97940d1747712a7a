"""The view `lowering`: put zeros between the entries of y, pad, slide the flipped kernel over it."""

from __future__ import annotations

from symtconv.geometry import ConvTranspose, Lowering, Relation
from symtconv.operators.result import Result
from symtconv.operators.stages import lowered
from symtconv.operators.views.view import View


def relations(layer: ConvTranspose) -> tuple[Relation, ...]:
    """Give ``j + d·u - P_lo = s·o`` with ``t = k-1-u``."""
    lowering = layer.lowering()
    return tuple(lowering.relation(number, axis) for number, axis in enumerate(layer.axes))


def evaluate(layer: ConvTranspose) -> Result:
    """Apply E · Pad · Dilate to y.

    Examples
    --------
    >>> evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
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
    relations=relations,
    evaluate=evaluate,
)
