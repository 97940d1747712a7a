"""A layer as plain integers: the normal form ``(n, k, s, d, l, e)`` per axis, with ``e = a - h``, and its channels."""

from __future__ import annotations

from math import gcd, prod
from typing import NamedTuple, TypeAlias

Row: TypeAlias = tuple[int, ...]


class Form(NamedTuple):
    """A layer in normal form; h and a enter it in no other way than as ``e = a - h``.

    Examples
    --------
    >>> form = Form((2,), (3,), (2,), (1,), (1,), (0,))
    >>> form.span, form.out, form.weight_shape
    ((3,), (4,), (1, 1, 3))
    """

    n: Row
    k: Row
    s: Row
    d: Row
    l: Row
    e: Row
    c_in: int = 1
    c_out: int = 1
    groups: int = 1

    @property
    def rank(self) -> int:
        """Number of spatial axes."""
        return len(self.n)

    @property
    def span(self) -> Row:
        """K = d(k-1)+1 per axis."""
        return tuple(d * (k - 1) + 1 for d, k in zip(self.d, self.k, strict=True))

    @property
    def full(self) -> Row:
        """Entries per axis before anything is cropped or added."""
        return tuple((n - 1) * s + d * (k - 1) + 1 for n, k, s, d in zip(self.n, self.k, self.s, self.d, strict=True))

    @property
    def out(self) -> Row:
        """Entries of x′ per axis; below 1 there is no such layer."""
        n, k, s, d, l, e = self[:6]
        if len(n) == 1:  # the usual case, asked for often
            return ((n[0] - 1) * s[0] + d[0] * (k[0] - 1) + 1 - l[0] + e[0],)
        return tuple([(n[q] - 1) * s[q] + d[q] * (k[q] - 1) + 1 - l[q] + e[q] for q in range(len(n))])

    @property
    def weight_shape(self) -> Row:
        """Shape of the weights: ``(c_in, c_out // groups, *k)``."""
        return (self.c_in, self.c_out // self.groups, *self.k)

    @property
    def terms(self) -> int:
        """The most products that can meet in one entry of x′: per axis every (s/gcd(d,s))-th tap, and no more than n.

        Examples
        --------
        >>> Form((9,), (4,), (2,), (1,), (0,), (0,), c_in=3).terms
        6
        """
        rows = zip(self.n, self.k, self.s, self.d, strict=True)
        meet = (min(n, -(-k // (s // gcd(d, s)))) for n, k, s, d in rows)
        return self.c_in // self.groups * prod(meet)

    def layer(self) -> dict[str, object]:
        """Give the layer as it stands in reports, with the least padding and output padding that say it."""
        return {
            "input": list(self.n),
            "kernel": list(self.k),
            "stride": list(self.s),
            "padding": [[l, max(-e, 0)] for l, e in zip(self.l, self.e, strict=True)],
            "dilation": list(self.d),
            "output_padding": [max(e, 0) for e in self.e],
            "in_channels": self.c_in,
            "out_channels": self.c_out,
            "groups": self.groups,
        }
