"""Code for PyTorch: ``torch.nn.functional.conv1d`` to ``conv3d`` do the correlating."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from symtconv.codegen.arrays import ArrayWriter
from symtconv.codegen.convolution import Convolution
from symtconv.codegen.writer import Cut, Pads, texts
from symtconv.programs.node import Node

_PAD = '''

def pad(z, pads):
    """Put entry m - low of z at place m, zero outside; a negative number crops, also one longer than z."""
    sizes = [max(size + low + high, 0) for size, (low, high) in zip(z.shape, pads)]
    padded = z.new_zeros(sizes)
    written, read = [], []
    for size, length, (low, _) in zip(z.shape, sizes, pads):
        written.append(slice(max(low, 0), max(min(low + size, length), 0)))
        read.append(slice(max(-low, 0), max(min(size, length - low), 0)))
    padded[tuple(written)] = z[tuple(read)]
    return padded
'''


class TorchWriter(ArrayWriter):
    """Writes a program with PyTorch; up to three spatial axes."""

    library = "PyTorch"
    most_axes = 3
    imports = "import torch.nn.functional as F"
    definitions: ClassVar = {"pad": _PAD}

    def zeros(self, dims: Sequence[str], *, product: bool) -> str:  # noqa: ARG002 - tensors of one type are multiplied
        """Say zeros."""
        return f"y.new_zeros({', '.join(dims)})"

    def transpose(self, value: str, order: Sequence[int]) -> str:
        """Say the two axes that change places, or all."""
        moved = [axis for axis, source in enumerate(order) if axis != source]
        if len(moved) == 2:
            return f"{value}.transpose({moved[0]}, {moved[1]})"
        return f"{value}.permute({', '.join(map(str, order))})"

    def take(self, value: str, cuts: Sequence[Cut | None], *, batched: bool) -> str:
        """Slice forwards, then flip: there are no negative steps."""
        taken = super().take(value, [cut and cut.forwards for cut in cuts], batched=batched)
        backwards = [str(axis + batched) for axis, cut in enumerate(cuts) if cut is not None and cut.is_backwards]
        return f"{taken}.flip({', '.join(backwards)})" if backwards else taken

    def padded(self, node: Node, pads: Pads) -> str:
        """Use the library's own padding where it means the same: with crops of what is there."""
        if not self.crops_within(node, pads):
            return super().padded(node, pads)
        kept = list(pads)
        while kept and kept[0][0].constant == kept[0][1].constant == 0:
            kept.pop(0)
        return f"F.pad({self.value(node)}, ({', '.join(size.text for pair in reversed(kept) for size in pair)}))"

    def convolve(self, found: Convolution) -> str:
        """Call the library's convolution."""
        words = [self.value(self.read(found)), self.kernel(self.slid(found))]
        if any(step.constant != 1 for step in found.strides):
            words.append(f"stride={texts(found.strides)}")
        if any(by.constant != 1 for by in found.dilations):
            words.append(f"dilation={texts(found.dilations)}")
        if self.groups(found) != "1":
            words.append(f"groups={self.groups(found)}")
        return f"F.conv{found.rank}d({', '.join(words)})"
