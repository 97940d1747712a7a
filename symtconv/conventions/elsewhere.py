"""Frameworks that are not read, and what is known of them: a foreign call is never guessed at."""

from __future__ import annotations

# What a callee's prefix (or the whole callee) begins with, who that is, and what is known.
KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        "tf.layers",
        "TensorFlow.js, or TensorFlow 1",
        "TensorFlow.js 4.22 ignores dilationRate there; in Python write tf.keras.layers",
    ),
    (
        "tf.conv",
        "TensorFlow.js",
        "its wasm back end loses products of conv3dTranspose at strides above 1 (release 4.22)",
    ),
    ("mx.sym", "MXNet", "its adj is an output padding below the stride, and target_shape splits an odd padding low"),
    ("mx.nd", "MXNet", "its adj is an output padding below the stride, and target_shape splits an odd padding low"),
    ("mxnet", "MXNet", "its adj is an output padding below the stride, and target_shape splits an odd padding low"),
    ("gluon", "MXNet Gluon", "its adj is an output padding below the stride"),
    ("caffe", "Caffe", "it has no output padding: length (n-1)s + K - 2p"),
    ("qnn", "Brevitas", "with groups its per-channel scales fail (release 0.13.4)"),
    ("nnq", "PyTorch's quantised layers", "the geometry is nn.ConvTranspose's, the values are rounded"),
    ("torch.ao", "PyTorch's quantised layers", "the geometry is nn.ConvTranspose's, the values are rounded"),
    ("com.microsoft", "onnxruntime's own operators", "the pads of its ConvTranspose are an input"),
    ("chainer", "Chainer", "it asks for outsize in place of an output padding"),
    ("tinygrad", "tinygrad", "its ONNX front end reads auto_pad VALID as SAME (release 0.14.0)"),
)


def known_of(callee: str) -> str:
    """Say what is known of a callee that is not read; nothing where nothing is.

    Examples
    --------
    >>> known_of("caffe.layers.Deconvolution")
    ' (this is Caffe: it has no output padding: length (n-1)s + K - 2p)'
    """
    for begin, who, what in KNOWN:
        if callee == begin or callee.startswith((f"{begin}.", begin)):
            return f" (this is {who}: {what})"
    return ""
