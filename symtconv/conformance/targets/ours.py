"""symtconv's own compiled kernel."""

from __future__ import annotations

from typing import Any, ClassVar

from symtconv.conformance.target import Array, Target, Variant
from symtconv.grids.words import Words
from symtconv.numeric.gather import conv_transpose


class Ours(Target):
    """``symtconv.conv_transpose``; what it answers is compared with the other of our two references."""

    name = "symtconv"
    dtypes = ("int64", "float64", "float32")
    ours: ClassVar[bool] = True

    def call(self, y: Array, w: Array, bias: Array | None, words: Words, variant: Variant) -> Any:  # noqa: ARG002
        """Call the kernel."""
        return conv_transpose(
            y,
            w,
            bias,
            stride=words.s,
            padding=tuple(zip(words.l, words.h, strict=True)),
            output_padding=words.extra,
            groups=words.groups,
            dilation=words.d,
        )
