"""Nodes and constants that take the place of one node, written down one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from symtconv.models.lowering import encode

Array = np.ndarray[Any, Any]


@dataclass(slots=True)
class Build:
    """The nodes and constants that take one node's place.

    Parameters
    ----------
    name, stem : str
        Of the node that goes, and what new names begin with.
    opset : int
    """

    name: str
    stem: str
    opset: int
    nodes: list[bytes] = field(default_factory=list)
    constants: list[bytes] = field(default_factory=list)
    constant_names: list[str] = field(default_factory=list)
    operators: list[str] = field(default_factory=list)

    def __call__(self, op: str, *inputs: str | Sequence[int], out: str = "", **attributes: encode.Value) -> str:
        """Add an operator; lists among its inputs become constants. Gives the name of its result."""
        names = [value if isinstance(value, str) else self.integers(value) for value in inputs]
        result = out or f"{self.stem}_{len(self.nodes)}"
        self.nodes.append(encode.node(op, names, [result], f"{self.name}/{op}_{len(self.nodes)}", attributes))
        self.operators.append(op)
        return result

    def integers(self, values: Sequence[int]) -> str:
        """Add a constant vector."""
        name = f"{self.stem}_c{len(self.constants)}"
        self.constants.append(encode.integers(name, values))
        self.constant_names.append(name)
        return name

    def weights(self, values: Array, dtype: int) -> str:
        """Add a constant of weights."""
        name = f"{self.stem}_w{len(self.constants)}"
        self.constants.append(encode.tensor(name, values.shape, dtype, np.ascontiguousarray(values).tobytes()))
        self.constant_names.append(name)
        return name

    def take(self, value: str, starts: Sequence[int], ends: Sequence[int], first: int = 2, *, out: str = "") -> str:
        """Slice axes from the first spatial one on; an end of 0 is the end."""
        axes = [first + at for at, pair in enumerate(zip(starts, ends, strict=True)) if any(pair)]
        if not axes:
            return value
        low = [starts[axis - first] for axis in axes]
        high = [ends[axis - first] or 2**62 for axis in axes]
        if self.opset < 10:
            return self("Slice", value, out=out, axes=axes, starts=low, ends=high)
        return self("Slice", value, low, high, axes, out=out)

    def split(self, value: str, parts: int, size: int) -> list[str]:
        """Part a value along its channels into so many pieces of one size."""
        names = [f"{self.stem}_{len(self.nodes)}_{piece}" for piece in range(parts)]
        name, sizes = f"{self.name}/Split_{len(self.nodes)}", [size] * parts
        if self.opset < 13:
            self.nodes.append(encode.node("Split", [value], names, name, {"axis": 1, "split": sizes}))
        else:
            self.nodes.append(encode.node("Split", [value, self.integers(sizes)], names, name, {"axis": 1}))
        self.operators.append("Split")
        return names

    def pad(self, value: str, low: Sequence[int], high: Sequence[int]) -> str:
        """Put zeros around the last axes of a value of two axes more."""
        pads = [0, 0, *low, 0, 0, *high]
        if not any(pads):
            return value
        return self("Pad", value, pads=pads) if self.opset < 11 else self("Pad", value, pads)

    def unsqueeze(self, value: str, axes: Sequence[int]) -> str:
        """Put axes of length 1 in."""
        return self("Unsqueeze", value, axes=axes) if self.opset < 13 else self("Unsqueeze", value, axes)
