"""``make demo``: the layer of the CS231n slides, derived into a folder, with a summary of what was proved."""

from __future__ import annotations

import sys
from pathlib import Path

from symtconv.cli.app import run_app
from symtconv.rendering.tex.pdf import engines

CS231N = "ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)"


def main(folder: str) -> int:
    """Derive the layer in every form that can be made here, and say where the files are."""
    forms = [".tex", ".txt", ".json", ".html", ".svg"]
    if any(engines().values()):
        forms.append(".pdf")
    else:
        print(
            "no TeX engine found, so no PDF is made; "
            "on Debian: apt-get install texlive-latex-recommended texlive-pictures",
            flush=True,
        )
    files = [str(Path(folder) / f"cs231n{form}") for form in forms]
    options = [option for file in files for option in ("-o", file)]
    return run_app(["derive", CS231N, "--input", "2x2", *options])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "out"))
