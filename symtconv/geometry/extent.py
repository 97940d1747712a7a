"""The four named sizes as total formulas over the integers, never clamped.

They are the same words that the claim language uses, so that a formula in a paper, in a claim and in this
package is one formula. All sizes are counted in entries (samples) along one axis.

References
----------
V. Dumoulin, F. Visin, *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285,
relationships 6, 14 and 15 (stated there for equal padding on both sides).
"""

from __future__ import annotations


def span(k: int, d: int) -> int:
    """Entries from the first to the last tap of a dilated kernel: ``K = d(k-1) + 1``.

    Examples
    --------
    >>> span(3, 2)
    5
    """
    return d * (k - 1) + 1


def conv_size(i: int, k: int, s: int, d: int, l: int, h: int) -> int:
    """Length that a convolution writes from ``i`` entries: ``⌊(i + l + h - K) / s⌋ + 1``.

    Examples
    --------
    >>> conv_size(4, 3, 2, 1, 1, 1)
    2
    """
    return (i + l + h - span(k, d)) // s + 1


def convt_size(n: int, k: int, s: int, d: int, l: int, h: int, a: int) -> int:
    """Length that a transposed convolution writes from ``n`` entries: ``(n-1)s + K - l - h + a``.

    Examples
    --------
    >>> convt_size(2, 3, 2, 1, 1, 1, 1)
    4
    """
    return (n - 1) * s + span(k, d) - l - h + a


def residue(i: int, k: int, s: int, d: int, l: int, h: int) -> int:
    """Entries of the padded input that the convolution never reads: ``(i + l + h - K) mod s``.

    It is the output padding that makes the transposed convolution give length ``i`` back.

    Examples
    --------
    >>> residue(4, 3, 2, 1, 1, 1)
    1
    """
    return (i + l + h - span(k, d)) % s
