"""Layers that between them meet every case the theorem speaks of: the grid that CI sends through coqc."""

from __future__ import annotations

from symtconv.geometry import ConvTranspose

SMALL = {
    "plain": ConvTranspose(input=2, kernel=3, stride=2, padding=1),
    "one_of_each": ConvTranspose(input=1, kernel=1),
    "output_padding": ConvTranspose(input=2, kernel=3, stride=2, padding=1, output_padding=1),
    "output_padding_is_stride": ConvTranspose(input=2, kernel=3, stride=2, padding=1, output_padding=2),
    "output_padding_beyond_stride": ConvTranspose(input=3, kernel=2, stride=2, padding=((0, 1),), output_padding=5),
    "crop": ConvTranspose(input=4, kernel=2, stride=2, padding=((3, 2),)),
    "crop_longer_than_the_dilated_input": ConvTranspose(
        input=1, kernel=1, stride=3, padding=((2, 0),), output_padding=2
    ),
    "negative_pads": ConvTranspose(input=2, kernel=2, stride=3, padding=((-1, -2),)),
    "dilation": ConvTranspose(input=3, kernel=3, stride=2, padding=2, dilation=3),
    "dilation_divides_stride": ConvTranspose(input=3, kernel=3, stride=4, padding=1, dilation=2, output_padding=1),
    "dilation_equals_stride": ConvTranspose(input=3, kernel=3, stride=2, padding=1, dilation=2),
    "stride_beyond_kernel": ConvTranspose(input=3, kernel=2, stride=4),
    "of_conv": ConvTranspose.of_conv(input=8, kernel=3, stride=3, padding=((1, 0),)),
    "two_axes": ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1),
    "two_axes_all_different": ConvTranspose(
        input=(2, 4), kernel=(3, 2), stride=(2, 1), padding=((1, 1), (0, 1)), dilation=(1, 2), output_padding=(1, 0)
    ),
    "two_axes_one_not_exact": ConvTranspose(input=(2, 2), kernel=(2, 2), stride=(2, 1), output_padding=(1, 2)),
    "three_axes": ConvTranspose(input=(2, 1, 2), kernel=(2, 3, 1), stride=(1, 2, 2), padding=((0, 0), (1, 0), (0, -1))),
    "channels": ConvTranspose(input=2, kernel=2, stride=2, in_channels=2, out_channels=3),
    "channels_one_to_many": ConvTranspose(input=2, kernel=2, in_channels=1, out_channels=3),
    "groups": ConvTranspose(input=2, kernel=3, stride=2, padding=1, in_channels=4, out_channels=6, groups=2),
    "depthwise": ConvTranspose(input=(2, 2), kernel=(2, 2), stride=2, in_channels=3, out_channels=3, groups=3),
    "groups_not_exact": ConvTranspose(input=2, kernel=2, in_channels=4, out_channels=2, groups=2, output_padding=3),
    "groups_two_axes": ConvTranspose(
        input=(2, 2), kernel=(2, 1), stride=(2, 3), padding=((1, 0), (-1, 0)), in_channels=2, out_channels=4, groups=2
    ),
}

LARGE = {
    "u_net": ConvTranspose(input=(112, 112), kernel=4, stride=2, padding=1, in_channels=128, out_channels=64),
    "grouped": ConvTranspose(
        input=56, kernel=7, stride=4, padding=3, dilation=2, in_channels=96, out_channels=48, groups=12
    ),
    "volume": ConvTranspose(input=(64, 64, 64), kernel=3, stride=2, padding=1, output_padding=1),
    "immense": ConvTranspose(input=10**12, kernel=10**9, stride=10**6, padding=10**7, output_padding=10**7),
}
