"""The oracle on its own: published numbers, fractions, and integers of any size."""

from __future__ import annotations

from fractions import Fraction

from symtconv.numeric import scatter

PLAIN = {"stride": [1, 1], "padding": [(0, 0), (0, 0)], "output_padding": [0, 0], "dilation": [1, 1]}


def test_a_worked_example():
    y, w = [[[[1, 2], [3, 4]]]], [[[[1, 2, 7], [-2, 1, 0], [-3, 1, 2]]]]
    assert scatter(y, w, **PLAIN) == [[[[1, 4, 11, 14], [1, 7, 31, 28], [-9, -10, 8, 4], [-9, -9, 10, 8]]]]


def test_exact_beyond_every_machine_word():
    huge = 10**40
    words = {"stride": [2], "padding": [(0, 0)], "output_padding": [1], "dilation": [1]}
    assert scatter([[[huge, 1]]], [[[huge]]], [5], **words) == [[[huge * huge + 5, 5, huge + 5, 5]]]
    assert scatter([[[Fraction(1, 3)]]], [[[Fraction(3, 7)]]], **words) == [[[Fraction(1, 7), 0]]]


def test_no_batch_gives_nothing():
    assert scatter([], [[[1]]], stride=[1], padding=[(0, 0)], output_padding=[0], dilation=[1]) == []
