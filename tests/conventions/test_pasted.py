"""Calls as people paste them from the frameworks' documentation: each is read, or refused with the reason."""

from __future__ import annotations

import pytest

from symtconv.conventions import Given, spec_of_call
from symtconv.geometry import SymtconvError

# The call, the kernel that is said beside it (--kernel) where an array has it, and of the first axis s and (l, e).
READ = [
    ("F.conv_transpose2d(x, w, None, 2, 1)", 3, (2, (1, -1))),
    ("F.conv_transpose2d(inputs, weights, padding=1)", 3, (1, (1, -1))),
    ("torch.nn.functional.conv_transpose1d(torch.randn(20, 16, 50), torch.randn(16, 33, 5))", 3, (1, (0, 0))),
    ("F.conv_transpose2d(x, (16, 8, 4, 4), stride=2)", None, (2, (0, 0))),
    ("m = nn.ConvTranspose2d(16, 33, (3, 5), stride=(2, 1), padding=(4, 2))", None, (2, (4, -4))),
    ("nn.ConvTranspose2d(16, 16, 3, stride=2, padding=1)(h, output_size=(12, 12))", None, (2, (1, 0))),
    ("upsample = nn.ConvTranspose2d(16, 16, 3, stride=2, padding=1)", None, (2, (1, -1))),
    ("nn.ConvTranspose2d(in_channels=ch, out_channels=ch//2, kernel_size=2, stride=2)", None, (2, (0, 0))),
    ("jax.lax.conv_transpose(x, w, (2, 2), 'SAME')", (3, 3), (2, (0, -1))),
    ("jax.lax.conv_transpose(x, (3, 3, 8, 4), (2, 2), 'SAME')", None, (2, (0, -1))),
    (
        "jax.lax.conv_transpose(x, w, strides=(2,2), padding='SAME', dimension_numbers=('NHWC', 'HWIO', 'NHWC'))",
        (3, 3),
        (2, (0, -1)),
    ),
    (
        "tf.nn.conv2d_transpose(x, (3, 3, 8, 4), output_shape=[1, 8, 8, 8], strides=[1, 2, 2, 1], padding='SAME')",
        None,
        (2, (0, -1)),
    ),
    ("tf.nn.conv2d_transpose(x, w, [batch, 8, 8, 8], strides=2)", 3, (2, (0, -1))),
    (
        "tf.keras.layers.Conv2DTranspose(64, (3, 3), strides=2, padding='same', input_shape=(8, 8, 16))",
        None,
        (2, (0, -1)),
    ),
    ('layers.Conv2DTranspose(1, 3, activation="sigmoid", padding="same")', None, (1, (1, -1))),
    ('x = layers.Conv2DTranspose(32, 3, activation="relu", strides=2, padding="same")(x)', None, (2, (0, -1))),
    ("keras.layers.Conv2DTranspose(64, 3, data_format='channels_first')", None, (1, (0, 0))),
    ("ConvTranspose(kernel_shape=[3, 3], strides=[2, 2], w_shape=(1, 2, 3, 3))", None, (2, (0, 0))),
    ("ConvTranspose(strides=[2, 2])", (3, 3), (2, (0, 0))),
    ("mlx.nn.ConvTranspose2d(3, 8, 3, stride=2)", None, (2, (0, 0))),
    ("mx.conv_transpose2d(x, (8, 3, 3, 4), stride=2, padding=1)", None, (2, (1, -1))),
    ("tosa.transpose_conv2d(x, (8, 3, 3, 4), out_pad=[0, 0, 0, 0], stride=[2, 2])", None, (2, (0, 0))),
    ("builder.convTranspose2d(input, filter, {strides: [2, 2], outputSizes: [10, 8]})", 3, (2, (0, 1))),
    ("builder.convTranspose2d(input, [1, 2, 3, 3], {strides: [3, 2], outputSizes: [10, 8]})", None, (3, (0, 1))),
    (
        "builder.convTranspose2d(input, [1, 2, 3, 3], {padding: [1, 1, 1, 1], outputPadding: [1, 1], strides: [2, 2]})",
        None,
        (2, (1, 0)),
    ),
    ("dnnl.deconvolution(weights=(8, 4, 3, 3), strides=[2, 2], padding_l=[1, 1], padding_r=[0, 0])", None, (2, (1, 0))),
    (
        "cudnnSetConvolution2dDescriptor(convDesc, 1, 1, 2, 2, 1, 1, CUDNN_CROSS_CORRELATION, CUDNN_DATA_FLOAT)",
        3,
        (2, (1, -1)),
    ),
    ("paddle.nn.Conv2DTranspose(4, 6, (3, 3))", None, (1, (0, 0))),
    ("paddle.nn.functional.conv2d_transpose(x_var, w_var)", 3, (1, (0, 0))),
    ("F.conv2d_transpose(x_var, (3, 6, 3, 3), stride=2)", None, (2, (0, 0))),
    ("flax.linen.ConvTranspose(features=4, kernel_size=(3,), padding='VALID')", None, (1, (0, 0))),
    ("nnx.ConvTranspose(in_features=3, out_features=4, kernel_size=(3,), rngs=rngs)", None, (1, (1, -1))),
    ("eqx.nn.ConvTranspose2d(3, 8, 3, stride=2, padding=1, key=key)", None, (2, (1, -1))),
    ("hk.Conv2DTranspose(output_channels=3, kernel_shape=3, stride=2, data_format='NCHW')", None, (2, (0, -1))),
    ("nn.LazyConvTranspose2d(16, 3)", None, (1, (0, 0))),
]
# The call, the kernel beside it, and what the refusal says.
REFUSED = [
    (
        "nn.ConvTranspose2d(16, 16, 3, stride=2, padding=1)(h, output_size=input.size())",
        None,
        "PyTorch ConvTranspose2d: output_size=input.size() is no list of 2 lengths, nor of these with batch a",
    ),
    (
        "nn.ConvTranspose2d(16, 16, 3, stirde=2)",
        None,
        "PyTorch ConvTranspose2d has no 'stirde' (did you mean 'stride'?)",
    ),
    ("nn.ConvTranspose2d(16, 16)", None, "PyTorch ConvTranspose2d needs kernel_size"),
    ('nn.ConvTranspose2d(16, 16, "3")', None, "PyTorch ConvTranspose2d: kernel_size='3' is a str"),
    ("nn.ConvTranspose2d(16, 16, 3, padding='same')", None, "PyTorch ConvTranspose2d: padding='same' is a str"),
    ("nn.ConvTranspse2d(16, 16, 3)", None, "'nn.ConvTranspse2d' is not known (did you mean 'ConvTranspose2d'?)"),
    (
        "nn.ConvTranspose2d(16, 16, kernel)",
        None,
        "PyTorch ConvTranspose2d: kernel_size=kernel is a name, and names are not looked up",
    ),
    ("nn.ConvTranspose2d(16, 16, 3.0)", None, "PyTorch ConvTranspose2d: kernel_size=3.0 is a float"),
    (
        "nn.ConvTranspose2d(16, 16, 3, padding_mode='reflect')",
        None,
        "PyTorch ConvTranspose2d: padding_mode='reflect' is not \"zeros\"",
    ),
    ("nn.Conv2d(3, 8, 3, stride=2, padding=1)", None, "'nn.Conv2d' is not known"),
    (
        "lax.conv_general_dilated(x, w, (1, 1), ((2, 2), (2, 2)), (2, 2), dimension_numbers=('NCHW', 'OIHW', 'NCHW'))",
        None,
        "JAX conv_general_dilated: dimension_numbers=('NCHW', 'OIHW', 'NCHW') is not read",
    ),
    (
        "lax.conv_general_dilated(img, (3, 3, 4, 8), (1,1), ((0, 0), (0, 0)), (2,2), (1,1), ('NHWC', 'HWIO', 'NHWC'))",
        None,
        "JAX conv_general_dilated: dimension_numbers=('NHWC', 'HWIO', 'NHWC') is not read",
    ),
    (
        "lax.conv_general_dilated(img, kernel, (2,2), 'SAME', (1,1), (1,1), dn)",
        None,
        "JAX conv_general_dilated: dimension_numbers=dn is not read",
    ),
    (
        "tf.nn.conv2d_transpose(input, filters, output_shape, strides, padding='SAME', data_format='NHWC')",
        (3, 3),
        "TensorFlow conv2d_transpose: strides=strides is a name, and names are not looked up",
    ),
    (
        "model.add(layers.Conv2DTranspose(64, (5, 5), strides=(2, 2), padding='same', use_bias=False))",
        None,
        "'model.add' is not known",
    ),
    (
        'onnx.helper.make_node("ConvTranspose", ["X", "W"], ["Y"], strides=[3, 2])',
        None,
        "'onnx.helper.make_node' is not known",
    ),
    (
        "mlx.core.conv_general(x, w, input_dilation=2)",
        None,
        "'mlx.core.conv_general' is not known (did you mean 'conv_general_dilated'?)",
    ),
    (
        'mb.conv_transpose(x=x, weight=w, pad_type="same", strides=[2, 2])',
        (3, 3),
        "Core ML conv_transpose: pad_type='same' crops [1, 1] in all, and which end takes the odd entry was n",
    ),
    (
        'coremltools.mb.conv_transpose(x=x, weight=(4, 8, 3, 3), pad_type="valid", strides=[2, 2])',
        None,
        "'coremltools.mb.conv_transpose' is not read",
    ),
    (
        "TRANSPOSE_CONV(output_shape=[1, 8, 8, 4], weights=(4, 3, 3, 8), padding=SAME, stride_h=2, stride_w=2)",
        None,
        "TensorFlow Lite TRANSPOSE_CONV: padding=SAME is a name, and names are not looked up",
    ),
    ("tfl.transpose_conv(x, w)", None, "TensorFlow Lite transpose_conv is read by keywords alone"),
    (
        "cudnnSetConvolution2dDescriptor(desc, 1, 1, 2, 2, 1, 1, CUDNN_CONVOLUTION, CUDNN_DATA_FLOAT, filter=(4, 8))",
        None,
        "cuDNN cudnnSetConvolution2dDescriptor has no 'filter'",
    ),
    (
        "nn.ConvTranspose(features=3, kernel_size=(3, 3), strides=(2, 2), padding='CIRCULAR')",
        None,
        "Flax ConvTranspose: padding='CIRCULAR' wraps around: that is no transposed convolution of the family",
    ),
    (
        "ov.opset13.convolution_backprop_data(data, filters, strides)",
        None,
        "'ov.opset13.convolution_backprop_data' is not read",
    ),
    (
        "ops.convolution_backprop_data(x, (8, 4, 3, 3), strides=[2, 2], auto_pad='same_upper')",
        None,
        "OpenVINO convolution_backprop_data: auto_pad='same_upper' crops the odd entry at the other end than ",
    ),
    (
        "Deconvolution up 1 1 in out 0=8 1=4 3=2 4=-233",
        None,
        "ncnn Deconvolution: pad_top=None means SAME, which needs output_w and output_h",
    ),
    ("nn.ConvTranspose2d(16, 16, 3, stride=0)", None, "PyTorch ConvTranspose2d: stride=0 is below 1"),
    (
        "nn.ConvTranspose2d(16, 16, 3, 2, 1, 1, 1, True, 1, 'zeros', None, None, 7)",
        None,
        "PyTorch ConvTranspose2d takes 12 arguments at most: in_channels, out_channels, kernel_size, stride, ",
    ),
    ("nn.ConvTranspose2d(16, 16, kernel_size=3, kernel_size=4)", None, "'kernel_size' is given twice"),
    (
        "nn.ConvTranspose2d(16, 16, 3, strides=2)",
        None,
        "PyTorch ConvTranspose2d has no 'strides' (did you mean 'stride'?)",
    ),
    (
        "nn.ConvTranspose2d(16, 16, 3, dilation_rate=2)",
        None,
        "PyTorch ConvTranspose2d has no 'dilation_rate' (did you mean 'dilation'?)",
    ),
    ("nn.ConvTranspose2d(16, 16, 3", None, "'(' was never closed"),
    ("nn.ConvTranspose2d 16, 16, 3", None, "invalid syntax"),
    ("nn.ConvTranspose2d(16, 16, [3])", None, "PyTorch ConvTranspose2d: kernel_size has 1 numbers for 2 spatial axes"),
    ("nn.ConvTranspose2d(*args, **kw)", None, "'*args' is not a value that is read here"),
    ("nn.ConvTranspose2d(16, 16, 3, lambda: 3)", None, "'lambda: 3' is not a value that is read here"),
    ("nn.ConvTranspose2d(16, 16, True)", None, "PyTorch ConvTranspose2d: kernel_size=True is a bool"),
    ("nn.ConvTranspose2d(16, 16, 3, stride=None)", None, "PyTorch ConvTranspose2d: stride=None is a NoneType"),
    ("nn.ConvTranspose2d(-1, 16, 3)", None, "PyTorch ConvTranspose2d: in_channels=-1 is below 1"),
    (
        "nn.ConvTranspose2d(16, 16, 3, groups=3)",
        None,
        "PyTorch ConvTranspose2d: groups=3 does not divide in_channels=16 and out_channels=16",
    ),
    ("Conv2DTranspose(64, (3, 3), stride=2)", None, "Keras Conv2DTranspose has no 'stride' (did you mean 'strides'?)"),
    ("Conv2DTranspose(filters=64)", None, "Keras Conv2DTranspose needs kernel_size"),
    ("Conv2DTranspose(64, 3, strides=2, padding=1)", None, 'Keras Conv2DTranspose: padding=1 is not "valid" or "same"'),
    ("Conv4DTranspose(64, 3)", None, "'Conv4DTranspose' is not known (did you mean 'ConvNDTranspose'?)"),
    ("torch.nn.Fold(output_size=(4, 5), kernel_size=(2, 2))", None, "'torch.nn.Fold' is not known"),
    ("torch.nn.ConvTranspose2d(", None, "'(' was never closed"),
    ("dnnl::deconvolution_forward::primitive_desc(engine, strides, padding_l, padding_r)", None, "write one call"),
]


@pytest.mark.parametrize(("text", "kernel", "expected"), READ, ids=lambda value: str(value)[:60])
def test_what_is_pasted_is_read(text, kernel, expected):
    spec = spec_of_call(text, Given(kernel=kernel))
    assert (spec.stride[0], spec.form().ends[0]) == expected


@pytest.mark.parametrize(("text", "kernel", "reason"), REFUSED, ids=lambda value: str(value)[:60])
def test_what_is_not_read_is_refused_with_the_reason(text, kernel, reason):
    with pytest.raises(SymtconvError) as refusal:
        spec_of_call(text, Given(kernel=kernel))
    assert reason in str(refusal.value)
