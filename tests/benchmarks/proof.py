"""Time of `st.prove` against the size of the layer: flat, since nothing is listed.

Run with ``python tests/benchmarks/proof.py``; prints a Markdown table.
"""

from __future__ import annotations

import timeit

from symtconv import ConvTranspose, Lowering, prove


def microseconds(call) -> float:
    return min(timeit.repeat(call, number=50, repeat=7)) / 50 * 1e6


def main() -> None:
    print("| n per axis (2-D, k=3, s=2) | proved, µs | refuted (no flip), µs | non-zeros of C |")
    print("| --- | --- | --- | --- |")
    for size in (4, 16, 64, 256, 1024, 10**4, 10**5, 10**6):
        layer = ConvTranspose(input=(size, size), kernel=3, stride=2, padding=1, output_padding=1)
        wrong = Lowering(**{**layer.lowering().to_dict(), "flip": False})
        count = layer.axes[0].relation.count() ** 2
        proved, refuted = microseconds(lambda: prove(layer)), microseconds(lambda: prove(layer, lowering=wrong))
        print(f"| {size:,} | {proved:.0f} | {refuted:.0f} | {count:.2e} |")


if __name__ == "__main__":
    main()
