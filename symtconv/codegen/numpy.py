"""Code for NumPy: the reference that the tests run on every layer of the grid; any rank, exact on integers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from symtconv.codegen.arrays import ArrayWriter
from symtconv.codegen.convolution import Convolution
from symtconv.codegen.writer import texts

_PAD = '''

def pad(z, pads):
    """Put entry m - low of z at place m, zero outside; a negative number crops."""
    sizes = [max(size + low + high, 0) for size, (low, high) in zip(z.shape, pads)]
    padded = np.zeros(sizes, z.dtype)
    written, read = [], []
    for size, length, (low, _) in zip(z.shape, sizes, pads):
        written.append(slice(max(low, 0), max(min(low + size, length), 0)))
        read.append(slice(max(-low, 0), max(min(size, length - low), 0)))
    padded[tuple(written)] = z[tuple(read)]
    return padded
'''

_CORRELATE = '''

def correlate(z, kernel, stride, dilation, groups):
    """Slide the kernel (C_out, C_in/groups, *k) over z (N, C_in, *sizes)."""
    taps = kernel.shape[2:]
    sizes = [(size - d * (k - 1) - 1) // s + 1 for size, k, s, d in zip(z.shape[2:], taps, stride, dilation)]
    z = z.reshape(len(z), groups, -1, *z.shape[2:])
    kernel = kernel.reshape(groups, -1, *kernel.shape[1:])
    x = np.zeros((len(z), groups, kernel.shape[1], *sizes), np.result_type(z, kernel))
    for tap in np.ndindex(*taps):
        window = tuple(slice(t * d, t * d + s * (n - 1) + 1, s) for t, d, s, n in zip(tap, dilation, stride, sizes))
        x += np.einsum("ngi...,goi->ngo...", z[(..., *window)], kernel[(..., *tap)])
    return x.reshape(len(z), -1, *sizes)
'''


class NumPyWriter(ArrayWriter):
    """Writes a program with NumPy."""

    imports = "import numpy as np"
    definitions: ClassVar = {"pad": _PAD, "correlate": _CORRELATE}
    bias = "np.reshape(bias, {})"

    def zeros(self, dims: Sequence[str], *, product: bool) -> str:
        """Say zeros."""
        return f"np.zeros(({', '.join(dims)}), {'np.result_type(y, w)' if product else 'y.dtype'})"

    def convolve(self, found: Convolution) -> str:
        """Call the function that is written behind."""
        read, slid = self.value(self.read(found)), self.kernel(self.slid(found))
        return f"correlate({read}, {slid}, {texts(found.strides)}, {texts(found.dilations)}, {self.groups(found)})"
