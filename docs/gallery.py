"""Make the gallery: twelve layers, each with a figure, its formula, and its page as PDF, HTML, LaTeX and certificate.

    python docs/gallery.py FOLDER

writes FOLDER/gallery.md and, for readers to fetch, FOLDER/_extra/gallery/. PDFs are made where a TeX engine is
installed, two at a time; one that fails is left out and said, or stops the build where SYMTCONV_REQUIRE_ALL is set.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import symtconv as st
from symtconv.conventions import layer_of_call
from symtconv.results.derivation import Derivation
from symtconv.geometry import EngineError
from symtconv.rendering.tex.pdf import engines

FORMS = (".pdf", ".html", ".tex", ".json")
NAMES = {".pdf": "PDF", ".html": "HTML", ".tex": "LaTeX", ".json": "certificate"}


@dataclass(frozen=True)
class Item:
    """One layer of the gallery: a call, its input, and what to look at."""

    name: str
    title: str
    call: str
    input: tuple[int, ...]
    figure: str
    says: str
    moves: bool = False
    """Whether the window is also shown on its way over every entry."""


ITEMS = (
    Item(
        "no-padding",
        "No padding, stride 1",
        "ConvTranspose2d(1, 1, 3)",
        (2, 2),
        "lowering",
        "The first picture of the guide: y is padded by two on every side, since the flipped kernel has to reach its corners.",
    ),
    Item(
        "half-padding",
        "Half padding",
        "ConvTranspose2d(1, 1, 3, padding=1)",
        (4, 4),
        "lowering",
        "Padding p of the convolution is padding K − 1 − p of the lowering; at half of K − 1 the two are equal, and so are the sizes.",
    ),
    Item(
        "full-padding",
        "Full padding",
        "ConvTranspose2d(1, 1, 3, padding=2)",
        (5, 5),
        "lowering",
        "All padding of the convolution is used up: the lowering pads nothing, and the output is smaller than y.",
    ),
    Item(
        "one-axis",
        "One axis, stride 2",
        "ConvTranspose1d(1, 1, 3, stride=2)",
        (4,),
        "scatter",
        "Each entry of y puts a weighted copy of the kernel every two places; where copies overlap they are summed.",
    ),
    Item(
        "cs231n",
        "CS231n: from 2×2 to 4×4",
        "ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)",
        (2, 2),
        "lowering",
        "Cut by one at the low end and by nothing at the high end: that takes the output padding of 1.",
        moves=True,
    ),
    Item(
        "keras-same",
        "Keras, padding “same”",
        'Conv2DTranspose(1, 3, strides=2, padding="same")',
        (3, 3),
        "matrix",
        "Keras crops the high end alone, PyTorch both ends. PyTorch has no call for this layer.",
    ),
    Item(
        "crop",
        "Crop: padding beyond K − 1",
        "ConvTranspose1d(1, 1, 2, stride=2, padding=2)",
        (4,),
        "lowering",
        "K − 1 − l is negative, so the lowering crops instead of padding.",
    ),
    Item(
        "beyond-the-stride",
        "Output padding not below the stride",
        "ConvTranspose1d(1, 1, 3, dilation=2, output_padding=1)",
        (3,),
        "matrix",
        "PyTorch allows it where the dilation is larger. The convolution back has one output more, so the layer is the transpose of its first rows only.",
    ),
    Item(
        "common-divisor",
        "Stride and dilation with a common divisor",
        "ConvTranspose1d(1, 1, 3, stride=2, dilation=2)",
        (4,),
        "polyphase",
        "Taps are two apart and so are the copies: odd places are never reached, and stay zero for every kernel.",
    ),
    Item(
        "checkerboard",
        "Uneven coverage: the checkerboard",
        "ConvTranspose2d(1, 1, 4, stride=3)",
        (3, 3),
        "coverage",
        "Three does not divide four, so that some places are reached by more taps than others.",
    ),
    Item(
        "groups",
        "Two groups of channels",
        "ConvTranspose1d(4, 2, 2, stride=2, groups=2)",
        (2,),
        "matrix",
        "C has a block for each pair of channels, zero across groups.",
    ),
    Item(
        "three-axes",
        "Three axes",
        "ConvTranspose3d(1, 1, 2, stride=(1, 2, 2))",
        (2, 2, 2),
        "lowering",
        "One relation for each axis, joined by “and”: nothing new happens beyond the first axis.",
    ),
)


def main(folder: Path) -> None:
    files = folder / "_extra" / "gallery"
    files.mkdir(parents=True)
    with ThreadPoolExecutor(2) as pool:
        sections = list(pool.map(lambda item: section(item, files, folder), ITEMS))
    text = "\n\n".join([HEAD.format(count=len(ITEMS)), *sections])
    (folder / "gallery.md").write_text(text + "\n", encoding="utf-8")


HEAD = """\
# Gallery

{count} layers, each derived by this build with `symtconv derive`. A tap has one colour in every figure: its hue is
its row in the kernel, its lightness its column. The certificate of each is checked by `symtconv verify`."""


def section(item: Item, files: Path, folder: Path) -> str:
    layer = layer_of_call(item.call, item.input)
    derivation = st.derive(layer, call=item.call)
    certificate = derivation.save(files / f"{item.name}.json")
    if st.verify(certificate).outcome != "proved":
        raise SystemExit(f"{item.name}: its certificate is no proof")
    derivation.save(files / f"{item.name}.svg", figure=item.figure)
    shown = {item.name: f"the {item.figure} figure"}
    if item.moves:
        derivation.save(files / f"{item.name}-walk.svg", figure="walk")
        shown[f"{item.name}-walk"] = "the window goes over every entry"
    figures = "\n".join(
        f'<figure class="layer"><img src="gallery/{name}.svg" alt="{item.title}: {told}"></figure>'
        for name, told in shown.items()
    )
    made = [suffix for suffix in FORMS if saved(derivation, files, item.name, suffix)]
    links = " · ".join(f'<a href="gallery/{item.name}{suffix}">{NAMES[suffix]}</a>' for suffix in made)
    sizes = "×".join(map(str, layer.input)), "×".join(map(str, layer.output))
    return f"""\
## {item.title}

`{item.call}`, {sizes[0]} → {sizes[1]}. {item.says}

{formula(layer)}

{derivation.verdict.outcome.capitalize()}: $C^{{\\mathsf T}}y$ is the lowering `{derivation.lowering}`.

```{{raw}} html
{figures}
<p>{links}</p>
```"""


def saved(derivation: st.Derivation, files: Path, name: str, suffix: str) -> bool:
    """Write one form, where this version has it and this machine can make it."""
    if suffix not in Derivation.suffixes or (suffix == ".pdf" and not any(engines().values())):
        return False
    path = files / f"{name}{suffix}"
    if path.exists():
        return True
    try:
        derivation.save(path)
    except EngineError as error:
        if os.environ.get("SYMTCONV_REQUIRE_ALL"):
            raise
        print(f"{name}{suffix} is left out: {error}", file=sys.stderr)
        return False
    return True


def formula(layer: st.ConvTranspose) -> str:
    """Write the relation and the length with the numbers of each axis that differs from the others."""
    lines = []
    for axis in dict.fromkeys(layer.axes):
        relation = plus([("o", axis.stride), ("t", axis.dilation), ("", -axis.low)])
        terms = [("", (axis.size - 1) * axis.stride), ("", axis.span), ("", -axis.low), ("", -axis.high)]
        length = plus([*terms, ("", axis.output_padding)])
        # Two lines, since one would be wider than a phone.
        lines += [rf"$$j = {relation}$$", rf"$$i = (n-1)s + K - l - h + a = {length} = {axis.output}$$"]
    return "\n\n".join(lines)


def plus(terms: list[tuple[str, int]]) -> str:
    """Write a sum without its zeros; a factor of 1 is not written."""
    text = ""
    for letter, number in terms:
        if number:
            size = "" if letter and abs(number) == 1 else str(abs(number))
            text += (" - " if number < 0 else " + " if text else "") + size + letter
    return text.strip() or "0"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
