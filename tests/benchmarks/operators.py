"""The symbolic operators against SymPy's own matrices, in one run: ``python tests/benchmarks/operators.py``.

Prints a Markdown table. Everybody builds C of a 2-D convolution from its index map and once more from the lowering,
and says whether the two are transposes of each other; the answers must be yes. The runs are interleaved and the median
is taken; only ratios within one run mean anything. Memory is the peak of a process of its own, imports included.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import product
from statistics import median

import sympy
from sympy.polys.matrices import DomainMatrix
from sympy.polys.matrices.sdm import SDM

from symtconv import prove
from symtconv.geometry import ConvTranspose
from symtconv.operators.convolution import convolution_matrix
from symtconv.operators.estimate import entries
from symtconv.operators.stages import lowering_stages
from symtconv.operators.views import VIEWS

KERNEL, PADDING = 3, 1


def layer_of(size: int) -> ConvTranspose:
    return ConvTranspose.of_conv(input=(size, size), kernel=KERNEL, padding=PADDING)


def ours(layer: ConvTranspose) -> bool:
    extended, padded, spread = lowering_stages(layer, layer.lowering())
    return extended @ (padded @ spread) == convolution_matrix(layer).T


def stages_in_order(layer: ConvTranspose) -> bool:
    extended, padded, spread = lowering_stages(layer, layer.lowering())
    return extended @ padded @ spread == convolution_matrix(layer).T


def domain_matrix(layer: ConvTranspose) -> bool:
    """C and the lowering written straight into sparse DomainMatrix over ZZ[w]: the leanest that SymPy can do."""
    ring = sympy.ZZ[sympy.symbols(f"w:{KERNEL * KERNEL}")]
    w = [ring.from_sympy(symbol) for symbol in ring.symbols]
    n, i, k, low = layer.input[0], layer.output[0], KERNEL, PADDING
    forward: dict[int, dict[int, object]] = {}
    for o0, o1 in product(range(n), repeat=2):
        row = forward[o0 * n + o1] = {}
        for t0, t1 in product(range(k), repeat=2):
            j0, j1 = o0 + t0 - low, o1 + t1 - low
            if 0 <= j0 < i and 0 <= j1 < i:
                row[j0 * i + j1] = w[t0 * k + t1]
    lowered: dict[int, dict[int, object]] = {}
    for j0, j1 in product(range(i), repeat=2):
        row = lowered[j0 * i + j1] = {}
        for u0, u1 in product(range(k), repeat=2):
            o0, o1 = j0 + u0 - (k - 1 - low), j1 + u1 - (k - 1 - low)
            if 0 <= o0 < n and 0 <= o1 < n:
                row[o0 * n + o1] = w[(k - 1 - u0) * k + (k - 1 - u1)]
    C = DomainMatrix.from_rep(SDM(forward, (n * n, i * i), ring))
    return C.transpose() == DomainMatrix.from_rep(SDM(lowered, (i * i, n * n), ring))


def domain_matrix_stages(layer: ConvTranspose) -> bool:
    """The same with E · Pad · Dilate multiplied by DomainMatrix."""
    ring = sympy.ZZ[sympy.symbols(f"w:{KERNEL * KERNEL}")]
    values = dict(zip(product(range(KERNEL), repeat=2), (ring.from_sympy(s) for s in ring.symbols), strict=True))

    def sparse(operator):
        rows: dict[int, dict[int, object]] = {}
        for row, column, entry in operator.items():
            ((monomial, _),) = entry.terms.items()
            rows.setdefault(row, {})[column] = values[monomial[0]] if monomial else ring.one
        return DomainMatrix.from_rep(SDM(rows, operator.shape, ring))

    extended, padded, spread = map(sparse, lowering_stages(layer, layer.lowering()))
    return sparse(convolution_matrix(layer)).transpose() == extended * (padded * spread)


def run(work: dict[str, Callable[[], object]], repeat: int) -> dict[str, float]:
    seconds: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(repeat):
        for name, task in work.items():
            gc.collect()
            start = time.perf_counter()
            answer = task()
            seconds[name].append(time.perf_counter() - start)
            if answer is False:
                msg = f"{name} answered no"
                raise SystemExit(msg)
            del answer
    return {name: median(found) for name, found in seconds.items()}


def peak(size: int, what: str) -> float:
    """Peak memory in MB of a process that does it once."""
    code = (
        "import runpy, sys; m = runpy.run_path(sys.argv[1]);"
        "m[sys.argv[3]](m['layer_of'](int(sys.argv[2])));"
        # VmHWM, since ru_maxrss starts from what the parent had
        "print([line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')][0])"
    )
    command = [sys.executable, "-c", code, __file__, str(size), what]
    paths = os.pathsep.join(filter(None, [os.getcwd(), os.environ.get("PYTHONPATH")]))
    found = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": paths})
    return int(found.stdout) / 1024


def to_sympy(layer: ConvTranspose) -> object:
    return convolution_matrix(layer).to_sympy()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--repeat", type=int, default=5)
    chosen = parser.parse_args()
    layer = layer_of(chosen.size)
    C = convolution_matrix(layer)
    work = {
        "DomainMatrix over ZZ[w], written by index (the peer)": lambda: domain_matrix(layer),
        "DomainMatrix over ZZ[w], stages multiplied": lambda: domain_matrix_stages(layer),
        "ours: C, lowering by stages, compared": lambda: ours(layer),
        "ours: (E Pad) Dilate instead of E (Pad Dilate)": lambda: stages_in_order(layer),
        "ours: C built and given to SymPy (`matrix()`)": lambda: to_sympy(layer),
        "ours: Cᵀy written out": C.T.apply,
        "ours: `prove`, axis by axis": lambda: prove(layer),
    }
    found = run(work, chosen.repeat)
    base = found["DomainMatrix over ZZ[w], written by index (the peer)"]
    count = entries(layer).nonzeros
    print(f"\nC of {chosen.size} x {chosen.size}, k=3, p=1: {count} non-zero entries; SymPy {sympy.__version__}\n")
    print("| | ms | times the peer |\n|---|---:|---:|")
    for name, seconds in found.items():
        print(f"| {name} | {seconds * 1e3:.1f} | {seconds / base:.2f} |")
    print("\n| peak memory of a process, imports included | MB |\n|---|---:|")
    for what in ("domain_matrix", "ours", "to_sympy"):
        print(f"| {what} | {peak(chosen.size, what):.0f} |")
    small = layer_of(min(chosen.size, 32))
    views = run({name: (lambda view=view: view.evaluate(small)) for name, view in VIEWS.items()}, chosen.repeat)
    print(f"\n| view, {entries(small).nonzeros} terms | ms |\n|---|---:|")
    for name, seconds in views.items():
        print(f"| {name} | {seconds * 1e3:.1f} |")


if __name__ == "__main__":
    main()
