# ruff: noqa: E402 - the libraries read the variables set here when they load
"""conv_transpose against SciPy and PyTorch, one thread, in one run: ``python tests/benchmarks/numeric.py``.

Prints a Markdown table. Every result is first held against a peer's. The runs are interleaved, so that what disturbs
the machine disturbs all, and the median of each one's processor time is taken; only ratios within one run mean
anything. PyTorch is an optional peer. The machine's peak is the faster of two matrix products, NumPy's and PyTorch's,
run among the others.
"""

from __future__ import annotations

import os
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"
# OpenBLAS may be told, or believe, that the processor is an older one; the peak is to be the machine's.
if "avx512dq" in (Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""):
    os.environ["OPENBLAS_CORETYPE"] = "SkylakeX"

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np
import scipy
from scipy.signal import convolve2d, upfirdn

import symtconv
from symtconv.numeric import conv_transpose
from symtconv.numeric.gather import instruction_set

try:
    import torch
except ImportError:
    torch = None
else:
    torch.set_num_threads(1)

Runs = dict[str, Callable[[], object]]


@dataclass(frozen=True)
class Case:
    """A square 2-D layer without padding."""

    title: str
    c_in: int
    c_out: int
    n: int
    k: int
    s: int
    dtype: type

    @property
    def flops(self) -> int:
        return 2 * self.c_in * self.c_out * self.n**2 * self.k**2

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        draw = np.random.default_rng(0)
        y, w = (
            draw.normal(size=(1, self.c_in, self.n, self.n)),
            draw.normal(size=(self.c_in, self.c_out, self.k, self.k)),
        )
        return y.astype(self.dtype), w.astype(self.dtype)


GEMM = 512
"""Rows of the square matrices of the peak."""

CASES = [
    Case("1→1, 512×512, k=5, s=2, float64", 1, 1, 512, 5, 2, np.float64),
    Case("1→1, 512×512, k=5, s=2, float32", 1, 1, 512, 5, 2, np.float32),
    Case("64→32, 128×128, k=2, s=2, float32", 64, 32, 128, 2, 2, np.float32),
    Case("64→32, 128×128, k=2, s=2, float64", 64, 32, 128, 2, 2, np.float64),
    Case("128→64, 16×16, k=4, s=2, float32", 128, 64, 16, 4, 2, np.float32),
]


def ours(case: Case, y: np.ndarray, w: np.ndarray) -> Runs:
    out = conv_transpose(y, w, stride=case.s)
    return {
        "symtconv": lambda: conv_transpose(y, w, stride=case.s),
        "symtconv, out=": lambda: conv_transpose(y, w, stride=case.s, out=out),
    }


def single_channel_peers(case: Case, y: np.ndarray, w: np.ndarray) -> Runs:
    image, kernel = y[0, 0], w[0, 0]
    matrix = csr(case, kernel)
    size = (case.n - 1) * case.s + case.k

    def dilated() -> np.ndarray:
        z = np.zeros(((case.n - 1) * case.s + 1,) * 2, case.dtype)
        z[:: case.s, :: case.s] = image
        return convolve2d(z, kernel)

    def rows() -> np.ndarray:
        x = np.zeros((size, size), case.dtype)
        for a in range(case.k):
            x[a : a + case.s * (case.n - 1) + 1 : case.s] += upfirdn(kernel[a], image, up=case.s, axis=1)
        return x

    return {
        "SciPy convolve2d": dilated,
        "SciPy upfirdn": rows,
        "SciPy CSR Cᵀ": lambda: (matrix @ image.ravel()).reshape(size, size),
    }


def csr(case: Case, kernel: np.ndarray) -> scipy.sparse.csr_array:
    """Give Cᵀ of one channel, built outside the timing."""
    size = (case.n - 1) * case.s + case.k
    o = np.arange(case.n)
    rows, columns, values = [], [], []
    for (a, b), weight in np.ndenumerate(kernel):
        rows.append(((case.s * o[:, None] + a) * size + case.s * o + b).ravel())
        columns.append((o[:, None] * case.n + o).ravel())
        values.append(np.full(case.n**2, weight))
    joined = np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))
    return scipy.sparse.csr_array(joined, shape=(size**2, case.n**2))


def torch_peers(case: Case, y: np.ndarray, w: np.ndarray) -> Runs:
    if torch is None:
        return {}
    ty, tw = torch.from_numpy(y), torch.from_numpy(w)
    last = ty.contiguous(memory_format=torch.channels_last)

    def run(tensor: torch.Tensor) -> np.ndarray:
        with torch.inference_mode():
            return torch.nn.functional.conv_transpose2d(tensor, tw, stride=case.s).numpy()

    return {"PyTorch": lambda: run(ty), "PyTorch, channels last": lambda: run(last)}


def gemms(dtype: type) -> Runs:
    a = np.random.default_rng(0).normal(size=(GEMM, GEMM)).astype(dtype)
    runs: Runs = {"product, NumPy": lambda: a @ a}
    if torch is not None:
        t = torch.from_numpy(a)
        runs["product, PyTorch"] = lambda: torch.mm(t, t)
    return runs


def interleaved(runs: Runs, seconds: float) -> dict[str, float]:
    """Give the median time of each, run in turn."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    end = time.perf_counter() + seconds
    while time.perf_counter() < end or min(map(len, times.values())) < 5:
        for name, run in runs.items():
            start = time.process_time()  # of all threads, so that one more would not go unseen
            run()
            times[name].append(time.process_time() - start)
    return {name: median(of) for name, of in times.items()}


def check(case: Case, runs: Runs) -> None:
    """Hold every run against PyTorch's or the matrix's result, within rounding."""
    results = {name: np.asarray(run()).reshape(-1) for name, run in runs.items()}
    expected = results.get("PyTorch", results.get("SciPy CSR Cᵀ", results["symtconv"]))
    slack = 100 * np.finfo(case.dtype).eps * abs(expected).max()
    for name, found in results.items():
        if not np.allclose(found, expected, rtol=0, atol=slack):
            raise SystemExit(f"{case.title}: {name} computes something else")


def table(case: Case, seconds: float) -> str:
    y, w = case.arrays()
    peers = (single_channel_peers(case, y, w) if case.c_in == 1 else {}) | torch_peers(case, y, w)
    runs = ours(case, y, w) | peers
    check(case, runs)
    products = gemms(case.dtype)
    times = interleaved(runs | products, seconds)
    peak = 2 * GEMM**3 / min(times.pop(name) for name in products)
    own = times["symtconv"]
    lines = [f"| {case.title} | ms | GFLOP/s | of the peak | times as fast as symtconv |", "|---|--:|--:|--:|--:|"]
    for name, t in times.items():
        rate = case.flops / t
        lines.append(f"| {name} | {t * 1e3:.3f} | {rate / 1e9:.1f} | {rate / peak:.0%} | {own / t:.2f} |")
    lines.append(f"| peak (matrix product) | | {peak / 1e9:.1f} | | |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3.0, help="time spent on each layer (default 3)")
    parser.add_argument("--only", default="", help="layers whose title holds this text")
    options = parser.parse_args()
    peer = torch.__version__ if torch else "not installed"
    print(
        f"symtconv {symtconv.__version__} ({instruction_set()}), NumPy {np.__version__}, "
        f"SciPy {scipy.__version__}, PyTorch {peer}; one thread; medians of processor time\n"
    )
    for case in CASES:
        if options.only in case.title:
            print(table(case, options.seconds), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
