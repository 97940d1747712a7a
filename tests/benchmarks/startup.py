"""Start-up of the commands as a ratio to ``python -c pass``, ``import sympy`` and ``import numpy``.

Run with ``python tests/benchmarks/startup.py``; prints a Markdown table. Cold starts, interleaved, least of many.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from symtconv import ConvTranspose, prove

CS231N = ["--input", "2x2", "--kernel", "3x3", "--stride", "2", "--padding", "1", "--output-padding", "1"]
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
            "symtconv check (refuted)": ["-m", "symtconv", "check", "conv_size(i,k,1,1,0,0) == i - 7"],
            "symtconv check (proved)": ["-m", "symtconv", "check", "conv_size(i,k,1,1,0,0) == i - k + 1"],
        }
        best = dict.fromkeys(commands, float("inf"))
        for _ in range(ROUNDS):
            for name, arguments in commands.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, *arguments], capture_output=True, check=False, cwd=folder)
                best[name] = min(best[name], time.perf_counter() - start)
    peers = list(best)[:3]
    print(f"| command | ms | {' | '.join(f'× `{peer}`' for peer in peers)} |")
    print("| --- | --- | --- | --- | --- |")
    for name, seconds in best.items():
        print(f"| `{name}` | {seconds * 1e3:.0f} | {' | '.join(f'{seconds / best[peer]:.2f}' for peer in peers)} |")


if __name__ == "__main__":
    main()
