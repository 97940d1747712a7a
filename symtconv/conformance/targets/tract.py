"""tract, through its reader of ONNX; on some models its process ends, so it is asked in one of its own."""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Variant
from symtconv.conformance.targets.onnx_model import OnnxTarget


class Tract(OnnxTarget):
    """Every model is optimised before it is run."""

    isolated = True

    def __init__(self) -> None:
        self.engine: Any = import_module("tract")

    def run(self, data: bytes, feeds: dict[str, Array], variant: Variant) -> Array:  # noqa: ARG002
        """Read a model from a file, optimise it and run it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            path.write_bytes(data)
            read = self.engine.onnx()
            found = read.load(str(path)) if hasattr(read, "load") else read.model_for_path(str(path))
        for step in ("into_model", "into_optimized", "into_runnable"):
            found = getattr(found, step)() if hasattr(found, step) else found
        return np.asarray(found.run([feeds["X"]])[0].to_numpy())
