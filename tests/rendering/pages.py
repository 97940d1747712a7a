"""Layers with a page each, their facts, and the engines that may be asked for."""

from __future__ import annotations

import os
import re
import shutil

import pytest

from symtconv.geometry import ConvTranspose, Lowering
from symtconv.proofs.instance import prove
from symtconv.rendering.facts import Facts

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
    (name, title, "proved", None)
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


def engine(name):
    """Give the path of an engine; without it the test is skipped, or fails where all is required."""
    path = shutil.which(name)
    if path is None:
        if os.environ.get("SYMTCONV_REQUIRE_ALL") == "1":
            pytest.fail(f"{name} is required here and not installed")
        pytest.skip(f"{name} is not installed")
    return path


COMPLAINTS = re.compile(r"^(?:Overfull|Underfull|!|Missing character|LaTeX Warning|Package \w+ Warning).*", re.M)


def complaints(log):
    """Give what TeX complains about on the last of its runs."""
    return COMPLAINTS.findall(log)
