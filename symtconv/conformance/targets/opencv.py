"""OpenCV's dnn module, through its reader of ONNX."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Variant
from symtconv.conformance.targets.beside import beside_one
from symtconv.conformance.targets.onnx_model import OnnxTarget
from symtconv.grids.words import Words


class OpenCv(OnnxTarget):
    """2-D and 3-D alone."""

    def __init__(self) -> None:
        self.engine: Any = import_module("cv2")
        logging = self.engine.utils.logging
        logging.setLogLevel(logging.LOG_LEVEL_SILENT)

    def fit(self, words: Words) -> Words | None:
        """In one dimension it does not read the operator; the same layer stands beside an axis of one entry."""
        if words.rank in (2, 3):
            return words
        if words.rank != 1:
            return None
        return beside_one(words)

    def run(self, data: bytes, feeds: dict[str, Array], variant: Variant) -> Array:
        """Read a model and run it."""
        self.engine.setNumThreads(variant.threads)
        net = self.engine.dnn.readNetFromONNX(np.frombuffer(data, np.uint8))
        net.setInput(feeds["X"])
        return np.array(net.forward())
