"""``make demo``: the layer of the CS231n slides, derived into a folder, and a rewrite that is wrong, with its page."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from symtconv.cli.app import run_app
from symtconv.rendering.tex.pdf import engines

CS231N = "ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)"
# The output padding of a layer that crops, appended as zeros: what several converters write.
WRONG = [
    "convt(x, w, stride=s, pad=p, extra=a)",
    "append(convt(x, w, stride=s, pad=p), a)",
    *("--tensors", "x[n] w[k]", "--where", "p <= k - 1", "--where", "a < s"),
]
REFUTED = 1


def main(folder: str) -> int:
    """Derive the layer in every form that can be made here, refute a rewrite, and say where the files are."""
    code = _derived(folder, [".tex", ".txt", ".json", ".html", ".svg"])
    if code:
        return code
    page = str(Path(folder) / "rewrite.html")
    if run_app(["rewrite", *WRONG, "-o", page]) != REFUTED:
        print("the rewrite that is wrong was not refuted", flush=True)
        return 1
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
