"""The view `polyphase`: x′ residue by residue, each a small convolution of y with stride 1, interleaved.

A residue that no tap reaches stays zero, and nothing is multiplied by inserted zeros.

References
----------
P. P. Vaidyanathan, *Multirate Systems and Filter Banks*, 1993, section 4.3.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from symtconv.geometry import Axis, DisagreementError, Phase, Relation
from symtconv.geometry.phases import reached
from symtconv.operators.views.summation import by_axis
from symtconv.operators.views.view import Affine, Joins, O, Place, T, View


def landing(axis: Axis, part: Phase, o: Place, v: Place) -> Place:
    """Give the entry of x′ in which term v of a phase, which is tap ``first + step·v``, puts entry o of y."""
    q = o - part.source + part.shift * v
    return axis.stride * q + (part.residue - axis.low)


def interleaved(axis: Axis, part: Phase) -> Joins:
    """Give what one sub-kernel joins, ``(j, o, t)``, with j its place in x′.

    Examples
    --------
    >>> axis = Axis(size=2, kernel=3, stride=2)
    >>> [interleaved(axis, part) for part in reached(axis)]
    [[(0, 0, 0), (2, 0, 2), (2, 1, 0), (4, 1, 2)], [(1, 0, 1), (3, 1, 1)]]
    """
    terms = [(landing(axis, part, o, v), o, v) for o in range(axis.size) for v in range(part.taps)]
    return [(j, o, part.first + part.step * v) for j, o, v in terms if 0 <= j < axis.output]


@dataclass(frozen=True, slots=True)
class Interleaved:
    """The route phase by phase; all phases have to be parts of one map."""

    parts: Callable[[Axis], Sequence[Phase]] = reached

    def joins(self, axis: Axis) -> Joins:
        """Give what the sub-kernels join."""
        return [join for part in self.parts(axis) for join in interleaved(axis, part)]

    def relation(self, axis: Axis) -> Relation:
        """Give the one map that all phases are parts of, with q and r put back in terms of o and t.

        Raises
        ------
        DisagreementError
            When they are not: a phase has another map, or a tap is in no phase or in two.
        """
        maps = {_in_taps(part, landing(axis, part, O, T)) for part in self.parts(axis)}
        if len(maps) != 1 or not _is_partition(self.parts(axis), axis.kernel):
            msg = "view polyphase: the phases are no parts of one index map; please report this"
            raise DisagreementError(msg)
        found = maps.pop()
        return Relation(
            taps=axis.kernel,
            length=axis.output,
            o_low=0,
            o_high=axis.size,
            o_step=found.o_step,
            t_step=found.t_step,
            offset=found.offset,
        )


def _is_partition(parts: Sequence[Phase], taps: int) -> bool:
    """Tell whether every tap is in one phase: each phase has the taps of one residue of their step, to the last."""
    step = parts[0].step if parts else 1
    firsts = sorted(part.first for part in parts)
    whole = all(part.step == step and part.taps == -(-(taps - part.first) // step) for part in parts)
    return whole and firsts == list(range(min(step, taps)))


def _in_taps(part: Phase, found: Affine) -> Affine:
    """Put the tap ``t = first + step·v`` for v; a step of j that is no whole number a tap belongs to no map."""
    along, rest = divmod(found.t_step, part.step)
    if rest:
        msg = "view polyphase: a phase has no whole step; please report this"
        raise DisagreementError(msg)
    return Affine(found.o_step, along, found.offset - along * part.first)


VIEW = View(name="polyphase", title="Interleaved small convolutions", route=Interleaved(), sums=by_axis)
