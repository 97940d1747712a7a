"""Code for NumPy: the reference that the tests run on every layer of the grid."""

from __future__ import annotations

from symtconv.codegen.arrays import Dialect, array_code
from symtconv.codegen.plan import Piece, Plan

_PAD = '''

def pad(z, pads):
    """Put entry m - low of z at place m, zero outside; a negative number crops."""
    sizes = [max(size + low + high, 0) for size, (low, high) in zip(z.shape[2:], pads)]
    padded = np.zeros((*z.shape[:2], *sizes), z.dtype)
    written, read = [...], [...]
    for size, length, (low, _) in zip(z.shape[2:], sizes, pads):
        written.append(slice(max(low, 0), max(min(low + size, length), 0)))
        read.append(slice(max(-low, 0), max(min(size, length - low), 0)))
    padded[tuple(written)] = z[tuple(read)]
    return padded
'''

_CORRELATE = '''

def correlate(z, kernel, dilation, groups):
    """Slide the kernel (C_out, C_in/groups, *k) over z (N, C_in, *sizes), stride 1."""
    taps = kernel.shape[2:]
    sizes = [size - d * (k - 1) for size, k, d in zip(z.shape[2:], taps, dilation)]
    z = z.reshape(len(z), groups, -1, *z.shape[2:])
    kernel = kernel.reshape(groups, -1, *kernel.shape[1:])
    x = np.zeros((len(z), groups, kernel.shape[1], *sizes), np.result_type(z, kernel))
    for tap in np.ndindex(*taps):
        window = tuple(slice(t * d, t * d + size) for t, d, size in zip(tap, dilation, sizes))
        x += np.einsum("ngi...,goi->ngo...", z[(..., *window)], kernel[(..., *tap)])
    return x.reshape(len(z), -1, *sizes)
'''


def _correlate(plan: Plan, piece: Piece, read: str) -> str:
    taps = ", ".join(reach.backwards for reach in piece.reaches)
    return f"correlate(pad({read}, {piece.pads}), kernel[:, :, {taps}], {piece.dilation}, {plan.layer.groups})"


DIALECT = Dialect(
    imports="import numpy as np",
    definitions={"pad": _PAD, "correlate": _CORRELATE},
    swap="swapaxes(1, 2)",
    zeros=lambda shape, product: f"np.zeros({shape}, {'np.result_type(y, w)' if product else 'y.dtype'})",
    assign=lambda name, place, value: f"{name}[{place}] = {value}",
    correlate=_correlate,
    bias="np.reshape(bias, {})",
)


def code(plan: Plan) -> str:
    """Write the plan with NumPy; any rank, exact on integers."""
    return array_code(plan, DIALECT)
