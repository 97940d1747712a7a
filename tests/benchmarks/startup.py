"""Start-up of the commands as a ratio to ``python -c pass``, ``import sympy`` and ``import numpy``.

Run with ``python tests/benchmarks/startup.py``; prints two Markdown tables. Cold starts, interleaved, the least
processor time of many, with the modules compiled beforehand, as an installer leaves them. The first table is of the
environment that runs this, the second of a start without its `site`, which an editable installation makes slower: the
strictest base.
"""

from __future__ import annotations

import os
import site
import subprocess
import sys
import tempfile
from pathlib import Path

from symtconv import ConvTranspose, prove

CS231N = ["--input", "2x2", "--kernel", "3x3", "--stride", "2", "--padding", "1", "--output-padding", "1"]
SAID = "Conv2DTranspose(8, 4, strides=2, padding='same')"
NOT_SAID = "Conv2DTranspose(8, 3, strides=2, padding='same')"
PYTORCH = "ConvTranspose2d(3, 8, 4, stride=2, padding=1)"
ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder) / "c.json"
        layer = ConvTranspose(input=(10**6, 10**6), kernel=3, stride=2, padding=1, output_padding=1)
        certificate.write_text(prove(layer).certificate.to_json())
        commands = {
            "python -c pass": ["-c", "pass"],
            'python -c "import sympy"': ["-c", "import sympy"],
            'python -c "import numpy"': ["-c", "import numpy"],
            "symtconv --help": ["-m", "symtconv", "--help"],
            "symtconv verify c.json": ["-m", "symtconv", "verify", str(certificate)],
            "symtconv derive (CS231n) --json": ["-m", "symtconv", "derive", *CS231N, "--json"],
            "symtconv convert (said)": ["-m", "symtconv", "convert", SAID, "--to", "torch"],
            "symtconv convert (no call)": ["-m", "symtconv", "convert", NOT_SAID, "--to", "torch"],
            "symtconv convert (no call, proved) --json": [
                *("-m", "symtconv", "convert", NOT_SAID, "--to", "torch", "--json")
            ],
            "symtconv compare (one layer)": ["-m", "symtconv", "compare", SAID, PYTORCH],
            "symtconv compare (two layers)": ["-m", "symtconv", "compare", NOT_SAID, PYTORCH],
            "symtconv rewrite --help": ["-m", "symtconv", "rewrite", "--help"],
            "symtconv model --help": ["-m", "symtconv", "model", "--help"],
            "symtconv check (refuted)": ["-m", "symtconv", "check", "conv_size(i,k,1,1,0,0) == i - 7"],
            "symtconv check (proved)": ["-m", "symtconv", "check", "conv_size(i,k,1,1,0,0) == i - k + 1"],
        }
        bare = {name: ["-S", *arguments] for name, arguments in commands.items()}
        print("With the environment's own start:\n")
        _table(commands, folder, {})
        print("\nWithout it (`python -S`):\n")
        _table(bare, folder, {"PYTHONPATH": os.pathsep.join([str(ROOT), *site.getsitepackages()])})


def _table(commands: dict[str, list[str]], folder: str, more: dict[str, str]) -> None:
    """Run the commands in turn and print the least time of each beside its ratios."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled"), **more}
    best = dict.fromkeys(commands, float("inf"))
    for number in range(ROUNDS + 1):
        for name, arguments in commands.items():
            seconds = _seconds([sys.executable, *arguments], folder, environment)
            if number:  # the first round compiles
                best[name] = min(best[name], seconds)
    peers = list(best)[:3]
    print(f"| command | ms | {' | '.join(f'× `{peer}`' for peer in peers)} |")
    print("| --- | --- | --- | --- | --- |")
    for name, seconds in best.items():
        print(f"| `{name}` | {seconds * 1e3:.0f} | {' | '.join(f'{seconds / best[peer]:.2f}' for peer in peers)} |")


def _seconds(command: list[str], folder: str, environment: dict[str, str]) -> float:
    """Run a command and give the processor time that it took."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, env=environment
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        msg = f"{command} ended with {process.returncode}"
        raise RuntimeError(msg)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
