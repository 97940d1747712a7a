"""One axis of a node for every size: its lowering, and what a lowered file holds instead, as certified rewrites.

The layer is ``convt`` with its numbers, cut at both ends; a layer of several axes is proved axis by axis (its matrix
is a sum of Kronecker products), and axes that are alike share a proof.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from symtconv.certificates.format import Certificate
from symtconv.checker.verdict import Outcome
from symtconv.claims.rewriting.decide import decide
from symtconv.geometry import span
from symtconv.models.lowering.plan import along

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AxisProof:
    """A rewrite that was decided: the two programs, the word, and the certificate.

    Parameters
    ----------
    left, right : str
        The layer, and what computes it.
    outcome : {"proved", "refuted", "unknown"}
    reason : str or None
    certificate : Certificate or None
    """

    left: str
    right: str
    outcome: Outcome
    reason: str | None
    certificate: Certificate | None


@lru_cache(maxsize=4096)
def prove_axis(kernel: int, stride: int, dilation: int, padding: Pair, extra: int) -> AxisProof:
    """Decide, for every size, whether the lowering of an axis computes the layer.

    Examples
    --------
    >>> prove_axis(20, 10, 1, (5, 5), 0).outcome
    'proved'
    """
    low, high = padding
    reach = span(kernel, dilation)
    pads = f"{reach - 1 - low}, {reach - 1 - high + extra}"
    right = f"conv(pad(dilate(y, {stride}), {pads}), reverse(w), dilation={dilation})"
    return _proof(kernel, stride, dilation, padding, extra, right)


@lru_cache(maxsize=4096)
def prove_replacement(kernel: int, stride: int, dilation: int, padding: Pair, extra: int) -> AxisProof:
    """Decide, for every size, whether one convolution for all residues, put in order and cut, computes the layer.

    Examples
    --------
    >>> prove_replacement(4, 2, 1, (1, 1), 0).outcome
    'proved'
    """
    right = along(kernel, stride, dilation, padding, extra).program()
    return _proof(kernel, stride, dilation, padding, extra, right)


def _proof(kernel: int, stride: int, dilation: int, padding: Pair, extra: int, right: str) -> AxisProof:
    low, high = padding
    left = f"convt(y, w, stride={stride}, dilation={dilation}, extra={extra})"
    if low or high:
        left = f"crop({left}, {low}, {high})"
    least = -((span(kernel, dilation) - stride - low - high + extra - 1) // stride)
    where = [f"n >= {least}"] if least > 1 else []
    found = decide(left, right, tensors=f"y[n] w[{kernel}]", where=where, explain=False)
    return AxisProof(left=left, right=right, outcome=found.outcome, reason=found.reason, certificate=found.certificate)
