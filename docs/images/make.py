"""Draw the README's picture again: the first page of the demo, with two of its figures beside it.

    python docs/images/make.py

The layer is that of `make demo`, and everything in the picture is a file that `symtconv derive` writes. Needs
pdflatex with graphicx, and pdftoppm (Debian: texlive-latex-recommended and poppler-utils).
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import symtconv as st

PICTURE = Path(__file__).resolve().parent / "readme.png"
WIDTH = 1600  # pixels; twice what the README shows it at
TITLE = "A transposed convolution, proved"
FIGURES = ("lowering", "scatter")

# The page without its margins (trim is left, bottom, right, top of an A4 page) and without its foot.
SHEET = r"""\documentclass{article}
\usepackage[paperwidth=170mm,paperheight=93mm,margin=0mm,noheadfoot]{geometry}
\usepackage{graphicx,xcolor}
\pagestyle{empty}\parindent=0pt\topskip=0pt\fboxsep=0pt\fboxrule=0.3pt
\begin{document}\vspace*{\fill}
\hspace*{2mm}%
\begin{minipage}{78mm}\fcolorbox{black!35}{white}{\includegraphics[width=77mm,clip,trim=14mm 78mm 14mm 12mm]{proof}}\end{minipage}%
\hspace{4mm}%
\begin{minipage}{82mm}\includegraphics[width=82mm]{lowering}\par\vspace{4mm}\includegraphics[width=82mm]{scatter}\end{minipage}
\vspace*{\fill}\end{document}
"""


def main() -> None:
    layer = st.ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, padding=1, output_padding=1)
    derivation = st.derive(layer, style=st.Style(title=TITLE))
    with TemporaryDirectory() as name:
        folder = Path(name)
        derivation.save(folder / "proof.pdf")
        for figure in FIGURES:
            typeset(derivation.save(folder / f"{figure}.tex", figure=figure))
        (folder / "sheet.tex").write_text(SHEET)
        typeset(folder / "sheet.tex")
        size = ["-scale-to-x", str(WIDTH), "-scale-to-y", "-1"]
        run(["pdftoppm", "-png", "-singlefile", *size, "sheet.pdf", "sheet"], folder)
        PICTURE.write_bytes((folder / "sheet.png").read_bytes())
    print(f"{PICTURE.name}: {PICTURE.stat().st_size // 1000} kB")


def typeset(source: Path) -> None:
    options = ["-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode"]
    run(["pdflatex", *options, source.name], source.parent)


def run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout[-2000:]}{done.stderr}")


if __name__ == "__main__":
    main()
