"""Code for PyTorch: ``torch.nn.functional.conv1d`` to ``conv3d`` do the correlating."""

from __future__ import annotations

from symtconv.codegen.arrays import Dialect, array_code, crops_within
from symtconv.codegen.plan import Piece, Plan
from symtconv.geometry import InputError

_PAD = '''

def pad(z, pads):
    """Put entry m - low of z at place m, zero outside; a negative number crops, also one longer than z."""
    sizes = [max(size + low + high, 0) for size, (low, high) in zip(z.shape[2:], pads)]
    padded = z.new_zeros((*z.shape[:2], *sizes))
    written, read = [...], [...]
    for size, length, (low, _) in zip(z.shape[2:], sizes, pads):
        written.append(slice(max(low, 0), max(min(low + size, length), 0)))
        read.append(slice(max(-low, 0), max(min(size, length - low), 0)))
    padded[tuple(written)] = z[tuple(read)]
    return padded
'''

_TAKE = '''

def take(w, taps):
    """Pick taps (first, end, step) along every spatial axis, and reverse them: flip has no negative slices."""
    w = w[(..., *(slice(*tap) for tap in taps))]
    return w.flip([axis for axis in range(2, w.dim())])
'''


def _correlate(plan: Plan, piece: Piece, read: str) -> str:
    taps = tuple((reach.first, reach.end, reach.step) for reach in piece.reaches)
    padded = f"pad({read}, {piece.pads})"
    if crops_within(plan, piece):
        flat = tuple(n for pair in reversed(piece.pads) for n in pair)
        padded = f"F.pad({read}, {flat})" if any(flat) else read
    return (
        f"F.conv{plan.layer.rank}d({padded}, take(kernel, {taps}), "
        f"dilation={piece.dilation}, groups={plan.layer.groups})"
    )


DIALECT = Dialect(
    imports="import torch.nn.functional as F",
    definitions={"pad": _PAD, "take": _TAKE},
    swap="transpose(1, 2)",
    zeros=lambda shape, _: f"y.new_zeros({shape})",
    assign=lambda name, place, value: f"{name}[{place}] = {value}",
    correlate=_correlate,
    bias="bias.reshape({})",
)


def code(plan: Plan) -> str:
    """Write the plan with PyTorch.

    Raises
    ------
    InputError
        For more than three spatial axes.
    """
    if plan.layer.rank > 3:
        msg = f"PyTorch convolves 1, 2 or 3 spatial axes and the layer has {plan.layer.rank}; emit numpy"
        raise InputError(msg)
    return array_code(plan, DIALECT)
