"""Convert random calls of every framework into every other, and run what was written in the released framework.

    python -m tests.conventions.conversions 300 > tests/conventions/conversions.json      # per ordered pair
    python -m tests.conventions.conversions 20 torch jax                                   # between these alone
    python -m tests.conventions.conversions 300 --seconds 3600                             # what an hour allows

The truth is the source's own: its calls were measured to be what they are read as (`tests.conventions.measure`). A
converted call is run in the target with the weights that the line about the kernel makes; both must be equal, entry by
entry. That nothing is left unsaid which a target could say is proved: `symtconv.proofs.translation.laws`.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import inf
from typing import Any

import numpy as np

from symtconv import convert
from symtconv.conventions import spec_of_call
from symtconv.geometry import SymtconvError
from tests.conventions.draw import drawn_call
from tests.conventions.runners import PACKAGES, by_the_relation, installed, numbers, run, stored

BLOCK = 10
WRONG = {"different values", "wrong kernel line", "refused when run"}


def judged(source: str, target: str, draw: random.Random) -> tuple[str, str]:
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
    start, theirs = (
        stored(replace(one, in_channels=layer.in_channels, out_channels=layer.out_channels), w)
        for one in (spec, spec_of_call(call))
    )
    names = {"w": _Torch(start) if target == "torch" else start, "np": np, "jnp": np}
    moved = start if found.kernel is None else eval(found.kernel, names)  # noqa: S307 - the line under test
    if not np.array_equal(np.asarray(moved), theirs):
        return "wrong kernel line", f"{text} -> {found.kernel}"
    x = run(target, call, sizes, layer.in_channels)
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


def work(target: str, count: int, done: dict[str, list[int]]) -> None:
    """Judge calls of every source in turn, a block of each at a time; a line before each call and one after it.

    ``done`` holds, for each source, how many calls were drawn already, and how many of those were legal.
    """
    draws = {source: random.Random(f"{source} {target}") for source in done}  # noqa: S311 - the same every time
    for source, (drawn, _) in done.items():
        for _ in range(drawn):
            drawn_call(source, draws[source])
    legal = {source: number for source, (_, number) in done.items()}
    for goal in range(BLOCK, count + BLOCK, BLOCK):
        for source, draw in draws.items():
            while legal[source] < min(goal, count):
                print(source, flush=True)
                kind, told = judged(source, target, draw)
                legal[source] += kind != "not legal"
                print(f"\t{kind}", flush=True)
                if kind in WRONG:
                    sys.stderr.write(f"{source} to {target}: {kind}: {told}\n")


def into(target: str, sources: list[str], count: int, until: float) -> list[dict[str, Any]]:
    """Count the ends of conversions into one framework; where a call ends the process there, another goes on."""
    seen: dict[str, Counter[str]] = {source: Counter() for source in sources if source != target}
    while True:
        done = {source: [kinds.total(), kinds.total() - kinds["not legal"]] for source, kinds in seen.items()}
        ask = [sys.executable, "-W", "ignore", "-m", "tests.conventions.conversions", str(count), "--work", target]
        source = ""
        with subprocess.Popen([*ask, json.dumps(done)], stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                if line.startswith("\t"):
                    seen[source][line.strip()] += 1
                elif line.strip() in seen:
                    source = line.strip()
                if time.monotonic() > until:
                    process.terminate()
        if process.returncode == 0 or time.monotonic() > until:
            return [{"from": name, "to": target, **dict(sorted(kinds.items()))} for name, kinds in seen.items()]
        if process.returncode != -signal.SIGABRT:  # not the framework's own end: the fault is here
            raise subprocess.CalledProcessError(process.returncode, ask)
        seen[source]["ends the process"] += 1


def main(count: int, seconds: float, names: list[str]) -> int:
    """Judge every ordered pair, a process for each target: they do not all bear each other's company."""
    here = [name for name in names or list(PACKAGES) if installed(name)]
    until = time.monotonic() + seconds
    with ThreadPoolExecutor(max_workers=2) as pool:
        table = [row for rows in pool.map(lambda target: into(target, here, count, until), here) for row in rows]
    versions = {name: installed(name) for name in here}
    rows = ",\n".join(json.dumps(row) for row in sorted(table, key=lambda row: here.index(row["from"])))
    sys.stdout.write(f'{{"versions": {json.dumps(versions)}, "pairs": [\n{rows}\n]}}\n')
    return 1 if any(WRONG & set(row) for row in table) else 0


if __name__ == "__main__":
    if sys.argv[2:3] == ["--work"]:
        work(sys.argv[3], int(sys.argv[1]), json.loads(sys.argv[4]))
    elif sys.argv[2:3] == ["--seconds"]:
        sys.exit(main(int(sys.argv[1]), float(sys.argv[3]), sys.argv[4:]))
    else:
        sys.exit(main(int(sys.argv[1]), inf, sys.argv[2:]))
