"""prove_many on a million one-axis lowerings: ``python tests/benchmarks/many.py``.

Processor time, medians; 0.2 microseconds a lowering are asked. Two kinds: drawn near the right lowering, most of them
told by their length alone, and the hard kind, all of the layer's own length. Beside them `prove`, one at a time, and
the time that reading the twelve columns once takes at the rate at which this machine fills memory.
"""

from __future__ import annotations

import sys
import time
from statistics import median

import numpy as np

from symtconv.geometry import ConvTranspose, Lowering
from symtconv.proofs.instance import prove
from symtconv.proofs.many import prove_many

ASKED = 0.2
COUNT, SINGLE = 1_000_000, 300


def drawn(count: int, equal_lengths: bool) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(0)
    n, k, s, d = (draw.integers(1, top, count) for top in (9, 8, 5, 4))
    l, h, a = draw.integers(0, 2, count), draw.integers(0, 2, count), draw.integers(2, 4, count)

    def near(values: np.ndarray) -> np.ndarray:
        return values + draw.choice([0, 0, 0, 0, -1, 1], count)

    dilate, dilation = np.maximum(near(s), 1), np.maximum(near(d), 1)
    low, high = near(d * (k - 1) - l), near(d * (k - 1) - h + a)
    if equal_lengths:
        high = (n - 1) * (s - dilate) + (d + dilation) * (k - 1) - l - h + a - low
    names = ["n", "k", "s", "d", "l", "h", "a", "dilate", "pad_low", "pad_high", "dilation", "flip"]
    values = (n, k, s, d, l, h, a, dilate, low, high, dilation, draw.random(count) < 0.8)
    return dict(zip(names, values, strict=True))


def seconds(run) -> float:
    times = []
    for _ in range(7):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return median(times)


def single(columns: dict[str, np.ndarray]) -> float:
    rows = [{name: of[row].item() for name, of in columns.items()} for row in range(SINGLE)]
    layers = [
        ConvTranspose(
            input=r["n"], kernel=r["k"], stride=r["s"], dilation=r["d"], padding=((r["l"], r["h"]),),
            output_padding=r["a"],
        )
        for r in rows
    ]  # fmt: skip
    lowerings = [
        Lowering(dilate=r["dilate"], pad=((r["pad_low"], r["pad_high"]),), flip=r["flip"], dilation=r["dilation"])
        for r in rows
    ]
    return seconds(lambda: [prove(a, lowering=b) for a, b in zip(layers, lowerings, strict=True)]) / SINGLE


def main() -> int:
    worst = 0.0
    print("| 10⁶ one-axis lowerings | µs each | right | `prove`, µs each | reading the columns, µs |")
    print("| --- | --: | --: | --: | --: |")
    for title, equal in (("near the right one", False), ("of the right length", True)):
        columns = drawn(COUNT, equal)
        found = prove_many(**columns)
        each = 1e6 * seconds(lambda columns=columns: prove_many(**columns)) / COUNT
        size = sum(of.nbytes for of in columns.values())
        room = np.empty(size, np.uint8)
        limit = 1e6 * seconds(lambda room=room: room.fill(1)) / COUNT
        print(f"| {title} | {each:.3f} | {found.mean():.0%} | {1e6 * single(columns):.0f} | {limit:.4f} |")
        worst = max(worst, each)
    return 0 if worst <= ASKED else 1


if __name__ == "__main__":
    sys.exit(main())
