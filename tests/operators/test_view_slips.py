"""Every view done wrong, as people do it, differs from Cᵀy at an entry that is named.

A slip is planted in the view's own route; without it the view agrees. What must be caught is written here.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from symtconv import derive, verify
from symtconv.geometry import CertificateError, ConvTranspose, DisagreementError, Lowering, phases
from symtconv.operators.ring import ONE
from symtconv.operators.views import (
    VIEWS,
    evaluate_lowering,
    gradient,
    im2col,
    matrix,
    polyphase,
    row,
    scatter,
)
from symtconv.operators.views.view import Placed
from symtconv.proofs.instance import prove

CS231N = ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1)
SHARED = ConvTranspose(input=3, kernel=3, stride=4, dilation=2)


def untransposed(monkeypatch):
    # The rows of C read as columns: C is 9 x 9 here, so nothing else notices.
    real = matrix.convolution_matrix
    monkeypatch.setattr(matrix, "convolution_matrix", lambda layer: real(layer).T)
    return ConvTranspose(input=(3, 3), kernel=3, padding=1)


def unflipped_rows(_):
    # The extended matrix is built from the kernel as it is, not from the flipped one.
    def unflipped(axis, o, t):
        return row.window(axis, row.row_of(axis, o), t)

    return CS231N, Placed(unflipped, row.held)


def stamps_side_by_side(_):
    # Copies are put k apart, not s apart, as in the drawing without overlap.
    return CS231N, Placed(lambda axis, o, t: axis.kernel * o + axis.dilation * t - axis.low)


def overlap_overwritten(monkeypatch):
    # col2im assigns instead of adding: of two copies the later one wins.
    real = im2col.im2col

    def assigning(layer, route):
        operator = real(layer, route)
        last = {column: number for number, column, _ in operator.items()}
        rows = {number: {column: ONE} for column, number in last.items()}
        return type(operator)(operator.row_shape, operator.column_shape, rows)

    monkeypatch.setattr(im2col, "im2col", assigning)
    return CS231N


def window_read_backwards(_):
    # The signal-processing convolution in the forward pass: κ is visited in reverse.
    return CS231N, BACKWARDS


BACKWARDS = Placed(lambda axis, o, t: gradient.place(axis, o, axis.kernel - 1 - t))


def unreachable_residue_filled(_):
    # gcd(d, s) > 1: every residue is thought to be reached, the s-th taps from the r-th on.
    def all_reached(axis):
        reached = phases(axis)[0]
        return tuple(replace(p, first=reached.first, taps=reached.taps, source=reached.source) for p in phases(axis))

    return SHARED, polyphase.Interleaved(all_reached)


def kernel_not_spread(_):
    # W(z) for W(z^d).
    return SHARED, Placed(lambda axis, o, t: axis.stride * o + t - axis.low)


def test_a_product_that_is_added_twice_shows():
    class Doubled(Placed):
        def joins(self, axis):
            joins = super().joins(axis)
            return [*joins, joins[1]]

    layer = ConvTranspose(input=2, kernel=2)
    wrong = replace(VIEWS["scatter"], route=Doubled(scatter.place)).evaluate(layer)
    assert wrong.text((1,)) == "2*w_{1}*y_{0} + w_{0}*y_{1}"
    assert wrong != VIEWS["matrix"].evaluate(layer)


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
        slip = plant(planted)
        layer, route = slip if isinstance(slip, tuple) else (slip, VIEWS[name].route)
        wrong = replace(VIEWS[name], route=route).evaluate(layer)
    right = VIEWS["lowering"].evaluate(layer)
    assert right == VIEWS[name].evaluate(layer)
    assert right.first_difference(wrong) == entry
    assert wrong.text(entry) == shown != right.text(entry)


SMALL, LARGE = (ConvTranspose(input=n, kernel=3, stride=2, dilation=2, padding=1) for n in (3, 8000))
PLACED = [name for name, view in VIEWS.items() if isinstance(view.route, Placed)]


@pytest.mark.parametrize("layer", [SMALL, LARGE], ids=["written out", "by its map"])
@pytest.mark.parametrize("name", PLACED)
def test_a_place_that_is_off_by_one_is_caught_at_every_size(name, layer, monkeypatch):
    view = VIEWS[name]
    off = Placed(lambda axis, o, t: view.route.place(axis, o, t) + 1, view.route.entries)
    expected = "written out" if layer is SMALL else "index map"
    assert derive(layer, views=[name]).views[0].by == expected
    monkeypatch.setitem(VIEWS, name, replace(view, route=off))
    with pytest.raises((CertificateError, DisagreementError), match=name):
        derive(layer, views=[name])


@pytest.mark.parametrize("layer", [SMALL, LARGE], ids=["written out", "by its map"])
@pytest.mark.parametrize("field", ["first", "source", "taps", "shift", "step"])
def test_a_phase_that_is_off_by_one_is_caught_at_every_size(field, layer, monkeypatch):
    def off(axis):
        first, *rest = polyphase.reached(axis)
        return (replace(first, **{field: getattr(first, field) + 1}), *rest)

    monkeypatch.setitem(VIEWS, "polyphase", replace(VIEWS["polyphase"], route=polyphase.Interleaved(off)))
    with pytest.raises((CertificateError, DisagreementError), match="polyphase"):
        derive(layer, views=["polyphase"])


def test_entries_left_out_are_caught_at_every_size(monkeypatch):
    for layer in (SMALL, LARGE):
        short = Placed(scatter.place, lambda axis: range(1, axis.size))
        monkeypatch.setitem(VIEWS, "scatter", replace(VIEWS["scatter"], route=short))
        with pytest.raises((CertificateError, DisagreementError), match="scatter"):
            derive(layer, views=["scatter"])


def test_a_place_that_is_no_index_map_is_refused_by_itself():
    with pytest.raises(TypeError, match="unsupported operand"):
        Placed(lambda axis, o, t: axis.stride * o + t // 2).relation(CS231N.axes[0])


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


def test_the_adjoint_law_fails_for_a_convolution_read_backwards():
    left, right = gradient.adjoint_sides(CS231N, BACKWARDS)
    assert left != right
