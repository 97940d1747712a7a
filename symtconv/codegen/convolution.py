"""A convolution inside a program: the product of a kernel with windows, as the macro ``conv`` builds it."""

from __future__ import annotations

from dataclasses import dataclass

from symtconv.programs.macros import BATCH, INS, OUTS, PLACES, TAPS
from symtconv.programs.node import Einsum, Node, Windows
from symtconv.programs.size import Size


@dataclass(frozen=True)
class Convolution:
    """A kernel with axes (batch, outs, ins, taps...) slid over an array with axes (batch, ins, places...).

    Parameters
    ----------
    of, kernel : Node
    strides, dilations : tuple of Size
    batch, ins, outs : int
        How many axes there are of each kind; an axis of the batch that the kernel has too is one of groups.
    """

    of: Node
    kernel: Node
    strides: tuple[Size, ...]
    dilations: tuple[Size, ...]
    batch: int
    ins: int
    outs: int

    @property
    def rank(self) -> int:
        """Spatial axes."""
        return len(self.strides)


def convolution(node: Node) -> Convolution | None:
    """Recognise a convolution; None for another product.

    Examples
    --------
    >>> from symtconv.programs.reader import Reader
    >>> reader = Reader("y[3,n] w[3,2,k]")
    >>> found = convolution(reader.program("conv(y, transpose(w, 1, 0, 2), ins=1, outs=1, dilation=2)").root)
    >>> found.rank, found.batch, found.dilations[0].text
    (1, 0, '2')
    >>> convolution(reader.program('einsum("in,iok->on", y, w)').root)
    """
    if not isinstance(node, Einsum) or len(node.parts) != 2:
        return None
    b, o, m = (_of_kind(node.result, kind) for kind in (BATCH, OUTS, PLACES))
    i, t = (_of_kind(node.letters[0], kind) for kind in (INS, TAPS))
    if not m or len(t) != len(m):
        return None
    windows = "".join(tap + place for tap, place in zip(t, m, strict=True))
    if (*node.letters, node.result) != (b + o + i + t, b + i + windows, b + o + m):
        return None
    kernel, inner = node.parts
    steps: list[tuple[Size, Size]] = []
    for axis in reversed(range(len(m))):
        if not isinstance(inner, Windows) or inner.axis != len(b + i) + 2 * axis:
            return None
        steps.insert(0, (inner.stride, inner.dilation))
        inner = inner.of
    strides, dilations = zip(*steps, strict=True)
    return Convolution(inner, kernel, strides, dilations, len(b), len(i), len(o))


def _of_kind(letters: str, kind: str) -> str:
    return "".join(letter for letter in letters if letter in kind)
