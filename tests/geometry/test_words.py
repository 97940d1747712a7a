"""What people write for axes and padding, read to the letter; what cannot be read is answered to the letter too."""

from __future__ import annotations

import numpy as np
import pytest

from symtconv.geometry import ConvTranspose, GeometryError, Lowering
from symtconv.geometry.words import integer, is_sequence, padding_pairs, per_axis

HINT = "; for one axis with low 3 and high 5 write ((3, 5),)"
REFUSED = [
    (padding_pairs, (3, 5), 1, f"p=(3, 5) has 2 entries for 1 spatial axis{HINT}"),
    (padding_pairs, (3, 5, 7), 1, "p=(3, 5, 7) has 3 entries for 1 spatial axis"),
    (padding_pairs, ((3, 5), (3, 5)), 1, "p=((3, 5), (3, 5)) has 2 entries for 1 spatial axis"),
    (padding_pairs, (3, (3, 5)), 1, "p=(3, (3, 5)) has 2 entries for 1 spatial axis"),
    (padding_pairs, (3, 5), 3, "p=(3, 5) has 2 entries for 3 spatial axes"),
    (padding_pairs, (), 1, "p=() has 0 entries for 1 spatial axis"),
    (padding_pairs, (3, (1, 2, 3)), 2, "p[1]=(1, 2, 3) has 3 numbers; give (low, high)"),
    (padding_pairs, ((1,), 3), 2, "p[0]=(1,) has 1 numbers; give (low, high)"),
    (padding_pairs, ((1, 2), (3, 0.5)), 2, "p[1] high=0.5 is a float; use an integer"),
    (padding_pairs, ((1, 2), ("a", 4)), 2, "p[1] low='a' is a str; use an integer"),
    (padding_pairs, None, 1, "p=None is a NoneType; use an integer"),
    (per_axis, (3, 5), 1, "p has 2 numbers for 1 spatial axis; give one number, or 1"),
    (per_axis, (3,), 2, "p has 1 numbers for 2 spatial axes; give one number, or 2"),
    (per_axis, (3, 5.0), 2, "p[1]=5.0 is a float; use an integer"),
    (per_axis, (False, 5), 2, "p[0]=False is a bool; use an integer"),
]


@pytest.mark.parametrize(("read", "value", "rank", "message"), REFUSED)
def test_what_cannot_be_read_is_answered_to_the_letter(read, value, rank, message):
    with pytest.raises(GeometryError) as caught:
        read("p", value, rank)
    assert str(caught.value) == message


def test_words_for_axes():
    assert per_axis("p", 3, 2) == (3, 3)
    assert per_axis("p", (3, np.int64(5)), 2) == (3, 5)
    assert padding_pairs("p", -3, 2) == ((-3, -3), (-3, -3))
    assert padding_pairs("p", (3, (5, 7)), 2) == ((3, 3), (5, 7))
    assert padding_pairs("p", [np.array([3, 5])], 1) == ((3, 5),)
    assert all(type(number) is int for pair in padding_pairs("p", np.array([[3, 5]]), 1) for number in pair)


def test_numbers_and_sequences_are_told_apart():
    assert [is_sequence(value) for value in ((), [1], range(2), np.array([1]))] == [True] * 4
    assert [is_sequence(value) for value in (1, "ab", b"ab", None, np.array(1), np.int64(1))] == [False] * 6
    assert integer("p", np.array(7)) == 7


LAYER = {"input": (5, 6), "kernel": 3}
LAYERS_REFUSED = [
    (
        {"input": (2, 2), "kernel": (3,)},
        ("input=(2, 2) and kernel=(3,) differ in rank; give both the same number of spatial axes"),
    ),
    ({"input": 2, "kernel": ()}, "a layer has at least one spatial axis; input or kernel is empty"),
    ({**LAYER, "in_channels": 0}, "in_channels=0 is below 1; use 1 or more"),
    ({**LAYER, "out_channels": 0}, "out_channels=0 is below 1; use 1 or more"),
    ({**LAYER, "groups": 0}, "groups=0 is below 1; use 1 or more"),
    (
        {**LAYER, "in_channels": 4, "out_channels": 6, "groups": 3},
        ("groups=3 does not divide in_channels=4; groups that divide both: 1, 2"),
    ),
    (
        {**LAYER, "in_channels": 6, "out_channels": 4, "groups": 6},
        ("groups=6 does not divide out_channels=4; groups that divide both: 1, 2"),
    ),
    (
        {**LAYER, "in_channels": 200, "out_channels": 400, "groups": 3},
        ("groups=3 does not divide in_channels=200; groups that divide both: 1, 2, 4, 5, 8, 10, 20, 25, 40, 50, 100"),
    ),
    (
        {**LAYER, "in_channels": 202, "out_channels": 101, "groups": 3},
        ("groups=3 does not divide in_channels=202; groups that divide both: 1"),  # the list ends at 100
    ),
    (
        {**LAYER, "padding": ((0, 0), (9, 8))},
        (
            "axis 1: the output is empty: (n-1)*s + d*(k-1)+1 - l - h + a = "
            "(6-1)*1 + 1*(3-1)+1 - (9) - (8) + 0 = -9, and 1 is the least; "
            "lower the padding or raise output_padding by 10 or more"
        ),
    ),
]


@pytest.mark.parametrize(("words", "message"), LAYERS_REFUSED)
def test_a_layer_that_is_none_is_answered_to_the_letter(words, message):
    with pytest.raises(GeometryError) as caught:
        ConvTranspose(**words)
    assert str(caught.value) == message


CONVOLUTIONS_REFUSED = [
    (
        {"input": 2, "kernel": 3, "stride": 2},
        (
            "axis 0: the convolution has no output: its padded input has 2 + (0) + (0) = 2 entries "
            "and the kernel spans 1*(3-1)+1 = 3; raise the padding or the input by 1 or more"
        ),
    ),
    ({"input": (5, 0), "kernel": 3}, "axis 1: input=0 is below 1; use 1 or more"),
    ({"input": 5, "kernel": 0}, "axis 0: kernel=0 is below 1; use 1 or more"),
    ({"input": 5, "kernel": 3, "stride": 0}, "axis 0: stride=0 is below 1; use 1 or more"),
    ({"input": 5, "kernel": 3, "dilation": 0}, "axis 0: dilation=0 is below 1; use 1 or more"),
    (
        {"input": (9, 4), "kernel": 3, "dilation": 4, "padding": (0, (1, 2))},
        (
            "axis 1: the convolution has no output: its "
            "padded input has 4 + (1) + (2) = 7 entries and the kernel spans 4*(3-1)+1 = 9; "
            "raise the padding or the input by 2 or more"
        ),
    ),
]


@pytest.mark.parametrize(("words", "message"), CONVOLUTIONS_REFUSED)
def test_a_convolution_that_is_none_is_answered_to_the_letter(words, message):
    with pytest.raises(GeometryError) as caught:
        ConvTranspose.of_conv(**words)
    assert str(caught.value) == message


def test_a_convolution_of_the_least_numbers_has_a_transpose():
    layer = ConvTranspose.of_conv(input=1, kernel=1, stride=1, dilation=1)
    assert (layer.input, layer.output, layer.output_padding) == ((1,), (1,), (0,))
    whole = ConvTranspose.of_conv(input=(7, 9), kernel=(3, 2), stride=(2, 3), padding=((0, 1), (2, 0)), dilation=(1, 2))
    assert whole.to_dict() == {
        "input": [3, 3],
        "kernel": [3, 2],
        "stride": [2, 3],
        "padding": [[0, 1], [2, 0]],
        "dilation": [1, 2],
        "output_padding": [1, 2],
        "in_channels": 1,
        "out_channels": 1,
        "groups": 1,
    }
    assert whole.output == (7, 9)


def test_shapes_have_a_channel_where_there_are_channels():
    one = ConvTranspose(input=(2, 3), kernel=2)
    assert (one.has_channels, one.y_shape, one.x_shape, one.weight_shape) == (False, (2, 3), (3, 4), (1, 1, 2, 2))
    for ins, outs in ((1, 2), (2, 1)):
        many = ConvTranspose(input=(2, 3), kernel=2, in_channels=ins, out_channels=outs)
        assert (many.has_channels, many.y_shape, many.x_shape) == (True, (ins, 2, 3), (outs, 3, 4))
    grouped = ConvTranspose(input=2, kernel=5, in_channels=4, out_channels=6, groups=2)
    assert grouped.weight_shape == (4, 3, 5)
    assert (grouped.channels.inputs_per_group, grouped.channels.outputs_per_group) == (2, 3)


def test_a_call_says_what_is_not_usual():
    assert ConvTranspose(input=2, kernel=3).call == "ConvTranspose(input=2, kernel=3)"
    whole = ConvTranspose(
        input=(2, 3),
        kernel=(3, 2),
        stride=2,
        padding=((1, 0), (0, 1)),
        output_padding=(0, 1),
        dilation=(2, 2),
        in_channels=2,
        out_channels=4,
        groups=2,
    )
    assert whole.call == (
        "ConvTranspose(input=(2, 3), kernel=(3, 2), stride=2, padding=((1, 0), (0, 1)), dilation=2, "
        "output_padding=(0, 1), in_channels=2, out_channels=4, groups=2)"
    )
    assert ConvTranspose(input=(2, 2), kernel=3, padding=1).call == "ConvTranspose(input=(2, 2), kernel=3, padding=1)"
    assert "padding=(1, 2)" not in ConvTranspose(input=(9, 9), kernel=3, padding=(1, 2)).call


def test_a_layer_says_whether_it_is_exact():
    assert not ConvTranspose(input=(2, 2), kernel=3, output_padding=(0, 1)).is_exact_transpose
    assert ConvTranspose(input=(2, 2), kernel=3, stride=(1, 2), output_padding=(0, 1)).is_exact_transpose
    assert ConvTranspose(input=(2, 2), kernel=3, output_padding=(0, 1)).conv_outputs == (2, 3)


LOWERINGS_REFUSED = [
    ({"dilate": 0}, "axis 0: dilate=0 is below 1; use 1 or more (dilate=1 puts no zeros between)"),
    ({"dilation": (1, 0)}, "axis 1: dilation=0 is below 1; use 1 or more (dilation=1 puts no zeros between)"),
    (
        {"dilate": (2, 2), "pad": (1,)},
        ("dilate=(2, 2), pad=(1,) and dilation=1 differ in rank; give each one number, or one per axis"),
    ),
    ({"crop_first": 1}, "crop_first=1; use one of True, False"),
    ({"swap": 0}, "swap=0; use one of True, False, 'across'"),
]


@pytest.mark.parametrize(("words", "message"), LOWERINGS_REFUSED)
def test_a_lowering_that_is_none_is_answered_to_the_letter(words, message):
    with pytest.raises(GeometryError) as caught:
        Lowering(**{"flip": True, **words})
    assert str(caught.value) == message


def test_a_lowering_is_written_in_words_and_fits_every_rank():
    slip = Lowering(dilate=2, pad=((1, 3),), flip=False, swap="across", dilation=3, crop_first=True)
    assert slip.rank == 1
    assert slip.for_rank(1) is slip
    wide = slip.for_rank(2)
    assert wide == Lowering(
        dilate=(2, 2), pad=((1, 3), (1, 3)), flip=False, swap="across", dilation=(3, 3), crop_first=True
    )
    assert str(wide) == "dilate=2x2 pad=1:3x1:3 no-flip swap=across dilation=3x3 crop-first"
    assert Lowering(**wide.to_dict()) == wide
    assert str(Lowering(flip=True, swap=False)) == "dilate=1 pad=0:0 flip no-swap dilation=1"
    with pytest.raises(GeometryError, match="written for 2 axes and the layer has 1; give one number, or 1"):
        wide.for_rank(1)


@pytest.mark.parametrize(
    ("words", "brief"),
    [
        ({"flip": True}, "flip"),
        ({"flip": False, "swap": False}, "no-flip no-swap"),
        ({"flip": True, "swap": "across", "dilate": 2}, "dilate=2 flip swap=across"),
        ({"flip": True, "pad": ((1, 1), (1, 1)), "dilate": (2, 2)}, "dilate=2 pad=1 flip"),
        ({"flip": True, "pad": ((1, 2), (0, 0)), "dilate": (2, 3)}, "dilate=2x3 pad=1:2x0:0 flip"),
        ({"flip": True, "pad": ((1, 1), (2, 2)), "dilate": (1, 1), "dilation": (1, 3)}, "pad=1x2 dilation=1x3 flip"),
        ({"flip": True, "pad": ((1, 2),), "crop_first": True}, "pad=1:2 flip crop-first"),
        ({"flip": True, "pad": ((1, 2), (1, 2)), "dilate": (2, 2)}, "dilate=2 pad=1:2 flip"),
        ({"flip": True, "pad": ((1, 2), (1, 2)), "dilate": (1, 2)}, "dilate=1x2 pad=1:2x1:2 flip"),
        ({"flip": True, "pad": ((1, 2), (1, 2)), "dilation": (1, 2)}, "pad=1:2x1:2 dilation=1x2 flip"),
        ({"flip": True, "pad": ((2, 2), (2, 2)), "dilation": (1, 2)}, "pad=2 dilation=1x2 flip"),
    ],
)
def test_a_lowering_is_said_in_the_fewest_words(words, brief):
    assert Lowering(**words).brief == brief
