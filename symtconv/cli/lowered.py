"""``symtconv derive --lowering "program: ..."``: a program to judge in place of the words of a lowering."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from symtconv.cli.rewrite import RewriteRequest, run_rewrite
from symtconv.geometry import ConvTranspose
from symtconv.programs.of_layer import LayerWords


def run_program(
    lowering: str,
    layer: ConvTranspose,
    sizes: Sequence[int | str],
    *,
    looks: Mapping[str, Any],
    outputs: tuple[Path, ...],
    json: bool,
) -> int:
    """Judge a program over y and w, in which n, k, s, d, l, h, a (n1, n2, ... for more axes) are the layer's.

    Returns
    -------
    int
        The exit code: 0 proved, 1 refuted, 3 unknown.
    """
    text = lowering.partition(":")[2].strip()
    each = list(sizes) * (layer.rank if len(sizes) == 1 else 1)
    words = LayerWords.of(layer, [size if isinstance(size, str) else None for size in each])
    letters = lets_of(words)
    used = set(re.findall(r"[A-Za-z]\w*", text)) - {size for size in each if isinstance(size, str)}
    lets = tuple(f"{letter}={value}" for letter, value in letters.items() if letter in used)
    request = RewriteRequest(
        left=words.layer, right=text, tensors=words.tensors, let=lets, looks=looks, outputs=outputs, json=json
    )
    return run_rewrite(request)


def lets_of(words: LayerWords) -> dict[str, str]:
    """Give the letters of a layer's sizes; with a number behind them where there is more than one axis."""
    found = {}
    for number, axis in enumerate(words.axes, 1):
        own = {**vars(axis), **({"p": axis.l} if axis.l == axis.h else {})}
        behind = str(number) if words.rank > 1 else ""
        found.update({f"{letter}{behind}": value for letter, value in own.items()})
    return found
