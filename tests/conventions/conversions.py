"""Convert random calls of every framework into every other, and run what was written in the released framework.

    python -m tests.conventions.conversions 300 > tests/conventions/conversions.json      # per ordered pair
    python -m tests.conventions.conversions 20 torch jax                                   # between these alone

The truth is the source's own: its calls were measured to be what they are read as (`tests.conventions.measure`). A
converted call is run in the target with the weights that the line about the kernel makes; both must be equal, entry by
entry. That nothing is left unsaid which a target could say is proved: `symtconv.proofs.translation.laws`.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from itertools import permutations

import numpy as np

from symtconv import convert
from symtconv.conventions import spec_of_call
from symtconv.geometry import SymtconvError
from tests.conventions.draw import drawn_call
from tests.conventions.runners import PACKAGES, by_the_relation, installed, numbers, run, stored

# Their calls do not say the channels of the input, so that only one can be run.
ONE_CHANNEL = ("keras", "flax", "haiku", "ncnn")


def judged(source: str, target: str, draw: random.Random) -> tuple[str, str]:  # noqa: PLR0911 - one for each end
    """Draw one call, convert it and run it: what came out, and the calls."""
    text, sizes = drawn_call(source, draw)
    try:
        spec = spec_of_call(text)
        layer = spec.layer(sizes)
        found = convert(text, target, input=sizes)
    except SymtconvError:
        return "not legal", text
    if found.call is None:
        return "no words", text
    call = found.call.replace("(N, ", "(1, ")
    call = call.replace("C_in", str(layer.in_channels)).replace("C_out", str(layer.out_channels))
    if target in ("onnx", "onnxruntime"):
        call = f"{call[:-1]}, w_shape={layer.weight_shape})"
    w = numbers(layer.weight_shape, 5)
    theirs = spec_of_call(call)
    start = stored(spec, w) if spec.in_channels and spec.out_channels else None
    if start is not None and theirs.in_channels and theirs.out_channels:
        names = {"w": _Torch(start) if target == "torch" else start, "np": np, "jnp": np}
        moved = start if found.kernel is None else eval(found.kernel, names)  # noqa: S307 - the line under test
        if not np.array_equal(np.asarray(moved), stored(theirs, w)):
            return "wrong kernel line", f"{text} -> {found.kernel}"
    if target in ONE_CHANNEL and layer.in_channels != 1:
        return "said, not run", text
    x = run(target, call, sizes)
    if x is None and any("onnxruntime refuses" in note for note in found.notes):
        return "refused as said", text
    if x is None:
        return "refused when run", f"{text} -> {call} {sizes}"
    same = x.shape == (layer.out_channels, *layer.output) and np.array_equal(x, by_the_relation(layer))
    return ("same values" if same else "different values"), f"{text} -> {call} {sizes}"


class _Torch(np.ndarray):
    """An array with torch's names for two methods."""

    def __new__(cls, array: np.ndarray) -> _Torch:
        return np.asarray(array).view(cls)

    def permute(self, *order: int) -> np.ndarray:
        return self.transpose(order)

    def flip(self, *axes: int) -> np.ndarray:
        return np.flip(self, axes)


def main(count: int, names: list[str]) -> int:
    """Judge so many calls for each ordered pair of what is installed, and print the counts."""
    here = [name for name in names or list(PACKAGES) if installed(name)]
    table, worst = [], 0
    for source, target in permutations(here, 2):
        draw, seen = random.Random(f"{source} {target}"), Counter[str]()  # noqa: S311 - the same every time
        while sum(seen.values()) - seen["not legal"] < count:
            kind, told = judged(source, target, draw)
            seen[kind] += 1
            if kind in ("different values", "wrong kernel line", "refused when run"):
                worst = 1
                sys.stderr.write(f"{source} to {target}: {kind}: {told}\n")
        table.append({"from": source, "to": target, **dict(sorted(seen.items()))})
        sys.stderr.write(f"{table[-1]}\n")
    versions = {name: installed(name) for name in here}
    rows = ",\n".join(json.dumps(row) for row in table)
    sys.stdout.write(f'{{"versions": {json.dumps(versions)}, "each": {count}, "pairs": [\n{rows}\n]}}\n')
    return worst


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
