"""What libraries of arrays have in common: slices, shapes, and assignment to a part of an array."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from symtconv.codegen.writer import Cut, Pads, Unrolled, Writer, docstring, wrapped
from symtconv.programs.node import Node, Zeros
from symtconv.programs.shape import shape
from symtconv.programs.size import Size


class ArrayWriter(Writer):
    """Writes a program with arrays that are sliced as NumPy's are; PyTorch's and JAX's differ in a few words."""

    bias: ClassVar[str] = "bias.reshape({})"  # the bias in a shape, which takes the place of ``{}``

    def function(self, name: str, root: Node, about: Sequence[str] = ()) -> str:
        """Write ``NAME(y, w, bias=None)``; the bias goes along the first axis of the result."""
        result = self.value(root)
        column = (1, -1, *(1,) * (len(shape(root)) - 1))
        lines = [*self.lines, *([] if result == "x" else [f"x = {result}"])]
        lines.append(f"return x if bias is None else x + {self.bias.format(column)}")
        body = "\n".join(map(wrapped, [*self.sizes("\n".join(lines)), *lines]))
        return f"def {name}(y, w, bias=None):\n{docstring(about)}{body}\n"

    def sizes(self, body: str) -> list[str]:
        """Read the open sizes that a function uses off its arguments."""
        used = [
            (name, f"{leaf.name}.shape[{axis + (leaf.name not in self.kernels)}]")
            for leaf in self.leaves
            for axis, size in enumerate(leaf.dims)
            for name in size.names
            if size.text == name and re.search(rf"\b{name}\b", body)
        ]
        return [", ".join(name for name, _ in used) + " = " + ", ".join(place for _, place in used)] if used else []

    def assign(self, name: str, place: str, value: str) -> str:
        """Say that a part of an array is set."""
        return f"{name}[{place}] = {value}"

    def pad(self, node: Node, pads: Pads) -> str:
        """Slice where nothing is added, else pad by the index map."""
        ends = [(low.constant, high.constant) for low, high in pads]
        if not self.crops_within(node, pads) or any(
            low is None or high is None or max(low, high) > 0 for low, high in ends
        ):
            return self.padded(node, pads)
        places = [":"] * self.batched(node) + [f"{-(low or 0) or ''}:{high or ''}" for low, high in ends]
        return sliced(self.value(node), places)

    def padded(self, node: Node, pads: Pads) -> str:
        """Pad by the index map, with a function that is written behind."""
        return f"pad({self.value(node)}, {self.pairs(pads, self.batched(node))})"

    @staticmethod
    def pairs(pads: Pads, batched: bool) -> str:  # noqa: FBT001 - one of two forms of an array
        """Write pads as they stand in code."""
        told = [f"({low.text}, {high.text})" for low, high in pads]
        return f"({', '.join(['(0, 0)'] * batched + told)}{',' if len(told) + batched == 1 else ''})"

    def dilate(self, node: Node, steps: Sequence[Size]) -> str:
        """Set every so many entries of zeros."""
        dims = [
            size if step.constant == 1 else (size - 1) * step + 1 for size, step in zip(shape(node), steps, strict=True)
        ]
        lead = [self.batch] if self.batched(node) else []
        made = self.zeros([*lead, *(size.text for size in dims)], product=self.is_product(node))
        value, name = self.value(node), self.fresh("z", made)
        places = [":"] * len(lead) + [":" if step.constant == 1 else f"::{step.text}" for step in steps]
        self.lines.append(self.assign(name, ", ".join(places), value))
        return name

    def take(self, value: str, cuts: Sequence[Cut | None], *, batched: bool) -> str:
        """Slice, forwards and backwards."""
        return sliced(value, [":"] * batched + [":" if cut is None else cut.text for cut in cuts])

    def reshape(self, value: str, dims: Sequence[str]) -> str:
        """Say an array in another shape."""
        return f"{value}.reshape({', '.join(dims)})"

    def transpose(self, value: str, order: Sequence[int]) -> str:
        """Say an array with its axes in another order."""
        return f"{value}.transpose({', '.join(map(str, order))})"

    def interleaved(self, whole: Unrolled) -> str:
        """Set the places of each phase."""
        if set(whole.counts) == {1}:
            return self.value(whole.pieces[(0,) * len(whole.counts)])
        made = [
            (residues, None if isinstance(piece, Zeros) else self.value(piece))
            for residues, piece in whole.pieces.items()
        ]
        name = self.fresh("x", self.zeros(self.dims(whole.node), product=True))
        for residues, value in made:
            if value is None:
                self.lines.append(f"# residue {residues}: no tap reaches it")
                continue
            places = [":"] * len(self.dims(whole.node))
            lead = len(places) - len(shape(whole.node))
            for axis, residue, count in zip(whole.axes, residues, whole.counts, strict=True):
                places[axis + lead] = f"{residue or ''}::{count}" if count > 1 else ":"
            self.lines.append(self.assign(name, ", ".join(places), value))
        return name


def sliced(value: str, places: Sequence[str]) -> str:
    """Say a slice without the axes at the end that are whole.

    Examples
    --------
    >>> sliced("x", [":", "1:", ":"]), sliced("x", [":", ":"])
    ('x[:, 1:]', 'x')
    """
    kept = list(places)
    while kept and kept[-1] == ":":
        kept.pop()
    return f"{value}[{', '.join(kept)}]" if kept else value
