"""PyTorch on the CPU, as ``torch.nn.functional.conv_transposeNd``."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from symtconv.conformance.target import Array, Target, Variant
from symtconv.grids.words import Words


class Torch(Target):
    """PyTorch with its own choice of backend."""

    dialect = "torch"
    dtypes = ("float32", "float64", "float16", "bfloat16", "int64")
    onednn = True

    def __init__(self) -> None:
        self.engine: Any = import_module("torch")
        self._threads = 0
        functional: Any = import_module("torch.nn.functional")
        self._calls = tuple(getattr(functional, f"conv_transpose{rank}d") for rank in (1, 2, 3))

    def tensor(self, array: Array, variant: Variant) -> Any:
        """Give an array as a tensor; steps are kept where PyTorch has them."""
        if any(step < 0 for step in array.strides):
            array = array.copy()
        return self.engine.from_numpy(array).to(getattr(self.engine, variant.dtype))

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:
        """Call the function of the rank."""
        torch = self.engine
        if self._threads != variant.threads:
            torch.set_num_threads(variant.threads)
            self._threads = variant.threads
        tensors = [None if array is None else self.tensor(array, variant) for array in (y, w, bias)]
        with torch.no_grad(), torch.backends.mkldnn.flags(enabled=self.onednn):
            found = self.run(words, *tensors)
        return found.to(torch.float64 if found.is_floating_point() else torch.int64).numpy()

    def run(self, words: Words, y: Any, w: Any, bias: Any) -> Any:
        """Run on tensors."""
        return self._calls[words.rank - 1](y, w, bias, words.s, words.l, words.extra, words.groups, words.d)


class TorchWithoutOneDnn(Torch):
    """PyTorch with oneDNN switched off."""

    onednn = False


class TorchChannelsLast(Torch):
    """PyTorch on tensors whose channels lie last in memory."""

    layouts = ("contiguous",)

    def fit(self, words: Words) -> Words | None:
        """Only 2-D and 3-D have such a layout."""
        return words if words.rank in (2, 3) else None

    def run(self, words: Words, y: Any, w: Any, bias: Any) -> Any:
        """Run on tensors laid out anew."""
        form = self.engine.channels_last if words.rank == 2 else self.engine.channels_last_3d
        return super().run(words, y.to(memory_format=form), w.to(memory_format=form), bias)


class TorchCompile(Torch):
    """PyTorch through ``torch.compile``, which compiles anew for every configuration."""

    layouts = ("contiguous",)

    def run(self, words: Words, y: Any, w: Any, bias: Any) -> Any:
        """Compile, and run."""
        import_module("torch._dynamo").reset()
        plain = super().run
        compiled = getattr(self.engine, "compile")(lambda *tensors: plain(words, *tensors), dynamic=False)  # noqa: B009
        return compiled(y, w, bias)


class TorchMeta(Torch):
    """PyTorch's shape propagation on the meta device: lengths without values."""

    shapes_only = True
    layouts = ("contiguous",)

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:
        """Give the shape that is propagated."""
        kind = getattr(self.engine, variant.dtype)
        tensors = [
            None if array is None else self.engine.empty(array.shape, device="meta", dtype=kind)
            for array in (y, w, bias)
        ]
        return list(self.run(words, *tensors).shape)
