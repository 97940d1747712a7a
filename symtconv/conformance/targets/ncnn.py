"""ncnn: the layers Deconvolution and DeconvolutionDepthWise, from a .param and a .bin file."""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from symtconv.conformance.target import Array, Target, Variant
from symtconv.conformance.targets.beside import beside_one
from symtconv.grids.words import Words

KEYS = (0, 1, 11, 2, 12, 3, 13, 4, 15, 14, 16, 18, 19, 5, 6)
"""num_output, kernel_w/h, dilation_w/h, stride_w/h, pad_left/right/top/bottom, output_pad_right/bottom, bias, size."""


class Ncnn(Target):
    """2-D, one image at a time, in float32."""

    layouts = ("contiguous",)

    def __init__(self) -> None:
        self.engine: Any = import_module("ncnn")

    def fit(self, words: Words) -> Words | None:
        """One axis stands beside an axis of one entry; there is no batch."""
        if words.batch != 1 or words.rank > 2:
            return None
        return words if words.rank == 2 else beside_one(words)

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:
        """Write the layer, load it and run it."""
        groups, outs = words.groups, words.c_out // words.groups
        weight = np.swapaxes(w.reshape(groups, words.c_in // groups, outs, *words.k), 1, 2)
        low, high, extra = words.l, words.h, words.extra
        values = (
            words.c_out, words.k[1], words.k[0], words.d[1], words.d[0], words.s[1], words.s[0], low[1], high[1],
            low[0], high[0], extra[1], extra[0], int(bias is not None), w.size,
        )  # fmt: skip
        told = dict(zip(KEYS, values, strict=True)) | ({7: groups} if groups > 1 else {})
        kind = "DeconvolutionDepthWise" if groups > 1 else "Deconvolution"
        layer = f"{kind} layer 1 1 in out " + " ".join(f"{key}={value}" for key, value in told.items())
        data = np.zeros(1, "<u4").tobytes() + np.ascontiguousarray(weight).astype("<f4").tobytes()
        data += b"" if bias is None else bias.astype("<f4").tobytes()
        net = self.engine.Net()
        net.opt.num_threads = variant.threads
        for option in ("fp16_arithmetic", "fp16_packed", "fp16_storage", "bf16_storage"):
            setattr(net.opt, f"use_{option}", False)
        with tempfile.TemporaryDirectory() as folder:
            param, weights = Path(folder) / "layer.param", Path(folder) / "layer.bin"
            param.write_text(f"7767517\n2 2\nInput in 0 1 in\n{layer}\n", encoding="ascii")
            weights.write_bytes(data)
            net.load_param(str(param))
            net.load_model(str(weights))
        read = self.engine.Mat(np.ascontiguousarray(y[0])).clone()  # a Mat does not keep the array alive
        extractor = net.create_extractor()
        extractor.input("in", read)
        code, found = extractor.extract("out")
        if code:
            msg = f"extract gives {code}"
            raise RuntimeError(msg)
        return np.array(found)[None].copy()
