# ruff: noqa: E402 - the libraries read the variables set here when they load
"""conv_transpose against PyTorch, onnxruntime and OpenVINO: ``python tests/benchmarks/conv_transpose.py``.

The layers are data (layers/*.toml: usual, shipped, and calls, where nothing but the call costs). For each, all run in
one process, one thread each, in rounds, in an order drawn anew; the median of the processor time of each is taken.
Ratios within one run mean something, milliseconds do not. Every result is first held against ours. PyTorch runs twice,
with contiguous and with channels-last arrays (layers of one axis as images of height 1); onnxruntime and OpenVINO hold
the weights as constants, packed as they like before the clock runs, which PyTorch and we do not. ``of the limit`` is
the time that the multiplications and the bytes need at least, by the rates that the machine shows in the same run, over
ours.
``SYMTCONV_SIMD=portable|avx2|avx512`` forces an instruction set, with avx2 also that of PyTorch and OpenVINO;
onnxruntime takes no such wish. ``--threads N`` gives each N threads and measures the wall clock.
"""

from __future__ import annotations

import os
import sys

if os.environ.get("SYMTCONV_SIMD") == "avx2":  # the peers too, as far as they can be told: onnxruntime cannot
    os.environ |= {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "OPENBLAS_CORETYPE": "Haswell"}
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = sys.argv[sys.argv.index("--threads") + 1] if "--threads" in sys.argv else "1"

import argparse
import json
import random
import time
import tomllib
from collections.abc import Callable
from math import exp, log
from pathlib import Path
from statistics import median

import numpy as np

import symtconv
from symtconv.numeric import conv_transpose
from symtconv.numeric.gather import instruction_set

Runs = dict[str, Callable[[], object]]
Layer = dict[str, object]
LAYERS = Path(__file__).parent / "layers"
ASKED = {"usual": 0.80, "shipped": 0.90, "calls": 1.5}
MOST = 1.5


def arrays(layer: Layer, kind: np.dtype) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(0)
    if kind.kind == "i":
        return draw.integers(-100, 100, layer["y"]), draw.integers(-100, 100, layer["w"])
    return draw.normal(size=layer["y"]).astype(kind), draw.normal(size=layer["w"]).astype(kind)


def words(layer: Layer) -> dict[str, object]:
    found = {name: tuple(layer[name]) for name in ("stride", "output_padding", "dilation")}
    return found | {"padding": tuple(map(tuple, layer["padding"])), "groups": layer["groups"]}


def torch_runs(layer: Layer, y: np.ndarray, w: np.ndarray, threads: int) -> Runs:
    """PyTorch; unlike pads, which it cannot say, are cut off the result of the smaller one (a view)."""
    try:
        import torch  # noqa: PLC0415 - a peer that may be missing
    except ImportError:
        return {}
    torch.set_num_threads(threads)
    functional = torch.nn.functional
    rank = len(layer["stride"])
    low, high = zip(*layer["padding"], strict=True)
    pads = tuple(map(min, low, high))
    cut = [slice(lo - p, (p - hi) or None) for lo, hi, p in zip(low, high, pads, strict=True)]
    plain = all(lo == hi for lo, hi in layer["padding"])
    named = {
        "stride": layer["stride"], "padding": pads, "output_padding": layer["output_padding"],
        "dilation": layer["dilation"], "groups": layer["groups"],
    }  # fmt: skip
    ty, tw = torch.from_numpy(y), torch.from_numpy(w)

    def of(function, a, b, named, after=lambda x: x):
        def run() -> np.ndarray:
            with torch.inference_mode():
                x = after(function(a, b, **named)).numpy()
            return x if plain else x[(slice(None), slice(None), *cut)]

        return run

    usual = [functional.conv_transpose1d, functional.conv_transpose2d, functional.conv_transpose3d][rank - 1]
    runs = {"torch": of(usual, ty, tw, named)}
    if rank == 1:
        lifted = {name: (0 if "padding" in name else 1, *value) for name, value in named.items() if name != "groups"}
        lifted["groups"] = named["groups"]
        a, b = (t.unsqueeze(2).contiguous(memory_format=torch.channels_last) for t in (ty, tw))
        runs["torch, channels last"] = of(functional.conv_transpose2d, a, b, lifted, lambda x: x.squeeze(2))
    else:
        form = torch.channels_last if rank == 2 else torch.channels_last_3d
        a, b = (t.contiguous(memory_format=form) for t in (ty, tw))
        runs["torch, channels last"] = of(usual, a, b, named)
    return runs


def onnx_bytes(layer: Layer, w: np.ndarray) -> bytes:
    from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415 - as above

    low, high = zip(*layer["padding"], strict=True)
    attributes = {
        "kernel_shape": layer["w"][2:], "strides": layer["stride"], "pads": [*low, *high],
        "dilations": layer["dilation"], "output_padding": layer["output_padding"], "group": layer["groups"],
    }  # fmt: skip
    node = helper.make_node("ConvTranspose", ["y", "w"], ["x"], **attributes)
    x = [layer["y"][0], layer["w"][1] * layer["groups"], *(None for _ in low)]
    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, of) for name, of in (("y", layer["y"]), ("x", x))]
    graph = helper.make_graph([node], "one", ends[:1], ends[1:], [numpy_helper.from_array(w, "w")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 9
    return model.SerializeToString()


def engine_runs(layer: Layer, y: np.ndarray, w: np.ndarray, threads: int) -> Runs:
    runs: Runs = {}
    if y.dtype != np.float32:
        return runs
    try:
        model = onnx_bytes(layer, w)
        import onnxruntime  # noqa: PLC0415 - as above
    except ImportError:
        return runs
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    runs["onnxruntime"] = lambda: session.run(None, {"y": y})[0]
    try:
        import openvino  # noqa: PLC0415 - as above
    except ImportError:
        return runs
    wish = {
        "INFERENCE_NUM_THREADS": threads, "INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY",
        "ENABLE_CPU_PINNING": False,
    }  # fmt: skip
    core = openvino.Core()
    request = core.compile_model(core.read_model(model), "CPU", wish).create_infer_request()
    request.set_input_tensor(openvino.Tensor(y, shared_memory=True))

    def run() -> np.ndarray:
        request.infer()
        return request.get_output_tensor().data

    runs["OpenVINO"] = run
    return runs


def check(title: str, runs: Runs) -> None:
    expected = np.array(runs["symtconv"]())
    slack = 0 if expected.dtype.kind == "i" else 300 * np.finfo(expected.dtype).eps * abs(expected).max()
    for name, run in runs.items():
        found = np.asarray(run())
        if found.shape != expected.shape or not np.allclose(found, expected, rtol=0, atol=slack):
            raise SystemExit(f"{title}: {name} computes something else")


def timed(runs: Runs, seconds: float, clock: Callable[[], float]) -> dict[str, float]:
    once = {}
    for name, run in runs.items():
        run()
        start = time.perf_counter()
        run()
        once[name] = time.perf_counter() - start
    repeats = {name: max(1, min(200, int(5e-4 / t))) for name, t in once.items()}
    times: dict[str, list[float]] = {name: [] for name in runs}
    names, end = list(runs), time.perf_counter() + seconds
    while time.perf_counter() < end or min(map(len, times.values())) < 7:
        random.shuffle(names)
        for name in names:
            run, count = runs[name], repeats[name]
            run()
            start = clock()
            for _ in range(count):
                run()
            times[name].append((clock() - start) / count)
    return {name: median(of) for name, of in times.items()}


def rates(kind: np.dtype) -> tuple[float, Callable[[int], float]]:
    """Multiply-adds a second (a matrix product; none for integers) and bytes a second of filling so many."""
    a = np.ones((512, 512), kind)
    best = min(_once(lambda: a @ a) for _ in range(9)) if kind.kind == "f" else float("inf")
    peak = 512**3 / best if kind.kind == "f" else float("inf")

    def fill(size: int) -> float:
        room = np.empty(max(size, 4096), np.uint8)
        count = max(1, (1 << 22) // room.size)
        return room.size * count / min(_once(lambda: [room.fill(1) for _ in range(count)]) for _ in range(5))

    return peak, fill


def _once(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return max(time.process_time() - start, 1e-7)


def measured(layer: Layer, kind: np.dtype, options: argparse.Namespace) -> dict[str, float]:
    y, w = arrays(layer, kind)
    named = words(layer)
    runs: Runs = {"symtconv": lambda: conv_transpose(y, w, threads=options.threads, **named)}
    runs |= torch_runs(layer, y, w, options.threads) | engine_runs(layer, y, w, options.threads)
    check(layer["title"], runs)
    found = timed(runs, options.seconds, time.process_time if options.threads == 1 else time.perf_counter)
    x = conv_transpose(y, w, **named)
    peak, fill = rates(kind)
    moved = y.nbytes + w.nbytes + x.nbytes
    found["limit"] = max(y.size * w.size // layer["w"][0] / peak, moved / fill(moved))
    return found


def table(name: str, kind: np.dtype, options: argparse.Namespace) -> list[dict[str, object]]:
    layers = [one for one in tomllib.loads((LAYERS / f"{name}.toml").read_text())["layer"]
              if options.only in one["title"]]  # fmt: skip
    print(f"**{name}, {kind}**\n\n| layer | ours, ms | of the limit | best peer | ours ÷ best | all peers, ms |")
    print("|---|--:|--:|---|--:|---|")
    rows = []
    for layer in layers:
        found = measured(layer, kind, options)
        peers = {peer: t for peer, t in found.items() if peer not in ("symtconv", "limit")}
        best = min(peers, key=peers.__getitem__, default="")
        ratio = found["symtconv"] / peers[best] if best else float("nan")
        every = ", ".join(f"{peer} {1e3 * t:.3f}" for peer, t in peers.items())
        share = found["limit"] / found["symtconv"]
        print(f"| {layer['title']} | {1e3 * found['symtconv']:.3f} | {share:.0%} | {best} | {ratio:.2f} | {every} |",
              flush=True)  # fmt: skip
        rows.append({"set": name, "dtype": str(kind), "layer": layer["title"], "ratio": ratio, **found})
    ratios = [row["ratio"] for row in rows]
    mean = exp(sum(map(log, ratios)) / len(ratios)) if ratios else float("nan")
    ahead = sum(ratio < 1 for ratio in ratios)
    print(f"\nGeometric mean of {len(ratios)}: **{mean:.2f}** (asked {ASKED[name]:.2f}), worst {max(ratios):.2f} "
          f"(asked {MOST}), ahead on {ahead}.\n", flush=True)  # fmt: skip
    return rows


def versions() -> str:
    found = [f"symtconv {symtconv.__version__} ({instruction_set()})", f"NumPy {np.__version__}"]
    for name in ("torch", "onnxruntime", "openvino"):
        try:
            found.append(f"{name} {__import__(name).__version__}")
        except ImportError:
            found.append(f"{name} not installed")
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    cpu = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "processor unknown")
    return ", ".join(found) + f"; {cpu}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--set", default="usual,shipped,calls", help="which layers (default all)")
    parser.add_argument("--dtype", default="float32", help="float32, float64, int64, or several")
    parser.add_argument("--seconds", type=float, default=2.0, help="time spent on each layer (default 2)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", default="", help="layers whose title holds this text")
    parser.add_argument("--json", help="write the figures to this file too")
    options = parser.parse_args()
    print(f"{versions()}; {options.threads} thread(s)\n")
    rows = []
    for name in options.set.split(","):
        for kind in options.dtype.split(","):
            rows += table(name, np.dtype(kind), options)
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
