"""tinygrad: its tensors, and its reader of ONNX."""

from __future__ import annotations

import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.conformance.targets.onnx_model import OnnxTarget
from symtconv.grids.words import Words


class Tinygrad(Target):
    """``Tensor.conv_transpose2d``, which takes any number of axes."""

    dialect = "torch"
    layouts = ("contiguous",)

    def __init__(self) -> None:
        os.environ.setdefault("DEV", "PYTHON")  # the device that needs no compiler and no driver
        self.engine: Any = import_module("tinygrad")

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Call the method."""
        tensors: list[Any] = [
            None if array is None else self.engine.Tensor(np.ascontiguousarray(array)) for array in (y, w, bias)
        ]
        return (
            tensors[0]
            .conv_transpose2d(
                tensors[1], tensors[2], groups=words.groups, stride=words.s, dilation=words.d, padding=words.l,
                output_padding=words.extra,
            )
            .numpy()
        )  # fmt: skip


class TinygradOnnx(OnnxTarget):
    """``tinygrad.nn.onnx.OnnxRunner``."""

    def __init__(self) -> None:
        os.environ.setdefault("DEV", "PYTHON")  # the device that needs no compiler and no driver
        self.engine: Any = import_module("tinygrad")
        self.runner: Any = import_module("tinygrad.nn.onnx").OnnxRunner

    def run(self, data: bytes, feeds: dict[str, Array], variant: Variant) -> Array:  # noqa: ARG002
        """Read a model from a file and run it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "model.onnx"
            path.write_bytes(data)
            found = self.runner(str(path))({"X": self.engine.Tensor(feeds["X"])})["Y"]
            return np.asarray(found.numpy())
