"""The view `polyphase`: x′ residue by residue, each a small convolution of y with stride 1, interleaved.

A residue that no tap reaches stays zero, and nothing is multiplied by inserted zeros.

References
----------
P. P. Vaidyanathan, *Multirate Systems and Filter Banks*, 1993, section 4.3.
"""

from __future__ import annotations

from symtconv.geometry import Axis, ConvTranspose, Phase, Relation
from symtconv.geometry.phases import phase, reached
from symtconv.operators.result import Result
from symtconv.operators.views.summation import Joins, across, summed
from symtconv.operators.views.view import View


def relations(layer: ConvTranspose) -> tuple[Relation, ...]:
    """Give the map of the interleaved phases: ``j = s·q + r - l`` with q and r put back in terms of o and t."""
    return tuple(_relation(axis) for axis in layer.axes)


def evaluate(layer: ConvTranspose) -> Result:
    """Convolve y with every sub-kernel and interleave.

    Examples
    --------
    >>> evaluate(ConvTranspose(input=2, kernel=3, stride=2, padding=1)).text((1,))
    'w_{2}*y_{0} + w_{0}*y_{1}'
    """
    axes = [[join for part in reached(axis) for join in interleaved(axis, part)] for axis in layer.axes]
    return summed(layer, across(layer, axes))


def interleaved(axis: Axis, part: Phase) -> Joins:
    """Give what one sub-kernel joins, ``(j, o, t)``, with j its place in x′.

    Examples
    --------
    >>> axis = Axis(size=2, kernel=3, stride=2)
    >>> [interleaved(axis, part) for part in reached(axis)]
    [[(0, 0, 0), (2, 0, 2), (2, 1, 0), (4, 1, 2)], [(1, 0, 1), (3, 1, 1)]]
    """
    found = []
    for o in range(axis.size):
        for v in range(part.taps):
            q = o - part.source + part.shift * v
            if part.q_low <= q < part.q_high:
                found.append((axis.stride * q + part.residue - axis.low, o, part.first + part.step * v))
    return found


def _relation(axis: Axis) -> Relation:
    # One tap further within a phase moves t by step and q by shift, so j by s·shift = d·step: a tap moves it by d.
    any_one = phase(axis, 0)
    step, shift = any_one.step, any_one.shift
    return Relation(
        taps=axis.kernel,
        length=axis.output,
        o_low=0,
        o_high=axis.size,
        o_step=axis.stride,
        t_step=axis.stride * shift // step,
        offset=-axis.low,
    )


VIEW = View(name="polyphase", title="Interleaved small convolutions", relations=relations, evaluate=evaluate)
