"""The onnx package: its reference evaluator, and its shape inference."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from symtconv.conformance.target import Array, Variant
from symtconv.conformance.targets.onnx_model import OnnxTarget, model
from symtconv.grids.words import Words


class Reference(OnnxTarget):
    """``onnx.reference.ReferenceEvaluator``."""

    def __init__(self) -> None:
        self.engine: Any = import_module("onnx")
        self.evaluator: Any = import_module("onnx.reference")

    def run(self, data: bytes, feeds: dict[str, Array], variant: Variant) -> Array:  # noqa: ARG002
        """Evaluate a model."""
        found: Array = self.evaluator.ReferenceEvaluator(self.engine.load_model_from_string(data)).run(None, feeds)[0]
        return found


class ShapeInference(OnnxTarget):
    """``onnx.shape_inference``: lengths without values."""

    shapes_only = True

    def __init__(self) -> None:
        self.engine: Any = import_module("onnx")

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Give the shape that is inferred."""
        told = self.engine.load_model_from_string(model(words, y, w, bias, shaped=False))
        found = self.engine.shape_inference.infer_shapes(told, strict_mode=True).graph.output[0].type.tensor_type
        if not found.HasField("shape"):
            msg = "no shape is inferred"
            raise ValueError(msg)
        return [length.dim_value for length in found.shape.dim]
