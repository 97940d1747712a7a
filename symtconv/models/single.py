"""A model of one layer: a single ConvTranspose with an open batch and open sizes, for whoever lowers it."""

from __future__ import annotations

from symtconv.conventions import to_call
from symtconv.conventions.spec import padding_of
from symtconv.geometry import ConvTranspose
from symtconv.models.lowering.encode import FLOAT, Value, floats, message, node, number, tensor, text

OPSET, IR_VERSION = 17, 8
NAMES = ("D", "H", "W")


def layer_model(layer: ConvTranspose, weights: bytes | None = None) -> bytes:
    """Write a layer as an ONNX model from ``y`` and ``w`` to ``x``.

    Parameters
    ----------
    layer : ConvTranspose
        Its input's size is left open.
    weights : bytes, optional
        The kernel as little-endian float32, row by row; it is then a constant of the model.

    Raises
    ------
    GeometryError
        When ONNX has no call for the layer.
    """
    to_call(layer, "onnx")  # it refuses what the operator cannot say
    pairs, extra = padding_of(
        [(low, a - high) for (low, high), a in zip(layer.padding, layer.output_padding, strict=True)]
    )
    attributes: dict[str, Value] = {
        "kernel_shape": layer.kernel,
        "strides": layer.stride,
        "dilations": layer.dilation,
        "pads": (*(low for low, _ in pairs), *(high for _, high in pairs)),
        "output_padding": extra,
        "group": layer.groups,
    }
    sizes = NAMES[-layer.rank :] if layer.rank <= len(NAMES) else tuple(f"n{axis}" for axis in range(layer.rank))
    graph = message(1, node("ConvTranspose", ["y", "w"], ["x"], "layer", attributes)) + text(2, "layer")
    if weights is not None:
        graph += message(5, tensor("w", layer.weight_shape, FLOAT, weights))
    graph += message(11, floats("y", ("N", layer.in_channels, *sizes)))
    if weights is None:
        graph += message(11, floats("w", layer.weight_shape))
    graph += message(12, floats("x", ("N", layer.out_channels, *(f"{name}_out" for name in sizes))))
    return number(1, IR_VERSION) + message(7, graph) + message(8, text(1, "") + number(2, OPSET))
