"""``make demo``: the layer of the CS231n slides, derived into a folder, with a summary of what was proved."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from symtconv.cli.app import run_app
from symtconv.rendering.tex.pdf import engines

CS231N = "ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)"


def main(folder: str) -> int:
    """Derive the layer in every form that can be made here, and say where the files are."""
    code = _derived(folder, [".tex", ".txt", ".json", ".html", ".svg"])
    if code:
        return code
    if not any(engines().values()):
        print(
            "no TeX engine found, so no PDF is made; "
            "on Debian: apt-get install texlive-latex-recommended texlive-pictures",
            flush=True,
        )
    elif _derived(folder, [".pdf"]):  # what TeX lacks it has said; everything else is there
        print("note: no PDF is made; the sentence above says what TeX lacks", flush=True)
    return 0


def _derived(folder: str, forms: Sequence[str]) -> int:
    options = [option for form in forms for option in ("-o", str(Path(folder) / f"cs231n{form}"))]
    return run_app(["derive", CS231N, "--input", "2x2", *options])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "out"))
