"""Known statements by name: the relationships of the guide, the theorems on lengths, and the frameworks' rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from symtconv.geometry import Message


@dataclass(frozen=True, slots=True)
class Known:
    """A named formula.

    Parameters
    ----------
    name : str
    claim : str
    where : tuple of str
    source : str
    """

    name: str
    claim: str
    where: tuple[str, ...]
    source: str


_OF_GUIDE = (
    "V. Dumoulin, F. Visin, A guide to convolution arithmetic for deep learning, arXiv:1603.07285, "
    "relationship {number}"
)


def _guide(number: int | str) -> Message:
    return Message(_OF_GUIDE, number=number)


TENSORFLOW = "TensorFlow, tf.nn: notes on padding convolution layers"
KERAS = "Keras, Conv2DTranspose and keras.ops.conv_transpose"
JAX = "JAX, jax.lax.conv_transpose"
ONNX = "ONNX, ConvTranspose"
TORCH = "PyTorch, torch.nn.ConvTranspose2d"
TOSA = "MLIR, tosa.transpose_conv2d"
TAKEN_UP = "max((ceil(i/s)-1)*s + span(k,d) - i, 0)"  # what SAME pads in all
ROUND = "convt_size(conv_size(i,k,s,{d},{p},{p}),k,s,{d},{p},{p},{a})"

# name, formula, conditions, source; all of them true, which the tests confirm
_TABLE: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("guide_1", "conv_size(i,k,1,1,0,0) == (i-k) + 1", (), _guide(1)),
    ("guide_2", "conv_size(i,k,1,1,p,p) == (i-k) + 2*p + 1", (), _guide(2)),
    ("guide_3", "conv_size(i,k,1,1,floor(k/2),floor(k/2)) == i", ("k % 2 == 1",), _guide(3)),
    ("guide_4", "conv_size(i,k,1,1,k-1,k-1) == i + (k-1)", (), _guide(4)),
    ("guide_5", "conv_size(i,k,s,1,0,0) == floor((i-k)/s) + 1", (), _guide(5)),
    ("guide_6", "conv_size(i,k,s,1,p,p) == floor((i+2*p-k)/s) + 1", (), _guide(6)),
    ("guide_7", "conv_size(i,k,s,1,0,0) == floor((i-k)/s) + 1", (), _guide("7 (pooling)")),
    ("guide_8", "conv_size(n,k,1,1,k-1,k-1) == n + (k-1)", (), _guide(8)),
    ("guide_9", "conv_size(n,k,1,1,k-p-1,k-p-1) == n + (k-1) - 2*p", (), _guide(9)),
    ("guide_10", "conv_size(n,k,1,1,floor(k/2),floor(k/2)) == n", ("k % 2 == 1",), _guide(10)),
    ("guide_11", "conv_size(n,k,1,1,0,0) == n - (k-1)", (), _guide(11)),
    ("guide_12", ROUND.format(d=1, p=0, a=0) + " == i", ("(i-k) % s == 0",), _guide(12)),
    ("guide_13", ROUND.format(d=1, p="p", a=0) + " == i", ("(i+2*p-k) % s == 0",), _guide(13)),
    ("guide_14", ROUND.format(d=1, p="p", a="(i+2*p-k) % s") + " == i", (), _guide(14)),
    ("guide_15", "conv_size(i,k,s,d,p,p) == floor((i+2*p-k-(k-1)*(d-1))/s) + 1", (), _guide(15)),
    (
        "round_trip",
        "convt_size(conv_size(i,k,s,d,l,h),k,s,d,l,h,residue(i,k,s,d,l,h)) == i",
        (),
        _guide("14, with dilation and uneven padding"),
    ),
    (
        "right_inverse",
        "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n",
        ("a < s",),
        "the convolution of the transposed length",
    ),
    (
        "right_inverse_exactly",
        "iff(conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n, a < s)",
        (),
        "the convolution of the transposed length",
    ),
    (
        "rows_of_the_convolution",
        "conv_size(convt_size(n,k,s,d,l,h,a),k,s,d,l,h) == n + floor(a/s)",
        (),
        "which convolution a layer with a >= s transposes",
    ),
    (
        "preimages",
        "iff(conv_size(i,k,s,d,l,h) == n, convt_size(n,k,s,d,l,h,0) <= i < convt_size(n,k,s,d,l,h,0) + s)",
        (),
        "the lengths that a strided convolution maps to n: s of them",
    ),
    (
        "output_padding_is_the_residue",
        "iff(convt_size(conv_size(i,k,s,d,l,h),k,s,d,l,h,a) == i, a == residue(i,k,s,d,l,h))",
        (),
        "no other output padding gives the length back",
    ),
    ("residue_range", "0 <= residue(i,k,s,d,l,h) < s", (), "Euclidean division"),
    (
        "length_kept_without_output_padding",
        "iff(convt_size(conv_size(i,k,s,d,l,h),k,s,d,l,h,0) == i, residue(i,k,s,d,l,h) == 0)",
        (),
        "F. Fleuret, EE-559, 9.1 Transposed convolutions (2019), for any padding and dilation",
    ),
    (
        "lowering_length",
        "conv_size((n-1)*s+1, k, 1, d, span(k,d)-1-l, span(k,d)-1-h+a) == convt_size(n,k,s,d,l,h,a)",
        (),
        _guide("14, with dilation and uneven padding"),
    ),
    (
        "lowering_reads_inside",
        "0 <= j + d*t < (n-1)*s + 1 + (span(k,d)-1-l) + (span(k,d)-1-h+a)",
        ("0 <= j < convt_size(n,k,s,d,l,h,a)", "0 <= t < k"),
        "no read of the lowering is out of bounds",
    ),
    (
        "convolution_reads_inside",
        "0 <= s*o + d*t < i + l + h",
        ("0 <= o < conv_size(i,k,s,d,l,h)", "0 <= t < k"),
        "no read of the convolution is out of bounds",
    ),
    ("longer_input_longer_output", "conv_size(i,k,s,d,l,h) <= conv_size(i+g,k,s,d,l,h)", (), "monotone in the input"),
    ("span_of_unit_dilation", "span(k,1) == k", (), "K = d(k-1) + 1"),
    ("ceil_by_floor", "ceil(x/s) == floor((x-1)/s) + 1", (), "Euclidean division"),
    ("nested_floors", "floor(floor(x/s)/s2) == floor(x/(s*s2))", (), "Euclidean division"),
    ("remainder_of_remainder", "(x % (s*s2)) % s == x % s", (), "Euclidean division"),
    (
        "two_strided_convolutions",
        "conv_size(conv_size(i,k,s,1,0,0),k2,s2,1,0,0) == conv_size(i, k+s*(k2-1), s*s2, 1, 0, 0)",
        (),
        "the receptive field of two layers",
    ),
    (
        "tensorflow_same",
        f"conv_size(i,k,s,d,floor({TAKEN_UP}/2),{TAKEN_UP}-floor({TAKEN_UP}/2)) == ceil(i/s)",
        (),
        TENSORFLOW,
    ),
    ("tensorflow_same_multiple", f"{TAKEN_UP} == max(span(k,d) - s, 0)", ("i % s == 0",), TENSORFLOW),
    ("tensorflow_same_remainder", f"{TAKEN_UP} == max(span(k,d) - i % s, 0)", ("i % s >= 1",), TENSORFLOW),
    ("tensorflow_valid", "conv_size(i,k,s,d,0,0) == ceil((i - d*(k-1))/s)", (), TENSORFLOW),
    (
        "tensorflow_same_legal_outputs",
        "iff(ceil(i/s) == n, (n-1)*s + 1 <= i <= n*s)",
        (),
        "TensorFlow, tf.nn.conv2d_transpose: the output shapes that padding SAME accepts",
    ),
    (
        "keras_valid",
        "convt_size(n,k,s,d,0,0,max(span(k,d),s)-span(k,d)) == n*s + max(span(k,d)-s, 0)",
        (),
        KERAS,
    ),
    (
        "keras_same",
        "convt_size(n,k,s,d,max(floor((span(k,d)-s)/2),0),0,s-span(k,d)+max(floor((span(k,d)-s)/2),0)) == n*s",
        (),
        KERAS,
    ),
    (
        "jax_same",
        "conv_size((n-1)*s+1, k, 1, d, ceil((span(k,d)+s-2)/2), span(k,d)+s-2-ceil((span(k,d)+s-2)/2)) == n*s",
        (),
        JAX,
    ),
    (
        "jax_valid",
        "conv_size((n-1)*s+1, k, 1, d, span(k,d)-1, s-1+max(span(k,d)-s,0)) == n*s + max(span(k,d)-s, 0)",
        (),
        JAX,
    ),
    (
        "jax_same_low_pad",
        "min(k-1, ceil((k+s-2)/2)) == k - 1 - floor(max(k-s,0)/2)",
        (),
        JAX,
    ),
    (
        "onnx_total_padding",
        "convt_size(n,k,s,d,l,(n-1)*s+a+span(k,d)-m-l,a) == m",
        (),
        ONNX + ": the pads that output_shape m asks for, split in any way",
    ),
    (
        "torch_output_size",
        "iff(0 <= m - convt_size(n,k,s,d,p,p,0) < s, conv_size(m,k,s,d,p,p) == n)",
        (),
        TORCH + ": the sizes that output_size accepts",
    ),
    ("tosa_output", "convt_size(n,k,s,1,-top,-bottom,0) == (n-1)*s + top + bottom + k", (), TOSA),
    ("phase_length", "floor((i-j-1)/s) + 1 == ceil((i-j)/s)", ("0 <= j < s",), "entries of residue j among i"),
    (
        "taps_of_a_phase",
        "floor(k/s) <= ceil((k-j)/s) <= ceil(k/s)",
        ("0 <= j < s",),
        "uneven coverage: the residue classes get at most one tap more than others",
    ),
)

LIBRARY: dict[str, Known] = {row[0]: Known(*row) for row in _TABLE}


def known_as(claim: str, where: Sequence[str]) -> Known | None:
    """Give the known formula that a claim is, if it is one.

    Examples
    --------
    >>> known_as("conv_size(i,k,1,1,0,0) == (i-k) + 1", ()).name
    'guide_1'
    """
    return next((known for known in LIBRARY.values() if (known.claim, known.where) == (claim, tuple(where))), None)


def expand(claim: str, where: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Put formulas for their names; a claim that is one name brings its own conditions."""
    alone = LIBRARY.get(claim.strip().replace("-", "_"))
    if alone is not None:
        return alone.claim, (*alone.where, *(_replaced(part) for part in where))
    return _replaced(claim), tuple(map(_replaced, where))


def _replaced(line: str) -> str:
    def formula(found: re.Match[str]) -> str:
        known = LIBRARY.get(found.group())
        if known is None:
            return found.group()
        guards = " and ".join(f"({part})" for part in known.where)
        return f"implies({guards}, {known.claim})" if guards else f"({known.claim})"

    return re.sub(r"[A-Za-z][A-Za-z0-9_]*", formula, line)
