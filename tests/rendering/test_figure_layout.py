"""Nothing in a figure runs into anything else: words, cells and boards, by the widths that LaTeX gives them."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from runpy import run_path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symtconv.conventions import layer_of_call
from symtconv.geometry import ConvTranspose
from symtconv.rendering.figures import FIGURES, kernel
from symtconv.rendering.figures.bounds import extent
from symtconv.rendering.figures.figure import PLAIN, POINT, Cell, Frame, Label, Spelling
from tests.strategies import layers

DRAWN = {**FIGURES, "kernel": kernel}
TOLERANCE = 0.1
"""Millimetres by which estimated words may touch."""

LEAST_TYPE = 5


SPELLINGS = {
    "plain": PLAIN,
    "from one": Spelling(base=1),
    "Greek": Spelling(letters={"y": "eta", "w": "kappa", "x": "xi"}, base=1),
}


def ink(label, spelling):
    """Left, top, right and bottom of what is inked: an x-height with an index, not the whole line."""
    left, _, right, _ = extent(label, spelling)
    half = 0.42 * label.size * POINT
    return left, label.y - half, right, label.y + half


def meet(one, other, by=TOLERANCE):
    return one[0] < other[2] - by and other[0] < one[2] - by and one[1] < other[3] - by and other[1] < one[3] - by


def faults(figure, spelling=PLAIN):
    """List what is wrong: words over words, words wider than their cell, words too small, boards over boards."""
    labels = [(ink(shape, spelling), shape) for shape in figure.shapes if isinstance(shape, Label)]
    labels.sort(key=lambda pair: pair[0])
    for n, (box, label) in enumerate(labels):
        text = spelling.text(label.words)
        if label.size < LEAST_TYPE:
            yield f"{text} has {label.size} points"
        if not (box[0] >= 0 and box[2] <= figure.width + TOLERANCE and box[1] >= 0 and box[3] <= figure.height):
            yield f"{text} leaves the canvas"
        for other, second in labels[n + 1 :]:
            if other[0] > box[2]:
                break
            if meet(box, other):
                yield f"{text} runs into {spelling.text(second.words)}"
    yield from crowded(figure, labels)
    yield from colliding(figure)


def crowded(figure, labels):
    """Words in a cell that are wider than it."""
    cells = {}
    for shape in figure.shapes:
        if isinstance(shape, Cell):
            cells.setdefault((round(shape.x + shape.width / 2, 1), round(shape.y + shape.height / 2, 1)), shape)
    for box, label in labels:
        cell = cells.get((round(label.x, 1), round(label.y, 1)))
        if cell is not None and label.anchor == "middle" and box[2] - box[0] > cell.width + TOLERANCE:
            yield f"{PLAIN.text(label.words)} is wider than its cell"


def colliding(figure):
    """Parts whose cells and frames lie over those of another part."""
    boxes = []
    for part in figure.parts:
        shapes = [extent(s) for s in part.shapes if isinstance(s, Cell | Frame)]
        if shapes:
            left, top, right, bottom = zip(*shapes, strict=True)
            boxes.append((part.name, (min(left), min(top), max(right), max(bottom))))
    for n, (name, box) in enumerate(boxes):
        yield from (f"{name} lies over {second}" for second, other in boxes[n + 1 :] if meet(box, other))


def gallery():
    items = run_path(str(Path(__file__).parents[2] / "docs" / "gallery.py"))["ITEMS"]
    return {item.name: layer_of_call(item.call, item.input) for item in items}


GALLERY = gallery()
SPECIAL = {
    "large kernel": ConvTranspose(input=(16, 16), kernel=(11, 11), stride=4, padding=2),
    "long and flat": ConvTranspose(input=(2, 9), kernel=(1, 3), stride=(1, 3)),
    "tall and narrow": ConvTranspose(input=(9, 2), kernel=(3, 1), stride=(3, 1)),
    "long indices": ConvTranspose(input=(120, 120), kernel=(3, 3), stride=2, padding=1),
    "rank 3": ConvTranspose(input=(4, 4, 4), kernel=(3, 3, 3), stride=2, padding=1, output_padding=1),
    "channels": ConvTranspose(input=(2, 2), kernel=(3, 3), stride=2, in_channels=4, out_channels=6, groups=2),
    "indices that are long from one": ConvTranspose(
        input=(5, 4), kernel=(3, 2), stride=(2, 3), padding=((1, 0), (0, 1)), dilation=(1, 2)
    ),
    "gaps in the middle of both axes": ConvTranspose(input=(1, 1), kernel=(2, 5), dilation=5),
    "gaps in the middle of the last axis": ConvTranspose(input=(3, 18), kernel=1, padding=((0, 0), (5, 1))),
    "one": ConvTranspose(input=(1, 1), kernel=(1, 1)),
    "one entry of a line": ConvTranspose(input=1, kernel=1),
}


@pytest.mark.parametrize("name", sorted(DRAWN))
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("layer", [*GALLERY.values(), *SPECIAL.values()], ids=[*GALLERY, *SPECIAL])
def test_nothing_overlaps_in_the_gallery(layer, lang, name):
    figure = DRAWN[name](layer, lang=lang)
    assert {key: found for key, spelling in SPELLINGS.items() if (found := list(faults(figure, spelling)))} == {}


@pytest.mark.parametrize("name", sorted(DRAWN))
@pytest.mark.parametrize("size", range(1, 13))
def test_nothing_overlaps_for_any_kernel(size, name):
    for stride, padding in product((1, 2, 3), (0, size // 2)):
        for rank in (1, 2):
            layer = ConvTranspose(input=(4,) * rank, kernel=(size,) * rank, stride=stride, padding=padding)
            for spelling in SPELLINGS.values():
                assert list(faults(DRAWN[name](layer), spelling)) == [], layer


spelled = st.sampled_from(sorted(SPELLINGS)).map(SPELLINGS.get)


@settings(max_examples=150)
@given(layers(size=30, kernel=12, step=5, pad=9, extra=5), st.sampled_from(sorted(DRAWN)), spelled)
def test_nothing_overlaps(layer, name, spelling):
    assert list(faults(DRAWN[name](layer), spelling)) == []
