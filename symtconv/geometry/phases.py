"""The polyphase decomposition of one axis: x′ residue by residue.

Put ``j + l = s·q + r`` with ``0 ≤ r < s``. Then only the taps with ``d·t ≡ r (mod s)`` reach ``x′[j]``. With
``g = gcd(d, s)`` there are none unless g divides r, and otherwise they are every ``(s/g)``-th tap from a first
one: a sub-kernel of dilation ``d/g`` that slides over y with stride 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

from symtconv.geometry.axis import Axis


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One residue class: ``x′[s·q + residue - l] = Σ_v w[first + step·v] · y[q + source - shift·v]``.

    ``taps`` counts the terms, ``0 ≤ v < taps``; it is 0 for a class that no tap reaches. The class has the
    places ``q_low ≤ q < q_high``.
    """

    residue: int
    first: int
    step: int
    taps: int
    source: int
    shift: int
    q_low: int
    q_high: int


def phases(axis: Axis) -> tuple[Phase, ...]:
    """Give the ``s`` phases of an axis, by residue.

    Examples
    --------
    >>> axis = Axis(size=2, kernel=3, stride=2, low=1, high=1, output_padding=1)
    >>> [(p.residue, [p.first + p.step * v for v in range(p.taps)]) for p in phases(axis)]
    [(0, [0, 2]), (1, [1])]
    """
    return tuple(phase(axis, r) for r in range(axis.stride))


def reached(axis: Axis) -> tuple[Phase, ...]:
    """Give the phases that some tap reaches, by residue: at most ``k``, however large the stride is.

    Examples
    --------
    >>> [p.residue for p in reached(Axis(size=2, kernel=2, stride=10**15, dilation=3))]
    [0, 3]
    """
    s, d = axis.stride, axis.dilation
    taps = range(min(axis.kernel, s // gcd(d, s)))  # beyond, their residues come again
    return tuple(phase(axis, r) for r in sorted(d * t % s for t in taps))


def phase(axis: Axis, residue: int) -> Phase:
    """Give one phase; ``0 ≤ residue < s``."""
    s, d, k = axis.stride, axis.dilation, axis.kernel
    g = gcd(d, s)
    step = s // g
    # The first tap t with d·t ≡ r (mod s): divide by g, where d/g has an inverse mod s/g.
    first = (residue // g) * pow(d // g, -1, step) % step if residue % g == 0 else k
    taps = -(-(k - first) // step)  # rounded up: never negative, since first < step or first = k
    return Phase(
        residue=residue,
        first=first,
        step=step,
        taps=taps,
        source=(residue - d * first) // s if taps else 0,
        shift=d // g,
        q_low=-((residue - axis.low) // s),  # the least q with s·q + residue - l ≥ 0
        q_high=(axis.output - 1 - residue + axis.low) // s + 1,
    )
