"""What conform itself costs, drawing and judging, beside the engine's own calls; and how it grows with processes.

    python tests/benchmarks/black_boxes.py [CONFIGURATIONS]

Processor time of this process; the engine's calls are timed apart and taken off. The second table is wall-clock time of
one and of two processes on the same grid, which says something on an idle machine alone.
"""

from __future__ import annotations

import sys
import time

from symtconv.conformance.targets import load
from symtconv.grids.grid import Grid
from symtconv.results.conformance import conform


def own(name: str, count: int) -> tuple[float, float, int]:
    """Give microseconds a configuration of our own and of the engine's, and how many were asked."""
    target = load(name)
    spent = [0.0]
    inner = target.call

    def timed(*arguments):
        start = time.process_time()
        try:
            return inner(*arguments)
        finally:
            spent[0] += time.process_time() - start

    type(target).call = staticmethod(timed)
    start = time.process_time()
    found = conform(name, Grid(random=count), shrink=False)
    total = time.process_time() - start
    asked = len(found.records)
    return 1e6 * (total - spent[0]) / asked, 1e6 * spent[0] / asked, asked


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    ours, theirs, asked = own("onnxruntime", count)
    print(f"onnxruntime: {asked} configurations, {ours:.0f} µs each of our own, {theirs:.0f} µs of the engine")
    walls = {}
    for jobs in (1, 2):
        start = time.perf_counter()
        conform("onnxruntime", Grid(random=4 * count), jobs=jobs, shrink=False)
        walls[jobs] = time.perf_counter() - start
    print(f"two processes: {walls[1] / walls[2]:.2f} times as fast as one ({walls[1]:.1f} s, {walls[2]:.1f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
