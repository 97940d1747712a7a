"""A layer's numbers follow from its definition, and what no layer can be is refused with a remedy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from symtconv.geometry import Axis, ConvTranspose, GeometryError, Lowering, phases
from tests.strategies import axes, layers, lowerings


def lowered(axis: Axis, lowering: Lowering) -> dict[tuple[int, int], int]:
    """Run the lowering's words literally on positions: an independent reading of Lowering.relation."""
    step, gap, (low, high) = lowering.dilate[0], lowering.dilation[0], lowering.pad[0]
    line: list[int | None] = [None] * ((axis.size - 1) * step + 1)
    line[::step] = range(axis.size)
    if lowering.crop_first:
        line = line[max(-low, 0) :]
        line = line[: max(len(line) - max(-high, 0), 0)]
        line = [None] * max(low, 0) + line + [None] * max(high, 0)
    else:
        line = [line[m - low] if 0 <= m - low < len(line) else None for m in range(len(line) + low + high)]
    taps = list(range(axis.kernel))
    if lowering.flip:
        taps.reverse()
    outputs = max(len(line) - gap * (axis.kernel - 1), 0)
    return {
        (line[j + gap * u], j): t for j in range(outputs) for u, t in enumerate(taps) if line[j + gap * u] is not None
    }


@given(axes())
def test_the_lowering_joins_what_the_layer_joins(axis):
    layer = ConvTranspose(
        input=axis.size,
        kernel=axis.kernel,
        stride=axis.stride,
        dilation=axis.dilation,
        padding=((axis.low, axis.high),),
        output_padding=axis.output_padding,
    )
    own = layer.lowering().relation(0, axis)
    assert own.length == axis.output
    assert own.same(axis.relation)
    assert set(own.triples()) == set(axis.relation.triples())


@given(axes(), lowerings(1))
def test_any_lowering_is_read_as_its_words_say(axis, lowering):
    relation = lowering.relation(0, axis)
    assert {(o, j): t for t, o, j in relation.triples()} == lowered(axis, lowering)


@given(axes())
def test_phases_part_the_taps(axis):
    seen = set()
    for phase in phases(axis):
        for q in range(phase.q_low, phase.q_high):
            j = axis.stride * q + phase.residue - axis.low
            for v in range(phase.taps):
                o = q + phase.source - phase.shift * v
                if 0 <= o < axis.size:
                    seen.add((phase.first + phase.step * v, o, j))
    assert seen == set(axis.relation.triples())


@given(axes())
def test_exact_transpose_iff_output_padding_is_below_the_stride(axis):
    assert axis.conv_outputs == axis.size + axis.output_padding // axis.stride
    assert (axis.conv_outputs == axis.size) == axis.is_exact


@given(layers())
def test_channel_slips_are_known_by_name(layer):
    channels = layer.channels
    for swap in (True, False, "across"):
        slip = type(channels)(
            in_channels=layer.in_channels, out_channels=layer.out_channels, groups=layer.groups, swap=swap
        )
        if slip.fits:
            pairs = [(co, ci) for co in range(layer.out_channels) for ci in range(layer.in_channels)]
            for co in range(layer.out_channels):
                assert list(slip.inputs_of(co)) == [ci for ci in range(layer.in_channels) if slip.weight(co, ci)]
            same = all(slip.weight(co, ci) == channels.weight(co, ci) for co, ci in pairs)
            assert slip.is_right == same


@given(layers())
def test_a_kernel_fits_when_it_has_the_shape_that_a_grouped_convolution_reads(layer):
    weights = np.empty(layer.weight_shape[:2])
    read = (layer.out_channels, layer.in_channels // layer.groups)
    for swap, array in ((False, weights), ("across", weights.T)):
        slip = type(layer.channels)(
            in_channels=layer.in_channels, out_channels=layer.out_channels, groups=layer.groups, swap=swap
        )
        assert (slip.kernel_shape, slip.fits) == (array.shape, array.shape == read)


def test_of_conv_gives_the_transpose_of_that_convolution():
    layer = ConvTranspose.of_conv(input=(8, 7), kernel=3, stride=2, padding=(1, 0), in_channels=3, out_channels=5)
    assert (layer.input, layer.output, layer.output_padding) == ((4, 3), (8, 7), (1, 0))
    assert (layer.in_channels, layer.out_channels) == (5, 3)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"input": 0, "kernel": 3}, "axis 0: input=0 is below 1; use 1 or more"),
        ({"input": (2, 2), "kernel": 3, "stride": (1, 0)}, "axis 1: stride=0 is below 1"),
        ({"input": 2, "kernel": 3, "output_padding": -1}, "output_padding=-1 is below 0"),
        ({"input": 2, "kernel": 3, "padding": 3}, "lower the padding or raise output_padding by 3 or more"),
        ({"input": 2, "kernel": 3, "padding": (1, 2)}, r"write \(\(1, 2\),\)"),
        ({"input": (2, 2), "kernel": (3,)}, "differ in rank"),
        ({"input": (2, 2), "kernel": 3, "stride": (1, 2, 3)}, "stride has 3 numbers for 2 spatial axes"),
        ({"input": 2, "kernel": 2.0}, "kernel=2.0 is a float; use an integer"),
        ({"input": 2, "kernel": True}, "kernel=True is a bool"),
        ({"input": "22", "kernel": 3}, "input='22' is a str"),
        (
            {"input": 2, "kernel": 3, "in_channels": 4, "out_channels": 6, "groups": 4},
            "groups that divide both: 1, 2",
        ),
        ({"input": (), "kernel": ()}, "at least one spatial axis"),
    ],
)
def test_a_refusal_says_what_came_and_what_to_do(words, message):
    with pytest.raises(GeometryError, match=message):
        ConvTranspose(**words)


def test_huge_channels_are_refused_at_once():
    with pytest.raises(GeometryError, match="groups=3 does not divide"):
        ConvTranspose(input=2, kernel=1, in_channels=10**15, out_channels=10**15, groups=3)


def test_a_convolution_without_output_is_refused():
    with pytest.raises(GeometryError, match="axis 0: the convolution has no output.*by 2 or more"):
        ConvTranspose.of_conv(input=1, kernel=3)


def test_numpy_integers_are_integers():
    assert ConvTranspose(input=np.int64(2), kernel=np.array([3])).output == (4,)


def test_a_layer_is_a_value():
    layer = ConvTranspose(input=(2, 2), kernel=3)
    assert layer == ConvTranspose(**layer.to_dict())
    assert len({layer, ConvTranspose(input=2, kernel=(3, 3))}) == 1
    with pytest.raises(AttributeError):
        layer.stride = (2, 2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"dilate": 0, "flip": True}, "axis 0: dilate=0 is below 1"),
        ({"dilate": (2, 2), "pad": (1, 1, 1), "flip": True}, "differ in rank"),
        ({"flip": 1}, "flip=1; use one of True, False"),
        ({"flip": True, "swap": "twice"}, "swap='twice'; use one of True, False, 'across'"),
    ],
)
def test_a_lowering_that_is_none_is_refused(words, message):
    with pytest.raises(GeometryError, match=message):
        Lowering(**words)


def test_a_lowering_of_single_numbers_fits_any_rank():
    one = Lowering(dilate=2, pad=1, flip=True)
    assert one.for_rank(3).pad == ((1, 1),) * 3
    with pytest.raises(GeometryError, match="written for 2 axes and the layer has 3"):
        Lowering(dilate=(2, 2), flip=True).for_rank(3)
