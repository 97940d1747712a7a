"""Code for JAX: ``jax.lax.conv_general_dilated`` puts the zeros between, pads, and does the correlating."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from symtconv.codegen.arrays import ArrayWriter
from symtconv.codegen.convolution import Convolution
from symtconv.codegen.writer import texts
from symtconv.programs.node import Dilate, Node, Pad
from symtconv.programs.shape import shape
from symtconv.programs.size import of

_PAD = '''

def pad(z, pads):
    """Put entry m - low of z at place m, zero outside; a negative number crops, also one longer than z."""
    sizes = [max(size + low + high, 0) for size, (low, high) in zip(z.shape, pads)]
    written, read = [], []
    for size, length, (low, _) in zip(z.shape, sizes, pads):
        written.append(slice(max(low, 0), max(min(low + size, length), 0)))
        read.append(slice(max(-low, 0), max(min(size, length - low), 0)))
    return jnp.zeros(sizes, z.dtype).at[tuple(written)].set(z[tuple(read)])
'''


class JAXWriter(ArrayWriter):
    """Writes a program with JAX; any rank."""

    imports = "import jax.numpy as jnp\nfrom jax import lax"
    definitions: ClassVar = {"pad": _PAD}
    bias = "jnp.reshape(bias, {})"

    def zeros(self, dims: Sequence[str], *, product: bool) -> str:
        """Say zeros."""
        return f"jnp.zeros(({', '.join(dims)}), {'jnp.result_type(y, w)' if product else 'y.dtype'})"

    def assign(self, name: str, place: str, value: str) -> str:
        """Say that a part of an array is set: as a new array."""
        return f"{name} = {name}.at[{place}].set({value})"

    def convolve(self, found: Convolution) -> str:
        """Say it in one call, with the padding and the zeros between inside where they mean the same there."""
        node, pads, steps = self._inside(found)
        words = [self.value(node), self.kernel(self.slid(found)), texts(found.strides), pads]
        if any(step != "1" for step in steps):
            words.append(f"lhs_dilation=({', '.join(steps)}{',' if len(steps) == 1 else ''})")
        if any(by.constant != 1 for by in found.dilations):
            words.append(f"rhs_dilation={texts(found.dilations)}")
        if self.groups(found) != "1":
            words.append(f"feature_group_count={self.groups(found)}")
        return f"lax.conv_general_dilated({', '.join(words)}, precision=lax.Precision.HIGHEST)"

    def _inside(self, found: Convolution) -> tuple[Node, str, list[str]]:
        """Give what is read, how it is padded, and its steps, inside the call as far as that is right."""
        node = self.read(found)
        valid, ones = '"VALID"', ["1"] * found.rank
        inner, pads = self._pads(node) if isinstance(node, Pad) else (node, [(of(0), of(0))] * len(shape(node)))
        if not self.crops_within(inner, pads) or any(low.constant or high.constant for low, high in pads[:1]):
            return node, valid, ones
        told = valid if inner is node else self.pairs(pads[1:], batched=False)
        if isinstance(inner, Dilate):
            origin, steps = self._steps(inner)
            if steps[0].constant == 1:
                spoken = told if told != valid else self.pairs([(of(0), of(0))] * found.rank, batched=False)
                return origin, spoken, [step.text for step in steps[1:]]
        return inner, told, ones
