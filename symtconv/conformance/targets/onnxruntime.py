"""ONNX Runtime on the CPU."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from symtconv.conformance.target import Array, Variant
from symtconv.conformance.targets.onnx_model import OnnxTarget

PROVIDERS = ["CPUExecutionProvider"]


class OnnxRuntime(OnnxTarget):
    """The weights are initializers."""

    def __init__(self) -> None:
        self.engine: Any = import_module("onnxruntime")
        self._options: dict[int, Any] = {}

    def session(self, data: bytes, threads: int) -> Any:
        """Make a session with a number of threads."""
        if threads not in self._options:
            options = self.engine.SessionOptions()
            options.intra_op_num_threads, options.inter_op_num_threads, options.log_severity_level = threads, 1, 4
            self._options[threads] = options
        return self.engine.InferenceSession(data, self._options[threads], providers=PROVIDERS)

    def run(self, data: bytes, feeds: dict[str, Array], variant: Variant) -> Array:
        """Make a session and run it."""
        found: Array = self.session(data, variant.threads).run(None, feeds)[0]
        return found


class OnnxRuntimeInputs(OnnxRuntime):
    """The weights are inputs, so that nothing is prepared beforehand."""

    fixed = False
