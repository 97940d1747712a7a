"""Code for JAX: ``jax.lax.conv_general_dilated`` does the correlating."""

from __future__ import annotations

from symtconv.codegen.arrays import Dialect, array_code, crops_within
from symtconv.codegen.numpy import DIALECT as NUMPY
from symtconv.codegen.plan import Piece, Plan

_PAD = '''

def pad(z, pads):
    """Put entry m - low of z at place m, zero outside; a negative number crops, also one longer than z."""
    sizes = [max(size + low + high, 0) for size, (low, high) in zip(z.shape[2:], pads)]
    written, read = [...], [...]
    for size, length, (low, _) in zip(z.shape[2:], sizes, pads):
        written.append(slice(max(low, 0), max(min(low + size, length), 0)))
        read.append(slice(max(-low, 0), max(min(size, length - low), 0)))
    return jnp.zeros((*z.shape[:2], *sizes), z.dtype).at[tuple(written)].set(z[tuple(read)])
'''

_CORRELATE = '''

def correlate(z, kernel, dilation, groups):
    """Slide the kernel (C_out, C_in/groups, *k) over z (N, C_in, *sizes), stride 1."""
    return lax.conv_general_dilated(
        z, kernel, [1] * len(dilation), "VALID", rhs_dilation=dilation, feature_group_count=groups,
        precision=lax.Precision.HIGHEST,
    )
'''


def _dilated(plan: Plan, piece: Piece) -> str | None:
    """Say the whole lowering in one call: JAX puts the zeros between, and pads or crops what it has then."""
    if not crops_within(plan, piece):
        return None
    taps = ", ".join(reach.backwards for reach in piece.reaches)
    return (
        f"lax.conv_general_dilated(y, kernel[:, :, {taps}], {(1,) * plan.layer.rank}, {piece.pads}, "
        f"lhs_dilation={plan.dilate}, rhs_dilation={piece.dilation}, "
        f"feature_group_count={plan.layer.groups}, precision=lax.Precision.HIGHEST)"
    )


DIALECT = Dialect(
    imports="import jax.numpy as jnp\nfrom jax import lax",
    definitions={"pad": _PAD, "correlate": _CORRELATE},
    swap=NUMPY.swap,
    zeros=lambda shape, product: f"jnp.zeros({shape}, {'jnp.result_type(y, w)' if product else 'y.dtype'})",
    assign=lambda name, place, value: f"{name} = {name}.at[{place}].set({value})",
    correlate=NUMPY.correlate,
    bias="jnp.reshape(bias, {})",
    dilated=_dilated,
)


def code(plan: Plan) -> str:
    """Write the plan with JAX; any rank."""
    return array_code(plan, DIALECT)
