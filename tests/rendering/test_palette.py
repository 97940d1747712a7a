"""Taps are told apart by eye, by colour-blind eyes and in grey, and words on them can be read."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symtconv.rendering.figures.palette import (
    GREY_LIMIT,
    HAIR,
    INK,
    QUIET,
    TAP_LIMIT,
    WHITE,
    contrast,
    count_shade,
    tap_colour,
    tap_colours,
)

kernels = st.lists(st.integers(1, 12), min_size=1, max_size=3).map(tuple)

# Machado, Oliveira, Fernandes (2009), severity 1, on linear sRGB.
EYES = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour):
    parts = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def lab(colour, eye="normal"):
    r, g, b = (max(sum(m * c for m, c in zip(row, linear(colour), strict=True)), 0) for row in EYES[eye])
    x = (0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047
    y = 0.2126729 * r + 0.7151522 * g + 0.0721750 * b
    z = (0.0193339 * r + 0.1191920 * g + 0.9503041 * b) / 1.08883
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def test_three_by_three_is_the_palette_that_was_chosen():
    chosen = ("FFE8C9", "D5A347", "8D6616", "91E2E0", "28A6A4", "056463", "B7BBEB", "707CC5", "24428E")
    for colour, hexadecimal in zip(tap_colours((3, 3)), chosen, strict=True):
        assert dist(lab(colour.fill), lab(hexadecimal)) < 1.5  # below what an eye can tell


@pytest.mark.parametrize(("eye", "least"), [("normal", 23), ("protan", 19), ("deutan", 16), ("tritan", 13)])
def test_nine_taps_differ_for_every_eye(eye, least):
    seen = [lab(colour.fill, eye) for colour in tap_colours((3, 3))]
    assert min(dist(a, b) for a, b in combinations(seen, 2)) >= least


@pytest.mark.parametrize("eye", EYES)
def test_up_to_nine_taps_differ_for_every_eye(eye):
    """Every kernel of a line or a plane, not the palette's own alone; 2.3 is what an eye can just tell."""
    shapes = [(k,) for k in range(2, 10)] + [
        (a, b) for a in range(1, 10) for b in range(1, 10) if 1 < a * b <= GREY_LIMIT
    ]
    for kernel in shapes:
        seen = [lab(colour.fill, eye) for colour in tap_colours(kernel)]
        assert min(dist(a, b) for a, b in combinations(seen, 2)) >= 6, kernel


@pytest.mark.parametrize("eye", EYES)
def test_up_to_twenty_five_taps_neighbours_in_a_row_differ_in_grey(eye):
    for rows, columns in ((a, b) for a in range(2, 13) for b in range(2, 13) if a * b <= TAP_LIMIT):
        for row in range(rows):
            seen = [lab(tap_colour((rows, columns), (row, column)).fill, eye)[0] for column in range(columns)]
            assert min(abs(a - b) for a, b in pairwise(seen)) >= 4, (rows, columns)


@given(kernels.filter(lambda kernel: (kernel[-1] * (kernel[-2] if len(kernel) > 1 else 1)) <= GREY_LIMIT))
def test_up_to_nine_taps_differ_in_grey(kernel):
    grey = sorted(lab(colour.fill)[0] for colour in tap_colours(kernel))
    assert all(b - a >= 6.5 for a, b in pairwise(grey))


@given(kernels)
def test_words_on_a_tap_can_be_read(kernel):
    assert all(contrast(colour.ink, colour.fill) >= 4.5 for colour in tap_colours(kernel))


@given(kernels, st.data())
def test_names_and_colours_go_together(kernel, data):
    tap = tuple(data.draw(st.integers(0, k - 1)) for k in kernel)
    other = tuple(data.draw(st.integers(0, k - 1)) for k in kernel)
    one, two = tap_colour(kernel, tap), tap_colour(kernel, other)
    if tap[-2:] == other[-2:]:
        assert one == two
    elif len(kernel) == 1 or kernel[-1] * kernel[-2] <= TAP_LIMIT:
        assert one.name != two.name
        assert kernel[-1] > 60 or one.fill != two.fill
    else:
        assert (one == two) == (tap[-2] == other[-2])
    assert one.name.isalnum()
    assert one in tap_colours(kernel)


def test_a_tap_outside_the_kernel_is_refused():
    for tap in ((3, 0), (0, -1), (0,), (0, 0, 0)):
        with pytest.raises(ValueError, match="not in a kernel of 3x3"):
            tap_colour((3, 3), tap)


def test_grey_words_can_be_read_on_the_page():
    assert contrast(QUIET, WHITE) > 5
    assert contrast(INK, WHITE) > 15
    assert contrast(HAIR, WHITE) > 2


@given(st.integers(1, 400), st.integers(1, 400))
def test_more_products_are_never_lighter(a, b):
    low, high = sorted((a, b))
    assert 0 <= count_shade(low, high) <= count_shade(high, high) <= 0.4
