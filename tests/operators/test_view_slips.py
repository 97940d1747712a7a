"""Every view done wrong, as people do it, differs from Cᵀy at an entry that is named.

A slip is planted in the view's own route; without it the view agrees. What must be caught is written here.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from symtconv import verify
from symtconv.geometry import CertificateError, ConvTranspose, Lowering, phases
from symtconv.operators.ring import ONE
from symtconv.operators.views import (
    VIEWS,
    evaluate_lowering,
    gradient,
    im2col,
    matrix,
    polynomial,
    polyphase,
    row,
    scatter,
)
from symtconv.proofs.instance import prove

CS231N = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1)
SHARED = ConvTranspose(input=3, kernel=3, stride=4, dilation=2)


def untransposed(monkeypatch):
    # The rows of C read as columns: C is 9 x 9 here, so nothing else notices.
    real = matrix.convolution_matrix
    monkeypatch.setattr(matrix, "convolution_matrix", lambda layer: real(layer).T)
    return ConvTranspose(input=(3, 3), kernel=3, padding=1)


def unflipped_rows(monkeypatch):
    # The extended matrix is built from the kernel as it is, not from the flipped one.
    real = row._row
    monkeypatch.setattr(row, "_row", lambda axis, m: [(j, axis.kernel - 1 - t) for j, t in real(axis, m)])
    return CS231N


def stamps_side_by_side(monkeypatch):
    # Copies are put k apart, not s apart, as in the drawing without overlap.
    real = scatter.canvas
    monkeypatch.setattr(scatter, "canvas", lambda axis: real(replace(axis, stride=axis.kernel)))
    return CS231N


def overlap_overwritten(monkeypatch):
    # col2im assigns instead of adding: of two copies the later one wins.
    real = im2col.im2col

    def assigning(layer):
        operator = real(layer)
        last = {column: number for number, column, _ in operator.items()}
        rows = {number: {column: ONE} for column, number in last.items()}
        return type(operator)(operator.row_shape, operator.column_shape, rows)

    monkeypatch.setattr(im2col, "im2col", assigning)
    return CS231N


def window_read_backwards(monkeypatch):
    # The signal-processing convolution in the forward pass: κ is visited in reverse.
    real = gradient._window
    monkeypatch.setattr(gradient, "_window", lambda axis, o: [(axis.kernel - 1 - t, j) for t, j in real(axis, o)])
    return CS231N


def unreachable_residue_filled(monkeypatch):
    # gcd(d, s) > 1: every residue is thought to be reached, the s-th taps from the r-th on.
    def all_reached(axis):
        reached = phases(axis)[0]
        return tuple(replace(p, first=reached.first, taps=reached.taps, source=reached.source) for p in phases(axis))

    monkeypatch.setattr(polyphase, "reached", all_reached)
    return SHARED


def kernel_not_spread(monkeypatch):
    # W(z) for W(z^d).
    real = polynomial._multiplied
    monkeypatch.setattr(
        polynomial, "_multiplied", lambda layer, *rest: real(ConvTranspose(**{**layer.to_dict(), "dilation": 1}), *rest)
    )
    return SHARED


def test_a_product_that_is_added_twice_shows(monkeypatch):
    real = scatter.canvas
    monkeypatch.setattr(scatter, "canvas", lambda axis: [*real(axis), real(axis)[1]])
    wrong = scatter.evaluate(ConvTranspose(input=2, kernel=2))
    assert wrong.text((1,)) == "2*w_{1}*y_{0} + w_{0}*y_{1}"
    assert wrong != VIEWS["matrix"].evaluate(ConvTranspose(input=2, kernel=2))


SLIPS = {
    "matrix": (untransposed, (0, 0), "w_{1,1}*y_{0,0} + w_{1,2}*y_{0,1} + w_{2,1}*y_{1,0} + w_{2,2}*y_{1,1}"),
    "row": (unflipped_rows, (0, 1), "w_{1,0}*y_{0,0} + w_{1,2}*y_{0,1}"),
    "scatter": (stamps_side_by_side, (0, 1), "w_{1,2}*y_{0,0}"),
    "gradient": (window_read_backwards, (0, 1), "w_{1,0}*y_{0,0} + w_{1,2}*y_{0,1}"),
    "polyphase": (unreachable_residue_filled, (1,), "w_{0}*y_{0}"),
    "im2col": (overlap_overwritten, (0, 1), "w_{1,2}*y_{0,0}"),
    "polynomial": (kernel_not_spread, (1,), "w_{1}*y_{0}"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_view_done_wrong_is_refuted_with_its_entry(name, monkeypatch):
    plant, entry, shown = SLIPS[name]
    with monkeypatch.context() as planted:
        layer = plant(planted)
        wrong = VIEWS[name].evaluate(layer)
    right = VIEWS["lowering"].evaluate(layer)
    assert right == VIEWS[name].evaluate(layer)
    assert right.first_difference(wrong) == entry
    assert wrong.text(entry) == shown != right.text(entry)


def test_the_view_lowering_is_refuted_by_its_words():
    unflipped = Lowering(**{**CS231N.lowering().to_dict(), "flip": False})
    right, wrong = VIEWS["lowering"].evaluate(CS231N), evaluate_lowering(CS231N, unflipped)
    assert right.first_difference(wrong) == prove(CS231N, lowering=unflipped).counterexample.entry == (0, 1)
    assert wrong.text((0, 1)) == prove(CS231N, lowering=unflipped).counterexample.right


def test_every_view_has_a_negative_control():
    assert {*SLIPS, "lowering"} == set(VIEWS)


@pytest.mark.parametrize("name", [name for name in VIEWS if name not in ("matrix", "lowering")])
def test_a_wrong_index_map_does_not_get_past_the_checker(name):
    maps = list(VIEWS[name].relations(CS231N))
    maps[1] = replace(maps[1], offset=maps[1].offset + 1)
    with pytest.raises(CertificateError, match=name):
        verify(prove(CS231N, views={name: maps}).certificate)


def test_the_adjoint_law_fails_for_a_convolution_read_backwards(monkeypatch):
    window_read_backwards(monkeypatch)
    left, right = gradient.adjoint_sides(CS231N)
    assert left != right
