"""Layers with a page each, their facts, and the engines that may be asked for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest

from symtconv.geometry import ConvTranspose, Lowering
from symtconv.proofs.instance import prove
from symtconv.rendering.documents.facts import Facts, ViewVerdict
from symtconv.rendering.figures.tikz import definitions, tikz
from symtconv.rendering.tex import pdf

LAYERS = {
    "cs231n": ConvTranspose(input=(2, 2), kernel=3, stride=2, padding=1, output_padding=1),
    "line": ConvTranspose(input=5, kernel=3, stride=2, padding=1),
    "single": ConvTranspose(input=1, kernel=1),
    "crop": ConvTranspose(input=(1, 2), kernel=(1, 2), stride=3, padding=((2, 0), (3, 0)), output_padding=(3, 2)),
    "long-line": ConvTranspose(input=200, kernel=12, stride=3, dilation=2, padding=4),
    "beyond": ConvTranspose(input=2, kernel=3, stride=2, output_padding=3),
    "large": ConvTranspose(input=(16, 16), kernel=3, stride=2, padding=1, output_padding=1),
    "groups": ConvTranspose(input=(4, 4), kernel=3, stride=2, padding=1, in_channels=4, out_channels=4, groups=2),
    "channels": ConvTranspose(input=(16, 16), kernel=5, stride=2, padding=2, in_channels=8, out_channels=8),
    "space": ConvTranspose(
        input=(2, 3, 4), kernel=(3, 2, 4), stride=(2, 1, 2), padding=((1, 0), (0, 1), (1, 2)), dilation=(1, 2, 1)
    ),
    "four": ConvTranspose(input=(2, 1, 2, 3), kernel=(2, 3, 1, 2), stride=(2, 1, 2, 3), in_channels=2),
    "wide-kernel": ConvTranspose(input=(3, 3), kernel=12, stride=2, padding=5),
    "huge": ConvTranspose(input=(10**6, 10**6), kernel=3, stride=2, padding=1, output_padding=1),
}

WRONG = Lowering(dilate=2, pad=((1, 2), (1, 2)), flip=False)


class Agreed:
    """Agreement as a document needs it."""

    cases = 12
    exact = True


VIEWS = tuple(
    ViewVerdict(name, title, "proved")
    for name, title in (
        ("row", "Rows"),
        ("scatter", "Scatter"),
        ("gradient", "Gradient"),
        ("polyphase", "Polyphase"),
        ("im2col", "im2col"),
        ("polynomial", "Polynomials"),
        ("other", "A view that no sentence knows"),
    )
)


def facts(layer, lowering=None, **more):
    judged = lowering or layer.lowering()
    return Facts(layer=layer, call=layer.call, verdict=prove(layer, lowering=judged), lowering=judged, **more)


def full(layer, **more):
    return facts(layer, views=VIEWS, agreement=Agreed(), versions={"symtconv": "0"}, **more)


def typeset(tex, path, **options):
    path.write_bytes(pdf.compiled(tex, **options))
    return path


def engine(name):
    """Give the path of an engine; without it the test is skipped, or fails where all is required."""
    path = shutil.which(name)
    if path is None:
        if os.environ.get("SYMTCONV_REQUIRE_ALL") == "1":
            pytest.fail(f"{name} is required here and not installed")
        pytest.skip(f"{name} is not installed")
    return path


# shellesc, which standalone loads, only says that programs are forbidden, as they are here.
COMPLAINTS = re.compile(
    r"^(?:Overfull|Underfull|!|Missing character|LaTeX Warning|Package (?!shellesc)\w+ Warning).*", re.M
)


def complaints(log):
    """Give what TeX complains about on the last of its runs."""
    return COMPLAINTS.findall(log)


AGAIN = re.compile(r"Rerun to get|may have changed|undefined references")


def log_of(text, folder, name="pdflatex", most=3):
    """Compile until references stand, so many times at most, and give the log of the last run."""
    program = engine(name)
    (folder / "page.tex").write_text(text, encoding="utf-8")
    options = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
    for _ in range(most):
        done = subprocess.run(
            [program, *options, "page.tex"], cwd=folder, capture_output=True, timeout=240, check=False
        )
        log = (folder / "page.log").read_text(encoding="utf-8", errors="replace")
        assert done.returncode == 0, log[-2000:]
        if not AGAIN.search(log):
            break
    return log


def sheet(figures):
    """Give one document with many figures; layers colour taps of the same name differently, so each defines its own."""
    pictures = "\n\n".join("{" + definitions(f.taps) + "\n" + tikz(f, preamble=False) + "}" for f in figures)
    return (
        "\\documentclass{article}\n\\usepackage{amsmath,xcolor,tikz}\n\\usetikzlibrary{patterns}\n"
        "\\usepackage[a3paper,textwidth=200mm]{geometry}\n\\parindent=0pt\n\\begin{document}\n"
        f"{pictures}\n\\end{{document}}\n"
    )


COLOURS = re.compile(r"^\\definecolor\{[ti]\d.*\n", re.M)
INFO = re.compile(r"/Title \([^)]*\)")
"""What a file tells of its title, which is the first page's here."""

NAMED = re.compile(r"\\(label|ref|eqref|cite|bibitem|figurecaption)\{")


def bound(texts):
    """Bind whole pages into one document, each with its own colours and names; what comes before must be the same."""
    heads, bodies = set(), []
    for number, text in enumerate(texts):
        head, _, body = text.removesuffix("\\end{document}\n").partition("\\begin{document}\n")
        heads.add(INFO.sub("", COLOURS.sub("", head)))
        counters = "".join(f"\\setcounter{{{name}}}{{0}}" for name in ("section", "figure", "equation", "symtconv"))
        own = NAMED.sub(rf"\\\1{{{number}-", body)
        bodies.append(f"{{{counters}\n{''.join(COLOURS.findall(head))}\n{own}}}\\clearpage\n")
    assert len(heads) == 1
    return f"{heads.pop()}\\begin{{document}}\n{''.join(bodies)}\\end{{document}}\n"
