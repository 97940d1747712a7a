"""The literal parts of a layer's Coq file: C and the result, entry by entry, from the layer's own relation.

Coq computes both from its definitions and compares, so nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from symtconv.geometry import ConvTranspose
from symtconv.proofs.coq.spelling import grouping, numbers

Index = tuple[int, ...]


def _w(layer: ConvTranspose, ci: int, m: int, t: Index) -> str:
    return f"w {ci} {m} {numbers(t)}" if layer.has_channels else f"w {numbers(t)}"


def _y(layer: ConvTranspose, ci: int, o: Index) -> str:
    return f"y {ci} {numbers(o)}" if layer.has_channels else f"y {numbers(o)}"


def _cells(shape: Sequence[int]) -> list[Index]:
    return list(product(*map(range, shape)))


def _entry(layer: ConvTranspose, ci: int, o: Index, co: int, j: Index) -> str:
    """Give one entry of C: at most one tap joins two places, since d >= 1."""
    weight = layer.channels.weight(co, ci)
    taps = [axis.relation.tap(a, b) for axis, a, b in zip(layer.axes, o, j, strict=True)]
    found = tuple(t for t in taps if t is not None)
    return "r0" if weight is None or len(found) < len(taps) else _w(layer, *weight, found)


def literal_matrix(layer: ConvTranspose) -> str:
    """Write the theorem that C has these entries: a letter of w each, or 0."""
    columns = [(co, j) for co in range(layer.out_channels) for j in _cells(layer.output)]
    rows = [
        "[" + "; ".join(_entry(layer, ci, o, co, j) for co, j in columns) + "]"
        for ci in range(layer.in_channels)
        for o in _cells(layer.input)
    ]
    if layer.has_channels:
        _, p, q = grouping(layer)
        left = (
            f"map (fun '(ci, o) => map (fun '(co, j) => Cblock axes {p} {q} w ci co o j)\n"
            f"      (channel_box {layer.out_channels} {numbers(layer.output)}))"
            f" (channel_box {layer.in_channels} {numbers(layer.input)})"
        )
    else:
        left = f"map (fun o => map (Cmat axes w o) (box {numbers(layer.output)})) (box {numbers(layer.input)})"
    lemma = "block_terms" if layer.has_channels else "matrix_terms"
    return f"""\
(* C: rows are the entries of y, columns those of x', row-major. *)
Theorem matrix w :
  {left} =
  [{(";" + chr(10) + "   ").join(rows)}].
Proof. literal (@{lemma} R). Qed.
"""


def _terms(layer: ConvTranspose, co: int, j: Index) -> str:
    """Give one entry of the result, by channel of y and then by place of y."""
    m = co % layer.channels.outputs_per_group
    pairs = [list(axis.relation.at(place)) for axis, place in zip(layer.axes, j, strict=True)]
    terms = []
    for ci in layer.channels.inputs_of(co):
        for choice in product(*pairs):
            t, o = (tuple(part) for part in zip(*choice, strict=True))
            terms.append(f"{_w(layer, ci, m, t)} [*] {_y(layer, ci, o)}")
    return " [+] ".join(terms) or "r0"


def literal_result(layer: ConvTranspose) -> str:
    """Write the theorem that the transpose of C times y has these entries."""
    entries = [_terms(layer, co, j) for co in range(layer.out_channels) for j in _cells(layer.output)]
    if layer.has_channels:
        groups, p, q = grouping(layer)
        left = (
            f"map (fun '(co, j) => layer axes {groups} {p} {q} w y co j) "
            f"(channel_box {layer.out_channels} {numbers(layer.output)})"
        )
    else:
        left = f"map (convT axes w y) (box {numbers(layer.output)})"
    lemma = "result_terms_groups" if layer.has_channels else "result_terms"
    return f"""\
(* The transpose of C times y, row-major. *)
Theorem result w y :
  {left} =
  [{(";" + chr(10) + "   ").join(entries)}].
Proof. literal (@{lemma} R). Qed.
"""
