"""OpenVINO on the CPU, through its reader of ONNX."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Variant
from symtconv.conformance.targets.onnx_model import OnnxTarget


class OpenVino(OnnxTarget):
    """Every model is compiled, in float32."""

    def __init__(self) -> None:
        self._core: Any = import_module("openvino").Core()
        self._core.set_property("CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def run(self, data: bytes, feeds: dict[str, Array], variant: Variant) -> Array:
        """Compile a model and run it."""
        self._core.set_property("CPU", {"INFERENCE_NUM_THREADS": variant.threads})
        compiled = self._core.compile_model(self._core.read_model(data), "CPU")
        return np.array(next(iter(compiled(feeds).values())))
