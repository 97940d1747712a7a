"""What a call means: each framework's rules and legal ranges."""

from __future__ import annotations

import pytest

from symtconv.conventions import layer_of_call, spec_of_call
from symtconv.geometry import GeometryError, InputError


@pytest.mark.parametrize(
    ("text", "sizes", "ends", "output"),
    [  # ends: (l, a - h) of every axis
        # CS231n's figure, and the two readings of Keras (worked examples B.1 and B.3)
        ("ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)", (2, 2), (1, 0), (4, 4)),
        ("ConvTranspose2d(1, 1, 3, stride=2, padding=1)", (2, 2), (1, -1), (3, 3)),
        ("ConvTranspose2d(1, 1, 3, stride=2)", (2, 2), (0, 0), (5, 5)),
        ('Conv2DTranspose(1, 3, strides=2, padding="valid")', (2, 2), (0, 0), (5, 5)),
        ('Conv2DTranspose(1, 3, strides=2, padding="same")', (2, 2), (0, -1), (4, 4)),
        ("ConvTranspose(kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 0, 0])", 2, (1, 0), (4, 4)),
        # None is not 0 to Keras: "valid" fills up to the stride, "same" up to n·s
        ("Conv1DTranspose(1, 1, 3)", 2, (0, 2), 6),
        ("Conv1DTranspose(1, 1, 3, output_padding=0)", 2, (0, 0), 4),
        ('Conv1DTranspose(1, 5, 2, "same")', 3, (1, -2), 6),
        ('Conv1DTranspose(1, 5, 2, "same", 0)', 3, (2, -2), 5),
        ('Conv1DTranspose(1, 2, 1, "same", 0)', 2, (1, -1), 1),
        # data_format stands fifth in three dimensions, and output_padding elsewhere
        ('Conv2DTranspose(1, 2, 2, "same", 1)', 2, (0, -1), (3, 3)),
        ('Conv3DTranspose(1, 2, 2, "same", None, 1)', 2, (0, -1), (3, 3, 3)),
        # the odd entry of the total padding: ONNX puts it low unless told SAME_UPPER, NOTSET with output_shape too
        ('ConvTranspose(kernel_shape=[4], strides=[3], auto_pad="SAME_UPPER")', 2, (0, -1), 6),
        ('ConvTranspose(kernel_shape=[4], strides=[3], auto_pad="SAME_LOWER")', 2, (1, 0), 6),
        ("ConvTranspose(kernel_shape=[3], strides=[2], output_shape=[4])", 2, (1, 0), 4),
        ("ConvTranspose(kernel_shape=[3], strides=[2], output_shape=[4], pads=[9, 9])", 2, (1, 0), 4),
        ('ConvTranspose(kernel_shape=[3], strides=[2], output_padding=[1], auto_pad="SAME_UPPER")', 2, (1, 0), 4),
        # JAX pads the dilated input; with use_consistent_padding the convolution
        ("conv_transpose(rhs=(3, 1, 1), strides=(2,), padding=((1, 2),))", 2, (1, 0), 4),
        ("conv_transpose(rhs=(3, 1, 1), strides=(2,), padding=((1, 1),), use_consistent_padding=True)", 2, (1, -1), 3),
        ('conv_transpose(rhs=(3, 1, 1), strides=(2,), padding="SAME")', 2, (0, -1), 4),
        ('conv_transpose(rhs=(2, 1, 1), strides=(3,), padding="VALID")', 2, (0, 1), 6),
        ("ConvTranspose(input=2, kernel=3, stride=2, padding=((1, 0),))", None, (1, 0), 4),
    ],
)  # fmt: skip
def test_a_call_means_this_layer(text, sizes, ends, output):
    layer = layer_of_call(text, sizes)
    assert layer.output == (output if isinstance(output, tuple) else (output,))
    assert [(axis.low, axis.output_padding - axis.high) for axis in layer.axes] == [ends] * layer.rank


def test_channels_and_groups():
    layer = layer_of_call("ConvTranspose1d(4, 6, 3, groups=2)", 5)
    assert (layer.in_channels, layer.out_channels, layer.groups) == (4, 6, 2)
    assert layer_of_call("Conv2DTranspose(7, 3)", 5).weight_shape == (1, 7, 3, 3)
    assert layer_of_call("ConvTranspose(kernel_shape=[3], group=2)", 5).weight_shape == (2, 1, 3)
    same, flipped = (
        spec_of_call(f'conv_transpose(rhs=(3, 4, 5), strides=(1,), padding="SAME", transpose_kernel={way})')
        for way in (True, False)
    )
    assert (same.in_channels, same.out_channels, same.flips_kernel) == (5, 4, False)
    assert (flipped.in_channels, flipped.out_channels, flipped.flips_kernel) == (4, 5, True)


def test_the_input_is_given_once_and_fits():
    call = "ConvTranspose2d(1, 1, 3)"
    assert layer_of_call(call, 4) == layer_of_call(call, (4,)) == layer_of_call(call, (4, 4))
    with pytest.raises(InputError, match="--input 4x4"):
        layer_of_call(call)
    with pytest.raises(GeometryError, match="input has 3 numbers for 2 spatial axes"):
        layer_of_call(call, (4, 4, 4))
    own = "ConvTranspose(input=(4, 4), kernel=3)"
    assert layer_of_call(own) == layer_of_call(own, 4) == layer_of_call(call, 4)
    with pytest.raises(InputError, match="leave one out"):
        layer_of_call(own, 5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ConvTranspose1d(1, 1, 3, stride=2, output_padding=2)", "PyTorch .*=2 is not below .* = 2 on axis 0; use 1"),
        ("ConvTranspose1d(1, 1, 3, stride=2, dilation=3, output_padding=3)", r"max\(2, 3\) = 3"),
        ("ConvTranspose2d(1, 1, 3, stride=(3, 1), output_padding=(2, 1))", "on axis 1; use 0"),
        ("ConvTranspose2d(1, 1, (3,))", "kernel_size has 1 numbers for 2"),
        ("ConvTranspose1d(1, 1, 3, padding=-1)", "padding=-1 is below 0"),
        ("ConvTranspose1d(1, 1, 3, padding='same')", "padding='same' is a str"),
        ("ConvTranspose1d(1, 1, 3, padding_mode='reflect')", "padding_mode='reflect' is not \"zeros\""),
        ("ConvTranspose1d(1, 1, 3, stride=0)", "stride=0 is below 1"),
        ("ConvTranspose1d(1, 1, 3, stride=True)", "stride=True is a bool"),
        ("ConvTranspose1d(0, 1, 3)", "in_channels=0 is below 1"),
        ("ConvTranspose1d(3, 2, 3, groups=2)", "groups=2 does not divide"),
        ("ConvTranspose1d(1, 1, 1, padding=1)", "PyTorch .*the output is empty"),
        ("Conv1DTranspose(1, 3, strides=2, output_padding=2)", "Keras .*=2 is not below strides=2 on axis 0; use 1"),
        ("Conv1DTranspose(1, 3, strides=2, dilation_rate=2)", "dilation_rate=2 is above 1 and so is strides=2"),
        ("Conv2DTranspose(1, 3, strides=(2, 1), dilation_rate=(1, 2))", "one of them must be 1"),
        ("Conv1DTranspose(1, 3, padding='causal')", "padding='causal' is not \"valid\" or \"same\""),
        ("Conv1DTranspose(1, 3, padding=1)", "padding=1 is not"),
        ("Conv1DTranspose(0, 3)", "filters=0 is below 1"),
        ("ConvTranspose(kernel_shape=[3], strides=2)", "ONNX .*strides=2 is no list"),
        ("ConvTranspose(kernel_shape=[])", "is empty"),
        ("ConvTranspose(kernel_shape=[3], pads=[1])", r"write pads=\[low0, high0\]"),
        ("ConvTranspose(kernel_shape=[3], pads=[-1, 0])", "is below 0"),
        ("ConvTranspose(kernel_shape=[3], output_padding=[1])", r"max\(strides, dilations\) = max\(1, 1\) = 1"),
        ("ConvTranspose(kernel_shape=[3], auto_pad='SAME')", "auto_pad='SAME' is not"),
        ("ConvTranspose(kernel_shape=[3], pads=[1, 1], auto_pad='VALID')", "cannot stand beside auto_pad"),
        ("ConvTranspose(kernel_shape=[3], output_shape=[4], auto_pad='VALID')", "leave one out"),
        ("ConvTranspose(kernel_shape=[1], strides=[2], auto_pad='SAME_UPPER')", "the padding would be -1 in all"),
        ("ConvTranspose(kernel_shape=[1], output_shape=[9])", "the padding would be -7 in all"),
        ("conv_transpose(rhs=(3, 3), strides=(1,), padding='SAME')", "JAX .*no shape"),
        ("conv_transpose(rhs=(1, 1, 1, 1, 1, 1), strides=(1, 1, 1, 1), padding='SAME')", "1 to 3 spatial axes"),
        ("conv_transpose(rhs=(3, 1, 1), strides=2, padding='SAME')", "strides=2 is no list"),
        ("conv_transpose(rhs=(2, 1, 1), strides=(1,), padding='same')", "no other spelling"),
        ("conv_transpose(rhs=(2, 1, 1), strides=(1,), padding=(1, 1))", "one .low, high. pair for each of 1 axes"),
        ("conv_transpose(rhs=(2, 1, 1), strides=(1,), padding=(1,))", "no .low, high. pair on axis 0"),
        ("conv_transpose(rhs=(2, 1, 1), strides=(1,), padding='SAME', dimension_numbers='NHC')", "write three texts"),
        ("conv_transpose(rhs=(2, 1, 1), strides=(1,), padding='SAME', transpose_kernel=1)", "not True or False"),
        ("conv_transpose(rhs=(3, 1, 1), strides=(1,), padding=((0, 0),))", "the output is empty"),
        ("ConvTranspose(input=(2, 2), kernel=(3, 3, 3))", "differ in rank"),
        ("ConvTranspose(input=2, kernel=3, padding=(1, 2))", r"write \(\(1, 2\),\)"),
    ],
)  # fmt: skip
def test_what_a_framework_does_not_allow_is_refused_in_its_name(text, message):
    with pytest.raises(GeometryError, match=message):
        layer_of_call(text, None if "input=" in text else 1 if "padding=((0" in text else 2)
